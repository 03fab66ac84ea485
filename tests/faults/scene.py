"""A small record to break, the commands that are broken while they run, and the rule that must hold afterwards."""

import json
import platform
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.warm import Warm
from tests.front import Answer, did, emergency, small_plan, started
from tests.worlds import copied, make_world

from emergency_cli.core.events import Entry, Repaired, personal_values
from emergency_cli.store.erasing import gone
from emergency_cli.store.home import Home
from emergency_cli.world import World

PHONE = "13800000001"
TORN = b'{"v":1,"incident"'
CODES = {0, 2, 3, 4}  # saved; nothing to look at; no opening line that can be read; NOT SAVED

VERBS: dict[str, list[str]] = {
    "start": ["start", "water", "--json"],
    "done": ["done", "water/how-deep", "--fact", "deep=yes", "--json"],
    "note": ["note", PHONE, "--personal", "--json"],
    "note after a torn tail": ["note", "two", "--json"],
    "close": ["close", "--reason", "over", "--json"],
}


@dataclass
class Tally:
    """What one kind of fault came to: outcomes, and where the rule was broken."""

    what: str
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def tried(self) -> int:
        """How many faults there were."""
        return sum(self.counts.values()) + len(self.broken)

    def judge(
        self, where: str, scene: "Scene", before: Mapping[str, Entry], told: Answer, *, may_stand: bool = False
    ) -> None:
        """Count one run by the rule."""
        self.judge_by(where, partial(judge, scene, before, told, may_stand=may_stand))

    def judge_by(self, where: str, rule: Callable[..., str], *of: object) -> None:
        """Count one run by a rule of its own, which says what came of it."""
        try:
            self.counts[rule(*of)] += 1
        except AssertionError as failure:
            self.broken.append(f"{where}: {failure}")
        except Exception as failure:  # a reader that does not stand the fault
            self.broken.append(f"{where}: {failure!r}")

    def judge_many(
        self, where: str, scene: "Scene", before: Mapping[str, Entry], said: Sequence[Sequence[str]], came: str
    ) -> None:
        """Count writers that wrote at once, by the rule: `said` is what each was told, `came` how it came out."""
        after = scene.entries()
        told = {each for hashes in said for each in hashes}
        fresh = {key for key, entry in after.items() if not isinstance(entry.event, Repaired)} - before.keys() - told
        try:
            assert {key: after.get(key) for key in before} == dict(before), "an acknowledged entry was lost or changed"
            assert told <= after.keys(), "an acknowledged entry was lost"
            assert len(fresh) <= len(said), "more than one unacknowledged entry of one writer"
            goes_on(scene, len(after))
            self.counts[came] += len(said)
        except AssertionError as failure:
            self.broken.append(f"{where}: {failure}")


@dataclass(frozen=True)
class Scene:
    """A home and the state of one desk in a folder of their own."""

    place: Path
    plan: str

    @property
    def env(self) -> dict[str, str]:
        """What tells the program where it is."""
        return {
            "EMERGENCY_HOME": str(self.place / "home"),
            "EMERGENCY_STATE": str(self.place / "state-a"),
            "EMERGENCY_PLAN": self.plan,
            "EMERGENCY_LANG": "en",
        }

    def world(self) -> World:
        """The same place, within this process, on the real clock."""
        world = make_world(self.place, env=self.env, now=lambda: datetime.now().astimezone())
        world.host = platform.node()  # this very machine, as for the real program: another one would be another desk
        world.mirror_patience = 60  # the machine may be busy, and whether it is caught up is what is judged
        return world

    def copy(self, place: Path) -> "Scene":
        """The same record elsewhere."""
        copied(self.place, place)
        return Scene(place, self.plan)

    def entries(self) -> dict[str, Entry]:
        """Everything on record, by hash, as a program started just now reads it."""
        return {entry.hash: entry for case in Home(self.world()).all() for entry in case.record.entries}

    @property
    def log(self) -> Path:
        """The file of the desk in the only incident."""
        (found,) = (path for path in self.place.glob("home/incidents/*/*.jsonl") if "private" not in path.name)
        return found


def scenes(place: Path) -> dict[str, Scene]:
    """For each of VERBS the scene in which it is broken."""
    _, made = _masters()
    return {verb: scene.copy(place / scene.place.name) for verb, scene in made.items()}


