"""What a bulletin that was given out had told, and what of it no longer holds: corrected, or taken back.

What was told is what its entry had seen, not the answers of now: what went from no to yes and back to no is news.
"""

from collections.abc import Iterator

from msgspec import Struct

from emergency_cli.core.events import Corrected, Entry, FactsSet, Issued
from emergency_cli.core.events.prose import clause_of
from emergency_cli.core.events.words import with_reason
from emergency_cli.core.incident.incident import Answer, Incident, replay
from emergency_cli.core.incident.reporting import bulletins, last_issued
from emergency_cli.core.incident.steps.occurrences import presupposes
from emergency_cli.core.personal import Words, clear
from emergency_cli.core.report.document import Sentence
from emergency_cli.core.report.sentences import deed, reason_of
from emergency_cli.core.report.standing import overtaken
from emergency_cli.core.text import Capital, Clauses, InProse, Message, msg, ordinal


class Before(Struct, frozen=True):
    """The bulletin before: its entry (`last`), and the incident as that had seen it."""

    incident: Incident
    last: Entry
    then: Incident

    def knew(self, entry: Entry) -> bool:
        """Whether an entry had been seen when that bulletin was given out."""
        return self.incident.knowledge.knows(self.last, entry)


class Change(Struct, frozen=True):
    """An answer that was told and turned out to be wrong: `told` by which entry, and corrected `by` which."""

    fact: str
    was: Answer
    now: Answer
    told: Entry
    by: Entry


def before(incident: Incident) -> Before | None:
    """The bulletin that was given out last; `None` where none was."""
    last, knows = last_issued(incident), incident.knowledge.knows
    if last is None:
        return None
    seen = (entry for entry in incident.originals.values() if entry.hash != last.hash and knows(last, entry))
    return Before(incident, last, replay(seen))


def name_of(entry: Entry) -> Message:
    """What a bulletin that was given out is called within a sentence."""
    event = entry.event
    if not isinstance(event, Issued) or event.document == "initial":
        return msg("the first report")
    if event.document == "final":
        return msg("the final report")
    return msg("follow-up report {number}", number=ordinal(event.number or 1))


# --- answers ---------------------------------------------------------------------------------------------------------


def changes(told: Before) -> list[Change]:
    """The answers that were told and turned out to be wrong.

    They were corrected in the record, or given anew with a reason. What is yes or no, and what changed together with
    such an answer, moves with the events themselves: the course tells it, as it does what was given anew without a
    reason.
    """
    found = []
    for fact, was in told.then.answers.items():
        now = told.incident.answers.get(fact)
        if now and clear(now.value) != clear(was.value) and (by := _corrected_by(told, fact, was, now)):
            first = [each for each in told.then.corrections.get(was.entry.hash, []) if _of(each, fact)]
            found.append(Change(fact, was, now, first[-1] if first else was.entry, by))
    return found


def _of(correction: Entry, fact: str) -> bool:
    return isinstance(correction.event, Corrected) and correction.event.fact == fact


def _corrected_by(told: Before, fact: str, was: Answer, now: Answer) -> Entry | None:
    for change in reversed(told.incident.corrections.get(now.entry.hash, [])):
        if _of(change, fact) and not told.knew(change):
            return change
    event = now.entry.event
    if now.entry.hash == was.entry.hash or not isinstance(event, FactsSet) or not event.reason:
        return None
    specs = [told.incident.fact_spec(each) for each in event.facts]
    return None if any(spec is None or spec.kind == "yes-no" for spec in specs) else now.entry


# --- sentences -------------------------------------------------------------------------------------------------------


