"""When a step has to be done by, and how late it is: judged by when things happened, in true time."""

from datetime import datetime, timedelta

from emergency_cli.core.address import Address
from emergency_cli.core.events import Entry, StepDone, as_moment
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.incident.steps.occurrences import lookup
from emergency_cli.core.plan.conditions import Truth, holds, judge
from emergency_cli.core.plan.playbook import Step


def deadline_of(incident: Incident, held: Attachment, step: Step, member: str | None) -> datetime | None:
    """When a step has to be done by; `None` where it has no limit, or its limit does not run yet."""
    if step.within is None:
        return None
    start = _start(incident, held, step, member)
    try:
        return start + step.within if start else None
    except OverflowError:  # an order due beyond the year 9999, in a foreign log
        return None


def _start(incident: Incident, held: Attachment, step: Step, member: str | None) -> datetime | None:
    """When the deadline of a step begins to run: when its matter was noticed, or what `from` names."""
    source, noticed = step.from_, incident.by_clock(held.entry, held.noticed)
    if source is None:
        return noticed
    if source.step:
        entry = incident.ticks.get(str(Address(held.id, source.step)))
        return incident.by_clock(entry, entry.event.occurred) if entry and isinstance(entry.event, StepDone) else None
    if source.fact:
        answer = incident.answers.get(incident.fact_address(held.id, source.fact))
        moment = as_moment(answer.value) if answer else None
        return incident.by_clock(answer.entry, moment) if answer and moment else None
    if holds(step.when, lambda fact: lookup(incident, held, fact, member)) is not Truth.TRUE:
        return None
    addresses = [incident.fact_address(held.id, fact) for fact, _ in judge(step.when, lambda _: [])]
    return max([noticed, *(moment for fact in addresses if (moment := _answered_since(incident, fact)))])


def _answered_since(incident: Incident, fact: str) -> datetime | None:
    """Since when the answer is what it is; saying it again does not start the time anew."""
    live = [(value, entry) for value, entry in incident.given.get(fact, []) if entry.hash not in incident.retracted]
    since = None
    for value, entry in reversed(live):
        if value != live[-1][0]:
            break
        since = incident.by_clock(entry, entry.event.occurred)
    return since


def late_by(deadline: datetime | None, moment: datetime) -> timedelta | None:
    """By how much a moment misses a deadline; `None` where it keeps it."""
    return moment - deadline if deadline and moment > deadline else None


def typed_late_by(incident: Incident, deadline: datetime | None, done: Entry) -> timedelta | None:
    """By how much a step that was done was typed in too late; what was copied from paper says nothing of that."""
    return None if done.event.paper else late_by(deadline, incident.by_clock(done, done.recorded))
