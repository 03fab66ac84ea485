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


def fire_zones(world: World, *lines: str) -> dict[str, str]:
    """What is on record of zones after these lines on the head count of a fire."""
    walk(world, "j", "fire/head-count@tax", *lines, "q", start=("fire", "--by", "Li"))
    facts = did(world, "status", "--json").data["facts"]
    return {name.removeprefix("fire.zone-"): value for name, value in facts.items() if "@" in name}


@pytest.mark.parametrize(
    "said",
    ["tax 2 people missing", "7 2 missing", "税务2人没出来", "税务有2人没出来", "税务没出来2人", "7，还有2人没出来"],
)
def test_a_report_with_its_number_is_taken_as_it_is_said(world: World, said: str) -> None:
    """Nobody says: someone is missing, two."""
    assert fire_zones(world, said) == {"state@tax": "missing", "missing@tax": "2"}


@pytest.mark.parametrize("said", ["tax smoke at the window", "税务人数不对", "tax 0 missing"])
def test_a_zone_of_which_something_else_was_said_is_asked_about_at_once(world: World, said: str) -> None:
    """The line is kept as a note; `*` would soon say of this zone too that it is in order."""
    zones = fire_zones(world, said, "2", "3")
    assert (zones["state@tax"], zones["missing@tax"]) == ("missing", "3")
    assert said in [each.get("text") for each in entries(world)]


def test_a_zone_that_was_not_reached_is_not_asked_how_many_are_missing(world: World) -> None:
    """Nobody can know."""
    assert fire_zones(world, "tax not reached", "2") == {"state@tax": "not-reached"}


def test_words_typed_where_a_number_is_wanted_are_kept(world: World) -> None:
    """The question stays, and what was said is a note."""
    fire_zones(world, "tax: someone is missing", "the rest are on the square", "2")
    assert "the rest are on the square" in [each.get("text") for each in entries(world)]


@pytest.mark.parametrize("said", ["3 people on the roof", "3人在楼顶"])
def test_how_many_people_are_somewhere_is_no_zone(world: World, said: str) -> None:
    """It is a note, and the third zone is not asked about."""
    assert fire_zones(world, said, "unknown") == {}
    assert said in [each.get("text") for each in entries(world)]


def test_a_zone_that_is_asked_about_and_passed_by_has_reported_nothing(world: World) -> None:
    """Not even that it is not known how many are missing."""
    assert fire_zones(world, "tax", "", "unknown") == {}
