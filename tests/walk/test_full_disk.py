"""The disk fills up while a sheet is answered: what was answered before is on record, and what was not is named."""

import errno
import io
import os
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, started
from tests.worlds import Clock, make_world

from emergency_cli.cli import run
from emergency_cli.disk import Disk
from emergency_cli.world import World


class FilledUp(Disk):
    """A disk with `room` for so many more writes; there is always room while that is `None`."""

    room: int | None = None

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        """One of them."""
        if self.room is not None:
            if self.room == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.room -= 1
        return super().write(descriptor, at, data)


@pytest.fixture
def disk() -> FilledUp:
    """The disk of the records."""
    return FilledUp()


@pytest.fixture
def hall(tmp_path: Path, clock: Clock, disk: FilledUp) -> World:
    """A fire on record."""
    world = make_world(tmp_path, clock=clock, disk=disk, env={"EMERGENCY_BY": "Li"})
    started(world, "fire")
    return world


def answers(world: World) -> dict[str, str]:
    """Every answer on record."""
    return {fact: value for entry in entries(world) for fact, value in entry.get("facts", {}).items()}


@pytest.mark.parametrize("verb", ["report", "export"])
def test_a_document_is_made_of_the_answers_that_were_saved(
    hall: World, disk: FilledUp, tmp_path: Path, verb: str
) -> None:
    """Two were; the third is to go on paper and is named behind the sheet. The document, on the same disk, waits."""
    argv = {"report": ["report", "final"], "export": ["export"]}[verb]
    did(hall, "end", "false-alarm", "--decided", "Gao Shi")
    disk.room = 2
    page = tmp_path / "page.md"
    sheet = ("1 steam from a kettle", *(f"{number} said {number}" for number in (2, 3)), "")
    answer = emergency(hall, *argv, "--format", "md", "--to", str(page), typed="".join(f"{line}\n" for line in sheet))
    assert "For the paper: 23 Nov 14:54" in answer.text and "said 3" in answer.text
    assert "On record of this sheet: 2. NOT SAVED: " in answer.text
    kept = set(answers(hall).values())
    assert {"steam from a kettle", "said 2"} <= kept and "said 3" not in kept
    assert answer.code == 4 and "page.md cannot be written (the disk is full)" in answer.text and not page.exists()
    disk.room = None
    did(hall, *argv, "--format", "md", "--to", str(page))
    told = page.read_text(encoding="utf-8")
    assert "steam from a kettle" in told and "said 3" not in told


def test_the_exit_code_tells_that_answers_of_the_sheet_were_lost(hall: World, disk: FilledUp) -> None:
    """The text of the report comes all the same; a script that reads no words knows."""
    disk.room = 0
    answer = emergency(hall, "report", "initial", typed="1 no\n\n")
    assert "First report" in answer.out and "NOT SAVED: " in answer.text
    assert answer.code == 4


class Cleared(io.StringIO):
    """What a person types; with the last answer but one there is room again."""

    def __init__(self, typed: str, disk: FilledUp) -> None:
        super().__init__(typed)
        self.disk, self.read_so_far = disk, 0

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as the one of StringIO
        """The next line."""
        self.read_so_far += 1
        self.disk.room = 0 if self.read_so_far == 1 else None
        return super().readline(size)


def test_what_is_typed_again_once_there_is_room_is_named_no_more(hall: World, disk: FilledUp, tmp_path: Path) -> None:
    """The same line of the sheet takes it."""
    hall.stdin, hall.stdout, hall.stderr = Cleared("1 no\n1 no\n\n", disk), io.StringIO(), io.StringIO()
    hall.terminal = "plain"
    assert run(["report", "initial", "--format", "md", "--to", str(tmp_path / "page.md")], hall) == 0
    told = hall.stdout.getvalue() + hall.stderr.getvalue()
    assert "NOT SAVED: the disk is full" in told and "On record of this sheet" not in told
    assert answers(hall)["injured"] == "no"


def test_the_end_of_a_walk_keeps_what_the_sheet_took(hall: World, disk: FilledUp) -> None:
    """The end itself did not fit: the incident stays open, and what is to go on paper says so."""
    disk.room = 1
    typed = ("end", "1", "1 no", "", "Gao Shi", "fire out", "q")
    answer = emergency(hall, "resume", typed="".join(f"{line}\n" for line in typed))
    assert answers(hall)["injured"] == "no"
    assert "ended" not in [entry["event"] for entry in entries(hall)]
    assert "For the paper: 23 Nov 14:54 The response ended by decision of Gao Shi: fire out" in answer.text
    assert "The incident stays open" in answer.text
