"""Commands that bring a record together, copy it, destroy parts of it or tell it as a document, and their rules.

Nothing acknowledged is lost, no log is shortened, what was refused can be run again and then comes to its end; a
document is whole or as it was before; nothing that a fault leaves lying can be read by others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.blocks import LAW, PICTURE, SECRET, sticks
from tests.faults.scene import PHONE, Scene, goes_on, judge
from tests.faults.standing import DOCUMENTS, Standing, between, holding, private, standing
from tests.front import Answer, did, everything_below, small_plan, started

from emergency_cli.core.events import Destroyed, Entry
from emergency_cli.core.personal import read_private
from emergency_cli.store.erasing import PRIVATE

CODES = {0, 2, 4, 5}
OLD = b"# an older summary\n"
_HEADINGS = re.compile(rb"^###? .+$", re.M)
UNSAID = ("No second copy", "left alone", "does not answer")


@dataclass(frozen=True)
class Job:
    """A command to be broken in a scene, and how to judge what came of it."""

    scene: Scene
    line: Callable[[Scene], list[str]]
    judge: Callable[[Scene, Answer], str]


Jobs = dict[str, Job]


def jobs_in(place: Path) -> Jobs:
    """Every job, each with a scene of its own below a place."""
    plan = small_plan(place)
    other, earlier, later = sticks(place, plan)
    made = {}
    for name, copies in (
        ("merge", ()),
        ("merge again", (earlier,)),
        ("destroy", (later,)),
        ("mirror", ()),
        ("export", ()),
    ):
        scene = made[name] = Scene(place / "jobs" / name.replace(" ", "-"), plan)
        (scene.place / "mirror").mkdir(parents=True)
        mirror = ["--mirror", str(scene.place / "mirror")] * (name in ("destroy", "mirror"))
        started(scene.world(), "water", "--zone", "tax")
        did(scene.world(), *mirror, "note", PHONE, "--personal")
        for copy in copies:
            did(scene.world(), *mirror, "merge", str(copy))
        if name.startswith("merge"):
            Scene(later, plan).copy(scene.place / "stick")
        (scene.place / DOCUMENTS).mkdir(mode=0o700)
        (scene.place / DOCUMENTS / "old.md").write_bytes(OLD)
        (scene.place / DOCUMENTS / "old.md").chmod(0o600)

    def mirrored(scene: Scene) -> list[str]:
        return ["--mirror", str(scene.place / "mirror")]

    def merging(scene: Scene) -> list[str]:
        return ["merge", str(scene.place / "stick"), "--json"]

    def destroying(scene: Scene) -> list[str]:
        return [*mirrored(scene), "destroy", other, "--what", "all", "--basis", LAW, "--yes", "--json"]

    def noting(scene: Scene) -> list[str]:
        return [*mirrored(scene), "note", "one more", "--personal", "--json"]

    def exporting(name: str) -> Callable[[Scene], list[str]]:
        return lambda scene: ["export", "--to", str(scene.place / DOCUMENTS / name), "--force"]

    def undisturbed(name: str, line: Callable[[Scene], list[str]]) -> Scene:
        copy = made[name].copy(place / "undisturbed" / name)
        did(copy.world(), *line(copy))
        return copy

    found = {}
    for name in ("merge", "merge again"):
        before, after = standing(made[name]), standing(undisturbed(name, merging))
        found[name] = Job(made[name], merging, _Merge(merging, before, after, everything_below(made[name].place)))
    before, after = standing(made["destroy"]), standing(undisturbed("destroy", destroying))
    found["destroy"] = Job(made["destroy"], destroying, _Destroy(destroying, other, before, after))
    found["note with a second copy"] = Job(made["mirror"], noting, _Mirror(noting, made["mirror"].entries()))
    for name in ("old.md", "new.md"):
        told = (undisturbed("export", exporting(name)).place / DOCUMENTS / name).read_bytes()
        before = standing(made["export"])
        what = "export over an older one" if name == "old.md" else "export"
        found[what] = Job(made["export"], exporting(name), _Export(name, told, before))
    return found


# --- the rules -----------------------------------------------------------------------------------------------------


def _came(told: Answer) -> str:
    assert "Traceback" not in told.out + told.err, told
    assert told.code < 0 or told.code in CODES, told
    assert told.code <= 0 or told.err.strip(), f"refused without a word: {told}"
    return "killed" if told.code < 0 else "refused" if told.code else "done"


@dataclass(frozen=True)
class _Merge:
    """All or a part of it is there, whole; no log here is shortened; the next merge brings the rest."""

    line: Callable[[Scene], list[str]]
    before: Standing
    after: Standing
    files: dict[str, bytes]

    def __call__(self, scene: Scene, told: Answer) -> str:
        came, found = _came(told), standing(scene)
        between(found, self.before, self.after, complete=told.code != 5)
        private(scene)
        self._nothing_shortened(scene)
        assert came != "done" or found == self.after, f"brought in, it says: {told}"
        did(scene.world(), *self.line(scene))
        assert standing(scene) == self.after, "the next merge does not finish it"
        self._nothing_shortened(scene)
        goes_on(scene, len(found.entries))
        return came

    def _nothing_shortened(self, scene: Scene) -> None:
        now = everything_below(scene.place)
        for name, data in self.files.items():
            if name.endswith(".jsonl"):
                assert now.get(name, b"").startswith(data), f"{name} was shortened"


@dataclass(frozen=True)
class _Destroy:
    """On record before it is gone; once it says so, gone, in the second copy too or it says so; can be finished."""

    line: Callable[[Scene], list[str]]
    other: str
    before: Standing
    after: Standing

    def __call__(self, scene: Scene, told: Answer) -> str:
        came, found = _came(told), standing(scene)
        fresh = {key: entry for key, entry in found.entries.items() if key not in self.before.entries}
        assert len(fresh) <= 1
        assert all(isinstance(entry.event, Destroyed) for entry in fresh.values())
        if fresh:
            between(found, self.before, Standing({**self.after.entries, **fresh}, {}))
        else:
            assert found == self.before, "destroyed without a record of it"
        private(scene)
        self._once_said(scene, told)
        did(scene.world(), *self.line(scene))
        assert not self._left(scene, "home", "mirror"), f"the next run leaves {self._left(scene, 'home', 'mirror')}"
        assert did(scene.world(), "verify", self.other, "--json").data["whole"]
        goes_on(scene, len(found.entries))
        return came

    def _once_said(self, scene: Scene, told: Answer) -> None:
        if told.code == 0:
            assert not self._left(scene, "home"), f"destroyed, it says: {self._left(scene, 'home')}"
            said = any(words in told.err for words in UNSAID)
            assert said or not self._left(scene, "mirror"), f"a second copy that nobody was told of: {told}"

    def _left(self, scene: Scene, *folders: str) -> list[str]:
        places = [scene.place / folder / "incidents" / self.other for folder in folders]
        return [name for place in places for name in holding(place, SECRET.encode(), PICTURE)]


@dataclass(frozen=True)
class _Mirror:
    """The rule for an entry; the second copy is never ahead, a lack of it is said, and the next entry catches it up."""

    line: Callable[[Scene], list[str]]
    before: dict[str, Entry]

    def __call__(self, scene: Scene, told: Answer) -> str:
        home, copy = everything_below(scene.place / "home"), everything_below(scene.place / "mirror")
        ahead = [name for name, data in copy.items() if not _draft(name) and not home.get(name, b"").startswith(data)]
        assert not ahead, f"ahead in the second copy: {ahead}"
        if told.code == 0 and home != copy:
            assert any(words in told.err for words in UNSAID), f"a lack that nobody was told of: {told}"
        came = judge(scene, self.before, told)
        private(scene)
        did(scene.world(), *self.line(scene))
        home, copy = everything_below(scene.place / "home"), everything_below(scene.place / "mirror")
        assert {name: data for name, data in copy.items() if not _draft(name)} == _spoken_of(home), (
            "the second copy is not caught up"
        )
        return came


def _spoken_of(home: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a home without the personal values that no line names: in a copy nobody could destroy them."""
    logs = b"".join(data for name, data in home.items() if not name.endswith(PRIVATE))
    return {
        name: b"".join(line for line in data.splitlines(keepends=True) if _seal(line) in logs)
        if name.endswith(PRIVATE)
        else data
        for name, data in home.items()
    }


