"""The long run: `python -m tests.faults --long`. Without `--long` a few minutes of the same. Prints a table.

Exit code 1 if anything acknowledged was lost, changed or said wrongly anywhere; each case is named.
"""

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic

from tests.faults import blocks, calls, damage, jobs, keeping, kills, power, rights, shares, writes
from tests.faults.scene import Tally
from tests.faults.warm import Warm, warm

Campaign = Callable[[Path, Warm], Iterator[Tally]]


def campaigns(scale: int) -> Iterator[Campaign]:
    """Every campaign; `scale` is 1 for the long run, more for shorter ones."""
    yield lambda place, _: damage.cuts(place, stride=scale, samples=200 // scale)
    yield lambda place, program: damage.cuts_for_real(place, program, samples=100 // scale)
    yield lambda place, _: damage.flips(place, stride=scale, notes=3)
    yield lambda place, _: damage.flips(place, stride=3 * scale)
    yield lambda place, _: damage.shuffles(place)
    yield lambda place, _: damage.nul_runs(place, samples=300 // scale)
    if missing := calls.unusable():
        yield _left_out(f"faults of system calls: {missing}")
    else:
        yield lambda place, program: calls.failing(place, program, stride=7 * scale)
        yield lambda place, program: calls.staying(place, program, stride=2 * scale)
        yield lambda place, program: calls.killing(place, program, stride=3 * scale)
        yield lambda place, program: keeping.failing(
            place, program, jobs.jobs_in(place), stride=13 if scale == 1 else 131
        )
        yield lambda place, program: keeping.killing(place, program, jobs.jobs_in(place), stride=5 * scale)
    if missing := writes.uncompilable():
        yield _left_out(f"short writes: {missing}")
    else:
        yield lambda place, _: _shimmed(place, scale)
    yield lambda place, program: writes.no_space(place, program, stride=5 * scale)
    if missing := writes.unmountable():
        yield _left_out(f"full disks: {missing}")
    else:
        pages, paddings = range(0, 20, min(scale, 4)), range(0, 640, 128 * scale)
        yield lambda place, program: writes.full_disk(place, program, pages, paddings)
        yield lambda place, program: keeping.full_disk(place, program, jobs.jobs_in(place), pages)
    if missing := rights.unusable():
        yield _left_out(f"files that refuse: {missing}")
    else:
        yield lambda place, program: rights.refusing(place, program)
    yield lambda place, program: keeping.killed_at_random(place, program, jobs.jobs_in(place), rounds=300 // scale)
    yield lambda place, program: kills.at_random(place, program, rounds=60 // scale, writers=1, turns=10)
    yield lambda place, program: kills.at_random(place, program, rounds=40 // scale, writers=4, seed=2, turns=8)
    yield lambda place, _: kills.cold(place, rounds=40 // scale)
    yield lambda place, program: kills.at_once(place, program, (2, 4, 10), each=50 // scale)
    yield lambda place, program: kills.at_once(place, program, (32,), each=max(2, 10 // scale))
    yield lambda place, _: kills.stuck(place, rounds=max(2, 10 // scale))
    if missing := shares.unusable():
        yield _left_out(f"machines without common locks: {missing}")
    else:
        yield lambda place, program: shares.at_once(
            place, program, machines=2, each=200 // scale, kills=20 // min(scale, 10)
        )
        yield lambda place, program: shares.at_once(
            place, program, machines=4, each=200 // scale, kills=10 // min(scale, 5)
        )
    yield lambda place, _: power.cut(place, stride=scale)
    yield lambda place, _: power.controls(place, stride=6 * scale)
    yield lambda place, _: power.lying_sync(place)
    for kind, stride in (("ext4", scale), ("xfs", 2 * scale)):
        if missing := writes.uncompilable() or blocks.unusable(kind):
            yield _left_out(f"recorded block writes of {kind}: {missing}")
        else:
            yield partial(_block_by_block, kind=kind, stride=stride)


def _shimmed(place: Path, scale: int) -> Iterator[Tally]:
    with writes.shimmed(place) as program:
        yield from writes.cutting(place, program, stride=4 * scale)


def _block_by_block(place: Path, _: Warm, *, kind: str, stride: int) -> Iterator[Tally]:
    with writes.shimmed(place) as program:
        yield from blocks.cut(place / "cut", program, kind, stride)
        yield from blocks.control(place / "control", program, kind, 4 * stride)
        yield from blocks.failing(place / "failing", program, kind)


def _left_out(what: str) -> Campaign:
    def say(place: Path, program: Warm) -> Iterator[Tally]:
        print(f"left out: {what}", file=sys.stderr)  # noqa: T201
        yield from ()

    return say


def main() -> int:
    """Run, and print a row for each kind of fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="half an hour instead of a few minutes")
    parser.add_argument("--folder", type=Path, help="where to break things; by default the system's temporary folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many kinds of faults at the same time")
    asked = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="faults-", dir=asked.folder))
    tempfile.tempdir = str(base)
    broken: list[str] = []
    print("| what was done | times | outcome | lost or wrong | s |\n| --- | ---: | --- | ---: | ---: |")  # noqa: T201
    _RUNNING.extend((base / str(number), each) for number, each in enumerate(campaigns(1 if asked.long else 10)))
    with multiprocessing.get_context("fork").Pool(asked.jobs) as pool:
        for tallies in pool.imap(_run, range(len(_RUNNING))):
            for tally, seconds in tallies:
                print(_row(tally, seconds), flush=True)  # noqa: T201
                broken += [f"{tally.what}: {each}" for each in tally.broken]
    shutil.rmtree(base)
    print("\n".join(["", *broken]) if broken else "\nNothing acknowledged was lost.")  # noqa: T201
    return 1 if broken else 0


_RUNNING: list[tuple[Path, Campaign]] = []  # what the processes of the pool inherit


def _run(number: int) -> list[tuple[Tally, float]]:
    place, campaign = _RUNNING[number]
    place.mkdir()
    found, begun = [], monotonic()
    with warm() as program:
        for tally in campaign(place, program):
            found.append((tally, monotonic() - begun))
            begun = monotonic()
    shutil.rmtree(place)
    return found


def _row(tally: Tally, seconds: float) -> str:
    outcomes = ", ".join(f"{number} {name}" for name, number in sorted(tally.counts.items()))
    told = "; ".join(each for each in (outcomes, tally.note) if each)
    return f"| {tally.what} | {tally.tried} | {told} | {len(tally.broken)} | {seconds:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
