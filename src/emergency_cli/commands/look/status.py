"""`emergency status`: the board of an incident."""

from emergency_cli.commands.look.board_data import board_data
from emergency_cli.core.incident.board import board
from emergency_cli.screen.overview import board_lines, code_line, finding_lines
from emergency_cli.session import Session


def status(session: Session, part: str | None, *, json: bool = False, open_only: bool = False) -> None:
    """The board of an incident."""
    case, now = session.case(part), session.now()
    if json:
        session.screen.data(board_data(case, now))
        return
    words = session.screen.words
    state = board(case.incident, now)
    session.screen.show(board_lines(case.incident, state, words, now, everything=not open_only))
    session.screen.show(finding_lines(case.record.findings, words))
    if case.incident.entries:
        session.screen.show([code_line(case.incident, words)])
