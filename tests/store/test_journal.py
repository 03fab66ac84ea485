"""The record on disk: what was acknowledged is never lost, what could not be kept is never shown as done."""

import contextlib
import errno
import json
import multiprocessing
import os
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from tests.builders import answered, at, done, noted, opened, texts
from tests.worlds import Clock, FaultyDisk, ForgetfulDisk, PowerCut, copied, make_world

from emergency_cli.core.events import Corrected, Entry, Event, Repaired
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import Personal, clear, seal
from emergency_cli.core.record.chain import Finding
from emergency_cli.disk import Disk
from emergency_cli.errors import Exit, NotSaved, Stale
from emergency_cli.store.desk import home_code
from emergency_cli.store.home import Home
from emergency_cli.store.journal import Journal

PHONE = "13800000001"


def start(tmp_path: Path, *events: Event, desk: str = "a") -> str:
    """A desk opens a fire and writes on; the id of the incident."""
    journal = Home(make_world(tmp_path, desk=desk)).create(False, at(), "fire")
    journal.append(opened())
    for event in events:
        journal.append(event)
    return journal.incident


def journal_of(
    tmp_path: Path, incident: str, *, desk: str = "a", disk: Disk | None = None, patience: float = 10
) -> Journal:
    """The journal as a program started just now would open it."""
    return Home(make_world(tmp_path, desk=desk, disk=disk, lock_patience=patience)).open(incident).journal


def entries(tmp_path: Path, incident: str, desk: str = "a") -> list[Entry]:
    """What a program started just now reads."""
    return journal_of(tmp_path, incident, desk=desk).read().entries


def findings(tmp_path: Path, incident: str, desk: str = "a") -> list[Finding]:
    """What a program started just now finds wrong."""
    return journal_of(tmp_path, incident, desk=desk).read().findings


def kinds(tmp_path: Path, incident: str, desk: str = "a") -> list[str]:
    """The kinds of findings."""
    return [finding.kind for finding in findings(tmp_path, incident, desk)]


def folder_of(tmp_path: Path, incident: str) -> Path:
    """Where the record lies."""
    return tmp_path / "home" / "incidents" / incident


def own_file(tmp_path: Path, incident: str, desk: str = "a") -> Path:
    """The log of a desk."""
    code = (tmp_path / f"state-{desk}" / "desk").read_text().strip()
    return folder_of(tmp_path, incident) / f"{code}.jsonl"


def head_file(tmp_path: Path, incident: str, home: str = "home") -> Path:
    """Where a desk remembers what it acknowledged in an incident."""
    return tmp_path / "state-a" / "heads" / home_code(tmp_path / home) / f"{incident}.json"


class FewBytes(Disk):
    """A disk that takes so many bytes at a time; with `then`, so many once and then as many as that."""

    def __init__(self, most: int, then: int | None = None) -> None:
        super().__init__()
        self.most, self.then, self.writes = most, most if then is None else then, 0

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        """What fits."""
        self.writes += 1
        written = super().write(descriptor, at, data[: self.most]) if self.most else 0
        self.most = self.then
        return written


def forget(tmp_path: Path, desk: str = "a") -> None:
    """The desk no longer remembers what it acknowledged, as if the power had failed before it could."""
    shutil.rmtree(tmp_path / f"state-{desk}" / "heads")


def repairs(some: list[Entry]) -> list[Repaired]:
    """What the program says it put right."""
    return [entry.event for entry in some if isinstance(entry.event, Repaired)]


# --- the plain course ----------------------------------------------------------------------------------------------


def test_what_was_appended_is_there_at_the_next_start(tmp_path: Path) -> None:
    """An entry comes back from append exactly as the next program reads it."""
    incident = start(tmp_path)
    journal = journal_of(tmp_path, incident)
    written = [journal.append(event) for event in (noted("one"), done("fire/alarm"), answered(place="2nd floor"))]
    assert entries(tmp_path, incident)[1:] == written
    assert [entry.n for entry in written] == [2, 3, 4]
    assert findings(tmp_path, incident) == []


def test_a_second_terminal_sees_what_the_first_wrote(tmp_path: Path) -> None:
    """Two journals of one desk read on from where they stopped."""
    incident = start(tmp_path)
    one, two = journal_of(tmp_path, incident), journal_of(tmp_path, incident)
    one.append(noted("one"))
    two.append(noted("two"))
    one.append(noted("three"))
    assert texts(one.read().entries) == texts(two.read().entries) == ["one", "two", "three"]
    assert kinds(tmp_path, incident) == []


def test_what_is_recorded_is_never_before_it_happened(tmp_path: Path) -> None:
    """A clock that was set back does not make `recorded` earlier than `occurred`."""
    incident = start(tmp_path)
    entry = journal_of(tmp_path, incident).append(noted("ahead", 30))
    assert entry.recorded == at(30)


# --- torn tails ----------------------------------------------------------------------------------------------------


