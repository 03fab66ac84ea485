"""`emergency doctor`: whether this machine can be relied on, and what to do."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.front import did, emergency, everything_below, small_plan, started
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.disk import Disk, Place
from emergency_cli.world import World


class OtherDisk(Disk):
    """A disk of which something else is seen."""

    def __init__(self, **seen: Any) -> None:
        super().__init__()
        self.private = seen.pop("private", True)
        self.seen = seen

    def facts(self, folder: Path) -> Place:
        """What is really there, but for what the test says."""
        return replace(super().facts(folder), **self.seen)

    def keeps_permissions(self, _: Path) -> bool:
        """As the test says."""
        return bool(self.private)


def states(world: World, *argv: str) -> dict[str, str]:
    """Each check and how it stands."""
    return {each["check"]: each["state"] for each in emergency(world, "doctor", *argv, "--json").data["checks"]}


def test_a_good_machine_has_nothing_in_the_way(world: World, tmp_path: Path) -> None:
    """Exit code 0; nothing is created; what is no fault says what to do all the same."""
    answer = did(world, "doctor")
    assert "EMERGENCY_MIRROR" in answer.text
    assert everything_below(tmp_path) == {}
    assert states(world) == {
        "home": "fine", "state": "fine", "mirror": "warning", "clock": "fine", "plan": "fine", "roster": "warning",
        "plan-place": "fine",
    }  # fmt: skip


def test_it_leaves_no_byte_behind(world: World, tmp_path: Path) -> None:
    """What is tried on the disk is taken away."""
    started(world, "fire")
    before = everything_below(tmp_path)
    did(world, "doctor")
    assert everything_below(tmp_path) == before


def test_what_is_open_is_said(world: World) -> None:
    """With how to go on."""
    incident = started(world, "fire")
    assert f"Still open: {incident}. Go on: emergency resume {incident}" in did(world, "doctor").text


@pytest.mark.parametrize("error", [errno.EIO, errno.EROFS, errno.ENOSPC], ids=errno.errorcode.get)
def test_a_disk_that_keeps_nothing_is_a_fault(tmp_path: Path, error: int) -> None:
    """Whichever call of the trial fails: exit code 5, in words."""
    for number in range(1, 8):
        disk = FaultyDisk(number, error)
        answer = emergency(make_world(tmp_path, disk=disk), "doctor")
        assert (answer.code, "cannot be written durably" in answer.text, disk.fired) == (5, True, True)
        assert everything_below(tmp_path) == {}


@pytest.mark.parametrize(
    ("seen", "check", "state", "code"),
    [
        ({"kind": "vfat"}, "home-kind", "warning", 0),
        ({"kind": "exfat"}, "home-kind", "warning", 0),
        ({"private": False}, "home-kind", "warning", 0),
        ({"free": 50 << 20}, "home-space", "warning", 0),
        ({"free": 1 << 20}, "home-space", "fault", 5),
        ({"open_to_all": True}, "home-rights", "fault", 5),
        ({"foreign": True}, "home-owner", "warning", 0),
    ],
)
def test_what_is_seen_of_the_disk_is_judged(
    tmp_path: Path, seen: dict[str, Any], check: str, state: str, code: int
) -> None:
    """File system, permissions, room, owner."""
    started(make_world(tmp_path), "fire")
    world = make_world(tmp_path, disk=OtherDisk(**seen))
    assert (emergency(world, "doctor").code, states(world)[check]) == (code, state)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_home_open_to_everybody_is_really_seen(world: World) -> None:
    """Without a fake: chmod 777, and it says how to close it."""
    started(world, "fire")
    world.home.chmod(0o777)
    answer = emergency(world, "doctor")
    assert (answer.code, f"chmod 700 {world.home}" in answer.text) == (5, True)


def test_a_clock_behind_the_last_entry_is_a_fault(world: World, clock: Clock) -> None:
    """By more than a minute."""
    started(world, "fire")
    clock.pass_by(seconds=-50)
    assert states(world)["clock"] == "fine"
    clock.pass_by(hours=-1)
    assert (states(world)["clock"], emergency(world, "doctor").code) == ("fault", 5)


def test_a_clock_before_there_was_a_program_is_a_fault(world: World, clock: Clock) -> None:
    """And a good one is told with its year and its offset."""
    assert "The clock says 14:54 on 23 November 2026, UTC+08:00." in " ".join(emergency(world, "doctor").text.split())
    clock.now = clock.now.replace(year=1970)
    assert states(world)["clock"] == "fault"
    assert "1970" in emergency(world, "doctor").text


@pytest.mark.parametrize("year", [2000, 2025])
def test_a_note_by_a_wrong_clock_says_so(world: World, clock: Clock, year: int) -> None:
    """It is recorded, after what is there; the officer learns of it now and not from the document."""
    started(world, "fire")
    clock.now = clock.now.replace(year=year)
    answer = did(world, "note", "smoke")
    assert f"The clock says 14:54 on 23 November {year}, but the last entry" in " ".join(answer.err.split())


@pytest.mark.parametrize(("zone", "told"), [("Foo/Bar", True), ("Asia/Shanghai", False), ("CST-8", False), ("", False)])
def test_a_time_zone_that_cannot_be_loaded_is_a_fault(tmp_path: Path, zone: str, told: bool) -> None:
    """The system tells Greenwich time then, without a word."""
    assert ("zone" in states(make_world(tmp_path, env={"TZ": zone}))) == told


@pytest.mark.parametrize(
    ("env", "found"),
    [
        ({"LANG": "zh_CN.GB18030"}, set()),
        ({"LANG": "zh_CN.ISO-8859-1"}, {"encoding"}),
        ({"LANG": "C"}, {"encoding"}),
        ({"LANG": "zh_CN.UTF-8", "COLUMNS": "59"}, {"width"}),
        ({"LANG": "zh_CN.utf8", "COLUMNS": "60"}, set()),
    ],
)
def test_a_terminal_that_cannot_show_it_is_a_warning(tmp_path: Path, env: dict[str, str], found: set[str]) -> None:
    """Encoding and width."""
    assert states(make_world(tmp_path, env=env)).keys() & {"encoding", "width"} == found


def test_faults_of_the_plan_are_counted(tmp_path: Path) -> None:
    """With the command that names them."""
    world = make_world(tmp_path)
    plan = small_plan(tmp_path, water="id: water\n")
    answer = emergency(world, "--plan", plan, "doctor")
    assert (answer.code, "See them: emergency check" in answer.text) == (5, True)


def test_a_damaged_record_is_a_fault(world: World) -> None:
    """With the command that says what still stands."""
    incident = started(world, "fire")
    log = next(path for path in world.home.rglob("*.jsonl") if "private" not in path.name)
    log.write_bytes(log.read_bytes().replace(b'"v":1', b'"v":2'))
    answer = emergency(world, "doctor")
    assert (answer.code, f"emergency verify {incident}" in answer.text) == (5, True)


MIRRORS: dict[str, tuple[Callable[[World], Path], str]] = {
    "another folder": (lambda world: world.home.parent, "fine"),
    "missing": (lambda world: world.home.parent / "nowhere", "fault"),
    "the home": (lambda world: world.home, "fault"),
}


@pytest.mark.parametrize("name", MIRRORS)
def test_the_second_copy_is_looked_at(world: World, name: str) -> None:
    """Where it lies, whether it can be written."""
    started(world, "fire")
    place, state = MIRRORS[name]
    assert states(world, "--mirror", str(place(world)))["mirror"] == state


def test_a_hint_follows_its_sentence_as_in_either_language(world: World) -> None:
    """With a space in English; behind a Chinese full stop there is none."""
    assert "Gaps in the roster: 35. See them: emergency ready" in did(world, "doctor", "--lang", "en").text
    assert "。 " not in did(world, "doctor", "--lang", "zh").out
