"""What happened to the record itself: put right after damage, personal values and evidence destroyed."""

from typing import TYPE_CHECKING

from emergency_cli.core.events.event import Count, Entry, Event, Names
from emergency_cli.core.terms import DESTRUCTIBLE, Destructible, Repair
from emergency_cli.core.text import Message, counted, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Repaired(Event, frozen=True, kw_only=True):
    """The program found this desk's file not as it left it, and went on after it."""

    kind = "repaired"
    rests_on_state = False

    found: Repair
    file: str
    line: Count | None = None
    bytes: Count | None = None
    kept: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """What was found."""
        match self.found:
            case "torn-tail":
                return msg(
                    "A line cut off in {file} ({size}) was set aside as {kept}; nothing that was confirmed is missing.",
                    file=self.file,
                    size=counted(self.bytes or 0, msg("one byte"), msg("{count} bytes")),
                    kept=self.kept or "",
                )
            case "damage":
                return msg(
                    "{file} ends in a damaged line ({line}); the record continues after it.",
                    file=self.file,
                    line=self.line or 0,
                )
            case _:
                return msg(
                    "{file} was replaced by an older copy; this desk continues under a new code.", file=self.file
                )


class Destroyed(Event, frozen=True, kw_only=True):
    """Personal values, copied evidence, or both, were removed; written before the removal.

    `targets` are their seals and SHA-256: every copy of the record can follow, and tell destroyed from missing.
    `basis` is on what law or decision (Emergency Response Law 2024, Art. 85).
    """

    kind = "destroyed"

    what: Destructible
    targets: Names = ()
    basis: str

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """They are gone for good."""
        fold.destroyed.update(dict.fromkeys(self.targets, entry))

    def tell(self, fold: "Fold") -> Message:
        """What, how much, on what basis."""
        return msg(
            "Destroyed: {what} ({count}); basis: {basis}",
            what=DESTRUCTIBLE[self.what].shown,
            count=len(self.targets),
            basis=self.basis,
        )
