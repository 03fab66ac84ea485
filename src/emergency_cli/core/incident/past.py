"""What is asked of incidents long over: whether they drilled anything, and which personal values they still hold."""

from datetime import datetime

from msgspec import Struct

from emergency_cli.core.address import Address
from emergency_cli.core.events import Opened, RosterUpdated, StepDone, personal_values
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.measures import Measure, measures_of
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.plan.playbook import GENERAL


class Past(Struct, frozen=True, kw_only=True):
    """One incident in short.

    `drilled`: when a drill that was brought to its end was noticed; `playbooks`: those of which something was done;
    `values`: how many personal answers and notes are still at hand; `measures`: what its review decided to improve.
    """

    id: str
    playbooks: tuple[str, ...]
    drilled: datetime | None = None
    closed: datetime | None = None
    values: int = 0
    measures: tuple[Measure, ...] = ()


def past_of(incident: Incident) -> Past:
    """What an incident comes to once it is over."""
    return Past(
        id=incident.id,
        playbooks=_practised(incident),
        drilled=incident.opening.noticed if incident.opening and _drilled(incident) else None,
        closed=incident.closed.event.occurred if incident.closed else None,
        values=_values(incident),
        measures=measures_of(incident),
    )


def _practised(incident: Incident) -> tuple[str, ...]:
    """A playbook of which no step was done was not practised; the general procedure is, with any other."""
    done = {Address.parse(step).attachment for step, tick in incident.ticks.items() if isinstance(tick.event, StepDone)}
    return tuple(
        held.playbook.id
        for held in incident.attachments.values()
        if held.id in done or (done and held.playbook.id == GENERAL)
    )


def _drilled(incident: Incident) -> bool:
    """A drill broken off, by mistake or because it turned real, has drilled nothing."""
    return incident.drill and incident.ended is not None and not settles_all(incident)


def _values(incident: Incident) -> int:
    """The numbers of the roster are not among them."""
    events = [entry.event for entry in incident.originals.values() if not isinstance(entry.event, RosterUpdated)]
    told = [event.facts if isinstance(event, Opened) else event for event in events]
    return len({value.sealed for each in told for value in personal_values(each) if value.value is not None})
