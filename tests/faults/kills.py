"""SIGKILL at random moments, many writers at once, a holder that is stuck: processes against one record."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep

from tests.faults.scene import Scene, Tally, acknowledged, answer, fresh, goes_on, outputs, scenes
from tests.faults.warm import ROOT, Warm
from tests.front import Answer, emergency

from emergency_cli.core.events import Noted
from emergency_cli.disk import Disk
from emergency_cli.store.home import Home


class Reader:
    """Reads a named pipe that a process writes its acknowledgements to: what came through stays when it dies."""

    def __init__(self, place: Path) -> None:
        os.mkfifo(place, 0o600)
        self.place = place
        self._descriptor = os.open(place, os.O_RDONLY | os.O_NONBLOCK)

    def all(self) -> str:
        """Everything that came through, once no writer is left."""
        os.set_blocking(self._descriptor, True)
        with os.fdopen(self._descriptor, "rb") as stream:
            return stream.read().decode()


def notes(name: str, count: int) -> list[list[str]]:
    """Command lines that write so many notes, each with a text of its own."""
    return [["note", f"{name}/{number}", "--json"] for number in range(count)]


def at_random(
    place: Path, program: Warm, rounds: int, writers: int, seed: int = 1, *, turns: int = 1
) -> Iterator[Tally]:
    """Writers of one desk run one command after the other until each is killed at a moment of its own.

    They come back so many `turns` before the record is judged; a turn takes at most as long as three notes of each do.
    """
    tally = Tally(f"SIGKILL at random, {writers} at once")
    source = random.Random(seed)  # noqa: S311 - the same in every run
    master = scenes(place)["note"]
    entries = 0
    for number in range(rounds):
        scene = fresh(place, master, number)
        begun = monotonic()
        write_at_once(program, scene, writers, 1)
        longest = min(3 * (monotonic() - begun), 0.5 * writers)  # also on a machine that is busy with other things
        before = scene.entries()
        said: list[list[str]] = []
        for turn in range(turns):
            said += _killed(program, scene, writers, f"{number}-{turn}", longest, source)
        tally.judge_many(f"round {number}", scene, before, said, "killed")
        entries += sum(len(hashes) for hashes in said)
    tally.note = f"{entries} acknowledged entries"
    yield tally


def _killed(
    program: Warm, scene: Scene, writers: int, name: str, longest: float, source: random.Random
) -> list[list[str]]:
    """Start writers, kill each; what each was told."""
    readers = [Reader(scene.place.with_name(f"{name}-{writer}.pipe")) for writer in range(writers)]
    lines, nobody = [notes(f"{writer}", 30) for writer in range(writers)], Path(os.devnull)
    pids = [program.start(line, scene.env, reader.place, nobody) for line, reader in zip(lines, readers, strict=True)]
    for pid in source.sample(pids, len(pids)):
        sleep(source.uniform(0, longest / writers))
        os.kill(pid, signal.SIGKILL)
        program.wait(pid)
    said = [list(acknowledged(reader.all())) for reader in readers]
    for reader in readers:
        reader.place.unlink()
    return said


def cold(place: Path, rounds: int, seed: int = 1) -> Iterator[Tally]:
    """The program as installed, started anew each time and killed somewhere on its way."""
    tally = Tally("SIGKILL at random, the program started anew")
    source = random.Random(seed)  # noqa: S311 - the same in every run
    master = scenes(place)["done"]
    named = {key: value for key, value in os.environ.items() if not key.startswith("EMERGENCY_")}
    for number in range(rounds):
        scene = fresh(place, master, number)
        before, (out, err) = scene.entries(), outputs(scene)
        command = [sys.executable, "-m", "emergency_cli", "done", "water/how-deep", "--fact", "deep=yes", "--json"]
        with out.open("wb") as saying, err.open("wb") as warning:
            process = subprocess.Popen(command, env={**named, **scene.env}, cwd=ROOT, stdout=saying, stderr=warning)
            sleep(source.uniform(0.1, 0.6))
            process.kill()
        tally.judge(f"round {number}", scene, before, answer(process.wait(), out, err))
    yield tally


def at_once(place: Path, program: Warm, writers: Sequence[int], each: int) -> Iterator[Tally]:
    """So many programs of one desk write at once: every line there, in one chain, no number twice.

    Two more verify all the while, and find nothing wrong.
    """
    for number, count in enumerate(writers):
        tally = Tally(f"{count} writers at once")
        scene = fresh(place, scenes(place / str(count))["note"], number)
        before = scene.entries()
        looks = [["verify", "--json"]] * each
        told, looked = write_at_once(program, scene, count, each, [looks, looks])
        wrong = [one for one in looked if one.code or one.out.count('"whole": true') != each]
        tally.broken += [f"not whole, somebody who looked was told: {one}" for one in wrong]
        said = [list(acknowledged(one.out)) for one in told]
        refused = sum(one.err.count("NOT SAVED: another terminal") for one in told)
        if refused != count * each - sum(len(hashes) for hashes in said):
            tally.broken += [f"entries without an answer: {one}" for one in told]
        numbers = sorted(entry.n for entry in scene.entries().values())
        tally.broken += ["numbers twice or missing"] * (numbers != list(range(1, len(numbers) + 1)))
        tally.judge_many("all at once", scene, before, said, "writers done")
        tally.note = f"{count * each - refused} entries, one chain"
        tally.note += f"; {refused} refused after waiting 10 s" * bool(refused)
        yield tally


def write_at_once(
    program: Warm, scene: Scene, writers: int, each: int, others: Sequence[list[list[str]]] = ()
) -> tuple[list[Answer], list[Answer]]:
    """Run so many writers, and others, to their end; what each said."""
    lines = [*(notes(f"{number}", each) for number in range(writers)), *others]
    places = [
        (scene.place.with_name(f"w{number}.out"), scene.place.with_name(f"w{number}.err"))
        for number in range(len(lines))
    ]
    for out, err in places:
        out.unlink(missing_ok=True)
        err.unlink(missing_ok=True)
    pids = [program.start(line, scene.env, *said) for line, said in zip(lines, places, strict=True)]
    told = [answer(program.wait(pid), *said) for pid, said in zip(pids, places, strict=True)]
    return told[:writers], told[writers:]


class StopsAtSync(Disk):
    """Stops its own process in the middle of an append, as if the terminal had been suspended there."""

    def sync(self, descriptor: int) -> None:
        """Stop first."""
        os.kill(os.getpid(), signal.SIGSTOP)
        super().sync(descriptor)


def stuck(place: Path, rounds: int) -> Iterator[Tally]:
    """A terminal is stopped while it holds the lock: NOT SAVED in time, naming it; then it goes on, or is killed."""
    tally = Tally("a stopped terminal holds the lock (SIGSTOP)")
    master = scenes(place)["note"]
    for number in range(rounds):
        scene = fresh(place, master, number)
        before = scene.entries()
        holder = _stopped_in_append(scene)
        world = scene.world()
        world.lock_patience = 0.2
        told = emergency(world, "note", "from another terminal", "--json")
        assert told.code == 4, told
        assert f"pid {holder}" in told.text, told
        assert scene.entries().keys() >= before.keys()
        killed = number % 2
        os.kill(holder, signal.SIGKILL if killed else signal.SIGCONT)
        code = os.waitstatus_to_exitcode(os.waitpid(holder, 0)[1])
        assert code == (-signal.SIGKILL if killed else 0)
        texts = [entry.event.text for entry in scene.entries().values() if isinstance(entry.event, Noted)]
        assert "from another terminal" not in texts
        assert killed or "stuck" in texts
        goes_on(scene, len(before))
        tally.counts["killed" if killed else "saved"] += 1
    yield tally


def _stopped_in_append(scene: Scene) -> int:
    child = os.fork()
    if not child:
        code = 99
        try:
            world = scene.world()
            world.disk, world.pid = StopsAtSync(), os.getpid()
            (case,) = Home(world).all()
            case.journal.append(Noted(occurred=world.now(), by="Li", text="stuck"))
            code = 0
        finally:
            os._exit(code)
    os.waitpid(child, os.WUNTRACED)
    return child
