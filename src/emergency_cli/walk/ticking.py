"""A step ticked with all that belongs to it, in the walk and from a card: outcomes of calls, consent, facts."""

from datetime import datetime
from typing import TypeVar

from emergency_cli.core.events import Approval, Told, stamp
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.actions import Facts
from emergency_cli.core.incident.board import Row
from emergency_cli.core.incident.cards import fact_of
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.roster import ladder
from emergency_cli.core.terms import CALLS, CONSENTS, CallOutcome
from emergency_cli.core.text import Message, folded, msg, narrow
from emergency_cli.errors import EmergencyError
from emergency_cli.recording.naming import answer, roster_of
from emergency_cli.screen.card import question
from emergency_cli.screen.contacts import called
from emergency_cli.walk.ask import Left
from emergency_cli.walk.talk import Talk

T = TypeVar("T")


class NobodyCalled(Exception):
    """A step that is a call was ticked, and no call was made."""


class Details:
    """What goes with a tick, as far as it was answered."""

    def __init__(self, *, actor: str | None = None, facts: Facts | None = None) -> None:
        self.reason: str | None = None
        self.actor = actor
        self.approval: Approval | None = None
        self.contacts: list[Told] = []
        self.facts: dict[str, str | Personal] = dict(facts or {})


class Ticking:
    """Asks what goes with a tick, and ticks. Enter is always enough."""

    # What Enter says of a call, and what is said when nobody was reached.
    unsaid: CallOutcome | None = "reached"
    in_vain = msg("Nobody was reached: the step stays open. Try again, or c = could not.")

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.words = talk.words

    # --- ticking ---------------------------------------------------------------------------------------------------

    def tick(self, row: Row, details: Details) -> bool:
        """Tick a step as of now, or of the time that was typed; whether it is settled now.

        What was answered counts even if the person leaves in the middle.
        """
        at, left = self.talk.moment(), None
        try:
            self.ask(row, details)
        except Left as stop:
            left = stop
        except NobodyCalled:
            self.talk.say(msg("Nobody was called: the step stays open, nothing was recorded."), "warn")
            return False
        in_vain = bool(actions.nobody_reached(details.contacts))
        if in_vain:
            self._call_in_vain(details, at)
        elif left is None or self.counts(details):
            self.finish(row, details, at)
        if left:
            raise left
        return not in_vain

    def take_over(self, row: Row, at: datetime) -> None:
        """The same call served another playbook, as the caller says."""
        same = row.ask_same.address if row.ask_same else None
        self.talk.record(
            lambda incident, at, by: actions.finish_step(incident, row.address, at=at, by=by, same=same), at=at
        )

    def finish(self, row: Row, details: Details, at: datetime) -> None:
        """Put the tick on record."""
        self.talk.record(
            lambda incident, at, by: actions.finish_step(
                incident, row.address, at=at, by=by, actor=details.actor, facts=details.facts,
                contacts=details.contacts, approval=details.approval, reason=details.reason,
            ),
            at=at,
        )  # fmt: skip

    def _call_in_vain(self, details: Details, at: datetime) -> None:
        """The calls go on record, the step stays open until somebody is reached or it is given up."""
        self.talk.record(lambda incident, at, by: actions.make_call(incident, details.contacts, at=at, by=by), at=at)
        self.talk.say(self.in_vain, "warn")

    def counts(self, details: Details) -> bool:
        """Whether something was answered that must not be lost if the person leaves in the middle."""
        return bool(details.reason or details.approval or details.contacts or details.facts)

    def ask(self, row: Row, details: Details) -> None:
        """Everything that is asked with a tick. Raises NobodyCalled."""
        if row.status == "not-applicable":
            details.reason = self.talk.line(msg("It does not apply here. Why do it anyway?")) or None
        given = bool(details.facts)
        if not self.calls(row, details) and not given:
            raise NobodyCalled
        if actions.nobody_reached(details.contacts):
            return
        details.approval = self.approval(row)
        self.facts(row, details)
        if row.stage != "immediate" and not row.step.actor and not row.step.ask:
            details.actor = self.talk.line(msg("Who did it? (Enter = leave blank)")) or None

    # --- calls and consent -----------------------------------------------------------------------------------------

    def calls(self, row: Row, details: Details) -> bool:
        """How each party was told; no answer offers the next one in the ladder. False: none of them was called."""
        tried = [self._tried(party, details.contacts) for party in row.step.contact]
        return any(tried) or not tried

    def _tried(self, party: str, tried: list[Told]) -> bool:
        """Ask how a party was told; False when nobody called it."""
        incident = self.talk.incident
        roster = roster_of(self.talk.session, incident)
        for contact in ladder(roster, party, zone=incident.zone, on_duty=incident.officer):
            name = called(contact, self.words, incident.drill)
            whom = name if contact.key == party else f"{self.words(roster.title(party))} – {name}"
            outcome = self._outcome(whom)
            if outcome is None:
                return any(one.party == party for one in tried)
            person = None if contact.key == party else self.words(contact.name)
            tried.append(Told(party=party, outcome=outcome, name=person))
            if outcome != "no-answer":
                return True
        self.talk.say(msg("The roster has nobody else for this party."), "warn")
        return True

    def _outcome(self, whom: str) -> CallOutcome | None:
        """How a call went; `None`: it was not made."""
        asked = msg("{whom}: {options}", whom=whom, options="  ".join(self._offered()))
        return self.one_of(asked, {"0": None, "": self.unsaid, **CALLS.words, **CALLS.numbers})

    def _offered(self) -> list[str]:
        """What may be answered about a call, Enter first."""
        enter = self.words(msg("Enter"))
        options = [] if self.unsaid else [f"{enter} {self.words(msg('not written'))}"]
        for number, (value, shown) in enumerate(CALLS.shown.items(), 1):
            keys = f"{enter}/{number}" if value == self.unsaid else str(number)
            options.append(f"{keys} {self.words(shown)}")
        return [*options, f"0 {self.words(msg('not called'))}"] if self.unsaid else options

    def one_of(self, asked: Message, answers: dict[str, T]) -> T:
        """One of a few answers; anything else is asked again with the choices, never guessed."""
        while True:
            self.talk.hint(asked)
            typed = folded(self.reply("> "))
            if typed in answers:
                return answers[typed]
            self.talk.say(msg("“{text}” is not one of these.", text=typed), "warn")

    def approval(self, row: Row) -> Approval | None:
        """Whose consent was asked, and the answer; Enter leaves it blank."""
        party = row.step.approval
        if party is None:
            return None
        options = [f"{number} {self.words(shown)}" for number, shown in enumerate(CONSENTS.shown.values(), 1)]
        title = roster_of(self.talk.session, self.talk.incident).title(party)
        asked = msg("Consent of {party}: {options}", party=title, options="  ".join(options))
        given = self.one_of(asked, {"": None, **CONSENTS.words, **CONSENTS.numbers})
        if given is None:
            return None
        name = self.talk.line(msg("Who was asked? (Enter = leave blank)"))
        how = self.talk.line(msg("How? (phone, in person …)"))
        return Approval(party=party, answer=given, name=name or None, how=how or None)

    # --- facts -----------------------------------------------------------------------------------------------------

    def facts(self, row: Row, details: Details) -> None:
        """The answers that go with a tick: those it wants that nobody has given yet."""
        for name in self.wanted(row):
            fact = fact_of(self.talk.incident, row, name)
            if fact not in details.facts and (fact not in self.talk.incident.answers or row.step.repeats):
                value = self.fact(fact)
                if value is not None:
                    details.facts[fact] = value

    def wanted(self, row: Row) -> tuple[str, ...]:
        """The facts that are asked with a tick: in the immediate stage none, it has to be quick."""
        return row.step.wants if row.stage != "immediate" else ()

    def fact(self, fact: str) -> str | Personal | None:
        """One question; Enter leaves it blank. For a time a full stop means the moment of what is being recorded."""
        spec = self.talk.incident.fact_spec(fact)
        while spec is not None:
            typed = self.reply(self.asked(spec) + " > ")
            if spec.kind == "time" and narrow(typed) in (".", "。"):
                return stamp(self.talk.moment())
            if not typed:
                return None
            try:
                return self.read(fact, typed)
            except EmergencyError as error:
                self.talk.say_error(error)
        return None

    def reply(self, prompt: str) -> str:
        """What is typed at a question. Raises Left."""
        return self.talk.reply(prompt)

    def asked(self, spec: FactSpec) -> str:
        """The words of a question."""
        return question(spec, self.words)

    def read(self, fact: str, typed: str) -> str | Personal:
        """What is recorded for what was typed. Raises Misused."""
        return answer(self.talk.session, self.talk.incident, fact, typed, numbered=True)
