"""Answers and names as cells of a report."""

from datetime import datetime

from emergency_cli.core.address import base_of
from emergency_cli.core.events.words import answer_title, fact_title
from emergency_cli.core.incident.incident import Answer, Incident
from emergency_cli.core.personal import Personal, clear
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.report.document import Coded, Field, Fields
from emergency_cli.core.text import Message, msg


def answers_to(incident: Incident, key: str, title: Message, *parts: Part) -> Fields:
    """What the plan tells in these parts of a document, with the answers given."""
    return Fields(key, title, tuple(field_of(incident, fact) for fact in facts_in(incident, *parts)))


def facts_in(incident: Incident, *parts: Part) -> list[str]:
    """The facts that the plan tells in these parts, by address: shared ones first, a playbook's own once answered."""
    found: list[str] = []
    for fact in marked_with(incident, *parts):
        given = incident.answered.get(fact, [])
        found += given or ([fact] if is_shared(fact) else [])
    return found


def marked_with(incident: Incident, *parts: Part) -> list[str]:
    """The facts of these parts as the plan declares them, by address: shared ones first, then playbook by playbook."""
    held = sorted(incident.in_order, key=lambda each: each.id != GENERAL)
    return [
        incident.fact_address(each.id, name)
        for part in parts
        for each in held
        for name, spec in each.playbook.facts.items()
        if spec.part == part
    ]


def is_shared(address: str) -> bool:
    """Whether all playbooks have this fact in common."""
    return "." not in base_of(address)


def field_of(incident: Incident, fact: str) -> Field:
    """A fact with its name and its answer."""
    return Field(fact, fact_title(incident, fact), current(incident, fact))


def current(incident: Incident, fact: str) -> object:
    """The answer that holds; all of them where they are in conflict; `None` where nobody answered."""
    answer = incident.answers.get(fact)
    if answer is None:
        return None
    return rivals(incident, fact, answer) if answer.conflict else answer_cell(incident, fact, answer.value)


def rivals(incident: Incident, fact: str, answer: Answer) -> list[object]:
    """Every answer that contradicts another."""
    return [answer_cell(incident, fact, rival) for rival in answer.rivals]


def answer_cell(incident: Incident, fact: str, value: str | Personal) -> object:
    """One answer: coded where the plan gives it a name, else as it was given."""
    said = answer_title(incident, fact, value)
    return said if isinstance(said, str | datetime | Personal) else Coded(clear(value) or "", said)


def in_words(cell: object) -> object:
    """A cell as a value for a message."""
    if isinstance(cell, list):
        return [in_words(each) for each in cell]
    return msg("not answered") if cell is None else cell.says if isinstance(cell, Coded) else cell
