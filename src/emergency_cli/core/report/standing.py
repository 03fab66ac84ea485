"""How steps and answers stand that documents tell apart: late, left out, not reached, of a branch that was given up."""

from collections.abc import Iterator
from datetime import datetime

from emergency_cli.core.address import base_of
from emergency_cli.core.events import Entry, Told, as_moment
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.occurrences import applies, presupposes
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.plan.conditions import Truth
from emergency_cli.core.plan.playbook import ORDERS
from emergency_cli.core.report.document import Material


def late(material: Material) -> list[Row]:
    """The steps and orders that were done late, or are open and late."""
    return [row for row in material.board.rows if row.late and row.step.within]


def in_time(material: Material) -> list[Row]:
    """The steps and orders that had a limit and kept it."""
    done = (row for row in material.board.rows if row.status == "done" and row.deadline)
    return [row for row in done if row.step.within and not row.late]


def left_out(material: Material) -> list[Row]:
    """The steps that somebody left out or tried in vain; not those that an end or the close settled."""
    rows = (row for row in material.board.rows if row.attachment.id != ORDERS)
    return [row for row in rows if row.status in ("skipped", "could-not") and not row.settled_by]


def still_open(material: Material) -> list[Row]:
    """The steps that are still to be done, each once, and of which it is known that they are."""
    found: dict[str, Row] = {}
    for row in material.board.open():
        sure = row.status != "waiting" and not row.rounds and not row.step.optional
        if sure and row.attachment.id != ORDERS:
            found.setdefault(row.base, row)
    return list(found.values())


def points_done(material: Material) -> list[tuple[Row, Entry]]:
    """The milestones of the plan that were done, each with what did it; of a step done zone by zone only the last."""
    found: dict[str, tuple[Row, Entry]] = {}
    for row in material.board.rows:
        if row.step.milestone and row.status == "done" and (entry := row.came_by):
            held = found.get(row.base)
            if held is None or held[1].event.occurred < entry.event.occurred:
                found[row.base] = row, entry
    return list(found.values())


def points_come(material: Material) -> Iterator[tuple[str, datetime, Entry]]:
    """The times that the plan calls milestones, as answered: the fact, its time, and who said so."""
    for fact, answer in material.incident.answers.items():
        spec, at = material.incident.fact_spec(fact), as_moment(answer.value)
        if spec and spec.milestone and at:
            yield fact, at, answer.entry


def calls(material: Material) -> Iterator[tuple[Entry, Told]]:
    """Every attempt to tell somebody, in story order; nothing that was taken back."""
    for entry in material.story:
        contacts = getattr(entry.event, "contacts", ())
        if contacts and entry.hash not in material.incident.retracted:
            yield from ((entry, one) for one in contacts)


def not_reached(material: Material) -> dict[str, Entry]:
    """Who was tried and never answered, with the first attempt."""
    first: dict[str, Entry] = {}
    answered = set()
    for entry, one in calls(material):
        if one.outcome == "no-answer":
            first.setdefault(one.party, entry)
        else:
            answered.add(one.party)
    return {party: entry for party, entry in first.items() if party not in answered}


def given_up(material: Material) -> frozenset[str]:
    """The answers, by address, that by the answers of now nobody would be asked for any more."""
    incident = material.incident
    asking: dict[str, bool] = {}  # whether none of the steps that ask applies
    for row in material.board.rows:
        gone = row.no_longer_applies or row.status == "not-applicable"
        for fact in row.step.wants:
            address = incident.fact_address(row.attachment.id, fact, row.member)
            asking[address] = asking.get(address, True) and gone
    unasked = {fact for fact in incident.answers if asking.get(fact, asking.get(base_of(fact), False))}
    return frozenset(unasked | {fact for fact in incident.answers if overtaken(incident, fact)})


def overtaken(incident: Incident, fact: str) -> bool:
    """Whether somebody said since that it cannot be: so many were hurt, and then that nobody was."""
    spec, mine = incident.fact_spec(fact), incident.answers[fact].entry
    if spec is None or not spec.when or applies(incident, fact) is not Truth.FALSE:
        return False
    before = (incident.answers.get(other) for other in presupposes(incident, fact))
    return any(answer.entry.order > mine.order for answer in before if answer)
