"""The summary of a drill: form, goals, who took part, its course, what was on time, what was missed, what improves.

Contents by the records that drills are filed with (practice of drill summaries, and AQ/T 9009-2015). It has no section
that only a real incident has: nobody was hurt, nothing was lost.
"""

from collections.abc import Iterator, Sequence

from emergency_cli.core.events import StepDone
from emergency_cli.core.events.prose import in_prose
from emergency_cli.core.events.words import fact_title, party_title, step_name, with_reason
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.personal import Words
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.report.cells import marked_with
from emergency_cli.core.report.document import Material, Paragraph, Section, Sentence
from emergency_cli.core.report.prose import answered, sentence, sentences
from emergency_cli.core.report.sentences import by_accounts
from emergency_cli.core.report.standing import in_time, late, left_out, not_reached
from emergency_cli.core.report.summaries import body
from emergency_cli.core.report.summaries.exceptions import lateness
from emergency_cli.core.report.summaries.exercise import assessed
from emergency_cli.core.report.titles import headed
from emergency_cli.core.text import Clauses, InProse, msg


def drill_body(material: Material, story: body.Story) -> Iterator[Section]:
    """The numbered sections; one in which there is nothing to say is left out."""
    parts: tuple[tuple[Part, Sequence[Paragraph]], ...] = (
        ("drill", _drill(material)),
        ("response", body.deeds(material, story)),
        ("outcome", _assessment(material, story)),
        ("lessons", body.lessons(material, story)),
    )
    return headed(material, "drill", parts)


def _drill(material: Material) -> list[Paragraph]:
    """When it was, what was rehearsed, in which form and by whom; what nobody said of it is not recorded."""
    known = answered(material, "drill")
    scene = sentences(material, answered(material, "occurrence"))
    about = sentences(material, known)
    return [Paragraph(told) for each in ((*rehearsed(material), *scene), (*about, *_missing(material, known)))
            if (told := tuple(each))]  # fmt: skip


def rehearsed(material: Material) -> Iterator[Sentence]:
    """What was rehearsed, and from when to when."""
    incident = material.incident
    opening = incident.opening
    if opening is None or incident.opened is None:
        return
    books = [held.playbook.title for held in incident.in_order if held.id != GENERAL]
    values = {"start": InProse(incident.local(opening.noticed), "year"), "what": books or incident.id}
    if incident.ends and incident.state != "responding":
        ends = [in_prose(incident, each.event.occurred) for each in incident.ends]
        end = by_accounts([msg("{text}", text=each) for each in ends])
        says = msg("“{what}” was rehearsed from {start} to {end}", end=end, **values)
        if not any(each.day for each in ends):
            day, values["start"] = incident.local(opening.noticed).date(), in_prose(incident, opening.noticed)
            says = msg("“{what}” was rehearsed from {start} to {end} on {day}", end=end, day=day, **values)
        yield sentence([says], [incident.opened, *incident.ends])
    else:
        yield sentence([msg("a drill of “{what}” began at {start} and is still going on", **values)], [incident.opened])


def _missing(material: Material, known: list[str]) -> Iterator[Sentence]:
    facts = [fact for fact in marked_with(material.incident, "drill") if fact not in known]
    if facts:
        yield sentence([msg("not recorded: {facts}", facts=[fact_title(material.incident, fact) for fact in facts])])


def _assessment(material: Material, story: body.Story) -> list[Paragraph]:
    """How it ended, then what the record proves: what was done, on time, late, left out; whom nobody reached.

    What an incident leaves open is nothing to be done after a drill.
    """
    counted = list(_nothing_done(material)) or body.in_numbers(material)
    proved = [*counted, *_on_time(material), *_missed(material)]
    goals = tuple(assessed(material))
    return [*body.outcome(material, story), *(Paragraph(told) for told in (goals, tuple(proved)) if told)]


def _nothing_done(material: Material) -> Iterator[Sentence]:
    if not any(isinstance(tick.event, StepDone) for tick in material.incident.ticks.values()):
        yield sentence([msg("no step was carried out, so this record proves nothing about the plan or the people")])


def _on_time(material: Material) -> Iterator[Sentence]:
    if rows := in_time(material):
        said = [
            msg("{step} (within {limit})", step=step_name(material.incident, row.address), limit=row.step.within)
            for row in rows
        ]
        yield sentence([msg("on time: {steps}", steps=said)], [row.entry for row in rows if row.entry])


def _missed(material: Material) -> Iterator[Sentence]:
    incident = material.incident
    for row in late(material):
        says = msg("late: {step} ({how})", step=step_name(incident, row.address), how=lateness(incident, row))
        yield sentence([says], [row.came_by] if row.came_by else [])
    if rows := left_out(material):
        said = tuple(with_reason(msg("{text}", text=step_name(incident, row.address)), _reason(row)) for row in rows)
        yield sentence([msg("not done: {steps}", steps=Clauses(said))], [row.came_by for row in rows if row.came_by])
    if parties := not_reached(material):
        names = [party_title(incident, party) for party in parties]
        yield sentence([msg("not reached: {names}", names=names)], list(parties.values()))


def _reason(row: Row) -> Words | None:
    return row.came_by.event.words if row.came_by else None
