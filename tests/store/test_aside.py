"""Copies that a program which keeps folders in step has put aside are seen, and taken in by what their lines say."""

import shutil
from pathlib import Path

import pytest
from tests.front import did, emergency, log_of, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World


@pytest.fixture
def clock() -> Clock:
    """A clock for both machines."""
    return Clock()


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    """The machine on which the copies are."""
    return make_world(tmp_path, clock=clock)


@pytest.fixture
def later(tmp_path: Path, world: World, clock: Clock) -> tuple[str, Path]:
    """The id of an incident, and the log of a second desk with an entry that is not here."""
    incident = started(world, "fire")
    other = make_world(tmp_path, desk="b", home="stick", clock=clock)
    did(other, "merge", str(world.home))
    did(other, "note", "seen from the yard", "-i", incident)
    folder = other.home / "incidents" / incident
    mine = {path.name for path in (world.home / "incidents" / incident).iterdir()}
    return incident, next(path for path in folder.glob("*.jsonl") if path.name not in mine)


NAMES = ("{} (conflicted copy 2026-11-28).jsonl", "{}.sync-conflict-20261128-101010-ABC.jsonl", "{}-DESKTOP-1.jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_a_log_that_was_put_aside_is_named_and_taken_in(world: World, later: tuple[str, Path], name: str) -> None:
    """By `verify`, `doctor` and `status`; once it is taken in, nobody speaks of it any more."""
    incident, log = later
    aside = world.home / "incidents" / incident / name.format(log.stem)
    shutil.copyfile(log, aside)
    for verb in ("verify", "doctor", "status"):
        assert "was put aside by another program" in " ".join(emergency(world, verb).text.split())
    assert emergency(world, "verify").code == 5
    assert (
        "new: (entries: 1)" in did(world, "merge", str(aside)).text
        or "seen from the yard" in did(world, "timeline").out
    )
    assert "seen from the yard" in did(world, "timeline").out
    assert emergency(world, "verify").code == 0
    assert "put aside" not in emergency(world, "doctor").text


def test_a_folder_that_was_put_aside_is_named_and_taken_in(world: World, later: tuple[str, Path]) -> None:
    """Its logs have their own names; the name of the folder says nothing."""
    incident, log = later
    folder = world.home / "incidents" / f"{incident} (conflicted copy)"
    shutil.copytree(log.parent, folder)
    assert folder.name in " ".join(emergency(world, "verify").text.split())
    did(world, "merge", str(folder))
    assert "seen from the yard" in did(world, "timeline").out
    assert emergency(world, "verify").code == 0


def test_a_copy_that_holds_nothing_new_is_not_spoken_of(world: World) -> None:
    """It can be deleted or left."""
    incident = started(world, "fire")
    folder = world.home / "incidents" / incident
    (folder / "a copy.jsonl").write_bytes(log_of(world, incident))
    assert emergency(world, "verify").code == 0


def test_a_file_that_is_no_log_is_refused(world: World, tmp_path: Path) -> None:
    """With what can be named instead."""
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    answer = emergency(world, "merge", str(tmp_path / "letter.txt"))
    assert (answer.code, "one file of a log" in answer.text) == (2, True)
