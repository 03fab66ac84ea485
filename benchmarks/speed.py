"""How long a person waits, and what it takes: whole processes in turn, as ratios, beside other loggers.

    python -m benchmarks.speed [--rounds N] [--only TEXT] [--write] [--count]

Every row is measured in turn with the floor, `python -c "import typer, pydantic, yaml"`; its ratio is the median over
the pairs, so that a busy machine weighs on both sides; memory is that of one more run. `--only` takes rows whose name
holds the text; `--write` puts the table into docs/speed.md; `--count` counts instructions instead, once a row: for a
machine on which others work.

The other loggers are measured where they are on the PATH:

    python3 -m venv build/peers && build/peers/bin/pip install jrnl td-watson
    sudo apt-get install taskwarrior todotxt-cli
    PATH=$PWD/build/peers/bin:$PATH python -m benchmarks.speed --write
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import strftime
from typing import NamedTuple, TypeVar

from benchmarks import peers
from benchmarks.homes import PROGRAM, ROOT, environment
from benchmarks.page import write
from benchmarks.timing import instructions, memory, until_answered, until_end, until_said, until_shown

FLOOR = (sys.executable, "-c", "import typer, pydantic, yaml")
PAGE = ROOT / "docs" / "speed.md"
V = TypeVar("V")
Runner = Callable[[Sequence[str], Mapping[str, str]], float]


class Row(NamedTuple):
    """One line of the table. `reach` is in floors, `seconds` in seconds, `memory` in MiB: what is to be reached."""

    name: str
    line: str
    home: tuple[str, int] = ("entries", 10)
    reach: float = 0.0
    seconds: float = 0.0
    memory: int = 0
    rounds: int = 99
    runner: Runner = until_end


class Measured(NamedTuple):
    """What a row took in each round, and the floor just before it."""

    row: Row
    costs: list[float]
    floors: list[float]
    memory: int | None

    @property
    def ratio(self) -> float:
        """How many floors: the median over the pairs."""
        return median(mine / floor for mine, floor in zip(self.costs, self.floors, strict=True))

    @property
    def seconds(self) -> float:
        """The median."""
        return median(self.costs)


CARD, DRAWN, ANSWERED = partial(until_said, b"119"), partial(until_shown, b"119"), partial(until_answered, b"?")
NONE, OF_100, LONG, LONGEST = ("none", 0), ("entries", 100), ("entries", 10_000), ("entries", 100_000)
MANY, MOST = ("incidents", 1000), ("incidents", 10_000)
EXPORT = "emergency export --force --to @/x."
ROWS = (
    Row("`python -c pass`", "python -c pass"),
    Row("`--version`", "emergency --version", reach=0.70),
    Row("`--help`", "emergency --help", reach=0.70),
    Row("`contacts tax`", "emergency contacts tax", reach=0.72, memory=22),
    Row("`contacts sw` (pinyin)", "emergency contacts sw", reach=0.72),
    Row("`note`, 10 entries", "emergency note x", reach=0.90, memory=22),
    Row("`note`, 1,000 entries", "emergency note x", ("entries", 1000)),
    Row("`note`, 10,000 entries", "emergency note x", LONG, reach=1.17),
    Row("`note`, 100,000 entries", "emergency note x", LONGEST, seconds=1.0, rounds=5),
    Row("`status`, 100 entries", "emergency status", OF_100, reach=0.88),
    Row("`done`, 100 entries", "emergency done general/direct", OF_100, reach=0.88),
    Row("`timeline`, 100 entries", "emergency timeline", OF_100, reach=0.88),
    Row("`verify`, 100 entries", "emergency verify", OF_100, reach=0.88),
    Row("`start fire` until the card, no terminal", "emergency start fire", NONE, reach=0.88, runner=CARD),
    Row("`start fire` until the card, terminal", "emergency start fire", NONE, reach=0.88, runner=DRAWN),
    Row("`start fire` until a key is answered", "emergency start fire", NONE, reach=1.8, runner=ANSWERED),
    Row("`start fire` recorded, no other incident", "emergency start fire", NONE),
    Row("`start fire` recorded, 1,000 incidents", "emergency start fire", MANY, reach=1.2),
    Row("`start fire` recorded, 10,000 incidents", "emergency start fire", MOST, reach=2.0),
    Row("`status`, 1,000 incidents", "emergency status", MANY, reach=1.2),
    Row("`status`, 10,000 incidents", "emergency status", MOST, reach=2.0),
    Row("`list`, 10,000 incidents", "emergency list", MOST, reach=1.6, memory=40, rounds=9),
    Row("`verify`, 100,000 entries", "emergency verify", LONGEST, seconds=1.0, rounds=3),
    Row("`timeline`, 100,000 entries", "emergency timeline", LONGEST, seconds=3.0, rounds=3),
    Row("`export`, Word, 1,000 entries", f"{EXPORT}docx", ("entries", 1000), seconds=0.3, rounds=5),
    Row("`export`, Word, 10,000 entries", f"{EXPORT}docx", LONG, seconds=0.9, memory=130, rounds=3),
    Row("`export`, Markdown, 10,000 entries", f"{EXPORT}md", LONG, rounds=3),
    Row("`export`, HTML, 10,000 entries", f"{EXPORT}html", LONG, rounds=3),
    Row("`export`, JSON, 10,000 entries", f"{EXPORT}json", LONG, rounds=3),
)


def measured(rows: Sequence[Row], rounds: int, place: Path) -> list[Measured]:
    """All rows, round by round; a first run of each counts for nothing: it fills the caches a second one finds."""
    results = [Measured(row, [], [], None) for row in rows]
    for turn in range(-1, rounds):
        for result in results:
            if turn >= result.row.rounds:
                continue
            floor, cost = until_end(FLOOR, environment(place)), run(result.row, place, result.row.runner)
            if turn >= 0:
                result.floors.append(floor)
                result.costs.append(cost)
        progress(f"round {turn + 1} of {rounds}")
    return [result._replace(memory=held(result.row, place)) for result in results]


def held(row: Row, place: Path) -> int | None:
    """The memory of one run, in MiB; `None` for what is not measured to its end, and where the system does not tell."""
    return run(row, place, memory) if row.runner is until_end and hasattr(os, "posix_spawn") else None


def run(row: Row, place: Path, runner: Callable[[Sequence[str], Mapping[str, str]], V]) -> V:
    """One run in the row's home; an incident that it opened is taken away again."""
    folder = prepared(row, place)
    program, *words = row.line.split()
    argv = [{"python": sys.executable, "emergency": PROGRAM}.get(program, program)]
    argv += [word.replace("@/", f"{folder}/") for word in words]
    incidents = folder / "home" / "incidents"
    before = set(incidents.glob("*"))
    try:
        return runner(argv, {**environment(folder), **peers.environment(folder)})
    finally:
        for opened in set(incidents.glob("*")) - before:
            shutil.rmtree(opened)


