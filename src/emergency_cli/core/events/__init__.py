"""One frozen class per thing that can happen, told apart by a stable string.

The members of each class, in this order and without the empty ones, are what its log line carries; docs/record.md
lists them. A kind once released is never renamed, a member never changes its meaning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NoReturn

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    ValidationError,
)

from emergency_cli.core.personal import Personal
from emergency_cli.core.terms import (
    CallOutcome,
    CheckResult,
    Consent,
    Destructible,
    Document,
    Member,
    Outcome,
    Repair,
)

Facts = dict[str, str | Personal]


def stamp(moment: datetime) -> str:
    """A time as the log writes it: ISO 8601, milliseconds, with offset."""
    return moment.isoformat(timespec="milliseconds")


def _to_milliseconds(value: object) -> object:
    return value.replace(microsecond=value.microsecond // 1000 * 1000) if isinstance(value, datetime) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_to_milliseconds), PlainSerializer(stamp)]


class Part(BaseModel):
    """Base of events and of what they are made of; unknown members of newer versions are kept in `model_extra`."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            """What this version does not know is never taken for a member that another kind has."""
            raise AttributeError(name)


class Ref(Part):
    """Another entry of the same incident: `desk/n` and its hash."""

    entry: str
    hash: str


class Told(Part):
    """The outcome of trying to tell one party. Called is not reached."""

    party: str
    outcome: CallOutcome
    name: str | None = None


class Approval(Part):
    """Somebody's consent: asked of whom, by which way, and what they said."""

    party: str
    answer: Consent
    name: str | None = None
    how: str | None = None


class Event(Part):
    """What happened. `by` recorded it, `actor` did it (a party or a name; absent where nobody is named).

    `paper`: copied afterwards from a card or note that was written by hand when it happened.
    """

    kind: ClassVar[str] = ""
    # Whether the decision to record this rests on the state of the incident, so that it must be taken again
    # when another terminal wrote meanwhile.
    rests_on_state: ClassVar[bool] = True

    occurred: Moment
    by: str
    actor: str | None = None
    paper: Annotated[bool, Strict()] = False


class Opened(Event):
    """The incident is opened, with everything that it will be judged by.

    `playbooks` and `roster` are snapshots of the plan files, `plan` their SHA-256; `began` is when it started as far
    as known, `noticed` when it was noticed; deadlines run from there.
    """

    kind = "opened"
    playbook: str
    drill: bool = False
    noticed: Moment
    began: Moment | None = None
    facts: Facts = Field(default_factory=dict)
    playbooks: dict[str, dict[str, Any]]
    roster: dict[str, Any]
    plan: str
    program: str
    host: str | None = None


class Attached(Event):
    """A further playbook is taken up. `attachment` is its name in this incident (`illness`, `illness-2`)."""

    kind = "attached"
    attachment: str
    noticed: Moment
    suggested: bool = False
    facts: Facts = Field(default_factory=dict)
    playbook: dict[str, Any]


class RosterUpdated(Event):
    """A roster corrected during the incident is taken up."""

    kind = "roster-updated"
    roster: dict[str, Any]


class OfficerNamed(Event):
    """The officer on duty at this desk gave their name."""

    kind = "officer-named"
    officer: str


class StepDone(Event):
    """A step was done. `same` names the step of another playbook by which the same act was done already."""

    kind = "step-done"
    step: str
    facts: Facts = Field(default_factory=dict)
    contacts: tuple[Told, ...] = ()
    approval: Approval | None = None
    same: str | None = None
    reason: str | None = None


class StepSkipped(Event):
    """A step was left out on purpose."""

    kind = "step-skipped"
    step: str
    reason: str | None = None


class StepCouldNot(Event):
    """A step was tried and could not be done."""

    kind = "step-could-not"
    step: str
    reason: str | None = None


class StepDeferred(Event):
    """A step was put off: to the end of its stage, and the second time to the stage after."""

    kind = "step-deferred"
    step: str
    until: str | None = None
    reason: str | None = None


class RoundsFinished(Event):
    """A repeating step is over, after `count` rounds."""

    kind = "rounds-finished"
    step: str
    count: int


class FactsSet(Event):
    """Answers given, or changed."""

    kind = "facts-set"
    facts: Facts
    reason: str | None = None


class Reopened(Event):
    """A tick is taken back with the facts it set, or the end of the response is."""

    kind = "reopened"
    target: Ref
    reason: str | None = None


class Ended(Event):
    """The response is over: who decided, on what condition, with which outcome."""

    kind = "ended"
    outcome: Outcome
    decided: str | None = None
    condition: str | None = None
    same_as: str | None = Field(default=None, alias="same-as")
    left: tuple[str, ...] = ()


class Closed(Event):
    """The record is closed. `settled` are the steps that were still open, all left on one `reason`."""

    kind = "closed"
    reason: str | None = None
    settled: tuple[str, ...] = ()


class HandoverOffered(Event):
    """The outgoing officer leaves: what is open, late and deferred at that moment."""

    kind = "handover-offered"
    to: str
    open: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    text: str | None = None


class HandoverAccepted(Event):
    """The incoming officer takes over."""

    kind = "handover-accepted"
    officer: str


class SuggestionDeclined(Event):
    """The playbook that was suggested is not taken up."""

    kind = "suggestion-declined"
    playbook: str


class Noted(Event):
    """Something worth keeping, in the officer's words."""

    kind = "noted"
    rests_on_state = False
    text: str | Personal
    step: str | None = None


