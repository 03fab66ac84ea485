"""A step ticked with all that belongs to it, in the walk and from a card: outcomes of calls, consent, facts."""

from datetime import datetime
from typing import TypeVar

from emergency_cli.core.events import Approval, Told, stamp
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.actions import Facts
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import Rung, next_on_ladder, rungs, told_already, unnamed
from emergency_cli.core.incident.steps.cards import fact_of, of_next_round
from emergency_cli.core.incident.steps.occurrences import can_be
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.terms import CONSENTS, CallOutcome
from emergency_cli.core.text import Message, folded, msg, narrow
from emergency_cli.errors import EmergencyError
from emergency_cli.recording.naming import answer, roster_of
from emergency_cli.screen.question import question
from emergency_cli.walk.person.ask import Left
from emergency_cli.walk.person.talk import Talk
from emergency_cli.walk.person.vocabulary import are_words, is_word

T = TypeVar("T")


class Details:
    """What goes with a tick, as far as it was answered."""

    def __init__(self, *, actor: str | None = None, facts: Facts | None = None) -> None:
        self.reason: str | None = None
        self.actor = actor
        self.approval: Approval | None = None
        self.contacts: list[Told] = []
        self.facts: dict[str, str | Personal] = dict(facts or {})


class NotYet(Exception):
    """A step was to be ticked, and what it needs has not happened yet: it stays open."""


