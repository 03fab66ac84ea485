"""`emergency skip`, `could-not`, `defer`: a step that is left."""

from typing import Literal

from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.recording.confirm import addresses, confirm
from emergency_cli.session import Session


def leave(
    session: Session,
    how: Literal["skip", "could-not", "defer"],
    query: str | None,
    *,
    reason: str | None = None,
    json: bool = False,
) -> None:
    """Leave a step out, say that it could not be done, or put it off."""
    act = {"skip": actions.skip_step, "could-not": actions.could_not, "defer": actions.defer_step}[how]
    at = session.at()
    case = session.case()
    by = session.by(case)
    entries = []
    for address in addresses(case.incident, query, at):

        def decide(incident: Incident, address: str = address) -> Event:
            return act(incident, address, at=at, by=by, reason=reason)

        case, entry = session.record(case, decide)
        entries.append(entry)
    confirm(session, case, entries, json=json)
