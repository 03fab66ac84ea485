"""The plan as it is found on this machine: roster and playbooks, each file read when it is asked for."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.names.meaning import Meaning, meaning, words_of
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import PlanDocument, Roster
from emergency_cli.core.plan.scenario import Scenario
from emergency_cli.core.plan.values import PlanValue
from emergency_cli.core.text import Fault, Message, PlanName, Text, msg
from emergency_cli.disk import is_there, read_plain, why
from emergency_cli.errors import Misused
from emergency_cli.places import packaged_plan
from emergency_cli.plans import MAX_BYTES
from emergency_cli.plans.compiled import Compiled
from emergency_cli.plans.faulty import in_place_of, remarks
from emergency_cli.plans.sounds import Sounds
from emergency_cli.world import World

if TYPE_CHECKING:
    from emergency_cli.plans.files import Source

V = TypeVar("V", bound=PlanValue)


class Draft(NamedTuple):
    """A faulty file that can be understood all the same: for the rules of `check`, and nothing else."""

    source: "Source"
    value: PlanValue


class Plan:
    """Reads files when they are asked for, each once. What was wrong with them gathers in `faults`.

    `folders`: that of the plan, then that of the packaged one. A plan is whole by itself: the packaged one is used
    where there is none, and a playbook of it in place of one that cannot be read, for its card saves lives.
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
        self.packaged: set[str] = set()
        """Playbooks in place of which the packaged ones are used."""
        self._books: dict[str, Playbook | None] = {}
        self._in_use: dict[str, tuple[bytes, PlanValue]] = {}
        self._sounds = Sounds(compiled)

    @property
    def folder(self) -> Path:
        """The folder of the plan in use."""
        return self.folders[-1] if self.absent else self.folders[0]

    @cached_property
    def absent(self) -> bool:
        """Whether the folder of the plan holds none, so that the packaged one is used."""
        own = self.folders[0]
        return not self._own_ids and not is_there(own / "roster.yaml") and own / "roster.yaml" not in self.instead

    @cached_property
    def roster(self) -> Roster:
        """The roster; one with nobody in it where it cannot be used: another hall's would name the wrong people."""
        return self.roster_read or _nobody(self.folder.name)

    @cached_property
    def roster_read(self) -> Roster | None:
        """The roster, `None` where it cannot be used."""
        return self._read("roster.yaml", Roster)

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

    def called(self, name: PlanName) -> Text | None:
        """What the plan calls something; `None` where it does not know it."""
        match name.kind:
            case "playbook":
                playbook = self.playbook(name.id)
                return playbook.title if playbook else None
            case "urgency":
                return self.centre.urgencies.get(name.id)
            case "class":
                return self.centre.classes.get(name.id)

    @property
    def ids(self) -> list[str]:
        """The playbooks there are; where the plan has none, the packaged ones. The general procedure is the last."""
        found = self._own_ids or _names_in(self.folders[-1] / "playbooks", self.instead)
        order = {name: place for place, name in enumerate(self.centre.menu)}
        return sorted(found, key=lambda name: (name == GENERAL, order.get(name, len(order)), name))

    @cached_property
    def _own_ids(self) -> set[str]:
        return _names_in(self.folders[0] / "playbooks", self.instead)

    @property
    def has_playbooks(self) -> bool:
        """Whether the plan has playbooks of its own."""
        return bool(self._own_ids)

    @property
    def last_resort(self) -> Playbook | None:
        """The packaged general procedure: its card comes where the plan has nothing to show."""
        return self._read_in(self.folders[-1], f"playbooks/{GENERAL}.yaml", Playbook)

    def playbooks(self) -> list[Playbook]:
        """All playbooks that can be read."""
        return [book for name in self.ids if (book := self.playbook(name))]

    def scenarios(self) -> list[Scenario]:
        """The scenarios of drills that can be read, by id: those of this plan, and not of the one that was packaged."""
        names = sorted(_names_in(self.folder / "drills", self.instead))
        return [each for name in names if (each := self._read(f"drills/{name}.yaml", Scenario))]

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
        self.roster  # noqa: B018 - its names are asked for most
        return self._sounds.of(name, person, self._in_use)

    def remarks(self) -> Iterator[Message]:
        """What is used in place of files in which something is wrong."""
        files = {fault.file for fault in self.faults if not fault.warning}
        packaged = self.packaged | {str(self.folders[0]), str(self.folders[0] / "playbooks")}
        return remarks(files, partly=self.partly, earlier=self.earlier, packaged=packaged)

    def digest(self, books: Iterable[str]) -> str:
        """SHA-256 of the plan files in use: over that of each file, roster first, then playbooks by id."""
        names = ["roster.yaml", *(f"playbooks/{name}.yaml" for name in sorted(books))]
        return hashlib.sha256("".join(self.digests.get(name, "") for name in names).encode()).hexdigest()

    def _read(self, name: str, kind: type[V]) -> V | None:
        """What a file of the plan says; of a playbook that cannot be read, what the packaged one of its name says."""
        own, stands_in = self.folders[0], self.folders[-1]
        if self.absent or own == stands_in:
            return self._read_in(stands_in, name, kind)
        value = self._read_in(own, name, kind)
        if value is None and kind is Playbook and (not self._own_ids or Path(name).stem in self._own_ids):
            value = self._read_in(stands_in, name, kind)
            if value is not None:
                self.packaged.add(str(own / name))
        return value

    def _read_in(self, folder: Path, name: str, kind: type[V]) -> V | None:
        """What a file in a folder says; what is wrong with it is a fault."""
        path = folder / name
        try:
            raw = self.instead.get(path) or read_plain(path, MAX_BYTES + 1)
        except FileNotFoundError:
            if kind is Roster:
                self.faults.append(Fault(str(path), None, msg("there is no such file"), msg("every plan has one")))
            return None
        except OSError as error:
            self.faults.append(Fault(str(path), None, msg("cannot be read ({error})", error=why(error))))
            return None
        value = self._whole(name, path, raw, kind)
        kept = raw
        if value is None and (instead := self._instead(path, raw, kind)):
            value, kept = instead
        if value is not None:
            self.digests[name] = hashlib.sha256(raw if str(path) in self.partly else kept).hexdigest()
            if kind is not Centre:  # nothing in it is looked for by how it sounds
                self._in_use[name] = kept, value
        return value

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
        """What is used of a faulty file, and the bytes that stand for it."""
        if path.is_relative_to(packaged_plan()):
            return None
        before = self.compiled.last_whole(path) if self.compiled else None
        used = in_place_of(path, raw, before, kind)
        if used is None:
            return None
        value, stands_in, partly = used
        (self.partly if partly else self.earlier).add(str(path))
        return value, stands_in

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
    hint = msg("name the folder that holds roster.yaml")
    if not there:
        plan.faults.append(Fault(str(own), None, msg("there is no such folder"), hint))
    elif plan.absent:
        plan.faults.append(Fault(str(own), None, msg("there is no plan in this folder"), hint))
    elif not plan.has_playbooks:
        hint = msg("add playbooks/general.yaml")
        plan.faults.append(Fault(str(own / "playbooks"), None, msg("there is no playbook in this folder"), hint))
    return plan


def _names_in(folder: Path, instead: Iterable[Path]) -> set[str]:
    """The names of the plan files in a folder, written or not yet, without their ending."""
    found = {path.stem for path in instead if path.parent == folder}
    with contextlib.suppress(OSError):
        found |= {path.stem for path in folder.glob("*.yaml")}
    return found


def _nobody(hall: str) -> Roster:
    """A roster with nobody in it."""
    name = Text(hall or "-", hall or "-")
    document = PlanDocument(title=name, issuer=name, dated="")
    return Roster(organisation=name, document=document, people={}, units={}, roles={}, services={}, zones={})
