"""The board: how each step stands, when it is due, how late it is and why; and which card comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from emergency_cli.core.address import Address, base_of, member_of, with_member
from emergency_cli.core.events import Attached, CallMade, Closed, Ended, Entry, StepDeferred, StepDone, Told
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.conditions import Truth, all_of, holds, judge
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import STAGES, Stage, Status

OPEN: frozenset[Status] = frozenset({"todo", "deferred", "waiting"})


@dataclass(frozen=True)
class Row:
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


@dataclass(frozen=True)
class Gap:
    """Something a ticked step left blank: who did it, why it was left out, or a fact that had to be said."""

    address: str
    kind: Literal["actor", "reason", "fact"]
    entry: Entry
    fact: str | None = None


@dataclass(frozen=True)
class Card:
    """What is put before the officer: the steps of a group together, and the one that is next among them."""

    rows: tuple[Row, ...]
    current: Row


@dataclass(frozen=True)
class Board:
    """All steps, in the order in which they come."""

    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    by_address: dict[str, Row] = field(default_factory=dict)

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
    """How every step of the incident stands at `now`."""
    rows = [row for place, held in enumerate(incident.in_order) for row in _rows(incident, held, place, now)]
    rows = [_with_same(row, rows) for row in rows]
    rows.sort(key=lambda row: row.turn)
    conflicts = tuple(fact for fact, answer in incident.answers.items() if answer.conflict)
    by_address = {row.address: row for row in rows}
    return Board(tuple(rows), tuple(_gaps(incident, rows)), conflicts, tuple(_suggestions(incident)), by_address)


def _rows(incident: Incident, held: Attachment, place: int, now: datetime) -> Iterator[Row]:
    for number, step in enumerate(held.playbook.steps):
        for member in _all_members(incident, held, step):
            yield _row(incident, held, step, member, (place, number), now)


def _all_members(incident: Incident, held: Attachment, step: Step) -> Sequence[str | None]:
    """The occurrences of a step, and those that were ticked although they count no longer: nothing disappears."""
    now = members(incident, step)
    address = str(Address(held.id, step.id))
    ticked = [member_of(tick) for tick in incident.ticks if base_of(tick) == address]
    return [*now, *(member for member in ticked if step.each and member not in now)]


def members(incident: Incident, step: Step) -> Sequence[str | None]:
    """The occurrences of a step: every zone, every unit that took part, or just the step itself."""
    if step.each == "zone" and incident.roster:
        return list(incident.roster.zones)
    if step.each == "unit":
        return units_taking_part(incident) or [None]
    return [None]


def units_taking_part(incident: Incident) -> list[str]:
    """The sections that acted or were told, by the log, and the zone concerned: each sums up its work (五（一）1)."""
    roster = incident.roster
    if roster is None:
        return []
    named: list[str] = []
    for entry in incident.entries:
        told: Sequence[Told] = entry.event.contacts if isinstance(entry.event, StepDone | CallMade) else ()
        named += [entry.event.actor or "", *(one.party for one in told)]
    sections = [name for name in named if name in roster.units and roster.units[name].sums_up]
    return list(dict.fromkeys([*sections, *([incident.zone] if incident.zone else [])]))


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
    deadline = _deadline(incident, held, step, member)
    done = entry if status == "done" else None
    done_at = incident.by_clock(done, done.event.occurred) if done else None
    late = _late(deadline, done_at or now) if status in OPEN or status == "done" else None
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
        typed_late=_typed_late(incident, deadline, done) if done else None,
        settled_by=settled,
        no_longer_applies=status == "done" and applies is Truth.FALSE,
        rounds=len(rounds),
        turn=_turn(
            step, entry, bool(rounds), place, _member_place(incident, member), isinstance(held.entry.event, Attached)
        ),
    )


def lookup(incident: Incident, held: Attachment, fact: str, member: str | None) -> Sequence[str | None]:
    """All answers to a fact as conditions see them, `None` for each that is missing; a conflict counts as missing.

    What is asked zone by zone or unit by unit has as many answers as there are zones or units; within a step that is
    itself ticked one by one, only its own counts.
    """
    base = incident.fact_address(held.id, fact)
    asked = next((step for step in held.playbook.steps if step.each and fact in step.wants), None)
    if member and (asked or with_member(base, member) in incident.answers):
        addresses = [with_member(base, member)]
    elif asked:
        addresses = [with_member(base, each) for each in members(incident, asked)]
    else:
        addresses = [address for address in incident.answers if base_of(address) == base]
    return [_clear_answer(incident, address) for address in addresses]


def _clear_answer(incident: Incident, address: str) -> str | None:
    answer = incident.answers.get(address)
    return None if answer is None or answer.conflict else incident.value(address)


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


def rounds_of(incident: Incident, address: str) -> list[Entry]:
    """The rounds of a repeating step that were done, in record order."""
    rounds = [
        entry
        for occurrence, entry in incident.ticks.items()
        if base_of(occurrence) == address and member_of(occurrence) and isinstance(entry.event, StepDone)
    ]
    return sorted(rounds, key=lambda entry: entry.order)


def _deadline(incident: Incident, held: Attachment, step: Step, member: str | None) -> datetime | None:
    if step.within is None:
        return None
    start = _start(incident, held, step, member)
    return start + step.within if start else None


def _start(incident: Incident, held: Attachment, step: Step, member: str | None) -> datetime | None:
    """When the deadline of a step begins to run: when its matter was noticed, or what `from` names."""
    source, noticed = step.from_, incident.by_clock(held.entry, held.noticed)
    if source is None:
        return noticed
    if source.step:
        entry = incident.ticks.get(str(Address(held.id, source.step)))
        return incident.by_clock(entry, entry.event.occurred) if entry and isinstance(entry.event, StepDone) else None
    if source.fact:
        answer = incident.answers.get(incident.fact_address(held.id, source.fact))
        try:
            moment = datetime.fromisoformat(clear(answer.value) or "") if answer else None
        except ValueError:
            return None
        return incident.by_clock(answer.entry, moment) if answer and moment else None
    if holds(step.when, lambda fact: lookup(incident, held, fact, member)) is not Truth.TRUE:
        return None
    addresses = [incident.fact_address(held.id, fact) for fact, _ in judge(step.when, lambda _: [])]
    return max([noticed, *(moment for fact in addresses if (moment := _answered_since(incident, fact)))])


def _answered_since(incident: Incident, fact: str) -> datetime | None:
    """Since when the answer is what it is; saying it again does not start the time anew."""
    live = [(value, entry) for value, entry in incident.given.get(fact, []) if entry.hash not in incident.retracted]
    since = None
    for value, entry in reversed(live):
        if value != live[-1][0]:
            break
        since = incident.by_clock(entry, entry.event.occurred)
    return since


def _late(deadline: datetime | None, moment: datetime) -> timedelta | None:
    return moment - deadline if deadline and moment > deadline else None


def _typed_late(incident: Incident, deadline: datetime | None, done: Entry) -> timedelta | None:
    return None if done.event.paper else _late(deadline, incident.by_clock(done, done.recorded))


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


def _gaps(incident: Incident, rows: Sequence[Row]) -> Iterator[Gap]:
    """What was left blank when steps were ticked. Enter is always enough; it is asked again later."""
    for row in rows:
        entry = row.entry
        if entry is None or row.settled_by:
            continue
        if row.status == "done" and isinstance(entry.event, StepDone):
            if not row.step.actor and not entry.event.actor and not entry.event.same:
                yield Gap(row.address, "actor", entry)
            for fact in (*row.step.say, *row.step.record):
                address = incident.fact_address(row.attachment.id, fact, row.member)
                if address not in incident.answers and not entry.event.same:
                    yield Gap(row.address, "fact", entry, address)
        elif row.status in ("skipped", "could-not") and not getattr(entry.event, "reason", None):
            yield Gap(row.address, "reason", entry)


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


def next_card(incident: Incident, state: Board) -> Card | None:
    """The card that comes next; `None` when everything that can be done now is done.

    Steps of the review come after the response has ended, and then before what the response left undone.
    """
    if incident.state in ("none", "closed"):
        return None
    ready = [row for row in state.rows if row.status in ("todo", "deferred")]
    if incident.state == "responding":
        ready = [row for row in ready if row.stage != "review"]
    else:
        ready.sort(key=lambda row: row.stage != "review")
    return card_of(state, ready[0]) if ready else None


def card_of(state: Board, row: Row) -> Card:
    """The card on which a step stands: alone, or with those that are to be done at the same time."""
    if not row.step.together:
        return Card((row,), row)
    group = [
        other
        for other in state.rows
        if other.attachment.id == row.attachment.id
        and other.step.together == row.step.together
        and other.stage == row.stage
        and other.status != "not-applicable"
    ]
    return Card(tuple(group), row)


def fact_of(incident: Incident, row: Row, fact: str) -> str:
    """Where the answer that a step asks for is kept: with its zone or unit; with the next round if only rounds ask."""
    per_round = row.step.repeats and incident.per_round(row.attachment.id, fact)
    return incident.fact_address(row.attachment.id, fact, str(row.rounds + 1) if per_round else row.member)


def in_order(incident: Incident, row: Row) -> dict[str, str]:
    """The answers that go with "all others in order", by address."""
    return {fact_of(incident, row, fact): value for fact, value in row.step.in_order.items()}


def unanswered(incident: Incident, row: Row) -> list[str]:
    """The facts a step asks for that nobody has answered, by address."""
    addresses = [fact_of(incident, row, fact) for fact in row.step.wants]
    return [address for address in addresses if address not in incident.answers]
