"""A second copy of every record: kept up after each entry, never a stop, never mixed up with another home."""

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import Answer, did, emergency, entries, everything_below, log_of, started
from tests.rights import as_anybody
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.disk import Disk
from emergency_cli.world import World


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The folder on another disk."""
    folder = tmp_path / "second"
    folder.mkdir()
    return folder


@pytest.fixture
def world(tmp_path: Path, stick: Path, clock: Clock) -> World:
    """The duty PC with a second copy."""
    return make_world(tmp_path, clock=clock, env={"EMERGENCY_MIRROR": str(stick)})


def same(world: World, stick: Path) -> bool:
    """Whether the copy holds exactly what the home holds."""
    return everything_below(stick) == everything_below(world.home)


def warned(answer: Answer) -> int:
    """How often it was said that there is no second copy."""
    return answer.text.count("No second copy") + answer.text.count("left alone")


def test_after_every_entry_the_copy_is_the_same_to_the_byte(world: World, stick: Path, tmp_path: Path) -> None:
    """Lines, personal values, evidence, readiness; from the first entry on."""
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    for line in (
        ["start", "fire"],
        ["done", "call-119"],
        ["note", "13800000001", "--personal"],
        ["note", "13800000002", "--personal"],
        ["attach", str(tmp_path / "photo.jpg")],
        ["ready", "done", "medicine-stock"],
        ["end", "handled"],
        ["destroy", "fire", "--what", "all", "--basis", "law", "--yes"],
    ):
        did(world, *line)
        assert same(world, stick)


def test_the_option_stands_anywhere_and_comes_before_the_environment(tmp_path: Path, clock: Clock) -> None:
    """`--mirror FOLDER`."""
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_MIRROR": str(tmp_path / "nowhere")})
    for name, line in (("one", ["--mirror", "{}", "start", "fire"]), ("two", ["note", "x", "--mirror", "{}"])):
        (tmp_path / name).mkdir()
        did(world, *(part.format(tmp_path / name) for part in line))
        assert same(world, tmp_path / name)


def test_the_copy_can_be_read_as_a_home(world: World, stick: Path) -> None:
    """`--home`: the same board, whole."""
    incident = started(world, "fire")
    board = did(world, "status", "--json").data
    assert did(world, "--home", str(stick), "status", incident, "--json").data == board
    assert did(world, "--home", str(stick), "verify", incident, "--json").data["whole"]


def test_a_copy_that_lacks_entries_is_caught_up(world: World, stick: Path, clock: Clock) -> None:
    """The stick was away, or the copy was begun late, or its last line is torn."""
    incident = started(world, "fire")
    away = stick.rename(stick.with_name("away"))
    answer = did(world, "note", "without it", "--personal")
    assert warned(answer) == 1
    away.rename(stick)
    did(world, "note", "with it again")
    assert same(world, stick)
    log = next(path for path in stick.rglob("*.jsonl") if "private" not in path.name)
    log.write_bytes(log.read_bytes()[:-9])
    did(world, "note", "after the tear")
    assert log_of(world, incident) == log.read_bytes()
    shutil.rmtree(stick / "incidents")
    did(world, "note", "begun anew")
    assert same(world, stick)


def test_what_was_merged_is_copied_too(world: World, stick: Path, tmp_path: Path, clock: Clock) -> None:
    """Other desks' entries as well as one's own."""
    other = make_world(tmp_path, desk="b", home="theirs", clock=clock)
    started(other, "fire")
    did(world, "merge", str(other.home))
    assert same(world, stick)


def test_after_a_fire_the_copy_brings_everything_back(world: World, stick: Path, tmp_path: Path, clock: Clock) -> None:
    """Another machine, an empty home: merge the copy."""
    started(world, "fire")
    did(world, "note", "last words", "--personal")
    burnt = everything_below(world.home)
    shutil.rmtree(world.home)
    new = make_world(tmp_path, desk="new", home="new", clock=clock)
    did(new, "merge", str(stick))
    assert everything_below(new.home) == burnt


@pytest.mark.parametrize("kind", ["missing", "file", "home", "inside"])
def test_a_copy_that_cannot_be_kept_is_one_warning(world: World, stick: Path, kind: str) -> None:
    """No folder, a file in its place, the home itself or a folder in it: everything is recorded, exit code 0."""
    stick.rmdir()
    if kind == "file":
        stick.write_text("in the way")
    if kind == "home":
        stick.symlink_to(world.home)
    if kind == "inside":
        (world.home / "second").mkdir(parents=True)
        stick.symlink_to(world.home / "second")
    answer = emergency(world, "start", "fire", "--by", "王强")
    assert (answer.code, warned(answer)) == (0, 1)
    assert [entry["event"] for entry in entries(world)] == ["opened", "officer-named"]
    assert warned(emergency(world, "status")) == 0


def test_whichever_call_fails_on_the_copy_the_entry_is_saved_and_the_next_one_catches_up(
    tmp_path: Path, clock: Clock
) -> None:
    """Fail the 1st, 2nd ... disk call below the copy: one warning, exit code 0, and then the same bytes."""

    class BadStick(FaultyDisk):
        """Only calls below the copy fail."""

        def open(self, path: Path, *, create: bool = False) -> int:
            return super().open(path, create=create) if "second" in path.parts else self._sound(path, create)

        def _sound(self, path: Path, create: bool) -> int:
            return super(FaultyDisk, self).open(path, create=create)

        def read(self, path: Path, at: int = 0) -> bytes:
            if "second" in path.parts:
                self._call("read")
            return super(FaultyDisk, self).read(path, at)

        def write(self, descriptor: int, at: int, data: bytes) -> int:
            return super(FaultyDisk, self).write(descriptor, at, data)

        def sync(self, descriptor: int) -> None:
            super(FaultyDisk, self).sync(descriptor)

        def sync_folder(self, folder: Path) -> None:
            super(FaultyDisk, self).sync_folder(folder)

    for number in range(1, 40):
        place = tmp_path / str(number)
        (place / "second").mkdir(parents=True)
        env = {"EMERGENCY_MIRROR": str(place / "second")}
        incident = started(make_world(place, clock=clock, env=env), "fire")
        disk = BadStick(stays=True)
        world = make_world(place, clock=clock, env=env, disk=disk)
        disk.fail_at, disk.error = number, errno.EIO
        answer = did(world, "note", "one")
        assert warned(answer) == int(disk.fired)
        world = make_world(place, clock=clock, env=env)
        did(world, "note", "two")
        assert [entry["event"] for entry in entries(world, incident)] == ["opened", "noted", "noted"]
        assert same(world, place / "second")
        if not disk.fired:
            return
    pytest.fail("an entry makes more calls on the copy than anybody expected")


def test_another_homes_record_of_the_same_name_is_left_alone(tmp_path: Path, stick: Path, clock: Clock) -> None:
    """One desk, two homes, the same minute: the same id, two incidents. The copy of the first is not touched."""
    env = {"EMERGENCY_MIRROR": str(stick)}
    first = make_world(tmp_path, home="one", clock=clock, env=env)
    second = make_world(tmp_path, home="two", clock=clock, env=env)
    incident = started(first, "fire")
    kept = everything_below(stick)
    clock.pass_by(seconds=1)
    answer = emergency(second, "start", "fire", "--json")
    assert (answer.code, answer.data["id"], warned(answer)) == (0, incident, 1)
    assert warned(did(second, "note", "x", "--personal")) == 1
    assert everything_below(stick) == kept


def test_an_entry_costs_the_copy_one_write_and_one_sync(tmp_path: Path, stick: Path, clock: Clock) -> None:
    """Whatever is on record already."""
    env = {"EMERGENCY_MIRROR": str(stick)}
    world = make_world(tmp_path, clock=clock, env=env)
    started(world, "fire")
    counts = []
    for mirror in (str(stick), ""):
        disk = FaultyDisk()
        did(make_world(tmp_path, clock=clock, env={"EMERGENCY_MIRROR": mirror}, disk=disk), "note", "x")
        counts.append((disk.calls.count("write"), disk.calls.count("sync"), disk.calls.count("replace")))
    assert counts == [(2, 2, 0), (1, 1, 0)]


# --- whatever the copy does ----------------------------------------------------------------------------------------


def a_closed_folder_above(place: Path) -> Path:
    """The copy is in a folder that cannot be entered."""
    (place / "closed" / "copy").mkdir(parents=True)
    (place / "closed").chmod(0)
    return place / "closed" / "copy"


def a_loop_of_links(place: Path) -> Path:
    """Two links that lead to each other."""
    (place / "one").symlink_to(place / "other")
    (place / "other").symlink_to(place / "one")
    return place / "one"


def a_link_below_it(place: Path) -> Path:
    """The folder of the incidents there leads elsewhere."""
    (place / "copy").mkdir()
    (place / "elsewhere").mkdir()
    (place / "copy" / "incidents").symlink_to(place / "elsewhere")
    return place / "copy"


@pytest.mark.parametrize("ill", [a_closed_folder_above, a_loop_of_links, a_link_below_it])
def test_an_ill_copy_stops_nothing(tmp_path: Path, ill: Callable[[Path], Path]) -> None:
    """One warning, exit code 0, everything on record, nothing written elsewhere."""
    world = make_world(tmp_path, env={"EMERGENCY_MIRROR": str(ill(tmp_path))})
    with as_anybody():
        answer = emergency(world, "start", "fire", "--by", "王强")
        assert (answer.code, warned(answer)) == (0, 1)
        assert emergency(world, "note", "x").code == 0
    assert [entry["event"] for entry in entries(world)] == ["opened", "officer-named", "noted"]
    assert not (tmp_path / "elsewhere").is_dir() or list((tmp_path / "elsewhere").iterdir()) == []


class HangingStick(Disk):
    """A disk on which nothing below the copy is answered until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = threading.Event()

    def make_folder(self, folder: Path) -> bool:
        """Hangs below the copy."""
        if "second" in folder.parts:
            self.answers.wait()
        return super().make_folder(folder)

    def read(self, path: Path, at: int = 0) -> bytes:
        """Hangs below the copy."""
        if "second" in path.parts:
            self.answers.wait()
        return super().read(path, at)


