"""An incident is the fold of its entries: `replay` gives what is true now. It accepts every entry anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from emergency_cli.core.address import FactAddress, by_base
from emergency_cli.core.events import KINDS, Corrected, Ended, Entry, Event, Opened, Reopened
from emergency_cli.core.events.event import ORDER
from emergency_cli.core.events.fold import Attachment, Fold
from emergency_cli.core.incident.implied import implied
from emergency_cli.core.personal import Words, clear
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.record.clocks import clocks_set
from emergency_cli.core.record.knowledge import Knowledge
from emergency_cli.core.terms import NOT_KNOWN
from emergency_cli.core.times import in_zone

__all__ = ["Answer", "Attachment", "Incident", "replay"]

T = TypeVar("T")
# Kinds by which nothing changes: in a long record most entries are of them.
_WITHOUT_EFFECT = frozenset(kind for kind in KINDS.values() if kind.fold is Event.fold)


class Answer(msgspec.Struct, frozen=True):
    """What is known of a fact. `rivals` are answers given by desks that did not know of each other."""

    value: Words
    entry: Entry
    rivals: tuple[Words, ...] = ()

    @property
    def conflict(self) -> bool:
        """Whether somebody has to confirm which answer holds."""
        return bool(self.rivals)


class Incident(Fold, eq=False, dict=True, kw_only=True):
    """What the entries of an incident come to. Entries are held in record order, corrections already applied.

    Once replayed, and told by whoever read it how far clocks were set, it never changes: `after` gives another.
    `corrections`: of each entry, by its hash. `after_close`: what was added after the record was closed. `set_since`:
    how far the clock of a desk was set since its last entry.
    """

    entries: list[Entry] = []
    corrections: dict[str, list[Entry]] = {}
    after_close: list[Entry] = []
    version: dict[str, str] = {}
    set_since: dict[str, timedelta] = {}

    def take(self, entries: Sequence[Entry]) -> None:
        """Take in entries that come next in record order; for `replay` and `after`."""
        self.id = self.id or next((entry.incident for entry in entries), "")
        self.version |= {entry.desk: entry.hash for entry in entries}
        over = 0 if self.state == "closed" else len(entries)
        for at, entry in enumerate(entries):
            if type(entry.event) not in _WITHOUT_EFFECT:
                entry.event.fold(self, entry)
                if over > at and self.state == "closed":
                    over = at + 1
        self.after_close += entries[over:]

    def after(self, entry: Entry) -> "Incident":
        """The incident with one more entry. What changes earlier ones, or comes before them, is replayed."""
        last = next(reversed(self.originals.values()), None)
        if entry.event.amends or entry.hash in self.retracted or (last and entry.order <= last.order):
            later = replay([*self.originals.values(), entry])
            later.set_since = self.set_since.copy()
            return later
        members: dict[str, Any] = {name: _copied(getattr(self, name)) for name in self.__struct_fields__}
        later = Incident(**members)
        later.originals[entry.hash] = entry
        later.entries.append(entry)
        later.take([entry])
        return later

    # --- clocks and desks --------------------------------------------------------------------------------------------

    @cached_property
    def knowledge(self) -> Knowledge:
        """Which entry had seen which."""
        return Knowledge(self.originals.values())

    @cached_property
    def _clocks(self) -> tuple[dict[str, timedelta], dict[str, timedelta]]:
        return clocks_set(self.originals.values())

    def by_clock(self, entry: Entry, moment: datetime) -> datetime:
        """A moment that an entry tells, by the clock of its desk as it is set now: spans to now are true then."""
        then, now = self._clocks
        since = self.set_since.get(entry.desk, timedelta())
        return moment + now.get(entry.desk, timedelta()) + since - then.get(entry.hash, timedelta())

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
        return in_zone(moment, self.time_zone)

    @property
    def time_zone(self) -> tzinfo | None:
        """The time zone in which everything of this incident is told; none where nothing opened it."""
        return self.opened.recorded.tzinfo if self.opened else None

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def noticed(self) -> datetime | None:
        """When the matter was noticed."""
        return self.opening.noticed if self.opening else None

    @property
    def opening(self) -> Opened | None:
        """The opening event."""
        return self.opened.event if self.opened and isinstance(self.opened.event, Opened) else None

    @property
    def playbook(self) -> Playbook | None:
        """The playbook the incident was opened with."""
        attachment = self.attachments.get(self.opening.playbook) if self.opening else None
        return attachment.playbook if attachment else None

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Every fact answered, by its address."""
        found = {}
        for fact, given in self.given.items():
            heads = self._heads([(value, entry) for value, entry in given if entry.hash not in self.retracted])
            if heads:
                value, entry = heads[-1]
                rivals = [*(v for v, _ in heads), *self._disputed.get((entry.hash, fact), ())]
                others = tuple({clear(v): v for v in rivals if clear(v) != clear(value)}.values())
                found[fact] = Answer(value, entry, (*others, value) if others else ())
        for fact, words, entry in implied(self):
            if fact not in found or clear(found[fact].value) == NOT_KNOWN:
                found[fact] = Answer(words, entry)
        return found

    @cached_property
    def ticks(self) -> dict[str, Entry]:
        """The entry that says how each step, or occurrence of one, came out."""
        found = {}
        for address, entries in self.outcomes.items():
            heads = self._heads([(entry, entry) for entry in entries if entry.hash not in self.retracted])
            if heads:
                found[address] = max((entry for entry, _ in heads), key=lambda entry: (entry.event.weight, entry.order))
        return found

    @cached_property
    def answered(self) -> dict[str, list[str]]:
        """The addresses at which each fact is answered: its own, or one for each occurrence."""
        return by_base(self.answers)

    @cached_property
    def ticked(self) -> dict[str, list[str]]:
        """The addresses at which each step is ticked."""
        return by_base(self.ticks)

    @cached_property
    def ends(self) -> tuple[Entry, ...]:
        """The end of the response; where desks that did not know of each other ended it differently, each of these."""
        if self.ended is None:
            return ()
        live = [entry for entry in self.entries if isinstance(entry.event, Ended) and entry.hash not in self.retracted]
        unlike: dict[tuple[object, ...], Entry] = {}
        for _, entry in self._heads([(None, entry) for entry in live]):
            how = getattr(entry.event, "outcome", ""), getattr(entry.event, "same_as", None)
            unlike.pop(how, None)
            unlike[how] = entry
        return tuple(unlike.values())

    def _heads(self, live: Sequence[tuple[T, Entry]]) -> list[tuple[T, Entry]]:
        """Those that no later one knew of: one, unless desks wrote without knowing of each other."""
        heads: list[tuple[T, Entry]] = []
        for value, entry in live:
            heads = [head for head in heads if not self.knowledge.knows(entry, head[1])]
            heads.append((value, entry))
        return heads

    @cached_property
    def _disputed(self) -> Mapping[tuple[str, str], tuple[Words, ...]]:
        """Corrections of one answer by desks that did not know of each other, by the entry's hash and the fact."""
        found = {}
        for digest, corrections in self.corrections.items():
            by_fact: dict[str, list[tuple[Words, Entry]]] = {}
            for entry in corrections:
                if isinstance(entry.event, Corrected) and entry.event.member == "value" and entry.event.fact:
                    by_fact.setdefault(entry.event.fact, []).append((entry.event.value, entry))
            for fact, live in by_fact.items():
                heads = self._heads(live)
                if len(heads) > 1:
                    found[digest, fact] = tuple(value for value, _ in heads)
        return found

    def value(self, fact: str) -> str | None:
        """The words of an answer, `None` where there is none or they are gone."""
        answer = self.answers.get(fact)
        return clear(answer.value) if answer else None

    @property
    def zone(self) -> str | None:
        """The zone concerned, where it is known."""
        fact = zone_fact(self.shared_facts)
        zone = self.value(fact) if fact else None
        return zone if self.roster and zone in self.roster.zones else None

    @property
    def officer(self) -> str | None:
        """Who is in charge by the log: the last who gave their name or took over."""
        return next(reversed(self.officers.values()), None)

    # --- where things are kept ---------------------------------------------------------------------------------------

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

    def find(self, ref: str) -> list[Entry]:
        """Entries by `desk/n`, by `n` alone, or by the beginning of the hash."""
        wanted = ref.strip().lower()
        if "/" in wanted:
            return [entry for entry in self.entries if entry.id == wanted]
        by_number = [entry for entry in self.entries if str(entry.n) == wanted]
        return by_number or [entry for entry in self.entries if len(wanted) >= 6 and entry.hash.startswith(wanted)]


