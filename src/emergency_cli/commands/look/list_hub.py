"""The incidents at the hub, for `list --hub`."""

from datetime import UTC, datetime

from emergency_cli.hub.records import open_records
from emergency_cli.session import Session
from emergency_cli.store.index import Known

_NEVER = datetime.min.replace(tzinfo=UTC)


def at_hub(session: Session, most: int | None) -> list[tuple[str, Known]]:
    """What is open, and `most` of what is closed, the latest of all halls; by hall, oldest first. Raises HubAway."""
    records = open_records(session.world)
    closed = [name for name in records.names() if name.state == "closed"]
    closed.sort(key=lambda name: name.noticed or _NEVER)
    held = [records.read(name.hall, name.id) for name in closed[-most if most else None :]] + records.open()
    held.sort(key=lambda each: (each.hall, each.id.removeprefix("drill-")))
    return [(each.hall, each.known(session.now())) for each in held]
