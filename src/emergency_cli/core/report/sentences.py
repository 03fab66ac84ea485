"""Sentences that an office signs: what was done, said and learned, told from `did` and `says` of the plan."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.address import Address, FactAddress, base_of, member_of
from emergency_cli.core.events import (
    Attached,
    CallMade,
    Ended,
    Entry,
    Event,
    FactsSet,
    HandoverAccepted,
    Noted,
    Ordered,
    Reopened,
    StepCouldNot,
    StepDone,
    as_moment,
)
from emergency_cli.core.events.deeds import (
    approval_of,
    calls_of,
    deed_of,
    done_by,
    ending_of,
    undone,
    with_answers,
)
from emergency_cli.core.events.prose import (
    answers_of,
    bare_clause_of,
    clause_of,
    in_one,
    in_prose,
    party_in,
    without_stop,
)
from emergency_cli.core.events.words import bare, case_of, occurrence, playbook_title, with_reason
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.occurrences import in_order_answers
from emergency_cli.core.personal import Words, clear
from emergency_cli.core.plan.facts import FactSpec, Part
from emergency_cli.core.plan.playbook import ORDERS
from emergency_cli.core.report.document import Material, Sentence
from emergency_cli.core.text import Capital, Clauses, InProse, Message, msg
from emergency_cli.core.times import in_zone

# Of so many rounds at most the course tells what each of them found.
_ROUNDS = 3
# Parts of which the course of a response tells the answers: the others have sections of their own.
_IN_COURSE: tuple[Part | None, ...] = (None, "occurrence", "place", "casualties", "response")

_IN_ONE_BREATH = 3


def clause(incident: Incident, fact: str, *, holds: bool | None = None) -> Message | None:
    """The answer that holds, as a clause of a sentence; both where they are in conflict; `None` where none is told.

    `holds`: it is told as what is so now; else as it suits an incident that goes on, or is over.
    """
    now = incident.state == "responding" if holds is None else holds
    answer = incident.answers.get(fact)
    if answer is None:
        return None
    told = [said for value in answer.rivals or (answer.value,) if (said := clause_of(incident, fact, value, holds=now))]
    return by_accounts(told) if told else None


def by_accounts(told: Sequence[Message]) -> Message:
    """What desks said without knowing of each other, as one clause: the last, and each other as another account."""
    *others, says = told
    if not others:
        return says
    other = others[0] if len(others) == 1 else Clauses(tuple(others), close=True)
    return msg("{clause} (or, by another account, {other}; to be confirmed)", clause=says, other=other)


def deed(incident: Incident, entry: Entry) -> Sentence | None:
    """What one entry tells of the response, dated; `None` where it tells nothing."""
    event = entry.event
    told = _told(incident, entry, dict(event.answers))
    if told is None:
        return None
    return _dated(incident, Told(event.occurred, told, (entry,), stands=_only_learned(incident, event)), "")


def _only_learned(incident: Incident, event: Event) -> bool:
    """Whether an entry tells answers and no deed: of a step that only asks, or apart from any."""
    return isinstance(event, FactsSet) or (isinstance(event, StepDone) and deed_of(incident, event.step) is None)


class Told(Struct, frozen=True):
    """Something that was done or became known, as a clause.

    `timed`: the clause itself says when. `stands`: it is how things stood then, and not what happened.
    """

    at: datetime
    says: Message
    entries: tuple[Entry, ...]
    timed: bool = False
    stands: bool = False


def course(
    material: Material,
    told: Collection[str] = (),
    since: datetime | None = None,
    *,
    fresh: Callable[[Entry], bool] = lambda _: True,
    corrected: Collection[tuple[str, str]] = (),
) -> list[Sentence]:
    """The response in story order, a sentence for each thing that happened; nothing that was taken back.

    `told`: facts, by address, that the document tells elsewhere: only their changes are told here. `since`: the time
    told last before it, so that its day and year are not said again; without it that of the opening. `fresh`: only what
    rests on such entries is told. `corrected`: changes, by hash of the entry and fact, that the document tells
    elsewhere.
    """
    incident = material.incident
    opened = incident.opened
    found = sorted(_course(material, told, corrected), key=lambda each: each.at)
    found = [each for each in found if any(map(fresh, each.entries))]
    last = (since or (opened.event.occurred if opened else None)) if found else None
    day = in_zone(last, incident.time_zone).date() if last else None
    sentences = []
    for each in found:
        at = incident.local(each.at).date()
        sentences.append(_dated(incident, each, _day(at, day)))
        day = at
    return sentences


def _day(at: date, last: date | None) -> Literal["", "day", "year"]:
    if at == last:
        return ""
    return "day" if last and at.year == last.year else "year"


def _dated(incident: Incident, told: Told, day: Literal["", "day", "year"]) -> Sentence:
    if told.timed:
        return Sentence(msg("{sentence}.", sentence=Capital(told.says)), told.entries)
    time = InProse(told.at, day) if day else in_prose(incident, told.at)
    form = _AS_OF if told.stands else _AT
    return Sentence(Message(form.msgid, {"time": time, "deed": told.says}), told.entries)


def as_of(incident: Incident, entry: Entry, says: object) -> Sentence:
    """What an entry says of how things stood then."""
    return Sentence(Message(_AS_OF.msgid, {"time": in_prose(incident, entry.event.occurred), "deed": says}), (entry,))


_AT, _AS_OF, _THEN = msg("At {time} {deed}."), msg("As of {time}, {deed}."), msg("{sentence}.")


def in_one_breath(told: Sequence[Sentence]) -> list[Sentence]:
    """Dated sentences of the same minute with its time once, and no more than three of them as one sentence."""
    found: list[Sentence] = []
    before, held = None, 0
    for each in told:
        again = before is not None and same_minute(before, each)
        if again and held < _IN_ONE_BREATH:
            found[-1] = _joined(found[-1], each)
            held += 1
        else:
            found.append(untimed(each) if again else each)
            held = 1
        before = each
    return found


def _joined(one: Sentence, other: Sentence) -> Sentence:
    deed = msg("{deed}; {more}", deed=one.says.values["deed"], more=other.says.values["deed"])
    form = one.says.msgid if one.says.msgid in (other.says.msgid, _THEN.msgid) else _AT.msgid
    says = Message(form, {**one.says.values, "deed": deed, "sentence": Capital(deed)})
    return Sentence(says, (*one.entries, *(entry for entry in other.entries if entry not in one.entries)))


def untimed(told: Sentence) -> Sentence:
    """A dated sentence without its time, where the one before it has said that."""
    deed = told.says.values["deed"]
    return Sentence(Message(_THEN.msgid, {"deed": deed, "sentence": Capital(deed)}), told.entries)


def same_minute(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are dated, and of the same minute."""
    times = [each.says.values.get("time") for each in (one, other) if "deed" in each.says.values]
    minutes = {_minute(time.moment) for time in times if isinstance(time, InProse)}
    return len(times) == 2 and len(minutes) == 1 and all(isinstance(time, InProse) for time in times)


