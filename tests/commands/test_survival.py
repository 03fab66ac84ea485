"""When all else fails: the card and the contacts are there, and what is not on record is said."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, log_of, started
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.disk import Disk
from emergency_cli.store.desk import DeskState
from emergency_cli.world import World


def refuses(answer_text: str) -> bool:
    """Whether the screen says plainly that it is not on record."""
    return "NOT RECORDED" in answer_text or "NOT SAVED" in answer_text


@pytest.fixture
def incident(world: World) -> str:
    """A fire is open."""
    return started(world, "fire")


# --- starting without a record -------------------------------------------------------------------------------------


@pytest.fixture(params=["home is a file", "state is a file", "desk is a folder", "disk full", "disk broken"])
def ill_world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A machine on which nothing can be recorded, for one reason or another."""
    match request.param:
        case "home is a file":
            (tmp_path / "home").write_text("x")
        case "state is a file":
            (tmp_path / "state-a").write_text("x")
        case "desk is a folder":
            (tmp_path / "state-a" / "desk").mkdir(parents=True)
        case "disk full":
            return make_world(tmp_path, disk=FaultyDisk(1, errno.ENOSPC, stays=True))
        case _:
            return make_world(tmp_path, disk=FaultyDisk(4, errno.EIO, stays=True))
    return make_world(tmp_path)


@pytest.mark.parametrize("typed", [None, "", "\n\n"])
def test_the_card_stands_before_not_recorded(ill_world: World, typed: str | None) -> None:
    """Card and board on standard output; then NOT RECORDED, what to do, exit 4."""
    answer = emergency(ill_world, "start", "fire", "--zone", "tax", typed=typed)
    assert answer.code == 4
    assert answer.out.index("Call 119") < answer.out.index("Activate the plan")
    assert "NOT RECORDED" in answer.err
    assert "paper" in answer.err
    assert "--home" in answer.err


def test_contacts_work_all_the_same(ill_world: World) -> None:
    """Whom to call needs no disk."""
    answer = emergency(ill_world, "contacts", "税务")
    assert (answer.code, "Li Guo'an" in answer.out, answer.err) == (0, True, "")


@pytest.mark.parametrize("verb", ["status", "list", "timeline", "verify"])
def test_looking_does_not_crash(ill_world: World, verb: str) -> None:
    """A clear word or nothing to show, never an apology."""
    assert emergency(ill_world, verb).code in (0, 2, 4)


def test_the_menu_works_all_the_same(ill_world: World) -> None:
    """What can be started is still listed."""
    answer = emergency(ill_world, typed="\n")
    assert (answer.code, "Fire or explosion" in answer.out) == (0, True)


@pytest.mark.parametrize("number", range(1, 30))
def test_a_disk_that_fails_anywhere_never_leaves_half_an_incident(tmp_path: Path, number: int) -> None:
    """Either it is recorded, exit 0, or it says NOT RECORDED, exit 4; the card stands in both cases."""
    disk = FaultyDisk(number, errno.EIO)
    answer = emergency(make_world(tmp_path, disk=disk), "start", "fire")
    assert "Call 119" in answer.out
    found = did(make_world(tmp_path), "list", "--json").data["incidents"]
    assert (answer.code, len(found)) in [(0, 1), (4, 0)]
    assert refuses(answer.text) == (answer.code == 4)


# --- recording fails in the middle ---------------------------------------------------------------------------------


