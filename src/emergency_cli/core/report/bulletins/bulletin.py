"""Bulletins upward: first, follow-up and final report (初报、续报、终报), a page of prose that somebody signs.

Elements by the Shandong regulation on emergency response (2012), Art. 29-30, and local practice. A follow-up names the
bulletin before it and is built against what that had told: it says what is new, what was wrong, and repeats what is
vital. What nobody said is left out; of life safety alone it is said that it is to be verified.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.address import base_of
from emergency_cli.core.events import Entry, personal_values
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import given_out
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.centre import NOTHING_SET, Centre
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.roster import Contact, ladder
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.report.bulletins.importance import most, shortened
from emergency_cli.core.report.bulletins.told import Before, Change, before, changes, corrections, name_of
from emergency_cli.core.report.cells import class_of, marked_with, vital
from emergency_cli.core.report.document import (
    CONTACT,
    Coded,
    Field,
    Material,
    Paragraph,
    Prose,
    Report,
    Section,
    Sentence,
)
from emergency_cli.core.report.essentials import answer_to
from emergency_cli.core.report.prose import answered, as_it_is, by_case, owed, presupposed, sentence, sentences
from emergency_cli.core.report.sentences import as_of, clause, course, in_one_breath
from emergency_cli.core.report.standing import given_up
from emergency_cli.core.report.summaries.settled import noted
from emergency_cli.core.report.summaries.summary import finished, material_of
from emergency_cli.core.report.titles import by_mistake, title_of, what_happened, what_seemed
from emergency_cli.core.terms import Bulletin
from emergency_cli.core.text import Clauses, InProse, Message, msg

# So many acts a bulletin tells one by one, if no more of them matter: the norm is half a page to one page of prose, for
# a final report two (GB/T 9704-2012: 22 lines of 28 characters).
_ACTS: Mapping[Bulletin, int] = {"initial": 6, "follow-up": 6, "final": 14}
# What a bulletin tells under which key and heading, in this order.
_HEADED: Mapping[str, Part] = {
    "event": "occurrence",
    "casualties": "casualties",
    "response": "response",
    "outcome": "outcome",
    "losses": "losses",
    "next": "next",
}


class _Telling(Struct, frozen=True):
    """What is told, and against what: the bulletin before, as far as this one goes on from it (`goes_on`)."""

    material: Material
    kind: Bulletin
    told: Before | None
    corrected: list[Change]

    @property
    def goes_on(self) -> Before | None:
        """The bulletin whose contents this one does not repeat."""
        return self.told if self.kind == "follow-up" else None


def build_bulletin(
    incident: Incident,
    kind: Bulletin,
    now: datetime,
    findings: Sequence[Finding] = (),
    *,
    centre: Centre = NOTHING_SET,
    to: Sequence[str] = (),
    approved: str | None = None,
) -> Report:
    """The bulletin as of `now`; `centre`, `to` and `approved` as in `build_report`."""
    material, told = material_of(incident, now, findings, approved, centre), before(incident)
    number = follow_ups(incident) + 1 if kind == "follow-up" else None
    telling = _Telling(material, kind, told, changes(told) if told else [])
    found = {key: said for key, said in _told(telling) if said}
    sections = (_section(key, said, kind, centre) for key, said in found.items())
    built = finished(material, kind, title_of(centre.documents, kind, incident, number), sections, to=to, number=number)
    spoken = found | ({"next": _next(incident, named=True)} if "next" in found else {})
    reach = _reach(incident, named=bool(built.form))
    return replace(built, form=(*built.form, *reach), abridged=shortened(incident, spoken))


def follow_ups(incident: Incident) -> int:
    """How many follow-ups have been given out."""
    return len(given_out(incident, "follow-up"))


def _section(key: str, said: Sequence[Sentence], kind: Bulletin, centre: Centre) -> Section:
    prose = Prose(key, (Paragraph(tuple(in_one_breath(said))),))
    return Section(key, _heading(key, kind, centre), (prose,))


def _heading(key: str, kind: Bulletin, centre: Centre) -> Message | None:
    """What the office writes above a part; a page of prose needs nothing there."""
    given, part = centre.documents.get(kind), _HEADED.get(key)
    heading = given.headings.get(part) if given and part else None
    return msg("{text}", text=heading) if heading else None


def _told(telling: _Telling) -> Iterator[tuple[str, list[Sentence]]]:
    """What is told, paragraph by paragraph."""
    material = telling.material
    yield "event", [*_follows(telling), *_event(telling)]
    yield "casualties", _casualties(telling)
    wrong = corrections(telling.told, telling.corrected) if telling.told else ()
    yield "corrections", [each for each in wrong if not any(personal_values(each.says))]
    yield "response", _course(telling)
    parts: tuple[Part, ...] = ("outcome", "losses")
    for part in parts:
        yield part, sentences(material, _new(telling, _answered(telling, part)))
    yield "next", _next(material.incident, named=_heading("next", telling.kind, material.centre) is None)


# --- the incident ----------------------------------------------------------------------------------------------------


def _follows(telling: _Telling) -> Iterator[Sentence]:
    """Which bulletin it goes on from."""
    if telling.told and telling.kind != "initial":
        last = telling.told.last
        time = InProse(telling.material.incident.local(last.event.occurred), "day")
        yield sentence([msg("this follows {document} of {time}", document=name_of(last), time=time)], [last])


def _event(telling: _Telling) -> Iterator[Sentence]:
    """When, where and what, by what it was caused, and its class."""
    material, incident = telling.material, telling.material.incident
    opening = incident.opening
    if opening and not telling.goes_on:
        time = InProse(incident.local(opening.noticed), "year")
        organisation: object = incident.roster.organisation if incident.roster else incident.id
        names = {"time": time, "what": what_seemed(incident), "place": organisation}
        said: list[Message] = [msg("at {time} {what} was noticed at {place}", **names)]
        if by_mistake(incident):
            said = [msg("at {time} {what} was begun at {place}", **names | {"what": what_happened(incident)})]
        if opening.began and opening.began != opening.noticed:
            said.append(msg("it had begun at {time}", time=InProse(incident.local(opening.began))))
        yield sentence(said, [incident.opened] if incident.opened else [])
    yield from sentences(material, _new(telling, _answered(telling, "occurrence")))
    class_ = class_of(incident, material.centre.classes)
    if isinstance(class_, Coded) and not telling.goes_on and not settles_all(incident):
        yield sentence([msg("it falls into the class “{class_}”", class_=class_.says)])


def _answered(telling: _Telling, part: Part) -> list[str]:
    """The answers of a part that a bulletin tells there: neither personal values nor what is vital."""
    incident, apart = telling.material.incident, vital(telling.material.incident)
    told = (fact for fact in answered(telling.material, part) if fact not in apart)
    return [fact for fact in told if not isinstance(incident.answers[fact].value, Personal)]


def _new(telling: _Telling, facts: Sequence[str]) -> list[str]:
    """Those of the answers that the bulletin before had not told, and that are no corrections."""
    told, incident = telling.goes_on, telling.material.incident
    if told is None:
        return list(facts)
    corrected = {change.fact for change in telling.corrected}
    return [
        fact
        for fact in facts
        if fact not in corrected and clause(incident, fact, holds=True) != clause(told.then, fact, holds=True)
    ]


def _casualties(telling: _Telling) -> list[Sentence]:
    """How people are as of now: what is vital always, whether it changed or not."""
    material, incident = telling.material, telling.material.incident
    cases = by_case(incident, [fact for fact in vital(incident) if fact not in given_up(material)])
    facts = cases.pop(None, [])
    apart = presupposed(incident, facts)
    told = ((fact, as_it_is(incident, fact)) for fact in facts if fact not in apart)
    said = [(says, incident.answers[fact].entry) for fact, says in told if says]
    time = InProse(incident.local(material.now), "day")
    first = sentences(material, [fact for each in cases.values() for fact in each])
    if said:
        clauses = Clauses(tuple(says for says, _ in said), whole=True)
        known = msg("as of {time}, {clauses}", time=time, clauses=clauses)
        first.insert(0, sentence([known], [entry for _, entry in said]))
    elif first:
        first[0] = replace(first[0], says=msg("As of {time}: {sentence}", time=time, sentence=first[0].says))
    return [*first, *owed(material), *sentences(material, _new(telling, _answered(telling, "casualties")))]


# --- the response ----------------------------------------------------------------------------------------------------


def _course(telling: _Telling) -> list[Sentence]:
    """What was done and learned, in a follow-up what the bulletin before had not seen."""
    incident, told = telling.material.incident, telling.goes_on
    personal = {
        fact for fact, given in incident.given.items() if any(isinstance(value, Personal) for value, _ in given)
    }
    apart = {*vital(incident), *_answered(telling, "occurrence"), *_answered(telling, "casualties"), *personal}
    elsewhere = {(change.by.hash, change.fact) for change in telling.corrected}
    elsewhere |= {(entry.hash, fact) for fact in personal for _, entry in incident.given[fact]}
    found = course(
        telling.material,
        apart,
        told.last.event.occurred if told else None,
        fresh=(lambda entry: not told.knew(entry)) if told else (lambda _: True),
        corrected=elsewhere,
    )
    if settles_all(incident):
        found = sorted((*found, *noted(telling.material)), key=lambda each: each.entries[-1].event.occurred)
    found = [each for each in found if not any(personal_values(each.says))]
    kept = most(incident, found, _ACTS[telling.kind])
    there = {entry.hash for each in kept for entry in each.entries}
    said = {fact: incident.answers[fact].entry for fact in _said_upward(telling)}
    left = {fact: entry for fact, entry in said.items() if entry.hash not in there}
    return [one for each in found for one in ([each] if each in kept else _only(incident, each, left))]


def _said_upward(telling: _Telling) -> list[str]:
    """How things stand, by what the plan wants said to those who are told."""
    incident = telling.material.incident
    said = {
        incident.fact_address(held.id, fact)
        for held in incident.in_order
        for step in held.playbook.steps
        for fact in step.say
    }
    return [fact for fact in _new(telling, _answered(telling, "response")) if base_of(fact) in said]


def _only(incident: Incident, told: Sentence, left: dict[str, Entry]) -> Iterator[Sentence]:
    """Of an act that there is no room for, those of the answers `left` that came with it, each once."""
    for entry in told.entries:
        facts = [fact for fact, came in left.items() if came.hash == entry.hash]
        if said := tuple(says for fact in facts if (says := clause(incident, fact))):
            yield as_of(incident, entry, Clauses(said))
        for fact in facts:
            del left[fact]


# --- what comes next, and who reports --------------------------------------------------------------------------------


def _next(incident: Incident, *, named: bool) -> list[Sentence]:
    """What comes next; `named`: it says so itself, as no heading does."""
    facts = [fact for fact in marked_with(incident, "next") if answer_to(incident, fact)]
    said = [says for fact in facts if (says := clause(incident, fact))]
    entries = [incident.answers[fact].entry for fact in facts]
    if not said:
        return []
    told = Clauses(tuple(said))
    return [sentence([msg("next steps: {clauses}", clauses=told)] if named else said, entries)]


def _reach(incident: Incident, *, named: bool) -> tuple[Field, ...]:
    """How to reach whoever reports, where the roster has a number; who is on duty, where nobody is `named` yet."""
    roster = incident.roster
    office = roster.office if roster else None
    people: list[Contact] = ladder(roster, office) if roster else []
    phones = [msg("{name} {phone}", name=each.name, phone=phone) for each in people for phone in each.phones]
    found = [Field(CONTACT, msg("contact"), [roster.title(office), *phones])] if roster and office and phones else []
    if incident.officer and not named:
        found.append(Field("officer", msg("officer on duty"), incident.officer))
    return tuple(found)
