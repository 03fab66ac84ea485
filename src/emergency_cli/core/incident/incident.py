"""An incident is the fold of its entries: `replay` gives what is true now. It accepts every entry anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from emergency_cli.core.address import Address, FactAddress
from emergency_cli.core.events import (
    Attached,
    CallMade,
    Closed,
    Corrected,
    Destroyed,
    Ended,
    Entry,
    Event,
    EvidenceAdded,
    FactsSet,
    HandoverAccepted,
    HandoverOffered,
    Issued,
    Noted,
    OfficerNamed,
    Opened,
    Reopened,
    RosterUpdated,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    SuggestionDeclined,
    Unknown,
)
from emergency_cli.core.personal import Personal, clear
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Playbook, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.snapshot import read_playbook, read_roster
from emergency_cli.core.record.chain import Knowledge
from emergency_cli.core.record.clocks import clocks_set
from emergency_cli.core.terms import State

_TICKS = (StepDone, StepSkipped, StepCouldNot, StepDeferred, Ended)
# With these, everything of the response that is still undone is settled by the outcome itself.
_WEIGHT: dict[type[Event], int] = {StepDone: 3, StepCouldNot: 2, StepSkipped: 1, StepDeferred: 0}


@dataclass(frozen=True)
class Attachment:
    """A playbook taken up by the incident, and when its matter was noticed."""

    id: str
    playbook: Playbook
    noticed: datetime
    entry: Entry


@dataclass(frozen=True)
class Answer:
    """What is known of a fact. `rivals` are answers given by desks that did not know of each other."""

    value: str | Personal
    entry: Entry
    rivals: tuple[str | Personal, ...] = ()

    @property
    def conflict(self) -> bool:
        """Whether somebody has to confirm which answer holds."""
        return bool(self.rivals)


@dataclass
class Incident:
    """What the entries of an incident come to. Entries are held in record order, corrections already applied."""

    id: str = ""
    state: State = "none"
    opened: Entry | None = None
    entries: list[Entry] = field(default_factory=list)
    originals: dict[str, Entry] = field(default_factory=dict)
    corrections: dict[str, list[Entry]] = field(default_factory=dict)
    retracted: dict[str, Entry] = field(default_factory=dict)
    disputed: dict[tuple[str, str], tuple[str | Personal, ...]] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    roster: Roster | None = None
    settings: dict[str, list[tuple[str | Personal, Entry]]] = field(default_factory=dict)
    outcomes: dict[str, list[Entry]] = field(default_factory=dict)
    rounds_over: dict[str, Entry] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    handover: Entry | None = None
    declined: set[str] = field(default_factory=set)
    ended: Entry | None = None
    closed: Entry | None = None
    after_close: list[Entry] = field(default_factory=list)
    unknown: list[Entry] = field(default_factory=list)
    destroyed: dict[str, Entry] = field(default_factory=dict)
    issued: list[Entry] = field(default_factory=list)
    version: dict[str, str] = field(default_factory=dict)
    knowledge: Knowledge = field(default_factory=lambda: Knowledge(()))
    clocks: dict[str, timedelta] = field(default_factory=dict)
    clocks_now: dict[str, timedelta] = field(default_factory=dict)

    def by_clock(self, entry: Entry, moment: datetime) -> datetime:
        """A moment that stands in an entry, by the clock of its desk as it is set now: spans to now are true then.

        `clocks` says how far the clock of its desk had been set when the entry was written, `clocks_now` how far that
        of each desk has been by now, or by its last entry.
        """
        return moment + self.clocks_now.get(entry.desk, timedelta()) - self.clocks.get(entry.hash, timedelta())

    def as_then(self, entry: Entry, moment: datetime) -> datetime:
        """The other way round: a moment by the desk's clock of now, by that clock as it was for the entry."""
        return moment - (self.by_clock(entry, moment) - moment)

    def since_noticed(self, now: datetime) -> timedelta:
        """How long ago the incident was noticed."""
        if self.opened is None or self.opening is None:
            return timedelta()
        return max(now - self.by_clock(self.opened, self.opening.noticed), timedelta())

    def local(self, moment: datetime) -> datetime:
        """A moment in the time zone in which this incident is told: that of the desk that opened it."""
        return moment.astimezone(self.time_zone) if self.time_zone else moment

    @property
    def time_zone(self) -> tzinfo | None:
        """The time zone in which everything of this incident is told; none where nothing opened it."""
        return self.opened.recorded.tzinfo if self.opened else None

    @property
    def drill(self) -> bool:
        """Whether this is a rehearsal."""
        return self.id.startswith("drill-")

    @property
    def opening(self) -> Opened | None:
        """The opening event."""
        return self.opened.event if self.opened and isinstance(self.opened.event, Opened) else None

    @property
    def playbook(self) -> Playbook | None:
        """The playbook the incident was opened with."""
        attachment = self.attachments.get(self.opening.playbook) if self.opening else None
        return attachment.playbook if attachment else None

    @property
    def in_order(self) -> list[Attachment]:
        """The attachments in the order their steps come: as taken up, the general procedure last."""
        return sorted(self.attachments.values(), key=lambda attachment: attachment.id == GENERAL)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Every fact answered, by its address."""
        found = {}
        for fact, settings in self.settings.items():
            live = [(value, entry) for value, entry in settings if entry.hash not in self.retracted]
            heads = _heads(live, self.knowledge)
            if heads:
                value, entry = heads[-1]
                rivals = [*(v for v, _ in heads), *self.disputed.get((entry.hash, fact), ())]
                others = tuple({clear(v): v for v in rivals if clear(v) != clear(value)}.values())
                found[fact] = Answer(value, entry, (*others, value) if others else ())
        return found

    @cached_property
    def ticks(self) -> dict[str, Entry]:
        """The entry that says how each step, or occurrence of one, came out."""
        found = {}
        for address, entries in self.outcomes.items():
            live = [(entry, entry) for entry in entries if entry.hash not in self.retracted]
            heads = [entry for entry, _ in _heads(live, self.knowledge)]
            if heads:
                found[address] = max(heads, key=lambda entry: (_WEIGHT[type(entry.event)], entry.order))
        return found

    def fact_spec(self, address: str) -> FactSpec | None:
        """What the plan says of a fact, by its address (`fire.trapped`, `place`, `weather.leak@tax`)."""
        where = FactAddress.parse(address)
        attachment = self.attachments.get(where.attachment or GENERAL)
        return attachment.playbook.facts.get(where.fact) if attachment else None

    def fact_address(self, attachment: str, fact: str, member: str | None = None) -> str:
        """Where the answer to a fact named by a step of `attachment` is kept."""
        held = self.attachments.get(attachment)
        own = attachment != GENERAL and held is not None and fact in held.playbook.facts
        return str(FactAddress(attachment if own else None, fact, member))

    def per_round(self, attachment: str, fact: str) -> bool:
        """Whether only steps with many occurrences ask for a fact, so that every round has an answer of its own."""
        address = self.fact_address(attachment, fact)
        asking = [
            step
            for held in self.attachments.values()
            for step in held.playbook.steps
            if fact in step.wants and self.fact_address(held.id, fact) == address
        ]
        return bool(asking) and all(step.repeats or step.each for step in asking)

    def step(self, address: str) -> Step | None:
        """The step behind an address."""
        where = Address.parse(address)
        attachment = self.attachments.get(where.attachment)
        return attachment.playbook.step(where.step) if attachment else None

    def value(self, fact: str) -> str | None:
        """The words of an answer, `None` where there is none or they are gone."""
        answer = self.answers.get(fact)
        return clear(answer.value) if answer else None

    @property
    def zone(self) -> str | None:
        """The zone concerned, where it is known."""
        zone = self.value("zone")
        return zone if self.roster and zone in self.roster.zones else None

    @property
    def officer(self) -> str | None:
        """Who is in charge by the log: the last who gave their name or took over."""
        return next(reversed(self.officers.values()), None)

    def find(self, ref: str) -> list[Entry]:
        """Entries by `desk/n`, by `n` alone, or by the beginning of the hash."""
        wanted = ref.strip().lower()
        if "/" in wanted:
            return [entry for entry in self.entries if entry.id == wanted]
        by_number = [entry for entry in self.entries if str(entry.n) == wanted]
        return by_number or [entry for entry in self.entries if len(wanted) >= 6 and entry.hash.startswith(wanted)]


def _heads(live: Sequence[tuple[Any, Entry]], knowledge: Knowledge) -> list[tuple[Any, Entry]]:
    """Those that no later one knew of: one, unless desks wrote without knowing of each other."""
    heads: list[tuple[Any, Entry]] = []
    for value, entry in live:
        heads = [head for head in heads if not knowledge.knows(entry, head[1])]
        heads.append((value, entry))
    return heads


def replay(entries: Iterable[Entry]) -> Incident:
    """Fold entries, in any order, into the incident. Total: what makes no sense here is marked, never refused."""
    originals = sorted({entry.hash: entry for entry in entries}.values(), key=lambda entry: entry.order)
    incident = Incident(knowledge=Knowledge(originals))
    incident.originals = {entry.hash: entry for entry in originals}
    incident.clocks, incident.clocks_now = clocks_set(originals)
    incident.entries = _corrected(originals, incident.corrections)
    for entry in incident.entries:
        if isinstance(entry.event, Reopened):
            _retract(incident, entry, entry.event.target.hash)
    _find_disputes(incident)
    for entry in incident.entries:
        _evolve(incident, entry)
    return incident


def _find_disputes(incident: Incident) -> None:
    """Corrections of one answer by desks that did not know of each other."""
    for digest, corrections in incident.corrections.items():
        by_fact: dict[str, list[tuple[str | Personal, Entry]]] = {}
        for entry in corrections:
            if isinstance(entry.event, Corrected) and entry.event.member == "value" and entry.event.fact:
                by_fact.setdefault(entry.event.fact, []).append((entry.event.value, entry))
        for fact, live in by_fact.items():
            heads = _heads(live, incident.knowledge)
            if len(heads) > 1:
                incident.disputed[digest, fact] = tuple(value for value, _ in heads)


def _retract(incident: Incident, reopening: Entry, target_hash: str) -> None:
    """Take an entry back, with those that say the same thing from desks that did not know of it."""
    incident.retracted[target_hash] = reopening
    target = incident.originals.get(target_hash)
    if target is None:
        return
    knows = incident.knowledge.knows
    for other in incident.originals.values():
        same = isinstance(other.event, _TICKS) and _matter(other.event) == _matter(target.event)
        if same and knows(reopening, other) and not knows(target, other) and not knows(other, target):
            incident.retracted[other.hash] = reopening


def _matter(event: Event) -> str:
    """What a tick or an end is about."""
    return "the response" if isinstance(event, Ended) else getattr(event, "step", "")


def _corrected(originals: Sequence[Entry], corrections: dict[str, list[Entry]]) -> list[Entry]:
    """The entries with every correction applied; a correction may itself have been corrected."""
    effective: list[Entry] = []
    for original in reversed(originals):
        event = original.event
        for correction in reversed(corrections.get(original.hash, [])):
            if isinstance(correction.event, Corrected):
                event = _with(event, correction.event)
        entry = original if event is original.event else replace(original, event=event)
        if isinstance(event, Corrected):
            corrections.setdefault(event.target.hash, []).append(entry)
        effective.append(entry)
    for each in corrections.values():
        each.reverse()
    return effective[::-1]


def _with(event: Event, correction: Corrected) -> Event:
    """The event with one member corrected; a correction that does not fit changes nothing."""
    member: str = correction.member
    update: dict[str, Any] = {}
    if member == "value":
        if isinstance(event, Corrected):
            update = {"value": correction.value}
        elif isinstance(event, StepDone | FactsSet | Opened | Attached) and correction.fact in event.facts:
            update = {"facts": {**event.facts, str(correction.fact): correction.value}}
    elif member == "occurred":
        try:
            moment = datetime.fromisoformat(clear(correction.value) or "")
        except ValueError:
            return event
        update = {"occurred": moment} if moment.tzinfo else {}
    elif member in type(event).model_fields:
        update = {member: correction.value}
    return event.model_copy(update=update) if update else event


def _evolve(incident: Incident, entry: Entry) -> None:
    """Take one entry in."""
    incident.id = incident.id or entry.incident
    incident.version[entry.desk] = entry.hash
    if incident.state == "closed":
        incident.after_close.append(entry)
    gone = entry.hash in incident.retracted
    match entry.event:
        case Opened() as event if incident.opened is None:
            _open(incident, entry, event)
        case Attached() as event:
            _attach(incident, event.attachment, event.playbook, event.noticed, entry)
            _answer(incident, event.facts, entry)
        case RosterUpdated() as event:
            incident.roster = read_roster(event.roster) or incident.roster
        case OfficerNamed(officer=officer):
            # Who was on duty on paper is thereby at no desk: what is typed later is not theirs.
            _on_duty(incident, "" if entry.event.paper else entry.desk, officer)
        case StepDone() as event:
            incident.outcomes.setdefault(event.step, []).append(entry)
            _answer(incident, event.facts, entry)
        case StepSkipped() | StepCouldNot() | StepDeferred() as event:
            incident.outcomes.setdefault(event.step, []).append(entry)
        case RoundsFinished() as event if not gone:
            incident.rounds_over[event.step] = entry
        case FactsSet() as event:
            _answer(incident, event.facts, entry)
        case Ended() if not gone:
            incident.ended = entry
            incident.state = "closed" if incident.state == "closed" else "ended"
        case Closed() if not gone:
            incident.closed = entry
            incident.state = "closed"
        case HandoverOffered():
            incident.handover = entry
        case HandoverAccepted(officer=officer):
            incident.handover = None
            _on_duty(incident, entry.desk, officer)
        case SuggestionDeclined(playbook=playbook):
            incident.declined.add(playbook)
        case Destroyed(targets=targets):
            incident.destroyed |= dict.fromkeys(targets, entry)
        case EvidenceAdded(sha256=str(digest)):  # taken in again: there once more
            incident.destroyed.pop(digest, None)
        case Issued():
            incident.issued.append(entry)
        case Unknown():
            incident.unknown.append(entry)
        case _:
            pass


def _open(incident: Incident, entry: Entry, event: Opened) -> None:
    incident.opened = entry
    incident.id = entry.incident
    incident.state = "responding" if incident.state == "none" else incident.state
    incident.roster = read_roster(event.roster)
    for playbook_id, snapshot in event.playbooks.items():
        _attach(incident, playbook_id, snapshot, event.noticed, entry)
    _answer(incident, event.facts, entry)


def _attach(incident: Incident, name: str, snapshot: Mapping[str, Any], noticed: datetime, entry: Entry) -> None:
    """Take up a playbook. Two desks that both took up the same one under the same name mean the same."""
    playbook = read_playbook(snapshot)
    if playbook is None:
        incident.unknown.append(entry)
        return
    if name not in incident.attachments:
        incident.attachments[name] = Attachment(name, playbook, noticed, entry)


def _answer(incident: Incident, facts: Mapping[str, str | Personal], entry: Entry) -> None:
    for fact, value in facts.items():
        incident.settings.setdefault(fact, []).append((value, entry))


def _on_duty(incident: Incident, desk: str, officer: str) -> None:
    incident.officers.pop(desk, None)
    incident.officers[desk] = officer


def texts_of(event: Event) -> str | Personal | None:
    """The free words of an event, where it has some."""
    match event:
        case Noted(text=text) | EvidenceAdded(text=text) | CallMade(text=text) | HandoverOffered(text=text):
            return text
        case _:
            return getattr(event, "reason", None)