LINES = [
    ["done", "call-119"], ["skip", "call-119", "--reason", "r"], ["set", "trapped=no"], ["note", "smoke in hall 2"],
    ["call", "119=reached"], ["also", "illness"], ["handover", "--to", "Chen"], ["end", "handled"],
    ["correct", "1", "--actor", "x"],
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_a_full_disk_is_not_saved(world: World, tmp_path: Path, clock: Clock, incident: str, line: list[str]) -> None:
    """Exit 4, NOT SAVED, nothing of it in the log, no word that it was recorded."""
    before = log_of(world, incident)
    answer = emergency(make_world(tmp_path, clock=clock, disk=_Full()), *line)
    assert answer.code == 4
    assert "NOT SAVED" in answer.err
    assert "[recorded" not in answer.text
    assert log_of(world, incident) == before


class _Full(Disk):
    """A disk with no room left: everything but writing works."""

    def write(self, descriptor: int, at: int, data: bytes) -> int:  # noqa: ARG002 - the form of Disk
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_not_saved_is_repeated_for_the_paper(world: World, tmp_path: Path, incident: str) -> None:
    """Design 5: NOT SAVED with the text."""
    answer = emergency(make_world(tmp_path, disk=_Full()), "note", "smoke in hall 2")
    assert "smoke in hall 2" in answer.text


@pytest.mark.parametrize("number", range(1, 16))
def test_a_tick_is_recorded_or_not_saved_never_both(tmp_path: Path, clock: Clock, number: int) -> None:
    """Whichever call of the disk fails."""
    world = make_world(tmp_path, clock=clock)
    incident = started(world, "fire")
    answer = emergency(make_world(tmp_path, clock=clock, disk=FaultyDisk(number, errno.EIO)), "note", "x")
    kept = [entry["event"] for entry in entries(world)].count("noted")
    assert (answer.code, kept) in [(0, 1), (2, 0), (3, 0), (4, 0)]
    assert answer.code == 0 or answer.code == 4 or incident in answer.text
    assert did(world, "verify").code == 0


@pytest.fixture
def held(tmp_path: Path, incident: str) -> Iterator[None]:
    """Another terminal holds the lock and does not let go."""
    place = tmp_path / "state-a" / "locks"
    place.mkdir(parents=True, exist_ok=True)
    lock = DeskState(Disk(), tmp_path / "state-a", tmp_path / "home").lock(incident)
    lock.with_name(f"{lock.name}.holder").write_text(f"{os.getpid()} {Clock().boot} guard")
    release = Disk().lock(lock.with_name(f"{lock.name}.lock"))
    yield
    assert release is not None
    release()


@pytest.mark.usefixtures("held")
def test_a_stuck_lock_names_its_holder_and_never_waits_for_ever(tmp_path: Path, world: World, incident: str) -> None:
    """First who holds it, then NOT SAVED and what to do; looking needs no lock."""
    patient = make_world(tmp_path, lock_patience=0.1)
    answer = emergency(patient, "done", "call-119")
    assert answer.code == 4
    assert f"pid {os.getpid()}, guard" in answer.err
    assert "NOT SAVED" in answer.err
    did(patient, "status")
    assert "Call 119" in did(patient, "start", "fire", "--new").out


def test_a_desk_that_does_not_know_its_code_writes_nothing(tmp_path: Path, clock: Clock) -> None:
    """Its code cannot be read: NOT SAVED, and no file without a desk in the record."""
    started(make_world(tmp_path, desk="b", clock=clock), "fire")
    (tmp_path / "state-a" / "desk").mkdir(parents=True)
    before = everything_below(tmp_path / "home")
    world = make_world(tmp_path, clock=clock)
    did(world, "status")
    answer = emergency(world, "note", "x")
    assert (answer.code, "NOT SAVED" in answer.err) == (4, True)
    assert everything_below(tmp_path / "home") == before


# --- reading what is damaged ---------------------------------------------------------------------------------------


def damage(world: World, incident: str, number: int) -> Path:
    """Spoil one line of the log."""
    log = next(path for path in (world.home / "incidents" / incident).glob("*.jsonl") if "private" not in path.name)
    lines = log.read_bytes().splitlines(keepends=True)
    lines[number - 1] = b"\x00" * 20 + b"garbage\n"
    log.write_bytes(b"".join(lines))
    return log


def test_a_damaged_line_is_named_and_the_rest_works(world: World, incident: str) -> None:
    """Status and timeline show what stands, with file and line; a tick goes on."""
    did(world, "note", "smoke")
    did(world, "done", "call-119")
    log = damage(world, incident, 2)
    for verb in ("status", "timeline"):
        answer = emergency(world, verb)
        assert answer.code == 0
        assert f"{log.name}:2" in answer.text
        assert "on 119" in answer.out
    did(world, "done", "sound-alarm")
    assert emergency(world, "verify").code == 5


@pytest.mark.parametrize("verb", ["status", "timeline", "verify"])
def test_a_damaged_opening_line_is_named(world: World, incident: str, verb: str) -> None:
    """File and line; what still stands is shown, no crash."""
    did(world, "note", "smoke")
    log = damage(world, incident, 1)
    answer = emergency(world, verb, incident)
    assert answer.code == (5 if verb == "verify" else 0)
    assert f"{log.name}:1: damaged" in answer.text


@pytest.mark.parametrize(
    "line",
    [["resume", "ID"], ["done", "-i", "ID"], ["note", "x", "-i", "ID"], ["end", "handled", "-i", "ID"]],
    ids=lambda line: line[0],
)
def test_nothing_is_built_on_a_damaged_opening_line(world: World, incident: str, line: list[str]) -> None:
    """Refused in clear words, with how to see what still stands."""
    did(world, "note", "smoke")
    damage(world, incident, 1)
    answer = emergency(world, *(incident if word == "ID" else word for word in line))
    assert answer.code in (2, 3)
    assert "opening entry of this incident is missing or damaged" in answer.text
    assert f"emergency verify {incident}" in answer.text


def test_a_damaged_incident_is_in_nobodys_way(world: World, incident: str) -> None:
    """It is listed; a new one is started; its documents do not crash."""
    did(world, "note", "smoke")
    damage(world, incident, 1)
    assert incident in did(world, "list").text
    assert emergency(world, "export", incident, "--to", "-").code in (0, 2, 5)
    assert "Call 119" in did(world, "start", "fire").out


def test_a_torn_line_is_harmless(world: World, incident: str) -> None:
    """The battery died in the middle of a write: whole but for what was never acknowledged."""
    log = next((world.home / "incidents" / incident).glob("*.jsonl"))
    with log.open("ab") as stream:
        stream.write(b'{"v":1,"incident":"2026')
    assert "never finished" in did(world, "status").text
    assert did(world, "verify").code == 0
    did(world, "done", "call-119")
    assert "set aside" in did(world, "timeline").text


def test_an_empty_log_is_no_incident(world: World, tmp_path: Path) -> None:
    """A folder without a line: named, not crashed on."""
    (tmp_path / "home" / "incidents" / "20261123-1400-fire-bbbbbb").mkdir(parents=True)
    for line in (["list"], ["start", "fire"]):
        assert emergency(world, *line).code == 0
    for line in (["status", "bbbbbb"], ["resume", "bbbbbb"], ["note", "x", "-i", "bbbbbb"], ["verify", "bbbbbb"]):
        answer = emergency(world, *line)
        assert ("Unexpected error" in answer.err, answer.code == 1) == (False, False)


def test_things_that_are_no_incidents_do_not_matter(world: World, tmp_path: Path, incident: str) -> None:
    """What else lies in the home."""
    folder = tmp_path / "home" / "incidents"
    (folder / "notes.txt").write_text("x")
    (folder / "Thumbs.db").write_bytes(b"\0")
    (folder / "中文").mkdir()
    (folder / incident / "desktop.ini").write_text("x")
    (folder / incident / "abc.jsonl").write_text("x")
    assert [each["incident"] for each in did(world, "list", "--json").data["incidents"]] == [incident]
    did(world, "verify")


def test_an_entry_of_a_newer_version_is_shown_and_blocks_only_the_close(
    world: World, tmp_path: Path, incident: str
) -> None:
    """Kinds this version does not know."""
    from emergency_cli.core.events import Unknown
    from emergency_cli.store.home import Home

    case = Home(world).open(incident)
    unknown = Unknown(occurred=world.now(), by="x", name="unknown", members={})
    case.journal.append(unknown)
    assert "An entry of a newer version" in did(world, "timeline").text
    assert "newer version" in did(world, "status").text
    did(world, "done", "call-119")
    did(world, "end", "false-alarm")
    answer = emergency(world, "close", "--reason", "x", "-i", incident)
    assert (answer.code, "newer version" in answer.err) == (3, True)


def test_a_home_that_can_only_be_read_can_be_read(tmp_path: Path, clock: Clock) -> None:
    """A stick with its write protection on: every look works; a tick is NOT SAVED."""
    incident = started(make_world(tmp_path, clock=clock), "fire")
    reader = make_world(tmp_path, desk="reader", clock=clock, disk=_ReadOnly())
    before = everything_below(tmp_path / "home")
    for line in (["status"], ["list"], ["timeline"], ["verify"], ["contacts"], ["export", "--to", "-"]):
        did(reader, *line)
    answer = emergency(reader, "done", "call-119")
    assert (answer.code, "NOT SAVED" in answer.err) == (4, True)
    assert everything_below(tmp_path / "home") == before
    assert incident in did(reader, "list").text


class _ReadOnly(FaultyDisk):
    """A disk that only reads."""

    def _call(self, name: str) -> None:
        if name not in ("read", "size", "close"):
            raise OSError(errno.EROFS, "Read-only file system")