# --- story order -----------------------------------------------------------------------------------------------------


def _course(material: Material, elsewhere: Collection[str], corrected: Collection[tuple[str, str]]) -> Iterator[Told]:
    incident, known = material.incident, dict[str, tuple[Words, Entry]]()
    gathered, found = _gathered(material), dict[str, dict[str, Words]]()
    alike = _in_vain_alike(material)
    again = _told_again(material) | {entry.hash for _, *others in alike.values() for entry in others}
    for entry in material.story:
        event = entry.event
        if entry.hash in incident.retracted or entry.hash in again or _is_review(incident, event):
            continue
        new, changed = _parted(incident, entry, known, elsewhere)
        known |= {fact: (value, entry) for fact, value in event.answers.items()}
        if not (isinstance(event, StepDone) and base_of(event.step) in gathered):
            if isinstance(event, FactsSet):
                yield from _answered(incident, entry, new)
            elif says := _told(incident, entry, new):
                rests = incident.ends if entry is incident.ended else tuple(alike.get(entry.hash, (entry,)))
                yield Told(event.occurred, says, rests, stands=_only_learned(incident, event))
        else:
            facts, ticks = found.setdefault(base_of(event.step), {}), gathered[base_of(event.step)]
            facts |= new
            if entry.hash == ticks[-1].hash:
                yield _one_by_one(incident, ticks, found.pop(base_of(event.step)))
        changed = {fact: was for fact, was in changed.items() if (entry.hash, fact) not in corrected}
        for facts in found.values():  # what zones report is told when the last has, and as it is by then
            now = {fact: event.answers[fact] for fact in facts.keys() & changed.keys() - in_order_answers(incident)}
            facts |= now
            changed = {fact: was for fact, was in changed.items() if fact not in now}
        if changed:
            yield _change(incident, entry, changed)


