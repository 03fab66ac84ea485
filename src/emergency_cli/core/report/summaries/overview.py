"""The first paragraph: what, where, when and why; what was done when; how it ended; who was hurt and what was lost."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from emergency_cli.core.events import Entry, StepDone
from emergency_cli.core.events.deeds import deed_of, falls_short
from emergency_cli.core.events.prose import in_prose
from emergency_cli.core.events.words import bare, party_title, step_name
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.report.cells import vital
from emergency_cli.core.report.document import Material, Paragraph, Sentence
from emergency_cli.core.report.prose import answered, owed, sentence, sentences
from emergency_cli.core.report.sentences import by_accounts, clause, ended_at
from emergency_cli.core.report.standing import calls, left_out, not_reached, points_come, points_done
from emergency_cli.core.report.summaries.body import measures
from emergency_cli.core.report.titles import by_mistake, what_happened, what_seemed
from emergency_cli.core.text import InProse, msg

# Of more points than these the head tells the first acts that saved lives, who arrived, and the end.
_MOST, _ACTS = 4, 2
# What was tried in vain is named up to as many.
_NAMED = 5
# Where the facts of life safety are told.
_LIVES: tuple[Part, ...] = ("response", "outcome", "occurrence", "casualties")


def overview(material: Material) -> list[Paragraph]:
    """One paragraph of what is on record: each clause is left out where nothing is. The body cites what it sums up."""
    lives = [fact for fact in vital(material.incident) if fact in answered(material, *_LIVES)]
    harm = [*sentences(material, [*lives, *answered(material, "losses")]), *owed(material)]
    done = (*_in_vain(material), *_points(material))
    found = (*_standing(material), *happened(material), *done, *harm, *_measures(material))
    return [Paragraph(tuple(Sentence(told.says) for told in found))] if found else []


def _standing(material: Material) -> Iterator[Sentence]:
    """That this is no finished account, while the response goes on; after that the mark of a draft says so."""
    if material.incident.state == "responding":
        now = InProse(material.incident.local(material.now), "year")
        yield sentence([msg("this is a draft: as of {time} the response goes on", time=now)])


def happened(material: Material) -> Iterator[Sentence]:
    """What was noticed when, and by what it was caused."""
    incident = material.incident
    opening = incident.opening
    if opening and incident.opened:
        at = InProse(incident.local(opening.noticed), "year")
        what = msg("{what} was noticed at {time}", what=what_seemed(incident), time=at)
        if by_mistake(incident):
            what = msg("{what} was begun at {time}", what=what_happened(incident), time=at)
        causes = [(fact, says) for fact in answered(material, "cause") if (says := clause(incident, fact))]
        entries = [incident.opened, *(incident.answers[fact].entry for fact, _ in causes)]
        yield sentence([what, *(says for _, says in causes)], entries)


def _in_vain(material: Material) -> Iterator[Sentence]:
    """That nothing of what was tried could be done, and nobody who was called answered, where both are so."""
    incident = material.incident
    called = list(calls(material))
    if any(one.outcome != "no-answer" for _, one in called) or any(_did(incident, each) for each in incident.ticks):
        return
    rows = [row for row in left_out(material) if row.status == "could-not" and row.stage != "review"]
    steps = list(dict.fromkeys(row.step.short or bare(row.step.do) for row in rows))
    if steps:
        named = msg("nothing that was tried could be done: {steps}", steps=steps)
        several = msg("none of the {count} things that were tried could be done", count=len(steps))
        yield sentence([named if len(steps) <= _NAMED else several])
    if called:
        names = [party_title(incident, party) for party in not_reached(material)]
        yield sentence([msg("nobody who was called answered: {names}", names=names)])


def _did(incident: Incident, address: str) -> bool:
    """Whether a step of the response was done, and is no mere question."""
    event, step = incident.ticks[address].event, incident.step(address)
    review = step is not None and step.stage == "review"
    return isinstance(event, StepDone) and not review and deed_of(incident, address) is not None


class _Point(Struct, frozen=True):
    at: datetime
    says: object
    entry: Entry
    grave: Literal["act", "moment", ""]


def _points(material: Material) -> list[Sentence]:
    """The milestones of the response, each with its time; where they are many, the first acts and the arrivals."""
    points = sorted((*_deeds(material), *_moments(material), *_end(material)), key=lambda point: point.at)
    if len(points) > _MOST:
        acts = [point for point in points if point.grave == "act"]
        points = [point for point in points if point.grave == "moment" or point in acts[:_ACTS]]
    return [sentence([point.says for point in points], [point.entry for point in points])] if points else []


def _deeds(material: Material) -> Iterator[_Point]:
    """What was done, by a tick of its own."""
    for row, entry in points_done(material):
        if entry is row.entry and not row.same:
            at = entry.event.occurred
            says = msg("at {time} {deed}", time=in_prose(material.incident, at), deed=_deed(material, row, entry))
            yield _Point(at, says, entry, "act" if row.step.safety else "")


def _moments(material: Material) -> Iterator[_Point]:
    for fact, at, entry in points_come(material):
        if says := clause(material.incident, fact):
            yield _Point(at, says, entry, "moment")


def _end(material: Material) -> Iterator[_Point]:
    """That the response ended; by whose decision, and on what condition, its own part tells."""
    if ended := material.incident.ended:
        says = by_accounts([ended_at(material.incident, each, briefly=True) for each in material.incident.ends])
        yield _Point(ended.event.occurred, says, ended, "moment")


def _deed(material: Material, row: Row, entry: Entry) -> object:
    contacts = getattr(entry.event, "contacts", ())
    if falls_short(row.step, contacts):
        return deed_of(material.incident, row.address, contacts)
    return row.step.did or msg("“{step}” was done", step=step_name(material.incident, row.base))


def _measures(material: Material) -> list[Sentence]:
    count = len(measures(material))
    several = msg("in all, {count} improvement measures were decided on", count=count)
    return [sentence([several if count > 1 else msg("one improvement measure was decided on")])] if count else []
