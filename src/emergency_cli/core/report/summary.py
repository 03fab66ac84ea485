"""The after-action summary (五（一）2) as one finished value, built from nothing but the entries of an incident.

`document` says what a report is made of, the other modules make its sections.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from emergency_cli.core.events import Entry
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.board import board
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.story import in_story_order
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.record.chain import Finding, check_code
from emergency_cli.core.report.document import (
    DRILL,
    Material,
    Paper,
    Report,
    Section,
)
from emergency_cli.core.report.occurrence import basics, how_it_happened, losses, outcome, units
from emergency_cli.core.report.record import evidence, heads, sign_off, state_of_record
from emergency_cli.core.report.response import decisions, left_out, steps, timeline, told_section, what_was_done
from emergency_cli.core.report.review import review
from emergency_cli.core.text import Message, msg

_SECTIONS: tuple[Callable[[Material], Section], ...] = (
    basics,
    how_it_happened,
    what_was_done,
    outcome,
    losses,
    units,
    review,
    sign_off,
    timeline,
    steps,
    told_section,
    decisions,
    left_out,
    evidence,
    state_of_record,
)


def build_report(
    of: Incident | Iterable[Entry],
    now: datetime,
    findings: Sequence[Finding] = (),
    *,
    to: Sequence[str] = (),
    approved: str | None = None,
) -> Report:
    """The after-action summary as of `now`. Total: what is missing becomes a blank.

    `to` are the recipients, `approved` is who approved it, each a party of the roster or a name.
    """
    material = material_of(of, now, findings, approved)
    title = msg("After-action summary: {title}", title=subject(material.incident))
    return finished(material, "summary", title, [make(material) for make in _SECTIONS], to=to)


def finished(
    material: Material,
    kind: Paper,
    title: Message,
    sections: Iterable[Section],
    *,
    to: Sequence[str] = (),
    number: int | None = None,
) -> Report:
    """A document with what every document of an incident carries: issuer, drill mark, check codes, the log itself."""
    incident = material.incident
    return Report(
        kind=kind,
        incident=incident.id,
        title=_marked(incident, title),
        drill=incident.drill,
        built=incident.local(material.now),
        sections=tuple(sections),
        codes=tuple((check_code(entry), entry.id) for entry in heads(incident)),
        entries=tuple(incident.originals.values()),
        issuer=incident.roster.organisation if incident.roster else None,
        number=number,
        to=tuple(party_title(incident, name) for name in to),
        approved=material.approved,
    )


def material_of(
    of: Incident | Iterable[Entry], now: datetime, findings: Sequence[Finding] = (), approved: str | None = None
) -> Material:
    """What sections are built from."""
    incident = of if isinstance(of, Incident) else replay(of)
    story = in_story_order(incident.entries)
    who = party_title(incident, approved) if approved else None
    return Material(incident, board(incident, now), tuple(story), tuple(findings), now, who)


def subject(incident: Incident) -> Message:
    """What the document is about: which type of incident of the plan, and where.

    The type is the plan's heading, not what happened: smoke is of the type “fire or explosion”. The general procedure
    alone is not a type.
    """
    playbook, roster = incident.playbook, incident.roster
    title: object = playbook.title if playbook else incident.id
    if roster is None:
        return msg("{text}", text=title)
    if playbook and playbook.id == GENERAL:
        return msg("emergency, {organisation}", organisation=roster.organisation)
    return msg("{title}, {organisation}", title=title, organisation=roster.organisation)


def _marked(incident: Incident, title: Message) -> Message:
    """A drill says so in its title, whatever the format; on paper every page says it besides."""
    return msg("[{mark}] {title}", mark=DRILL, title=title) if incident.drill else title
