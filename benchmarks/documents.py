"""What a summary costs: `emergency export` of 1000 and of 10 000 entries in every format, time and memory.

    python benchmarks/documents.py [LENGTH ...]

The record is a fire with ticks, calls, corrections and notes. For each format: the work of the format alone, in a warm
process, and the whole command with its peak memory; beside it `emergency verify` of the same record, which reads and
checks it and writes nothing. Medians of three.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from emergency_cli.core.events import CallMade, Corrected, Event, Noted, StepDone, Told
from emergency_cli.core.record.lines import encode
from emergency_cli.core.report import Report, build_report
from emergency_cli.export import FORMATS
from emergency_cli.language import Words
from emergency_cli.store.home import Home
from emergency_cli.world import World, real_world

LENGTHS = (1000, 10_000)


def command(world: World, *argv: str) -> tuple[float, int]:
    """Run the program; the seconds it took, and its peak memory in MiB (0 where the system does not tell)."""
    begun = perf_counter()
    line = [sys.executable, "-m", "emergency_cli", *argv]
    with subprocess.Popen(line, env=world.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as it:
        status, usage = os.wait4(it.pid, 0)[1:] if hasattr(os, "wait4") else (it.wait(), None)
        it.returncode = status
    if status:
        raise SystemExit(f"{argv} failed")
    return perf_counter() - begun, usage.ru_maxrss // 1024 if usage else 0


def event(number: int, world: World, target: object) -> Event:
    """Entries as they come in a long incident."""
    who = {"occurred": world.now(), "by": "王强"}
    match number % 5:
        case 0:
            return StepDone(**who, step=f"general/direct@{number}", actor="leading-group")
        case 1:
            return CallMade(**who, contacts=(Told(party="power-utility", outcome="no-answer"),))
        case 2:
            return Corrected(**who, target=target, member="text", value="二楼西侧", reason="说错了")
        case _:
            return Noted(**who, text=f"第{number}条：二楼东侧走廊已无人，烟仍从配电间出来")


def record(world: World, length: int) -> str:
    """A fire with that many entries, written without an fsync for each; its id."""
    command(world, "start", "fire")
    home = Home(world)
    journal = home.open(home.ids()[-1]).journal
    entries = journal.read().entries
    last = noted = entries[-1]
    log = journal.folder / f"{journal.desk}.jsonl"
    with log.open("ab") as stream:
        for number in range(len(entries), length):
            line, last = encode(
                event(number, world, noted.ref), incident=journal.incident, desk=journal.desk, n=last.n + 1,
                recorded=world.now(), up=world.uptime(), seen={}, prev=last.hash,
            )  # fmt: skip
            noted = last if isinstance(last.event, Noted) else noted
            stream.write(line)
    return journal.incident


def timed(name: str, report: Report, words: Words) -> tuple[float, int]:
    """Seconds for the format alone, and how long the document is."""
    FORMATS[name](report, words)
    times, size = [], 0
    for _ in range(3):
        begun = perf_counter()
        size = len(FORMATS[name](report, words))
        times.append(perf_counter() - begun)
    return median(times), size


def measured(length: int) -> list[str]:
    """The lines for one length."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"EMERGENCY_HOME": f"{place}/home", "EMERGENCY_STATE": f"{place}/state", "EMERGENCY_LANG": "zh"}
        world, words = real_world(), Words("zh")
        incident = record(world, length)
        case = Home(world).open(incident)
        begun = perf_counter()
        report = build_report(case.incident, world.now())
        built = perf_counter() - begun
        checked = median(command(world, "verify", incident)[0] for _ in range(3))
        said = [f"{length} entries: verify {checked:.2f} s, the report as a value {built:.2f} s"]
        for name in FORMATS:
            work, size = timed(name, report, words)
            to = str(Path(place) / f"x.{name}")
            runs = [command(world, "export", incident, "--to", to, "--force") for _ in range(3)]
            whole, peak = median(run[0] for run in runs), max(run[1] for run in runs)
            said.append(
                f"  {name:<5} format {work:6.2f} s   whole command {whole:6.2f} s, {peak:4} MiB   {size / 1e6:6.2f} MB"
            )
        return said


def main() -> None:
    """Measure and print."""
    for length in [int(each) for each in sys.argv[1:]] or LENGTHS:
        print("\n".join(measured(length)), flush=True)  # noqa: T201 - this is what it is for


if __name__ == "__main__":
    main()
