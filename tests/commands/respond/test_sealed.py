"""Personal words never stand in a line of the log, whoever wrote them and however often they were corrected."""

import io
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, log_of, small_plan, started, step
from tests.worlds import make_world

from emergency_cli.cli import run
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


@pytest.mark.parametrize("text", [[], ["-"]])
@pytest.mark.parametrize("terminal", ["none", "plain"])
def test_a_personal_note_needs_not_be_on_the_command_line(
    world: World, monkeypatch: pytest.MonkeyPatch, terminal: str, text: list[str]
) -> None:
    """Asked for on a terminal, read from a pipe otherwise; empty is refused."""
    incident = started(world, "fire")
    for typed, code in (("13800000001\n", 0), ("", 2), ("\n", 2)):
        world.terminal, world.stdin, world.stdout = terminal, io.StringIO(typed), io.StringIO()
        assert run(["note", "--personal", *text], world) == code
    assert entries(world)[-1]["event"] == "noted"
    assert b"13800000001" not in log_of(world, incident)
    assert "13800000001" in did(world, "timeline").out


@pytest.mark.parametrize("personal", [[], ["--personal"]])
def test_what_is_too_long_for_one_entry_is_refused_in_one_line(world: World, personal: list[str]) -> None:
    """It says how much there is room for, and what to do; the text itself is not repeated."""
    started(world, "fire")
    world.terminal, world.stdin, world.stderr = "none", io.StringIO("火" * 400_000), io.StringIO()
    assert run(["note", *personal], world) == 2
    said = world.stderr.getvalue()
    assert ("1024 KiB" in said, "emergency attach FILE" in said, "火火" in said) == (True, True, False)
    assert [entry["event"] for entry in entries(world)] == ["opened"]


def test_a_state_inside_the_records_is_said_once(tmp_path: Path) -> None:
    """Carried to another machine it would write as this one."""
    world = make_world(tmp_path, env={"EMERGENCY_STATE": str(tmp_path / "home" / "state")})
    said = emergency(world, "start", "fire")
    assert (said.code, "EMERGENCY_STATE" in said.err) == (0, True)
    assert "EMERGENCY_STATE" not in did(world, "note", "x").err
    assert emergency(world, "doctor").code == 5
