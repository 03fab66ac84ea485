"""Files of a record that are large, gone, linked, unreadable: nothing is lost unsaid, nothing outside is touched."""

import errno
import os
from pathlib import Path

import pytest
from tests.builders import noted
from tests.front import did, emergency, entries, everything_below, log_of, started
from tests.rights import as_anybody
from tests.worlds import Clock, make_world

from emergency_cli.disk import Disk, why
from emergency_cli.language import Words
from emergency_cli.store.home import Home
from emergency_cli.world import World

LAW = "突发事件应对法第八十五条"


@pytest.fixture
def clock() -> Clock:
    """The clock of all worlds."""
    return Clock()


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    """The duty PC."""
    return make_world(tmp_path, clock=clock)


class MebibyteDisk(Disk):
    """A disk that takes at most 1 MiB a call; it remembers the largest piece it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.largest = 0

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        """What fits."""
        self.largest = max(self.largest, len(data))
        return super().write(descriptor, at, data[: 1 << 20])


def test_large_evidence_goes_through_in_pieces(tmp_path: Path, clock: Clock) -> None:
    """Attached, merged, in the second copy, destroyed: never the whole of it in memory, and whole at the end."""
    (tmp_path / "second").mkdir()
    disk = MebibyteDisk()
    world = make_world(tmp_path, clock=clock, disk=disk, env={"EMERGENCY_MIRROR": str(tmp_path / "second")})
    incident = started(world, "fire")
    with (tmp_path / "video.mp4").open("wb") as stream:
        stream.seek(5 << 20)
        stream.write(b"end")
    did(world, "attach", str(tmp_path / "video.mp4"))
    other = make_world(tmp_path, desk="b", home="other", clock=clock, disk=disk)
    did(other, "merge", str(world.home))
    assert disk.largest <= 1 << 20
    for place in (world.home, tmp_path / "second", other.home):
        (copy,) = (place / "incidents" / incident / "files").iterdir()
        assert (copy.stat().st_size, copy.suffix) == ((5 << 20) + 3, ".mp4")
        assert emergency(world, "--home", str(place), "verify", incident).code == 0
    did(world, "end", "handled")
    did(world, "destroy", incident, "--what", "evidence", "--basis", LAW, "--yes")
    assert not list(tmp_path.glob("*/incidents/*/files/*.mp4")) or list(other.home.rglob("*.mp4"))


def test_what_is_refused_leaves_no_file(world: World, tmp_path: Path) -> None:
    """An incident that is closed takes no evidence, and none is copied."""
    started(world, "fire")
    did(world, "end", "handled")
    did(world, "close", "--reason", "over")
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    before = everything_below(world.home)
    assert emergency(world, "attach", str(tmp_path / "photo.jpg")).code != 0
    assert everything_below(world.home) == before


def test_a_log_that_is_removed_under_an_open_terminal_is_missed(world: World, clock: Clock) -> None:
    """What was shown as saved is gone, and that is said; the next entry can be read."""
    incident = started(world, "fire")
    did(world, "note", "one")
    case = Home(world).open(incident)
    (log,) = (path for path in case.journal.folder.glob("*.jsonl") if "private" not in path.name)
    log.unlink()
    case.journal.append(noted("two"))
    assert not log.exists()
    assert [entry["event"] for entry in entries(world, incident)] == ["repaired", "noted"]
    assert b"\0" not in b"".join(everything_below(world.home).values())


class Removing(Disk):
    """A disk on which the log is removed between the look at it and the write."""

    def __init__(self) -> None:
        super().__init__()
        self.armed = False

    def open(self, path: Path, *, create: bool = False) -> int:
        """Too late."""
        if self.armed and path.suffix == ".jsonl" and "private" not in path.name:
            path.write_bytes(b"")
        return super().open(path, create=create)


def test_a_write_sees_that_the_file_has_the_length_it_believes(tmp_path: Path, clock: Clock) -> None:
    """Emptied by another program at the last moment: NOT SAVED, no hole of NUL bytes."""
    disk = Removing()
    world = make_world(tmp_path, clock=clock, disk=disk)
    incident = started(world, "fire")
    disk.armed = True
    answer = emergency(world, "note", "x")
    assert (answer.code, "another program changed the file" in answer.text) == (4, True)
    assert log_of(world, incident) == b""


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_nothing_is_removed_or_written_through_a_linked_folder(world: World, tmp_path: Path, clock: Clock) -> None:
    """`files` leads to somebody's own folder: destroying and merging leave all of it alone."""
    incident = started(world, "fire")
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    did(world, "end", "handled")
    other = make_world(tmp_path, desk="b", home="other", clock=clock)
    did(other, "merge", str(world.home))
    mine = tmp_path / "mine"
    (other.home / "incidents" / incident / "files").rename(mine)
    (mine / ".profile").write_text("mine")
    (other.home / "incidents" / incident / "files").symlink_to(mine)
    before = everything_below(mine)
    emergency(other, "merge", str(world.home))
    did(other, "destroy", incident, "--what", "all", "--basis", LAW, "--yes")
    assert everything_below(mine) == before


