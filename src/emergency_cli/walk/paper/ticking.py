"""What may be on a card beside the time of a row."""

import contextlib
from datetime import datetime

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Row
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.text import folded, msg
from emergency_cli.core.times import parse_card_time
from emergency_cli.recording.naming import answer
from emergency_cli.screen.card import question
from emergency_cli.walk.ticking import Details, Ticking


class _Enough(Exception):
    """The card says nothing more about this row."""


class CardTicking(Ticking):
    """What may be on a card beside a time. Enter: it is not."""

    unsaid = None
    in_vain = msg("Nobody was reached: the step stays open. If they gave up: x REASON")
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
            self.calls(row, details)
            if not actions.nobody_reached(details.contacts):
                details.approval = self.approval(row)
                self.facts(row, details)

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
