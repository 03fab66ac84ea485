"""Answers and names as cells of a report."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from emergency_cli.core.address import base_of, member_of
from emergency_cli.core.events.words import answer_title, fact_title
from emergency_cli.core.incident.incident import Answer, Incident
from emergency_cli.core.personal import Personal, clear
from emergency_cli.core.plan.centre import IncidentClass
from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.facts import Choice, FactSpec, Part
from emergency_cli.core.plan.playbook import ANY_CLASS, GENERAL, Playbook
from emergency_cli.core.report.document import Coded, Field
from emergency_cli.core.text import msg


def facts_in(incident: Incident, *parts: Part) -> list[str]:
    """The facts that the plan tells in these parts, by address: shared ones first, a playbook's own once answered."""
    found: list[str] = []
    for fact in marked_with(incident, *parts):
        given = incident.answered.get(fact, [])
        found += given or ([fact] if is_shared(fact) else [])
    return found


def marked_with(incident: Incident, *parts: Part) -> list[str]:
    """The facts of these parts as the plan declares them, by address: shared ones first, then playbook by playbook.

    Where it is and what it was caused by belong to how it came about, and are marked on their own for those who look
    for that alone.
    """
    groups: list[tuple[Part, ...]] = []
    for part in parts:
        groups += [("occurrence", "place"), ("cause",)] if part == "occurrence" else [(part,)]
    return [fact for group in groups for fact, spec in _declared(incident) if spec.part in group]


def vital(incident: Incident) -> list[str]:
    """The facts of life safety, by address, shared ones first; of one that is asked round by round the last answer."""
    return [latest(incident, fact) for fact, spec in _declared(incident) if spec.vital]


def latest(incident: Incident, fact: str) -> str:
    """A fact as it is now: its address, that of the last round answered where every round has an answer of its own."""
    rounds = [each for each in incident.answered.get(fact, ()) if (member_of(each) or "").isdigit()]
    return max(rounds, key=lambda each: int(member_of(each) or 0), default=fact)


def _declared(incident: Incident) -> list[tuple[str, FactSpec]]:
    """The facts of the plan by address: shared ones first, then playbook by playbook."""
    held = sorted(incident.in_order, key=lambda each: each.id != GENERAL)
    return [(incident.fact_address(each.id, name), spec) for each in held for name, spec in each.playbook.facts.items()]


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


def class_of(incident: Incident, known: Mapping[str, IncidentClass]) -> object:
    """The statutory class of what it began with; `None` where the plan says none, or one that is not known.

    That of the case answered goes before that of the playbook, and cases of two classes leave it open. One that counts
    by case is told only where the plan says so of the case.
    """
    playbook = incident.playbook
    if playbook is None:
        return None
    classes = {case.class_ or playbook.class_ for case in cases_answered(incident, playbook)}
    whole = known.get(playbook.class_)
    if not classes and whole and not whole.by_case:
        classes = {playbook.class_}
    found = classes.pop() if len(classes) == 1 else ANY_CLASS
    return Coded(found, known[found]) if found in known else None


def clause_cell(clause: str | None) -> object:
    """A clause as each language cites it; "" where there is none."""
    return Coded(clause, clause_title(clause)) if clause else ""


def clause_of(incident: Incident) -> object:
    """The clause of the plan that it falls under: that of the case answered, where that has one of its own."""
    playbook = incident.playbook
    if playbook is None:
        return None
    clauses = {case.clause for case in cases_answered(incident, playbook) if case.clause}
    return clause_cell(clauses.pop() if len(clauses) == 1 else playbook.clause) or None


def cases_answered(incident: Incident, playbook: Playbook) -> Iterator[Choice]:
    """The cases of the first playbook that were answered: the choices of which the plan says what they are."""
    attachment = incident.opening.playbook if incident.opening else playbook.id
    for name, spec in playbook.facts.items():
        answers = (incident.value(incident.fact_address(attachment, name)) or "").split(",")
        chosen = [spec.choices[answer] for answer in answers if answer in spec.choices]
        yield from (case for case in chosen if case.class_ or case.clause or case.trigger or case.short)


def in_words(cell: object) -> object:
    """A cell as a value for a message."""
    if isinstance(cell, list):
        return [in_words(each) for each in cell]
    return msg("not answered") if cell is None else cell.says if isinstance(cell, Coded) else cell
