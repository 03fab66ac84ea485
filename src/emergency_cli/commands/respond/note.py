"""`emergency note`: something worth keeping, in the officer's words."""

from emergency_cli.core.incident import actions
from emergency_cli.core.personal import seal
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session


def note(session: Session, text: str, *, personal: bool = False, json: bool = False) -> None:
    """Keep something in the officer's words; `personal` seals it."""
    at, case = session.at(), session.case()
    by = session.by(case)
    words = text.strip()
    if not words:
        raise Misused(msg("The note is empty."), msg("Type the text after the command, in quotes."))
    kept = seal(words, session.world.random(32)) if personal else words
    case, entry = session.record(case, lambda incident: actions.note(incident, kept, at=at, by=by))
    confirm(session, case, entry, json=json)
