"""How long is left and how late it is, when the clock of the machine was set in the middle of an incident."""

import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.front import did, entries, small_plan, step
from tests.worlds import CHINA, START, Clock, make_world

from emergency_cli.world import World, real_world

SET_TO = {
    "three days back": START - timedelta(days=3),
    "three hours on": START + timedelta(hours=3),
    "1970": datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC).astimezone(CHINA),
}
ZONES = {"Greenwich": UTC, "Alaska": timezone(timedelta(hours=-9, minutes=-30))}


@pytest.fixture
def clock() -> Clock:
    """It stands at the opening."""
    return Clock()


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    """A hall where water stands on the floor; the valve has to be shut within five minutes."""
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": small_plan(tmp_path)})
    did(world, "start", "water")
    return world


def set_clock(clock: Clock, to: datetime, minutes: int) -> None:
    """So many minutes pass, and meanwhile somebody sets the clock."""
    clock.now = to + timedelta(minutes=minutes)
    clock.up += minutes * 60_000


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is a setting of the system there")
@pytest.mark.parametrize("zone", ["", "Nowhere/Nothing", ":/dev/null", "XXX-8:05:43", "XXX25:61", "<+99>-99", "\udcff"])
def test_a_machine_without_a_sensible_time_zone_keeps_its_record(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No zone data, none that is known, an offset of seconds or of days: all is kept and can be read again."""
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("TZDIR", str(tmp_path))
    time.tzset()
    try:
        world = make_world(tmp_path, env={"EMERGENCY_PLAN": small_plan(tmp_path)}, now=real_world().now)
        did(world, "start", "water")
        did(world, "note", "kept")
        did(world, "verify")
        assert "kept" in did(world, "timeline").text
        assert " s ago)" in did(world, "status").text
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("to", SET_TO)
@pytest.mark.parametrize("noted", [False, True], ids=["nothing written since", "an entry since"])
def test_what_is_left_is_true_time(world: World, clock: Clock, to: str, noted: bool) -> None:
    """Two minutes after the opening three of five are left, whatever the clock says."""
    set_clock(clock, SET_TO[to], 2)
    if noted:
        did(world, "note", "the clock is wrong")
    text = did(world, "status").text
    assert "(2 min ago)" in text
    assert "3 min left" in text
    assert "late" not in text


@pytest.mark.parametrize("to", SET_TO)
def test_how_late_is_true_time(world: World, clock: Clock, to: str) -> None:
    """Seven minutes after the opening it is two minutes late, as an open step and as a tick."""
    set_clock(clock, SET_TO[to], 7)
    assert step(world, "water/shut-off")["late_seconds"] == 120
    did(world, "done", "shut-off")
    clock.pass_by(minutes=10)
    row = step(world, "water/shut-off")
    assert (row["late_seconds"], row["typed_late_seconds"]) == (120, 120)
    assert step(world, "water/dry")["late_seconds"] is None
    clock.pass_by(minutes=21)
    assert step(world, "water/dry")["late_seconds"] == 60


@pytest.mark.parametrize("to", SET_TO)
def test_a_limit_that_runs_from_a_step_is_true_after_the_clock_was_set(world: World, clock: Clock, to: str) -> None:
    """The floor has to be dry half an hour after the valve was shut; 31 minutes have passed."""
    did(world, "done", "shut-off")
    set_clock(clock, SET_TO[to], 31)
    assert step(world, "water/dry")["late_seconds"] == 60


def test_what_was_done_in_time_and_typed_in_too_late_is_late_only_as_typed(world: World, clock: Clock) -> None:
    """Done after three minutes of five, typed in after seven."""
    clock.pass_by(minutes=7)
    did(world, "done", "shut-off", "--at", "14:57")
    row = step(world, "water/shut-off")
    assert (row["late_seconds"], row["typed_late_seconds"]) == (None, 120)


def test_after_the_clock_was_put_right_again_it_is_still_true(world: World, clock: Clock) -> None:
    """Set wrongly, then back: both are seen, nothing is counted twice."""
    set_clock(clock, SET_TO["three hours on"], 1)
    did(world, "note", "wrong")
    clock.now = START + timedelta(minutes=2)
    clock.up += 60_000
    did(world, "note", "right")
    assert "3 min left" in did(world, "status").text


def test_a_machine_that_was_off_had_time_pass(world: World, clock: Clock) -> None:
    """The battery was empty for three hours: nobody set the clock, the step is late by all of it."""
    clock.restart(START + timedelta(hours=3), 20_000)
    assert step(world, "water/shut-off")["late_seconds"] == 3 * 3600 - 300


def test_a_machine_that_was_off_and_is_up_for_longer_than_before_had_time_pass(world: World, clock: Clock) -> None:
    """Two minutes after a start, off for 35, up for three: nothing gives the clock away, so it is believed."""
    clock.restart(START + timedelta(minutes=2), 120_000)
    did(world, "note", "before the battery died")
    clock.restart(START + timedelta(minutes=40), 180_000)
    assert step(world, "water/shut-off")["late_seconds"] == 35 * 60
    did(world, "done", "shut-off")
    assert step(world, "water/shut-off")["late_seconds"] == 35 * 60
    text = " ".join(did(world, "timeline").out.split())
    assert "went forward by" not in text
    assert "was off, or its clock went forward: 35 min" in text


@pytest.fixture
def nameless(tmp_path: Path, clock: Clock) -> World:
    """The same hall, on a machine whose system gives its starts no name."""
    clock.boot = "00000000"
    world = make_world(
        tmp_path, desk="nameless", clock=clock, home="theirs", env={"EMERGENCY_PLAN": small_plan(tmp_path)}
    )
    did(world, "start", "water")
    return world


def test_a_machine_whose_system_names_no_start_tells_true_time(nameless: World, clock: Clock) -> None:
    """It has been up for 13 hours, and nobody set its clock: seven minutes after the opening it is two minutes late."""
    clock.pass_by(minutes=1)
    did(nameless, "note", "water everywhere")
    clock.pass_by(minutes=6)
    assert step(nameless, "water/shut-off")["late_seconds"] == 120
    assert "the clock of desk" not in did(nameless, "timeline").text


def test_a_machine_whose_system_names_no_start_and_was_off_had_time_pass(nameless: World, clock: Clock) -> None:
    """Up for less than before: it was started again, and three hours are three hours."""
    clock.now, clock.up = START + timedelta(hours=3), 20_000
    did(nameless, "note", "started again")
    assert step(nameless, "water/shut-off")["late_seconds"] == 3 * 3600 - 300
    assert "was off, or its clock went forward: 2 h 59 min" in did(nameless, "timeline").text


def test_a_clock_set_back_shows_although_the_system_names_no_start(nameless: World, clock: Clock) -> None:
    """Seven minutes passed, whatever the clock says."""
    set_clock(clock, SET_TO["three days back"], 7)
    assert step(nameless, "water/shut-off")["late_seconds"] == 120


def test_when_a_done_step_was_due_is_told_by_the_clock_of_its_tick(world: World, clock: Clock) -> None:
    """Due 14:59 and done 14:55, also after somebody put the clock forward."""
    clock.pass_by(minutes=1)
    did(world, "done", "shut-off")
    set_clock(clock, START + timedelta(hours=1), 2)
    did(world, "note", "an hour on")
    row = step(world, "water/shut-off")
    assert (row["deadline"][11:16], row["late_seconds"]) == ("14:59", None)


def test_the_clock_of_one_desk_moves_nothing_on_another(tmp_path: Path, world: World, clock: Clock) -> None:
    """Desk A's clock was an hour fast and is put right; the relief at desk B sees the same lateness."""
    did(world, "note", "fast")
    set_clock(clock, START - timedelta(hours=1), 7)
    did(world, "note", "put right")
    relief = make_world(tmp_path, desk="b", clock=clock, env={"EMERGENCY_PLAN": small_plan(tmp_path)})
    late = [step(each, "water/shut-off")["late_seconds"] for each in (world, relief)]
    assert late == [120, 120]


@pytest.mark.parametrize("zone", ZONES)
def test_another_time_zone_changes_no_length_of_time(world: World, clock: Clock, zone: str) -> None:
    """The same moment written otherwise."""
    clock.pass_by(minutes=7)
    clock.now = clock.now.astimezone(ZONES[zone])
    assert step(world, "water/shut-off")["late_seconds"] == 120
    did(world, "done", "shut-off")
    assert step(world, "water/shut-off")["late_seconds"] == 120
    assert not any(entry["clock_set_seconds"] for entry in entries(world))


@pytest.mark.parametrize(
    ("to", "said"), [("three days back", "went back by 3 d"), ("three hours on", "forward by 3 h")]
)
def test_the_timeline_says_before_which_entry_the_clock_was_set(world: World, clock: Clock, to: str, said: str) -> None:
    """Under that entry and no other, for people and for programs."""
    did(world, "note", "before")
    set_clock(clock, SET_TO[to], 2)
    did(world, "note", "after")
    did(world, "note", "long after")
    text = did(world, "timeline").text
    assert text.count("the clock of desk") == 1
    assert text.index("Note: after") < text.index(said)
    jumps = {entry["text"]: entry["clock_set_seconds"] for entry in entries(world) if entry["clock_set_seconds"]}
    assert jumps == {"after": int((SET_TO[to] - START).total_seconds())}


def test_a_clock_put_on_by_longer_than_the_machine_is_up_is_no_time_that_passed(world: World, clock: Clock) -> None:
    """Started a minute ago, the clock put on by three hours: within one start of the machine `up` counts, always."""
    clock.restart(START + timedelta(minutes=1), 60_000)
    did(world, "note", "started again")
    clock.now, clock.up = START + timedelta(hours=3), 120_000
    assert step(world, "water/shut-off")["late_seconds"] is None
    did(world, "note", "put on")
    assert "went forward by 2 h 58 min" in " ".join(did(world, "timeline").out.split())
