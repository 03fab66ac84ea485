"""What the record costs by itself: one append against one bare write and fsync, reading against parsing JSON.

    python -m benchmarks.record [FOLDER]

The append is `Journal.append` in a warm process: lock, look for what others wrote, chain, one write, one fsync, and the
note of what this desk acknowledged. Medians; both sides write lines of the same length to the same disk, in turn.
Reading is timed in processor time and in turn with the parsing, so that what else the machine does weighs on both
alike. Whole commands: benchmarks/speed.py.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.homes import PROGRAM, environment

from emergency_cli.__main__ import RARELY
from emergency_cli.core.events import Event, Noted
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.record.chain import DeskLog, in_record_order
from emergency_cli.core.record.lines import decode, encode
from emergency_cli.store.home import Home
from emergency_cli.store.journal import Journal
from emergency_cli.world import World, real_world

LENGTHS = (10, 1000, 10_000, 100_000)
TURNS = 101
PARTS = 10


def note(number: int, world: World) -> Event:
    """An entry as they come by the hundred."""
    return Noted(occurred=world.now(), by="王强", text=f"第{number}条：二楼东侧走廊已无人，烟仍从配电间出来")


def opened(world: World) -> Journal:
    """A new fire, as the program opens it."""
    before = set(Home(world).ids())
    subprocess.run([PROGRAM, "start", "fire"], env=world.env, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return Home(world).open((set(Home(world).ids()) - before).pop()).journal


def fill(journal: Journal, length: int, world: World) -> None:
    """Bring a log to that many lines, without an fsync for each; the journal has read them."""
    own = next(journal.folder.glob(f"{journal.desk}.jsonl"))
    log = DeskLog(journal.incident, journal.desk, own.name)
    log.feed(own.read_bytes())
    with own.open("ab") as stream:
        stream.writelines(lines(log, length, world))
    journal.read()


def lines(log: DeskLog, length: int, world: World) -> Iterator[bytes]:
    """What a log lacks of that many lines."""
    n, prev = log.entries[-1].n if log.entries else 0, log.head
    for number in range(log.lines, length):
        n += 1
        line = encode(
            note(number, world),
            incident=log.incident,
            desk=log.desk,
            n=n,
            recorded=world.now(),
            up=world.uptime(),
            boot=world.boot(),
            seen={},
            prev=prev,
        )
        prev = decode(line[:-1]).hash
        yield line


def append_against_write(journal: Journal, world: World) -> str:
    """One append to a log, in turn with a bare write and fsync."""
    length, version = len(journal.known().entries), journal.known().version
    size = len(next(lines(DeskLog(journal.incident, journal.desk, ""), 1, world)))
    appends, writes = [], []
    with (journal.folder / "bare").open("ab", buffering=0) as bare:
        for number in range(TURNS):
            event = note(number, world)
            begun = perf_counter()
            entry = journal.append(event, after=version)
            appends.append(perf_counter() - begun)
            version = {**version, entry.desk: entry.hash}
            begun = perf_counter()
            bare.write(b"x" * size)
            os.fsync(bare.fileno())
            writes.append(perf_counter() - begun)
    ratio = median(mine / base for mine, base in zip(appends, writes, strict=True))
    return (
        f"append at {length:>6} lines: {median(appends) * 1000:6.2f} ms; "
        f"write + fsync {median(writes) * 1000:6.2f} ms; {ratio:5.1f} x"
    )


def replay_against_json(path: Path) -> list[str]:
    """Reading and folding a long log, against parsing its lines as JSON and nothing more."""
    raw = path.read_bytes().splitlines(keepends=True)[1:]
    log = DeskLog(path.parent.name, path.stem, path.name)
    log.feed(path.read_bytes()[: -sum(map(len, raw))])
    parsed = read = 0.0
    step = len(raw) // PARTS
    for at in range(0, len(raw), step):
        part = raw[at : at + step]
        begun = process_time()
        for line in part:
            json.loads(line)
        parsed += process_time() - begun
        begun = process_time()
        log.feed(b"".join(part))
        read += process_time() - begun
    begun = process_time()
    replay(in_record_order([log]))
    folded = process_time() - begun
    return [
        f"json.loads of {len(raw)} lines: {parsed:.2f} s",
        f"read and check them: {read:.2f} s, {read / parsed:.1f} x; replay: {folded:.2f} s, {folded / parsed:.1f} x",
    ]


def main() -> None:
    """Measure and print."""
    gc.set_threshold(*RARELY)
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        world = real_world()
        world.env = environment(Path(place))
        said = []
        for length in LENGTHS:
            journal = opened(world)
            fill(journal, length, world)
            said.append(append_against_write(journal, world))
        said += replay_against_json(journal.folder / f"{journal.desk}.jsonl")
    print("\n".join(said))  # noqa: T201 - this is what it is for


if __name__ == "__main__":
    main()
