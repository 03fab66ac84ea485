"""Power cuts in process: after every disk call, all the ways in which what was not synced may have reached the disk."""

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.builders import answered, at, done, noted, opened
from tests.faults.scene import Tally
from tests.worlds import ForgetfulDisk, Kept, LyingDisk, PowerCut, copied, make_world

from emergency_cli.core.events import Closed, Ended, Entry, Repaired, personal_values
from emergency_cli.core.personal import seal
from emergency_cli.disk import Disk
from emergency_cli.errors import NotSaved
from emergency_cli.store.home import Home
from emergency_cli.store.journal import Journal

CALLS = 400
Choice = Sequence[Kept]


def course(journal: Journal) -> Iterator[Entry]:
    """An incident from its opening to its close, with a sealed value, and a torn tail on the way."""
    yield journal.append(opened())
    yield journal.append(noted(seal("13800000001", b"\x01" * 32)))
    log = journal.folder / f"{journal.desk}.jsonl"
    with log.open("ab") as stream:
        stream.write(b'{"v":1,"torn')
    yield journal.append(done("fire/alarm", facts={"fire.phone": seal("13800000002", b"\x02" * 32)}))
    yield journal.append(answered(place="2nd floor"))
    yield journal.append(Ended(occurred=at(5), by="Li", outcome="handled"))
    yield journal.append(Closed(occurred=at(6), by="Li", reason="over"))


def choices(count: int, source: random.Random) -> Iterator[Choice]:
    """All, none, halves, NUL bytes, each alone, all but each, and a few at random, of so many unsynced things."""
    whole: tuple[Kept, ...] = ("all", "none", "half", "zeros")
    for kept in whole:
        yield [kept] * count
    for one in range(count):
        yield ["all" if number == one else "none" for number in range(count)]
        yield ["none" if number == one else "all" for number in range(count)]
    for _ in range(3 if count > 1 else 0):
        yield [source.choice(whole) for _ in range(count)]


def cut(place: Path, stride: int = 1, make: Callable[[int], ForgetfulDisk] = ForgetfulDisk) -> Iterator[Tally]:
    """The power fails at every so many-th disk call of a course; each image of the disk is opened and written on."""
    tally = Tally("power cut: images of what was not yet synced")
    source = random.Random(1)  # noqa: S311 - the same in every run
    for number in range(1, CALLS, stride):
        scene = place / str(number)
        journal = Home(make_world(scene)).create(False, at(), "fire")
        disk = journal.world.disk = make(number)
        acknowledged: list[Entry] = []
        with contextlib.suppress(PowerCut):
            acknowledged.extend(course(journal))
        for image, choice in enumerate(choices(len(disk.pending), source)):
            copy = place / f"{number}-{image}"
            copied(scene, copy)
            disk.lose(choice.__getitem__, at=moved(scene, copy))
            _judge(tally, f"call {number} ({disk.calls[-1]}), image {image}", copy, journal.incident, acknowledged)
            shutil.rmtree(copy)
        shutil.rmtree(scene)
        if not disk.fired:
            break
    yield tally


def moved(scene: Path, copy: Path) -> Callable[[Path], Path]:
    """Where a file of the scene lies in a copy."""
    return lambda path: copy / path.relative_to(scene)


def _judge(tally: Tally, where: str, place: Path, incident: str, acknowledged: list[Entry]) -> None:
    record = Home(make_world(place)).open(incident).record
    lost = [entry.n for entry in acknowledged if entry not in record.entries]
    fresh = [each for each in record.entries if each not in acknowledged and not isinstance(each.event, Repaired)]
    bad = [finding.kind for finding in record.findings if not finding.harmless and finding.kind != "damaged"]
    sealed = [value for entry in acknowledged for value in personal_values(entry.event)]
    try:
        assert not lost, f"acknowledged entries {lost} are lost"
        assert len(fresh) <= 1, f"{len(fresh)} entries that nobody was told of"
        assert not bad, f"{bad}"
        home = Home(make_world(place))
        entry = home.open(incident).journal.append(noted("after the fault"))
        again = home.open(incident).record
        assert again.entries[-1] == entry
        held = {value.sealed: value for each in again.entries for value in personal_values(each.event)}
        assert all(held[value.sealed].matches() for value in sealed), "a value behind a seal is lost"
        tally.counts["whole"] += 1
    except AssertionError as failure:
        tally.broken.append(f"{where}: {failure}")


class Unnamed(ForgetfulDisk):
    """A disk that says it synced a folder, and did not."""

    def sync_folder(self, folder: Path) -> None:
        """Say so."""
        Disk.sync_folder(self, folder)


def controls(place: Path, stride: int = 1) -> Iterator[Tally]:
    """The same without fsync of files, and without fsync of folders: here entries have to be lost."""
    lying = next(cut(place / "files", stride, lambda number: ForgetfulDisk(number, lies=True)))
    unnamed = next(cut(place / "folders", stride, Unnamed))
    for tally, what in ((lying, "files"), (unnamed, "folders")):
        tally.what = f"the same with {what} never synced (control: must lose)"
        tally.note = f"{sum('lost' in each for each in tally.broken)} images with losses"
        tally.counts["with losses"], tally.broken = len(tally.broken), []
        yield tally


def lying_sync(place: Path) -> Iterator[Tally]:
    """Each fsync in turn fails once, drops the data, and later ones report success; then the caches are dropped."""
    tally = Tally("an fsync that fails once and then lies, with the caches dropped afterwards")
    for number in range(1, CALLS):
        scene = place / str(number)
        journal = Home(make_world(scene)).create(False, at(), "fire")
        disk = journal.world.disk = LyingDisk(number)
        acknowledged: list[Entry] = []
        events = (opened(), *(noted(seal(f"{each}", bytes([each]) * 32)) for each in range(4)))
        for event in events:
            with contextlib.suppress(NotSaved):
                acknowledged.append(journal.append(event))
        assert len(acknowledged) == len(events) - disk.fired
        ways: tuple[Kept, ...] = ("none", "zeros", "all")
        for image, kept in enumerate(ways):
            copy = place / f"{number}-{image}"
            copied(scene, copy)
            disk.lose(([kept] * len(disk.pending)).__getitem__, at=moved(scene, copy))
            _judge(tally, f"fsync {number}, {kept}", copy, journal.incident, acknowledged)
        if not disk.fired:
            break
    yield tally
