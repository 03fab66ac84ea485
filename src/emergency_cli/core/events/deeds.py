"""Deeds and calls as parts of a sentence: what the plan says of them in `did`, and how they came out."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address, FactAddress, base_of, member_of
from emergency_cli.core.events.prose import answers_of, clause_of, in_call, in_one, party_in, without_stop
from emergency_cli.core.events.words import bare, case_of, facts, occurrence, with_more, with_reason
from emergency_cli.core.personal import Words
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import OUTCOMES
from emergency_cli.core.text import Capital, Clauses, Message, Text, msg

if TYPE_CHECKING:  # as in `event`
    from emergency_cli.core.events.fold import Fold
    from emergency_cli.core.events.kinds.calls import Told
    from emergency_cli.core.events.kinds.ending import Ended
    from emergency_cli.core.events.kinds.steps import Approval


# --- deeds -----------------------------------------------------------------------------------------------------------


def deed_of(fold: "Fold", address: str, contacts: "Sequence[Told]" = (), members: Sequence[str] = ()) -> Message | None:
    """What was done where a step is done, as a clause; `None` for one that only asks.

    `contacts` is what its tick says of calls: where not all were reached whom the step tells, only that was done.
    `members`: those for which it was done alike, of which the address names one.
    A step of a playbook in which no step says it, as those of older records, is named by its order.
    """
    step = fold.step(address)
    if step is None:
        return msg("done: “{step}”", step=address)
    said: Message | None = None
    if falls_short(step, contacts):
        calls = Clauses(tuple(_how_they_went(fold, contacts, step)))
        said = msg("for the step “{step}” {calls}", step=step.short or bare(step.do), calls=calls)
    elif step.did:
        said = msg("{text}", text=bare(step.did))
    elif not _only_asks(step) and not _tells_deeds(fold, address):
        said = msg("done: “{step}”", step=bare(step.do))
    done_for = members or tuple(filter(None, [member_of(address)]))
    names = _done_for(fold, address, done_for)
    return msg("{deed} ({member})", deed=said, member=names) if said and names else said


def _done_for(fold: "Fold", address: str, members: Sequence[str]) -> list[object]:
    """Of which case a deed was, and for which zones or units or in which round."""
    case, step = case_of(fold, Address.parse(address).attachment), fold.step(address)
    return [*([case] if case else []), *(occurrence(fold, step, member) for member in members)]


def _only_asks(step: Step) -> bool:
    return bool(step.ask) and not (step.contact or step.approval or step.each)


def _tells_deeds(fold: "Fold", address: str) -> bool:
    held = fold.attachments.get(Address.parse(address).attachment)
    return held is not None and any(step.did for step in held.playbook.steps)


# Where an English deed names its doer: behind the verb (`were asked by X to help`), where what follows leaves it whole.
_DOER = (
    r"\b(?:was|were) [a-z]+(?: (?:in|on|out|over|up|off|after|back in|back))?"
    r"(?=,| (?:to|and|from|with|outside|down|what|which|why|about))"
)


def done_by(deed: Message, who: object) -> Message:
    """A deed with whoever did it, where somebody said so."""
    if not who:
        return deed
    did, verb = deed.values.get("text"), None
    if isinstance(did, Text):
        verb = re.search(_DOER, did.en)
    if not isinstance(did, Text) or verb is None:
        return msg("{deed} by {name}", deed=deed, name=who)
    first, rest = Text(did.zh, did.en[: verb.end()]), Text("", did.en[verb.end() :])
    return msg("{deed} by {name}{rest}", deed=first, name=who, rest=rest)


_WAS = r"\b(was|were)\b"


def undone(fold: "Fold", address: str, *, tried: bool) -> Message:
    """What was not done, as a clause: could not be done, where it was tried."""
    step = fold.step(address)
    member = member_of(address)
    if step and step.did and re.search(_WAS, step.did.en):
        did = bare(step.did)
        if tried:
            said = msg("{could_not}", could_not=Text(did.zh, re.sub(_WAS, "could not be", did.en)))
        else:
            said = msg("{not_done}", not_done=Text(did.zh, re.sub(_WAS, r"\1 not", did.en)))
    else:
        what: object = bare(step.did or step.do) if step else address
        said = msg("could not be done: “{step}”", step=what) if tried else msg("not done: “{step}”", step=what)
    names = _done_for(fold, address, [member] if member else [])
    return msg("{deed} ({member})", deed=said, member=names) if names else said


# --- calls -----------------------------------------------------------------------------------------------------------


def falls_short(step: Step, contacts: "Sequence[Told]") -> bool:
    """Whether the tick of a step says whom of its parties it reached, and these are not all of them."""
    reached = {one.party for one in contacts if one.outcome == "reached"}
    named = any(one.party in step.contact for one in contacts)
    return bool(reached) and named and not set(step.contact) <= reached


def calls_of(fold: "Fold", contacts: "Sequence[Told]", step: Step | None = None) -> list[Message]:
    """How each call came out, party by party, with whoever answered instead of whom.

    What the deed of the `step` says by itself is not said again: that all those were reached whom it calls; or, where
    it falls short of that, how each call came out.
    """
    return [] if step and falls_short(step, contacts) else _how_they_went(fold, contacts, step)


def _how_they_went(fold: "Fold", contacts: "Sequence[Told]", step: Step | None) -> list[Message]:
    by_party: dict[str, list[Told]] = {}
    for one in contacts:
        by_party.setdefault(one.party, []).append(one)
    known = step is not None and len(by_party) == 1 and step.contact == tuple(by_party)
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
    return Message(form.msgid, {"party": Clauses(tuple(party_in(fold, party) for party in parties), close=True)})


def _calls(fold: "Fold", party: str, calls: "Sequence[Told]", known: bool) -> list[Message]:
    title = party_in(fold, party)
    missed = [one for one in calls if one.outcome == "no-answer"]
    reached = next((one for one in calls if one.outcome == "reached"), None)
    called = [one for one in calls if one.outcome == "called"]
    if reached is None:
        tried = [msg("{party} did not answer", party=_named(title, missed))] if missed else []
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


def with_answers(fold: "Fold", deed: Message, address: str, facts: Mapping[str, Words]) -> Message:
    """A deed with the answers that belong to it: first what was said in a call, then what else became known."""
    step, member = fold.step(address), member_of(address)
    said = {fact: value for fact, value in facts.items() if _was_said(step, fact)}
    told = answers_of(fold, said, member, of=address)
    rest = answers_of(fold, {fact: value for fact, value in facts.items() if fact not in said}, member, of=address)
    if not told:
        return in_one(deed, rest)
    deed = in_call(deed, told)
    return msg("{deed}; {clauses}", deed=deed, clauses=Clauses(tuple(rest))) if rest else deed


def _was_said(step: Step | None, fact: str) -> bool:
    return step is not None and bool(step.contact) and FactAddress.parse(base_of(fact)).fact in step.say


def approval_of(fold: "Fold", approval: "Approval") -> Message:
    """Whose consent was asked, and what they said, as a clause."""
    whom: object = party_in(fold, approval.party)
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
    """That the response ended, or a drill: with what outcome, by whose decision, on what condition."""
    says = msg("the drill ended") if fold.drill else msg("the response ended")
    if event.outcome == "handed-over":
        says = msg("the matter was handed over and the response ended")
    elif event.outcome != "handled":
        says = msg("{end} ({outcome})", end=says, outcome=OUTCOMES[event.outcome].shown)
    if event.outcome == "opened-by-mistake":
        says = msg("the record ended ({outcome})", outcome=OUTCOMES[event.outcome].shown)
    if event.same_as:
        says = msg("{end}, see {incident}", end=says, incident=event.same_as)
    if event.decided:
        says = msg("{end} by decision of {name}", end=says, name=party_in(fold, event.decided))
    if event.condition:
        says = msg("{end}: {condition}", end=says, condition=without_stop(event.condition))
    return says


# --- lines of the timeline -------------------------------------------------------------------------------------------


def line(says: Message, reason: Words | None = None) -> Message:
    """What a line of the timeline says: a clause that begins with a capital letter, with the reason behind it."""
    return with_reason(msg("{text}", text=Capital(says)), reason)


def answers_line(fold: "Fold", answers: Mapping[str, Words], *, begins: bool = True) -> Message | None:
    """All answers of an entry: clauses where the plan has them, else each with the name of its fact.

    `begins`: nothing comes before them in their line.
    """
    named = _named_only(fold, answers)
    told = answers_of(fold, {fact: value for fact, value in answers.items() if fact not in named})
    others = facts(fold, named)
    if not told:
        return others
    clauses = Clauses(tuple(told))
    return with_more(msg("{text}", text=Capital(clauses) if begins else clauses), others)


def _named_only(fold: "Fold", answers: Mapping[str, Words]) -> dict[str, Words]:
    """The answers that a line gives with their names: the plan says no more of them, or they are of what comes next."""
    return {
        fact: value for fact, value in answers.items()
        if clause_of(fold, fact, value) is None or ((spec := fold.fact_spec(fact)) and spec.part == "next")
    }  # fmt: skip


def deed_line(
    fold: "Fold",
    address: str,
    answers: Mapping[str, Words],
    contacts: "Sequence[Told]",
    approval: "Approval | None",
    members: Sequence[str] = (),
) -> Message:
    """A step that was done, with everything that was recorded of it; for several `members` in one line."""
    deed = deed_of(fold, address, contacts, members)
    more = calls_of(fold, contacts, fold.step(address))
    if approval:
        more.append(approval_of(fold, approval))
    if deed is None:
        step = fold.step(address)
        known = answers_line(fold, answers) or msg("{text}", text=Capital(_order(step) if step else address))
        return in_one(known, more)
    named = _named_only(fold, answers)
    said = {fact: value for fact, value in answers.items() if fact not in named}
    says = in_one(with_answers(fold, deed, address, said), more)
    return with_more(msg("{text}", text=Capital(says)), facts(fold, named, address))


def _order(step: Step) -> Message:
    return msg("done: “{step}”", step=step.short or bare(step.do))


def put_off(fold: "Fold", address: str) -> Message:
    """A step that was deferred, as a clause."""
    step = fold.step(address)
    what: object = address
    if step:
        order = step.short or bare(step.do)
        what = Text(bare(step.did).zh if step.did else order.zh, order.en)
    return msg("deferred: “{step}”", step=what)
