"""`emergency close`: the record is closed."""

from emergency_cli.commands.options import Json, Reason, Recording, verb
from emergency_cli.core.incident import actions
from emergency_cli.errors import Exit
from emergency_cli.recording.confirm import confirm
from emergency_cli.screen.incident.entries import closed_lines


@verb(
    "emergency close",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="What is still open is listed; one --reason covers all of it.",
)
def close(session: Recording, *, reason: Reason = None, json: Json = False) -> None:
    """Close the record; what is still open is listed, and one reason may be given for all of it."""
    case = session.case(settles=True)
    at = session.at(case)
    by = session.by(case)
    case, written = session.record(case, lambda incident: actions.close_record(incident, at=at, by=by, reason=reason))
    confirm(session, case, written, json=json)
    if not json:
        session.screen.show(closed_lines(case.incident, session.screen.words))
