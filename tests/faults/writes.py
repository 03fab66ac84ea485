"""Writes that take only some bytes: short, or killed in the middle (a shim before the C library), or no space left."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.scene import VERBS, Scene, Tally, fresh, run, scenes
from tests.faults.warm import Warm, warm
from tests.front import did

PAGE = 4096


def uncompilable() -> str | None:
    """Why there is no shim here, `None` if there can be one."""
    return None if sys.platform.startswith("linux") and shutil.which("cc") else "no C compiler is there"


@contextmanager
def shimmed(place: Path) -> Iterator[Warm]:
    """A warm program with the shim before it."""
    library = place / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)  # noqa: S607
    with warm(library) as program:
        yield program


def cutting(place: Path, program: Warm, stride: int = 1) -> Iterator[Tally]:
    """The write of the line, and of the private one before it, takes k bytes for every k: it goes on, or is killed."""
    short, killed = Tally("a write that takes only k bytes"), Tally("SIGKILL after k bytes of a write")
    master = scenes(place)["note"]
    line, private = _lengths(master.copy(place / "probe"))
    number = 0
    for file, length in ((master.log.name, line), (f"{master.log.stem}.private.jsonl", private)):
        for taken in range(0, length, stride):
            for how, tally in (("FAULT_SHORT", short), ("FAULT_KILL", killed)):
                number += 1
                scene = fresh(place, master, number)
                before = scene.entries()
                told = run(program, scene, VERBS["note"], {"FAULT_FILE": f"/{file}", how: str(taken)})
                came = -9 if how == "FAULT_KILL" else 0 if taken else 4
                assert told.code == came, f"the shim does not work: {how} {taken} {file} {told}"
                tally.judge(f"{how} after {taken} bytes of {file}", scene, before, told)
    yield from (short, killed)


def _lengths(scene: Scene) -> tuple[int, int]:
    private = scene.log.with_name(f"{scene.log.stem}.private.jsonl")
    sizes = scene.log.stat().st_size, private.stat().st_size
    did(scene.world(), *VERBS["note"])
    return scene.log.stat().st_size - sizes[0], private.stat().st_size - sizes[1]


def no_space(place: Path, program: Warm, stride: int = 1) -> Iterator[Tally]:
    """There is room for k more bytes, for every k from none to two entries (a limit on the length of a file)."""
    tally = Tally("room for only k bytes more (limit on file length)")
    master = scenes(place)["note"]
    line, _ = _lengths(master.copy(place / "probe"))
    for number, room in enumerate(range(0, 2 * line, stride)):
        scene = fresh(place, master, number)
        before = scene.entries()
        told = run(program, scene, VERBS["note"], longest=scene.log.stat().st_size + room)
        assert told.code == (0 if room >= line else 4), told
        tally.judge(f"room for {room} bytes", scene, before, told)
    yield tally


@cache
def unmountable() -> str | None:
    """Why no small disk can be mounted here, `None` if one can."""
    with TemporaryDirectory(prefix="small-") as folder:
        try:
            with small_disk(Path(folder)):
                return None
        except (OSError, subprocess.CalledProcessError):
            return "a small disk cannot be mounted here"


def full_disk(place: Path, program: Warm, pages: range, paddings: range) -> Iterator[Tally]:
    """A tmpfs with so many free pages left, and so many bytes left in the last page of the log."""
    tally = Tally("a full disk (tmpfs), at every free page and byte of the last page")
    made = scenes(place)
    mount = place / "small"
    for verb in ("start", "note"):
        for padding in paddings if verb == "note" else (0,):
            for free in pages:
                scene = Scene(mount, made[verb].plan)
                with small_disk(mount):
                    made[verb].copy(mount)
                    _pad(scene, padding)
                    before = scene.entries()
                    filler = fill(mount, free)
                    told = run(program, scene, VERBS[verb])
                    filler.unlink()
                    tally.judge(f"{verb}, {free} pages and {padding} bytes left", scene, before, told)
    yield tally


def _pad(scene: Scene, left: int) -> None:
    """Write a note such that the last page of the log has that many bytes left."""
    if not left:
        return
    size = scene.log.stat().st_size
    did(scene.world(), "note", "x")
    overhead = scene.log.stat().st_size - size - 1
    wanted = -(scene.log.stat().st_size + overhead + left) % PAGE
    did(scene.world(), "note", "x" * (wanted or PAGE))


def fill(mount: Path, free: int) -> Path:
    """Leave only so many pages free; the file to remove once there is to be room again."""
    filler = mount / "filler"
    with filler.open("wb") as stream:
        room = os.statvfs(mount).f_bavail
        stream.write(b"\1" * (max(room - free, 0) * PAGE))
    return filler


@contextmanager
def small_disk(mount: Path) -> Iterator[None]:
    """A tmpfs of half a MiB for the length of a block."""
    mount.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(mount)]
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        subprocess.run(["umount", str(mount)], check=True)  # noqa: S607