class Ticking:
    """Ticks a step, and asks what has to be known to act. Enter is always enough."""

    # What Enter says where somebody was to be asked for consent.
    silent = msg("Enter = nobody has answered yet")

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.words = talk.words

    # --- ticking ---------------------------------------------------------------------------------------------------

    def tick(self, row: Row, details: Details, *, blank: bool = True) -> bool:
        """Tick a step as of now, or of the time that was typed; whether it is settled now.

        What was answered counts even if the person leaves in the middle. Without `blank` a step is not ticked of which
        nothing was answered.
        """
        at, left = self.talk.moment(), None
        try:
            self.ask(row, details)
        except Left as stop:
            left = stop
        except NotYet:
            return False
        settled = (left is None and blank) or self.counts(details)
        if settled:
            self.finish(row, details, at)
        if left:
            raise left
        return settled

    def take_over(self, row: Row, at: datetime) -> None:
        """The same call served another playbook, as the caller says."""
        same = row.ask_same.address if row.ask_same else None
        self.talk.record(
            lambda incident, at, by: actions.finish_step(incident, row.address, at=at, by=by, same=same), at=at
        )

    def finish(self, row: Row, details: Details, at: datetime, *, show: bool = True) -> None:
        """Put the tick on record. Of a round its answers: whatever number it has by then."""
        if set(unnamed(self.talk.incident, row.step)) - {one.party for one in details.contacts}:
            self.told_the_others(row, details, at)
            return
        self.talk.record(
            lambda incident, at, by: actions.finish_step(
                incident, row.address, at=at, by=by, actor=details.actor,
                facts=of_next_round(incident, row, details.facts),
                contacts=details.contacts, approval=details.approval, reason=details.reason,
            ),
            at=at, show=show,
        )  # fmt: skip

    def told_the_others(self, row: Row, details: Details, at: datetime) -> None:
        """Somebody cannot be named yet whom the step tells: the others were told, and the step waits for that one."""
        if self.kept(details, at) and details.contacts:
            reason = self.words(msg("nobody has said yet which zone it is"))
            self.talk.record(
                lambda incident, at, by: actions.defer_step(incident, row.address, at=at, by=by, reason=reason), at=at
            )

    def kept(self, details: Details, at: datetime) -> bool:
        """Put answers and calls on record without a tick; whether there were any."""
        if facts := details.facts:
            self.talk.record(lambda incident, at, by: actions.set_facts(incident, facts, at=at, by=by), at=at)
        if contacts := details.contacts:
            self.talk.record(lambda incident, at, by: actions.make_call(incident, contacts, at=at, by=by), at=at)
        return bool(facts or contacts)

    def counts(self, details: Details) -> bool:
        """Whether something was answered that must not be lost if the person leaves in the middle."""
        return bool(details.reason or details.approval or details.facts)

    def ask(self, row: Row, details: Details) -> None:
        """What is asked with a tick: consent, and what decides on further steps. Raises NotYet without an answer."""
        if row.status == "not-applicable":
            details.reason = self.talk.line(msg("It does not apply here. Why do it anyway?")) or None
        answered = bool(details.facts)
        details.approval = self.approval(row)
        if row.step.approval and details.approval is None:
            raise NotYet
        if not answered and (details.approval is None or details.approval.answer == "given"):
            details.contacts = self.reached(row)
        self.facts(row, details)

    # --- calls and consent -----------------------------------------------------------------------------------------

    def reached(self, row: Row) -> list[Told]:
        """What the tick of a call says: that those were reached whom Enter means.

        By name only whom the prompt names, after somebody did not answer or is to answer yet: else nobody said who.
        """
        return [
            self.told(party, "reached") if self.climbed(party) else Told(party=party, outcome="reached")
            for party in self.meant(row)
        ]

    def meant(self, row: Row) -> list[str]:
        """The parties that the tick of a call says to have been reached: those that not everybody failed to answer for.

        Where nobody at all answered it begins again: the tick says that they were reached now. Never those whom nobody
        can name yet.
        """
        unknown, told = unnamed(self.talk.incident, row.step), told_already(self.talk.incident, row)
        parties = [party for party in row.step.contact if party not in (*unknown, *told)]
        if not parties and not unknown:
            parties = list(row.step.contact)
        return [party for party in parties if self.next_on_ladder(party)] or parties

    def told(self, party: str, outcome: CallOutcome) -> Told:
        """How the call to a party came out that is next on its ladder."""
        contact = self.rung(party)
        if contact is None:
            return Told(party=party, outcome=outcome)
        called_as = party if party in contact.parties else contact.parties[0]
        name = None if contact.key == called_as else self.words(contact.name)
        return Told(party=called_as, outcome=outcome, name=name)

    def rung(self, party: str) -> Contact | None:
        """Who is meant now for a party: whoever was called last and is to answer yet, else the next on the ladder.

        Where everybody was tried in vain, again the first. Whoever was called as another party answers as that one.
        """
        order = self._order(party)
        tried = [
            (rung.tried.at, rung.tried.outcome, rung.contact)
            for rung in order
            if rung.tried and _called_as(rung, party)
        ]
        last = max(tried, key=lambda each: each[0], default=None)
        if last and last[1] == "called":
            return last[2]
        return self.next_on_ladder(party) or (order[0].contact if order else None)

    def climbed(self, party: str) -> Contact | None:
        """Who is meant now, where that is no longer simply the first on the ladder: somebody was called before."""
        order, now = self._order(party), self.rung(party)
        first = order[0] if order else None
        called = first and _called_as(first, party) and first.tried and first.tried.outcome == "called"
        return now if now and first and (called or now.key != first.contact.key) else None

    def _order(self, party: str) -> list[Rung]:
        return rungs(self.talk.incident, roster_of(self.talk.session, self.talk.incident), party)

    def next_on_ladder(self, party: str) -> Contact | None:
        """Who is to be called now for a party; `None` if everybody was tried in vain."""
        return next_on_ladder(self.talk.incident, roster_of(self.talk.session, self.talk.incident), party)

    def one_of(self, asked: Message, answers: dict[str, T]) -> T:
        """One of a few answers; anything else is asked again with the choices, never guessed."""
        while True:
            self.talk.hint(asked)
            typed = folded(self.reply("> "))
            if typed in answers:
                return answers[typed]
            self.talk.no_such(typed)

    def approval(self, row: Row) -> Approval | None:
        """What whoever was asked for consent said; `None`: nothing yet."""
        party = row.step.approval
        if party is None:
            return None
        options = [f"{number} {self.words(shown)}" for number, shown in enumerate(CONSENTS.shown.values(), 1)]
        title = roster_of(self.talk.session, self.talk.incident).title(party)
        offered = "  ".join([*options, self.words(self.silent)])
        asked = msg("Consent of {party}: {options}", party=title, options=offered)
        given = self.one_of(asked, {"": None, **CONSENTS.words, **CONSENTS.numbers})
        return Approval(party=party, answer=given) if given else None

    # --- facts -----------------------------------------------------------------------------------------------------

    def facts(self, row: Row, details: Details) -> None:
        """The answers that go with a tick: those it wants that nobody has given yet."""
        for name in self.wanted(row):
            fact = fact_of(self.talk.incident, row, name)
            if fact in details.facts or not (self.open(row, fact) and can_be(self.talk.incident, fact, details.facts)):
                continue
            value = self.fact(fact)
            if value is not None:
                details.facts[fact] = value

    def open(self, row: Row, fact: str) -> bool:
        """Whether a fact is still to be answered, in each round anew."""
        return fact not in self.talk.incident.answers or row.step.repeats

    def fills(self, row: Row) -> bool:
        """Whether a step of the review is there for what is to be written down, and some of it is still to be."""
        facts = (fact_of(self.talk.incident, row, name) for name in row.step.wants)
        return row.stage == "review" and any(self.open(row, fact) for fact in facts)

    def wanted(self, row: Row) -> tuple[str, ...]:
        """The facts that are asked with a tick: of a response those that decide what comes next, of a review all.

        What somebody has to say or write down is asked once, on the sheet before the end.
        """
        return row.step.wants if row.stage == "review" or row.member else row.step.ask

    def fact(self, fact: str) -> str | Personal | None:
        """One question; Enter leaves it blank. For a time a full stop means the moment of what is being recorded."""
        spec = self.talk.incident.fact_spec(fact)
        while spec is not None:
            typed = self.reply(self.asked(spec) + " > ")
            if spec.kind == "time" and narrow(typed) in (".", "。"):
                return stamp(self.talk.moment())
            if not typed:
                return None
            if spec.kind == "text" and len(typed) == 1 and is_word(typed):
                self.talk.say(
                    msg("“{text}” is a key of the cards; type the answer in words, or Enter.", text=typed), "warn"
                )
                continue
            try:
                return self.read(fact, typed)
            except EmergencyError as error:
                self.talk.say_error(error)
                if are_words(typed) and not spec.personal:
                    self.talk.keep_as_note(typed)
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


def _called_as(rung: Rung, party: str) -> bool:
    """Whether somebody was called for a party, or as one that its calling order goes on to."""
    return rung.tried is not None and rung.tried.party in (party, rung.contact.key, *rung.contact.parties)
