"""`emergency export`: the after-action summary."""

from collections.abc import Sequence

from emergency_cli.commands.options import (
    Giving,
    Id,
    verb,
)
from emergency_cli.commands.write.documents import AS_USUAL, DocumentRequest, make, refuse_unmeant, tell_given
from emergency_cli.commands.write.essentials import with_essentials
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.report.document import Report
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Left


@verb("emergency export --to summary.docx", Exit.REFUSED, Exit.NOT_SAVED, Exit.FAULTS)
def export(
    session: Giving,
    part: Id = None,
    *,
    wanted: DocumentRequest = AS_USUAL,
) -> None:
    """Write the summary to a file, or with `-` to standard output; with recipients, put it on record as given out."""
    refuse_unmeant(session, wanted)
    try:
        case = _completed(session, session.case(part, closed=True), wanted)
    except Left:
        session.screen.tell(msg("Left; nothing was given out."))
        return

    def build(incident: Incident, to: Sequence[str], approved: str | None) -> Report:
        centre = session.plan.centre
        return build_report(incident, session.now(), case.record.findings, to=to, approved=approved, centre=centre)

    given = make(session, case, wanted, build, stem=lambda _: case.journal.incident)
    tell_given(session, case, given)


def _completed(session: Session, case: Case, wanted: DocumentRequest) -> Case:
    """The incident with what a person at a terminal added to it; while it lasts, only if the document is issued."""
    ask = wanted.to != "-" and (bool(wanted.issued_to) or case.incident.state != "responding")
    return with_essentials(session, case, "summary", ask=ask, approved=wanted.approved)
