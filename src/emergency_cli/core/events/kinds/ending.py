"""The end of the response, and of the record."""

from typing import TYPE_CHECKING

import msgspec

from emergency_cli.core.address import how_many
from emergency_cli.core.events.deeds import ending_of, line
from emergency_cli.core.events.event import Entry, Event, Names
from emergency_cli.core.events.words import with_more, with_reason
from emergency_cli.core.terms import SETTLING, Outcome
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Ended(Event, frozen=True, kw_only=True):
    """The response is over: who decided, on what condition, with which outcome."""

    kind = "ended"
    can_be_taken_back = True

    outcome: Outcome
    decided: str | None = None
    condition: str | None = None
    same_as: str | None = msgspec.field(name="same-as", default=None)
    left: Names = ()

    @property
    def matter(self) -> str:
        """The response as a whole."""
        return "the response"

    @property
    def settles(self) -> bool:
        """Whether what is undone of the response is settled by the outcome itself."""
        return self.outcome in SETTLING

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """In review from now on, unless it was taken back."""
        if entry.hash not in fold.retracted:
            fold.ended = entry
            fold.state = "closed" if fold.state == "closed" else "ended"

    def tell(self, fold: "Fold") -> Message:
        """With which outcome, by whose decision, why, and what is left."""
        message = line(ending_of(fold, self))
        return with_more(message, msg("steps left open: {count}", count=how_many(self.left))) if self.left else message


class Closed(Event, frozen=True, kw_only=True):
    """The record is closed. `settled` are the steps that were still open, all left on one `reason`."""

    kind = "closed"
    corrigible = ("reason",)

    reason: str | None = None
    settled: Names = ()

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """Nothing is added from now on but corrections, documents and destructions."""
        if entry.hash not in fold.retracted:
            fold.closed = entry
            fold.state = "closed"

    def tell(self, fold: "Fold") -> Message:
        """With how much left open, and why."""
        settled = msg("Record closed; steps left open for one reason: {count}", count=how_many(self.settled))
        return with_reason(settled if self.settled else msg("Record closed"), self.reason)
