"""`emergency status`: how an incident stands, or its whole board."""

from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Id, Json, Looking, verb
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.report.briefs.brief import brief_of
from emergency_cli.screen.faults import finding_lines, put_aside
from emergency_cli.screen.incident.brief import brief_lines, control_lines, report_due
from emergency_cli.screen.incident.entries import code_line
from emergency_cli.screen.incident.overview import board_lines
from emergency_cli.store.copies.aside import found_aside


@verb("emergency status")
def status(
    session: Looking,
    part: Id = None,
    *,
    everything: Annotated[bool, Option("--all", help="Show every step.")] = False,
    open_only: Annotated[bool, Option("--open", help="Show every step that is still to be done.")] = False,
    json: Json = False,
) -> None:
    """How an incident stands, on one screen; with `--all` its whole board."""
    case, now = session.case(part), session.now()
    incident, words = case.incident, session.screen.words
    state = board(incident, now)
    if json:
        from emergency_cli.shapes.incident import status as as_data

        session.screen.data(as_data(incident, state, case.record.findings, case.journal.incident, now))
        return
    brief = brief_of(incident, state, now, session.plan.centre.reporting)
    whole = everything or open_only or not incident.entries
    if whole:
        session.screen.show(board_lines(incident, state, words, now, everything=not open_only))
        session.screen.show(control_lines(brief, words))
        if brief.report:
            session.screen.say(report_due(brief.report, words, now))
    else:
        session.screen.show(brief_lines(incident, brief, words, now))
    session.screen.show(finding_lines(case.record.findings, words))
    for path in found_aside(session.home.folder, case.journal.incident):
        session.screen.tell(put_aside(str(path)), "warn")
    if incident.entries and whole:
        session.screen.show([code_line(incident, words)])
