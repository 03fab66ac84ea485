"""`emergency status`: the board of an incident."""

from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Id, Json, Looking, verb
from emergency_cli.core.incident.board import board
from emergency_cli.screen.overview import board_lines, code_line, finding_lines


@verb("emergency status")
def status(
    session: Looking,
    part: Id = None,
    *,
    open_only: Annotated[bool, Option("--open", help="Show only what is still to be done.")] = False,
    json: Json = False,
) -> None:
    """The board of an incident."""
    case, now = session.case(part), session.now()
    if json:
        from emergency_cli.shapes.incident import status as as_data

        session.screen.data(
            as_data(case.incident, board(case.incident, now), case.record.findings, case.journal.incident)
        )
        return
    words = session.screen.words
    state = board(case.incident, now)
    session.screen.show(board_lines(case.incident, state, words, now, everything=not open_only))
    session.screen.show(finding_lines(case.record.findings, words))
    if case.incident.entries:
        session.screen.show([code_line(case.incident, words)])
