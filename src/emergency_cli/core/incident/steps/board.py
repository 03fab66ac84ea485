"""The board: the status of each step, when it is due, how late it is and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from emergency_cli.core.address import Address, member_of
from emergency_cli.core.events import Attached, Closed, Entry, StepDeferred
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.incident.steps.blanks import blanks
from emergency_cli.core.incident.steps.derived import calls_for_help, left_out, settles_all, through, with_same
from emergency_cli.core.incident.steps.limits import deadline_of, late_by, typed_late_by
from emergency_cli.core.incident.steps.occurrences import lookup, members, rounds_of
from emergency_cli.core.incident.steps.rows import OPEN, Blank, Board, Row
from emergency_cli.core.plan.conditions import Truth, all_of, holds, judge
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import STAGES, Status

__all__ = ["OPEN", "Blank", "Board", "Row", "board"]


@lru_cache(maxsize=1)
def board(incident: Incident, now: datetime) -> Board:
    """The status of every step of the incident at `now`.

    The last is kept: a command asks several times for the same incident, the very same value, at the same moment.
    """
    attached = [*incident.in_order, *([incident.orders] if incident.orders else [])]
    numbers = _numbers(incident)
    rows = [row for place, held in enumerate(attached) for row in _rows(incident, held, place, numbers, now)]
    rows = [with_same(incident, row, rows) for row in left_out(incident, rows)]
    rows.sort(key=lambda row: row.turn)
    conflicts = tuple(fact for fact, answer in incident.answers.items() if answer.conflict)
    by_address = {row.address: row for row in rows}
    return Board(tuple(rows), tuple(blanks(incident, rows)), conflicts, tuple(_suggestions(incident)), by_address)


def _numbers(incident: Incident) -> dict[str, int]:
    """The number of each step by its address, in the order in which playbooks were taken up: later ones change none."""
    steps = [str(Address(held.id, step.id)) for held in incident.attachments.values() for step in held.playbook.steps]
    return {address: number for number, address in enumerate(steps, 1)}


def _rows(incident: Incident, held: Attachment, place: int, numbers: Mapping[str, int], now: datetime) -> Iterator[Row]:
    for position, step in enumerate(held.playbook.steps):
        number = numbers.get(str(Address(held.id, step.id)), 0)
        for member in _all_members(incident, held, step):
            yield _row(incident, held, step, member, (place, position), number, now)


def _all_members(incident: Incident, held: Attachment, step: Step) -> Sequence[str | None]:
    """The occurrences of a step, and those that were ticked although they count no longer: nothing disappears."""
    now = members(incident, step)
    if not step.each:
        return now
    ticked = [member_of(tick) for tick in incident.ticked.get(str(Address(held.id, step.id)), [])]
    return [*now, *(member for member in ticked if member not in now)]


def _row(
    incident: Incident,
    held: Attachment,
    step: Step,
    member: str | None,
    place: tuple[int, int],
    number: int,
    now: datetime,
) -> Row:
    address = str(Address(held.id, step.id, member))
    judged = judge(step.when, lambda fact: lookup(incident, held, fact, member))
    applies = all_of([truth for _, truth in judged])
    rounds = rounds_of(incident, address) if step.repeats else []
    entry = incident.rounds_over.get(address) if step.repeats else None
    entry = entry or incident.ticks.get(address)
    status, follows = _status(entry, applies, step), None
    if status in ("todo", "deferred") and (follows := _through(incident, held, step, len(rounds), entry)):
        status = "done"
    settled = _settled_by(incident, address) if status in OPEN else None
    status = "skipped" if settled else status
    because = {"not-applicable": Truth.FALSE, "waiting": Truth.UNKNOWN}.get(status)
    deadline = deadline_of(incident, held, step, member)
    jumps = applies is Truth.TRUE and _jumps(incident, held, step)
    done = follows or entry if status == "done" else None
    late = None
    if done or status in OPEN:
        late = late_by(deadline, incident.by_clock(done, done.event.occurred) if done else now)
    return Row(
        address=address,
        attachment=held,
        step=step,
        status=status,
        member=member,
        number=number,
        entry=entry,
        through=follows,
        because=tuple(incident.fact_address(held.id, fact) for fact, truth in judged if truth is because),
        in_doubt=applies is Truth.UNKNOWN and status in ("todo", "deferred"),
        upon=_upon(incident, held, step) if status in ("todo", "deferred") else None,
        deadline=incident.as_then(done, deadline) if done and deadline else deadline,
        late=late,
        typed_late=typed_late_by(incident, deadline, done) if done and done is entry else None,
        settled_by=settled,
        no_longer_applies=applies is Truth.FALSE and status in ("done", "skipped", "could-not") and not settled,
        rounds=len(rounds),
        turn=_turn(step, entry, bool(rounds), place, _member_place(incident, member), jumps),
    )


def _through(incident: Incident, held: Attachment, step: Step, rounds: int, entry: Entry | None) -> Entry | None:
    """The entry from which it follows that a step is done, unless somebody put the step off since."""
    found = through(incident, held, step, rounds)
    return found if found and (entry is None or entry.order < found.order) else None


def _upon(incident: Incident, held: Attachment, step: Step) -> str | None:
    """The time that a step comes after, by its address, as long as nobody has said it."""
    fact = incident.fact_address(held.id, step.upon) if step.upon else None
    return None if fact in incident.answers else fact


def _status(entry: Entry | None, applies: Truth, step: Step) -> Status:
    outcome = entry.event.outcome_of_step if entry else None
    if outcome and not (outcome == "deferred" and applies is Truth.FALSE):
        return outcome
    if applies is Truth.FALSE:
        return "not-applicable"
    return "waiting" if applies is Truth.UNKNOWN and not step.safety else "todo"


def _settled_by(incident: Incident, address: str) -> Entry | None:
    """The end or close that settles a step nobody did."""
    closed = incident.closed
    if closed and isinstance(closed.event, Closed) and address in closed.event.settled:
        return closed
    return incident.ended if settles_all(incident) else None


def _jumps(incident: Incident, held: Attachment, step: Step) -> bool:
    """Whether a step is the call for help of a playbook that was taken up in the middle."""
    return isinstance(held.entry.event, Attached) and step.safety and calls_for_help(incident, step)


def _member_place(incident: Incident, member: str | None) -> int:
    zones = list(incident.roster.zones) if incident.roster else []
    return zones.index(member) if member in zones else 0


def _turn(
    step: Step, entry: Entry | None, begun: bool, place: tuple[int, int], member: int, jumps: bool
) -> tuple[int, int, int, int, int]:
    """Stage; then life first; then attachment and file order. What was deferred, or goes in rounds, ends the stage.

    Of a playbook taken up in the middle only the call for help comes before what is on hand already.
    """
    stage, group = STAGES.place(step.stage), 0 if step.safety else 1
    attachment, number = place
    if entry and isinstance(entry.event, StepDeferred):
        until = entry.event.until
        stage, group = STAGES.place(until) if until and until in STAGES else stage, 2
    elif begun:
        group = 3
    elif jumps:
        attachment = -attachment
    return (stage, group, attachment, number, member)


def _suggestions(incident: Incident) -> Iterator[str]:
    """Playbooks that the answers call for and that were neither taken up nor declined."""
    taken = {held.playbook.id for held in incident.in_order}
    for held in incident.in_order:
        for suggestion in held.playbook.suggests:
            if suggestion.playbook in taken or suggestion.playbook in incident.declined:
                continue
            if holds(suggestion.when, partial(lookup, incident, held, member=None)) is Truth.TRUE:
                taken.add(suggestion.playbook)
                yield suggestion.playbook