def _told_again(material: Material) -> set[str]:
    """Calls that nobody answered, of which a step that could not be done for want of them tells by itself."""
    if not any(isinstance(entry.event, StepCouldNot) for entry in material.story):
        return set()
    calls, found = dict[str, str](), set[str]()
    for entry in material.story:
        event = entry.event
        if isinstance(event, CallMade) and all(one.outcome == "no-answer" for one in event.contacts):
            calls |= {one.party: entry.hash for one in event.contacts}
        elif isinstance(event, StepCouldNot) and event.reason and (step := material.incident.step(event.step)):
            found |= {calls[party] for party in step.contact if party in calls}
    return found


def _in_vain_alike(material: Material) -> dict[str, list[Entry]]:
    """Vain attempts at one act that several playbooks ask for: what says the same, in a minute, by the first hash."""
    incident, found = material.incident, dict[object, list[Entry]]()
    for entry in material.story:
        event = entry.event
        if not isinstance(event, StepCouldNot) or entry.hash in incident.retracted:
            continue
        if (step := incident.step(event.step)) and step.same:
            act = _minute(event.occurred), step.same, step.did, event.reason
            found.setdefault(act, []).append(entry)
    return {entries[0].hash: entries for entries in found.values()}


def _is_review(incident: Incident, event: Event) -> bool:
    """Whether an entry is of what the office did afterwards, and not of the response."""
    step = incident.step(event.step) if isinstance(event, StepDone | StepCouldNot) else None
    return step is not None and step.stage == "review"


def _parted(
    incident: Incident, entry: Entry, known: Mapping[str, tuple[Words, Entry]], elsewhere: Collection[str]
) -> tuple[dict[str, Words], dict[str, Words]]:
    """Of the answers those that are new here, and of those that changed what they were.

    Nobody changes an answer of which nothing was known here: what two desks said without each other stands as both,
    where documents tell the answers that hold.
    """
    new: dict[str, Words] = {}
    changed: dict[str, Words] = {}
    for fact, value in entry.event.answers.items():
        spec = incident.fact_spec(fact)
        holds = incident.answers.get(fact)
        if spec is None or spec.part not in _IN_COURSE or (holds and holds.conflict):
            continue
        was, said = known.get(fact, ("", entry))
        if was and clause_of(incident, fact, was) and incident.knowledge.knows(entry, said):
            if more := _more(spec, clear(was), clear(value)):
                new[fact] = more
            elif clear(was) != clear(value) and clause_of(incident, fact, value):
                changed[fact] = was
        elif fact not in elsewhere:
            new[fact] = value
    return new, changed


def _more(spec: FactSpec, was: str | None, now: str | None) -> str:
    """What was chosen besides what had been: it is told as new, and changes nothing. Empty where it replaced it."""
    if spec.kind != "choices" or not was or not now:
        return ""
    before, after = was.split(","), now.split(",")
    return ",".join(each for each in after if each not in before) if set(before) < set(after) else ""


def _change(incident: Incident, entry: Entry, changed: Mapping[str, Words]) -> Told:
    """Answers that became others, with what they were and why."""
    now = Clauses(tuple(clause_of(incident, fact, entry.event.answers[fact]) for fact in changed), close=True)
    before = Clauses(tuple(_as_it_was(incident, fact, was) for fact, was in changed.items()), close=True)
    says = msg("{clause} (previously: {was})", clause=now, was=before)
    if reason := reason_of(entry):
        says = msg("{clause} (previously: {was}; {reason})", clause=now, was=before, reason=reason)
    return Told(entry.event.occurred, says, (entry,), stands=True)


