"""The after-action summary (五（一）2) as one finished value, built from nothing but the entries of an incident.

`document` says what a report is made of, the other modules make its sections.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from emergency_cli.core.events import Entry
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.incident.story import in_story_order
from emergency_cli.core.plan.centre import NOTHING_SET, Centre, Titled
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.report.document import (
    DRILL,
    Material,
    Paper,
    Paragraph,
    Prose,
    Report,
    Section,
)
from emergency_cli.core.report.essentials import form_of
from emergency_cli.core.report.summaries import body
from emergency_cli.core.report.summaries.annexes import contacts, orders, timeline
from emergency_cli.core.report.summaries.drill import drill_body
from emergency_cli.core.report.summaries.exceptions import exceptions
from emergency_cli.core.report.summaries.overview import overview
from emergency_cli.core.report.summaries.record import heads, integrity
from emergency_cli.core.report.summaries.settled import one_page
from emergency_cli.core.report.titles import headed, overview_heading, title_of
from emergency_cli.core.text import Message, msg


def build_report(
    of: Incident | Iterable[Entry],
    now: datetime,
    findings: Sequence[Finding] = (),
    *,
    to: Sequence[str] = (),
    approved: str | None = None,
    centre: Centre = NOTHING_SET,
) -> Report:
    """The after-action summary as of `now`. Total: what is not on record is left out.

    `to` are the recipients, `approved` is who approved it, each a party of the roster or a name; `centre` is
    what the plan folder says of documents. What was no response has one page, a drill has sections of its own.
    """
    material = material_of(of, now, findings, approved, centre)
    story = body.story_of(material)
    settled = settles_all(material.incident)
    kind: Titled = "brief-end" if settled else "drill" if material.incident.drill else "summary"
    told = drill_body(material, story) if kind == "drill" else _body(material, story)
    sections = [one_page(material, story)] if settled else [*told, *_annexes(material)]
    title = title_of(centre.documents, kind, material.incident)
    return finished(material, "summary", title, sections, to=to, cited=True)


def _body(material: Material, story: body.Story) -> Iterator[Section]:
    """The first paragraph, then the headings of 五（一）2; one under which there is nothing to say has none."""
    if first := overview(material):
        heading = overview_heading(material.centre.documents, "summary")
        yield Section("overview", None, (Prose("overview", tuple(first), heading),))
    parts: tuple[tuple[Part, Sequence[Paragraph]], ...] = (
        ("occurrence", body.occurrence(material)),
        ("response", body.response(material, story)),
        ("outcome", body.outcome(material, story)),
        ("losses", body.losses(material, story)),
        ("lessons", body.lessons(material, story)),
    )
    yield from headed(material, "summary", parts)


def _annexes(material: Material) -> Iterator[Section]:
    """Only those that hold something. What did not go by the plan is told in the body of a drill."""
    drill = (timeline, orders, integrity)
    for make in drill if material.incident.drill else (timeline, exceptions, orders, contacts, integrity):
        if section := make(material):
            yield section


def finished(
    material: Material,
    kind: Paper,
    title: Message,
    sections: Iterable[Section],
    *,
    to: Sequence[str] = (),
    number: int | None = None,
    cited: bool = False,
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
        cited=cited,
        form=form_of(incident, material.approved),
        layout=material.centre.layout,
    )


def material_of(
    of: Incident | Iterable[Entry],
    now: datetime,
    findings: Sequence[Finding] = (),
    approved: str | None = None,
    centre: Centre = NOTHING_SET,
) -> Material:
    """What sections are built from."""
    incident = of if isinstance(of, Incident) else replay(of)
    story = in_story_order(incident.entries)
    who = party_title(incident, approved) if approved else None
    return Material(incident, board(incident, now), tuple(story), tuple(findings), now, who, centre)


def _marked(incident: Incident, title: Message) -> Message:
    """A drill says so in its title, whatever the format; on paper every page says it besides."""
    return msg("[{mark}] {title}", mark=DRILL, title=title) if incident.drill else title
