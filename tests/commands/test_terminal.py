"""Which incident a terminal means: the one it worked on last, closed or not; and never another one silently."""

from pathlib import Path

import pytest
from tests.front import Answer, did, emergency, entries, log_of, started
from tests.worlds import make_world

from emergency_cli.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A terminal."""
    made = make_world(tmp_path)
    made.terminal_key = "pts-1"
    return made


@pytest.fixture
def elsewhere(tmp_path: Path) -> World:
    """Another terminal of the same machine."""
    made = make_world(tmp_path)
    made.terminal_key = "pts-2"
    return made


@pytest.fixture
def both(world: World, elsewhere: World) -> tuple[str, str]:
    """A real fire open in another terminal; here a drill that is closed."""
    real = started(elsewhere, "fire")
    drill = started(world, "illness", "--drill")
    did(world, "end", "false-alarm")
    did(world, "close", "--reason", "x")
    return real, drill


@pytest.mark.parametrize(
    "line", [["timeline"], ["export", "--to", "-"], ["verify"], ["status"]], ids=lambda line: line[0]
)
def test_after_its_close_the_terminal_still_means_the_incident_it_closed(
    world: World, both: tuple[str, str], line: list[str]
) -> None:
    """And never the real one that is open elsewhere; the id is on the screen."""
    real, drill = both
    answer = emergency(world, *line)
    assert drill in answer.text
    assert real not in answer.text


@pytest.mark.parametrize(
    "line", [["note", "x"], ["done"], ["set", "place=x"], ["end", "handled"]], ids=lambda line: line[0]
)
def test_what_is_typed_for_a_closed_drill_never_falls_onto_the_real_incident(
    world: World, both: tuple[str, str], line: list[str]
) -> None:
    """It is refused with the id of the one that is meant, and how to name another."""
    real, drill = both
    answer = emergency(world, *line)
    assert (answer.code, f"{drill} was closed" in answer.text, "-i" in answer.err) == (3, True, True)
    assert [entry["event"] for entry in entries(world, real)] == ["opened"]


@pytest.mark.parametrize(
    "line",
    [
        ["close", "--reason", "x"],
        ["order", "shut the gate", "--from", "Lee", "--to", "guards"],
        ["call", "fire-119"],
        ["attach", "--reference", "a photo", "--held", "Lee"],
        ["correct", "1", "--noticed", "14:51", "--reason", "x"],
        ["reopen"],
        ["handover", "--to", "Kim"],
        ["handover", "--accept", "--by", "Kim"],
    ],
    ids=" ".join,
)
def test_no_verb_after_the_close_of_a_drill_falls_onto_the_real_incident(
    world: World, both: tuple[str, str], line: list[str]
) -> None:
    """It is about the drill, which is named; nothing is added to the real one, and nothing is said about it."""
    real, drill = both
    before = log_of(world, real)
    answer = emergency(world, *line)
    assert (drill in answer.text, real in answer.text, log_of(world, real) == before) == (True, False, True), answer


@pytest.fixture
def two_open(world: World, elsewhere: World) -> tuple[str, str]:
    """A real fire and a drill, each open in a terminal of its own."""
    return started(elsewhere, "fire"), started(world, "illness", "--drill")


@pytest.fixture(params=[None, "pts-3"], ids=["no terminal", "a new window"])
def unknown(tmp_path: Path, request: pytest.FixtureRequest) -> World:
    """Where nothing was worked on yet."""
    made = make_world(tmp_path)
    made.terminal_key = request.param
    return made


SETTLING = pytest.mark.parametrize(
    "line", [["end", "handled"], ["end"], ["close", "--reason", "x"]], ids=["end", "end, no outcome", "close"]
)


@SETTLING
@pytest.mark.parametrize("typed", [None, "\n\n\n\n"], ids=["nobody", "somebody"])
def test_an_end_is_never_guessed_between_a_real_incident_and_a_drill(
    unknown: World, two_open: tuple[str, str], line: list[str], typed: str | None
) -> None:
    """One line names both, and how to say which; nothing is recorded, with or without a person at the keys."""
    real, drill = two_open
    before = [log_of(unknown, name) for name in two_open]
    answer = emergency(unknown, *line, typed=typed)
    assert (answer.code, answer.out) == (2, "")
    said = f"A real incident and a drill are open: {real}, {drill}. Say which is meant with -i ID."
    assert said in answer.text
    assert [log_of(unknown, name) for name in two_open] == before


def test_the_one_that_is_named_is_ended(unknown: World, two_open: tuple[str, str]) -> None:
    """And no other one."""
    real, drill = two_open
    did(unknown, "end", "false-alarm", "-i", drill)
    assert [entry["event"] for entry in entries(unknown, real)] == ["opened"]


@SETTLING
def test_a_drill_that_ended_and_is_not_closed_may_be_meant_too(
    unknown: World, world: World, two_open: tuple[str, str], line: list[str]
) -> None:
    """Its close is still to come."""
    did(world, "end", "false-alarm")
    assert (emergency(unknown, *line).code, two_open[1] in emergency(unknown, *line).err) == (2, True)


def test_a_terminal_that_knows_its_incident_ends_that(
    world: World, elsewhere: World, two_open: tuple[str, str]
) -> None:
    """Nothing is guessed there: no question."""
    real, drill = two_open
    assert real in did(elsewhere, "end", "false-alarm").text
    assert drill in did(world, "end", "false-alarm").text


def test_with_the_drill_closed_the_only_real_incident_is_meant(unknown: World, both: tuple[str, str]) -> None:
    """Nothing else can be."""
    assert both[0] in did(unknown, "end", "false-alarm").text


@pytest.mark.parametrize("line", [["note", "x"], ["done", "call-119"]], ids=lambda line: line[0])
def test_what_can_be_taken_back_goes_to_the_real_incident_first(
    unknown: World, two_open: tuple[str, str], line: list[str]
) -> None:
    """In an emergency nobody is kept waiting by a drill."""
    assert two_open[0] in did(unknown, *line).text


def resumed(world: World, typed: str) -> Answer:
    """`resume` on a terminal."""
    return emergency(world, "resume", typed=typed)


def test_a_new_terminal_lists_what_is_open_the_real_one_first(tmp_path: Path, world: World, elsewhere: World) -> None:
    """A numbered choice of real incidents and drills; nothing is picked silently."""
    drill, real = started(world, "illness", "--drill"), started(elsewhere, "theft")
    new = make_world(tmp_path)
    new.terminal_key = "pts-3"
    answer = resumed(new, "2\nq\n")
    listed = " ".join(answer.out.partition("Number, then Enter")[0].split())
    assert listed.index(f"1 {real}") < listed.index(f"2 [DRILL] {drill}")
    assert "[DRILL]" in answer.out.partition("Number, then Enter")[2]
    assert drill in did(new, "timeline").text


def test_q_and_enter_pick_nothing(tmp_path: Path, world: World, elsewhere: World) -> None:
    """Who leaves is nowhere."""
    started(world, "illness", "--drill"), started(elsewhere, "theft")
    new = make_world(tmp_path)
    new.terminal_key = "pts-3"
    answer = resumed(new, "\n7\nq\n")
    assert (answer.code, "“7” is not in the list" in answer.text, "== " in answer.out) == (0, True, False)


def test_after_a_close_resume_asks_which_of_the_others_is_meant(world: World, both: tuple[str, str]) -> None:
    """With one that is open there is nothing to choose."""
    real, drill = both
    answer = resumed(world, "q\n")
    assert "Fire or explosion" in answer.out
    assert drill not in answer.out
    assert real in did(world, "timeline").text


def test_the_terminal_means_what_it_wrote_into_last(world: World, elsewhere: World) -> None:
    """An incident named with -i is the one it works on from then on."""
    first, second = started(world, "fire"), started(elsewhere, "theft")
    did(world, "note", "x", "-i", "theft")
    assert second in did(world, "note", "y").text
    assert first not in did(world, "status").text
