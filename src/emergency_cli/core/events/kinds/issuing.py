"""Documents that were given out."""

from typing import TYPE_CHECKING

from emergency_cli.core.events.event import Count, Entry, Event, Names, Ref, Snapshot
from emergency_cli.core.events.words import document_title, party_title, with_more
from emergency_cli.core.personal import Words
from emergency_cli.core.terms import Document
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Issued(Event, frozen=True, kw_only=True):
    """A document left the hall: to whom, who approved it, what it said, and the SHA-256 of the file.

    `document` is a bulletin (Emergency Response Law 2024, Art. 61; Shandong regulation 2012, Art. 29-30) or the
    summary; `number` counts the follow-ups. `upto` is the last entry it was built from: the document carries its check
    code. `text` is the short text as it was given out, sealed where there is a personal value in it. `centre` is what
    the plan folder said then of its title, its headings and the classes of incidents.
    """

    kind = "issued"
    corrigible = ("text",)

    document: Document
    number: Count | None = None
    to: Names = ()
    approved: str | None = None
    text: Words | None = None
    file: str | None = None
    sha256: str | None = None
    upto: Ref
    centre: Snapshot = {}

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """One more document is out."""
        fold.issued.append(entry)

    def tell(self, fold: "Fold") -> Message:
        """Which document, to whom, who approved it."""
        message = msg("Issued: {document}", document=document_title(self.document, self.number))
        if self.to:
            message = with_more(message, msg("to {names}", names=[party_title(fold, name) for name in self.to]))
        if self.approved:
            message = with_more(message, msg("approved by {name}", name=party_title(fold, self.approved)))
        return with_more(message, msg("file {name}", name=self.file)) if self.file else message
