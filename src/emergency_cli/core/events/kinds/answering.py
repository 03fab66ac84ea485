"""Answers given, or changed, outside of any step."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from emergency_cli.core.events.deeds import answers_line
from emergency_cli.core.events.event import Entry, Event, Facts
from emergency_cli.core.events.words import with_reason
from emergency_cli.core.personal import Words
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class FactsSet(Event, frozen=True, kw_only=True):
    """Answers given, or changed."""

    kind = "facts-set"
    corrigible = ("reason",)

    facts: Facts
    reason: str | None = None

    @property
    def answers(self) -> Mapping[str, Words]:
        """All of it."""
        return self.facts

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """They hold from now on."""
        fold.answer(self.facts, entry)

    def tell(self, fold: "Fold") -> Message:
        """Each with the name of its fact."""
        return with_reason(answers_line(fold, self.facts) or msg("No answer."), self.reason)
