"""`emergency close`: the record is closed."""

from emergency_cli.core.incident import actions
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session


def close(session: Session, *, reason: str | None = None, json: bool = False) -> None:
    """Close the record; what is still open is listed, and may all be left on one reason."""
    at, case = session.at(), session.case()
    by = session.by(case)
    case, written = session.record(case, lambda incident: actions.close_record(incident, at=at, by=by, reason=reason))
    confirm(session, case, written, json=json)