def test_cut_at_every_byte_it_opens_and_shows_every_whole_line(tmp_path: Path) -> None:
    """The battery died anywhere in the file: whole lines stand, the rest is reported as harmless."""
    incident = start(tmp_path, noted("one"), done("fire/alarm"), noted("three"))
    whole, file = entries(tmp_path, incident), own_file(tmp_path, incident)
    data = file.read_bytes()
    forget(tmp_path)
    opening = data.index(b"\n") + 1
    for cut in [*range(0, opening, 17), *range(opening, len(data) + 1)]:
        file.write_bytes(data[:cut])
        record = journal_of(tmp_path, incident).read()
        torn = data[:cut].rpartition(b"\n")[2]
        assert record.entries == whole[: data[:cut].count(b"\n")]
        assert [(found.kind, found.harmless) for found in record.findings] == [("torn-tail", True)] * bool(torn)


def test_after_a_cut_at_every_byte_the_next_entry_goes_on(tmp_path: Path) -> None:
    """The fragment is kept byte for byte, the repair is on record, whole lines stand, and the file is sound."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    before = file.read_bytes()
    journal_of(tmp_path, incident).append(noted("二 two"))
    data = file.read_bytes()
    for cut in range(len(before) + 1, len(data)):
        forget(tmp_path)
        file.write_bytes(data[:cut])
        journal_of(tmp_path, incident).append(noted("three"))
        found = entries(tmp_path, incident)
        assert texts(found) == ["one", "three"]
        assert file.read_bytes().startswith(before)
        (repair,) = repairs(found)
        assert (repair.found, repair.file, repair.line, repair.bytes) == ("torn-tail", file.name, 3, cut - len(before))
        kept = file.parent / str(repair.kept)
        assert kept.read_bytes() == data[len(before) : cut]
        assert kinds(tmp_path, incident) == []
        kept.unlink()


def test_a_torn_first_line_is_put_right(tmp_path: Path) -> None:
    """Even where nothing whole is left: the fragment is kept and the record begins anew."""
    incident = start(tmp_path)
    file = own_file(tmp_path, incident)
    data = file.read_bytes()
    forget(tmp_path)
    file.write_bytes(data[:100])
    journal_of(tmp_path, incident).append(noted("one"))
    (repair,) = repairs(entries(tmp_path, incident))
    assert (file.parent / str(repair.kept)).read_bytes() == data[:100]
    assert kinds(tmp_path, incident) == []


def test_the_torn_tail_of_another_desk_is_left_alone(tmp_path: Path) -> None:
    """Only its own desk may touch a file: the rest may still be on its way here."""
    incident = start(tmp_path)
    file = own_file(tmp_path, incident)
    data = file.read_bytes() + b'{"v":1,'
    file.write_bytes(data)
    other = journal_of(tmp_path, incident, desk="b")
    other.append(noted("from b"))
    assert file.read_bytes() == data
    assert repairs(other.read().entries) == []
    assert kinds(tmp_path, incident, "b") == ["torn-tail"]


def test_a_line_that_is_just_being_written_is_read_once_it_is_whole(tmp_path: Path) -> None:
    """A reader that looks while another terminal writes sees a torn tail, and at the next look the line."""
    incident = start(tmp_path, noted("one"), noted("two"))
    reader, file = journal_of(tmp_path, incident), own_file(tmp_path, incident)
    data = file.read_bytes()
    journal_of(tmp_path, incident).append(noted("three"))
    whole = file.read_bytes()
    forget(tmp_path)
    for cut in (len(data) + 1, len(data) + 40, len(whole) - 1):
        file.write_bytes(whole[:cut])
        assert texts(reader.read().entries) == ["one", "two"]
    file.write_bytes(whole)
    record = reader.read()
    assert (texts(record.entries), record.findings) == (["one", "two", "three"], [])


# --- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", [b"\n", b"\r\n", b"\0" * 4096 + b"\n", b"\xff garbage\n", b"{}\n{}\n"], ids=repr)
def test_after_garbage_at_the_end_the_next_entry_goes_on_and_says_so(tmp_path: Path, garbage: bytes) -> None:
    """Garbage that ends in LF stays where it is; the chain continues from the last readable line."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    before = file.read_bytes() + garbage
    file.write_bytes(before)
    journal_of(tmp_path, incident).append(noted("two"))
    journal_of(tmp_path, incident).append(noted("three"))
    found = entries(tmp_path, incident)
    assert texts(found) == ["one", "two", "three"]
    assert file.read_bytes().startswith(before)
    assert [(repair.found, repair.line) for repair in repairs(found)] == [("damage", before.count(b"\n"))]
    assert kinds(tmp_path, incident) == ["damaged"] * garbage.count(b"\n")


