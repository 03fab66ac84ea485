"""`emergency reopen`: a tick, or the end of the response, taken back."""

from typing import Annotated

from typer import Argument

from emergency_cli.commands import complete
from emergency_cli.commands.choice import clear
from emergency_cli.commands.options import Json, Reason, Recording, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.errors import Exit
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.naming import entry, step_address


@verb(
    "emergency reopen call-119 --reason '…'",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="Without STEP or ENTRY, the end of the response is taken back.",
)
def reopen(
    session: Recording,
    query: Annotated[
        str | None,
        Argument(metavar="STEP|ENTRY", help="Which tick, by its step or its entry.", autocompletion=complete.steps),
    ] = None,
    *,
    reason: Reason = None,
    json: Json = False,
) -> None:
    """Take back a tick (by step or entry), or without a name the end of the response."""
    case = session.case()
    at = session.at(case)
    by = session.by(case)
    if query and not case.incident.find(query):
        state = board(case.incident, at)
        query = clear(session, query, lambda text: step_address(case.incident, state, text), json=json)

    def decide(incident: Incident) -> Event:
        if query is None:
            return actions.reopen_response(incident, at=at, by=by, reason=reason)
        if incident.find(query):
            return actions.reopen(incident, entry(incident, query), at=at, by=by, reason=reason)
        address = step_address(incident, board(incident, at), query)
        return actions.reopen_step(incident, address, at=at, by=by, reason=reason)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
