"""The plan as it is found on this machine: roster and playbooks, and what is used in place of a faulty file."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.find import names_in, spoken
from emergency_cli.core.plan.meaning import Meaning, meaning, words_of
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.scenario import Scenario
from emergency_cli.core.plan.values import PlanValue, to_json
from emergency_cli.core.text import Fault, Message, msg
from emergency_cli.disk import is_there, read_plain, why
from emergency_cli.errors import Faulty, Misused
from emergency_cli.plans import MAX_BYTES
from emergency_cli.plans.compiled import Compiled
from emergency_cli.world import World, packaged_plan

if TYPE_CHECKING:
    from emergency_cli.plans.files import Source

V = TypeVar("V", bound=PlanValue)


class Draft(NamedTuple):
    """A faulty file that can be understood all the same: for the rules of `check`, and nothing else."""

    source: "Source"
    value: PlanValue


class Plan:
    """Reads files when they are asked for, each once. What was wrong with them gathers in `faults`.

    `compiled`: where what was accepted is kept; without it every file is read as YAML, and `sources` knows its lines.
    `instead`: what files are to be read as that have not been written yet.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        compiled: Compiled | None = None,
        instead: Mapping[Path, bytes] = MappingProxyType({}),
    ) -> None:
        self.folders = list(folders)
        self.instead = instead
        self.compiled = compiled
        self.faults: list[Fault] = []
        self.digests: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self.drafts: dict[str, Draft] = {}
        self.partly: set[str] = set()
        """Files of which everything is used but the faulty entries."""
        self.earlier: set[str] = set()
        """Files of which the last version without faults is used."""
        self._books: dict[str, Playbook | None] = {}
        self._in_use: dict[str, tuple[bytes, PlanValue]] = {}
        self._sounds: dict[str, Mapping[str, tuple[str, ...]]] = {}

    @cached_property
    def roster(self) -> Roster:
        """The roster. Raises Faulty if neither the plan's own nor the packaged one can be used."""
        roster = self._read("roster.yaml", Roster)
        if roster is None:
            raise Faulty(msg("No usable roster.yaml was found."), msg("See what is wrong: emergency check"))
        return roster

    @cached_property
    def centre(self) -> Centre:
        """What the centre has set; nothing where there is no usable centre.yaml."""
        return self._read("centre.yaml", Centre) or Centre()

    def playbook(self, name: str) -> Playbook | None:
        """The playbook of an id; `None` if there is none."""
        if name not in self._books:
            self._books[name] = self._read(f"playbooks/{name}.yaml", Playbook)
        return self._books[name]

    @property
    def shared_facts(self) -> Mapping[str, FactSpec]:
        """The facts of the general procedure, which all playbooks share."""
        general = self.playbook(GENERAL)
        return general.facts if general else {}

    @property
    def ids(self) -> list[str]:
        """The playbooks there are: in the plan's own folder, or packaged; the general procedure last."""
        found = self._names("playbooks", self.folders)
        order = {name: place for place, name in enumerate(self.centre.menu)}
        return sorted(found, key=lambda name: (name == GENERAL, order.get(name, len(order)), name))

    def playbooks(self) -> list[Playbook]:
        """All playbooks that can be read."""
        return [book for name in self.ids if (book := self.playbook(name))]

    def scenarios(self) -> list[Scenario]:
        """The scenarios of drills that can be read, by id: those of this plan, and not of the one that was packaged."""
        names = sorted(self._names("drills", self.folders[:1]))
        return [each for name in names if (each := self._read(f"drills/{name}.yaml", Scenario))]

    def _names(self, folder: str, places: Iterable[Path]) -> set[str]:
        """The names of the files in a folder of a plan, without their ending."""
        found = set[str]()
        for place in places:
            found |= {path.stem for path in self.instead if path.parent == place / folder}
            with contextlib.suppress(OSError):
                found |= {path.stem for path in (place / folder).glob("*.yaml")}
        return found

    def meaning(self, words: str, *, slips: bool = True) -> Meaning:
        """What somebody means who says this: playbooks, each with the facts that the words already answer."""
        if words in self.ids and self.playbook(words):
            return Meaning({words: {}})
        return meaning(words, words_of(self.playbooks()), slips=slips, sounds=self.sounds)

    def find(self, query: str, *, slips: bool = True) -> tuple[Playbook, dict[str, str]]:
        """The one playbook somebody means, and the facts that their words already answer. Raises Misused."""
        meant = self.meaning(query, slips=slips)
        titles = [book.title for name in (*meant.found, *meant.near) if (book := self.playbook(name))]
        if len(meant.found) == 1 and not meant.denied:
            name, sets = next(iter(meant.found.items()))
            if book := self.playbook(name):
                return book, dict(sets)
        if len(titles) > 1:
            raise Misused(msg("“{query}” may mean {names}. Type one of these in full.", query=query, names=titles))
        unknown = msg("No incident type “{query}”.", query=query)
        if titles:
            raise Misused(unknown, msg("Did you mean {names}?", names=titles))
        known = [book.title for book in self.playbooks()]
        raise Misused(unknown, msg("Known: {names}", names=known))

    def sounds(self, name: str, person: bool) -> tuple[str, ...]:
        """The pinyin and the initials of a name: those of the files in use are kept, others are worked out."""
        with contextlib.suppress(Faulty):
            self.roster  # noqa: B018 - its names are asked for most
        for file, (raw, value) in self._in_use.items():
            if file not in self._sounds:
                self._sounds[file] = self._sounds_in(file, raw, value)
        key = _spelling(name, person)
        return next((known[key] for known in self._sounds.values() if key in known), None) or spoken(name, person)

    def digest(self, books: Iterable[str]) -> str:
        """SHA-256 of the plan files in use: over that of each file, roster first, then playbooks by id."""
        names = ["roster.yaml", *(f"playbooks/{name}.yaml" for name in sorted(books))]
        return hashlib.sha256("".join(self.digests.get(name, "") for name in names).encode()).hexdigest()

    def _read(self, name: str, kind: type[V]) -> V | None:
        """The first usable copy of a file; a faulty one is a fault, and the next copy is tried."""
        for folder in self.folders:
            path = folder / name
            try:
                raw = self.instead.get(path) or read_plain(path, MAX_BYTES + 1)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.faults.append(Fault(str(path), None, msg("cannot be read ({error})", error=why(error))))
                continue
            value = self._whole(name, path, raw, kind)
            kept = raw
            if value is None and (instead := self._instead(path, raw, kind)):
                value, kept = instead
            if value is not None:
                self.digests[name] = hashlib.sha256(raw if str(path) in self.partly else kept).hexdigest()
                if kind is not Centre:  # nothing in it is looked for by how it sounds
                    self._in_use[name] = kept, value
                return value
        return None

    def _whole(self, name: str, path: Path, raw: bytes, kind: type[V]) -> V | None:
        """What a file says, `None` if anything is wrong with it."""
        value = self.compiled.value(name, raw, kind) if self.compiled else None
        if value is None:
            value = self._from_yaml(name, path, raw, kind)
            if value is not None and self.compiled:
                self.compiled.keep(name, raw, value)
        if value is not None and self.compiled and not path.is_relative_to(packaged_plan()):
            self.compiled.keep_whole(path, raw)
        return value

    def _instead(self, path: Path, raw: bytes, kind: type[V]) -> tuple[V, bytes] | None:
        """What is used of a faulty file, and the bytes that stand for it.

        A list of entries lacks the faulty ones, or has them as they were when nothing was wrong with the file; of any
        other file, and where nothing can be read, that earlier version is used as a whole.
        """
        from emergency_cli.plans.reading import read_plan_file, what_is_left

        if path.is_relative_to(packaged_plan()):
            return None
        before = self.compiled.last_whole(path) if self.compiled else None
        earlier = read_plan_file(before, str(path), kind)[1] if before is not None else None
        if kind in _OF_ENTRIES:
            left, places = what_is_left(raw, str(path), kind)
            if left is not None:
                self.partly.add(str(path))
                left = _with_earlier(left, earlier, {place[:2] for place in places}) if earlier is not None else left
                return left, to_json(left)
        if earlier is None or before is None:
            return None
        self.earlier.add(str(path))
        return earlier, before

    def _from_yaml(self, name: str, path: Path, raw: bytes, kind: type[V]) -> V | None:
        """What a file says, `None` with its faults noted if anything is wrong with it."""
        from emergency_cli.plans.reading import read_plan_file

        source, value, whole = read_plan_file(raw, str(path), kind)
        if value is not None and getattr(value, "id", path.stem) != path.stem:
            wrong = msg("the id “{id}” is not the name of the file", id=getattr(value, "id", "?"))
            source.fault(("id",), wrong, msg("make them the same"))
            value, whole = None, False
        self.faults += source.faults
        if whole:
            self.sources[name] = source
            return value
        if value is not None:
            self.drafts.setdefault(name, Draft(source, value))
        return None

    def _sounds_in(self, name: str, raw: bytes, value: PlanValue) -> Mapping[str, tuple[str, ...]]:
        kept = self.compiled.sounds(name, raw) if self.compiled else None
        if kept is None:
            kept = {_spelling(called, person): spoken(called, person) for called, person in names_in(value)}
            if self.compiled:
                self.compiled.keep_sounds(name, raw, kept)
        return kept