def test_garbage_and_a_torn_tail_are_both_put_right(tmp_path: Path) -> None:
    """Both are on record, and the next entry stands on the last readable line."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    with file.open("ab") as stream:
        stream.write(b"garbage\n\0\0\0")
    journal_of(tmp_path, incident).append(noted("two"))
    found = entries(tmp_path, incident)
    assert {repair.found for repair in repairs(found)} == {"torn-tail", "damage"}
    assert (texts(found), kinds(tmp_path, incident)) == (["one", "two"], ["damaged"])


def test_every_turned_bit_of_a_line_is_a_finding_at_the_next_start(tmp_path: Path) -> None:
    """Damage is named with its file, never a crash, and the next entry is still taken."""
    incident = start(tmp_path, noted("one"), noted("two"), noted("three"))
    file = own_file(tmp_path, incident)
    data = file.read_bytes()
    last = data.rstrip(b"\n").rfind(b"\n") + 1
    for place in range(last - 60, len(data), 3):
        broken = bytearray(data)
        broken[place] ^= 1 << place % 8
        file.write_bytes(broken)
        record = journal_of(tmp_path, incident).read()
        assert record.findings
        assert {found.file for found in record.findings} == {file.name}
        assert texts(record.entries)[0] == "one"


@pytest.mark.parametrize("place", [-1, -5, -40, -68, -90])
def test_damage_to_the_last_line_does_not_stop_the_next_entry(tmp_path: Path, place: int) -> None:
    """Wherever the last line is hit, the desk goes on - under a new code where its last line is gone - and says so."""
    incident = start(tmp_path, noted("one"), noted("two"))
    file = own_file(tmp_path, incident)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    journal_of(tmp_path, incident).append(noted("three"))
    found = entries(tmp_path, incident)
    assert texts(found) == ["one", "three"]
    assert len(repairs(found)) == 1
    assert file.read_bytes().startswith(bytes(data))
    assert (
        any(not finding.harmless for finding in findings(tmp_path, incident)) or repairs(found)[0].found == "gone-back"
    )


def test_a_last_line_that_still_tells_its_hash_is_damaged_and_not_gone(tmp_path: Path) -> None:
    """The desk keeps its code: the line it acknowledged is there, only its words were changed."""
    incident = start(tmp_path, noted("one"), noted("two"))
    file = own_file(tmp_path, incident)
    file.write_bytes(file.read_bytes().replace(b"two", b"tvo"))
    assert kinds(tmp_path, incident) == ["damaged"]
    journal_of(tmp_path, incident).append(noted("three"))
    assert [repair.found for repair in repairs(entries(tmp_path, incident))] == ["damage"]
    assert own_file(tmp_path, incident) == file


def test_a_sync_reaches_the_system(tmp_path: Path) -> None:
    """The real disk does call the system: on a descriptor that is closed it has to fail."""
    disk = Disk()
    descriptor = disk.open(tmp_path / "file", create=True)
    disk.sync(descriptor)
    disk.close(descriptor)
    with pytest.raises(OSError, match="descriptor"):
        disk.sync(descriptor)


def test_a_fork_file_is_read_beside_the_desks_own(tmp_path: Path) -> None:
    """Both sides are readable, the fork does not count as the desk's own, and the desk can write on."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    shared = file.read_bytes()
    shutil.copytree(tmp_path / "state-a", tmp_path / "state-copy")
    for name in ("other side", "longer"):
        journal_of(tmp_path, incident, desk="copy").append(noted(name))
    file.rename(file.with_name(f"{file.stem}.fork-0123abcd.jsonl"))
    file.write_bytes(shared)
    forget(tmp_path)
    journal = journal_of(tmp_path, incident)
    journal.append(noted("this side"))
    assert sorted(texts(entries(tmp_path, incident))) == ["longer", "one", "other side", "this side"]
    version = replay(journal.read().entries).version
    journal.append(done("fire/alarm"), after=version)


# --- going back ----------------------------------------------------------------------------------------------------


def test_an_older_copy_of_its_own_file_is_noticed_and_gets_a_new_desk(tmp_path: Path) -> None:
    """A restored backup: two lines with one number would be a fork, so the desk takes a new code, on record."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    older = file.read_bytes()
    journal_of(tmp_path, incident).append(noted("two"))
    file.write_bytes(older)
    assert kinds(tmp_path, incident) == ["gone-back"]
    journal_of(tmp_path, incident).append(noted("three"))
    newer = own_file(tmp_path, incident)
    assert newer.name != file.name
    assert file.read_bytes() == older
    found = entries(tmp_path, incident)
    assert texts(found) == ["one", "three"]
    assert [(repair.found, repair.file) for repair in repairs(found)] == [("gone-back", file.name)]
    assert {entry.desk for entry in found[-2:]} == {newer.stem}
    journal_of(tmp_path, incident).append(noted("four"))
    assert len(repairs(entries(tmp_path, incident))) == 1


def test_going_back_comes_on_record_even_if_the_first_try_failed(tmp_path: Path) -> None:
    """Whichever disk call fails while the desk changes its code: the next try still says what it found."""
    incident = start(tmp_path / "master", noted("one"))
    file = own_file(tmp_path / "master", incident)
    older = file.read_bytes()
    journal_of(tmp_path / "master", incident).append(noted("two"))
    file.write_bytes(older)
    for number in range(1, 100):
        place = tmp_path / str(number)
        copied(tmp_path / "master", place)
        disk = FaultyDisk()
        journal = journal_of(place, incident, disk=disk)
        disk.calls.clear()
        disk.fail_at = number
        try:
            journal.append(noted("three"))
        except NotSaved:
            journal_of(place, incident).append(noted("three"))
        found = entries(place, incident)
        assert texts(found) == ["one", "three"]
        assert [(repair.found, repair.file) for repair in repairs(found)] == [("gone-back", file.name)]
        if not disk.fired:
            return


def test_a_file_that_is_gone_altogether_is_noticed(tmp_path: Path) -> None:
    """The desk remembers that it wrote here."""
    incident = start(tmp_path, noted("one"))
    own_file(tmp_path, incident).unlink()
    assert kinds(tmp_path, incident) == ["gone-back"]


def test_a_terminal_that_was_open_notices_too(tmp_path: Path) -> None:
    """The older copy is put in place while the walk goes on."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    older, journal = file.read_bytes(), journal_of(tmp_path, incident)
    journal.append(noted("two"))
    file.write_bytes(older)
    journal.append(noted("three"))
    assert texts(journal.read().entries) == ["one", "three"]
    assert [repair.found for repair in repairs(entries(tmp_path, incident))] == ["gone-back"]


