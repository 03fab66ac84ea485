"""Files that are not what was written: cut, flipped, shuffled, overwritten; in process, and cuts also for real."""

import random
import shutil
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from tests.builders import A, PaperDesk, done, noted, opened
from tests.faults.scene import Scene, Tally, fresh, run, scenes
from tests.faults.warm import Warm
from tests.worlds import make_world

from emergency_cli.core.events import Entry
from emergency_cli.core.record.chain import DeskLog
from emergency_cli.store.home import Home
from emergency_cli.store.journal import Record

LONG = "烟\u2028" * 20_000  # a line of about 100 KiB


def desk_of(notes: int = 17, *, long: bool = False) -> PaperDesk:
    """A desk with a small record: an opening, notes in two scripts, a tick."""
    desk = PaperDesk()
    desk.write(opened(playbooks={}, roster={}))
    desk.write(*(noted(f"{number} 二楼东侧走廊已无人"[: 3 + number]) for number in range(notes)), done("fire/alarm"))
    if long:
        desk.write(noted(LONG))
    return desk


def read(data: bytes, incident: str) -> DeskLog:
    """A desk's file as the reader takes it."""
    log = DeskLog(incident, A, f"{A}.jsonl")
    log.feed(data)
    return log


class OnDisk:
    """A record whose one file is put in place anew for each fault, without any memory of what was acknowledged."""

    def __init__(self, place: Path, desk: PaperDesk) -> None:
        self.place, self.desk = place, desk
        self.folder = place / "home" / "incidents" / desk.incident
        self.folder.mkdir(parents=True)
        (place / "state-a").mkdir()
        (place / "state-a" / "desk").write_text(desk.code)

    def read(self, data: bytes) -> Record:
        """What a program started just now reads."""
        for path in self.folder.iterdir():
            path.unlink()
        shutil.rmtree(self.place / "state-a" / "heads", ignore_errors=True)
        (self.folder / f"{self.desk.code}.jsonl").write_bytes(data)
        return Home(make_world(self.place)).open(self.desk.incident).record

    def append(self) -> list[Entry]:
        """Append; what is on record afterwards."""
        home = Home(make_world(self.place))
        home.open(self.desk.incident).journal.append(noted("after the fault"))
        return home.open(self.desk.incident).record.entries


def cuts(place: Path, stride: int = 1, samples: int = 200) -> Iterator[Tally]:
    """Cut at every byte, and a long last line at samples: whole lines stand, the next entry is taken."""
    tally = Tally("cut at every byte (in process)")
    source = random.Random(1)  # noqa: S311 - the same in every run
    for desk in (desk_of(), desk_of(long=True)):
        disk = OnDisk(place / str(len(desk.lines)), desk)
        data = desk.log
        last = len(data) - len(desk.lines[-1])
        long = desk.own[-1].event.kind == "noted"
        for at in sorted(source.sample(range(last, len(data)), samples)) if long else range(0, len(data) + 1, stride):
            _cut(tally, disk, data[:at], at)
    yield tally


def _cut(tally: Tally, disk: OnDisk, data: bytes, at: int) -> None:
    whole = disk.desk.own[: data.count(b"\n")]
    record = disk.read(data)
    after = disk.append()
    try:
        assert record.entries == whole
        assert [finding.kind for finding in record.findings] == ["torn-tail"] * (not data.endswith(b"\n") and at > 0)
        assert after[: len(whole)] == whole
        assert after[-1].event == noted("after the fault")
        tally.counts["healed"] += 1
    except AssertionError as failure:
        tally.broken.append(f"cut at byte {at}: {failure}")


def cuts_for_real(place: Path, program: Warm, samples: int) -> Iterator[Tally]:
    """The same through the command line, the desk remembering what it acknowledged before."""
    tally = Tally("cut at a byte of the last line (command line)")
    master = scenes(place)["done"]
    before = master.entries()
    whole = master.log.stat().st_size
    run(program, master, ["note", "never acknowledged"])
    data = master.log.read_bytes()
    shutil.rmtree(master.place / "state-a" / "heads")
    source = random.Random(1)  # noqa: S311 - the same in every run
    for number, at in enumerate(sorted(source.sample(range(whole, len(data)), samples))):
        scene = fresh(place, master, number)
        scene.log.write_bytes(data[:at])
        tally.judge(f"cut at byte {at}", scene, before, run(program, scene, ["note", "the next one", "--json"]))
    yield tally


