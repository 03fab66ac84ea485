"""The short run of the fault harness: a sample of every kind of fault. The long run is `python -m tests.faults`."""

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.faults import blocks, calls, damage, keeping, kills, power, shares, writes
from tests.faults.jobs import Jobs, jobs_in
from tests.faults.scene import Tally, scenes
from tests.faults.warm import Warm, warm
from tests.front import did, emergency
from tests.worlds import FaultyDisk

from emergency_cli.disk import Disk
from emergency_cli.store.home import Home

on_posix = pytest.mark.skipif(os.name == "nt", reason="signals and forks are needed")
traced = pytest.mark.skipif(calls.unusable() is not None, reason=str(calls.unusable()))
compiled = pytest.mark.skipif(writes.uncompilable() is not None, reason=str(writes.uncompilable()))
shared = pytest.mark.skipif(shares.unusable() is not None, reason=str(shares.unusable()))
recorded = pytest.mark.skipif(blocks.unusable() is not None, reason=str(blocks.unusable()))
mounted = pytest.mark.skipif(writes.unmountable() is not None, reason=str(writes.unmountable()))


@pytest.fixture(scope="module")
def program() -> Iterator[Warm]:
    """One warm program for all tests of this file."""
    with warm() as found:
        yield found


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Jobs:
    """The commands that bring together, copy, destroy and export, each with its scene."""
    return jobs_in(tmp_path_factory.mktemp("jobs"))


def holds(tallies: Iterable[Tally], at_least: int = 1) -> None:
    """The rule held after every fault, and there were some."""
    for tally in tallies:
        assert tally.broken == []
        assert tally.tried >= at_least


# --- files that are not what was written ---------------------------------------------------------------------------


def test_cut_anywhere_whole_lines_stand_and_the_next_entry_is_taken(tmp_path: Path) -> None:
    """At every byte, and within a line of 100 KiB."""
    holds(damage.cuts(tmp_path, stride=113, samples=8), 50)


@on_posix
def test_cut_in_its_last_line_the_program_goes_on(tmp_path: Path, program: Warm) -> None:
    """Through the command line: what was acknowledged is there, the next note is taken."""
    holds(damage.cuts_for_real(tmp_path, program, samples=5), 5)


def test_a_turned_bit_is_found_and_the_rest_is_read(tmp_path: Path) -> None:
    """Every byte in turn, each of its bits, and NUL, LF and 0xFF in its place."""
    holds(damage.flips(tmp_path, stride=11, notes=3), 1000)


def test_lines_that_were_moved_are_found(tmp_path: Path) -> None:
    """Dropped, doubled, swapped, inserted from elsewhere; the file of another incident."""
    holds(damage.shuffles(tmp_path), 200)


def test_nul_bytes_and_garbage_are_found_and_the_rest_is_read(tmp_path: Path) -> None:
    """Aligned to sectors or not, in the middle and at the end."""
    holds(damage.nul_runs(tmp_path, samples=24), 24)


@pytest.mark.parametrize("number", [0, 1], ids=["end cut off", "whole rewritten"])
def test_what_no_reader_can_see_a_code_in_other_hands_shows(tmp_path: Path, number: int) -> None:
    """A cut end and a whole that was rewritten pass `verify`; with the code that was given away they do not."""
    scene = scenes(tmp_path)["note"]
    early, late = (did(scene.world(), "note", text, "--json").data["entries"][0]["code"] for text in ("two", "three"))
    assert did(scene.world(), "verify", "--code", late, "--code", early).code == 0
    _, spoil = list(damage.unseen(1))[number]
    spoil(scene)
    (scene.place / "state-a" / "heads").rename(scene.place / "forgotten")
    assert did(scene.world(), "verify").code == 0
    answer = emergency(scene.world(), "verify", "--code", late)
    assert (answer.code, "no such entry" in answer.text) == (5, True)


# --- system calls and writes ---------------------------------------------------------------------------------------


@traced
def test_whichever_system_call_fails_it_is_saved_or_refused(tmp_path: Path, program: Warm) -> None:
    """The real program, a sample of its calls and errors: the words are right and nothing acknowledged is lost."""
    holds(calls.failing(tmp_path, program, stride=101), 15)


