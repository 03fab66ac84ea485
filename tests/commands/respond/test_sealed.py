"""Personal words never stand in a line of the log, whoever wrote them and however often they were corrected."""

from pathlib import Path

import pytest
from tests.front import did, emergency, entries, log_of, small_plan, started, step

from emergency_cli.world import World

NAME = "王小明13912345678"


@pytest.fixture
def incident(world: World) -> str:
    """A fire."""
    return started(world, "fire")


def unsealed(world: World, incident: str) -> bool:
    """Whether the secret is in the log in clear."""
    return NAME.encode() in log_of(world, incident)


@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_correction_of_a_correction_of_a_personal_note_is_sealed(world: World, incident: str, times: int) -> None:
    """It is followed to the entry that is meant, so that `destroy` takes all of it; and the reason with it."""
    did(world, "note", "call 110", "--personal")
    for number in range(times):
        did(world, "correct", str(2 + number), "--text", NAME, "--reason", f"not {NAME}")
    assert not unsealed(world, incident)
    assert NAME in did(world, "timeline").text
    did(world, "end", "handled")
    did(world, "destroy", incident, "--basis", "Art. 85", "--yes")
    assert NAME not in did(world, "timeline").text


def test_the_name_of_a_stranger_who_answered_is_sealed_and_that_of_ours_is_not(world: World, incident: str) -> None:
    """Names of the hall are in the roster anyway; whoever answered elsewhere never asked to be on record."""
    did(world, "call", f"fire-119=reached:{NAME}")
    did(world, "call", "emergency-office=reached:李娜")
    assert not unsealed(world, incident)
    assert "李娜".encode() in log_of(world, incident)
    assert NAME in did(world, "timeline").text


def test_personal_evidence_has_its_name_sealed(world: World, incident: str, tmp_path: Path) -> None:
    """A photograph is often named after the person on it."""
    (tmp_path / f"{NAME}.jpg").write_bytes(b"face")
    did(world, "attach", str(tmp_path / f"{NAME}.jpg"), "--personal", "--text", NAME)
    assert not unsealed(world, incident)
    assert f"{NAME}.jpg" in did(world, "timeline").text
    assert "name" in entries(world, incident)[-1]


# --- when it was noticed, and when it began --------------------------------------------------------------------------


def test_a_corrected_noticing_moves_the_deadlines(world: World, tmp_path: Path) -> None:
    """The original stays visible, and lateness is judged anew."""
    started(world, "water", "--plan", small_plan(tmp_path))
    assert step(world, "water/shut-off")["deadline"][11:16] == "14:59"
    did(world, "correct", "1", "--noticed", "14:40", "--reason", "watch was slow")
    assert step(world, "water/shut-off")["deadline"][11:16] == "14:45"
    assert step(world, "water/shut-off")["late_seconds"] == 9 * 60
    text = " ".join(did(world, "timeline").text.split())
    assert "time of noticing" in text
    assert "14:40" in text


def test_when_it_began_can_be_given_later_without_a_reason(world: World, incident: str) -> None:
    """Nothing stood there; but it did not begin after it was noticed."""
    did(world, "correct", "1", "--began", "14:30")
    assert emergency(world, "correct", "1", "--began", "14:53", "--reason", "x").code == 0
    assert emergency(world, "correct", "1", "--noticed", "14:50", "--reason", "x").code == 3


def test_what_has_no_noticing_has_none_to_correct(world: World, incident: str) -> None:
    """A note was not noticed."""
    did(world, "note", "x")
    assert emergency(world, "correct", "2", "--noticed", "14:30", "--reason", "x").code == 3
