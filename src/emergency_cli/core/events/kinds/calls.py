"""Whom somebody told, or tried to tell, outside of any step."""

from typing import TYPE_CHECKING

import msgspec

from emergency_cli.core.events.deeds import calls_of, line
from emergency_cli.core.events.event import Event, Filled
from emergency_cli.core.personal import Personal
from emergency_cli.core.terms import CallOutcome
from emergency_cli.core.text import Clauses, Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The outcome of trying to tell one party. Called is not reached. `name`: of whoever answered."""

    party: Filled
    outcome: CallOutcome
    name: Filled | Personal | None = None


class CallMade(Event, frozen=True, kw_only=True):
    """A party was told, or tried to be told, outside of any step."""

    kind = "call-made"
    rests_on_state = False
    corrigible = ("text",)
    can_be_taken_back = True

    contacts: tuple[Told, ...]
    text: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """Who was told, and with which outcome."""
        return line(msg("{clauses}", clauses=Clauses(tuple(calls_of(fold, self.contacts)))), self.text)
