"""What is said of an earlier entry: taken back, corrected. The original stays as it is."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from emergency_cli.core.events.event import Event, Ref
from emergency_cli.core.events.words import answer_title, fact_title, moment_or_words, party_title, with_reason
from emergency_cli.core.personal import Words
from emergency_cli.core.terms import MEMBERS, Member
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Reopened(Event, frozen=True, kw_only=True):
    """A tick is taken back with the facts it set, or the end of the response is."""

    kind = "reopened"
    amends = True
    corrigible = ("reason",)

    target: Ref
    reason: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """What is taken back, and why."""
        target = fold.originals.get(self.target.hash)
        if target is None:
            message = msg("Taken back: entry {entry}", entry=self.target.entry)
        elif target.event.kind == "ended":
            message = msg("The response goes on: its end was taken back")
        else:
            message = msg("Taken back: {what}", what=target.event.tell(fold))
        return with_reason(message, self.reason)


class Corrected(Event, frozen=True, kw_only=True):
    """One member of an earlier entry is corrected; the original stays visible.

    `fact` says which answer `value` replaces. Where the target is itself a correction, `member` is `value`, and it
    replaces what that one said.
    """

    kind = "corrected"
    amends = True
    rests_on_state = False
    corrigible = ("reason",)

    target: Ref
    member: Member
    fact: str | None = None
    value: Words = ""
    reason: Words | None = None

    def corrected(self, member: Member, value: Words, fact: str | None = None) -> "Corrected":
        """A correction of a correction replaces its value."""
        return replace(self, value=value) if member == "value" else super().corrected(member, value, fact)

    def tell(self, fold: "Fold") -> Message:
        """What of which entry, and what it is now."""
        named = fact_title(fold, self.fact) if self.member == "value" and self.fact else MEMBERS[self.member].shown
        message = msg(
            "Correction of entry {entry}: {what} is now “{value}”",
            entry=self.target.entry,
            what=named,
            value=self.value_title(fold, self.value),
        )
        return with_reason(message, self.reason)

    def value_title(self, fold: "Fold", value: object) -> object:
        """What was, or now is, in the place that this corrects, as people say it."""
        if not isinstance(value, str):
            return value
        match self.member:
            case "value":
                return answer_title(fold, self.fact or "", value)
            case "actor":
                return party_title(fold, value)
            case "occurred" | "noticed" | "began":
                return moment_or_words(value)
            case _:
                return value
