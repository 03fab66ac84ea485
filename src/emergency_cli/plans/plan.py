"""The plan as it is found on this machine: roster and playbooks, with the packaged copy behind a faulty one."""

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, msg
from emergency_cli.disk import read_plain, why
from emergency_cli.errors import Faulty, Misused
from emergency_cli.plans.files import MAX_BYTES, Source, as_model, read_yaml
from emergency_cli.world import World

if TYPE_CHECKING:
    from emergency_cli.core.plan.centre import Centre
    from emergency_cli.core.plan.playbook import Playbook

M = TypeVar("M", bound=BaseModel)
# The order in which the incident types are listed; files with other ids follow.
_ORDER = ("fire", "illness", "disorder", "group-petition", "theft", "power-failure", "weather", "network-attack")


@dataclass
class Plan:
    """Reads files when they are asked for, each once. What was wrong with them gathers in `faults`.

    `drafts`: faulty files that can be understood all the same; nothing but `check` looks at them.
    """

    folders: list[Path]
    faults: list[Fault] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    drafts: dict[str, Source] = field(default_factory=dict)
    _books: "dict[str, Playbook | None]" = field(default_factory=dict)

    @cached_property
    def roster(self) -> Roster:
        """The roster. Raises Faulty if neither the plan's own nor the packaged one can be used."""
        roster = self._read("roster.yaml", Roster)
        if roster is None:
            raise Faulty(msg("No usable roster.yaml was found."), msg("See what is wrong: emergency check"))
        return roster

    @cached_property
    def centre(self) -> "Centre":
        """What the centre has set; nothing where there is no usable centre.yaml."""
        from emergency_cli.core.plan.centre import Centre

        return self._read("centre.yaml", Centre) or Centre()

    def playbook(self, name: str) -> "Playbook | None":
        """The playbook of an id; `None` if there is none."""
        from emergency_cli.core.plan.playbook import Playbook

        if name not in self._books:
            self._books[name] = self._read(f"playbooks/{name}.yaml", Playbook)
        return self._books[name]

    @property
    def ids(self) -> list[str]:
        """The playbooks there are: in the plan's own folder, or packaged; the general procedure last."""
        found = set[str]()
        for folder in self.folders:
            with contextlib.suppress(OSError):
                found |= {path.stem for path in (folder / "playbooks").glob("*.yaml")}
        order = {name: place for place, name in enumerate(_ORDER)}
        return sorted(found, key=lambda name: (name == "general", order.get(name, len(order)), name))

    def playbooks(self) -> "list[Playbook]":
        """All playbooks that can be read."""
        return [book for name in self.ids if (book := self.playbook(name))]

    def find(self, query: str, *, slips: bool = True) -> "tuple[Playbook, dict[str, str]]":
        """The playbook somebody means, and the facts that their word for it already answers. Raises Misused."""
        exact = self.playbook(query) if query in self.ids else None
        if exact:
            return exact, {}
        from emergency_cli.core.plan.find import pick, playbooks_named

        books = {book.id: book for book in self.playbooks()}
        unknown = msg("No incident type “{query}”.", query=query)
        try:
            found = pick(query, playbooks_named(books.values()), unknown, slips=slips)
        except Misused as error:
            general = msg("Anything that is not in the list: emergency start general")
            raise Misused(error.message, msg("{hint} {text}", hint=error.hint, text=general)) from error
        book_id, _, alias = found.partition("#")
        sets = next((each.sets for each in books[book_id].aliases if alias and each.name == alias), {})
        return books[book_id], dict(sets)

    def digest(self, books: Iterable[str]) -> str:
        """SHA-256 of the plan files in use: over that of each file, roster first, then playbooks by id."""
        names = ["roster.yaml", *(f"playbooks/{name}.yaml" for name in sorted(books))]
        return hashlib.sha256("".join(self.digests.get(name, "") for name in names).encode()).hexdigest()

    def check(self) -> list[Fault]:
        """Every fault of every file, and of what the files say together."""
        from emergency_cli.core.plan.centre import check_centre
        from emergency_cli.core.plan.checks import check_plan
        from emergency_cli.core.plan.playbook import Playbook

        books = self.playbooks()
        centre = self.centre
        try:
            roster = self.roster
        except Faulty:
            return self.faults
        by_id = {book.id: book for book in books}
        self.sources |= self.drafts
        for source in self.drafts.values():
            roster = source.draft if isinstance(source.draft, Roster) else roster
            by_id |= {source.draft.id: source.draft} if isinstance(source.draft, Playbook) else {}
        found = [*check_plan(by_id, roster), *check_centre(centre, by_id)]
        return [*self.faults, *(self._placed(fault) for fault in found)]

    def _placed(self, fault: Fault) -> Fault:
        """A fault found by a rule names the place within the file; give it its line."""
        file, _, place = fault.file.partition("#")
        source = self.sources.get(file)
        path = tuple(int(part) if part.isdigit() else part for part in place.split("/") if part)
        return Fault(
            source.file if source else file,
            source.line(path) if source else None,
            fault.what,
            fault.hint,
            fault.warning,
        )

    def _read(self, name: str, model: type[M]) -> M | None:
        """The first usable copy of a file; a faulty one is a fault, and the next copy is tried."""
        for folder in self.folders:
            path = folder / name
            try:
                raw = read_plain(path, MAX_BYTES + 1)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.faults.append(Fault(str(path), None, msg("cannot be read ({error})", error=why(error))))
                continue
            source = read_yaml(raw, str(path))
            built = as_model(source, model)
            if getattr(built, "id", path.stem) != path.stem:
                source.fault(
                    ("id",),
                    msg("the id “{id}” is not the name of the file", id=getattr(built, "id", "?")),
                    msg("make them the same"),
                )
                built = None
            self.faults += source.faults
            if built is None and source.draft and getattr(source.draft, "id", path.stem) == path.stem:
                self.drafts.setdefault(name, source)
            if built is not None:
                self.digests[name] = hashlib.sha256(raw).hexdigest()
                self.sources[name] = source
                return built
        return None


def load_plan(world: World) -> Plan:
    """The plan this world uses. Nothing is read yet."""
    plan = Plan(world.plan_folders)
    own = plan.folders[0]
    there = False
    with contextlib.suppress(OSError):  # a name too long to be one
        there = own.is_dir()
    if not there:
        plan.faults.append(
            Fault(str(own), None, msg("there is no such folder"), msg("name the folder that holds roster.yaml"))
        )
    return plan