def test_a_newer_copy_of_its_own_file_is_no_alarm(tmp_path: Path) -> None:
    """The state folder may be behind: losing a hint loses nothing."""
    incident = start(tmp_path, noted("one"))
    shutil.copytree(tmp_path / "state-a", tmp_path / "state-older")
    journal_of(tmp_path, incident).append(noted("two"))
    shutil.rmtree(tmp_path / "state-a")
    (tmp_path / "state-older").rename(tmp_path / "state-a")
    journal_of(tmp_path, incident).append(noted("three"))
    assert (texts(entries(tmp_path, incident)), kinds(tmp_path, incident)) == (["one", "two", "three"], [])


def test_a_formerly_used_id_is_no_alarm(tmp_path: Path) -> None:
    """An incident removed by hand and opened again in the same minute begins at its beginning."""
    incident = start(tmp_path, noted("one"))
    shutil.rmtree(folder_of(tmp_path, incident))
    assert start(tmp_path, noted("again")) == incident
    assert (texts(entries(tmp_path, incident)), kinds(tmp_path, incident)) == (["again"], [])
    assert repairs(entries(tmp_path, incident)) == []


def test_a_spoilt_memory_of_the_last_line_is_no_alarm(tmp_path: Path) -> None:
    """Garbage in the state folder stops nothing."""
    incident = start(tmp_path, noted("one"))
    for garbage in (b"", b"{", b"[]", b"null", b"\xff", b'{"desk":5,"hash":[]}'):
        head_file(tmp_path, incident).write_bytes(garbage)
        assert kinds(tmp_path, incident) == []
    journal_of(tmp_path, incident).append(noted("two"))


def test_a_look_while_another_terminal_writes_is_no_alarm(tmp_path: Path) -> None:
    """The other terminal finishes an entry just after this one has read the file: it has not gone back."""
    incident = start(tmp_path, noted("one"))

    class Slow(Disk):
        """While this terminal reads the log, the other one writes on."""

        overtaken = False

        def read(self, path: Path, at: int = 0) -> bytes:
            data = super().read(path, at)
            if path == own_file(tmp_path, incident) and not self.overtaken:
                self.overtaken = True
                journal_of(tmp_path, incident).append(noted("two"))
            return data

    slow = Slow()
    slow.overtaken = True
    journal = journal_of(tmp_path, incident, disk=slow)
    slow.overtaken = False
    record = journal.read()
    assert (texts(record.entries), record.findings) == (["one"], [])
    assert texts(journal.read().entries) == ["one", "two"]


# --- two at once ---------------------------------------------------------------------------------------------------


def write_many(tmp_path: Path, incident: str, name: str, count: int) -> None:
    """One terminal: notes, and ticks that are decided anew whenever another terminal was faster."""
    journal = journal_of(tmp_path, incident)
    for number in range(count):
        journal.append(noted(f"{name}/{number}"))
        while True:
            version = replay(journal.read().entries).version
            try:
                journal.append(done(f"fire/{name}-{number}"), after=version)
                break
            except Stale:
                continue


