"""`emergency also`: a further playbook in the same incident."""

from typing import Annotated

from typer import Option

from emergency_cli.commands.choice import picked_type
from emergency_cli.commands.options import AnyType, Json, Recording, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.errors import Exit
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.confirm import confirm


@verb("emergency also illness", Exit.REFUSED, Exit.NOT_SAVED)
def also(
    session: Recording,
    type_: AnyType = None,
    *,
    noticed: Annotated[str | None, Option("--noticed", metavar="TIME", help="When this was noticed.")] = None,
    decline: Annotated[bool, Option("--decline", help="Decline it: it was suggested and is not taken up.")] = False,
    json: Json = False,
) -> None:
    """Take up a further playbook, or decline one that is suggested."""
    case = session.case()
    at = session.at(case)
    by = session.by(case)
    playbook, presets = session.plan.find(type_ or picked_type(session, json=json))
    session.warn_of_faults()
    when = session.moment(noticed, case.incident.local(session.now())) if noticed else at

    def decide(incident: Incident) -> Event:
        if decline:
            return actions.decline(incident, playbook.id, at=at, by=by)
        return taken_up(incident, playbook, presets, at=at, by=by, noticed=when)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
