"""What is put before the officer: the card that comes next, and what is asked on it."""

import re

from msgspec import Struct

from emergency_cli.core.incident.board import Board, Row
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.text import Text


class Card(Struct, frozen=True):
    """What is put before the officer: the steps of a group together, and the one that is next among them."""

    rows: tuple[Row, ...]
    current: Row


def next_card(incident: Incident, state: Board) -> Card | None:
    """The card that comes next; `None` when everything that can be done now is done.

    Steps of the review come after the response has ended, and then before what the response left undone.
    """
    if incident.state in ("none", "closed"):
        return None
    ready = [row for row in state.rows if row.status in ("todo", "deferred")]
    if incident.state == "responding":
        ready = [row for row in ready if row.stage != "review"]
    else:
        ready.sort(key=lambda row: row.stage != "review")
    return card_of(state, ready[0]) if ready else None


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
    ]
    return Card(tuple(group), row)


_FIRST_CLAUSE = re.compile(r"[^，。：；,.:;]+")


def prompt_of(step: Step) -> Text:
    """The order in very few words, for the prompt: the plan's, else the first clause of what is to be done, cut."""
    return step.short or Text(_cut(step.do.zh, 12), _cut(step.do.en, 24))


def _cut(order: str, longest: int) -> str:
    found = _FIRST_CLAUSE.match(order)
    clause = found[0].strip() if found else order
    return clause if len(clause) <= longest else f"{clause[: longest - 1].rstrip()}…"


def fact_of(incident: Incident, row: Row, fact: str) -> str:
    """Where the answer that a step asks for is kept: with its zone or unit; with the next round if only rounds ask."""
    per_round = row.step.repeats and incident.per_round(row.attachment.id, fact)
    return incident.fact_address(row.attachment.id, fact, str(row.rounds + 1) if per_round else row.member)


def in_order(incident: Incident, row: Row) -> dict[str, str]:
    """The answers that go with "all the others are in order", by address."""
    return {fact_of(incident, row, fact): value for fact, value in row.step.in_order.items()}


def unanswered(incident: Incident, row: Row) -> list[str]:
    """The facts a step asks for that nobody has answered, by address."""
    addresses = [fact_of(incident, row, fact) for fact in row.step.wants]
    return [address for address in addresses if address not in incident.answers]