def test_terminals_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three programs on one desk: every line there, one chain, no number twice."""
    incident = start(tmp_path)
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(tmp_path, incident, name, 25)) for name in "xyz"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    found = entries(tmp_path, incident)
    assert findings(tmp_path, incident) == []
    assert [entry.n for entry in found] == list(range(1, 152))
    assert sorted(texts(found)) == sorted(f"{name}/{number}" for name in "xyz" for number in range(25))
    assert len(replay(found).ticks) == 75
    for name in "xyz":
        own = [text for text in texts(found) if text.startswith(name)]
        assert own == [f"{name}/{number}" for number in range(25)]


class WhileReading(Disk):
    """A disk on which something happens right after each reading of a log."""

    def __init__(self, then: Callable[[], object]) -> None:
        self.then = then

    def read(self, path: Path, at: int = 0) -> bytes:
        """Read, and let it happen."""
        data = super().read(path, at)
        if path.suffix == ".jsonl" and "private" not in path.name:
            self.then()
        return data


def test_who_looks_while_another_terminal_writes_finds_nothing_wrong(tmp_path: Path) -> None:
    """Its entry comes after the look at the file: it is not missing there."""
    incident = start(tmp_path)
    other = journal_of(tmp_path, incident)
    looking = journal_of(tmp_path, incident, disk=WhileReading(lambda: other.append(noted("meanwhile"))))
    assert looking.read().findings == []
    assert looking.read().findings == []
    assert findings(tmp_path, incident) == []


def test_a_decision_on_an_older_state_is_not_written(tmp_path: Path) -> None:
    """The other terminal ticked meanwhile: nothing is written, and the decision has to be taken anew."""
    incident = start(tmp_path)
    one, two = journal_of(tmp_path, incident), journal_of(tmp_path, incident)
    version = replay(two.read().entries).version
    one.append(done("fire/alarm"), after=version)
    before = own_file(tmp_path, incident).read_bytes()
    with pytest.raises(Stale):
        two.append(done("fire/alarm"), after=version)
    assert own_file(tmp_path, incident).read_bytes() == before
    two.append(done("fire/search"), after=replay(two.read().entries).version)


def test_a_note_is_never_refused_because_another_terminal_wrote(tmp_path: Path) -> None:
    """Words rest on nothing."""
    incident = start(tmp_path)
    one, two = journal_of(tmp_path, incident), journal_of(tmp_path, incident)
    version = replay(two.read().entries).version
    one.append(done("fire/alarm"), after=version)
    two.append(noted("all the same"), after=version)
    assert texts(entries(tmp_path, incident)) == ["all the same"]


def test_after_a_cut_back_line_another_terminal_goes_on_rightly(tmp_path: Path) -> None:
    """A terminal that read a line just before it was cut back for a failing disk does not build on it."""

    class LookedAt(FaultyDisk):
        """The other terminal looks between the write and the sync that fails."""

        def sync(self, descriptor: int) -> None:
            if len(self.calls) + 1 == self.fail_at:
                assert texts(other.read().entries) == ["never saved"]
            super().sync(descriptor)

    incident = start(tmp_path)
    other = journal_of(tmp_path, incident)
    disk = LookedAt()
    journal = journal_of(tmp_path, incident, disk=disk)
    disk.fail_at = len(disk.calls) + sweep_place(tmp_path, incident, "sync")
    with pytest.raises(NotSaved):
        journal.append(noted("never saved"))
    journal_of(tmp_path, incident).append(noted("saved, and longer than what was cut back"))
    other.append(noted("after it"))
    assert texts(entries(tmp_path, incident)) == ["saved, and longer than what was cut back", "after it"]
    assert kinds(tmp_path, incident) == []


def sweep_place(tmp_path: Path, incident: str, call: str) -> int:
    """Which disk call of an append is the first one of this name."""
    copy = tmp_path / "elsewhere"
    shutil.rmtree(copy, ignore_errors=True)
    for name in ("home", "state-a"):
        shutil.copytree(tmp_path / name, copy / name)
    disk = FaultyDisk()
    journal = journal_of(copy, incident, disk=disk)
    disk.calls.clear()
    journal.append(noted("probe"))
    return disk.calls.index(call) + 1


def test_a_lock_that_is_never_given_up_is_not_saved(tmp_path: Path) -> None:
    """The holder is named in the refusal; nothing is written."""
    incident = start(tmp_path, noted("one"))
    before = own_file(tmp_path, incident).read_bytes()
    journal = Home(make_world(tmp_path, lock_patience=0.1)).open(incident).journal
    lock = next((tmp_path / "state-a" / "locks").glob("*.lock"))
    release = Disk().lock(lock)
    lock.with_suffix(".holder").write_text(f"{os.getpid()} {Clock().boot} guard")
    with pytest.raises(NotSaved) as refused:
        journal.append(noted("two"))
    assert int(refused.value.exit_code) == 4
    assert refused.value.message.values["holder"] == f"pid {os.getpid()}, guard"
    assert release is not None
    release()
    assert own_file(tmp_path, incident).read_bytes() == before
    journal.append(noted("three"))
    assert texts(entries(tmp_path, incident)) == ["one", "three"]


# --- failing disks -------------------------------------------------------------------------------------------------

Prepare = Callable[[Path], bytes]


def plain(file: Path) -> bytes:
    """Nothing is wrong with the file."""
    return b""


def torn(file: Path) -> bytes:
    """The last start died in the middle of a line."""
    with file.open("ab") as stream:
        stream.write(b'{"v":1,"incident"')
    return b'{"v":1,"incident"'


def garbled(file: Path) -> bytes:
    """Somebody else's text stands at the end."""
    with file.open("ab") as stream:
        stream.write(b"garbage\n")
    return b""


REPAIRS: dict[Prepare, list[str]] = {plain: [], torn: ["torn-tail"], garbled: ["damage"]}


def copies(tmp_path: Path, prepare: Prepare) -> Callable[[], tuple[Path, str]]:
    """A maker of fresh copies of one small record, each in a folder of its own."""
    incident = start(tmp_path / "master", noted("one"))
    prepare(own_file(tmp_path / "master", incident))
    made = 0

    def fresh() -> tuple[Path, str]:
        nonlocal made
        made += 1
        copied(tmp_path / "master", tmp_path / str(made))
        return tmp_path / str(made), incident

    return fresh


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EINTR], ids=errno.errorcode.get)
@pytest.mark.parametrize("prepare", [plain, torn, garbled])
def test_whichever_disk_call_fails_it_is_saved_whole_or_not_at_all(
    tmp_path: Path, prepare: Prepare, error: int
) -> None:
    """Fail the 1st, 2nd ... call of an append: NOT SAVED and nothing of it in the file, or saved; then it goes on."""
    fresh = copies(tmp_path, prepare)
    for number in range(1, 100):
        place, incident = fresh()
        disk = FaultyDisk(error=error)
        journal = journal_of(place, incident, disk=disk)
        disk.calls.clear()
        disk.fail_at = number
        file = own_file(place, incident)
        before = file.read_bytes()
        event = noted(seal(PHONE, b"\x01" * 32))
        try:
            journal.append(event)
            saved = [event.text]
        except NotSaved as failure:
            assert failure.exit_code == Exit.NOT_SAVED
            saved = []
        assert texts(entries(place, incident)) == ["one", *saved]
        if not saved and not repairs(entries(place, incident)) and prepare is not torn:
            assert file.read_bytes() == before
        again = journal_of(place, incident)
        again.append(event)
        again.append(noted("three"))
        found = entries(place, incident)
        assert texts(found) == ["one", *saved, event.text, "three"]
        assert kinds(place, incident) == ["damaged"] * (prepare is garbled)
        assert [repair.found for repair in repairs(found)] == REPAIRS[prepare]
        for repair in repairs(found):
            assert repair.kept is None or (file.parent / repair.kept).read_bytes() == torn_bytes()
        if not disk.fired:
            assert number > 10
            return
    pytest.fail("an append makes more calls than anybody expected")