def prepared(row: Row, place: Path) -> Path:
    """The folder that holds the row's home; made when first wanted."""
    kind, size = row.home
    folder = place / f"{kind}-{size}"
    if not folder.exists():
        progress(f"preparing {folder.name}")
        folder.mkdir()
        if kind == "peers":
            peers.fill(folder, size)
        elif size:
            making = (sys.executable, "-m", "benchmarks.homes", str(folder), kind, str(size))
            subprocess.run(making, cwd=ROOT, check=True)
    return folder


def table(results: Iterable[Measured]) -> Iterator[str]:
    """Markdown."""
    yield "| | time | x floor | to reach | memory | to reach |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for result in results:
        row = result.row
        goal = f"{row.reach:.2f}" if row.reach else f"{row.seconds:.1f} s" if row.seconds else ""
        met = result.ratio <= row.reach if row.reach else result.seconds <= row.seconds
        small = f"{row.memory} MiB" if row.memory else ""
        taken = "" if result.memory is None else f"{result.memory} MiB"
        yield (
            f"| {row.name} | {said(result.seconds)} | {result.ratio:.2f} | {emphasised(goal, met)} "
            f"| {taken} | {emphasised(small, (result.memory or 0) <= row.memory)} |"
        )


def emphasised(goal: str, met: bool) -> str:
    """What was to be reached; in bold where it was not."""
    return goal if met or not goal else f"**{goal}**"


def said(seconds: float) -> str:
    """A time as people read it."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def heading(floors: Sequence[float], rounds: int) -> str:
    """When and where."""
    cpus = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*: (.+)", cpus.read_text("utf-8") if cpus.exists() else "")
    processor = named[1] if named else platform.processor() or platform.machine()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{strftime('%d %B %Y')}, Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors "
        f"({processor}{load}), {rounds} rounds. The floor takes {said(median(floors))}. "
        "What was not reached is in bold."
    )


def counted(rows: Sequence[Row], place: Path) -> Iterator[str]:
    """The rows that run to their end, in instructions."""
    floor = instructions(FLOOR, environment(place))
    yield f"{'floor':<50} {floor / 1e6:8.0f} M"
    for row in rows:
        if row.runner in (until_end, CARD):
            run(row, place, until_end)
            found = run(row, place, instructions)
            yield f"{row.name:<50} {found / 1e6:8.0f} M  {found / floor:5.2f} x  {row.reach or ''}"


def progress(text: str) -> None:
    """What is being done, for who waits."""
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--only", default="")
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--count", action="store_true")
    options = asked.parse_args()
    others = (Row(name, line, ("peers", size)) for name, line, size in peers.rows())
    rows = [row for row in (*ROWS, *others) if options.only in row.name]
    with tempfile.TemporaryDirectory(prefix="emergency-speed-") as folder:
        place = Path(folder)
        if options.count:
            for line in counted(rows, place):
                progress("")
                print(line, flush=True)  # noqa: T201 - this is what it is for
            return
        results = measured(rows, options.rounds, place)
    progress("")
    lines = [heading([floor for result in results for floor in result.floors], options.rounds), "", *table(results)]
    print("\n".join(lines))  # noqa: T201
    if options.write:
        write(PAGE, lines)


if __name__ == "__main__":
    main()
