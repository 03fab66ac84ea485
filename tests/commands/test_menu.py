"""`emergency` alone: a numbered menu, so that nobody needs English verbs."""

import re
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, started

from emergency_cli.world import World


def number_of(menu: str, words: str) -> str:
    """The number in front of an entry."""
    found = re.search(rf"^\s*(\d+)\s+.*{words}", menu, re.MULTILINE)
    assert found, menu
    return found[1]


def test_without_a_terminal_the_menu_asks_nothing(world: World, tmp_path: Path) -> None:
    """What there is, and where the commands are; exit 0, nothing on disk."""
    answer = emergency(world)
    assert answer.code == 0
    for word in ("Start:", "Fire or explosion", "General procedure", "Whom to call"):
        assert word in answer.out
    assert "emergency --help" in answer.text
    assert everything_below(tmp_path) == {}


def test_fire_is_the_first_to_start_and_the_general_procedure_the_last(world: World) -> None:
    """1 is fire where nothing is open."""
    menu = emergency(world).out
    assert number_of(menu, "Fire or explosion") == "1"
    assert number_of(menu, "Go on with an open incident") == str(int(number_of(menu, "General procedure")) + 1)


@pytest.mark.parametrize("typed", ["1\n", "１\n"])
def test_a_number_starts(world: World, typed: str) -> None:
    """One key, full width too; the card comes at once."""
    answer = emergency(world, typed=typed)
    assert (answer.code, "Call 119" in answer.out) == (0, True)
    assert did(world, "list", "--json").data["incidents"][0]["drill"] is False


@pytest.mark.parametrize("typed", ["d1\n", "D1\n", "d 1\n", "ｄ１\n"])
def test_d_and_a_number_starts_a_drill(world: World, typed: str) -> None:
    """Marked as such."""
    assert "[DRILL]" in emergency(world, typed=typed).out
    assert did(world, "list", "--json").data["incidents"][0]["drill"] is True


@pytest.mark.parametrize("typed", ["p1\n", "Ｐ１\n"])
def test_p_and_a_number_copies_a_card_that_was_filled_by_hand(world: World, typed: str) -> None:
    """Of a new incident, or of one that is open."""
    answer = emergency(world, typed=f"{typed}14:50\n\n\n\n\n\n14:51 Wang\n.\n")
    assert "Card: Fire or explosion" in answer.out
    number = number_of(emergency(world).out, "Go on with an open incident")
    again = emergency(world, typed=f"p{number}\n\n.\n")
    assert re.search(r"Call 119[^.]*\. done 23 Nov 14:51", again.text)
    assert len(did(world, "list", "--json").data["incidents"]) == 1


def test_what_is_open_is_shown_above_and_drills_too(world: World) -> None:
    """With how many steps are open; a closed one is not listed."""
    started(world, "theft")
    did(world, "end", "false-alarm")
    did(world, "close", "--reason", "x")
    drill, fire = started(world, "illness", "--drill"), started(world, "fire")
    above = emergency(world).text.partition("Start:")[0]
    assert above.index(fire) < above.index(drill)
    assert "steps open:" in above
    assert "-theft-" not in above


def test_a_number_means_the_same_whatever_is_open(world: World) -> None:
    """Nobody has to read the menu twice."""
    empty = emergency(world).out
    started(world, "fire")
    started(world, "theft")
    assert emergency(world).out.partition("Start:")[2] == empty.partition("Start:")[2]


def test_what_is_open_is_gone_on_with(world: World) -> None:
    """One number; with several open a second one says which."""
    number = number_of(emergency(world).out, "Go on with an open incident")
    fire = started(world, "fire")
    assert f"emergency resume {fire}" in emergency(world, typed=f"{number}\nq\n").text
    theft = started(world, "theft")
    assert f"emergency resume {theft}" in emergency(world, typed=f"{number}\n2\nq\n").text
    assert len(did(world, "list", "--json").data["incidents"]) == 2


@pytest.mark.parametrize(
    ("words", "typed", "shown"),
    [
        ("Write a report", "1\n", "Fire or explosion"),
        ("Write the after-action summary", "", "Written: "),
        ("Show everything on record", "", "Incident opened"),
    ],
)
def test_reports_the_summary_and_the_timeline_are_one_number_each(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, typed: str, shown: str
) -> None:
    """Of the incident that is open."""
    monkeypatch.chdir(tmp_path)
    started(world, "fire")
    number = number_of(emergency(world).out, words)
    answer = emergency(world, typed=f"{number}\n{typed}")
    assert (answer.code, shown in answer.text) == (0, True)


def test_whom_to_call_is_one_number(world: World) -> None:
    """The page of all zones."""
    number = number_of(emergency(world).out, "Whom to call")
    answer = emergency(world, typed=f"{number}\n")
    assert (answer.code, "Tax zone: Li Guo'an" in answer.text) == (0, True)


@pytest.mark.parametrize("typed", ["", "\n"])
def test_enter_or_a_closed_terminal_leaves(world: World, tmp_path: Path, typed: str) -> None:
    """Nothing is opened."""
    assert emergency(world, typed=typed).code == 0
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("typed", ["0", "99", "-1", "d", "d99", "x y", "1.5"])
def test_what_is_not_in_the_list_is_said_and_asked_again(world: World, tmp_path: Path, typed: str) -> None:
    """Nothing is opened by a slip."""
    answer = emergency(world, typed=f"{typed}\nq\n")
    assert (answer.code, "is not in the list" in answer.text) == (0, True)
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("typed", ["火灾", "fire", "着火"])
def test_a_name_serves_as_well_as_its_number(world: World, typed: str) -> None:
    """Who types the word means the type."""
    assert "Call 119" in emergency(world, typed=f"{typed}\n").out


def test_the_menu_in_chinese(world: World) -> None:
    """Titles of the plan."""
    answer = emergency(world, "--lang", "zh")
    assert "火灾、爆炸" in answer.out
    assert "Start:" not in answer.out


def test_a_drill_is_never_taken_for_an_open_incident(world: World) -> None:
    """`d1` where a real fire is open opens a drill; of what is open none becomes a drill."""
    started(world, "fire")
    number = number_of(emergency(world).out, "Go on with an open incident")
    assert "can be a drill" in emergency(world, typed=f"d{number}\nq\n").text
    emergency(world, typed="d1\nq\n")
    real, drill = did(world, "list", "--json").data["incidents"]
    assert (real["drill"], drill["drill"]) == (False, True)
    assert len(entries(world, real["incident"])) == len(entries(world, drill["incident"])) == 1


@pytest.mark.parametrize("typed", ["q\n", "Q\n", "退出\n"])
def test_q_leaves(world: World, tmp_path: Path, typed: str) -> None:
    """And the prompt says so."""
    answer = emergency(world, typed=typed)
    assert (answer.code, "q = leave" in answer.out) == (0, True)
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("typed", ["9" * 5000, "d" + "9" * 5000, "0"])
def test_a_number_that_no_list_has_is_not_in_the_list(world: World, typed: str) -> None:
    """However long it is; the menu stays open."""
    answer = emergency(world, typed=f"{typed}\nq\n")
    assert (answer.code, "is not in the list" in answer.out) == (0, True), answer
