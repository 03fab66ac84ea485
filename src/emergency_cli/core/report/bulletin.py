"""Bulletins upward: first, follow-up and final report (初报、续报、终报).

Elements by the Shandong regulation on emergency response (2012), Art. 29-30, and local practice; a follow-up carries
only what is new since the last one given out. What is not known yet is said to be unverified, never made up.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from emergency_cli.core.events import CallMade, Ended, Entry, RoundsFinished, StepCouldNot, StepDone
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.occurrences import in_order_answers
from emergency_cli.core.incident.reporting import given_out, last_issued
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.roster import EMERGENCY_OFFICE, Contact, ladder
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.report.cells import class_of, facts_in, field_of
from emergency_cli.core.report.course import points
from emergency_cli.core.report.document import Block, Coded, Course, Field, Fields, Material, Point, Report, Section
from emergency_cli.core.report.summary import finished, material_of, subject
from emergency_cli.core.terms import NOT_KNOWN, OUTCOMES, STATES, Bulletin
from emergency_cli.core.text import Message, msg, ordinal

UNVERIFIED = Coded("unverified", msg("to be verified"))
NOTHING_NEW = Coded("nothing-new", msg("nothing new since the last report"))

_TITLES: Mapping[str, Message] = {
    "initial": msg("First report: {title}"),
    "follow-up": msg("Follow-up report {number}: {title}"),
    "final": msg("Final report: {title}"),
}
_TOLD: tuple[Part, ...] = ("occurrence", "cause", "casualties", "losses", "response")
# What people decide and write; the program leaves room for it.
_TO_WRITE = frozenset({"next"})


def build_bulletin(
    incident: Incident,
    kind: Bulletin,
    now: datetime,
    findings: Sequence[Finding] = (),
    *,
    to: Sequence[str] = (),
    approved: str | None = None,
) -> Report:
    """The bulletin as of `now`; `to` and `approved` as in `build_report`."""
    material = material_of(incident, now, findings, approved)
    number = follow_ups(incident) + 1 if kind == "follow-up" else None
    sections = [_verified(section) for section in _sections(material, kind)]
    last = last_issued(incident)
    if kind == "follow-up" and last is not None:
        sections = list(_news(incident, sections, _then(incident, last, now)))
    title = msg(_TITLES[kind].msgid, title=subject(incident), number=ordinal(number or 0))
    return finished(material, kind, title, _without_empty(sections), to=to, number=number)


def follow_ups(incident: Incident) -> int:
    """How many follow-ups have been given out."""
    return len(given_out(incident, "follow-up"))


def _sections(material: Material, kind: Bulletin) -> Iterator[Section]:
    course = Course("course", msg("Measures taken"), tuple(_measures(material)))
    yield Section("event", msg("The incident"), (_event(material), _particulars(material)))
    yield Section("harm", msg("Casualties, losses and extent"), (_harm(material),))
    yield Section("response", msg("Response"), (_command(material), course))
    if kind == "final":
        yield Section("outcome", msg("Outcome"), (_outcome(material),))
    ahead = msg("Next steps: aftermath, recovery, evaluation") if kind == "final" else msg("Next steps")
    yield Section("next", ahead, (Fields("next", ahead, (Field("next", ahead, None),)),))
    yield Section("reporting", msg("Reporting unit"), (_reporting(material),))


def _measures(material: Material) -> Iterator[Point]:
    """What was done about it, done in vain, and who was reached; not how the record was kept, nor the review."""
    for point in points(material):
        match point.entry.event:
            case StepDone(step=address) | StepCouldNot(step=address) | RoundsFinished(step=address):
                step = material.incident.step(address)
                counts = step is None or step.stage != "review"
            case CallMade(contacts=contacts):
                counts = any(one.outcome == "reached" for one in contacts)
            case _:
                counts = False
        if counts:
            yield point


def _event(material: Material) -> Fields:
    incident, opening = material.incident, material.incident.opening
    books = [held for held in incident.in_order if held.id != GENERAL] or incident.in_order
    named = (
        Field("type", msg("playbooks taken up"), [Coded(held.id, held.playbook.title) for held in books]),
        Field("class", msg("class"), class_of(incident)),
        Field("began", msg("began"), opening.began if opening else None),
        Field("noticed", msg("noticed"), opening.noticed if opening else None),
    )
    return Fields("event", msg("Basic facts"), (*named, *_told(incident, "occurrence")))


def _told(incident: Incident, *parts: Part) -> Iterator[Field]:
    """What the plan wants told in these parts of a bulletin."""
    for fact in _wanted(incident, *parts):
        field = field_of(incident, fact)
        spec = incident.fact_spec(fact)
        if field.value is not None or (spec and spec.vital):
            yield field


def _wanted(incident: Incident, *parts: Part) -> list[str]:
    """Those of the facts in these parts that the plan wants in bulletins."""
    return [fact for fact in facts_in(incident, *parts) if _in_bulletins(incident, fact)]


def _particulars(material: Material) -> Fields:
    """What the playbooks ask for besides: everything answered but personal values, and what is said on the phone."""
    incident = material.incident
    said = [
        incident.fact_address(row.attachment.id, fact, row.member)
        for row in material.board.rows
        if row.step.safety and row.attachment.id != GENERAL and row.status in ("done", "todo")
        for fact in row.step.say
    ]
    usual = in_order_answers(incident)
    told = (fact for fact in dict.fromkeys((*said, *incident.answers)) if fact not in usual)
    others = [fact for fact in told if _is_particular(incident, fact)]
    return Fields("particulars", msg("Particulars"), tuple(field_of(incident, fact) for fact in others))


def _in_bulletins(incident: Incident, fact: str) -> bool:
    spec = incident.fact_spec(fact)
    return spec is not None and spec.part in _TOLD and not spec.personal


def _is_particular(incident: Incident, fact: str) -> bool:
    """Whether a fact belongs to no other part of a bulletin, and may be told."""
    spec = incident.fact_spec(fact)
    return spec is not None and not spec.personal and not spec.part


def _harm(material: Material) -> Fields:
    told = _told(material.incident, "casualties", "losses")
    return Fields("harm", msg("Casualties, losses and extent"), tuple(told))


def _command(material: Material) -> Fields:
    return Fields("command", msg("Command and measures"), tuple(_told(material.incident, "response")))


def _outcome(material: Material) -> Fields:
    incident = material.incident
    ended = incident.ended.event if incident.ended and isinstance(incident.ended.event, Ended) else None
    named = (
        Field("state", msg("state"), Coded(incident.state, STATES[incident.state].shown)),
        Field("outcome", msg("outcome"), Coded(ended.outcome, OUTCOMES[ended.outcome].shown) if ended else None),
        Field("ended", msg("response ended"), ended.occurred if ended else None),
        Field("decided", msg("decided by"), party_title(incident, ended.decided) if ended and ended.decided else None),
        Field("condition", msg("on what condition"), ended.condition if ended else None),
    )
    results = (field_of(incident, fact) for fact in facts_in(incident, "outcome"))
    return Fields("outcome", msg("Outcome"), (*named, *results))


def _reporting(material: Material) -> Fields:
    """Who reports and how to reach them; a number that the roster lacks is a blank."""
    roster = material.incident.roster
    people: list[Contact] = ladder(roster, EMERGENCY_OFFICE) if roster else []
    reach = [(contact.name, phone) for contact in people for phone in contact.phones]
    named: list[tuple[str, Message, object]] = [
        ("unit", msg("unit"), roster.organisation if roster else None),
        ("contact", msg("contact"), roster.title(EMERGENCY_OFFICE) if people and roster else None),
        ("phone", msg("phone"), [msg("{name} {phone}", name=name, phone=phone) for name, phone in reach] or None),
        ("officer", msg("officer on duty"), material.incident.officer),
    ]
    return Fields("reporting", msg("Reporting unit"), tuple(Field(*each) for each in named))


# --- what is not known, and what is new ------------------------------------------------------------------------------


def _verified(section: Section) -> Section:
    """What nobody knows yet says so."""
    return replace(section, parts=tuple(_marked(part) for part in section.parts))


def _marked(part: Block) -> Block:
    if not isinstance(part, Fields):
        return part
    return replace(part, fields=tuple(
        replace(field, value=UNVERIFIED) if _unknown(field) and field.key not in _TO_WRITE else field
        for field in part.fields
    ))  # fmt: skip


def _unknown(field: Field) -> bool:
    return field.value is None or (isinstance(field.value, Coded) and field.value.code == NOT_KNOWN)


def _then(incident: Incident, last: Entry, now: datetime) -> Material:
    """The incident as the last bulletin told it: what its entry had seen."""
    return material_of(replay(entry for entry in incident.originals.values()
                          if entry != last and incident.knowledge.knows(last, entry)), now)  # fmt: skip


def _news(incident: Incident, sections: Sequence[Section], then: Material) -> Iterator[Section]:
    """Only what differs from then; what comes next and who reports are in every bulletin."""
    before = {section.key: section.parts for section in map(_verified, _sections(then, "follow-up"))}
    news = []
    for section in sections:
        parts = [_new(incident, *pair) for pair in zip(section.parts, before[section.key], strict=True)]
        if section.key not in ("next", "reporting") and any(parts):
            news.append(replace(section, parts=tuple(part for part in parts if part)))
    yield from news or [_nothing()]
    yield from (section for section in sections if section.key in ("next", "reporting"))


def _nothing() -> Section:
    title = msg("Development since the last report")
    return Section("event", title, (Fields("event", title, (Field("news", title, NOTHING_NEW),)),))


def _new(incident: Incident, part: Block, before: Block) -> Block | None:
    if isinstance(part, Course) and isinstance(before, Course):
        fresh = sorted(_fresh(incident, part, before), key=lambda point: point.at)
        return replace(part, points=tuple(fresh)) if fresh else None
    if isinstance(part, Fields) and isinstance(before, Fields):
        told = {field.key: field.value for field in before.fields}
        changed = [field for field in part.fields if field.key not in told or told[field.key] != field.value]
        changed = [field for field in changed if field.value is not UNVERIFIED or field.key in told]
        return replace(part, fields=tuple(changed)) if changed else None
    return part


def _fresh(incident: Incident, part: Course, before: Course) -> Iterator[Point]:
    """What was done since, what is told otherwise now, and what was told and has been taken back."""
    told = {point.entry.hash: point for point in before.points}
    for point in part.points:
        was = told.get(point.entry.hash)
        if was is None:
            yield point
        elif (was.at, was.says) != (point.at, point.says):
            yield replace(point, says=msg("Corrected: {what}", what=point.says))
    for digest, point in told.items():
        if digest in incident.retracted:
            yield replace(point, says=msg("Taken back: {what}", what=point.says))


def _without_empty(sections: Sequence[Section]) -> list[Section]:
    """What nobody has anything to say about is left out."""
    found = []
    for section in sections:
        if parts := tuple(part for part in section.parts if _says_something(part)):
            found.append(replace(section, parts=parts))
    return found


def _says_something(part: Block) -> bool:
    match part:
        case Fields(fields=inner) | Course(points=inner):
            return bool(inner)
        case _:
            return True
