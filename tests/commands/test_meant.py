"""A name that several things go by: at a terminal one numbered choice, without one a refusal that names them."""

from pathlib import Path
from typing import Any

import pytest
from tests.front import WATER, did, emergency, entries, log_of, small_plan, started

from emergency_cli.world import World

AMBIGUOUS = {
    "step": (["done", "report"], "Report to the county", lambda entry: entry["step"] == "general/report-county"),
    "left": (["defer", "report"], "Report to the county", lambda entry: entry["step"] == "general/report-county"),
    "fact": (["set", "人数=3"], "Number out of the building", lambda entry: entry["facts"] == {"fire.out-safe": "3"}),
    "zone": (["set", "zone=sh"], "Social Insurance zone", lambda entry: entry["facts"] == {"zone": "social-insurance"}),
    "party": (
        ["call", "办公室=reached"],
        "Bureau General Office",
        lambda entry: [call["party"] for call in entry["contacts"]] == ["bureau-office"],
    ),
    "tick": (
        ["done", "call-119", "--contact", "办公室=reached"],
        "Bureau General Office",
        lambda entry: entry["contacts"][0]["party"] == "bureau-office",
    ),
}


@pytest.mark.parametrize(("line", "title", "is_it"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_name_of_several_is_one_numbered_choice_at_a_terminal(
    world: World, line: list[str], title: str, is_it: Any
) -> None:
    """What is picked by its number is what is recorded."""
    started(world, "fire")
    offered = emergency(world, *line, typed="q\n").out
    number = next(row.split()[0] for row in offered.splitlines() if title in row)
    answer = emergency(world, *line, typed=f"{number}\n")
    assert answer.code == 0
    assert is_it(entries(world)[-1])


@pytest.mark.parametrize(("line", "title", "is_it"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_without_a_terminal_it_is_refused_with_all_that_it_may_mean(
    world: World, line: list[str], title: str, is_it: Any
) -> None:
    """Never picked, never asked; so also where somebody leaves the choice, or wants the answer as data."""
    incident = started(world, "fire")
    before = log_of(world, incident)
    for answer in (
        emergency(world, *line),
        emergency(world, *line, typed="q\n"),
        emergency(world, *line, "--json", typed="1\n"),
    ):
        assert (answer.code, title in answer.text) == (2, True)
    assert log_of(world, incident) == before


def test_a_page_of_contacts_is_chosen_too(world: World) -> None:
    """Whoever looks for a number has one more key to press, not a line to type again."""
    answer = emergency(world, "contacts", "sh", typed="3\n")
    assert (answer.code, "Whom to tell: Social Insurance zone" in answer.text) == (0, True)


def test_a_choice_of_five_thousand_digits_is_asked_for_again(world: World) -> None:
    """Whoever fell asleep on a key, or pasted something: no number is too long to be no answer."""
    answer = emergency(world, "contacts", "sh", typed="9" * 5000 + "\n3\n")
    assert (answer.code, "Whom to tell: Social Insurance zone" in answer.text) == (0, True)
    assert "Unexpected error" not in answer.text


def test_two_questions_of_one_name_are_told_apart_by_their_ids(world: World, tmp_path: Path) -> None:
    """“Level may be Level” helps nobody."""
    plan = small_plan(
        tmp_path, water=WATER.replace("label: {zh: 深不深, en: Is it deep}", "label: {zh: 水位, en: Level}")
    )
    did(world, "start", "water", "--plan", plan)
    answer = emergency(world, "set", "Level=3", "--plan", plan)
    assert (answer.code, "Level (water.deep), Level (water.level)" in answer.text) == (2, True)
