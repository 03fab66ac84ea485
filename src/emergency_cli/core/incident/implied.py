"""Answers that nobody typed as such and that follow from what is on record: who opened it, how many were registered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address
from emergency_cli.core.events import Entry, OfficerNamed, StepDone, stamp
from emergency_cli.core.events.fold import Attachment
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.conditions import Truth, facts_of, holds
from emergency_cli.core.plan.playbook import GENERAL, Step
from emergency_cli.core.signing import account_of
from emergency_cli.core.text import whole

if TYPE_CHECKING:
    from emergency_cli.core.incident.incident import Incident


def implied(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """Facts by address, with the answer and the entry from which it follows."""
    opened = incident.opened
    for held in incident.attachments.values() if opened else ():
        for step in (each for each in held.playbook.steps if each.opening):
            yield from _by_opening(incident, held.id, step)
    yield from _by_rounds(incident)
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


def _by_rounds(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """What follows from the rounds of a step: each casualty registered is one, and says that there are some."""
    for held in incident.attachments.values():
        for step in held.playbook.steps:
            if not (step.counts or step.implies):
                continue
            ticks = [incident.ticks[address] for address in incident.ticked.get(str(Address(held.id, step.id)), [])]
            rounds = [entry for entry in ticks if isinstance(entry.event, StepDone)]
            counted = {step.counts: str(len(rounds))} if step.counts else {}
            for fact, value in (step.implies | counted).items() if rounds else ():
                address = incident.fact_address(held.id, fact)
                if incident.fact_spec(address):
                    yield address, value, max(rounds, key=lambda entry: entry.order)


def _by_zones(incident: "Incident") -> Iterator[tuple[str, str, Entry]]:
    """What the zones come to together. Nobody is missing only once every zone has said so."""
    general = incident.attachments.get(GENERAL)
    totals = {spec.total: fact for fact, spec in general.playbook.facts.items() if spec.total} if general else {}
    zones = list(incident.roster.zones) if incident.roster else []
    for held in incident.attachments.values():
        for part in totals.keys() & held.playbook.facts.keys() if zones else ():
            told = [each for zone in zones if (each := _of_zone(incident, held, part, zone))]
            known = [(number, entry) for said, entry in told if (number := whole(said)) is not None]
            total = sum(number for number, _ in known)
            if total or (known and len(known) == len(zones)):
                yield totals[part], str(total), max((entry for _, entry in known), key=lambda entry: entry.order)


def _of_zone(incident: "Incident", held: Attachment, fact: str, zone: str) -> tuple[str, Entry] | None:
    """What a zone answered; none where another of its answers leaves nothing to ask: everyone is out."""
    address, when = incident.fact_address(held.id, fact, zone), held.playbook.facts[fact].when
    if (said := _last(incident, address)) or not when:
        return said
    others = {name: _last(incident, incident.fact_address(held.id, name, zone)) for name in facts_of(when)}
    entries = [other[1] for other in others.values() if other]
    truth = holds(when, lambda name: [other[0]] if (other := others.get(name)) else [])
    return ("0", max(entries, key=lambda entry: entry.order)) if truth is Truth.FALSE and entries else None


def _last(incident: "Incident", fact: str) -> tuple[str, Entry] | None:
    """The last answer to a fact that was not taken back."""
    given = [(value, entry) for value, entry in incident.given.get(fact, ()) if entry.hash not in incident.retracted]
    return (clear(given[-1][0]) or "", given[-1][1]) if given else None