def test_what_is_ours_to_sweep_is_swept_and_nothing_else(world: World, tmp_path: Path) -> None:
    """Drafts of our form go; other hidden files beside the evidence stay."""
    incident = started(world, "fire")
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    did(world, "end", "handled")
    files = world.home / "incidents" / incident / "files"
    (files / f".{'ab' * 30}.0123abcd").write_bytes(b"smoke")
    (files / ".directory").write_text("of the desktop")
    did(world, "destroy", incident, "--what", "evidence", "--basis", LAW, "--yes")
    assert [path.name for path in files.iterdir()] == [".directory"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_evidence_that_cannot_be_read_is_one_finding(world: World, tmp_path: Path) -> None:
    """Everything else is judged all the same."""
    incident = started(world, "fire")
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_text(name)
        did(world, "attach", str(tmp_path / name))
    closed = sorted((world.home / "incidents" / incident / "files").iterdir())[0]
    closed.chmod(0)
    with as_anybody():
        answer = emergency(world, "verify", "--json")
    assert (answer.code, [found["kind"] for found in answer.data["findings"]]) == (5, ["missing-value"])
    assert answer.data["values"]["match"] == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("{}", 0),
        ("{full}", 0),
        ("{dashed}", 0),
        ("Check code: {}  (20261123-1454-fire-x4z2dw x4z2dw/1)", 0),
        ("校验码：{}", 0),
        ("{half}", 2),
        ("no code", 2),
        ("", 2),
        ("0000 0000 0000 0000 0000", 5),
    ],
)
def test_a_check_code_is_taken_however_it_is_written(world: World, typed: str, code: int) -> None:
    """Full-width, with dashes, as printed; half a code accuses nobody."""
    started(world, "fire")
    known = did(world, "verify", "--json").data["code"]
    wide = "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in known)
    text = typed.format(known, full=wide, dashed=known.replace(" ", "–").upper(), half=known[:12])
    assert emergency(world, "verify", "--code", text).code == code


# --- merging -------------------------------------------------------------------------------------------------------


def test_what_could_not_be_taken_over_is_named(tmp_path: Path, clock: Clock) -> None:
    """Another desk's log all NUL, evidence or personal values missing there: named, exit code 5."""
    other = make_world(tmp_path, desk="b", home="other", clock=clock)
    incident = started(other, "fire")
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    did(other, "attach", str(tmp_path / "photo.jpg"))
    did(other, "note", "13800000001", "--personal")
    folder = other.home / "incidents" / incident
    next((folder / "files").iterdir()).unlink()
    next(folder.glob("*.private.jsonl")).unlink()
    (folder / "zzzzzz.jsonl").write_bytes(bytes(600))
    world = make_world(tmp_path, clock=clock)
    answer = emergency(world, "merge", str(other.home))
    assert answer.code == 5
    for named in ("zzzzzz.jsonl", "files/", ".private.jsonl"):
        assert f"not taken: {named}" in answer.text or named in answer.text
    assert [entry["event"] for entry in entries(world, incident)] == ["opened", "evidence-added", "noted"]


# --- folders that cannot be synced ---------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_synced_is_said_once(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EINVAL from a network or virtual disk: everything is saved; the doctor says it too."""
    real = os.fsync

    def refused(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refused)
    world = make_world(tmp_path, clock=clock)
    answer = emergency(world, "start", "fire")
    assert (answer.code, answer.text.count("cannot confirm")) == (0, 1)
    world = make_world(tmp_path, clock=clock)
    assert "cannot confirm" not in did(world, "note", "x").text
    assert "cannot confirm" in did(make_world(tmp_path, clock=clock), "doctor").text


def test_a_file_that_another_program_has_open_is_told_as_that() -> None:
    """Windows calls it a sharing violation, and Python a lack of permission."""
    error = PermissionError(errno.EACCES, "Permission denied")
    assert Words("en")(why(error)) == "no permission"
    vars(error)["winerror"] = 32
    assert Words("en")(why(error)) == "another program has it open"
