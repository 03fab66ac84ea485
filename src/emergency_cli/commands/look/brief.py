"""`emergency brief`: how an incident stands, on one screen or one page."""

from pathlib import Path

from emergency_cli.commands.options import PAGES, Force, Id, Json, Looking, Mask, PageFormat, To, verb
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.report.briefs.brief import brief_of
from emergency_cli.core.report.briefs.brief_page import brief_report
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit
from emergency_cli.screen.incident.brief import brief_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case


@verb("emergency brief --to brief.docx", Exit.NOT_SAVED)
def brief(
    session: Looking,
    part: Id = None,
    *,
    format_: PageFormat = None,
    to: To = None,
    force: Force = False,
    mask: Mask = False,
    json: Json = False,
) -> None:
    """How an incident stands, for whoever takes over or walks in: on one screen, or as a page with `--to`."""
    case, now = session.case(part, closed=True), session.now()
    if to or format_:
        _page(session, case, format_, to or "-", force=force, mask=mask)
        return
    found = brief_of(case.incident, board(case.incident, now), now, session.plan.centre.reporting)
    if json:
        from emergency_cli.shapes.incident import brief as as_data

        session.screen.data(as_data(found))
        return
    session.screen.show(brief_lines(case.incident, found, session.screen.words, now))


def _page(session: Session, case: Case, format_: str | None, place: str, *, force: bool, mask: bool) -> None:
    from emergency_cli.commands.write.personal import tell_personal
    from emergency_cli.export import FORMATS
    from emergency_cli.export.writing import format_named, write_document

    name = format_named(PAGES, format_, place, without="md")
    built = brief_report(case.incident, session.now(), session.plan.centre, case.record.findings)
    shown = redacted(built) if mask else built
    tell_personal(session, case.incident, built, shown)
    content = FORMATS[name](shown, session.screen.words)
    write_document(session.world, place, content, force=force)
    if place != "-":
        session.screen.say(msg("Written: {path}", path=str(Path(place).absolute())), "done")
