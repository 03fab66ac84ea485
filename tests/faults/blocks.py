"""Power cuts below the file system: the block writes of a real ext4 and a real xfs, played back as crash images.

A course of commands of the real program runs on a recorded disk. After every block write, flush and acknowledgement the
power is cut: of the writes since the last flush none, all, or some blocks at random reached the disk. Each image is
mounted, which lets the file system heal as it does after a crash, opened with the real reader, judged, and written on.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.logdisk import LeftOut, Moments, built, copied, formatted, kept, mounted, recorded, write
from tests.faults.scene import PHONE, VERBS, Scene, Tally, goes_on, run, scenes
from tests.faults.standing import DOCUMENTS, Standing, between, holding, private, standing
from tests.faults.warm import Warm
from tests.front import did, small_plan, started
from tests.worlds import make_world

from emergency_cli.core.events import Destroyed

SECRET, PICTURE, LAW = "13900000002", b"a face in the smoke", "law"
NO_SYNC = {"FAULT_NO_SYNC": "1"}


@cache
def unusable(kind: str = "ext4") -> str | None:
    """Why no disk can be recorded here, `None` if one can: tried out with one small file."""
    with TemporaryDirectory(prefix="logdisk-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        try:
            program = built(place)
            with recorded(program, place / "disk", formatted(place, kind)) as disk:
                with mounted(disk.folder / "disk", place / "mount", kind) as mount:
                    (mount / "tried").write_text("tried")
                disk.mark()
        except LeftOut as reason:
            return str(reason)
    return None


@dataclass(frozen=True)
class Run:
    """A recorded course: the disk before it, its history, and what stood after each acknowledgement."""

    kind: str
    plan: str
    empty: Path
    history: Path
    stood: list[Standing]
    other: str


def sticks(place: Path, plan: str) -> tuple[str, Path, Path]:
    """Another desk's ended incident, with a personal value and a picture, as two copies; the later one knows more."""
    (place / "face.jpg").write_bytes(PICTURE)
    world = make_world(place, desk="b", home="stick-b", env={"EMERGENCY_PLAN": plan})
    incident = started(world, "water", "--zone", "notary")
    did(world, "note", f"call {SECRET}", "--personal")
    did(world, "attach", str(place / "face.jpg"))
    did(world, "end", "handled", "--decided", "Li", "--condition", "dry")
    earlier = Scene(place / "stick-b", plan).copy(place / "stick-1").place
    did(world, "note", f"and {SECRET}", "--personal", "--incident", incident)
    return incident, earlier, place / "stick-b"


def course(scene: Scene, other: str, earlier: Path, later: Path, notes: int) -> Iterator[list[str]]:
    """The command lines: an incident begun and gone on with, another desk's merged twice, exported, destroyed."""
    summary = str(scene.place / DOCUMENTS / "summary.md")
    yield ["start", "water", "--zone", "tax", "--by", "Li", "--json"]
    yield ["note", "one", "--json"]
    yield ["note", PHONE, "--personal", "--json"]
    yield ["attach", str(earlier.parent / "face.jpg"), "--text", "ours", "--json"]
    yield ["merge", str(earlier), "--json"]
    yield ["done", "water/how-deep", "--fact", "deep=yes", "--json"]
    yield ["export", "--to", summary]
    yield ["merge", str(later), "--json"]
    for number in range(notes):
        yield ["note", f"{number} " + "烟" * (40 * number % 1500), "--json"]
    yield ["export", "--to", summary, "--force"]
    yield ["export", other, "--to", str(scene.place / DOCUMENTS / "other.json")]
    yield ["destroy", other, "--what", "all", "--basis", LAW, "--yes", "--json"]
    yield ["note", "after the destruction", "--json"]
    yield ["export", "--to", summary, "--force"]


