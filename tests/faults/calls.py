"""System calls that fail, and kills at the entry of every system call, with strace (`-e inject=`)."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tests.faults.scene import VERBS, Scene, Tally, answer, fresh, outputs, scenes
from tests.faults.warm import Warm
from tests.front import Answer

ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS", "EACCES", "ENOLCK", "EMFILE")
FAILING = ("openat", "flock", "write", "pwrite64", "fsync", "ftruncate", "close", "rename", "mkdir", "unlink")
WAITING = ("read", "lseek", "newfstatat", "getdents64", "fchmod", "fcntl")
# The second copy is written by a thread of its own: a call is the nth of its name in its thread.
_CALL = re.compile(r"(?:(\d+) +)?(\w+)\(")
NONE = "no strace"
STRACE = shutil.which("strace") or NONE
Point = tuple[str, int]


def unusable() -> str | None:
    """Why strace cannot be used here, `None` if it can."""
    if not sys.platform.startswith("linux") or STRACE == NONE:
        return "strace is not there"
    probe = subprocess.run([STRACE, "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return None if probe.returncode == 0 else "this machine forbids tracing a process"


def traced(program: Warm, scene: Scene, line: list[str], *options: str) -> tuple[Answer, list[str]]:
    """Run a command under strace with options; what it said, and the calls that were made."""
    out, err = outputs(scene)
    log = scene.place.with_name("trace")
    pid = program.start([line], scene.env, out, err, stopped=True)
    tracer = subprocess.Popen([STRACE, "-qq", "-f", "-y", "-s0", "-o", str(log), *options, "-p", str(pid)])
    _attached(pid)
    os.kill(pid, signal.SIGCONT)
    code = program.wait(pid)
    tracer.wait()
    return answer(code, out, err), log.read_text(encoding="utf-8", errors="replace").splitlines()


def _attached(pid: int) -> None:
    begun = monotonic()
    while "TracerPid:\t0" in Path(f"/proc/{pid}/status").read_text():
        assert monotonic() - begun < 20, "strace does not attach"


def points(program: Warm, scene: Scene, line: list[str], names: tuple[str, ...]) -> list[Point]:
    """Each call of these names that touches the record or the desk's state, as name and number of its name."""
    _, calls = traced(program, scene, line, "-e", f"trace={','.join(names)}")
    seen: Counter[tuple[str | None, str]] = Counter()
    found: dict[Point, None] = {}
    for call in calls:
        if named := _CALL.match(call):
            seen[named[1], named[2]] += 1
            if f"{scene.place}/" in call:
                found[named[2], seen[named[1], named[2]]] = None
    return list(found)


def failing(place: Path, program: Warm, stride: int = 1) -> Iterator[Tally]:
    """Each call fails once with each error; with a stride, every so many-th of these."""
    tally = Tally("a system call that fails once (strace)")
    for verb, scene, number, (name, nth), error in _faults(place, program, FAILING, ERRORS, stride):
        before = scene.entries()
        inject = ("-e", f"trace={','.join(FAILING)}", "-e", f"inject={name}:error={error}:when={nth}")
        told, calls = traced(program, scene, VERBS[verb], *inject)
        tally.judge(f"{verb}, {name} number {nth} fails with {error} ({number})", scene, before, told)
        tally.broken += _one_sync(calls, f"{verb}, {name} {nth} {error}")
    yield tally


def _one_sync(calls: list[str], where: str) -> Iterator[str]:
    """Where an fsync of a log that failed is followed by anything but cutting the file back."""
    for at, call in enumerate(calls):
        failed = "fsync(" in call and ".jsonl>" in call and "(INJECTED)" in call and "EINTR" not in call
        if failed and "write(" in calls[at - 1] and "ftruncate(" not in calls[at + 1]:
            yield f"{where}: after an fsync that failed: {calls[at + 1]}"


def staying(place: Path, program: Warm, stride: int = 1) -> Iterator[Tally]:
    """From some call on, all calls of its name on the files of the incident fail."""
    tally = Tally("a system call on the incident's files that fails from then on (strace)")
    faults = [
        (name, nth, error)
        for name in ("openat", "write", "fsync", "ftruncate")
        for nth in range(1, 6)
        for error in ("EIO", "ENOSPC", "EROFS")
    ]
    number = 0
    for verb, scene in scenes(place).items():
        for name, nth, error in faults[::stride] if verb != "start" else ():
            number += 1
            copy = fresh(place, scene, number)
            before, folder = copy.entries(), copy.log.parent
            files = [folder, copy.log, copy.log.with_suffix(".private.jsonl")]
            only = [word for file in files for word in ("-P", str(file))]
            inject = ("-e", f"trace={name},ftruncate", "-e", f"inject={name}:error={error}:when={nth}+")
            told, calls = traced(program, copy, VERBS[verb], *only, *inject)
            uncut = any("ftruncate(" in call and "(INJECTED)" in call for call in calls)
            tally.judge(f"{verb}, {name} from {nth} on: {error} ({number})", copy, before, told, may_stand=uncut)
    yield tally


def killing(place: Path, program: Warm, stride: int = 1) -> Iterator[Tally]:
    """SIGKILL at the entry of each call that touches the record; the call itself is not made any more."""
    tally = Tally("SIGKILL at the entry of a system call (strace)")
    for verb, scene, number, (name, nth), _ in _faults(place, program, FAILING + WAITING, ("",), stride):
        before = scene.entries()
        inject = ("-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={nth}")
        told, _ = traced(program, scene, VERBS[verb], *inject)
        tally.judge(f"{verb}, killed at {name} number {nth} ({number})", scene, before, told)
    yield tally


def _faults(
    place: Path, program: Warm, names: tuple[str, ...], errors: tuple[str, ...], stride: int
) -> Iterator[tuple[str, Scene, int, Point, str]]:
    number = 0
    for verb, scene in scenes(place).items():
        probed = points(program, scene.copy(place / "probe" / verb), VERBS[verb], names)
        assert probed, verb
        for at, (point, error) in enumerate((point, error) for point in probed for error in errors):
            if (at + number) % stride == 0:
                number += 1
                yield verb, fresh(place, scene, number), number, point, error
