"""What may be on a card beside the time of a row."""

import contextlib
from datetime import datetime

from msgspec.structs import replace

from emergency_cli.core.events import Approval, Told
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec, zone_fact
from emergency_cli.core.plan.roster import ladder
from emergency_cli.core.terms import CALLS, CallOutcome
from emergency_cli.core.text import folded, msg
from emergency_cli.core.times import parse_card_time
from emergency_cli.recording.naming import answer, roster_of
from emergency_cli.screen.plan.contacts import called
from emergency_cli.screen.question import question
from emergency_cli.walk.person.ticking import Details, Ticking


class _Enough(Exception):
    """The card says nothing more about this row."""


class CardTicking(Ticking):
    """What may be on a card beside a time. Enter: it is not."""

    silent = msg("Enter = not written")
    told_how = False

    def counts(self, details: Details) -> bool:  # noqa: ARG002 - the time alone does
        """A row that was begun has its time."""
        return True

    def ask(self, row: Row, details: Details) -> None:
        """Whom was reached, consent, facts."""
        if not self.told_how and (row.step.wants or row.step.contact or row.step.approval):
            self.told_how = True
            self.talk.hint(msg("What else the card says: Enter = nothing, q = nothing more for this row."))
        with contextlib.suppress(_Enough):
            self._zone(row)
            for party in row.step.contact:
                self._tried(party, details.contacts)
            if not actions.nobody_reached(details.contacts):
                details.approval = self.approval(row)
                self.facts(row, details)

    def _zone(self, row: Row) -> None:
        """In which zone it was, where only that names whom the row tells."""
        fact = zone_fact(self.talk.incident.shared_facts)
        if fact and unnamed(self.talk.incident, row.step) and (value := self.fact(fact)):
            self.talk.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))

    def finish(self, row: Row, details: Details, at: datetime, *, show: bool = True) -> None:
        """Put the row on record; where nobody was reached, only the calls: it stays open until somebody is."""
        if actions.nobody_reached(details.contacts):
            self.talk.record(
                lambda incident, at, by: actions.make_call(incident, details.contacts, at=at, by=by), at=at
            )
            self.talk.say(msg("Nobody was reached: the step stays open. If they gave up: x REASON"), "warn")
        else:
            super().finish(row, details, at, show=show)

    def told_the_others(self, row: Row, details: Details, at: datetime) -> None:
        """What the card says is kept, as a note where it is no more than that the row was done."""
        if not self.kept(details, at):
            said = msg("on the card: {step}", step=prompt_of(row.step))
            if details.actor:
                said = msg("{what} ({who})", what=said, who=details.actor)
            text = self.words(said)
            self.talk.record(
                lambda incident, at, by: actions.note(incident, text, at=at, by=by, step=row.address), at=at
            )
        self.talk.say(msg("Without the zone its owner cannot be named. The step stays open."), "warn")

    def approval(self, row: Row) -> Approval | None:
        """The consent that is on the card, with who gave it and how."""
        given = super().approval(row)
        if given is None:
            return None
        name = self.talk.line(msg("Who was asked? (Enter = leave blank)"))
        how = self.talk.line(msg("How? (phone, in person …)"))
        return replace(given, name=name or None, how=how or None)

    # --- calls -----------------------------------------------------------------------------------------------------

    def _tried(self, party: str, tried: list[Told]) -> None:
        """How a party was told, as far as it is on the card; no answer goes on to the next one of its ladder."""
        incident = self.talk.incident
        roster = roster_of(self.talk.session, incident)
        for contact in ladder(roster, party, zone=incident.zone, on_duty=incident.officer):
            name = called(contact, self.words, incident.drill)
            whom = name if contact.key == party else f"{self.words(roster.title(party))} – {name}"
            outcome = self._outcome(whom)
            if outcome is None:
                return
            person = None if contact.key == party else self.words(contact.name)
            tried.append(Told(party=party, outcome=outcome, name=person))
            if outcome != "no-answer":
                return
        self.talk.say(msg("The roster has nobody else for this party."), "warn")

    def _outcome(self, whom: str) -> CallOutcome | None:
        """How a call went; `None`: it is not on the card."""
        offered = [f"{self.words(msg('Enter'))} {self.words(msg('not written'))}"]
        offered += [f"{number} {self.words(shown)}" for number, shown in enumerate(CALLS.shown.values(), 1)]
        asked = msg("{whom}: {options}", whom=whom, options="  ".join(offered))
        return self.one_of(asked, {"": None, **CALLS.words, **CALLS.numbers})

    def reply(self, prompt: str) -> str:
        """`q`: nothing more is there."""
        typed = self.talk.reply(prompt, leaving=())
        if folded(typed) == "q":
            raise _Enough
        return typed

    def wanted(self, row: Row) -> tuple[str, ...]:
        """Nobody is in a hurry now: all that the step asks for."""
        return row.step.wants

    def asked(self, spec: FactSpec) -> str:
        """A full stop means the time of the row, not now."""
        if spec.kind != "time":
            return question(spec, self.words)
        time = self.words.clock(self.talk.moment())
        return self.words.say("{label} – . = {time}, or like 14:54, ? not known", label=spec.label, time=time)

    def read(self, fact: str, typed: str) -> str | Personal:
        """Times are those of the card's day."""
        talk = self.talk

        def when(text: str) -> datetime:
            return parse_card_time(text, talk.moment(), talk.now())

        return answer(talk.session, talk.incident, fact, typed, when, numbered=True)