def flips(place: Path, stride: int = 1, notes: int = 17) -> Iterator[Tally]:
    """Every bit of a record turned, and every byte made NUL, LF and 0xFF: found, in its file, the rest readable."""
    desk = desk_of(notes)
    tally = Tally(f"a bit turned, or a byte made NUL, LF or 0xFF ({len(desk.lines)} lines)")
    data = desk.log
    ends = [end for end, byte in enumerate(data) if byte == 10]
    for at in range(0, len(data), stride):
        for value in {*(data[at] ^ 1 << bit for bit in range(8)), 0, 10, 255} - {data[at]}:
            broken = data[:at] + bytes([value]) + data[at + 1 :]
            log = read(broken, desk.incident)
            hit = sum(end < at for end in ends)
            spared = desk.own[:hit] + desk.own[hit + (2 if data[at] == 10 else 1) :]
            if not (log.findings or log.tail):
                tally.broken.append(f"byte {at} made {value}: nothing found")
            elif any(entry not in log.entries for entry in spared):
                tally.broken.append(f"byte {at} made {value}: a whole line was not read")
            else:
                tally.counts["found"] += 1
    yield tally


def shuffles(place: Path) -> Iterator[Tally]:
    """Lines dropped, doubled, swapped, inserted, and files exchanged: found without any code, except a cut end."""
    tally = Tally("a line dropped, doubled, swapped or inserted, files exchanged")
    desk, other = desk_of(), PaperDesk(incident="20261123-1500-fire-k3f9q2")
    other.write(opened(playbooks={}, roster={}), noted("of another incident"))
    lines = desk.lines
    made: list[tuple[str, list[bytes]]] = []
    for at in range(len(lines)):
        if at < len(lines) - 1:
            made.append((f"line {at} dropped", lines[:at] + lines[at + 1 :]))
        made.append((f"line {at} doubled", [*lines[:at], lines[at], *lines[at:]]))
        for foreign in other.lines:
            made.append((f"a line of another incident before line {at}", [*lines[:at], foreign, *lines[at:]]))
    for one, two in combinations(range(len(lines)), 2):
        swapped = list(lines)
        swapped[one], swapped[two] = lines[two], lines[one]
        made.append((f"lines {one} and {two} swapped", swapped))
    made.append(("the file of another incident", other.lines))
    for what, changed in made:
        found = read(b"".join(changed), desk.incident).findings
        tally.counts["found"] += bool(found)
        tally.broken += [f"{what}: nothing found"] * (not found)
    yield tally


def nul_runs(place: Path, samples: int) -> Iterator[Tally]:
    """NUL bytes and garbage over a part of the file, aligned to sectors or not, in the middle and at the end."""
    tally = Tally("NUL runs and garbage over a part of the file")
    source = random.Random(1)  # noqa: S311 - the same in every run
    desk = desk_of(60)
    disk = OnDisk(place / "nul", desk)
    data = desk.log
    for number in range(samples):
        length = source.choice((1, 100, 512, 4096))
        at = source.randrange(len(data))
        at -= at % 512 if number % 2 else 0
        rubbish = bytes(length) if number % 3 else source.randbytes(length)
        broken = data[:at] + rubbish + (data[at + length :] if number % 4 else b"")
        _overwritten(tally, disk, broken, f"{length} bytes at {at}")
    yield tally


def _overwritten(tally: Tally, disk: OnDisk, broken: bytes, where: str) -> None:
    kept = set(broken.split(b"\n"))
    whole = [entry for entry, line in zip(disk.desk.own, disk.desk.lines, strict=True) if line[:-1] in kept]
    record = disk.read(broken)
    after = disk.append()
    try:
        assert record.findings
        assert [entry for entry in whole if entry not in record.entries] in ([], whole[-1:])
        assert [entry for entry in whole if entry not in after] in ([], whole[-1:])
        assert after[-1].event == noted("after the fault")
        tally.counts["found"] += 1
    except AssertionError as failure:
        tally.broken.append(f"{where}: {failure}")


def unseen(cut_back: int) -> Iterator[tuple[str, Callable[[Scene], None]]]:
    """What no reader can see without a code in other hands: a cut end, a desk's file gone, the whole rewritten."""

    def cut_end(scene: Scene) -> None:
        lines = scene.log.read_bytes().splitlines(keepends=True)
        scene.log.write_bytes(b"".join(lines[:-cut_back]))

    def rewritten(scene: Scene) -> None:
        folder = scene.log.parent
        told = [entry.event for entry in scene.entries().values()]
        state = scene.place / "state-a" / "heads"
        shutil.rmtree(folder)
        shutil.rmtree(state)
        folder.mkdir()
        (case,) = Home(scene.world()).all()
        for event in told[:-1]:
            case.journal.append(event)

    yield "the end cut off", cut_end
    yield "the whole rewritten", rewritten
