"""Answers that nobody typed as such and that follow from what is on record: who opened it, how many were registered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emergency_cli.core.events import Entry, OfficerNamed, StepDone, stamp
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.playbook import CASUALTY, GENERAL, Step
from emergency_cli.core.signing import account_of
from emergency_cli.core.terms import YES

if TYPE_CHECKING:
    from emergency_cli.core.incident.incident import Incident

# What the general procedure calls the facts that registered casualties answer.
INJURED, INJURED_COUNT = "injured", "injured-count"
# What a playbook calls the number that a zone misses, and the general procedure that of the whole hall.
ZONE_MISSING, MISSING = "zone-missing", "missing"


def implied(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """Facts by address, with the answer and the entry from which it follows."""
    opened = incident.opened
    for held in incident.attachments.values() if opened else ():
        for step in (each for each in held.playbook.steps if each.opening):
            yield from _by_opening(incident, held.id, step)
    yield from _by_casualties(incident)
    yield from _by_zones(incident)


def _by_opening(incident: "Incident", attachment: str, step: Step) -> Iterator[tuple[str, str, Entry]]:
    """What a step that is done by the opening would record: when that was, and by whom, where they are named."""
    opened = incident.opened
    if opened is None:
        return
    told = {"time": stamp(opened.event.occurred)}
    if who := _opener(incident, opened):
        told["text"] = who
    for address in [incident.fact_address(attachment, fact) for fact in step.record]:
        spec = incident.fact_spec(address)
        if spec and spec.kind in told:
            yield address, told.pop(spec.kind), opened


def _opener(incident: "Incident", opened: Entry) -> str | None:
    """Who opened the incident, if somebody is named; of what was copied from paper, who was on duty, not who typed."""
    if opened.event.paper:
        named = [entry.event.officer for entry in incident.entries if isinstance(entry.event, OfficerNamed)]
        return named[0] if named else None
    return opened.event.by if account_of(opened.event.by) is None else None


def _by_casualties(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """Each round of registering is one person; that says that there are some, and how many."""
    ticks = [incident.ticks[address] for address in incident.ticked.get(f"{GENERAL}/{CASUALTY}", [])]
    people = [entry for entry in ticks if isinstance(entry.event, StepDone)]
    if not people:
        return
    last = max(people, key=lambda entry: entry.order)
    for fact, value in ((INJURED, YES), (INJURED_COUNT, str(len(people)))):
        if incident.fact_spec(fact):
            yield fact, value, last


def _by_zones(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """What the zones miss together. Nobody is missing only once every zone has said so."""
    zones = list(incident.roster.zones) if incident.roster and incident.fact_spec(MISSING) else []
    for held in incident.attachments.values():
        if zones and ZONE_MISSING in held.playbook.facts:
            counted = [_last(incident, incident.fact_address(held.id, ZONE_MISSING, zone)) for zone in zones]
            known = [each for each in counted if each and each[0].isdigit()]
            total = sum(int(number) for number, _ in known)
            if total or (known and len(known) == len(zones)):
                yield MISSING, str(total), max((entry for _, entry in known), key=lambda entry: entry.order)


def _last(incident: "Incident", fact: str) -> tuple[str, Entry] | None:
    """The last answer to a fact that was not taken back."""
    given = [(value, entry) for value, entry in incident.given.get(fact, ()) if entry.hash not in incident.retracted]
    return (clear(given[-1][0]) or "", given[-1][1]) if given else None
