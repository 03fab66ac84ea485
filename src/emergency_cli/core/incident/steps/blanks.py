"""What somebody still owes about steps that are settled: answers they had to say or record, and reasons."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.events import StepDone
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.incident.steps.occurrences import can_be
from emergency_cli.core.incident.steps.rows import Blank, Row


def blanks(incident: Incident, rows: Sequence[Row]) -> list[Blank]:
    """Each once, in the order of the board; nothing is owed any more of what was settled as a whole."""
    if settles_all(incident):
        return []
    found: dict[str, Blank] = {}
    for row in rows:
        for blank in _of_row(incident, row):
            found.setdefault(blank.fact or blank.address, blank)
    return list(found.values())


def _of_row(incident: Incident, row: Row) -> Iterator[Blank]:
    entry = row.came_by
    if entry is None or row.settled_by or row.no_longer_applies:
        return
    if row.status in ("skipped", "could-not") and not getattr(entry.event, "reason", None):
        yield Blank(row.address, "reason", entry)
    for fact in _owed(row) if row.status == "done" else ():
        address = incident.fact_address(row.attachment.id, fact, row.member)
        if address not in incident.answers and can_be(incident, address):
            yield Blank(row.address, "fact", entry, address)


def _owed(row: Row) -> Sequence[str]:
    """The facts a done step had to say or record. What another act served said it there; an opening is on record."""
    if row.step.repeats or (row.step.opening and row.through):
        return ()
    own = row.entry.event if row.entry and not row.through else None
    if isinstance(own, StepDone):
        return () if own.same else (*row.step.say, *row.step.record)
    return row.step.record
