"""Answers, deeds and calls as parts of a sentence: what the plan says of them in `says` and `did`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address, FactAddress, base_of, member_of
from emergency_cli.core.events.words import answer_title, bare, member_title, party_title
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import NOT_KNOWN, OUTCOMES
from emergency_cli.core.text import Clauses, Filled, InProse, Message, Text, msg
from emergency_cli.core.times import in_zone

if TYPE_CHECKING:  # as in `event`
    from emergency_cli.core.events.fold import Fold
    from emergency_cli.core.events.kinds.calls import Told
    from emergency_cli.core.events.kinds.ending import Ended
    from emergency_cli.core.events.kinds.steps import Approval


def clause_of(fold: "Fold", fact: str, value: Words) -> Message | None:
    """An answer as a clause, for whichever zone, unit or round it is; `None` where the plan does not tell it."""
    says, member = _says(fold, fact, value), member_of(fact)
    return _of_member(fold, fact, member, says) if says and member else says


def _of_member(fold: "Fold", fact: str, member: str, says: object) -> Message:
    return msg("{member}: {clause}", member=_member(fold, fact, member), clause=says)


def _says(fold: "Fold", fact: str, value: Words) -> Message | None:
    spec = fold.fact_spec(fact)
    if spec is None or value == NOT_KNOWN:
        return None
    answer = "" if isinstance(value, Personal) else value
    chosen = [spec.choices[each] for each in answer.split(",") if each in spec.choices]
    if chosen and all(each.says for each in chosen):
        return msg("{clauses}", clauses=Clauses(tuple(each.says for each in chosen), close=True))
    text = spec.clause(answer)
    return msg("{text}", text=Filled(text, {"": _answer(fold, fact, spec, value)})) if text else None


def _answer(fold: "Fold", fact: str, spec: FactSpec, value: Words) -> object:
    said = answer_title(fold, fact, value)
    if isinstance(said, datetime):
        return in_prose(fold, said)
    if spec.kind == "text" and isinstance(said, str):
        return without_stop(said)
    if isinstance(said, list):
        return [_within(each) if isinstance(each, Text) else each for each in said]
    return said


def in_prose(fold: "Fold", moment: datetime) -> InProse:
    """A time of day as a sentence says it, with its day where that is not the day of the opening."""
    if fold.opened is None:
        return InProse(moment, "year")
    first = fold.opened.event.occurred
    there = in_zone(moment, first.tzinfo).date()
    same_year = there.year == first.year
    return InProse(moment, "" if there == first.date() else "day" if same_year else "year")


def without_stop(text: str) -> str:
    """Free words as part of a sentence."""
    return text.strip().rstrip("。.；;，,、 ")


def _within(text: Text) -> Text:
    """The name of a choice within a sentence: in English without its capital, unless it is an abbreviation."""
    plain = bare(text)
    small = plain.en[1:2].islower() or plain.en[1:2] == " "
    return Text(plain.zh, plain.en[0].lower() + plain.en[1:]) if small else plain


def _member(fold: "Fold", fact: str, member: str) -> object:
    """What an occurrence of a fact is called: as the step that asks for it calls its rounds."""
    held = fold.attachments.get(FactAddress.parse(fact).attachment or "")
    books = [held] if held else list(fold.attachments.values())
    name = FactAddress.parse(fact).fact
    asking = (step for each in books for step in each.playbook.steps if step.repeats and name in step.wants)
    return occurrence(fold, next(asking, None), member)


def occurrence(fold: "Fold", step: Step | None, member: str) -> object:
    """What an occurrence of a step is called: a zone, a unit, a round by the word that the plan has for it."""
    if member.isdigit() and step and step.round_:
        return Filled(step.round_, {"": member})
    return member_title(fold, member)


# --- deeds -----------------------------------------------------------------------------------------------------------


def deed_of(fold: "Fold", address: str) -> Message | None:
    """What was done where a step is done, as a clause; `None` for one that only asks.

    A step of a playbook in which no step says it, as those of older records, is named by its order.
    """
    step = fold.step(address)
    if step is None:
        return msg("done: “{step}”", step=address)
    said: Message | None = None
    if step.did:
        said = msg("{text}", text=bare(step.did))
    elif not _only_asks(step) and not _tells_deeds(fold, address):
        said = msg("done: “{step}”", step=bare(step.do))
    member = member_of(address)
    return msg("{deed} ({member})", deed=said, member=occurrence(fold, step, member)) if said and member else said


def _only_asks(step: Step) -> bool:
    return bool(step.ask) and not (step.contact or step.approval or step.each)


def _tells_deeds(fold: "Fold", address: str) -> bool:
    held = fold.attachments.get(Address.parse(address).attachment)
    return held is not None and any(step.did for step in held.playbook.steps)


def done_by(deed: Message, who: object) -> Message:
    """A deed with whoever did it, where somebody said so."""
    return msg("{deed} by {name}", deed=deed, name=who) if who else deed


_WAS = re.compile(r"\b(was|were)\b")


def undone(fold: "Fold", address: str, *, tried: bool) -> Message:
    """What was not done, as a clause: could not be done, where it was tried."""
    step = fold.step(address)
    member = member_of(address)
    if step and step.did and _WAS.search(step.did.en):
        did = bare(step.did)
        if tried:
            said = msg("{could_not}", could_not=Text(did.zh, _WAS.sub("could not be", did.en)))
        else:
            said = msg("{not_done}", not_done=Text(did.zh, _WAS.sub(r"\1 not", did.en)))
    else:
        what: object = bare(step.did or step.do) if step else address
        said = msg("could not be done: “{step}”", step=what) if tried else msg("not done: “{step}”", step=what)
    return msg("{deed} ({member})", deed=said, member=occurrence(fold, step, member)) if member else said


# --- calls -----------------------------------------------------------------------------------------------------------


def calls_of(fold: "Fold", contacts: "Iterable[Told]", step: Step | None = None) -> list[Message]:
    """How each call came out, party by party, with whoever answered instead of whom.

    What the deed of the `step` says by itself is not said again: that all those were reached whom it calls.
    """
    by_party: dict[str, list[Told]] = {}
    for one in contacts:
        by_party.setdefault(one.party, []).append(one)
    known = step is not None and len(by_party) == 1 and step.contact[:1] == (next(iter(by_party)),)
    plain = [party for party, calls in by_party.items() if _just(calls, "reached")]
    found: list[Message] = []
    if plain and not known and not (step and step.did and set(step.contact) == set(plain)):
        found.append(_verb(plain, fold, msg("{party} was told"), msg("{party} were told")))
    for party, calls in by_party.items():
        if party not in plain:
            found += _calls(fold, party, calls, known)
    return found


def _just(calls: "Sequence[Told]", outcome: str) -> bool:
    return all(one.outcome == outcome and not one.name for one in calls)


def _verb(parties: Sequence[str], fold: "Fold", one: Message, several: Message) -> Message:
    form = one if len(parties) == 1 else several
    return Message(form.msgid, {"party": [party_title(fold, party) for party in parties]})


def _calls(fold: "Fold", party: str, calls: "Sequence[Told]", known: bool) -> list[Message]:
    title = party_title(fold, party)
    missed = [one for one in calls if one.outcome == "no-answer"]
    reached = next((one for one in calls if one.outcome == "reached"), None)
    called = [one for one in calls if one.outcome == "called"]
    if reached is None:
        tried = [msg("nobody answered for {party}", party=_named(title, missed))] if missed else []
        return [*tried, *([msg("a call was made to {party}", party=_named(title, called))] if called else [])]
    whose: object = reached.name or title
    if missed:
        names: list[object] = [one.name for one in missed if one.name] or [title]
        return [msg("{names} did not answer, and {name} took the call", names=names, name=whose)]
    if known:
        return [msg("{name} took the call", name=whose)] if reached.name else []
    return [msg("{party} was told", party=_named(title, [reached]))]


def _named(party: object, calls: "Sequence[Told]") -> object:
    """A party with the names of those of it who were called."""
    names = [one.name for one in calls if one.name]
    return msg("{party} ({name})", party=party, name=names) if names else party


# --- joining ---------------------------------------------------------------------------------------------------------


def answers_of(fold: "Fold", facts: Mapping[str, Words], known: str | None = None) -> list[Message]:
    """The clauses of all answers that the plan tells: of one occurrence together, and its name once.

    `known`: the occurrence that the sentence names already.
    """
    groups: dict[str | None, dict[str, Message]] = {}
    for fact, value in facts.items():
        if said := _says(fold, fact, value):
            groups.setdefault(member_of(fact), {})[fact] = said
    found: list[Message] = []
    for member, told in groups.items():
        if member is None or member == known:
            found += told.values()
        else:
            found.append(_of_member(fold, next(iter(told)), member, Clauses(tuple(told.values()), close=True)))
    return found


def with_answers(fold: "Fold", deed: Message, address: str, facts: Mapping[str, Words]) -> Message:
    """A deed with the answers that belong to it: first what was said in a call, then what else became known."""
    step, member = fold.step(address), member_of(address)
    said = {fact: value for fact, value in facts.items() if _was_said(step, fact)}
    told = answers_of(fold, said, member)
    rest = answers_of(fold, {fact: value for fact, value in facts.items() if fact not in said}, member)
    if not told:
        return in_one(deed, rest)
    deed = msg("{deed}: {said}", deed=deed, said=Clauses(tuple(told), close=True))
    return msg("{deed}; {clauses}", deed=deed, clauses=Clauses(tuple(rest))) if rest else deed


def _was_said(step: Step | None, fact: str) -> bool:
    return step is not None and bool(step.contact) and FactAddress.parse(base_of(fact)).fact in step.say


def in_one(deed: Message, clauses: Sequence[Message]) -> Message:
    """A deed and what belongs to it, in one sentence."""
    return msg("{deed}: {clauses}", deed=deed, clauses=Clauses(tuple(clauses))) if clauses else deed


def approval_of(fold: "Fold", approval: "Approval") -> Message:
    """Whose consent was asked, and what they said, as a clause."""
    whom: object = party_title(fold, approval.party)
    if approval.name:
        whom = msg("{party} ({name})", party=whom, name=approval.name)
    match approval.answer:
        case "given":
            return msg("{name} consented", name=whom)
        case "refused":
            return msg("{name} refused consent", name=whom)
        case _:
            return msg("{name} could not be reached for consent", name=whom)


def ending_of(fold: "Fold", event: "Ended") -> Message:
    """That the response ended: with what outcome, by whose decision, on what condition."""
    says = msg("the response ended")
    if event.outcome == "handed-over":
        says = msg("the matter was handed over and the response ended")
    elif event.outcome != "handled":
        says = msg("the response ended ({outcome})", outcome=OUTCOMES[event.outcome].shown)
    if event.decided:
        says = msg("{end} by decision of {name}", end=says, name=party_title(fold, event.decided))
    if event.condition:
        says = msg("{end}: {condition}", end=says, condition=without_stop(event.condition))
    return says