class BlindOnceWritten(Disk):
    """A disk that cannot be read any more once a line was made durable."""

    blind = False
    log: int | None = None

    def open(self, path: Path, *, create: bool = False) -> int:
        """Look out for the log."""
        descriptor = super().open(path, create=create)
        self.log = descriptor if path.suffix == ".jsonl" and "private" not in path.name else None
        return descriptor

    def sync(self, descriptor: int) -> None:
        """Durable, and then blind."""
        super().sync(descriptor)
        self.blind = self.blind or descriptor == self.log

    def read(self, path: Path, at: int = 0) -> bytes:
        """Nothing, once blind."""
        if self.blind and path.suffix == ".jsonl":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(path, at)


def test_what_is_saved_is_not_called_unsaved_because_it_cannot_be_read_again(tmp_path: Path) -> None:
    """The disk dies right after the fsync: a start and a tick are on record, and that is what is said."""
    scene = scenes(tmp_path)["start"]
    for line in (["start", "water"], ["done", "water/how-deep"]):
        world = scene.world()
        world.disk = BlindOnceWritten()
        assert (emergency(world, *line).code, world.disk.blind) == (0, True)
    assert [entry.event.kind for entry in scene.entries().values()] == ["opened", "step-done"]


def test_an_officer_that_cannot_be_recorded_does_not_take_back_the_start(tmp_path: Path) -> None:
    """The disk fails after the opening: the incident is open, the name is said not to be saved."""
    for number in range(20, 200, 4):
        place = tmp_path / str(number)
        place.mkdir()
        world = scenes(place)["start"].world()
        disk = world.disk = FaultyDisk(number, errno.ENOSPC)
        answer = emergency(world, "start", "water", "--by", "Li")
        kinds = [entry.event.kind for case in Home(replace(world, disk=Disk())).all() for entry in case.record.entries]
        assert ("NOT RECORDED" in answer.err) == (kinds == []), answer
        assert answer.code == (0 if kinds else 4)
        assert kinds != ["opened"] or "NOT SAVED" in answer.err
        if not disk.fired:
            assert kinds == ["opened", "officer-named"]
            return
    pytest.fail("a start makes more calls than anybody expected")


@traced
def test_a_system_call_that_goes_on_failing_is_refused(tmp_path: Path, program: Warm) -> None:
    """The disk stays broken for the length of a command."""
    holds(calls.staying(tmp_path, program, stride=19), 8)


@traced
def test_killed_at_a_system_call_nothing_acknowledged_is_lost(tmp_path: Path, program: Warm) -> None:
    """SIGKILL at the entry of a sample of its calls."""
    holds(calls.killing(tmp_path, program, stride=67), 10)


@compiled
def test_a_write_that_takes_some_bytes_goes_on_or_heals(tmp_path: Path) -> None:
    """Short, and killed in the middle, in the log and in the private file."""
    with writes.shimmed(tmp_path) as shimmed:
        holds(writes.cutting(tmp_path, shimmed, stride=151), 4)


@on_posix
def test_with_room_for_only_some_bytes_it_is_not_saved(tmp_path: Path, program: Warm) -> None:
    """A limit on the length of a file: a short write, then an error."""
    holds(writes.no_space(tmp_path, program, stride=151), 5)


@mounted
def test_on_a_full_disk_it_is_not_saved_and_goes_on_once_there_is_room(tmp_path: Path, program: Warm) -> None:
    """A tmpfs with few pages left, also at the start of an incident."""
    holds(writes.full_disk(tmp_path, program, range(0, 9, 4), range(0, 300, 150)), 6)


# --- bringing together, copying, destroying, exporting --------------------------------------------------------------


@traced
def test_whichever_call_of_a_merge_a_destruction_or_an_export_fails_it_can_be_finished(
    tmp_path: Path, program: Warm, jobs: Jobs
) -> None:
    """A sample of calls and errors: what stood stands, nothing is half there, nothing can be read by others."""
    holds(keeping.failing(tmp_path, program, jobs, stride=263), 8)