def _copied(value: object) -> object:
    """A copy that can be folded on without changing the first."""
    match value:
        case dict():
            return {key: each.copy() if isinstance(each, list) else each for key, each in value.items()}
        case list() | set():
            return value.copy()
        case _:
            return value


def replay(entries: Iterable[Entry]) -> Incident:
    """Fold entries, in any order, into the incident. Total: what makes no sense here is marked, never refused."""
    by_hash = {entry.hash: entry for entry in sorted(entries, key=ORDER)}
    originals = list(by_hash.values())
    incident = Incident(originals=by_hash, entries=originals)
    if any(entry.event.amends for entry in originals):
        incident.entries = _corrected(originals, incident.corrections)
        for entry in incident.entries:
            if isinstance(entry.event, Reopened):
                _retract(incident, entry, entry.event.target.hash)
    incident.take(incident.entries)
    return incident


def _retract(incident: Incident, reopening: Entry, target_hash: str) -> None:
    """Take an entry back, with those that say the same thing from desks that did not know of it."""
    incident.retracted[target_hash] = reopening
    target = incident.originals.get(target_hash)
    if target is None or target.event.matter is None:
        return
    knows = incident.knowledge.knows
    for other in incident.originals.values():
        same = other.event.matter == target.event.matter
        if same and knows(reopening, other) and not knows(target, other) and not knows(other, target):
            incident.retracted[other.hash] = reopening


def _corrected(originals: Sequence[Entry], corrections: dict[str, list[Entry]]) -> list[Entry]:
    """The entries with every correction applied; a correction may itself have been corrected."""
    effective = list(originals)
    targets = {entry.event.target.hash for entry in originals if isinstance(entry.event, Corrected)}
    kind = Corrected.kind
    concerned = [at for at, entry in enumerate(originals) if entry.hash in targets or entry.event.kind == kind]
    for at in reversed(concerned):
        original = originals[at]
        event = original.event
        for correction in reversed(corrections.get(original.hash, [])):
            if isinstance(correction.event, Corrected):
                event = event.corrected(correction.event.member, correction.event.value, correction.event.fact)
        if event is not original.event:
            effective[at] = replace(original, event=event)
        if isinstance(event, Corrected):
            corrections.setdefault(event.target.hash, []).append(effective[at])
    for each in corrections.values():
        each.reverse()
    return effective
