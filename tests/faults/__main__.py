"""The long run: `python -m tests.faults --long`. Without `--long` a few minutes of the same. Prints a table.

Exit code 1 if anything acknowledged was lost, changed or said wrongly anywhere; each case is named.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic

from tests.faults import blocks, calls, damage, keeping, kills, power, rights, shares, writes
from tests.faults.scene import Tally
from tests.faults.warm import Warm, warm

Campaign = Callable[[Path], Iterator[Tally]]


def campaigns(program: Warm, scale: int) -> Iterator[Campaign]:
    """Every campaign; `scale` is 1 for the long run, more for shorter ones."""
    yield lambda place: damage.cuts(place, stride=scale, samples=200 // scale)
    yield lambda place: damage.cuts_for_real(place, program, samples=100 // scale)
    yield lambda place: damage.flips(place, stride=scale, notes=3)
    yield lambda place: damage.flips(place, stride=3 * scale)
    yield damage.shuffles
    yield lambda place: damage.nul_runs(place, samples=300 // scale)
    if missing := calls.unusable():
        print(f"left out: faults of system calls: {missing}", file=sys.stderr)  # noqa: T201
    else:
        yield lambda place: calls.failing(place, program, stride=7 * scale)
        yield lambda place: calls.staying(place, program, stride=2 * scale)
        yield lambda place: calls.killing(place, program, stride=3 * scale)
        yield lambda place: keeping.failing(place, program, keeping.jobs(place), stride=13 if scale == 1 else 131)
        yield lambda place: keeping.killing(place, program, keeping.jobs(place), stride=5 * scale)
    if missing := writes.uncompilable():
        print(f"left out: short writes: {missing}", file=sys.stderr)  # noqa: T201
    else:
        yield lambda place: _shimmed(place, scale)
    yield lambda place: writes.no_space(place, program, stride=5 * scale)
    if missing := writes.unmountable():
        print(f"left out: full disks: {missing}", file=sys.stderr)  # noqa: T201
    else:
        pages, paddings = range(0, 20, min(scale, 4)), range(0, 640, 128 * scale)
        yield lambda place: writes.full_disk(place, program, pages, paddings)
        yield lambda place: keeping.full_disk(place, program, keeping.jobs(place), pages)
    if missing := rights.unusable():
        print(f"left out: files that refuse: {missing}", file=sys.stderr)  # noqa: T201
    else:
        yield lambda place: rights.refusing(place, program)
    yield lambda place: keeping.killed_at_random(place, program, keeping.jobs(place), rounds=300 // scale)
    yield lambda place: kills.at_random(place, program, rounds=60 // scale, writers=1, turns=10)
    yield lambda place: kills.at_random(place, program, rounds=40 // scale, writers=4, seed=2, turns=8)
    yield lambda place: kills.cold(place, rounds=40 // scale)
    yield lambda place: kills.at_once(place, program, (2, 4, 10), each=50 // scale)
    yield lambda place: kills.at_once(place, program, (32,), each=max(2, 10 // scale))
    yield lambda place: kills.stuck(place, rounds=max(2, 10 // scale))
    if missing := shares.unusable():
        print(f"left out: machines without common locks: {missing}", file=sys.stderr)  # noqa: T201
    else:
        yield lambda place: shares.at_once(place, program, machines=2, each=200 // scale, kills=20 // min(scale, 10))
        yield lambda place: shares.at_once(place, program, machines=4, each=200 // scale, kills=10 // min(scale, 5))
    yield lambda place: power.cut(place, stride=scale)
    yield lambda place: power.controls(place, stride=6 * scale)
    yield power.lying_sync
    for kind, stride in (("ext4", scale), ("xfs", 2 * scale)):
        if missing := writes.uncompilable() or blocks.unusable(kind):
            print(f"left out: recorded block writes of {kind}: {missing}", file=sys.stderr)  # noqa: T201
        else:
            yield partial(_block_by_block, kind=kind, stride=stride)


def _shimmed(place: Path, scale: int) -> Iterator[Tally]:
    with writes.shimmed(place) as program:
        yield from writes.cutting(place, program, stride=4 * scale)


def _block_by_block(place: Path, kind: str, stride: int) -> Iterator[Tally]:
    with writes.shimmed(place) as program:
        yield from blocks.cut(place / "cut", program, kind, stride)
        yield from blocks.control(place / "control", program, kind, 4 * stride)
        yield from blocks.failing(place / "failing", program, kind)


def main() -> int:
    """Run, and print a row for each kind of fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="half an hour instead of a few minutes")
    parser.add_argument("--folder", type=Path, help="where to break things; by default the system's temporary folder")
    asked = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="faults-", dir=asked.folder))
    broken: list[str] = []
    print("| what was done | times | outcome | lost or wrong | s |\n| --- | ---: | --- | ---: | ---: |")  # noqa: T201
    with warm() as program:
        for number, campaign in zip(count(), campaigns(program, 1 if asked.long else 10), strict=False):
            place, begun = base / str(number), monotonic()
            place.mkdir()
            for tally in campaign(place):
                print(_row(tally, monotonic() - begun), flush=True)  # noqa: T201
                broken += [f"{tally.what}: {each}" for each in tally.broken]
                begun = monotonic()
            shutil.rmtree(place)
    shutil.rmtree(base)
    print("\n".join(["", *broken]) if broken else "\nNothing acknowledged was lost.")  # noqa: T201
    return 1 if broken else 0


def _row(tally: Tally, seconds: float) -> str:
    outcomes = ", ".join(f"{number} {name}" for name, number in sorted(tally.counts.items()))
    told = "; ".join(each for each in (outcomes, tally.note) if each)
    return f"| {tally.what} | {tally.tried} | {told} | {len(tally.broken)} | {seconds:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
