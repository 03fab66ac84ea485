"""The home: the folder of all records, which desk this is, and how an incident is found in it."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.record.clocks import clock_behind, clock_set
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, why, why_closed
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.store.copies.importing import Imported, import_record
from emergency_cli.store.copies.mirror import Mirror
from emergency_cli.store.desk import Desk, DeskState
from emergency_cli.store.erasing import Left, gone, still_there
from emergency_cli.store.folders import READINESS, cannot_be_read, incident_ids, is_id
from emergency_cli.store.index import Index, Known, known_of, stamps
from emergency_cli.store.journal import Journal, Record
from emergency_cli.world import World

DESK_LETTERS = "23456789bcdfghjkmnpqrstvwxz"


class Case(Struct, frozen=True):
    """One incident as it lies in the home: its journal, what was read of it, and what that comes to."""

    journal: Journal
    record: Record
    incident: Incident

    def again(self) -> "Case":
        """The same incident, read on."""
        return _read(self.journal)

    def wrong_clock(self, now: datetime) -> Message | None:
        """What is to be said of a clock by which this would be recorded before what is there, or before any record."""
        last = self.record.entries[-1].recorded if self.record.entries else None
        return clock_behind(self.incident.local(now) if last else now, last)


def _read(journal: Journal) -> Case:
    return _case(journal, journal.read())


def just_written(journal: Journal, before: Case | None = None, entry: Entry | None = None) -> Case:
    """The incident as it is known after an append. Reads nothing: a disk that fails now takes nothing back.

    Where `entry` is all that is new since `before`, the incident goes on from there.
    """
    record = journal.known()
    if before and entry and record.entries[:-1] == before.record.entries and record.entries[-1] is entry:
        return _with_clock(journal, record, before.incident.after(entry))
    return _case(journal, record)


def _case(journal: Journal, record: Record) -> Case:
    return _with_clock(journal, record, replay(record.entries))


def _with_clock(journal: Journal, record: Record, incident: Incident) -> Case:
    last = incident.originals.get(record.version.get(journal.desk, ""))
    if last:
        set_since = clock_set(last, journal.world.now(), journal.world.uptime(), journal.world.boot())
        incident.set_since[last.desk] = set_since
    return Case(journal, record, incident)


class Home:
    """All incidents of this home. Nothing is created before the first incident is."""

    def __init__(self, world: World, tell: Callable[[Message], None] = lambda _: None) -> None:
        self.world = world
        self._tell = tell
        self._mirror = Mirror(world, tell)

    @property
    def folder(self) -> Path:
        """Where the incidents lie."""
        return self.world.home / "incidents"

    def ids(self) -> list[str]:
        """The incidents, oldest first."""
        return incident_ids(self.folder)

    def open(self, incident_id: str) -> Case:
        """Read an incident by its whole id. Raises Misused if its folder cannot be read."""
        folder = self.folder / incident_id
        try:
            return _read(self._journal(folder, self._reading_desk()))
        except OSError as error:
            raise cannot_be_read(folder, error) from error

    def holds(self, incident_id: str) -> bool:
        """Whether there is an incident of this whole id."""
        return is_id(incident_id) and is_folder(self.folder / incident_id)

    def _journal(self, folder: Path, desk: Desk) -> Journal:
        return Journal(self.world, folder, desk, self._tell, self._mirror)

    def readiness(self) -> Case | None:
        """The log of preparedness checks, which is not an incident; `None` while there is none.

        Raises Misused if it cannot be read.
        """
        folder = self.world.home / READINESS
        if closed := why_closed(folder):
            raise cannot_be_read(folder, closed)
        try:
            return _read(self._readiness()) if is_folder(folder) else None
        except OSError as error:
            raise cannot_be_read(folder, error) from error

    def begin_readiness(self) -> Case:
        """The log of preparedness checks, begun where there is none. Raises NotSaved if it cannot be."""
        folder = self.world.home / READINESS
        try:
            if folder.is_symlink():
                raise NotADirectoryError
            if not folder.is_dir():
                self.world.disk.make_folders(folder)
                self._readiness().forget()
            return _read(self._readiness())
        except PermissionError as error:
            raise cannot_be_read(folder, error) from error
        except OSError as error:
            raise NotSaved(msg("NOT SAVED: {path} cannot be written.", path=str(folder))) from error

    def _readiness(self) -> Journal:
        return self._journal(self.world.home / READINESS, self._reading_desk())

    def all(self) -> list[Case]:
        """Every incident, oldest first; a folder that cannot be read at all is named and left out."""
        return [case for name in self.ids() if (case := self._open_or_say(name))]

    def _open_or_say(self, name: str) -> Case | None:
        try:
            return self.open(name)
        except Misused as error:
            self._tell(error.message)
            return None

    # --- without reading what is closed ----------------------------------------------------------------------------

    @cached_property
    def _index(self) -> Index:
        return Index(self.world.disk, self.world.state, self.world.home)

    def survey(self) -> dict[str, Case | None]:
        """Every incident, oldest first, as far as it has to be read: `None` for what is known to be closed.

        A folder that cannot be read at all is named and left out.
        """
        names, folder = self.ids(), self.folder
        found: dict[str, Case | None] = {}
        for name in names:
            if self._index.holds(folder, name):
                found[name] = None
                continue
            before = stamps(folder / name)
            case = self._open_or_say(name)
            if case and case.incident.state == "closed" and not case.record.findings:
                self._index.take(folder / name, before, self._known(case))
                if self._index.full:
                    self._index.save(names)
                found[name] = None
            elif case:
                found[name] = case
        self._index.save(names)
        return found

    def unclosed(self) -> list[Case]:
        """The incidents that are not closed, oldest first."""
        return [case for case in self.survey().values() if case and case.incident.state != "closed"]

    def known(self, name: str, case: Case | None = None) -> Known:
        """What lists say of an incident; `case` is what `survey` gave of it. Raises Misused if it cannot be read."""
        return (None if case else self._index.known(name)) or self._known(case or self.open(name))

    def all_known(self) -> list[Known]:
        """What lists say of every incident, oldest first; what cannot be read at all is named and left out."""
        return [self.known(name, case) for name, case in self.survey().items()]

    def _known(self, case: Case) -> Known:
        return known_of(case.journal.incident, case.incident, self.world.now(), case.record.findings)

    def find(self, part: str) -> Case:
        """The incident of which `part` is a unique piece of the id. Raises Misused with the nearest ones."""
        wanted = part.strip().lower()
        if not wanted:
            raise Misused(
                msg("The name of the incident is empty."), msg("Type part of its id, or nothing: emergency list")
            )
        if self.holds(wanted):
            return self.open(wanted)
        ids = self.ids()
        matches = [name for name in ids if wanted in name]
        if len(matches) == 1:
            return self.open(matches[0])
        if matches:
            raise Misused(
                msg("“{part}” matches several incidents: {ids}. Type more of it.", part=part, ids=matches[-6:])
            )
        if not ids:
            raise Misused(msg("There is no incident on record yet."), msg("Start one with: emergency start TYPE"))
        raise Misused(msg("No incident “{part}”. The latest are: {ids}.", part=part, ids=ids[-4:]))

    def create(self, drill: bool, opened: datetime, playbook: str) -> Journal:
        """Make the folder of a new incident. Raises NotSaved if that cannot be done."""
        try:
            desk = self.desk()
            self.world.disk.make_folders(self.folder)
            base = f"{'drill-' if drill else ''}{opened:%Y%m%d-%H%M}-{playbook}-{desk.code}"
            for count in range(1, 100):
                name = base if count == 1 else f"{base}-{count}"
                if self.world.disk.make_folder(self.folder / name):
                    journal = self._journal(self.folder / name, desk)
                    journal.forget()
                    return journal
        except OSError as error:
            raise NotSaved(
                msg("NOT RECORDED: {place} cannot be written ({error}).", place=str(self.folder), error=why(error))
            ) from error
        raise NotSaved(msg("NOT RECORDED: too many incidents were opened in this minute."))

    def abandon(self, journal: Journal) -> None:
        """Remove the folder of an incident whose first line could not be written, if nothing is in it."""
        with contextlib.suppress(OSError):
            files = list(journal.folder.iterdir())
            if all(path.name.endswith(".private.jsonl") or not path.stat().st_size for path in files):
                for path in files:
                    path.unlink()
                journal.folder.rmdir()

    # --- another copy ----------------------------------------------------------------------------------------------

    def take_in(self, source: Path, target: Path) -> Imported:
        """Import a folder of records into one of this home. Raises NotSaved; what was imported stays."""
        journal = self._readiness() if target.name == READINESS else self._journal(target, self._reading_desk())
        try:
            if not journal.desk:
                raise NotSaved(msg("NOT SAVED: {path} cannot be written.", path=str(self.world.state)))
            with journal.locked():
                imported = import_record(self.world.disk, source, target, journal.desk)
                for change in imported.of_kind("gone-back"):
                    journal.outrun(change.fresh[-1])
            if is_folder(target):
                self._mirror.catch_up(target)
            return imported
        except OSError as error:
            raise NotSaved(
                msg("NOT SAVED: {path} cannot be imported ({error}).", path=str(source), error=why(error)),
                msg("What was already imported is kept. Put that right, then run it again."),
            ) from error

    # --- this desk -------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait a little for the second copy, and say what went wrong with it."""
        self._mirror.settle()

    def left(self, found: Iterable[Known]) -> Iterator[Left]:
        """What these incidents destroyed on record and is still there, here or in the second copy.

        What cannot be read is left out: it is named as that.
        """
        for known in found:
            if known.destroyed:
                with contextlib.suppress(EmergencyError, OSError):
                    case = self.open(known.id)
                    here = still_there(self.world.disk, case.journal.folder, gone(case.incident))
                    if files := (*here, *self.left_in_copy(case)):
                        yield Left(known.id, files)

    def left_in_copy(self, case: Case) -> list[Path]:
        """What was destroyed on record and is still in the second copy, as far as that can be seen."""
        if not case.incident.destroyed:
            return []
        return self._mirror.still_there(case.journal.folder, gone(case.incident))

    def missing(self) -> list[str]:
        """Incidents in which this desk wrote, and of which the whole folder is gone; not those it may not look at."""
        known = DeskState(self.world.disk, self.world.state, self.world.home).incidents()
        places = {name: self.folder / name for name in known if name != READINESS}
        return [name for name, place in places.items() if not is_folder(place) and not why_closed(place)]

    def desk(self) -> Desk:
        """This desk; its code is made on first use, anew on another machine. Raises OSError if it cannot be kept."""
        state, disk = self.world.state, self.world.disk
        code = disk.read(state / "desk").decode("ascii", "replace").strip()
        machine = disk.read(state / "machine").decode("ascii", "replace").strip()
        if not re.fullmatch(f"[{DESK_LETTERS}]{{6}}", code) or (machine and machine != self.world.machine):
            return self._new_desk()
        return Desk(code, state, self._new_desk, self.desk)

    def _reading_desk(self) -> Desk:
        """This desk, or none where its code cannot be kept: reading still works, writing will say NOT SAVED."""
        try:
            return self.desk()
        except OSError:
            return Desk("", self.world.state, self._new_desk)

    def _new_desk(self) -> Desk:
        state, disk = self.world.state, self.world.disk
        code = "".join(DESK_LETTERS[byte % len(DESK_LETTERS)] for byte in self.world.random(6))
        disk.make_folders(state)
        disk.replace(state / "desk", code.encode() + b"\n")
        disk.replace(state / "machine", self.world.machine.encode() + b"\n")
        return Desk(code, state, self._new_desk, self.desk)
