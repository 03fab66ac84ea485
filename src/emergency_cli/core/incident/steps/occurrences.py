"""The occurrences of a step that is done zone by zone, unit by unit or in rounds, with their answers."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from emergency_cli.core.address import FactAddress, base_of, member_of, with_member
from emergency_cli.core.events import CallMade, Entry, StepDone
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.plan.conditions import Truth, holds, judge
from emergency_cli.core.plan.playbook import GENERAL, Step


def members(incident: Incident, step: Step) -> Sequence[str | None]:
    """The occurrences of a step: every zone, every unit that took part, or just the step itself."""
    if step.each == "zone" and incident.roster:
        return list(incident.roster.zones)
    if step.each == "unit":
        return units_taking_part(incident) or [None]
    return [None]


def units_taking_part(incident: Incident) -> list[str]:
    """The sections that acted or were told, by the log, and the zone concerned: each sums up its work (五（一）1)."""
    roster = incident.roster
    if roster is None:
        return []
    named: dict[str, None] = {}
    steps = set[str]()
    for entry in incident.entries:  # most say nothing of anybody, and there may be very many
        event = entry.event
        if event.actor:
            named[event.actor] = None
        if isinstance(event, StepDone) and (step := base_of(event.step)) not in steps:
            steps.add(step)
            named |= dict.fromkeys(_responsible(incident, step))
        if isinstance(event, StepDone | CallMade):
            named |= dict.fromkeys(one.party for one in event.contacts)
    sections = [name for name in named if name in roster.units and roster.units[name].sums_up]
    return list(dict.fromkeys([*sections, *([incident.zone] if incident.zone else [])]))


def _responsible(incident: Incident, address: str) -> Sequence[str]:
    """Those to whom the plan gives a step of the response: whoever only sums up has not taken part by that."""
    step = incident.step(address)
    return step.actor if step and step.stage != "review" else ()


def in_order_answers(incident: Incident) -> frozenset[str]:
    """Where the answer of a zone or unit is the one for "in order", by address: fourteen of them tell nothing new."""
    usual = {
        incident.fact_address(held.id, fact): value
        for held in incident.in_order
        for step in held.playbook.steps
        for fact, value in step.in_order.items()
    }
    answered = ((base, address) for base in usual for address in incident.answered.get(base, []))
    return frozenset(
        address for base, address in answered if member_of(address) and incident.answers[address].value == usual[base]
    )


def rounds_of(incident: Incident, address: str) -> list[Entry]:
    """The rounds of a repeating step that were done, in record order."""
    ticks = [incident.ticks[tick] for tick in incident.ticked.get(address, []) if member_of(tick)]
    rounds = [entry for entry in ticks if isinstance(entry.event, StepDone)]
    return sorted(rounds, key=lambda entry: entry.order)


def lookup(incident: Incident, held: Attachment, fact: str, member: str | None) -> Sequence[str | None]:
    """All answers to a fact as conditions see them, `None` for each that is missing; a conflict counts as missing.

    What is asked zone by zone or unit by unit has as many answers as there are zones or units; within a step that is
    itself ticked one by one, only its own counts.
    """
    base = incident.fact_address(held.id, fact)
    asked = next((step for step in held.playbook.steps if step.each and fact in step.wants), None)
    if member and (asked or with_member(base, member) in incident.answers):
        addresses = [with_member(base, member)]
    elif asked:
        addresses = [with_member(base, each) for each in members(incident, asked)]
    else:
        addresses = incident.answered.get(base, [])
    return [_clear_answer(incident, address) for address in addresses]


def _clear_answer(incident: Incident, address: str) -> str | None:
    answer = incident.answers.get(address)
    return None if answer is None or answer.conflict else incident.value(address)


def can_be(incident: Incident, fact: str, given: Mapping[str, object] = MappingProxyType({})) -> bool:
    """Whether a fact, by address, can have an answer: not where the plan asks for it only if something else is so."""
    return applies(incident, fact, given) is not Truth.FALSE


def presupposes(incident: Incident, fact: str) -> list[str]:
    """The facts, by address, without whose answers this one would not be: that somebody is hurt, of how many.

    Not what need not have been a yes: people may be missing where it is not known whether anybody is hurt.
    """
    spec, where = incident.fact_spec(fact), FactAddress.parse(fact)
    if spec is None or not spec.when or where.member:
        return []
    sure = {name: test for name, test in spec.when.items() if not (isinstance(test, list) and len(test) > 1)}
    return [incident.fact_address(where.attachment or GENERAL, name) for name, _ in judge(sure, lambda _: [])]


def applies(incident: Incident, fact: str, given: Mapping[str, object] = MappingProxyType({})) -> Truth:
    """Whether that is so on which the plan makes a fact depend. `given`: answers, by address, not on record yet."""
    spec, where = incident.fact_spec(fact), FactAddress.parse(fact)
    held = incident.attachments.get(where.attachment or GENERAL)
    if spec is None or not spec.when or held is None:
        return Truth.TRUE
    said = {FactAddress.parse(address).fact: value for address, value in given.items() if isinstance(value, str)}
    return holds(
        spec.when, lambda other: [said[other]] if other in said else lookup(incident, held, other, where.member)
    )
