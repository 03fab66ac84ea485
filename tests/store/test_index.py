"""Closed incidents are known without being read: whatever the index says or lacks, answers are the same."""

import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.front import did, emergency, started
from tests.worlds import Clock, make_world

from emergency_cli.disk import Disk
from emergency_cli.world import World


class Later(Disk):
    """A disk whose clock is an hour ahead of what was written a moment ago; it counts what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.logs_read = 0

    def clock(self) -> int:
        """An hour from now."""
        return super().clock() + 3_600_000_000_000

    def read(self, path: Path, at: int = 0) -> bytes:
        """As it is; logs are counted."""
        self.logs_read += path.suffix == ".jsonl" and "private" not in path.name and at == 0
        return super().read(path, at)


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    """A home with three closed incidents and one open, all of them looked at once."""
    world = make_world(tmp_path, clock=clock, disk=Later())
    for kind in ("fire", "fire", "illness"):
        incident = started(world, kind)
        did(world, "end", "handled", "-i", incident)
        did(world, "close", "--reason", "over", "-i", incident)
        clock.pass_by(minutes=1)
    started(world, "fire", "--place", "north gate")
    did(world, "list")
    return world


@pytest.fixture
def clock() -> Clock:
    """The clock of the world."""
    return Clock()


def answers(tmp_path: Path, clock: Clock) -> tuple[int, str]:
    """How many logs a list reads, and what it says."""
    disk = Later()
    said = did(make_world(tmp_path, clock=clock, disk=disk), "list", "--json", "--all").out
    return disk.logs_read, said


def index_of(tmp_path: Path) -> Path:
    """The file of the index."""
    (found,) = (tmp_path / "state-a" / "index").glob("*.json")
    return found


def test_only_what_is_open_is_read(world: World, tmp_path: Path, clock: Clock) -> None:
    """One log of four, for a list and for a command that names no incident."""
    assert answers(tmp_path, clock)[0] == 1
    disk = Later()
    did(make_world(tmp_path, clock=clock, disk=disk), "status")
    assert disk.logs_read == 1


def wrong_rows(path: Path) -> None:
    """Every row speaks of another incident, with a right checksum."""
    rewritten(
        path, lambda rows: zip(rows, [row[2:] for row in [*list(rows.values())[1:], *rows.values()]], strict=False)
    )


def rows_of_nothing(path: Path) -> None:
    """What is known should be where nothing is, with a right checksum."""
    rewritten(path, lambda rows: [(name, [-(10**30), 10**30]) for name in rows])


def rewritten(path: Path, change: Callable[[dict[str, list[object]]], Iterable[tuple[str, list[object]]]]) -> None:
    """With other places for what is known of each incident."""
    head, raw, told = path.read_bytes().split(b"\n", 2)
    rows = json.loads(raw)
    rows = {name: [*rows[name][:2], *places] for name, places in change(rows)}
    body = json.dumps(rows).encode() + b"\n" + told
    path.write_bytes(b" ".join([*head.split(b" ")[:-1], str(zlib.crc32(body)).encode()]) + b"\n" + body)


def a_folder(path: Path) -> None:
    """A folder where the file should be."""
    path.unlink()
    path.mkdir()


HARMS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "a byte turned": lambda path: path.write_bytes(path.read_bytes()[:-200] + b"7" + path.read_bytes()[-199:]),
    "of another version": lambda path: path.write_bytes(path.read_bytes().replace(b"emergency ", b"emergency 9.", 1)),
    "garbage": lambda path: path.write_bytes(os.urandom(1000)),
    "deep": lambda path: path.write_bytes(b"[" * 100_000),
    "rows of others": wrong_rows,
    "rows of nothing": rows_of_nothing,
    "writable by others": lambda path: path.chmod(0o666),
    "a folder": a_folder,
    "the whole state gone": lambda path: shutil.rmtree(path.parents[1]),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_index_costs_time_only(world: World, tmp_path: Path, clock: Clock, harm: str) -> None:
    """The same answer, all logs read anew."""
    _, before = answers(tmp_path, clock)
    HARMS[harm](index_of(tmp_path))
    count, after = answers(tmp_path, clock)
    assert (after, count >= 4) == (before, True)


def test_what_was_written_to_a_closed_incident_is_seen(world: World, tmp_path: Path, clock: Clock) -> None:
    """By this desk, by another that merges, by hand: each change of its files makes it read anew."""
    listed = json.loads(answers(tmp_path, clock)[1])["incidents"]
    closed = [each["incident"] for each in listed if each["state"] == "closed"]
    log = next(path for path in (world.home / "incidents" / closed[0]).glob("*.jsonl") if "private" not in path.name)
    raw = bytearray(log.read_bytes())
    raw[-100] ^= 1
    log.write_bytes(raw)
    assert answers(tmp_path, clock)[0] == 2
    (world.home / "incidents" / closed[1] / "zzzzzz.jsonl").write_bytes(b"{}\n")
    assert emergency(world, "doctor").text.count("is damaged") == 2


def test_a_home_copied_by_hand_is_read_anew(world: World, tmp_path: Path, clock: Clock) -> None:
    """Put in its own place, or elsewhere."""
    _, before = answers(tmp_path, clock)
    shutil.copytree(world.home, tmp_path / "copy")
    shutil.rmtree(world.home)
    shutil.copytree(tmp_path / "copy", world.home)
    assert answers(tmp_path, clock) == (4, before)


def test_what_changed_a_moment_ago_is_not_trusted_to_its_times(tmp_path: Path, clock: Clock) -> None:
    """It could change again without its times showing it: it is read until it has settled."""
    world = make_world(tmp_path, clock=clock)
    incident = started(world, "fire")
    did(world, "end", "handled")
    did(world, "close", "--reason", "over")
    did(world, "list")
    assert not (tmp_path / "state-a" / "index").exists()
    assert did(world, "list", "--json").data["incidents"][0]["incident"] == incident


def test_a_time_that_was_put_back_makes_no_fresh_file_old(tmp_path: Path, clock: Clock) -> None:
    """Copying tools set the time of a file; that it came here a moment ago shows all the same."""
    world = make_world(tmp_path, clock=clock)
    folder = world.home / "incidents" / started(world, "fire")
    did(world, "end", "handled")
    did(world, "close", "--reason", "over")
    for path in (*folder.iterdir(), folder):
        os.utime(path, (0, 0))
    did(world, "list")
    assert not (tmp_path / "state-a" / "index").exists()


def test_a_list_shows_what_is_open_and_the_latest_twenty(tmp_path: Path, clock: Clock) -> None:
    """And says how many there are besides; `--all` shows them."""
    world = make_world(tmp_path, clock=clock, disk=Later())
    for _ in range(23):
        did(world, "start", "fire", "--new")
        did(world, "end", "handled")
        did(world, "close", "--reason", "over")
        clock.pass_by(minutes=1)
    oldest = did(world, "list", "--json", "--all").data["incidents"][0]["incident"]
    answer = did(world, "list")
    assert (oldest in answer.out, "Closed longer ago: 3." in answer.err) == (False, True)
    assert len(did(world, "list", "--json").data["incidents"]) == 20
    assert oldest in did(world, "list", "--all").out


def test_readiness_reads_only_what_is_open(tmp_path: Path, clock: Clock) -> None:
    """A drill and a personal value of incidents long closed are known without their logs."""
    disk = Later()
    world = make_world(tmp_path, clock=clock, disk=disk)
    for kind in (["fire", "--drill"], ["illness"]):
        incident = started(world, *kind)
        did(world, "note", "13800000001", "--personal", "-i", incident)
        did(world, "end", "handled", "-i", incident, "--decided", "高石", "--condition", "over")
        did(world, "close", "--reason", "over", "-i", incident)
    before = did(world, "ready", "--json").out
    disk.logs_read = 0
    assert did(world, "ready", "--json").out == before
    assert (disk.logs_read, before.count('"values": 1')) == (0, 2)
