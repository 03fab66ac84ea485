"""One incident's log: reading what all desks wrote, appending to one's own file (docs/record.md, sections 5 and 6)."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.events import Entry, Event, EvidenceAdded, Repaired, personal_values
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import Personal, read_private
from emergency_cli.core.record.chain import DeskLog, Finding, across, in_record_order, next_number
from emergency_cli.core.record.lines import Damaged, decode, dumps, encode
from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.core.text import Message, counted, msg
from emergency_cli.disk import CHANGED, is_there, why
from emergency_cli.errors import NotSaved, Stale
from emergency_cli.store.copies.mirror import Mirror, Written
from emergency_cli.store.desk import Desk, DeskState
from emergency_cli.store.erasing import erase, gone
from emergency_cli.store.evidence import copy_evidence
from emergency_cli.store.lock import locked
from emergency_cli.world import World


class Record(Struct, frozen=True):
    """What an incident's folder says: entries in record order, what is wrong, and how far each desk is."""

    entries: list[Entry]
    findings: list[Finding]
    version: Mapping[str, str]
    unreadable: tuple[str, ...] = ()


class Journal:
    """The log of one incident. `read` and `append` look only at what was added since the last look."""

    def __init__(
        self,
        world: World,
        folder: Path,
        desk: Desk,
        tell: Callable[[Message], None],
        mirror: Mirror,
    ) -> None:
        """`tell` says a word to the person while they wait; `mirror` gets a second copy of every line."""
        self.world = world
        self.folder = folder
        self.incident = folder.name
        self._desk = desk
        self._state = DeskState(world.disk, desk.state, world.home)
        self._tell = tell
        self._mirror = mirror
        self._logs: dict[str, DeskLog] = {}
        self._private: dict[str, Personal] = {}
        self._private_read: dict[str, int] = {}
        self._unreadable: dict[str, OSError] = {}
        self._seen: dict[str, str] = {}
        self._absorbed: tuple[DeskLog | None, int] = (None, 0)
        self._named: set[Path] = set()
        self._acknowledged: tuple[str, str] | None = None

    @property
    def desk(self) -> str:
        """The code of the desk that writes."""
        return self._desk.code

    # --- reading ---------------------------------------------------------------------------------------------------

    def read(self) -> Record:
        """Read on from where the last reading stopped. Never fails on damage; OSError if the folder cannot be read."""
        self._catch_up()
        return self._record()

    def known(self) -> Record:
        """What was read or written so far, without looking again: what was just acknowledged needs no second look."""
        return self._record()

    def _catch_up(self) -> None:
        self._acknowledged = self._state.head(self.incident)  # before the logs: what it names must then be in them
        names = sorted(path.name for path in self.folder.iterdir())
        self._unreadable.clear()
        self._read_private(name for name in names if name.endswith(".private.jsonl"))
        logs = [name for name in names if LOG_NAME.fullmatch(name)]
        for name in self._logs.keys() - set(logs):
            del self._logs[name]
        for name in logs:
            try:
                self._read_log(self.folder / name)
            except OSError as error:
                self._unreadable[name] = error

    def _read_log(self, path: Path) -> None:
        log = self._logs.get(path.name)
        data = self.world.disk.read(path, log.size - len(log.last) if log else 0)
        if log is None or not data.startswith(log.last):
            data = self.world.disk.read(path) if log else data
            log = self._logs[path.name] = DeskLog(self.incident, path.name[:6], path.name)
        log.tail = b""
        log.feed(data[len(log.last) :], self._open_seal)

    def _read_private(self, names: Iterator[str]) -> None:
        for name in names:
            try:
                size = (self.folder / name).stat().st_size
                if size != self._private_read.get(name):
                    self._private |= read_private(self.world.disk.read(self.folder / name))
                    self._private_read[name] = size
            except OSError as error:
                self._unreadable[name] = error

    def _open_seal(self, sealed: str) -> Personal:
        return self._private.get(sealed, Personal(sealed))

    def _record(self) -> Record:
        logs = [self._logs[name] for name in sorted(self._logs)]
        findings = [finding for log in logs for finding in log.findings] + across(logs)
        for log in logs:
            if log.tail:
                size = counted(len(log.tail), msg("one byte"), msg("{count} bytes"))
                what = msg("{size} of a line that was never finished; nothing is missing", size=size)
                findings.append(Finding("torn-tail", log.file, log.lines + 1, what))
        for name, error in self._unreadable.items():
            what = msg("this file cannot be read ({error}); everything else is as it was written", error=why(error))
            findings.append(Finding("missing-value" if ".private" in name else "damaged", name, None, what))
        if old := self._gone_back():
            what = msg("this desk confirmed a line that is no longer here: the file was replaced by an older copy")
            findings.append(Finding("gone-back", f"{old}.jsonl", None, what))
        return Record(in_record_order(logs), findings, self._version(), tuple(self._unreadable))

    def _version(self) -> dict[str, str]:
        return {log.desk: log.head for log in self._logs.values() if log.entries and not log.side}

    @property
    def _own_name(self) -> str:
        return f"{self.desk}.jsonl"

    @property
    def _own(self) -> DeskLog:
        return self._logs.setdefault(self._own_name, DeskLog(self.incident, self.desk, self._own_name))

    # --- appending -------------------------------------------------------------------------------------------------

    def append(self, event: Event, after: Mapping[str, str] | None = None, evidence: Path | None = None) -> Entry:
        """Put an event on record, durably, and only then return its entry.

        `evidence` is the file of which the event speaks; it is copied in before the line. Raises Stale if the event
        rests on the state of the incident and the record is no longer at version `after`; NotSaved if it could not be
        written: then nothing of it is in the file.
        """
        try:
            if not self.desk:
                raise NotSaved(msg("NOT SAVED: {path} cannot be written.", path=str(self._desk.state)))
            with self.locked():
                self._take_new_code()
                self._catch_up()
                if self._own_name in self._unreadable:
                    raise self._unreadable[self._own_name]
                if after is not None and event.rests_on_state and self._version() != dict(after):
                    raise Stale(msg("Another terminal has written to this incident in the meantime."))
                for repair in self._repairs(event):
                    self._record_durably(repair)
                return self._record_durably(event, evidence)
        except OSError as error:
            raise NotSaved(msg("NOT SAVED: {error}.", error=why(error))) from error
        except UnicodeError as error:
            raise NotSaved(msg("NOT SAVED: it contains characters that cannot be written.")) from error
        finally:
            self._say_unsynced()
            self._say_state_inside()

    def _take_new_code(self) -> None:
        """Another terminal of this desk may have taken a new code: write under it too, never under the one given up."""
        now = self._desk.current() if self._desk.current else self._desk
        if now.code != self._desk.code:
            self._desk = now

    def _repairs(self, event: Event) -> Iterator[Event]:
        """What has to be put right, and said, before this desk may write on."""
        now, by = self.world.now(), event.by
        if old := self._gone_back():
            if old == self.desk:
                self._desk = self._desk.renew()
            yield Repaired(occurred=now, by=by, found="gone-back", file=f"{old}.jsonl")
        own = self._own
        damaged, at = own.damaged_end, own.lines
        fragments = [] if own.tail else sorted(self.folder.glob(f"{self.desk}.torn-*"))
        if fragments:
            told = {entry.event.kept for entry in own.entries if isinstance(entry.event, Repaired)}
            for path in fragments:
                if path.name not in told:
                    size = path.stat().st_size
                    yield Repaired(occurred=now, by=by, found="torn-tail", file=own.file, bytes=size, kept=path.name)
        if own.tail:
            size, line = len(own.tail), own.lines + 1
            kept = self._set_aside(own.tail)
            yield Repaired(occurred=now, by=by, found="torn-tail", file=own.file, line=line, bytes=size, kept=kept)
        if damaged:
            yield Repaired(occurred=now, by=by, found="damage", file=own.file, line=at)

    def _set_aside(self, tail: bytes) -> str:
        """Keep a torn tail in a file of its own and cut it off the log."""
        disk = self.world.disk
        name = f"{self.desk}.torn-{hashlib.sha256(tail).hexdigest()[:8]}"
        disk.replace(self.folder / name, tail)
        self._cut(self.folder / self._own_name, self._own.size)
        self._own.tail = b""
        return name

    def _cut(self, path: Path, size: int) -> None:
        """Cut off what was never finished, durably."""
        disk = self.world.disk
        descriptor = disk.open(path)
        try:
            disk.truncate(descriptor, size)
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)

    def _record_durably(self, event: Event, evidence: Path | None = None) -> Entry:
        """Write what the line speaks of, then the line. Once it is safe here the second copy is left to follow."""
        disk, copied = self.world.disk, isinstance(event, EvidenceAdded) and event.file
        if evidence and copied:
            copy_evidence(disk, evidence, self.folder, copied)
        private = self._keep_private(event)
        at, before = self._own.size, self._own.last
        try:
            line, entry = self._write(event)
        except (OSError, NotSaved, UnicodeError):
            self._drop(private)
            raise
        if evidence and copied and not is_there(self.folder / "files" / copied):
            copy_evidence(disk, evidence, self.folder, copied)  # another desk destroyed the same file at this moment
        written = [*private, Written(self._own.file, at, before, line)]
        if self.world.mirror is not None:
            self._mirror.follow(self.folder, written, self.known().entries, whole=bool(copied))
        return entry

    def _drop(self, private: list[Written]) -> None:
        """Drop the values of a line that was not saved, unless the line could not be cut off: then it needs them."""
        log = self.folder / self._own_name
        with contextlib.suppress(OSError):
            if private and (log.stat().st_size if is_there(log) else 0) == self._own.size:
                for each in private:
                    self._cut(self.folder / each.file, each.at)

    def _write(self, event: Event) -> tuple[bytes, Entry]:
        own = self._own
        seen = self._unseen()
        line = encode(
            event,
            incident=self.incident,
            desk=self.desk,
            n=next_number(list(self._logs.values())),
            recorded=max(self.world.now(), event.occurred),
            up=self.world.uptime(),
            boot=self.world.boot(),
            seen=seen,
            prev=own.head,
        )
        try:
            entry = decode(line[:-1], self._open_seal)  # what is kept in mind is what a reader will find
        except Damaged as error:
            raise NotSaved(msg("NOT SAVED: what was to be written could not be read back.")) from error
        self._put(self.folder / own.file, own.size, line)
        own.take(line, entry)
        self._acknowledge(entry)
        return line, own.entries[-1]

    def _unseen(self) -> dict[str, str]:
        """The last line of every other desk of which this desk has not yet said that it knows it."""
        own, (log, count) = self._own, self._absorbed
        if log is not own:
            self._seen, count = {}, 0
        for entry in own.entries[count:]:
            self._seen |= entry.seen
        self._absorbed = (own, len(own.entries))
        others = {desk: head for desk, head in self._version().items() if desk != self.desk}
        return {desk: head for desk, head in others.items() if self._seen.get(desk) != head}

    def _put(self, path: Path, at: int, data: bytes) -> None:
        """Write all of it, then one fsync; on any failure the file is as it was."""
        disk = self.world.disk
        descriptor = disk.open(path, create=at == 0)
        try:
            if os.fstat(descriptor).st_size != at:
                raise OSError(CHANGED, os.strerror(CHANGED))
            try:
                disk.write_all(descriptor, at, data)
                disk.sync(descriptor)
                self._sync_names(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    disk.truncate(descriptor, at)
                    disk.sync(descriptor)
                raise
        finally:
            with contextlib.suppress(OSError):  # what is synced is saved, whatever closing says
                disk.close(descriptor)

    def _sync_names(self, path: Path) -> None:
        """Make the names that lead to a file durable, once: whoever made them may have been killed before it could."""
        if path in self._named:
            return
        disk = self.world.disk
        disk.sync_folder(self.folder)
        for above in (self.folder.parent, self.folder.parent.parent):
            with contextlib.suppress(PermissionError):  # not ours to list
                disk.sync_folder(above)
        self._named.add(path)

    def _say_unsynced(self) -> None:
        """Say once, on this machine, that the file system of this home cannot make names durable on request."""
        if self.world.disk.unsynced and self._state.first_time("names-not-synced"):
            self._tell(
                msg(
                    "{path}: this file system cannot confirm that new files are on the disk. If the power fails, an "
                    "incident opened a moment before may be lost.",
                    path=str(self.world.home),
                )
            )

    def _say_state_inside(self) -> None:
        """Say once that the state would travel with the records."""
        state, home = self.world.state, self.world.home
        if state.is_relative_to(home) and self._state.first_time("state-inside"):
            what = msg("The state of this machine is kept inside the records folder: {path}.", path=str(state))
            hint = msg(
                "A machine that the records are copied to would write as this one: "
                "set EMERGENCY_STATE to another folder."
            )
            self._tell(msg("{what} {hint}", what=what, hint=hint))

    def _keep_private(self, event: Event) -> list[Written]:
        """Personal values and their salts go to a file of their own before the line that seals them."""
        fresh = [each for each in personal_values(event) if each.salt is not None and each.sealed not in self._private]
        if not fresh:
            return []
        path = self.folder / f"{self.desk}.private.jsonl"
        whole = self.world.disk.read(path)
        data = b"".join(
            dumps({"sealed": each.sealed, "salt": each.salt.hex(), "value": each.value}).encode() + b"\n"
            for each in fresh
            if each.salt is not None
        )
        end = whole.rfind(b"\n") + 1
        if end < len(whole):
            self._cut(path, end)
        self._put(path, end, data)
        if not {each.sealed for each in fresh} <= read_private(self.world.disk.read(path)).keys():
            # Another desk destroyed values of this file at this moment.
            end = len(whole := self.world.disk.read(path))
            self._put(path, end, data)
        self._private |= {each.sealed: each for each in fresh}
        return [Written(path.name, end, whole[max(0, end - 256) : end], data)]

    # --- what this desk acknowledged -------------------------------------------------------------------------------

    def _acknowledge(self, entry: Entry) -> None:
        """Remember the last line this desk vouched for. A hint: losing it loses nothing that was acknowledged."""
        self._acknowledged = (self.desk, entry.hash)
        self._state.acknowledge(self.incident, entry)

    def forget(self) -> None:
        """Nothing was acknowledged of a log that is only now begun. Raises OSError."""
        self._state.forget(self.incident)
        self._acknowledged = None

    def _gone_back(self) -> str | None:
        """The desk, this one or the one it was before, whose file lost a line that was acknowledged here."""
        if self._acknowledged is None:
            return None
        desk, known = self._acknowledged
        log = self._logs.get(f"{desk}.jsonl")
        if f"{desk}.jsonl" in self._unreadable or (log and (log.knows(known) or known in log.claimed)):
            return None
        # Only what stays so was acknowledged: another terminal may just be writing it.
        return desk if self._state.head(self.incident) == self._acknowledged else None

    def outrun(self, entry: Entry) -> None:
        """Another copy holds a line of this desk that is not here: keep it in mind, so that this one has gone back."""
        self._catch_up()
        if self._gone_back() is None:
            self._acknowledge(entry)

    # --- destroying ------------------------------------------------------------------------------------------------

    def erase(self) -> tuple[int, Message | None]:
        """Remove what was destroyed on record, here and in the second copy. Raises OSError and NotSaved.

        How much was still there, and why the second copy could not be reached where it could not.
        """
        with self.locked():
            self._catch_up()
            destroyed = gone(replay(self.known().entries))
            here = erase(self.world.disk, self.folder, destroyed)
        there, unreached = self._mirror.erase(self.folder, destroyed)
        return here + there, unreached

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """Keep the desk's other terminals out; see `store.lock`."""
        return locked(self.world, self._state.lock(self.incident), self._tell)
