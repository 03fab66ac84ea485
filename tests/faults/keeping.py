"""Faults while a record is brought together, copied, destroyed or told as a document (the commands of jobs.py)."""

import os
import random
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import sleep

from tests.faults.calls import ERRORS, FAILING, WAITING, points, traced
from tests.faults.jobs import Jobs
from tests.faults.scene import Scene, Tally, answer, fresh, outputs, run
from tests.faults.warm import Warm
from tests.faults.writes import fill, small_disk


def failing(place: Path, program: Warm, made: Jobs, stride: int = 1) -> Iterator[Tally]:
    """Each call of each job that touches its scene fails once with each error."""
    faults = [f"error={name}" for name in ERRORS]
    yield _injected(
        Tally("merge, destroy, second copy, export: a system call that fails once (strace)"),
        place,
        program,
        made,
        faults,
        stride,
    )


def killing(place: Path, program: Warm, made: Jobs, stride: int = 1) -> Iterator[Tally]:
    """SIGKILL at the entry of each such call."""
    tally = Tally("merge, destroy, second copy, export: SIGKILL at the entry of a system call (strace)")
    yield _injected(tally, place, program, made, ["signal=SIGKILL"], stride)


def _injected(tally: Tally, place: Path, program: Warm, made: Jobs, faults: Sequence[str], stride: int) -> Tally:
    names = FAILING if len(faults) > 1 else FAILING + WAITING
    number = 0
    for name, job in made.items():
        probe = job.scene.copy(place / "probe" / name)
        probed = points(program, probe, job.line(probe), names)
        assert probed, name
        for at, ((call, nth), fault) in enumerate((point, fault) for point in probed for fault in faults):
            if at % stride == 0:
                number += 1
                scene = fresh(place, job.scene, number)
                inject = ("-e", f"trace={','.join(names)}", "-e", f"inject={call}:{fault}:when={nth}")
                told, _ = traced(program, scene, job.line(scene), *inject)
                tally.judge_by(f"{name}, {call} number {nth}, {fault} ({number})", job.judge, scene, told)
    return tally


def full_disk(place: Path, program: Warm, made: Jobs, pages: range) -> Iterator[Tally]:
    """Each job on a tmpfs with so many free pages left; there is room again before it is judged."""
    tally = Tally("merge, destroy, second copy, export: a full disk (tmpfs), at every free page")
    mount = place / "small"
    for name, job in made.items():
        for free in pages:
            scene = Scene(mount, job.scene.plan)
            with small_disk(mount):
                job.scene.copy(mount)
                filler = fill(mount, free)
                told = run(program, scene, job.line(scene))
                filler.unlink()
                tally.judge_by(f"{name}, {free} pages left", job.judge, scene, told)
    yield tally


def killed_at_random(place: Path, program: Warm, made: Jobs, rounds: int, seed: int = 1) -> Iterator[Tally]:
    """Each job, run again and again, is killed at a moment of its own."""
    tally = Tally("merge, destroy, second copy, export: SIGKILL at random")
    source = random.Random(seed)  # noqa: S311 - the same in every run
    each = list(made.items())
    for number in range(rounds):
        name, job = each[number % len(each)]
        scene = fresh(place, job.scene, number)
        out, err = outputs(scene)
        pid = program.start([job.line(scene)], scene.env, out, err)
        sleep(source.uniform(0, 0.12))
        os.kill(pid, signal.SIGKILL)
        told = answer(program.wait(pid), out, err)
        tally.judge_by(f"{name}, round {number}", job.judge, scene, told)
    yield tally