def _as_it_was(incident: Incident, fact: str, was: Words) -> object:
    """What an answer had been: a person's words as they were, others as a clause."""
    spec = incident.fact_spec(fact)
    if isinstance(was, str) and spec is not None and spec.kind == "text":
        return msg("“{text}”", text=without_stop(was))
    case = case_of(incident, FactAddress.parse(fact).attachment)  # what it is now says of which case
    return bare_clause_of(incident, fact, was) if case else clause_of(incident, fact, was)


def reason_of(entry: Entry) -> Words | None:
    """The reason that was given with an entry, as it stands within a sentence."""
    reason = getattr(entry.event, "reason", None)
    return without_stop(reason) if isinstance(reason, str) else reason


def _answered(incident: Incident, entry: Entry, facts: Mapping[str, Words]) -> Iterator[Told]:
    """Answers given apart from a step: what tells a time itself at that time, the others together."""
    moments = {}
    for fact, value in facts.items():
        spec = incident.fact_spec(fact)
        if spec and spec.kind == "time" and (moment := as_moment(value)) and (says := clause_of(incident, fact, value)):
            moments[fact] = Told(moment, says, (entry,), timed=True)
    yield from moments.values()
    rest = answers_of(incident, {fact: value for fact, value in facts.items() if fact not in moments})
    if rest:
        says = msg("{clauses}", clauses=Clauses(tuple(rest)))
        yield Told(entry.event.occurred, with_reason(says, reason_of(entry)), (entry,), stands=True)


# --- one entry -------------------------------------------------------------------------------------------------------


def _told(incident: Incident, entry: Entry, facts: Mapping[str, Words]) -> Message | None:
    match entry.event:
        case StepDone() as event if not event.same:
            return _done(incident, entry, event, facts)
        case StepCouldNot(step=step):
            return with_reason(undone(incident, step, tried=True), reason_of(entry))
        case CallMade(contacts=contacts, text=text):
            says = msg("{clauses}", clauses=Clauses(tuple(calls_of(incident, contacts))))
            return with_reason(says, without_stop(text) if text else None)
        case Attached(attachment=name):
            taken_up = msg("the playbook “{title}” was taken up as well", title=playbook_title(incident, name))
            case = case_of(incident, name)
            return msg("{deed} ({member})", deed=taken_up, member=case) if case else taken_up
        case Ordered(from_=whose, to=whom, text=text):
            names = {"name": party_in(incident, whose), "party": party_in(incident, whom)}
            return msg("{name} ordered {party}: “{text}”", text=without_stop(text), **names)
        case HandoverAccepted(officer=name):
            return msg("{name} took over as officer on duty", name=name)
        case Noted(key=True, text=text):
            return msg("it was noted: “{text}”", text=without_stop(text) if isinstance(text, str) else text)
        case Ended():
            return _ended(incident, entry)
        case Reopened(target=target):
            back = incident.originals.get(target.hash)
            resumed = back is not None and isinstance(back.event, Ended)
            return with_reason(msg("the response was resumed"), reason_of(entry)) if resumed else None
        case FactsSet():
            rest = answers_of(incident, facts)
            return with_reason(msg("{clauses}", clauses=Clauses(tuple(rest))), reason_of(entry)) if rest else None
        case _:
            return None


def _ended(incident: Incident, entry: Entry) -> Message | None:
    """How the response ended; where desks ended it differently all of it with the last of these."""
    event, others = entry.event, [each for each in incident.ends if each.hash != entry.hash]
    if not isinstance(event, Ended) or (others and incident.ended is not entry):
        return None
    return by_accounts([*(ended_at(incident, each) for each in others), ending_of(incident, event)])


def ended_at(incident: Incident, end: Entry, *, briefly: bool = False) -> Message:
    """An end with its time."""
    deed = ended_how(incident, end) if briefly else ending_of(incident, cast(Ended, end.event))
    return msg("at {time} {deed}", time=in_prose(incident, end.event.occurred), deed=deed)


def ended_how(incident: Incident, end: Entry) -> Message:
    """With what outcome it ended; by whose decision and on what condition is told elsewhere."""
    return ending_of(incident, replace(cast(Ended, end.event), decided=None, condition=None))