def test_a_copy_that_does_not_answer_keeps_nobody_waiting(tmp_path: Path, stick: Path, clock: Clock) -> None:
    """The tick is there, no other terminal waits for the lock, one warning; the next entry catches up."""
    env, disk = {"EMERGENCY_MIRROR": str(stick)}, HangingStick()
    started(make_world(tmp_path, clock=clock, env=env), "fire")
    hanging = make_world(tmp_path, clock=clock, env=env, disk=disk)
    hanging.mirror_patience = 0.05
    answer = did(hanging, "note", "one")
    assert answer.text.count("does not answer") == 1
    other = make_world(tmp_path, clock=clock, lock_patience=0.0)
    did(other, "note", "from another terminal")
    disk.answers.set()
    world = make_world(tmp_path, clock=clock, env=env)
    did(world, "note", "two")
    assert same(world, stick)


def test_destroy_says_that_the_copy_could_not_be_reached(world: World, stick: Path) -> None:
    """On record and done here, exit code 5; once the copy is back, running it again finishes it."""
    started(world, "fire")
    did(world, "note", "13800000001", "--personal")
    did(world, "end", "handled")
    away = stick.rename(stick.with_name("away"))
    answer = emergency(world, "destroy", "fire", "--basis", "law", "--yes")
    assert (answer.code, "perhaps not in the second copy" in answer.text) == (5, True)
    away.rename(stick)
    assert any(b"13800000001" in data for data in everything_below(stick).values())
    answer = emergency(world, "verify")
    assert (answer.code, "not destroyed" in answer.text) == (5, True)
    assert emergency(world, "doctor").code == 5
    did(world, "destroy", "fire")
    assert not any(b"13800000001" in data for data in everything_below(stick).values())
    assert emergency(world, "verify").code == 0


def test_what_is_written_next_removes_there_what_was_destroyed(world: World, stick: Path) -> None:
    """A destruction that never reached the copy: the next entry does."""
    started(world, "fire")
    did(world, "note", "13800000001", "--personal")
    did(world, "end", "handled")
    away = stick.rename(stick.with_name("away"))
    emergency(world, "destroy", "fire", "--basis", "law", "--yes")
    away.rename(stick)
    did(world, "note", "later")
    assert not any(b"13800000001" in data for data in everything_below(stick).values())
