"""Answers as parts of a sentence: what the plan says of them in `says`."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address, FactAddress, member_of
from emergency_cli.core.events.words import answer_title, bare, case_of, occurrence_of, party_title
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.terms import NOT_KNOWN
from emergency_cli.core.text import Clauses, Filled, InProse, Message, Text, is_bare, msg
from emergency_cli.core.times import in_zone

if TYPE_CHECKING:  # as in `event`
    from emergency_cli.core.events.fold import Fold


def clause_of(fold: "Fold", fact: str, value: Words, *, holds: bool = False) -> Message | None:
    """An answer as a clause, for whichever case, zone, unit or round it is; `None` where the plan does not tell it.

    `holds`: it is told as what is so now, and not as what was so then.
    """
    says = bare_clause_of(fold, fact, value, holds=holds)
    return _of(fold, fact, says, case=True) if says else None


def _of(fold: "Fold", fact: str, says: Message, *, case: bool) -> Message:
    """A clause with what it is of; `case`: nothing says yet of which case."""
    if member := member_of(fact):
        says = msg("{clause} ({member})", member=occurrence_of(fold, fact, member), clause=says)
    if case and (name := case_of(fold, FactAddress.parse(fact).attachment)):
        says = msg("{deed} ({member})", deed=says, member=name)
    return says


def bare_clause_of(fold: "Fold", fact: str, value: Words, *, holds: bool = False) -> Message | None:
    """An answer as a clause that does not say of what it is."""
    spec = fold.fact_spec(fact)
    if spec is None or value == NOT_KNOWN:
        return None
    answer = "" if isinstance(value, Personal) else value
    chosen = [spec.choices[each] for each in answer.split(",") if each in spec.choices]
    if chosen and all(each.says for each in chosen):
        said = tuple(_told(spec, each.says, holds=holds) for each in chosen if each.says)
        return msg("{clauses}", clauses=Clauses(said, close=True))
    text = spec.clause(answer)
    text = _told(spec, text, holds=holds) if text else None
    return msg("{text}", text=Filled(text, {"": _answer(fold, fact, spec, value)})) if text else None


_PAST = {"is": "was", "are": "were", "has": "had", "have": "had", "shows": "showed"}
_PRESENT = rf"\b({'|'.join(_PAST)})\b"


def _told(spec: FactSpec, says: Text, *, holds: bool) -> Text:
    """What the plan says of an answer: in English in the past, unless it still holds or is of what is to come."""
    if holds or spec.part in ("lessons", "next"):
        return says
    return Text(says.zh, re.sub(_PRESENT, lambda found: _PAST[found[0]], says.en))


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


def party_in(fold: "Fold", party: str) -> object:
    """What a party is called within a sentence: in English with its article, where it is no person and no mere name."""
    title, roster = party_title(fold, party), fold.roster
    if roster is None or party in roster.people or not (roster.party(party) or party in roster.zones):
        return title
    return msg("the {party}", party=_common(title) if isinstance(title, Text) and party not in roster.zones else title)


def _common(title: Text) -> Text:
    """A title without the capital of its first word, where that is its only one: the security guards."""
    return _within(title) if title.en[1:].islower() else title


# --- joining ---------------------------------------------------------------------------------------------------------


def answers_of(fold: "Fold", facts: Mapping[str, Words], known: str | None = None, *, of: str = "") -> list[Message]:
    """The clauses of all answers that the plan tells: of one occurrence together, and its name once.

    `known`: the occurrence that the sentence names already; `of`: the step, by address, whose case it names.
    """
    groups: dict[tuple[str | None, str | None], dict[str, Message]] = {}
    for fact, value in facts.items():
        if said := bare_clause_of(fold, fact, value):
            attachment = FactAddress.parse(fact).attachment
            case = None if attachment == Address.parse(of).attachment or not case_of(fold, attachment) else attachment
            groups.setdefault((case, member_of(fact)), {})[fact] = said
    found: list[Message] = []
    for (case, member), told in groups.items():
        if case is None and member in (None, known):
            found += told.values()
        else:
            clauses = msg("{clauses}", clauses=Clauses(tuple(told.values()), close=True))
            found.append(_of(fold, next(iter(told)), clauses, case=case is not None))
    return found


def in_one(deed: Message, clauses: Sequence[Message]) -> Message:
    """A deed and what belongs to it, in one sentence."""
    if not clauses:
        return deed
    form = msg("{deed}: {clauses}") if any(map(is_bare, clauses)) else msg("{deed}; {clauses}")
    return Message(form.msgid, {"deed": deed, "clauses": Clauses(tuple(clauses))})


def in_call(deed: Message, said: Sequence[Message]) -> Message:
    """A call and what was said in it."""
    form = msg("{deed}: {said}") if any(map(is_bare, said)) else msg("{deed}; it was reported that {said}")
    return Message(form.msgid, {"deed": deed, "said": Clauses(tuple(said), close=True)})
