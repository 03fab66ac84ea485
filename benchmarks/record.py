"""What the record costs: one append against one bare write and fsync, and reading 100 000 entries against parsing JSON.

    python benchmarks/record.py [FOLDER]

The append is `Journal.append` in a warm process: lock, look for what others wrote, chain, one write, one fsync, and the
note of what this desk acknowledged. Medians; both sides write lines of the same length to the same disk, in turn.
"""

import json
import os
import sys
import tempfile
from datetime import datetime
from statistics import median
from time import perf_counter

from emergency_cli.core.chain import DeskLog, in_record_order
from emergency_cli.core.events import Event, Noted
from emergency_cli.core.incident import replay
from emergency_cli.core.lines import encode, genesis
from emergency_cli.home import Home
from emergency_cli.journal import Journal
from emergency_cli.world import World, real_world

LENGTHS = (10, 1000, 10_000)
ENTRIES = 100_000
TURNS = 101


def note(number: int, world: World) -> Event:
    """An entry as they come by the hundred."""
    return Noted(occurred=world.now(), by="王强", text=f"第{number}条：二楼东侧走廊已无人，烟仍从配电间出来")


def filled(journal: Journal, length: int, world: World) -> None:
    """Give a journal a log of that many lines, without an fsync for each."""
    (journal.folder / f"{journal.desk}.jsonl").write_bytes(
        b"".join(lines(journal.incident, journal.desk, length, world))
    )
    journal.read()


def lines(incident: str, desk: str, length: int, world: World) -> list[bytes]:
    """A whole log."""
    made, prev = [], genesis(incident, desk)
    for n in range(1, length + 1):
        line, entry = encode(
            note(n, world),
            incident=incident,
            desk=desk,
            n=n,
            recorded=world.now(),
            up=world.uptime(),
            seen={},
            prev=prev,
        )
        made.append(line)
        prev = entry.hash
    return made


def append_against_write(length: int, world: World) -> str:
    """One append to a log of that length, in turn with a bare write and fsync."""
    home = Home(world)
    journal = home.create(False, datetime.now().astimezone(), "fire")
    filled(journal, length, world)
    size = (journal.folder / f"{journal.desk}.jsonl").stat().st_size // length
    appends, writes = [], []
    with (journal.folder / "bare").open("ab", buffering=0) as bare:
        for number in range(TURNS):
            event, version = note(number, world), journal.read().version
            begun = perf_counter()
            journal.append(event, after=version)
            appends.append(perf_counter() - begun)
            begun = perf_counter()
            bare.write(b"x" * size)
            os.fsync(bare.fileno())
            writes.append(perf_counter() - begun)
    ratio = median(mine / base for mine, base in zip(appends, writes, strict=True))
    return (
        f"append at {length:>6} lines: {median(appends) * 1000:6.2f} ms; "
        f"write + fsync {median(writes) * 1000:6.2f} ms; {ratio:5.1f} x"
    )


def replay_against_json(world: World) -> list[str]:
    """Reading and folding a long log, against parsing its lines as JSON and nothing more."""
    incident, desk = "20261123-1454-fire-k3f9q2", "k3f9q2"
    raw = lines(incident, desk, ENTRIES, world)
    begun = perf_counter()
    for line in raw:
        json.loads(line)
    parsed = perf_counter() - begun
    begun = perf_counter()
    log = DeskLog(incident, desk, f"{desk}.jsonl")
    log.feed(b"".join(raw))
    read = perf_counter() - begun
    begun = perf_counter()
    replay(in_record_order([log]))
    folded = perf_counter() - begun
    return [
        f"json.loads of {ENTRIES} lines: {parsed:.2f} s",
        f"read and check them: {read:.2f} s, {read / parsed:.1f} x; replay: {folded:.2f} s, {folded / parsed:.1f} x",
    ]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        world = real_world()
        world.env = {**world.env, "EMERGENCY_HOME": f"{place}/home", "EMERGENCY_STATE": f"{place}/state"}
        said = [append_against_write(length, world) for length in LENGTHS]
        said += replay_against_json(world)
    print("\n".join(said))  # noqa: T201 - this is what it is for


if __name__ == "__main__":
    main()
