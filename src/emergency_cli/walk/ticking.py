"""What is asked with a tick, in the walk and when a card is copied: outcomes of calls, consent, facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from emergency_cli.core.events import Approval, Entry, Event, Told, stamp
from emergency_cli.core.incident.actions import Facts
from emergency_cli.core.incident.board import Row, fact_of
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.roster import ladder
from emergency_cli.core.terms import CALLS, CONSENTS, CallOutcome
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import EmergencyError
from emergency_cli.language import Words
from emergency_cli.recording.naming import answer, roster_of
from emergency_cli.screen.card import question
from emergency_cli.screen.contacts import called
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker, narrow

T = TypeVar("T")


class Talk(Protocol):
    """One person at one incident who is asked: the walk, or the copying of a card."""

    session: Session
    case: Case
    ask: Asker
    words: Words

    def toolbar(self) -> str:
        """What stands under the prompt."""

    def hint(self, value: object) -> None:
        """A quiet line above the prompt."""

    def line(self, msgid: Message) -> str:
        """Ask for a line of words."""

    def now(self) -> datetime:
        """This moment."""

    def moment(self) -> datetime:
        """When what is being recorded happened."""

    def by(self) -> str:
        """Who records."""

    def record(self, decide: Callable[[Incident], Event]) -> Entry:
        """Put it on record and show it, in this order."""

    def say_error(self, error: EmergencyError) -> None:
        """One line: what is wrong, and what to do."""


@dataclass
class Details:
    """What goes with a tick, as far as it was answered."""

    reason: str | None = None
    actor: str | None = None
    approval: Approval | None = None
    contacts: list[Told] = field(default_factory=list)
    facts: dict[str, str | Personal] = field(default_factory=dict)

    @property
    def something(self) -> bool:
        """Whether anything was answered that must not be lost."""
        return bool(self.reason or self.approval or self.contacts or self.facts)


class TickQuestions:
    """Asks what goes with a tick. Enter is always enough."""

    # What Enter says of a call.
    unsaid: CallOutcome | None = "reached"

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.words = talk.words

    def outcomes(self, row: Row, details: Details) -> bool:
        """How each party was told; no answer offers the next one in the ladder. False: none of them was called."""
        left_out = [party for party in row.step.contact if not self._tried(party, details.contacts)]
        return not row.step.contact or left_out != list(row.step.contact)

    def _tried(self, party: str, tried: list[Told]) -> bool:
        """Ask how a party was told; False when nobody called it."""
        incident = self.talk.case.incident
        roster = roster_of(self.talk.session, incident)
        for contact in ladder(roster, party, zone=incident.zone, on_duty=incident.officer):
            name = called(contact, self.words, incident.drill)
            whom = name if contact.key == party else f"{self.words(roster.title(party))} – {name}"
            outcome = self.one_of(
                msg("{whom}: {options}", whom=whom, options="  ".join(self._call_options())),
                {**CALLS.words, **CALLS.numbers, "0": None, "": self.unsaid},
                "0123",
            )
            if outcome is None:
                return any(one.party == party for one in tried)
            person = None if contact.key == party else self.words(contact.name)
            tried.append(Told(party=party, outcome=outcome, name=person))
            if outcome != "no-answer":
                return True
        self.talk.session.screen.say(msg("Nobody else stands in the roster for this party."), "warn")
        return True

    def _call_options(self) -> list[str]:
        """What may be answered, Enter first."""
        enter = self.words(msg("Enter"))
        first = f"{enter}/1" if self.unsaid == "reached" else "1"
        options = [] if self.unsaid else [f"{enter} {self.words(msg('not written'))}"]
        options.append(f"{first} {self.words(CALLS['reached'].shown)}")
        options += [f"2 {self.words(CALLS['called'].shown)}", f"3 {self.words(CALLS['no-answer'].shown)}"]
        return [*options, f"0 {self.words(msg('not called'))}"] if self.unsaid else options

    def one_of(self, asked: Message, answers: dict[str, T], hot: str) -> T:
        """One of a few answers; anything else is asked again with the choices, never guessed."""
        while True:
            self.talk.hint(asked)
            typed = self.heard(narrow(self.talk.ask.key("> ", hot, self.talk.toolbar)).strip().lower())
            if typed in answers:
                return answers[typed]
            self.talk.session.screen.say(msg("“{text}” is none of these.", text=typed), "warn")

    def approval(self, row: Row) -> Approval | None:
        """Whose consent was asked, and the answer; Enter leaves it blank."""
        party = row.step.approval
        if party is None:
            return None
        incident = self.talk.case.incident
        options = [f"{number} {self.words(text)}" for number, text in enumerate(CONSENTS.shown.values(), 1)]
        title = roster_of(self.talk.session, incident).title(party)
        asked = msg("Consent of {party}: {options}", party=title, options="  ".join(options))
        answer = self.one_of(asked, {**CONSENTS.words, "": None, **CONSENTS.numbers}, "123")
        if answer is None:
            return None
        name = self.talk.line(msg("Who was asked? (Enter = leave blank)"))
        how = self.talk.line(msg("How? (phone, in person …)"))
        return Approval(party=party, answer=answer, name=name or None, how=how or None)

    def facts(self, row: Row, given: Facts, details: Details) -> None:
        """The answers that go with a tick: those given, and those it wants that nobody has given yet."""
        incident = self.talk.case.incident
        details.facts |= given
        for name in self.wanted(row):
            fact = fact_of(incident, row, name)
            if fact not in details.facts and (fact not in incident.answers or row.step.repeats):
                value = self.fact(fact)
                if value is not None:
                    details.facts[fact] = value

    def wanted(self, row: Row) -> tuple[str, ...]:
        """The facts that are asked with a tick: in the immediate stage none, it has to be quick."""
        return row.step.wants if row.stage != "immediate" else ()

    def fact(self, fact: str) -> str | Personal | None:
        """One question; Enter leaves it blank. For a time a full stop means the moment of what is being recorded."""
        incident = self.talk.case.incident
        spec = incident.fact_spec(fact)
        while spec is not None:
            typed = self.heard(self.talk.ask.line(self.asked(spec) + " > ", self.talk.toolbar))
            if spec.kind == "time" and narrow(typed) in (".", "。"):
                return stamp(self.talk.moment())
            if not typed:
                return None
            try:
                return self.read(fact, typed)
            except EmergencyError as error:
                self.talk.say_error(error)
        return None

    def heard(self, typed: str) -> str:
        """What was typed, before it is taken for an answer."""
        return typed

    def asked(self, spec: FactSpec) -> str:
        """The words of a question."""
        return question(spec, self.words)

    def read(self, fact: str, typed: str) -> str | Personal:
        """What is recorded for what was typed. Raises Misused."""
        return answer(self.talk.session, self.talk.case.incident, fact, typed, numbered=True)
