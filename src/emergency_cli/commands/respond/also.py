"""`emergency also`: a further playbook in the same incident."""

from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.times import parse_time
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session


def also(
    session: Session, type_: str, *, noticed: str | None = None, decline: bool = False, json: bool = False
) -> None:
    """Take up a further playbook, or decline one that is suggested."""
    at, case = session.at(), session.case()
    by = session.by(case)
    playbook, presets = session.plan.find(type_)
    session.warn_of_faults()
    when = parse_time(noticed, session.now()) if noticed else at

    def decide(incident: Incident) -> Event:
        if decline:
            return actions.decline(incident, playbook.id, at=at, by=by)
        return taken_up(incident, playbook, presets, at=at, by=by, noticed=when)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
