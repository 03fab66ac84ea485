"""One terminal at a time, on file systems that know locks and on those that do not."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, started
from tests.worlds import Clock, make_world

from emergency_cli.disk import Disk
from emergency_cli.store.lock import take_lock

BOOT = Clock().boot

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these are the locks of other systems")


class NoLocks(Disk):
    """A file system that knows no locks; `running` says which processes there are."""

    def __init__(self, error: int = errno.ENOLCK, running: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.error, self.running = error, {os.getpid(), *running}

    def lock(self, _: Path) -> Callable[[], None] | None:
        """Refused."""
        raise OSError(self.error, os.strerror(self.error))

    def is_running(self, pid: int) -> bool:
        """As the test says."""
        return pid in self.running


@pytest.mark.parametrize("error", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP], ids=errno.errorcode.get)
def test_without_locks_of_the_file_system_everything_is_recorded(tmp_path: Path, error: int) -> None:
    """And the doctor says what to do."""
    world = make_world(tmp_path, disk=NoLocks(error))
    started(world, "fire")
    did(world, "note", "x")
    assert [entry["event"] for entry in entries(world)] == ["opened", "noted"]
    assert "Set EMERGENCY_STATE to a folder on a disk of this machine" in did(world, "doctor").text
    assert not list(tmp_path.rglob("*.pid"))


def test_a_file_is_a_lock_as_long_as_its_process_runs(tmp_path: Path) -> None:
    """Of a process that has ended, or of an earlier start of the machine, it is none; of another machine it is one."""
    place, host = tmp_path / "lock", os.uname().nodename
    disk = NoLocks(running=(17,))
    first = take_lock(disk, place, lambda: BOOT)
    assert first is not None and take_lock(disk, place, lambda: BOOT) is None
    first()
    named = tmp_path / "lock.pid"
    for text, free in (
        (f"17 {BOOT} {host}", False),
        (f"18 {BOOT} {host}", True),
        (f"17 another-start {host}", True),
        (f"18 {BOOT} elsewhere", False),
        ("", False),
    ):
        named.write_text(text)
        release = take_lock(disk, place, lambda: BOOT)
        assert (release is not None) == free, text
        if release:
            release()
    named.write_text("")
    os.utime(named, (0, 0))
    assert take_lock(disk, place, lambda: BOOT) is not None


def test_a_holder_is_named_only_while_it_runs(tmp_path: Path, clock: Clock) -> None:
    """A terminal long gone is blamed for nothing."""
    started(make_world(tmp_path, clock=clock), "fire")
    lock = next((tmp_path / "state-a" / "locks").glob("*.lock"))
    release = Disk().lock(lock)
    lock.with_suffix(".holder").write_text(f"{2**22 + 1} {BOOT} wang")
    answer = emergency(make_world(tmp_path, clock=clock, lock_patience=0.0), "note", "x")
    assert (answer.code, "wang" in answer.text, "another terminal has kept" in answer.text) == (4, False, True)
    assert "For the paper" in answer.text
    assert release is not None
    release()


@pytest.fixture
def clock() -> Clock:
    """The clock of all worlds."""
    return Clock()


# --- what a desk remembers -----------------------------------------------------------------------------------------


def test_two_homes_in_one_minute_accuse_nobody(tmp_path: Path, clock: Clock) -> None:
    """One account, the same id twice: each goes by its own home."""
    one, two = (make_world(tmp_path, home=home, clock=clock) for home in ("one", "two"))
    assert started(one, "fire") == started(two, "fire")
    for world in (one, two, one, two):
        did(world, "note", "x")
        assert did(world, "verify").code == 0
    assert [entry["event"] for entry in entries(one)] == ["opened", "noted", "noted"]


def test_a_copied_machine_writes_as_another_desk(tmp_path: Path, clock: Clock) -> None:
    """State and home came along with the disk; the machine has another name."""
    world = make_world(tmp_path, clock=clock)
    started(world, "fire")
    clone = make_world(tmp_path, clock=clock)
    clone.host = "clone"
    did(clone, "note", "from the clone")
    assert len(list(clone.home.glob("incidents/*/??????.jsonl"))) == 2
    assert did(clone, "verify").code == 0


def test_a_half_written_hint_accuses_nobody(tmp_path: Path, clock: Clock) -> None:
    """The hash of a new line, the desk of an old one: it does not fit its checksum."""
    world = make_world(tmp_path, clock=clock)
    started(world, "fire")
    did(world, "note", "x")
    head = next((tmp_path / "state-a" / "heads").rglob("*.json"))
    raw = head.read_text()
    head.write_text(raw.replace('"hash": "', '"hash": "0')[: len(raw)])
    did(world, "note", "y")
    assert [entry["event"] for entry in entries(world)] == ["opened", "noted", "noted"]
    head.write_text(raw.replace('"n": 2', '"n": 3'))
    assert did(world, "verify").code == 0


def test_a_folder_that_is_gone_is_named(tmp_path: Path, clock: Clock) -> None:
    """By `verify` and `doctor`, though nothing of it is left in the home."""
    import shutil

    world = make_world(tmp_path, clock=clock)
    gone = started(world, "fire")
    clock.pass_by(minutes=1)
    other = started(world, "fire", "--new")
    shutil.rmtree(world.home / "incidents" / gone)
    for command in (["verify", other], ["doctor"]):
        answer = emergency(world, *command)
        assert (answer.code, f"The folder of {gone} is gone" in answer.text) == (5, True)
