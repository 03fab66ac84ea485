"""`emergency list`: the incidents of this home."""

from itertools import groupby
from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Json, verb
from emergency_cli.core.incident.reporting import next_report
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.text import msg
from emergency_cli.screen.incident.overview import list_lines
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.shapes.incident import IncidentData, Incidents
from emergency_cli.store.index import Known

_LATEST = 20


@verb("emergency list")
def list_incidents(
    session: Session,
    *,
    everything: Annotated[bool, Option("--all", help="Include incidents closed longer ago.")] = False,
    hub: Annotated[bool, Option("--hub", help="Those at the hub, of every hall that may be seen from here.")] = False,
    json: Json = False,
) -> None:
    """What is open, and the latest 20 that are closed."""
    if hub:
        _list_hub(session, everything=everything, json=json)
        return
    home = session.home
    found = home.survey()
    closed = [name for name, case in found.items() if case is None]
    left_out = set() if everything else set(closed[:-_LATEST])
    shown = [home.known(name, case) for name, case in found.items() if name not in left_out]
    shown = [known for known in shown if known.last]
    if json:
        session.screen.data(Incidents(incidents=[_data(known) for known in shown]))
        return
    if not shown:
        session.screen.say(msg("There is no incident on record yet."))
        session.screen.tell(msg("Start one with: emergency start TYPE"))
    going_on = {name: case.incident for name, case in found.items() if case and case.incident.state == "responding"}
    limits = session.plan.centre.reporting if going_on else Reporting()
    reports = {name: following for name, each in going_on.items() if (following := next_report(each, limits))}
    session.screen.show(list_lines(shown, session.screen.words, session.now(), reports))
    if left_out:
        session.screen.tell(msg("Closed longer ago: {count}. See them: emergency list --all", count=len(left_out)))


def _list_hub(session: Session, *, everything: bool, json: bool) -> None:
    """Hall by hall."""
    from emergency_cli.commands.look.list_hub import at_hub

    found = at_hub(session, None if everything else _LATEST)
    if json:
        session.screen.data(Incidents(incidents=[_data(known, hall) for hall, known in found]))
        return
    if not found:
        session.screen.say(msg("No incident is at the hub."))
    for hall, held in groupby(found, key=lambda each: each[0]):
        session.screen.show([Line(hall, "title")])
        session.screen.show(list_lines([known for _, known in held], session.screen.words, session.now(), {}))


def _data(known: Known, hall: str | None = None) -> IncidentData:
    return IncidentData(
        incident=known.id,
        drill=known.drill,
        state=known.state,
        playbooks=list(known.playbooks),
        open=known.open,
        late=known.late,
        hall=hall,
    )
