"""Who did what when, and which limits were kept: what the timeline picture of a report shows.

Where it goes on the paper is up to `drawing`. Both are taken from the finished report alone.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from emergency_cli.core.events import (
    Attached,
    CallMade,
    Closed,
    Ended,
    Event,
    HandoverAccepted,
    Opened,
    Reopened,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
)
from emergency_cli.core.report.document import Coded, Moment, Report, Table, Timeline
from emergency_cli.core.terms import STATUSES
from emergency_cli.core.text import Message, Text, msg

Outcome = Literal["done", "late", "could-not", "skipped", "deferred", "called", "open"]

MAX_LANES = 8
NOBODY = msg("not done")
OTHERS = msg("others ({count})")
OUTCOMES: Mapping[Outcome, Message] = {
    "done": STATUSES["done"].shown,
    "late": msg("done late"),
    "could-not": STATUSES["could-not"].shown,
    "skipped": STATUSES["skipped"].shown,
    "deferred": STATUSES["deferred"].shown,
    "called": msg("call"),
    "open": msg("not done, and overdue"),
}
_OUTCOME_OF: Mapping[type[Event], Outcome] = {
    StepDone: "done",
    StepCouldNot: "could-not",
    StepSkipped: "skipped",
    StepDeferred: "deferred",
    CallMade: "called",
}


class Mark(Struct, frozen=True):
    """One thing somebody did or left; `entry` names its log entry, `due` is when it had to be done by.

    `open` is a step that nobody did: it has no entry, and is placed where its lateness was last measured.
    """

    at: datetime
    outcome: Outcome
    says: object
    entry: str | None = None
    due: datetime | None = None
    late: timedelta | None = None


class Lane(Struct, frozen=True):
    """What one party did; `who` is a cell."""

    who: object
    marks: tuple[Mark, ...]


class Turn(Struct, frozen=True):
    """A moment that concerns everybody: opened, another playbook, relief, end, close."""

    at: datetime
    says: Message


class Picture(Struct, frozen=True):
    """All that is drawn."""

    lanes: tuple[Lane, ...]
    turns: tuple[Turn, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all lanes."""
        return tuple(mark for lane in self.lanes for mark in lane.marks)

    def count(self, *outcomes: Outcome) -> int:
        """How many marks came out so."""
        return sum(mark.outcome in outcomes for mark in self.marks)


def picture(report: Report) -> Picture | None:
    """What is drawn of a report; `None` where there is nothing to draw. What was taken back is left out."""
    parts = [part for section in report.sections for part in section.parts]
    moments = [each for part in parts if isinstance(part, Timeline) for each in part.moments]
    steps = next((part for part in parts if isinstance(part, Table) and part.key == "steps" and part.groups), None)
    if not moments:
        return None
    rows = [dict(zip(steps.columns, line.cells, strict=True)) for line in steps.lines] if steps else []
    names = {part.key: _names(part) for part in parts if isinstance(part, Table)}.get("playbooks", {})
    drawn = Picture(tuple(_lanes(report, moments, rows)), tuple(_turns(report, moments, names)))
    return drawn if drawn.lanes or drawn.turns else None


def _names(table: Table) -> dict[object, object]:
    return {line.cells[0].code: line.cells[0].says for line in table.lines if isinstance(line.cells[0], Coded)}


def _lanes(report: Report, moments: list[Moment], rows: list[dict[str, object]]) -> Iterator[Lane]:
    """A lane per party in the order of their first act; beyond `MAX_LANES` those who did least share one."""
    ticks = {row["entry"]: row for row in rows if row["entry"]}
    parties: dict[object, tuple[object, list[Mark]]] = {}
    for moment in moments:
        outcome = _OUTCOME_OF.get(type(moment.entry.event))
        if outcome and not moment.struck:
            who = moment.actor or moment.by
            mark = _mark(report, moment, outcome, ticks.get(moment.entry.id, {}))
            parties.setdefault(_same(who), (who, []))[1].append(mark)
    undone = tuple(_undone(rows))
    places = MAX_LANES - bool(undone)
    kept = set(parties)
    if len(parties) > places:
        kept = set(sorted(parties, key=lambda party: -len(parties[party][1]))[: places - 1])
    for party in parties:
        if party in kept:
            yield Lane(parties[party][0], tuple(parties[party][1]))
    rest = [parties[party] for party in parties if party not in kept]
    if rest:
        marks = sorted((mark for _, marks in rest for mark in marks), key=lambda mark: mark.at)
        yield Lane(msg(OTHERS.msgid, count=len(rest)), tuple(marks))
    if undone:
        yield Lane(NOBODY, undone)


def _same(who: object) -> object:
    """A name typed and the same name of the roster are one party."""
    return who.zh if isinstance(who, Text) else who if isinstance(who, str) else repr(who)


def _mark(report: Report, moment: Moment, outcome: Outcome, row: Mapping[str, object]) -> Mark:
    entry = moment.entry
    due, late = _limit(row)
    if outcome == "done" and late:
        outcome = "late"
    return Mark(report.local(entry.event.occurred), outcome, moment.says, report.name_of(entry), due, late)


def _limit(row: Mapping[str, object]) -> tuple[datetime | None, timedelta | None]:
    """When a step was due, and by how much it is late."""
    due, late = row.get("due"), row.get("late")
    seconds = late.code if isinstance(late, Coded) and isinstance(late.code, int) else 0
    return due if isinstance(due, datetime) else None, timedelta(seconds=seconds) if seconds else None


def _undone(rows: list[dict[str, object]]) -> Iterator[Mark]:
    for row in rows:
        due, late = _limit(row)
        if due and late and not row["at"]:
            yield Mark(due + late, "open", row["step"], due=due, late=late)


def _turns(report: Report, moments: list[Moment], names: Mapping[object, object]) -> Iterator[Turn]:
    ends = {moment.entry.hash for moment in moments if isinstance(moment.entry.event, Ended)}
    for moment in moments:
        at, event = report.local(moment.entry.event.occurred), moment.entry.event
        match event:
            case Opened():
                yield Turn(at, msg("Opened"))
            case Attached(attachment=name):
                yield Turn(at, msg("Also: {title}", title=names.get(name, name)))
            case HandoverAccepted(officer=officer):
                yield Turn(at, msg("Relief: {name}", name=officer))
            case Ended():
                yield Turn(at, msg("Ended"))
            case Reopened(target=target) if target.hash in ends:
                yield Turn(at, msg("Continues"))
            case Closed():
                yield Turn(at, msg("Closed"))
