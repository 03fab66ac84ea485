"""An incident as data: its board, its timeline, what was just recorded, all incidents of a home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from emergency_cli.core.events import Entry, members_of, stamp
from emergency_cli.core.incident.exercise import due
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.cards import next_card
from emergency_cli.core.incident.story import in_story_order
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.record.clocks import clock_set
from emergency_cli.core.record.codes import check_code
from emergency_cli.shapes import CONTROL, Answer, Both, FindingData, Part, Sealed, both_of

if TYPE_CHECKING:  # documents are loaded by those commands that make them
    from emergency_cli.core.report.briefs.brief import Brief as HowItStands

# What an entry carries of the plan; a timeline names the event, not the whole plan again.
_SNAPSHOTS = ("playbooks", "roster")


class IncidentData(Part):
    """One incident in a list."""

    incident: Annotated[str, "its id"]
    drill: Annotated[bool, "whether it is a drill"]
    state: Annotated[str, "none, responding, ended or closed"]
    playbooks: Annotated[list[str], "the attachments, in the order in which they were attached"]
    open: Annotated[int, "how many steps are still to be done"]
    late: Annotated[int, "how many of them are late, or were done late"]
    hall: Annotated[str | None, "whose it is; null where it is one of this home"] = None


class Incidents(Answer):
    """`list`: the incidents of this home, or with `--hub` those at the hub."""

    incidents: Annotated[list[IncidentData], "oldest first"]


class StepData(Part):
    """A step of the board."""

    step: Annotated[str, "its address: fire/call-119, weather/doors@tax"]
    do: Annotated[Both, "what is to be done"]
    stage: Annotated[str, "immediate, respond, recover or review"]
    status: Annotated[str, "todo, done, skipped, could-not, deferred, not-applicable or waiting"]
    clause: Annotated[str | None, "the clause of the plan"]
    entry: Annotated[str | None, "the entry that settled it: desk/n"]
    deadline: Annotated[str | None, "by when, ISO 8601 with offset"]
    late_seconds: Annotated[int | None, "by how much it is late, or was done late"]
    typed_late_seconds: Annotated[int | None, "the same, judged by when it was typed in"]
    because: Annotated[list[str], "the facts for which it does not apply, or is waiting"]
    reason: Annotated[str | None, "why it was not done, or not in time"]


class BlankData(Part):
    """Something left blank."""

    step: Annotated[str, "of which step"]
    kind: Annotated[str, "reason or fact"]
    fact: Annotated[str | None, "which fact"]


class Status(Answer):
    """`status` and `start`: the board, and what comes next."""

    incident: Annotated[str, "its id"]
    drill: Annotated[bool, "whether it is a drill"]
    state: Annotated[str, "none, responding, ended or closed"]
    playbooks: Annotated[list[str], "the attachments, in the order in which they were attached"]
    open: Annotated[int, "how many steps are still to be done"]
    late: Annotated[int, "how many of them are late, or were done late"]
    id: Annotated[str, "the name of its folder; it differs from `incident` only where the record is damaged"]
    officer: Annotated[str | None, "who is on duty"]
    zone: Annotated[str | None, "the service zone concerned"]
    next: Annotated[list[str], "the steps of the next card"]
    steps: Annotated[list[StepData], "every step"]
    facts: Annotated[dict[str, str | Sealed], "the current answers, by the address of the fact"]
    conflicts: Annotated[list[str], "facts with two answers"]
    blanks: Annotated[list[BlankData], "what was left blank"]
    suggestions: Annotated[list[str], "playbooks that are suggested"]
    findings: Annotated[list[FindingData], "what is wrong in the files"]
    last: Annotated[str | None, "the last entry"]
    code: Annotated[str | None, "its check code"]
    control: Annotated[list[Both], CONTROL]


class ReportDue(Part):
    """The report upward that comes next."""

    kind: Annotated[str, "initial, follow-up or final"]
    due: Annotated[str | None, "by when, ISO 8601 with offset, where the centre has set a limit"]


class Brief(Answer):
    """`brief`: how an incident stands."""

    incident: Annotated[str, "its id"]
    drill: Annotated[bool, "whether it is a drill"]
    state: Annotated[str, "none, responding, ended or closed"]
    noticed: Annotated[str | None, "when it was noticed, ISO 8601 with offset"]
    officer: Annotated[str | None, "who is on duty"]
    people: Annotated[list[str], "the facts about casualties that are answered; `status` has the answers"]
    done: Annotated[int, "how many steps are done"]
    late: Annotated[int, "how many steps are open and late"]
    now: Annotated[list[str], "the steps that can be done now, late ones first"]
    waiting: Annotated[list[str], "the steps that wait for an arrival or an answer"]
    orders: Annotated[list[str], "orders of leaders that are not carried out yet"]
    deeds: Annotated[list[str], "the entries of the steps that were done, latest first: desk/n"]
    report: Annotated[ReportDue | None, "the report upward that comes next"]
    blanks: Annotated[int, "how much was left blank"]
    control: Annotated[list[Both], CONTROL]


class EntryData(Part):
    """An entry of the log, corrections applied."""

    entry: Annotated[str, "desk/n"]
    event: Annotated[str, "the kind; see docs/record.md, section 4"]
    recorded: Annotated[str, "when it was typed, ISO 8601 with offset"]
    members: Annotated[dict[str, Any], "the members of its kind but for copies of the plan; seals of personal values"]
    taken_back: Annotated[bool, "whether it was taken back"]
    corrected: Annotated[bool, "whether a later entry corrects it"]
    hash: Annotated[str, "of its line"]
    clock_set_seconds: Annotated[int | None, "by how much the clock had been set before it"]


class Timeline(Answer):
    """`timeline`: every entry."""

    incident: Annotated[str, "its id"]
    entries: Annotated[list[EntryData], "by when it happened, then in record order"]


class RecordedEntry(Part):
    """An entry that was just written."""

    entry: Annotated[str, "desk/n"]
    event: Annotated[str, "the kind"]
    hash: Annotated[str, "of its line"]
    code: Annotated[str, "its check code"]


class Recorded(Answer):
    """What every command that records something answers: `done`, `note`, `call`, `end`, `paper` and the others."""

    incident: Annotated[str, "its id"]
    entries: Annotated[list[RecordedEntry], "in the order in which they were written"]


def status(incident: Incident, board: Board, findings: Sequence[Finding], folder: str, now: datetime) -> Status:
    """The board as data; `folder` is the name under which the record is kept."""
    card = next_card(incident, board)
    last = incident.entries[-1] if incident.entries else None
    return Status(
        **_summary(incident, board),
        id=folder,
        officer=incident.officer,
        zone=incident.zone,
        next=[row.address for row in card.rows] if card else [],
        steps=[_step(row) for row in board.rows],
        facts={fact: _plain(answer.value) for fact, answer in incident.answers.items()},
        conflicts=list(board.conflicts),
        blanks=[BlankData(step=each.address, kind=each.kind, fact=each.fact) for each in board.blanks],
        suggestions=list(board.suggestions),
        findings=finding_data(findings),
        last=last.id if last else None,
        code=check_code(last) if last else None,
        control=both_of(inject.says for inject in due(incident, now)),
    )


def brief(found: HowItStands) -> Brief:
    """How an incident stands as data."""
    report = found.report
    return Brief(
        incident=found.incident,
        drill=found.drill,
        state=found.state,
        noticed=_time(found.noticed),
        officer=found.officer,
        people=[field.key for field in found.people],
        done=found.done,
        late=found.late,
        now=[row.address for each in found.now for row in (each.row, *each.alike)],
        waiting=[each.row.address for each in found.waiting],
        orders=[each.row.address for each in found.orders],
        deeds=[deed.entry.id for deed in found.deeds],
        report=ReportDue(kind=report.kind, due=_time(report.due)) if report else None,
        blanks=found.blanks,
        control=both_of(found.control),
    )


def timeline(incident: Incident, folder: str) -> Timeline:
    """Every entry as data."""
    return Timeline(incident=folder, entries=[_entry(incident, entry) for entry in in_story_order(incident.entries)])


def recorded(incident: str, entries: Iterable[Entry]) -> Recorded:
    """What was just written."""
    written = [
        RecordedEntry(entry=each.id, event=each.event.kind, hash=each.hash, code=check_code(each)) for each in entries
    ]
    return Recorded(incident=incident, entries=written)


def finding_data(findings: Iterable[Finding]) -> list[FindingData]:
    """What is wrong in the files of a record."""
    return [FindingData(kind=each.kind, file=each.file, line=each.line) for each in findings]


def _summary(incident: Incident, board: Board) -> dict[str, Any]:
    still_open, late = board.how_many
    return {
        "incident": incident.id,
        "drill": incident.drill,
        "state": incident.state,
        "playbooks": [held.id for held in incident.in_order],
        "open": still_open,
        "late": late,
    }


def _step(row: Row) -> StepData:
    return StepData(
        step=row.address,
        do=Both(zh=row.step.do.zh, en=row.step.do.en),
        stage=row.stage,
        status=row.status,
        clause=row.step.clause,
        entry=row.came_by.id if row.came_by else None,
        deadline=_time(row.deadline),
        late_seconds=_seconds(row.late),
        typed_late_seconds=_seconds(row.typed_late),
        because=list(row.because),
        reason=getattr(row.entry.event, "reason", None) if row.entry else None,
    )


def _entry(incident: Incident, entry: Entry) -> EntryData:
    members = {name: _plain(value) for name, value in members_of(entry.event).items() if name not in _SNAPSHOTS}
    return EntryData(
        entry=entry.id,
        event=entry.event.kind,
        recorded=stamp(entry.recorded),
        members=members,
        taken_back=entry.hash in incident.retracted,
        corrected=incident.originals[entry.hash].event is not entry.event,
        hash=entry.hash,
        clock_set_seconds=_seconds(clock_set(incident.originals.get(entry.prev), entry.recorded, entry.up, entry.boot)),
    )


def _time(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _seconds(span: timedelta | None) -> int | None:
    return int(span.total_seconds()) if span else None


def _plain(value: Any) -> Any:
    match value:
        case Personal():
            return Sealed(sealed=value.sealed)
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value