def _done(incident: Incident, entry: Entry, event: StepDone, facts: Mapping[str, Words]) -> Message | None:
    if Address.parse(event.step).attachment == ORDERS:
        step = incident.step(event.step)
        says = msg("the order “{text}” was carried out", text=bare(step.do) if step else event.step)
        return with_reason(done_by(says, _who(incident, event)), reason_of(entry))
    if incident.ticks.get(event.step) is not entry:
        return None
    only = only_round(incident, event.step)
    says_deed = None if _said_before(incident, entry, event) else deed_of(incident, only or event.step, event.contacts)
    if says_deed is None:
        rest = answers_of(incident, facts, member_of(event.step) if only else None)
        return msg("{clauses}", clauses=Clauses(tuple(rest))) if rest else None
    says = with_answers(incident, done_by(says_deed, _who(incident, event)), event.step, facts)
    more = calls_of(incident, event.contacts, incident.step(event.step))
    if event.approval:
        more.append(approval_of(incident, event.approval))
    if more:
        says = msg("{deed}; {clauses}", deed=says, clauses=Clauses(tuple(more)))
    return with_reason(says, reason_of(entry))


def only_round(incident: Incident, address: str) -> str | None:
    """The step of a round, where there was no other round of it: then nothing is to be numbered."""
    base, step = base_of(address), incident.step(address)
    if step is None or not step.repeats or base == address:
        return None
    return base if len(incident.ticked.get(base, ())) == 1 else None


def _said_before(incident: Incident, entry: Entry, event: StepDone) -> bool:
    """Whether the same act was told in the same minute for another playbook, and nobody was called for this one."""
    step = incident.step(event.step)
    if step is None or not step.same or event.contacts or event.actor:
        return False
    earlier = [address for address, other in incident.ticks.items()
               if other.order < entry.order and _minute(other.event.occurred) == _minute(event.occurred)]  # fmt: skip
    twins = (twin for address in earlier if (twin := incident.step(address)) and twin is not step)
    return any(twin.same == step.same and twin.did == step.did for twin in twins)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _who(incident: Incident, event: StepDone) -> object:
    return party_in(incident, event.actor) if event.actor else None


# --- zone by zone, in rounds -----------------------------------------------------------------------------------------


def _gathered(material: Material) -> dict[str, list[Entry]]:
    """The ticks of each step that was done several times and is told once, in story order.

    Rounds that have a name of their own, a casualty each, are told one by one.
    """
    incident, found = material.incident, dict[str, list[Entry]]()
    ticks = {entry.hash for entry in incident.ticks.values()}
    for entry in material.story:
        event = entry.event
        if isinstance(event, StepDone) and entry.hash in ticks and member_of(event.step):
            step = incident.step(event.step)
            if step and not step.round_:
                found.setdefault(base_of(event.step), []).append(entry)
    return found


def _one_by_one(incident: Incident, ticks: list[Entry], facts: Mapping[str, Words]) -> Told:
    """A step that was done zone by zone, unit by unit or in rounds: once, with what was found out of order."""
    last = ticks[-1]
    address = base_of(getattr(last.event, "step", ""))
    step, usual = incident.step(address), in_order_answers(incident)
    facts = {fact: value for fact, value in facts.items() if fact not in usual}
    says = deed_of(incident, address) or msg("{clauses}", clauses=Clauses(()))
    members = [member_of(entry.event.matter or "") for entry in ticks]
    if step and step.repeats:
        says = msg("{deed}, {count} times by then", deed=says, count=len(ticks)) if len(ticks) > 1 else says
        facts = _of_last_rounds(incident, facts)
    elif step and step.each == "zone" and len(ticks) > 1:
        says = msg("{deed} in {count} service zones", deed=says, count=len(ticks))
    elif len(ticks) == 1:
        says = msg("{deed} ({member})", deed=says, member=occurrence(incident, step, members[0] or ""))
    return Told(last.event.occurred, in_one(says, answers_of(incident, facts, of=address)), tuple(ticks))


def _of_last_rounds(incident: Incident, facts: Mapping[str, Words]) -> Mapping[str, Words]:
    """What the last rounds found, and of all of them what was vital: a night of patrols is not told one by one."""
    rounds = list(dict.fromkeys(member_of(fact) for fact in facts if member_of(fact)))[-_ROUNDS:]
    vital = {fact for fact in facts if (spec := incident.fact_spec(fact)) and spec.vital}
    return {fact: facts[fact] for fact in facts if fact in vital or member_of(fact) in (None, *rounds)}