def torn_bytes() -> bytes:
    """What `torn` leaves."""
    return b'{"v":1,"incident"'


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_a_disk_that_stays_broken_is_never_shown_as_saved(tmp_path: Path, error: int) -> None:
    """From some call on nothing works any more: NOT SAVED, and after the repair the record goes on unbroken."""
    fresh = copies(tmp_path, plain)
    for number in range(1, 100):
        place, incident = fresh()
        disk = FaultyDisk(error=error, stays=True)
        journal = journal_of(place, incident, disk=disk)
        disk.calls.clear()
        disk.fail_at = number
        try:
            journal.append(noted("two"))
        except NotSaved:
            assert disk.fired
        else:
            assert not disk.fired or "sync" in disk.calls[: number - 1]
            assert texts(entries(place, incident)) == ["one", "two"]
        journal_of(place, incident).append(noted("three"))
        found = texts(entries(place, incident))
        assert (found[0], found[-1]) == ("one", "three")
        assert kinds(place, incident) == []
        if not disk.fired:
            return


def test_a_short_write_of_any_length_goes_on(tmp_path: Path) -> None:
    """The disk takes only a part of the line at a time: the rest follows."""
    incident = start(tmp_path, noted("one"))
    disk = FewBytes(100)
    journal_of(tmp_path, incident, disk=disk).append(noted("two"))
    assert (texts(entries(tmp_path, incident)), kinds(tmp_path, incident)) == (["one", "two"], [])
    assert disk.writes > 3


