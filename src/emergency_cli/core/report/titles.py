"""How a document is called and what stands above its parts: as the plan folder says, else in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from emergency_cli.core.events.prose import party_in
from emergency_cli.core.events.words import answer_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.centre import DocumentWords, Titled
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.report.cells import cases_answered, marked_with
from emergency_cli.core.report.document import Material, Paragraph, Prose, Section
from emergency_cli.core.text import Filled, Message, Text, Title, msg, ordinal

_TITLES: Mapping[Titled, Message] = {
    "initial": msg("First report: {what}"),
    "follow-up": msg("Follow-up report {number}: {what}"),
    "final": msg("Final report: {what}"),
    "summary": msg("After-action summary: {what}"),
    "drill": msg("Drill summary: {what}"),
    "brief-end": msg("Note on {what}"),
}
_HEADINGS: Mapping[Part, Message] = {
    "occurrence": msg("What happened"),
    "response": msg("What was done"),
    "outcome": msg("Outcome"),
    "losses": msg("Casualties and losses"),
    "lessons": msg("Lessons and improvement measures"),
    "next": msg("Next steps"),
    "drill": msg("The drill"),
}


Documents = Mapping[Titled, DocumentWords]


def title_of(documents: Documents, kind: Titled, incident: Incident, number: int | None = None) -> Message:
    """The title of a document; `number` is that of a follow-up."""
    given = documents.get(kind)
    values = {"what": what_happened(incident), "number": ordinal(number or 0)}
    says = Message(_TITLES[kind].msgid, values)
    if given and given.title:
        says = msg("{text}", text=Filled(given.title, values))
    return msg("{text}", text=Title(says))


def heading_of(documents: Documents, kind: Titled, part: Part) -> Message:
    """What stands above a part of a document."""
    given = documents.get(kind)
    said: Text | Message | None = given.headings.get(part) if given else None
    return msg("{text}", text=said or _HEADINGS.get(part) or msg("Further facts"))


def overview_heading(documents: Documents, kind: Titled) -> Message | None:
    """What stands above the first paragraph, if the office has something there; in one language it may be empty."""
    given = documents.get(kind)
    heading = given.overview if given else None
    return msg("{text}", text=Text(heading.zh, heading.en)) if heading else None


def headed(material: Material, kind: Titled, parts: Iterable[tuple[Part, Sequence[Paragraph]]]) -> Iterator[Section]:
    """The parts of a document under their headings; one in which there is nothing to say is left out."""
    for part, paragraphs in parts:
        if paragraphs:
            yield Section(part, heading_of(material.centre.documents, kind, part), (Prose(part, tuple(paragraphs)),))


def what_happened(incident: Incident) -> object:
    """What happened in a few words, as somebody said it; else what kind of incident of the plan it is, and where."""
    for fact in marked_with(incident, "title"):
        if answer := incident.answers.get(fact):
            return answer_title(incident, fact, answer.value)
    playbook, roster = incident.playbook, incident.roster
    what: object = _noun(incident, playbook) if playbook else incident.id
    zone = incident.zone
    return msg("{what} in {place}", what=what, place=party_in(incident, zone)) if roster and zone else what


def _noun(incident: Incident, playbook: Playbook) -> Text:
    """The kind of incident; of one case alone what that is called: an armed attack is more than “disorder” says."""
    cases = list(cases_answered(incident, playbook))
    only = cases[0].short if len(cases) == 1 else None
    return only or playbook.short or playbook.title
