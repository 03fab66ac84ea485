"""The board: the status of each step, when it is due, how late it is and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.address import Address, base_of, member_of
from emergency_cli.core.events import Attached, Closed, Ended, Entry, StepDeferred, StepDone
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.incident.limits import deadline_of, late_by, typed_late_by
from emergency_cli.core.incident.occurrences import lookup, members, rounds_of
from emergency_cli.core.plan.conditions import Truth, all_of, holds, judge
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import STAGES, Stage, Status

OPEN: frozenset[Status] = frozenset({"todo", "deferred", "waiting"})


class Row(Struct, frozen=True):
    """One step of one attachment, or one occurrence of it (`member`: a zone, a unit).

    `because`: the facts that make it not applicable or for which it waits. `late`: by how much, by true time;
    `typed_late`: by the time it was typed in, and absent for what was copied from paper, where that says nothing of
    how prompt anybody was. `settled_by`: the end or close that settled it. `rounds`: of a repeating step. `same`: a
    step elsewhere by which the same act was done.
    """

    address: str
    attachment: Attachment
    step: Step
    status: Status
    member: str | None = None
    entry: Entry | None = None
    because: tuple[str, ...] = ()
    deadline: datetime | None = None
    late: timedelta | None = None
    typed_late: timedelta | None = None
    settled_by: Entry | None = None
    no_longer_applies: bool = False
    rounds: int = 0
    same: "Row | None" = None
    turn: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def base(self) -> str:
        """The address of its step, whichever occurrence this is."""
        return base_of(self.address)

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status in OPEN

    @property
    def stage(self) -> Stage:
        """The stage of its step."""
        return self.step.stage


class Blank(Struct, frozen=True):
    """Something a ticked step left blank: who did it, why it was left out, or a fact that had to be said."""

    address: str
    kind: Literal["actor", "reason", "fact"]
    entry: Entry
    fact: str | None = None


class Board(Struct, frozen=True):
    """All steps, in the order in which they come."""

    rows: tuple[Row, ...]
    blanks: tuple[Blank, ...] = ()
    conflicts: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    by_address: dict[str, Row] = {}

    def open(self, *, response_only: bool = False) -> list[Row]:
        """What is still to be done."""
        return [row for row in self.rows if row.open and not (response_only and row.stage == "review")]

    def late(self) -> list[Row]:
        """Open steps whose deadline has passed."""
        return [row for row in self.rows if row.open and row.late]

    def occurrences(self, address: str) -> list[Row]:
        """The rows of a step that is ticked per zone or unit."""
        return [row for row in self.rows if row.member and row.base == address]


def board(incident: Incident, now: datetime) -> Board:
    """The status of every step of the incident at `now`."""
    attached = [*incident.in_order, *([incident.orders] if incident.orders else [])]
    rows = [row for place, held in enumerate(attached) for row in _rows(incident, held, place, now)]
    rows = [_with_same(row, rows) for row in rows]
    rows.sort(key=lambda row: row.turn)
    conflicts = tuple(fact for fact, answer in incident.answers.items() if answer.conflict)
    by_address = {row.address: row for row in rows}
    return Board(tuple(rows), tuple(_blanks(incident, rows)), conflicts, tuple(_suggestions(incident)), by_address)


def _rows(incident: Incident, held: Attachment, place: int, now: datetime) -> Iterator[Row]:
    for number, step in enumerate(held.playbook.steps):
        for member in _all_members(incident, held, step):
            yield _row(incident, held, step, member, (place, number), now)


def _all_members(incident: Incident, held: Attachment, step: Step) -> Sequence[str | None]:
    """The occurrences of a step, and those that were ticked although they count no longer: nothing disappears."""
    now = members(incident, step)
    if not step.each:
        return now
    ticked = [member_of(tick) for tick in incident.ticked.get(str(Address(held.id, step.id)), [])]
    return [*now, *(member for member in ticked if member not in now)]


def _row(
    incident: Incident, held: Attachment, step: Step, member: str | None, place: tuple[int, int], now: datetime
) -> Row:
    address = str(Address(held.id, step.id, member))
    judged = judge(step.when, lambda fact: lookup(incident, held, fact, member))
    applies = all_of([truth for _, truth in judged])
    rounds = rounds_of(incident, address) if step.repeats else []
    entry = incident.rounds_over.get(address) if step.repeats else None
    entry = entry or incident.ticks.get(address)
    status = _status(entry, applies, step)
    settled = None
    if status in OPEN:
        settled = _settled_by(incident, address, step)
        status = "skipped" if settled else status
    because = {"not-applicable": Truth.FALSE, "waiting": Truth.UNKNOWN}.get(status)
    deadline = deadline_of(incident, held, step, member)
    done = entry if status == "done" else None
    done_at = incident.by_clock(done, done.event.occurred) if done else None
    late = late_by(deadline, done_at or now) if status in OPEN or status == "done" else None
    return Row(
        address=address,
        attachment=held,
        step=step,
        status=status,
        member=member,
        entry=entry,
        because=tuple(incident.fact_address(held.id, fact) for fact, truth in judged if truth is because),
        deadline=incident.as_then(done, deadline) if done and deadline else deadline,
        late=late,
        typed_late=typed_late_by(incident, deadline, done) if done else None,
        settled_by=settled,
        no_longer_applies=status == "done" and applies is Truth.FALSE,
        rounds=len(rounds),
        turn=_turn(
            step, entry, bool(rounds), place, _member_place(incident, member), isinstance(held.entry.event, Attached)
        ),
    )


def _looked_up(incident: Incident, held: Attachment, fact: str) -> Sequence[str | None]:
    return lookup(incident, held, fact, None)


def _status(entry: Entry | None, applies: Truth, step: Step) -> Status:
    outcome = entry.event.outcome_of_step if entry else None
    if outcome and not (outcome == "deferred" and applies is Truth.FALSE):
        return outcome
    if applies is Truth.FALSE:
        return "not-applicable"
    return "waiting" if applies is Truth.UNKNOWN and not step.safety else "todo"


def _settled_by(incident: Incident, address: str, step: Step) -> Entry | None:
    """The end or close that settles a step nobody did."""
    closed, ended = incident.closed, incident.ended
    if closed and isinstance(closed.event, Closed) and address in closed.event.settled:
        return closed
    if ended and isinstance(ended.event, Ended) and ended.event.settles and step.stage != "review":
        return ended
    return None


def _member_place(incident: Incident, member: str | None) -> int:
    zones = list(incident.roster.zones) if incident.roster else []
    return zones.index(member) if member in zones else 0


def _turn(
    step: Step, entry: Entry | None, begun: bool, place: tuple[int, int], member: int, joined: bool
) -> tuple[int, int, int, int, int]:
    """Stage; then life first; then attachment and file order. What was put off, or goes in rounds, ends the stage.

    The life-first steps of a playbook that `joined` in the middle come next, before those of the ones before it.
    """
    stage, group = STAGES.place(step.stage), 0 if step.safety else 1
    attachment, number = place
    if entry and isinstance(entry.event, StepDeferred):
        until = entry.event.until
        stage, group = STAGES.place(until) if until and until in STAGES else stage, 2
    elif begun:
        group = 3
    elif step.safety and joined:
        attachment = -attachment
    return (stage, group, attachment, number, member)


def _with_same(row: Row, rows: Sequence[Row]) -> Row:
    """The same act done under another playbook. A second casualty is another act, so the same playbook never counts."""
    if not row.step.same or row.status != "todo":
        return row
    for other in rows:
        elsewhere = other.attachment.playbook.id != row.attachment.playbook.id
        if elsewhere and other.step.same == row.step.same and other.status == "done":
            return replace(row, same=other)
    return row


def _blanks(incident: Incident, rows: Sequence[Row]) -> Iterator[Blank]:
    """What was left blank when steps were ticked. Enter is always enough; it is asked again later."""
    for row in rows:
        entry = row.entry
        if entry is None or row.settled_by:
            continue
        if row.status == "done" and isinstance(entry.event, StepDone):
            if not row.step.actor and not entry.event.actor and not entry.event.same:
                yield Blank(row.address, "actor", entry)
            for fact in (*row.step.say, *row.step.record):
                address = incident.fact_address(row.attachment.id, fact, row.member)
                if address not in incident.answers and not entry.event.same:
                    yield Blank(row.address, "fact", entry, address)
        elif row.status in ("skipped", "could-not") and not getattr(entry.event, "reason", None):
            yield Blank(row.address, "reason", entry)


def _suggestions(incident: Incident) -> Iterator[str]:
    """Playbooks that the answers call for and that were neither taken up nor declined."""
    taken = {held.playbook.id for held in incident.in_order}
    for held in incident.in_order:
        for suggestion in held.playbook.suggests:
            if suggestion.playbook in taken or suggestion.playbook in incident.declined:
                continue
            if holds(suggestion.when, partial(_looked_up, incident, held)) is Truth.TRUE:
                taken.add(suggestion.playbook)
                yield suggestion.playbook