def test_a_disk_that_takes_nothing_more_is_not_saved(tmp_path: Path) -> None:
    """After any part of the line: cut back, NOT SAVED, and the next entry is as if it had never been."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    before = file.read_bytes()
    line = len(journal_of(tmp_path, incident).append(noted("two")).hash) and len(file.read_bytes()) - len(before)
    forget(tmp_path)
    file.write_bytes(before)
    for length in range(line):
        with pytest.raises(NotSaved):
            journal_of(tmp_path, incident, disk=FewBytes(length, then=0)).append(noted("two"))
        assert file.read_bytes() == before
    journal_of(tmp_path, incident).append(noted("three"))
    assert texts(entries(tmp_path, incident)) == ["one", "three"]


def test_an_fsync_that_failed_is_not_called_again_as_if_it_could_help(tmp_path: Path) -> None:
    """Kernels drop the data and then report success: one failure is NOT SAVED, and the line is cut off again."""
    incident = start(tmp_path, noted("one"))
    before = own_file(tmp_path, incident).read_bytes()
    disk = FaultyDisk()
    journal = journal_of(tmp_path, incident, disk=disk)
    disk.fail_at = len(disk.calls) + sweep_place(tmp_path, incident, "sync")
    with pytest.raises(NotSaved):
        journal.append(noted("two"))
    assert disk.calls[disk.fail_at - 1 : disk.fail_at + 1] == ["sync", "truncate"]
    assert "write" not in disk.calls[disk.fail_at :]
    assert own_file(tmp_path, incident).read_bytes() == before
    assert texts(journal.read().entries) == ["one"]


@pytest.mark.parametrize("prepare", [plain, torn])
def test_when_the_power_fails_at_any_call_nothing_acknowledged_is_lost(tmp_path: Path, prepare: Prepare) -> None:
    """Whatever was not synced is gone; what append had returned is there, sealed values included; then it goes on."""
    fresh = copies(tmp_path, prepare)
    for number in range(1, 200):
        place, incident = fresh()
        disk = ForgetfulDisk()
        journal = journal_of(place, incident, disk=disk)
        disk.calls.clear()
        disk.fail_at = number
        acknowledged: list[Entry] = []
        with contextlib.suppress(PowerCut):
            acknowledged.extend(journal.append(event) for event in (noted(seal(PHONE, b"\x01" * 32)), noted("three")))
        disk.lose()
        found = entries(place, incident)
        assert [entry for entry in acknowledged if entry not in found] == []
        for entry in found:
            value = getattr(entry.event, "text", None)
            assert not isinstance(value, Personal) or value.matches()
        journal_of(place, incident).append(noted("four"))
        assert texts(entries(place, incident))[-1] == "four"
        assert kinds(place, incident) == []
        if not disk.fired:
            return
    pytest.fail("two appends make more calls than anybody expected")


def test_a_file_whose_name_could_not_be_kept_is_named_at_the_next_try(tmp_path: Path) -> None:
    """The folder could not be synced; the second try, once acknowledged, outlives a power cut."""
    for number in range(1, 100):
        place = tmp_path / str(number)
        journal = Home(make_world(place)).create(False, at(), "fire")
        disk = journal.world.disk = ForgetfulDisk(number, errno.EIO)
        try:
            journal.append(opened())
        except NotSaved:
            journal.append(opened())
        disk.lose()
        assert [entry.event.kind for entry in entries(place, journal.incident)][:1] == ["opened"]
        if not disk.fired:
            return
    pytest.fail("an append makes more calls than anybody expected")


# --- privacy -------------------------------------------------------------------------------------------------------


def modes(folder: Path) -> dict[str, int]:
    """The permissions of everything below a folder that are more than its owner's."""
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder private by other means")
@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_records_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Files 0600 and folders 0700 in home and state, torn tails and private values included."""
    os.umask(umask)
    incident = start(tmp_path, noted(seal(PHONE, b"\x01" * 32)))
    torn(own_file(tmp_path, incident))
    journal_of(tmp_path, incident).append(noted("two"))
    assert modes(tmp_path / "home") == {}
    assert modes(tmp_path / "state-a") == {}


def test_a_personal_value_stands_only_in_the_private_file(tmp_path: Path) -> None:
    """In no byte of any other file, and the next start still shows it."""
    secrets = [seal(f"{PHONE}/{number}", bytes([number]) * 32) for number in range(4)]
    incident = start(
        tmp_path,
        noted(secrets[0]),
        answered(fire__phone=secrets[1], place="2nd floor"),
        done("fire/call-119", facts={"fire.phone": secrets[2]}),
    )
    note = entries(tmp_path, incident)[1]
    journal_of(tmp_path, incident).append(
        Corrected(occurred=at(5), by="Li", target=note.ref, member="text", value=secrets[3], reason="slip")
    )
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and PHONE.encode() in path.read_bytes()]
    assert [path.name.partition(".")[2] for path in holding] == ["private.jsonl"]
    state = replay(entries(tmp_path, incident))
    assert texts(state.entries) == [secrets[3]]
    assert state.value("fire.phone") == f"{PHONE}/2"
    assert state.roster is not None
    assert [clear(phone) for phone in state.roster.people["wang"].phones] == [PHONE]


def test_a_destroyed_value_leaves_the_record_whole(tmp_path: Path) -> None:
    """Without the private file the seal is still there, and the chain stands."""
    secret = seal(PHONE, b"\x01" * 32)
    incident = start(tmp_path, noted(secret))
    next(folder_of(tmp_path, incident).glob("*.private.jsonl")).unlink()
    assert texts(entries(tmp_path, incident)) == [Personal(secret.sealed)]
    assert kinds(tmp_path, incident) == []


def test_garbage_in_the_private_file_costs_only_its_own_line(tmp_path: Path) -> None:
    """A torn private line, then the next value: both values that were acknowledged are there."""
    one, two = seal(PHONE, b"\x01" * 32), seal("two", b"\x02" * 32)
    incident = start(tmp_path, noted(one))
    private = next(folder_of(tmp_path, incident).glob("*.private.jsonl"))
    with private.open("ab") as stream:
        stream.write(b'{"sealed":5}\n[]\n\xff\n{"sealed":"' + b"x" * 500)
    journal_of(tmp_path, incident).append(noted(two))
    assert texts(entries(tmp_path, incident)) == [one, two]
    assert b"xxx" not in private.read_bytes()


def test_the_private_file_is_durable_before_the_line_that_seals(tmp_path: Path) -> None:
    """Written and synced first; the other way round a crash could leave a seal that nobody can open."""
    written: list[str] = []

    class Watched(Disk):
        def open(self, path: Path, *, create: bool = False) -> int:
            written.append(f"open {path.name.partition('.')[2]}")
            return super().open(path, create=create)

        def sync(self, descriptor: int) -> None:
            written.append("sync")
            super().sync(descriptor)

    incident = start(tmp_path)
    journal_of(tmp_path, incident, disk=Watched()).append(noted(seal(PHONE, b"\x01" * 32)))
    assert written == ["open private.jsonl", "sync", "open jsonl", "sync"]


# --- two desks -----------------------------------------------------------------------------------------------------


def carry(tmp_path: Path, source: str, target: str) -> None:
    """Bring what one home has to another: per file, the longer one stays."""
    for file in (tmp_path / source / "incidents").rglob("*.jsonl"):
        there = tmp_path / target / file.relative_to(tmp_path / source)
        there.parent.mkdir(parents=True, exist_ok=True)
        if not there.exists() or there.stat().st_size < file.stat().st_size:
            shutil.copy(file, there)


def test_two_desks_merged_in_either_order_are_the_same_incident(tmp_path: Path) -> None:
    """Both wrote offline; whoever copies to whom, both see the same, conflicts included."""
    incident = start(tmp_path)
    carry(tmp_path, "home", "stick")
    away = Home(make_world(tmp_path, desk="b", home="stick")).open(incident).journal
    here = journal_of(tmp_path, incident)
    for journal, trapped in ((here, "yes"), (away, "no")):
        journal.append(answered(fire__trapped=trapped))
        journal.append(noted(trapped))
        journal.append(done("fire/alarm"))
    for target, order in (("one", ("home", "stick")), ("two", ("stick", "home"))):
        for source in order:
            carry(tmp_path, source, target)
    merged = [Home(make_world(tmp_path, desk="c", home=name)).open(incident) for name in ("one", "two")]
    assert merged[0].record == merged[1].record
    assert merged[0].record.findings == []
    assert len(merged[0].record.entries) == 7
    first, second = (case.incident for case in merged)
    assert (first.answers, first.ticks, first.state, first.version) == (
        second.answers,
        second.ticks,
        second.state,
        second.version,
    )
    assert first.answers["fire.trapped"].conflict
    merged[0].journal.append(answered(fire__trapped="yes"))
    assert not merged[0].again().incident.answers["fire.trapped"].conflict


def test_a_desk_says_which_lines_of_others_it_had_seen(tmp_path: Path) -> None:
    """Its first line in an incident it did not open, and again whenever it learned of something new."""
    incident = start(tmp_path, noted("one"))
    here, other = journal_of(tmp_path, incident), journal_of(tmp_path, incident, desk="b")
    first = other.append(noted("from b"))
    assert first.seen == {here.desk: entries(tmp_path, incident)[1].hash}
    assert other.append(noted("again")).seen == {}
    assert journal_of(tmp_path, incident, desk="b").append(noted("restarted")).seen == {}
    mine = here.append(noted("two"))
    assert set(mine.seen) == {other.desk}
    assert other.append(noted("last")).seen == {here.desk: mine.hash}


def test_a_shortened_file_of_another_desk_is_found(tmp_path: Path) -> None:
    """Whole lines cut off the other's file: this desk had seen them."""
    incident = start(tmp_path, noted("one"), noted("two"))
    journal_of(tmp_path, incident, desk="b").append(noted("I saw two"))
    file = own_file(tmp_path, incident)
    file.write_bytes(file.read_bytes().rpartition(b'{"v":1')[0])
    assert [(found.kind, found.file) for found in findings(tmp_path, incident, "b")] == [("gone-back", file.name)]