@cache
def _masters() -> tuple[object, dict[str, Scene]]:
    """Made once, and copied from then on; with what keeps their folder there until the end."""
    kept = TemporaryDirectory(prefix="faults-masters-")
    place = Path(kept.name)
    plan = small_plan(place)
    made = {verb: Scene(place / verb.replace(" ", "-"), plan) for verb in VERBS}
    for verb, scene in made.items():
        scene.place.mkdir()
        if verb != "start":
            started(scene.world(), "water", "--zone", "tax")
            did(scene.world(), "note", "one", "--json")
        if verb == "close":
            did(scene.world(), "end", "handled", "--decided", "Li", "--condition", "dry")
        if verb == "note after a torn tail":
            with scene.log.open("ab") as stream:
                stream.write(TORN)
    return kept, made


def run(
    program: Warm, scene: Scene, line: list[str], env: Mapping[str, str] | None = None, *, longest: int | None = None
) -> Answer:
    """Run one command line to its end."""
    out, err = outputs(scene)
    pid = program.start([line], {**scene.env, **(env or {})}, out, err, longest=longest)
    return answer(program.wait(pid), out, err)


def outputs(scene: Scene) -> tuple[Path, Path]:
    """Where a run writes what it says: beside the scene, so that no fault of the record's disk hits it."""
    found = scene.place.with_name(f"{scene.place.name}.out"), scene.place.with_name(f"{scene.place.name}.err")
    for path in found:
        path.unlink(missing_ok=True)
    return found


def answer(code: int, out: Path, err: Path) -> Answer:
    """What a run that is over gave back."""
    said = [path.read_text(encoding="utf-8") if path.exists() else "" for path in (out, err)]
    return Answer(code, *said)


def acknowledged(text: str) -> Iterator[str]:
    """The hashes in a row of answers of `--json`; an answer that is not whole acknowledges nothing."""
    decoder, at = json.JSONDecoder(), 0
    while (start := text.find("{", at)) >= 0:
        try:
            said, at = decoder.raw_decode(text, start)
        except ValueError:
            return
        if said.get("answer") == "recorded":
            yield from (entry["hash"] for entry in said["entries"])


def judge(scene: Scene, before: Mapping[str, Entry], told: Answer, *, may_stand: bool = False) -> str:
    """The rule after every fault; what became of the command: `saved`, `refused` or `killed`.

    `may_stand`: the one case of docs/record.md section 5, where cutting back failed as well.
    """
    killed = told.code < 0
    after = scene.entries()
    assert {key: after.get(key) for key in before} == dict(before), "an acknowledged entry was lost or changed"
    fresh = [entry for key, entry in after.items() if key not in before and not isinstance(entry.event, Repaired)]
    assert "Traceback" not in told.out + told.err, told
    if killed:
        assert len(fresh) <= 1, "more than was asked for"
        assert set(acknowledged(told.out)) <= set(after), "an acknowledged entry was lost"
    elif told.code == 0:
        assert len(fresh) == 1, f"acknowledged, and not on record: {told}"
        assert {fresh[0].incident, fresh[0].hash} & {told.data.get("id"), *acknowledged(told.out)}, told
    else:
        assert told.code in CODES, told
        assert refused(told.err), told
        assert may_stand or not fresh, f"refused, and on record: {told}"
        assert not list(acknowledged(told.out)), told
    goes_on(scene, len(after))
    return "killed" if killed else "saved" if told.code == 0 else "refused"


def refused(words: str) -> bool:
    """Whether a person can tell that nothing was recorded."""
    return any(
        each in words
        for each in (
            "NOT SAVED",
            "NOT RECORDED",
            "cannot be read",
            "no incident on record",
            "nothing that depends on it can be added",
        )
    )


def goes_on(scene: Scene, count: int) -> None:
    """The reader opens, the next entry is taken, and the record is whole, values behind seals included."""
    world = scene.world()
    if not count:
        did(world, "start", "water", "--json")
    closed = [case.record.entries[1].id for case in Home(world).all() if case.incident.state == "closed"]
    line = ["correct", closed[0], "--reason", "slip", "--text"] if closed else ["note"]
    noted = emergency(world, *line, "after the fault", "--json")
    assert noted.code == 0, noted
    cases = Home(world).all()
    assert [found for case in cases for found in case.record.findings if not found.harmless] == []
    for case in cases:
        destroyed = gone(case.incident).seals
        sealed = [value for entry in case.record.entries for value in personal_values(entry.event)]
        assert [value for value in sealed if not value.matches() and value.sealed not in destroyed] == []
    on_record = {entry.hash for case in cases for entry in case.record.entries}
    assert set(acknowledged(noted.out)) <= on_record
    assert list(acknowledged(noted.out))


def fresh(place: Path, scene: Scene, number: int) -> Scene:
    """A copy to break; the one before is thrown away."""
    shutil.rmtree(place / str(number - 1), ignore_errors=True)
    return scene.copy(place / str(number))