@traced
def test_a_merge_a_destruction_or_an_export_that_is_killed_can_be_finished(
    tmp_path: Path, program: Warm, jobs: Jobs
) -> None:
    """SIGKILL at a sample of calls."""
    holds(keeping.killing(tmp_path, program, jobs, stride=131), 8)


@mounted
def test_without_room_a_merge_a_destruction_or_an_export_leaves_what_stood(
    tmp_path: Path, program: Warm, jobs: Jobs
) -> None:
    """A full disk: an older document is whole, a log is not shortened; with room again it is finished."""
    holds(keeping.full_disk(tmp_path, program, jobs, range(0, 6, 5)), 10)


@traced
@pytest.mark.parametrize(("verb", "code"), [("export", 2), ("note", 4), ("merge", 2)])
def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, program: Warm, verb: str, code: int) -> None:
    """One line says where the disk has a fault; only what was to be recorded is NOT SAVED."""
    scene = scenes(tmp_path)["note"]
    stick = scene.copy(scene.place / "stick").place / "home" / "incidents"
    folder = stick if verb == "merge" else scene.log.parent
    rest = {"export": [folder.name, "--to", "-"], "note": ["x", "-i", folder.name], "merge": [str(stick.parent)]}
    told, _ = calls.traced(
        program,
        scene,
        [verb, *rest[verb]],
        "-P",
        str(folder),
        "-e",
        "trace=openat",
        "-e",
        "inject=openat:error=EIO:when=1+",
    )
    named = str(folder) in "".join(told.err.split("\n"))
    assert (told.code, named, "NOT SAVED" in told.err) == (code, True, code == 4), told


# --- kills and several at once -------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("writers", [1, 3])
def test_killed_at_random_nothing_acknowledged_is_lost(tmp_path: Path, program: Warm, writers: int) -> None:
    """What came through the pipe before the kill is on record."""
    holds(kills.at_random(tmp_path, program, rounds=9 // writers, writers=writers), 9)


@on_posix
def test_writers_at_once_make_one_chain(tmp_path: Path, program: Warm) -> None:
    """2 and 8 programs: no line lost, no number twice; who verifies meanwhile finds nothing wrong."""
    holds(kills.at_once(tmp_path, program, (2, 8), each=3))


@on_posix
def test_a_terminal_that_was_stopped_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """SIGSTOP in the middle of an append: the others say who holds it; then it goes on, or is killed."""
    holds(kills.stuck(tmp_path, 2), 2)


@shared
def test_machines_on_shares_without_common_locks_lose_nothing(tmp_path: Path, program: Warm) -> None:
    """Two mounts of one home, a desk on each, killed on the way: every acknowledged entry is there, no fork."""
    holds(shares.at_once(tmp_path, program, machines=2, each=4, kills=1), 4)


# --- power ---------------------------------------------------------------------------------------------------------


def test_after_a_power_cut_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Whatever part of the unsynced writes and names reached the disk."""
    holds(power.cut(tmp_path, stride=9), 30)


def test_without_fsync_the_same_test_finds_losses(tmp_path: Path) -> None:
    """The control: a harness that cannot see a loss proves nothing."""
    files, folders = power.controls(tmp_path, stride=37)
    assert files.counts["with losses"] > 10
    assert folders.counts["with losses"] > 10


def test_an_fsync_that_lies_after_it_failed_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The data are dropped, later fsyncs succeed: what was refused may be NUL bytes, what was acknowledged stands."""
    holds(power.lying_sync(tmp_path), 20)


@compiled
@recorded
def test_after_a_power_cut_below_the_file_system_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Block writes of a real ext4 played back at a sample of moments; without any fsync the same test finds losses."""
    with writes.shimmed(tmp_path) as program:
        holds(blocks.cut(tmp_path / "cut", program, "ext4", stride=37, notes=0), 8)
        (control,) = blocks.control(tmp_path / "control", program, "ext4", stride=17, notes=0)
        assert control.counts["with losses"] > 2