def _seal(line: bytes) -> bytes:
    (sealed,) = read_private(line)
    return sealed.encode()


def _draft(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".")


@dataclass(frozen=True)
class _Export:
    """The document is whole or as it was; a refused one leaves no draft, a killed one none that others can read."""

    name: str
    told: bytes
    before: Standing

    def __call__(self, scene: Scene, told: Answer) -> str:
        came, found = _came(told), standing(scene)
        place = scene.place / DOCUMENTS
        there = (place / self.name).read_bytes() if (place / self.name).exists() else None
        whole = there is not None and _whole(there, self.told)
        assert whole or there == (OLD if self.name == "old.md" else None), f"half a document: {there!r}"
        assert came != "done" or whole, f"written, it says: {told}"
        assert found.entries == self.before.entries
        private(scene)
        drafts = [path.name for path in place.iterdir() if _draft(path.name)]
        assert came == "killed" or not drafts, f"left behind: {drafts}"
        did(scene.world(), "export", "--to", str(place / self.name), "--force")
        assert _whole((place / self.name).read_bytes(), self.told)
        goes_on(scene, len(found.entries))
        return came


def _whole(document: bytes, told: bytes) -> bool:
    """All sections, and the last one to its end; what lies between tells the time, and who is late by then.

    Lateness may have sections of its own. What could not be read is said in the document, which then has no check code
    at its end.
    """
    ends = {each.rpartition(_sections(told)[-1].lstrip(b"# "))[2] for each in (document, told)}
    complete = len(ends) == 1 or b"this file cannot be read" in document
    there = iter(_sections(document))
    return complete and all(section in there for section in _sections(told))


def _sections(document: bytes) -> list[bytes]:
    """The headings, without their numbers."""
    return [re.sub(rb"^(#+) (Annex )?[0-9]+[.:] ", rb"\1 ", each) for each in _HEADINGS.findall(document)]