class EvidenceAdded(Event):
    """A file copied in (`file`, `sha256`, `size`), or one only referenced: who holds it (`held`), until when."""

    kind = "evidence-added"
    rests_on_state = False
    name: str
    file: str | None = None
    sha256: str | None = None
    size: int | None = None
    held: str | None = None
    until: str | None = None
    handed: str | None = None
    text: str | None = None
    step: str | None = None


class CallMade(Event):
    """A party was told, or tried to be told, outside of any step."""

    kind = "call-made"
    rests_on_state = False
    contacts: tuple[Told, ...]
    text: str | None = None


class Corrected(Event):
    """One member of an earlier entry is corrected; the original stays visible.

    `member` is `occurred`, `actor`, `text`, `reason` or `value`; `fact` says which answer `value` replaces.
    """

    kind = "corrected"
    rests_on_state = False
    target: Ref
    member: Member
    fact: str | None = None
    value: str | Personal = ""
    reason: str | None = None


class Repaired(Event):
    """The program found this desk's file not as it left it, and went on after it."""

    kind = "repaired"
    rests_on_state = False
    found: Repair
    file: str
    line: int | None = None
    bytes: int | None = None
    kept: str | None = None


class ReadinessChecked(Event):
    """A preparedness item was looked at. Stands in the log of readiness, never in that of an incident."""

    kind = "readiness-checked"
    rests_on_state = False
    item: str
    result: CheckResult = "in-order"
    text: str | None = None


class Destroyed(Event):
    """Personal values, copied evidence, or both, were removed; written before the removal.

    `targets` are their seals and SHA-256: every copy of the record can follow, and tell destroyed from missing.
    `basis` is on what law or decision (Emergency Response Law 2024, Art. 85).
    """

    kind = "destroyed"
    what: Destructible
    targets: tuple[str, ...] = ()
    basis: str


class Issued(Event):
    """A document left the hall: to whom, who approved it, what it said, and the SHA-256 of the file.

    `document` is a bulletin (Emergency Response Law 2024, Art. 61; Shandong regulation 2012, Art. 29-30) or the
    summary; `number` counts the follow-ups. `upto` is the last entry it was built from: its check code stands on the
    document. `text` is the short text as it was given out, sealed where a personal value stands in it.
    """

    kind = "issued"
    document: Document
    number: int | None = None
    to: tuple[str, ...] = ()
    approved: str | None = None
    text: str | Personal | None = None
    file: str | None = None
    sha256: str | None = None
    upto: Ref


class Unknown(Event):
    """An entry of a kind that this version does not know, or of a known kind in a shape it cannot read."""

    kind = "unknown"
    name: str
    members: dict[str, Any]


# The members that every event has, in the order in which they are written: before its kind.
BASE = tuple(Event.model_fields)

KINDS: dict[str, type[Event]] = {
    cls.kind: cls
    for cls in (
        Opened,
        Attached,
        RosterUpdated,
        OfficerNamed,
        StepDone,
        StepSkipped,
        StepCouldNot,
        StepDeferred,
        RoundsFinished,
        FactsSet,
        Reopened,
        Ended,
        Closed,
        HandoverOffered,
        HandoverAccepted,
        SuggestionDeclined,
        Noted,
        EvidenceAdded,
        CallMade,
        Corrected,
        Repaired,
        ReadinessChecked,
        Destroyed,
        Issued,
    )
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with what the journal puts round it.

    `n` is a Lamport number, `up` the machine's uptime in milliseconds; `seen` maps other desks to the hash of their
    last line known when this one was written; `prev` and `hash` chain the lines of one desk.
    """

    incident: str
    desk: str
    n: int
    recorded: datetime
    up: int
    event: Event
    prev: str
    hash: str
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`desk/n`."""
        return f"{self.desk}/{self.n}"

    @property
    def ref(self) -> Ref:
        """How other entries name this one."""
        return Ref(entry=self.id, hash=self.hash)

    @property
    def order(self) -> tuple[int, str, str]:
        """Its place in record order."""
        return (self.n, self.desk, self.hash)


def members_of(event: Event) -> dict[str, Any]:
    """What the log line of an event carries, in order, without what is empty. Personal values stay `Personal`."""
    plain = {key: _plain(value) for key, value in _fields(event)}
    needed = {info.alias or name for name, info in type(event).model_fields.items() if info.is_required()}
    return {
        key: value
        for key, value in plain.items()
        if key in needed or not (value is None or value is False or value in ("", [], {}))
    }


def _fields(part: Part) -> Iterator[tuple[str, object]]:
    for name, info in type(part).model_fields.items():
        yield info.alias or name, getattr(part, name)
    yield from (part.model_extra or {}).items()


def personal_values(value: object) -> Iterator[Personal]:
    """Every personal value in an event, or in a part of one."""
    match value:
        case Personal():
            yield value
        case Part():
            for _, inner in _fields(value):
                yield from personal_values(inner)
        case dict():
            for inner in value.values():
                yield from personal_values(inner)
        case tuple() | list():
            for inner in value:
                yield from personal_values(inner)


def _plain(value: object) -> Any:
    match value:
        case Part():
            return {key: plain for key, inner in _fields(value) if (plain := _plain(inner)) is not None}
        case datetime():
            return stamp(value)
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case _:
            return value


def read_event(kind: str, members: dict[str, Any]) -> Event:
    """The event of a log line. Never fails: what cannot be read becomes `Unknown` with all its members.

    Raises ValueError only where `occurred`, `by`, `actor` or `paper` are not what every event has there: such a line
    is not one of this program.
    """
    cls = KINDS.get(kind)
    if cls is not None:
        try:
            return cls.model_validate(members)
        except ValidationError:
            pass
    known = {name: members[name] for name in BASE if name in members}
    rest = {name: value for name, value in members.items() if name not in known}
    return Unknown(**known, name=kind, members=rest)
