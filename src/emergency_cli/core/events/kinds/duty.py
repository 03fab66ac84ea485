"""Who is on duty: named, handed over, taken over."""

from typing import TYPE_CHECKING

from emergency_cli.core.address import how_many
from emergency_cli.core.events.event import Entry, Event, Names
from emergency_cli.core.events.words import with_reason
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class OfficerNamed(Event, frozen=True, kw_only=True):
    """The officer on duty at this desk gave their name."""

    kind = "officer-named"

    officer: str

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """Who was on duty on paper is thereby at no desk: what is typed later is not theirs."""
        fold.on_duty("" if self.paper else entry.desk, self.officer)

    def tell(self, fold: "Fold") -> Message:
        """Their name."""
        return msg("Officer on duty: {name}", name=self.officer)


class HandoverOffered(Event, frozen=True, kw_only=True):
    """The outgoing officer leaves: what is open, late and deferred at that moment."""

    kind = "handover-offered"
    corrigible = ("text",)

    to: str
    open: Names = ()
    late: Names = ()
    deferred: Names = ()
    text: str | None = None

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """Somebody may take over."""
        fold.handover = entry

    def tell(self, fold: "Fold") -> Message:
        """To whom, and how much."""
        counts = [msg("{count} open", count=how_many(self.open))]
        counts += [msg("{count} late", count=how_many(self.late))] if self.late else []
        counts += [msg("{count} deferred", count=how_many(self.deferred))] if self.deferred else []
        message = msg("Handed over to {name}: {counts}", name=self.to, counts=counts)
        return with_reason(message, self.text)


class HandoverAccepted(Event, frozen=True, kw_only=True):
    """The incoming officer takes over."""

    kind = "handover-accepted"

    officer: str

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """They are on duty at this desk."""
        fold.handover = None
        fold.on_duty(entry.desk, self.officer)

    def tell(self, fold: "Fold") -> Message:
        """Who."""
        return msg("{name} took over", name=self.officer)
