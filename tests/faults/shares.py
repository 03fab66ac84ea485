"""One home, reached by several machines over shares that know nothing of each other's locks (bindfs).

Each machine is a desk of its own, with its own state; no two write the same file, so that no common lock is needed.
"""

import contextlib
import os
import random
import shutil
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from tests.faults.kills import Reader, notes
from tests.faults.logdisk import LeftOut, tool
from tests.faults.scene import Scene, Tally, acknowledged, scenes
from tests.faults.warm import Warm
from tests.front import did

from emergency_cli.core.events import Repaired
from emergency_cli.store.home import Home


@cache
def unusable() -> str | None:
    """Why a folder cannot be mounted twice here, `None` if it can."""
    if not shutil.which("bindfs"):
        return "bindfs is not there"
    with TemporaryDirectory(prefix="shares-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "home").mkdir()
        try:
            with _shared(place, 1, ""):
                return None
        except LeftOut as reason:
            return str(reason)


@contextlib.contextmanager
def _shared(place: Path, machines: int, plan: str) -> Iterator[list[Scene]]:
    """`place/home`, mounted so many times; a scene for each machine."""
    with contextlib.ExitStack() as stack:
        found = []
        for number in range(machines):
            machine = place / f"machine-{number}"
            (machine / "home").mkdir(parents=True)
            tool("bindfs", "--no-allow-other", place / "home", machine / "home")
            stack.callback(tool, "umount", machine / "home")
            found.append(Scene(machine, plan))
        yield found


def at_once(place: Path, program: Warm, machines: int, each: int, kills: int, seed: int = 1) -> Iterator[Tally]:
    """Every machine writes at once, is killed so many times on the way, and then writes so many notes to their end."""
    tally = Tally(f"{machines} machines on shares without common locks (bindfs), killed on the way")
    source = random.Random(seed)  # noqa: S311 - the same in every run
    master = scenes(place)["note"].copy(place / "all")
    before = master.entries()
    with _shared(master.place, machines, master.plan) as found:
        said: list[list[str]] = []
        for turn in range(kills + 1):
            last = turn == kills
            said += _round(program, found, turn, each if last else 30, None if last else source)
            tally.counts["finished" if last else "killed"] += machines
    after = master.entries()
    told = [key for hashes in said for key in hashes]
    lost = [key for key in (*before, *told) if key not in after]
    new = {key: entry for key, entry in after.items() if key not in before and not isinstance(entry.event, Repaired)}
    tally.broken += [f"{len(lost)} acknowledged entries are lost"] * bool(lost)
    tally.broken += ["more unacknowledged entries than kills"] * (len(new) - len(told) > kills * machines)
    damage = [finding for case in Home(master.world()).all() for finding in case.record.findings]
    tally.broken += [f"{each.kind} in {each.file}, line {each.line}" for each in damage if not each.harmless]
    desks = {entry.desk for entry in new.values()}
    tally.broken += [f"{len(desks)} desks wrote"] * (len(desks) != machines)
    tally.broken += ["`verify` finds fault"] * (not did(master.world(), "verify", "--json").data["whole"])
    tally.note = f"{len(told)} acknowledged entries in {len(desks)} chains, no fork"
    yield tally


def _round(program: Warm, machines: list[Scene], turn: int, each: int, source: random.Random | None) -> list[list[str]]:
    """All write; with a source each is killed at a moment of its own. What each was told."""
    readers = [Reader(machine.place / f"{turn}.pipe") for machine in machines]
    pids = []
    for number, (machine, reader) in enumerate(zip(machines, readers, strict=True)):
        err = machine.place / f"{turn}.err"
        pids.append(program.start(notes(f"{number}/{turn}", each), machine.env, reader.place, err))
    for pid in source.sample(pids, len(pids)) if source else ():
        sleep(source.uniform(0.05, 1) / len(pids) if source else 0)
        os.kill(pid, signal.SIGKILL)
    codes = [program.wait(pid) for pid in pids]
    assert source or codes == [0] * len(codes), [path.read_text() for m in machines for path in m.place.glob("*.err")]
    return [list(acknowledged(reader.all())) for reader in readers]