# Files whose entries stand each for itself; a playbook without one of its steps would be another procedure.
_OF_ENTRIES = (Roster,)


def _with_earlier(left: V, earlier: V, places: Iterable[tuple[str | int, ...]]) -> V:
    """A list of entries with those at `places` as they were earlier, where they were there."""
    tables = {str(table) for table, _ in places}
    found: dict[str, object] = {}
    for table in tables:
        now, then = getattr(left, table), getattr(earlier, table)
        if isinstance(now, dict):
            wanted = {str(entry) for place, entry in places if place == table}
            found[table] = now | {name: then[name] for name in then if name in wanted}
    return replace(left, **found)


def _spelling(name: str, person: bool) -> str:
    """Under what a sound is kept: a family name sounds otherwise than the same word."""
    return f"{name}#" if person else name


def _plan_above(folder: Path) -> Path | None:
    """The plan of which this is the folder of playbooks: who names it means the plan."""
    above = folder.parent
    return above if folder.name == "playbooks" and is_there(above / "roster.yaml") else None


def load_plan(world: World, *, compiled: bool = True, instead: Mapping[Path, bytes] = MappingProxyType({})) -> Plan:
    """The plan this world uses. Nothing is read yet. Without `compiled`, from its YAML files only.

    `instead`: what files are to be read as that have not been written yet.
    """
    own, *others = world.plan_folders
    above = _plan_above(own)
    plan = Plan([above or own, *others], Compiled(world) if compiled else None, instead)
    if above:
        what = msg("this is the folder of the playbooks; the plan is {folder}, and that is used", folder=str(above))
        plan.faults.append(Fault(str(own), None, what, msg("name the folder that holds roster.yaml"), warning=True))
        own = above
    there = False
    with contextlib.suppress(OSError):  # a name too long to be one
        there = own.is_dir()
    if not there:
        missing: Message = msg("there is no such folder")
        plan.faults.append(Fault(str(own), None, missing, msg("name the folder that holds roster.yaml")))
    return plan
