"""`emergency timeline`: everything on record, in the order in which it happened."""

from emergency_cli.commands.look.board_data import entries_data
from emergency_cli.screen.overview import finding_lines, timeline_lines
from emergency_cli.session import Session


def timeline(session: Session, part: str | None, *, json: bool = False) -> None:
    """Everything on record, in the order in which it happened."""
    case = session.case(part)
    if json:
        session.screen.data({"incident": case.journal.incident, "entries": entries_data(case.incident)})
        return
    words = session.screen.words
    session.screen.show(timeline_lines(case.incident, words))
    session.screen.show(finding_lines(case.record.findings, words))
