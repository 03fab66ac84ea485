"""What is put before the officer: the card that comes next, and what is asked on it."""

import re
from collections.abc import Mapping

from msgspec import Struct

from emergency_cli.core.address import FactAddress, base_of, member_of, with_member
from emergency_cli.core.events import Opened
from emergency_cli.core.events.words import answer_title, fact_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.occurrences import can_be
from emergency_cli.core.personal import Words
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.text import Message, Text, msg, whole

# How many characters of an order a prompt has room for.
_PROMPT_ZH, _PROMPT_EN = 12, 24


class Card(Struct, frozen=True):
    """What is put before the officer: the steps of a group together, and the one that is next among them."""

    rows: tuple[Row, ...]
    current: Row


def next_card(incident: Incident, state: Board) -> Card | None:
    """The card that comes next; `None` when everything that can be done now is done.

    Steps of the review come after the response has ended, and then before what the response left undone. What waits
    upon an arrival comes last of all; another round of what goes in rounds comes only when somebody wants it.
    """
    if incident.state in ("none", "closed"):
        return None
    ready = [row for row in state.rows if row.status in ("todo", "deferred") and not row.rounds]
    if incident.state == "responding":
        ready = [row for row in ready if row.stage != "review"]
    else:
        ready.sort(key=lambda row: row.stage != "review")
    ready.sort(key=lambda row: row.upon is not None)
    return card_of(state, ready[0]) if ready else None


def awaited(state: Board) -> dict[str, list[Row]]:
    """What waits upon an arrival, by the fact that tells its time."""
    found: dict[str, list[Row]] = {}
    for row in state.rows:
        if row.upon:
            found.setdefault(row.upon, []).append(row)
    return found


def card_of(state: Board, row: Row) -> Card:
    """The card that a step is on: alone, or with those that are to be done at the same time."""
    if not row.step.together:
        return Card((row,), row)
    group = [
        other
        for other in state.rows
        if other.attachment.id == row.attachment.id
        and other.step.together == row.step.together
        and other.stage == row.stage
        and other.status != "not-applicable"
        and (other.upon is None or other.address == row.address)
        and not _known_from_the_first(other)
    ]
    return Card(tuple(group), row)


def _known_from_the_first(row: Row) -> bool:
    """Whether a question was answered by the words with which the incident was opened: it never was on a card."""
    return row.through is not None and isinstance(row.through.event, Opened)


def prompt_of(step: Step) -> Text:
    """The order in very few words, for the prompt that says what Enter ticks: as the plan says it, else cut from it."""
    return step.short or Text(_cut(step.do.zh, _PROMPT_ZH), _cut(step.do.en, _PROMPT_EN))


def name_of(row: Row) -> Message:
    """A step as lists and refusals name it: by the number that can be typed for it, and in few words."""
    return (
        msg("{number} {step}", number=row.number, step=prompt_of(row.step))
        if row.number
        else msg("{text}", text=prompt_of(row.step))
    )


def _cut(order: str, longest: int) -> str:
    """The first clause of an order, or as many whole words of it as fit."""
    clause = re.split(r"[，。：；,.:;]", order, maxsplit=1)[0].strip()
    if len(clause) <= longest:
        return clause
    room = clause[:longest]
    return (room.rsplit(" ", 1)[0] if " " in room else room[:-1]) + "…"


def fact_of(incident: Incident, row: Row, fact: str) -> str:
    """Where the answer that a step asks for is kept: with its zone or unit; with the next round if only rounds ask."""
    per_round = row.step.repeats and incident.per_round(row.attachment.id, fact)
    return incident.fact_address(row.attachment.id, fact, str(next_round(incident, row)) if per_round else row.member)


def next_round(incident: Incident, row: Row) -> int:
    """The number of the next round: past all that are done, and past one taken back of which answers still stand.

    Rounds before it may have been taken back: what is recorded next never takes the place of what stands.
    """
    ever = [place for address in incident.outcomes if base_of(address) == row.base if (place := member_of(address))]
    bases = [incident.fact_address(row.attachment.id, fact) for fact in row.step.wants]
    stands = {*incident.ticked.get(row.base, ()), *(each for base in bases for each in incident.answered.get(base, ()))}
    kept = {member_of(address) for address in stands}
    return max((whole(place) or 0 for place in ever if place in kept), default=0) + 1


def of_next_round(incident: Incident, row: Row, facts: Mapping[str, Words]) -> Mapping[str, Words]:
    """Answers that were asked for a round, as those of the round that is next now: others may have recorded theirs."""
    if not row.step.repeats:
        return facts
    number = str(next_round(incident, row))
    return {with_member(base_of(fact), number) if member_of(fact) else fact: facts[fact] for fact in facts}


def with_answer(incident: Incident, fact: str, known: str = "") -> object:
    """What a fact is called, with its answer if there is one; `known`: the step, by address, that needs no saying."""
    answer, title = incident.answers.get(fact), fact_title(incident, fact, known)
    return msg("{fact}: {answer}", fact=title, answer=answer_title(incident, fact, answer.value)) if answer else title


def in_order(incident: Incident, row: Row) -> dict[str, str]:
    """The answers that go with "all the others are in order", by address."""
    return {fact_of(incident, row, fact): value for fact, value in row.step.in_order.items()}


def usual_report(incident: Incident, row: Row) -> dict[str, str]:
    """What has to be said of a zone that is in order, by address: the rest of `in_order` follows from it."""
    said: dict[str, str] = {}
    for fact, value in in_order(incident, row).items():
        spec = incident.fact_spec(fact)
        if not any(FactAddress.parse(other).fact in (spec.when or {} if spec else {}) for other in said):
            said[fact] = value
    return said


def said_otherwise(incident: Incident, row: Row) -> bool:
    """Whether somebody has said already that a zone or unit is not in order: “all the others” does not mean it."""
    return any(
        fact in incident.answers and incident.value(fact) != value for fact, value in in_order(incident, row).items()
    )


def questions(incident: Incident, row: Row) -> list[str]:
    """What the card of a step asks before anything else, by address: all it decides that nobody has answered.

    Where somebody is to be called whom only the zone names, the zone comes first.
    """
    asked = [fact_of(incident, row, fact) for fact in row.step.ask]
    zone = zone_fact(incident.shared_facts)
    first = [zone] if zone and unnamed(incident, row.step) else []
    return [fact for fact in dict.fromkeys([*first, *asked]) if _is_wanted(incident, fact)]


def unanswered(incident: Incident, row: Row) -> list[str]:
    """The facts a step asks for that nobody has answered, by address: first those that its card asks."""
    wanted = [fact_of(incident, row, fact) for fact in row.step.wants]
    return list(dict.fromkeys([*questions(incident, row), *(fact for fact in wanted if _is_wanted(incident, fact))]))


def _is_wanted(incident: Incident, fact: str) -> bool:
    """Whether a fact is not answered yet and can be."""
    return fact not in incident.answers and can_be(incident, fact)
