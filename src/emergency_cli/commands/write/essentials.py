"""What a document still lacks, asked on one sheet before it is written; without a terminal one line names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emergency_cli.core.events.words import fact_title
from emergency_cli.core.report.essentials import lacking, last_answer
from emergency_cli.core.text import msg

if TYPE_CHECKING:
    from emergency_cli.core.terms import Document
    from emergency_cli.session import Session
    from emergency_cli.store.home import Case


def with_essentials(session: Session, case: Case, document: Document, *, ask: bool, approved: str | None) -> Case:
    """The incident with what was answered now; `ask` on a terminal, else a line says what is missing. Raises Left.

    Who `approved` it is not asked where it is known.
    """
    missing = lacking(case.incident, document, approved=approved)
    if missing and ask and session.world.interactive:
        return _asked(session, case, document, approved)
    if missing:
        session.screen.tell(
            msg(
                "Not on record: {facts}. Answer with: emergency set {fact}=…",
                facts=[msg("{title} ({fact})", title=fact_title(case.incident, fact), fact=fact) for fact in missing],
                fact=missing[0],
            )
        )
    return case


def _asked(session: Session, case: Case, document: Document, approved: str | None) -> Case:
    """Ask what is missing; what is missing only by one of the answers comes on a sheet of its own."""
    from emergency_cli.walk.person.ask import Asker
    from emergency_cli.walk.sheet import Item, take
    from emergency_cli.walk.walker import Walker

    walker, asked = Walker(session, case, Asker(session.world)), set[str]()
    walker.undoes = False
    while missing := [fact for fact in lacking(walker.incident, document, approved=approved) if fact not in asked]:
        told = walker.incident
        lines = [Item(fact, fact_title(told, fact), fact, last=last_answer(told, fact)) for fact in missing]
        take(walker, lines, msg("The document still lacks ({count}). What is known?", count=len(lines)))
        asked.update(missing)
    return walker.case