def recording(place: Path, program: Warm, kind: str, notes: int, env: dict[str, str] | None = None) -> Run:
    """Run the course on a recorded disk."""
    place.mkdir(exist_ok=True)
    plan = small_plan(place)
    other, earlier, later = sticks(place, plan)
    empty = formatted(place, kind)
    with (
        recorded(built(place), place / "disk", empty) as disk,
        mounted(disk.folder / "disk", place / "mount", kind) as mount,
    ):
        scene = Scene(mount, plan)
        (mount / DOCUMENTS).mkdir(0o700)
        os.sync()
        stood = [standing(scene)]
        for line in course(scene, other, earlier, later, notes):
            told = run(program, scene, line, env)
            assert told.code == 0, told
            stood.append(standing(scene))
            disk.mark()
        history = disk.history
    return Run(kind, plan, empty, history, stood, other)


def cut(place: Path, program: Warm, kind: str, stride: int = 1, notes: int = 24) -> Iterator[Tally]:
    """Cut the power at every so many-th moment of the course."""
    tally = Tally(f"power cut: block writes of {kind} played back")
    _play(tally, place, recording(place, program, kind, notes), stride)
    yield tally


def control(place: Path, program: Warm, kind: str, stride: int = 1, notes: int = 24) -> Iterator[Tally]:
    """The same with a program whose fsync does nothing (the shim): here entries have to be lost."""
    tally = Tally("")
    _play(tally, place, recording(place, program, kind, notes, NO_SYNC), stride)
    tally.what = f"the same on {kind}, nothing ever synced (control: must lose)"
    tally.note += f"; {sum('lost' in each for each in tally.broken)} images with losses"
    tally.counts["with losses"], tally.broken = len(tally.broken), []
    yield tally


def _play(tally: Tally, place: Path, run_: Run, stride: int) -> None:
    source = random.Random(1)  # noqa: S311 - the same in every run
    moments, last = Moments(run_.history), None
    settled, image = copied(run_.empty, place / "settled"), place / "image"
    used = 0
    for point in moments:
        what = (moments.flushes, point.marks, len(point.pending))
        if point.number % stride or what == last:
            continue
        used, last = used + 1, what
        moments.settle(settled)
        for name, writes in kept(point.pending, source):
            write(copied(settled, image), writes)
            try:
                with mounted(image, place / "mount", run_.kind) as mount:
                    _judge(Scene(mount, run_.plan), run_, point.marks)
                tally.counts["whole"] += 1
            except (AssertionError, OSError, LeftOut) as failure:
                tally.broken.append(f"moment {point.number}, {name} of {len(point.pending)} writes: {failure}")
    tally.note = f"{used} moments of {moments.writes} block writes and {moments.flushes} flushes"


def _judge(scene: Scene, run_: Run, marks: int) -> None:
    found, before, after = standing(scene), run_.stood[marks], run_.stood[min(marks + 1, len(run_.stood) - 1)]
    between(found, before, after)
    private(scene)
    if any(isinstance(entry.event, Destroyed) for entry in found.entries.values()):
        if not any(isinstance(entry.event, Destroyed) for entry in before.entries.values()):
            did(scene.world(), "destroy", run_.other, "--what", "all")
        left = holding(scene.place / "home" / "incidents" / run_.other, SECRET.encode(), PICTURE)
        assert not left, f"destroyed, and still there: {left}"
    goes_on(scene, len(found.entries))


def failing(place: Path, program: Warm, kind: str, verbs: tuple[str, ...] = ("note", "done")) -> Iterator[Tally]:
    """Each block write in turn fails once under the fsync of a command; the caches are dropped by mounting anew.

    Kernels then drop what they should have written, and a second fsync would succeed.
    """
    tally = Tally(f"a block write of {kind} that fails once, then the caches dropped")
    place.mkdir(exist_ok=True)
    daemon, empty, made = built(place), formatted(place, kind), scenes(place)
    for verb in verbs:
        for number in range(1, 100):
            at = place / f"{verb}-{number}"
            with recorded(daemon, at, empty) as disk:
                with mounted(disk.folder / "disk", place / "mount", kind) as mount:
                    scene = made[verb].copy(mount)
                    before = scene.entries()
                    os.sync()
                    disk.fail(number)
                    told = run(program, scene, VERBS[verb])
                    fired = disk.failed
                    disk.fail(0)
                with mounted(disk.folder / "disk", place / "mount", kind):
                    where = f"{verb}, block write {number} fails"
                    tally.judge(where, scene, before, told)
            if not fired:
                break
    yield tally
