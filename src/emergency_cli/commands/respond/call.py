"""`emergency call`: who was told, or could not be reached."""

from collections.abc import Sequence

from emergency_cli.core.incident import actions
from emergency_cli.recording.calls import show_next_in_ladder
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.naming import roster_of, told
from emergency_cli.session import Session


def call(session: Session, pairs: Sequence[str], *, text: str | None = None, json: bool = False) -> None:
    """Somebody was told, or was tried, outside of any step. An unanswered call shows who comes next."""
    at, case = session.at(), session.case()
    by, roster = session.by(case), roster_of(session, case.incident)
    contacts = told(roster, pairs)
    case, entry = session.record(case, lambda incident: actions.make_call(incident, contacts, at=at, by=by, text=text))
    confirm(session, case, entry, json=json)
    if json:
        return
    for one in contacts:
        if one.outcome == "no-answer":
            show_next_in_ladder(session, case, one.party)