def test_files_that_are_no_log_are_left_alone(tmp_path: Path) -> None:
    """A copy that a person made under another name, a system's droppings: not read, not reported."""
    incident = start(tmp_path, noted("one"))
    file = own_file(tmp_path, incident)
    for name in ("copy of log.jsonl", f"{file.stem}.jsonl.bak", ".DS_Store", f"{file.stem}.torn-00000000", "Thumbs.db"):
        (file.parent / name).write_bytes(file.read_bytes())
    assert (texts(entries(tmp_path, incident)), kinds(tmp_path, incident)) == (["one"], [])


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_a_log_is_never_written_through_a_symbolic_link(tmp_path: Path) -> None:
    """Somebody put a link in its place: NOT SAVED, and what it points to is untouched."""
    incident = start(tmp_path)
    other = Home(make_world(tmp_path, desk="b"))
    target = tmp_path / "precious"
    target.write_text("precious")
    (folder_of(tmp_path, incident) / f"{other.desk().code}.private.jsonl").symlink_to(target)
    with pytest.raises(NotSaved):
        other.open(incident).journal.append(noted(seal(PHONE, b"\x01" * 32)))
    assert target.read_text() == "precious"


def test_a_note_of_70_kib_in_every_script_is_one_line(tmp_path: Path) -> None:
    """Long, and full of what other programs take for a line end."""
    text = ("烟\u2028\u2029\x85\x0b\x0c\x1c😀\u202e\ufeff\n\r" * 3000)[: 70 * 1024]
    incident = start(tmp_path, noted(text), noted("after"))
    assert texts(entries(tmp_path, incident)) == [text, "after"]
    assert own_file(tmp_path, incident).read_bytes().count(b"\n") == 3
    assert len(own_file(tmp_path, incident).read_text(encoding="utf-8").splitlines()) == 3


def test_what_could_not_be_read_again_is_not_saved(tmp_path: Path) -> None:
    """A clock whose offset has seconds, which no line can hold: refused before a byte of it is written."""
    incident = start(tmp_path)
    before = own_file(tmp_path, incident).read_bytes()
    odd = at(60).astimezone(timezone(timedelta(hours=8, minutes=5, seconds=43)))
    journal = Home(make_world(tmp_path, now=lambda: odd)).open(incident).journal
    with pytest.raises(NotSaved):
        journal.append(noted("never"))
    assert own_file(tmp_path, incident).read_bytes() == before
    journal_of(tmp_path, incident).append(noted("fine"))
    assert texts(entries(tmp_path, incident)) == ["fine"]


def test_a_lone_surrogate_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    """No text at all cannot be put on record, and must not spoil the file."""
    incident = start(tmp_path)
    journal, file = journal_of(tmp_path, incident), own_file(tmp_path, incident)
    before = file.read_bytes()
    with pytest.raises(NotSaved):
        journal.append(noted("\udcff"))
    assert file.read_bytes() == before
    journal.append(noted("fine"))


def test_a_desk_acknowledges_each_line_it_wrote(tmp_path: Path) -> None:
    """The state folder keeps the last hash of each incident."""
    incident = start(tmp_path, noted("one"))
    kept = json.loads(head_file(tmp_path, incident).read_bytes())
    last = entries(tmp_path, incident)[-1]
    assert (kept["desk"], kept["n"], kept["hash"]) == (last.desk, last.n, last.hash)
