"""English documents read as somebody who runs an emergency writes them."""

from pathlib import Path

import pytest
from tests.front import did, started
from tests.scenes import played
from tests.worlds import Clock, make_world

from emergency_cli.core.text import Clauses
from emergency_cli.language import Words
from emergency_cli.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A hall that works in English."""
    return make_world(tmp_path, clock=Clock(), env={"EMERGENCY_BY": "Wang Qiang", "EMERGENCY_LANG": "en"})


def summary(world: World) -> str:
    """The body of the summary as it stands now."""
    return did(world, "export", "--format", "md", "--to", "-").out.partition("## Annex")[0]


def test_what_happened_is_told_in_sentences_and_in_the_past(tmp_path: Path) -> None:
    """Facts of a fight are no chain of clauses with commas between them."""
    told = played("drill", tmp_path, "en").document("export", "--format", "md").decode()
    for sentence in (
        "The place was counter 5, Social Insurance. The Social Insurance zone was affected. A fierce quarrel",
        "The objective was “Test persuasion, the call to 110 and notification in a fight at a counter”. The part",
        "(1) Add a second number for the Supervision Section. The Supervision Section is responsible and",
        "was told and the Supervision and Guidance Section did not answer",
    ):
        assert sentence in told


def test_a_drill_leaves_nothing_to_be_done(tmp_path: Path) -> None:
    """What the plan asks after an incident is no task that a rehearsal leaves behind."""
    assert "still to be done" not in played("drill", tmp_path, "en").document("export", "--format", "md").decode()


def test_free_words_keep_their_capital_in_quotation_marks(world: World) -> None:
    """A note or an order within a sentence is quoted."""
    started(world, "fire", "--zone", "tax")
    did(world, "note", "--key", "Firefighters found one person")
    did(world, "order", "Close the 2nd floor", "--from", "gao-shi", "--to", "guards")
    told = summary(world)
    assert "it was noted: “Firefighters found one person”" in told
    assert "ordered the security guards: “Close the 2nd floor”" in told
    assert "in the Tax zone was noticed" in told


def test_what_still_holds_is_told_in_the_present_and_what_is_over_in_the_past(world: World) -> None:
    """While the response goes on people are trapped; afterwards they were."""
    started(world, "fire", "--zone", "tax")
    did(world, "set", "trapped=yes")
    assert "eople are trapped" in summary(world)
    did(world, "end", "handled", "--decided", "gao-shi")
    assert "eople are trapped" not in summary(world)


def test_who_did_it_stands_behind_the_verb(world: World) -> None:
    """Whoever asked the property company is not taken for whoever shall cut the power."""
    started(world, "fire", "--zone", "tax")
    told = ("-c", "property-company=reached", "-c", "power-utility=reached")
    did(world, "done", "cut-power", "--actor", "Zhou Tao", *told)
    assert "were asked by Zhou Tao to cut the dangerous power supply" in summary(world)


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (["one was hurt", "nobody died", "nobody is missing"], "one was hurt, nobody died and nobody is missing"),
        (["doors and windows were shut", "there was a leak"], "doors and windows were shut, and there was a leak"),
        (["it was dark, and late", "nobody came"], "it was dark, and late; and nobody came"),
    ],
)
def test_clauses_are_kept_as_far_apart_as_they_need(clauses: list[str], said: str) -> None:
    """Commas within a clause want semicolons between them."""
    assert Words("en")(Clauses(tuple(clauses))) == said


def test_a_card_lists_what_to_say_without_capitals_and_question_marks(world: World) -> None:
    """“Is anyone trapped?, State of the fire” is no list that anybody reads out."""
    card = did(world, "card", "fire", "--to", "-", "--format", "html").out
    assert "Say: place, what is burning, whether people are trapped, state of the fire, name of caller" in card
    card = did(world, "card", "network-attack", "--to", "-", "--format", "html").out
    assert "Write down: whether the case data is complete" in card


def test_of_alternatives_a_card_says_what_belongs_together(world: World) -> None:
    """“a or b and c or d” can be read in three ways."""
    card = did(world, "card", "disorder", "--to", "-", "--format", "html").out
    assert "or dangerous object or (quarrel or fight and somebody is violent or in danger) or (" in card
