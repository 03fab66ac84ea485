"""`emergency skip`, `could-not`, `defer`: a step that is left."""

from collections.abc import Callable

from emergency_cli.commands.choice import clear
from emergency_cli.commands.options import Copyable, Json, Reason, Recording, Step, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.errors import Exit
from emergency_cli.recording.confirm import addresses, confirm
from emergency_cli.session import Session


@verb("emergency skip fight-fire --reason '…'", Exit.REFUSED, Exit.NOT_SAVED)
def skip(session: Copyable, query: Step = None, *, reason: Reason = None, json: Json = False) -> None:
    """Leave a step out."""
    _leave(session, actions.skip_step, query, reason, json)


@verb("emergency could-not cut-power --reason '…'", Exit.REFUSED, Exit.NOT_SAVED)
def could_not(session: Copyable, query: Step = None, *, reason: Reason = None, json: Json = False) -> None:
    """Say that a step could not be done."""
    _leave(session, actions.could_not, query, reason, json)


@verb("emergency defer head-count", Exit.REFUSED, Exit.NOT_SAVED)
def defer(session: Recording, query: Step = None, *, reason: Reason = None, json: Json = False) -> None:
    """Defer a step."""
    _leave(session, actions.defer_step, query, reason, json)


def _leave(session: Session, act: Callable[..., Event], query: str | None, reason: str | None, json: bool) -> None:
    case = session.case()
    at, by = session.at(case), session.by(case)
    query = query and clear(session, query, lambda text: addresses(case.incident, text, at), json=json)
    entries = []
    for address in addresses(case.incident, query, at):

        def decide(incident: Incident, address: str = address) -> Event:
            return act(incident, address, at=at, by=by, reason=reason)

        case, entry = session.record(case, decide)
        entries.append(entry)
    confirm(session, case, entries, json=json)
