"""How a document is called and what stands above its parts: as the plan folder says, else in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from emergency_cli.core.events import Ended
from emergency_cli.core.events.prose import party_in
from emergency_cli.core.events.words import answer_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.centre import DocumentWords, Titled
from emergency_cli.core.plan.facts import FactSpec, Part
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.report.cells import cases_answered, marked_with
from emergency_cli.core.report.document import Material, Paragraph, Prose, Section
from emergency_cli.core.terms import Outcome
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
    return said_to_be(incident) or _as_it_came_out(incident, _by_the_plan(incident))


def said_to_be(incident: Incident) -> object:
    """What happened in a few words, as somebody said it; `None` where nobody did."""
    told = (fact for fact in marked_with(incident, "title") if fact in incident.answers)
    return next((answer_title(incident, fact, incident.answers[fact].value) for fact in told), None)


def what_seemed(incident: Incident) -> object:
    """What was noticed, in a few words: where that was no more than a false alarm, what it was taken for."""
    if said := said_to_be(incident):
        return said
    what = _by_the_plan(incident)
    return msg("what was taken for {what}", what=what) if _outcome(incident) == "false-alarm" else what


def in_title(incident: Incident, facts: Iterable[str]) -> set[str]:
    """The answers that say no more than what happened is called by: the place, the zone, which case it is."""
    title = " ".join(incident.value(fact) or "" for fact in marked_with(incident, "title")).strip()
    agreed = [fact for fact in facts if fact in incident.answers and not incident.answers[fact].conflict]
    specs = ((fact, spec, incident.value(fact) or "") for fact in agreed if (spec := incident.fact_spec(fact)))
    return {fact for fact, spec, value in specs if _says_no_more(incident, spec, value, title)}


def _says_no_more(incident: Incident, spec: FactSpec, value: str, title: str) -> bool:
    if title:
        return spec.part == "place" and value in title
    if spec.kind == "zone":
        return value == incident.zone
    choice = spec.choices.get(value)
    short, says = (choice.short, choice.says) if choice else (None, None)
    return short is not None and says is not None and short.zh in says.zh


def by_mistake(incident: Incident) -> bool:
    """Whether there was nothing at all, and the record is one of a slip."""
    return _outcome(incident) == "opened-by-mistake"


def _by_the_plan(incident: Incident) -> object:
    """What kind of incident of the plan it was taken for, and where."""
    playbook, roster = incident.playbook, incident.roster
    what: object = _noun(incident, playbook) if playbook else incident.id
    zone = incident.zone
    return msg("{what} in {place}", what=what, place=party_in(incident, zone)) if roster and zone else what


def _as_it_came_out(incident: Incident, what: object) -> object:
    """What is a record of nothing is not called by what nobody found."""
    match _outcome(incident):
        case "false-alarm":
            return msg("a false alarm of {what}", what=what)
        case "opened-by-mistake":
            return msg("a record opened by mistake ({what})", what=what)
        case "turned-real":
            return msg("the drill of {what}", what=what)
        case _:
            return what


def _outcome(incident: Incident) -> Outcome | None:
    """How it ended; `None` while it goes on, and where two ends say it differently."""
    found = {end.event.outcome for end in incident.ends if isinstance(end.event, Ended)}
    return found.pop() if len(found) == 1 else None


def _noun(incident: Incident, playbook: Playbook) -> Text:
    """The kind of incident; of one case alone what that is called: an armed attack is more than “disorder” says."""
    cases = list(cases_answered(incident, playbook))
    only = cases[0].short if len(cases) == 1 else None
    return only or playbook.short or playbook.title
