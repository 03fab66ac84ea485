"""What a hub holds, read as incidents: the same values that the home gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from emergency_cli.core.personal import masked
from emergency_cli.core.record.chain import read_log
from emergency_cli.core.record.sides import as_files
from emergency_cli.hub.server import Server, named
from emergency_cli.store.folders import READINESS
from emergency_cli.store.following import Followed, followed
from emergency_cli.world import World


class Name(Struct, frozen=True):
    """An incident at the hub. `state` as far as the hub itself can tell: `responding`, `ended` or `closed`."""

    hall: str
    id: str
    state: str
    noticed: datetime | None

    @property
    def drill(self) -> bool:
        """Whether this is a rehearsal."""
        return self.id.startswith("drill-")


class HubRecords:
    """The incidents that this role may see: of its own hall, or for the county of all. Every method raises HubAway."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def halls(self) -> list[str]:
        """The halls, in the order of their names."""
        return [name for (name,) in self._server.rows("select name from hub.hall order by name")]

    def version(self) -> dict[str, int]:
        """Of each hall a number that grows with every line that arrives; asking for it is cheap.

        Lines of two halls may become visible in another order than their numbers: so there is one for each.
        """
        return dict(
            self._server.rows(
                "select h.name, coalesce((select max(l.seq) from hub.line l where l.hall = h.name), 0) from hub.hall h"
            )
        )

    def changed(self, since: Mapping[str, int]) -> list[tuple[str, str]]:
        """Hall and id of the incidents of which a line came after that `version`."""
        rows = self._server.rows(
            "select distinct l.hall, l.incident from hub.hall h "
            "left join unnest(%s::text[], %s::bigint[]) as x (hall, seq) on x.hall = h.name "
            "join hub.line l on l.hall = h.name and l.seq > coalesce(x.seq, 0) order by 1, 2",
            (list(since), list(since.values())),
        )
        return [(hall, incident) for hall, incident in rows if incident != READINESS]

    def names(self, *, closed: bool = True, since: datetime | None = None) -> list[Name]:
        """What incidents there are, by hall and oldest first; `since`: those noticed from then on."""
        rows = self._server.rows(
            "select hall, incident, state, noticed from hub.incident "
            "where (%s or state <> 'closed') and incident <> %s and (%s::timestamptz is null or noticed >= %s) "
            "order by hall, noticed, incident",
            (closed, READINESS, since, since),
        )
        return [Name(*row) for row in rows]

    def read(self, hall: str, incident: str) -> Followed:
        """One incident by its whole id."""
        rows = self._server.rows(
            "select desk, body from hub.line where hall = %s and incident = %s order by seq", (hall, incident)
        )
        return _read(hall, incident, rows)

    def open(self) -> list[Followed]:
        """The incidents that are not closed, drills included, by hall and oldest first: one question for all."""
        rows = self._server.rows(
            "select i.hall, i.incident, l.desk, l.body from hub.incident i join hub.line l using (hall, incident) "
            "where i.state <> 'closed' and incident <> %s order by i.hall, i.noticed, i.incident, l.seq",
            (READINESS,),
        )
        return list(_grouped(rows))

    def reviewed(self, before: datetime) -> Iterator[Followed]:
        """Those noticed before, in which a review may have decided on something. No others are read through."""
        rows = self._server.rows(
            "select distinct l.hall, l.incident from hub.line l join hub.incident i using (hall, incident) "
            "where entry ? 'facts' and (entry ->> 'facts') ~ '@\\d+\"' "  # as the index line_round has it
            "and i.noticed < %s and incident <> %s order by 1, 2",
            (before, READINESS),
        )
        for hall, incident in rows:
            yield self.read(hall, incident)

    def all(self, *, since: datetime | None = None) -> Iterator[Followed]:
        """Every incident, one after the other; `since`: those noticed from then on."""
        for name in self.names(since=since):
            yield self.read(name.hall, name.id)


def open_records(world: World) -> HubRecords:
    """The hub that EMERGENCY_HUB names. Raises Misused where none is or the driver is missing, HubAway."""
    server = Server(named(world))
    server.check_schema()
    return HubRecords(server)


def _grouped(rows: list[tuple[Any, ...]]) -> Iterator[Followed]:
    of_incident: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for hall, incident, desk, body in rows:
        of_incident.setdefault((hall, incident), []).append((desk, body))
    for (hall, incident), lines in of_incident.items():
        yield _read(hall, incident, lines)


def _read(hall: str, incident: str, rows: list[tuple[Any, ...]]) -> Followed:
    """What lines in the order of their arrival come to."""
    of_desk: dict[str, list[bytes]] = {}
    for desk, body in rows:
        of_desk.setdefault(desk, []).append(bytes(body))
    logs = [
        read_log(incident, name, data, masked)
        for desk, lines in sorted(of_desk.items())
        for name, data in sorted(as_files(incident, desk, lines).items())
    ]
    return followed(incident, logs, hall)
