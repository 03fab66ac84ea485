"""What is kept in the officer's words or as evidence."""

from typing import TYPE_CHECKING

from emergency_cli.core.events.event import Count, Entry, Event
from emergency_cli.core.events.words import day_or_words, with_more, with_reason
from emergency_cli.core.personal import Words
from emergency_cli.core.text import Message, counted, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Noted(Event, frozen=True, kw_only=True):
    """Something worth keeping, in the officer's words. `key`: it goes into bulletins and the summary."""

    kind = "noted"
    rests_on_state = False
    corrigible = ("text",)

    text: Words
    step: str | None = None
    key: bool = False

    def tell(self, fold: "Fold") -> Message:
        """The words; a mark where they belong into reports."""
        return msg("★ Key note: {text}", text=self.text) if self.key else msg("Note: {text}", text=self.text)


class EvidenceAdded(Event, frozen=True, kw_only=True):
    """A file copied in (`file`, `sha256`, `size`), or one only referenced: who holds it (`held`), until when."""

    kind = "evidence-added"
    rests_on_state = False
    corrigible = ("text",)

    name: Words
    file: str | None = None
    sha256: str | None = None
    size: Count | None = None
    held: str | None = None
    until: str | None = None
    handed: str | None = None
    text: Words | None = None
    step: str | None = None

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """What was destroyed and is taken in again is there once more."""
        if self.sha256 and fold.destroyed:
            fold.destroyed.pop(self.sha256, None)

    def tell(self, fold: "Fold") -> Message:
        """Where it is, and from whom."""
        if self.held:
            message = msg("Evidence “{name}” is held by {holder}", name=self.name, holder=self.held)
            message = (
                with_more(message, msg("until {until}", until=day_or_words(self.until))) if self.until else message
            )
        else:
            message = msg(
                "Evidence “{name}”, {size}, SHA-256 {hash}",
                name=self.name,
                size=counted(self.size or 0, msg("one byte"), msg("{count} bytes")),
                hash=self.sha256 or "",
            )
            message = with_more(message, msg("[destroyed]")) if self.sha256 in fold.destroyed else message
        if self.handed:
            message = with_more(message, msg("handed over by {name}", name=self.handed))
        return with_reason(message, self.text)
