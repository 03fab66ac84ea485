"""`emergency set`: answers given or changed."""

from collections.abc import Sequence

from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.naming import answers
from emergency_cli.session import Session


def set_facts(session: Session, pairs: Sequence[str], *, reason: str | None = None, json: bool = False) -> None:
    """Answer questions, or change answers."""
    at, case = session.at(), session.case()
    by = session.by(case)

    def decide(incident: Incident) -> Event:
        return actions.set_facts(incident, answers(session, incident, pairs), at=at, by=by, reason=reason)

    case, entry = session.record(case, decide)
    confirm(session, case, entry, json=json)
