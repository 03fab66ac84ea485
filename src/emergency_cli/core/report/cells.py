"""Answers and names as cells of a report."""

from collections.abc import Sequence
from datetime import datetime

from emergency_cli.core.incident.incident import Answer, Incident
from emergency_cli.core.incident.story import answer_title, fact_title
from emergency_cli.core.personal import Personal, clear
from emergency_cli.core.report.document import Case, Coded, Field, Fields
from emergency_cli.core.text import Message, msg


def answers_to(case: Case, key: str, title: Message, facts: Sequence[str]) -> Fields:
    """The shared facts among `facts` that this incident's general procedure knows, or that were answered anyway."""
    incident, named = case.incident, []
    for fact in facts:
        given = [address for address in incident.answers if address.partition("@")[0] == fact]
        named += given or ([fact] if incident.fact_spec(fact) else [])
    return Fields(key, title, tuple(field_of(incident, fact) for fact in named))


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
    """Every answer that stands against another."""
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
