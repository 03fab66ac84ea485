"""A disk that remembers every block written to it (logdisk.c under a loop mount), and what a power cut may leave of it.

Needs root, FUSE and loop devices on Linux, a C compiler and libfuse 3; where they are not, it says so.
"""

import random
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

BLOCK = 4096  # what a disk writes at once; ext4 does not survive half a superblock
_HEAD = struct.Struct("<cQI")
# Both small, both as they come. commit=1: without any fsync ext4 would write nothing within the length of a run.
KINDS = {
    "ext4": ("64M", ["mkfs.ext4", "-q", "-F", "-b", str(BLOCK)], "noatime,commit=1"),
    "xfs": ("300M", ["mkfs.xfs", "-q", "-f"], "noatime,nouuid"),
}


class LeftOut(Exception):
    """This machine cannot do it, and why."""


def tool(*words: str | Path) -> None:
    """Run a tool of the system; raises LeftOut if it is not there or fails."""
    try:
        subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise LeftOut(f"{words[0]}: {said.decode(errors='replace').strip() or error}") from error


def built(place: Path) -> Path:
    """The recording disk, compiled; raises LeftOut if this machine cannot."""
    if not sys.platform.startswith("linux") or not Path("/dev/fuse").exists():
        raise LeftOut("no FUSE here")
    program = place / "logdisk"
    source = Path(__file__).with_suffix(".c")
    tool("cc", "-O1", "-D_FILE_OFFSET_BITS=64", "-I/usr/include/fuse3", "-o", program, source, "-lfuse3")
    return program


def formatted(place: Path, kind: str) -> Path:
    """An empty disk with a file system of this kind."""
    size, make, _ = KINDS[kind]
    image = place / f"{kind}.empty"
    tool("truncate", "-s", size, image)
    tool(*make, image)
    return image


def copied(image: Path, place: Path) -> Path:
    """The same disk elsewhere, as thin as it is."""
    tool("cp", "--sparse=auto", "--reflink=auto", image, place)
    return place


@contextmanager
def mounted(image: Path, place: Path, kind: str) -> Iterator[Path]:
    """A disk, mounted for the length of a block."""
    place.mkdir(exist_ok=True)
    tool("mount", "-t", kind, "-o", f"loop,{KINDS[kind][2]}", image, place)
    try:
        yield place
    finally:
        tool("umount", place)


@dataclass
class Recorder:
    """A disk being recorded."""

    folder: Path
    history: Path
    marks: int = 0

    def mark(self) -> None:
        """What was acknowledged so far stands from here on."""
        self.marks += 1
        (self.folder / "mark").write_text(str(self.marks))

    def fail(self, number: int) -> None:
        """Fail the block write of this number from now on, once; 0 for none."""
        (self.folder / "fail").write_text(str(number))

    @property
    def failed(self) -> bool:
        """Whether it did."""
        return (self.folder / "fail").read_bytes() == b"0"


@contextmanager
def recorded(program: Path, place: Path, empty: Path) -> Iterator[Recorder]:
    """Serve a copy of an empty disk as `folder/disk`, recording, for the length of a block."""
    place.mkdir(parents=True)
    image, recorder = copied(empty, place / "image"), Recorder(place / "served", place / "history")
    recorder.folder.mkdir()
    process = subprocess.Popen([program, image, recorder.history, recorder.folder])
    try:
        begun = monotonic()
        while not (recorder.folder / "disk").exists():
            if process.poll() is not None or monotonic() - begun > 10:
                raise LeftOut("a FUSE folder cannot be mounted here")
            sleep(0.01)
        yield recorder
    finally:
        if process.poll() is None:
            tool("umount", recorder.folder)
            process.wait()


# --- playing back --------------------------------------------------------------------------------------------------


@dataclass
class Point:
    """A moment: how many marks were set, and which writes no flush has followed yet."""

    number: int
    marks: int
    pending: list[tuple[int, bytes]]


@dataclass
class Moments:
    """The moments of a recorded disk, after each write, flush and mark."""

    history: Path
    writes: int = 0
    flushes: int = 0
    _settled: list[tuple[int, bytes]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Point]:
        pending: list[tuple[int, bytes]] = []
        marks = 0
        for number, (kind, at, data) in enumerate(_records(self.history)):
            if kind == b"W":
                pending.append((at, data))
                self.writes += 1
            elif kind == b"F":
                self._settled += pending
                pending = []
                self.flushes += 1
            else:
                marks = at
            yield Point(number, marks, list(pending))

    def settle(self, image: Path) -> None:
        """Write to an image what became durable since the last time."""
        write(image, self._settled)
        self._settled.clear()


def _records(history: Path) -> Iterator[tuple[bytes, int, bytes]]:
    with history.open("rb") as stream:
        while head := stream.read(_HEAD.size):
            kind, number, length = _HEAD.unpack(head)
            yield kind, number, stream.read(length)


def write(image: Path, writes: list[tuple[int, bytes]]) -> None:
    """Write blocks to an image."""
    with image.open("r+b") as stream:
        for at, data in writes:
            stream.seek(at)
            stream.write(data)


def kept(pending: list[tuple[int, bytes]], source: random.Random) -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """What may have reached the disk of the writes after the last flush: none, all, and blocks at random."""
    yield "none", []
    if pending:
        yield "all", pending
        share = source.choice((0.2, 0.5, 0.8))
        blocks = [block for at, data in pending for block in _blocks(at, data)]
        yield "some", [each for each in blocks if source.random() < share]


def _blocks(at: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    while data:
        length = BLOCK - at % BLOCK
        yield at, data[:length]
        at, data = at + length, data[length:]
