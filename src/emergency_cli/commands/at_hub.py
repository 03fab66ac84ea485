"""The incidents at the hub, for a second screen and for the numbers of a year."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from emergency_cli.core.events import Entry
from emergency_cli.errors import EmergencyError
from emergency_cli.hub.records import HubRecords, open_records
from emergency_cli.store.folders import READINESS
from emergency_cli.store.following import Followed
from emergency_cli.world import World


class AtHub:
    """What may be seen at the hub that EMERGENCY_HUB names. Every method raises HubAway; the next one tries again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._records: HubRecords | None = open_records(world)
        self._version: dict[str, int] | None = None
        self._open: dict[tuple[str, str], Followed] = {}

    def unclosed(self) -> list[Followed]:
        """The incidents that are not closed, by hall. Read are only those of which something came since."""
        try:
            self._look(self._connected())
        except EmergencyError:
            self._records = None
            raise
        return list(self._open.values())

    def of_year(self, year: int) -> Iterator[Followed]:
        """The incidents that may have been noticed in a year, by hall and oldest first."""
        records = self._connected()
        for name in records.names(since=datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)):
            if name.noticed and name.noticed.year <= year:
                yield records.read(name.hall, name.id)

    def reviewed_before(self, year: int) -> Iterator[Followed]:
        """Those of earlier years in which a review may have decided on something."""
        for each in self._connected().reviewed(datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=1)):
            noticed = each.incident.noticed
            if noticed and each.incident.local(noticed).year < year:
                yield each

    def checks(self) -> list[Entry]:
        """The checks of preparedness of every hall that may be seen."""
        records = self._connected()
        return [entry for hall in records.halls() for entry in records.read(hall, READINESS).incident.entries]

    def _connected(self) -> HubRecords:
        self._records = self._records or open_records(self._world)
        return self._records

    def _look(self, records: HubRecords) -> None:
        version = records.version()
        if self._version is None:
            self._open = {(each.hall, each.id): each for each in records.open()}
        elif version != self._version:
            for hall, name in records.changed(self._version):
                case = records.read(hall, name)
                self._open.pop((hall, name), None)
                if case.incident.state != "closed":
                    self._open[hall, name] = case
        self._version = version