def corrections(told: Before, changed: list[Change]) -> Iterator[Sentence]:
    """What was told and is wrong, or was taken back, each with what holds and why."""
    for change in changed:
        was, now = (clause_of(told.incident, change.fact, each.value) for each in (change.was, change.now))
        if was and now:
            names = {"document": _teller(told, change.told), "was": was}
            number = _number(told.incident, change.fact, change.now.value)
            says = msg("correction: {document} said that {was}; on checking, the figure is {now}", now=number, **names)
            if number is None:
                says = msg("correction: {document} said that {was}; on checking, {now}", now=now, **names)
            yield _sentence(says, change.by)
    yield from _overtaken(told)
    yield from _taken_back(told)
    yield from _told_otherwise(told)


def _number(incident: Incident, fact: str, value: Words) -> Message | None:
    """A number with its unit; `None` for what is none."""
    spec = incident.fact_spec(fact)
    if spec is None or spec.kind != "number" or spec.unit is None or not (clear(value) or "").isdigit():
        return None
    return msg("{number} {unit}", number=value, unit=spec.unit)


def _overtaken(told: Before) -> Iterator[Sentence]:
    """How many were hurt, say, where it was told and somebody said since that nobody was."""
    found: dict[str, list[str]] = {}
    for fact in told.then.answers:
        spec = told.incident.fact_spec(fact)
        if spec and spec.vital and fact in told.incident.answers and overtaken(told.incident, fact):
            now = [each for each in presupposes(told.incident, fact) if each in told.incident.answers]
            if now and not overtaken(told.then, fact):
                found.setdefault(now[0], []).append(fact)
    for by, facts in found.items():
        was = tuple(says for fact in facts if (says := clause_of(told.incident, fact, told.then.answers[fact].value)))
        answer = told.incident.answers[by]
        if was and (now_is := clause_of(told.incident, by, answer.value)):
            teller = _teller(told, told.then.answers[facts[0]].entry)
            says = msg("correction: {document} said that {was}, and on checking {now}",
                       document=teller, was=Clauses(was), now=now_is)  # fmt: skip
            yield _sentence(says, answer.entry)


def _taken_back(told: Before) -> Iterator[Sentence]:
    """Deeds that were told and have been taken back since."""
    for digest, back in told.incident.retracted.items():
        entry = _entry(told.then, digest)
        was = deed(told.then, entry) if entry and digest not in told.then.retracted else None
        if entry and was:
            names = {"document": _teller(told, entry), "deed": _as_clause(was)}
            yield _sentence(msg("correction: taken back is what {document} said: {deed}", **names), back)


def _told_otherwise(told: Before) -> Iterator[Sentence]:
    """Deeds that were told with a wrong time, or of somebody who did not do them."""
    for digest, found in told.incident.corrections.items():
        fresh = [each for each in found if not told.knew(each) and getattr(each.event, "fact", None) is None]
        entry, held = _entry(told.then, digest), _entry(told.incident, digest)
        was = deed(told.then, entry) if fresh and entry else None
        now = deed(told.incident, held) if was and held else None
        if entry and was and now and _to_the_minute(was) != _to_the_minute(now):
            names = {"document": _teller(told, entry), "was": _as_clause(was), "now": _as_clause(now)}
            yield _sentence(msg("correction: {document} said: {was}; on checking: {now}", **names), fresh[-1])


def _entry(incident: Incident, digest: str) -> Entry | None:
    return next((entry for entry in incident.entries if entry.hash == digest), None)


def _as_clause(sentence: Sentence) -> Message:
    return msg("at {time} {deed}", **sentence.says.values)


def _to_the_minute(sentence: Sentence) -> tuple[object, ...]:
    """What a reader can tell apart."""
    values = sentence.says.values
    time = values.get("time")
    shown = time.moment.replace(second=0, microsecond=0) if isinstance(time, InProse) else time
    return shown, values.get("deed")


def _teller(told: Before, entry: Entry) -> Message:
    """The bulletin that said so first."""
    knows = told.incident.knowledge.knows
    return name_of(next(each for each in bulletins(told.incident) if knows(each, entry)))


def _sentence(says: Message, by: Entry) -> Sentence:
    says = with_reason(says, reason_of(by))
    return Sentence(msg("{sentence}.", sentence=Capital(says)), (by,))
