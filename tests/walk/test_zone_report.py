"""Reports zone by zone: a line says of a zone what was said of it, and no more."""

import pytest
from tests.front import did, entries
from tests.walk.test_walk import walk

from emergency_cli.world import World

CARD = "weather/convective-check-zones"


def reported(world: World, *lines: str) -> dict[str, str]:
    """What is on record of zones after these lines on their card, in a storm."""
    walk(world, "j", f"{CARD}@tax", *lines, "q", start=("大风", "--by", "Li"))
    facts = did(world, "status", "--json").data["facts"]
    return {name.removeprefix("weather."): value for name, value in facts.items() if "@" in name}


@pytest.mark.parametrize(
    ("lines", "on_record"),
    [
        (["tax yes no"], {"doors-shut@tax": "yes", "leak@tax": "no"}),
        (["7 yes yes"], {"doors-shut@tax": "yes", "leak@tax": "yes"}),
        (["7 yes", "yes"], {"doors-shut@tax": "yes", "leak@tax": "yes"}),
        (["7 no", "unknown"], {"doors-shut@tax": "no", "leak@tax": "not-known"}),
        (["7 yes", ""], {"doors-shut@tax": "yes"}),
    ],
)
def test_that_the_doors_are_shut_says_nothing_of_a_leak(
    world: World, lines: list[str], on_record: dict[str, str]
) -> None:
    """Only what follows from the first answer is taken as usual: of a zone that is clear nobody is missing."""
    assert reported(world, *lines) == on_record


def test_what_is_said_beyond_the_answers_is_kept(world: World) -> None:
    """The words behind them are a note of that zone's card."""
    assert reported(world, "7 yes yes by the window") == {"doors-shut@tax": "yes", "leak@tax": "yes"}
    assert "7 yes yes by the window" in [each.get("text") for each in entries(world)]


def test_the_card_shows_how_a_zone_is_reported(world: World) -> None:
    """With an example of a zone in order, once, and no list of what is to be written down of one zone alone."""
    answer = walk(world, "j", f"{CARD}@tax", "q", start=("大风", "--by", "Li"))
    card = " ".join(answer.out.rpartition("Each zone checks")[2].split())
    assert "Are doors and windows shut?" not in card
    assert "like: 2 yes no" in card
    assert "Write down" not in card


@pytest.mark.parametrize("said", ["tax clear", "7 Everyone is out"])
def test_a_zone_that_is_clear_in_a_fire_needs_one_answer(world: World, said: str) -> None:
    """Nobody is asked how many are missing of those who are all out."""
    walk(world, "j", "fire/head-count@tax", said, "q", start=("fire", "--by", "Li"))
    facts = did(world, "status", "--json").data["facts"]
    assert (facts["fire.zone-state@tax"], facts["fire.zone-missing@tax"]) == ("clear", "0")
