"""Reading records without touching them: of this home, or of a folder into which those of many desks were merged.

Nothing is written, neither there nor in the machine's state. Personal values are not opened: what is read here is for
screens that everybody sees.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.personal import masked
from emergency_cli.core.record.chain import DeskLog, Finding, across, in_record_order, read_log
from emergency_cli.core.record.clocks import clock_set
from emergency_cli.core.record.lines import Damaged, decode
from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, why
from emergency_cli.store.folders import READINESS, incident_ids
from emergency_cli.store.index import Index, Known, Stamp, known_of, stamps
from emergency_cli.world import World

# As lines are written, in which a quotation mark within a text has a backslash before it.
_CLOSED, _REOPENED = b'"event":"closed"', b'"event":"reopened"'
# An answer that belongs to a round.
_ROUND = re.compile(rb'@\d+":')
_Stamps = tuple[Stamp, dict[str, Stamp]]


class Followed(Struct, frozen=True):
    """An incident as it was read. `hall`: whose it is, where records of several halls lie together."""

    id: str
    incident: Incident
    findings: tuple[Finding, ...] = ()
    hall: str = ""

    def known(self, now: datetime) -> Known:
        """What lists say of it."""
        return known_of(self.id, self.incident, now, self.findings)


def followed(name: str, logs: Sequence[DeskLog], hall: str = "") -> Followed:
    """What the logs of all desks come to."""
    findings = (*(finding for log in logs for finding in log.findings), *across(logs))
    return Followed(name, replay(in_record_order(logs)), findings, hall)


class Source(Protocol):
    """Where incidents are read from: a folder, or a hub."""

    def unclosed(self) -> list[Followed]:
        """The incidents that are not closed, oldest first, as they are now."""

    def of_year(self, year: int) -> Iterator[Followed]:
        """The incidents that may have been noticed in a year, oldest first."""

    def reviewed_before(self, year: int) -> Iterator[Followed]:
        """Those of earlier years in which a review may have decided on something."""

    def checks(self) -> list[Entry]:
        """The checks of preparedness on record."""


class Folder:
    """The records in a folder: a home, its folder `incidents`, or a copy of either. Raises Misused if there is none."""

    def __init__(self, world: World, place: Path, tell: Callable[[Message], None]) -> None:
        self._world = world
        self._home = place.parent if place.name == "incidents" and not is_folder(place / "incidents") else place
        self._place = self._home / "incidents"
        self._tell = tell
        self._index = Index(world.disk, world.state, self._home)
        self._read: dict[str, tuple[_Stamps, Followed]] = {}
        self._over: set[str] = set()
        self._told: set[str] = set()

    def unclosed(self) -> list[Followed]:
        """The incidents that are not closed, oldest first. Only what has changed since the last look is read again."""
        found = []
        for name in incident_ids(self._place):
            if name in self._over:
                continue
            if name not in self._read and (self._index.holds(self._place, name) or self._is_closed(name)):
                self._over.add(name)
                continue
            case = self._looked_at(name)
            if case and case.incident.state == "closed":
                self._over.add(name)
                self._read.pop(name, None)
            elif case:
                found.append(case)
        return found

    def of_year(self, year: int) -> Iterator[Followed]:
        """The incidents that may have been noticed in a year, oldest first: opened in it, or soon after its end."""
        return self._named(lambda name: _year(name) in (str(year), str(year + 1)))

    def reviewed_before(self, year: int) -> Iterator[Followed]:
        """Those of earlier years in which a review may have decided on something. No others are read through."""
        return self._named(lambda name: _year(name) < str(year) and any(map(_ROUND.search, self._raw(name).values())))

    def _named(self, wanted: Callable[[str], bool]) -> Iterator[Followed]:
        for name in incident_ids(self._place):
            if wanted(name) and (case := self._looked_at(name)):
                yield case
                self._read.pop(name, None)

    def checks(self) -> list[Entry]:
        """The checks of preparedness on record."""
        place = self._home / READINESS
        return self._from(place).incident.entries if is_folder(place) else []

    def _looked_at(self, name: str) -> Followed | None:
        """The incident as it is now; `None` where it cannot be read, which is said once."""
        place = self._place / name
        now, known = stamps(place), self._read.get(name)
        if known and now == known[0]:
            return known[1]
        try:
            case = self._from(place)
        except OSError as error:
            if name not in self._told:
                self._told.add(name)
                self._tell(msg("{path} cannot be read ({error}).", path=str(place), error=why(error)))
            return None
        if now:
            self._read[name] = now, case
        return case if case.incident.entries else None

    def _raw(self, name: str) -> dict[str, bytes]:
        """The bytes of the logs; nothing where they cannot be read, which is said when they are read through."""
        with contextlib.suppress(OSError):
            return self._bytes(self._place / name)
        return {}

    def _bytes(self, place: Path) -> dict[str, bytes]:
        paths = sorted(path for path in place.iterdir() if LOG_NAME.fullmatch(path.name))
        return {path.name: self._world.disk.read(path) for path in paths}

    def _is_closed(self, name: str) -> bool:
        """Whether an incident is surely closed, by the one line that says so: a thousand are not read for it."""
        raw = self._raw(name).values()
        if any(_REOPENED in data for data in raw):
            return False
        lines = (line for data in raw if _CLOSED in data for line in data.split(b"\n") if _CLOSED in line)
        with contextlib.suppress(Damaged):
            return any(decode(line, masked).incident == name for line in lines)
        return False

    def _from(self, place: Path) -> Followed:
        logs = [read_log(place.name, name, data, masked) for name, data in self._bytes(place).items()]
        case = followed(place.name, logs)
        self._by_the_clock(case.incident)
        return case

    def _by_the_clock(self, incident: Incident) -> None:
        """With how far this machine's clock was set since what it wrote last, as its own commands have it."""
        world, last = self._world, {entry.desk: entry for entry in incident.originals.values()}
        boot = world.boot()
        for desk, entry in last.items():
            if entry.boot == boot:
                incident.set_since[desk] = clock_set(entry, world.now(), world.uptime(), boot)


def _year(name: str) -> str:
    """The year in which an incident was opened, by its id."""
    return name.removeprefix("drill-")[:4]
