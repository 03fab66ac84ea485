"""A leader's instruction: a step of its own on the board."""

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from emergency_cli.core.events.event import Entry, Event
from emergency_cli.core.events.prose import party_in
from emergency_cli.core.events.words import with_more
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Ordered(Event, frozen=True, kw_only=True):
    """Somebody in charge (`from_`) ordered a party (`to`) to do something, by `due` where they said so.

    `order` names its step: `orders/1`, from another desk than the one that opened the incident `orders/<desk>-1`.
    """

    kind = "ordered"
    corrigible = ("text",)

    order: str
    text: str
    from_: str = msgspec.field(name="from")
    to: str
    due: datetime | None = None

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """It is open until it is done, or not."""
        fold.take_order(self.order, entry, text=self.text, party=self.to, due=self.due)

    def tell(self, fold: "Fold") -> Message:
        """Who ordered whom to do what."""
        whose, whom = party_in(fold, self.from_), party_in(fold, self.to)
        message = msg("{name} gave {party} the order “{text}”", name=whose, party=whom, text=self.text)
        return with_more(message, msg("due {time}", time=self.due)) if self.due else message
