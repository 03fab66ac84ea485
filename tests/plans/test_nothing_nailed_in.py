"""The program knows kinds of things, and the plan names them: neither ids nor words of the shipped plan are in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from emergency_cli.plans.plan import Plan

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "emergency_cli"
PLAN = Plan([ROOT])
# Words that are both: what the program calls a kind of thing, and what the shipped plan calls a thing of it.
PROGRAM_WORDS = {
    "general": "the procedure that belongs to every incident, in every plan",
    "any": "the class of a playbook that serves all classes",
    "zone-owner": "how a role is held: by whoever owns the zone concerned",
}
# Where an id stands all the same, and why. The list only ever gets shorter.
ALLOWED = {
    ("core/plan/snapshot.py", "emergency-office"): "records from before a plan could say which unit coordinates",
    ("core/plan/snapshot.py", "unit-summary"): "a part of documents in records from before it became one with lessons",
    ("commands/prepare/tour.py", "fire"): "what the tour takes where the plan has it",
}


def strings() -> Iterator[tuple[str, str]]:
    """Every text in the program but for docstrings, with the file that it is in; of an f-string its parts."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield path.relative_to(SOURCE).as_posix(), node.value


def ids_of_the_plan() -> set[str]:
    """The ids of the shipped plan: those of playbooks, and of parties, steps and facts all that are no plain word."""
    roster, books = PLAN.roster, PLAN.playbooks()
    named = {key for key, _ in roster.parties()} | set(roster.zones)
    named |= {step.id for book in books for step in book.steps} | {fact for book in books for fact in book.facts}
    return {book.id for book in books} | {each for each in named if "-" in each}


def test_no_id_of_the_shipped_plan_is_in_the_program() -> None:
    """But for those listed, each with its reason."""
    ids = ids_of_the_plan() - set(PROGRAM_WORDS)
    assert {(file, text) for file, text in strings() if text in ids} == set(ALLOWED)


def test_nobody_and_nothing_of_the_hall_is_named_in_the_program() -> None:
    """Neither people nor offices nor the place, in either language."""
    roster = PLAN.roster
    names = {text for person in roster.people.values() for text in (person.name.zh, person.name.en)}
    names |= {roster.organisation.zh, roster.document.title.zh, "嘉祥", "Jiaxiang"}
    assert [(file, text) for file, text in strings() if any(name in text for name in names)] == []
