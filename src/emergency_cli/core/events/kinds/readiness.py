"""Preparedness checks: only in the log of readiness, never in that of an incident."""

from typing import TYPE_CHECKING

from emergency_cli.core.events.event import Event
from emergency_cli.core.events.words import with_reason
from emergency_cli.core.terms import CheckResult
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class ReadinessChecked(Event, frozen=True, kw_only=True):
    """A preparedness item was looked at."""

    kind = "readiness-checked"
    rests_on_state = False
    corrigible = ("text",)

    item: str
    result: CheckResult = "in-order"
    text: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """How it was found, under the id of the item."""
        return self.told_of(self.item)

    def told_of(self, item: object) -> Message:
        """How it was found; `item` is what it is called."""
        wanting = self.result == "wanting"
        found = msg("Not in order: {item}", item=item) if wanting else msg("Checked, in order: {item}", item=item)
        return with_reason(found, self.text)
