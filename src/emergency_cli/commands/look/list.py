"""`emergency list`: all incidents of this home."""

from emergency_cli.commands.look.board_data import summary_data
from emergency_cli.commands.options import Json, verb
from emergency_cli.core.incident.board import board
from emergency_cli.screen.overview import list_lines
from emergency_cli.session import Session


@verb("emergency list")
def list_all(session: Session, *, json: Json = False) -> None:
    """All incidents of this home."""
    now = session.now()
    found = [(case.incident, board(case.incident, now)) for case in session.home.all() if case.incident.entries]
    if json:
        session.screen.data([summary_data(incident, state) for incident, state in found])
        return
    if not found:
        session.screen.say(session.screen.words.say("There is no incident on record yet."))
    session.screen.show(list_lines(found, session.screen.words, now))
