"""Importing what another copy of a record holds (docs/record.md, section 6).

The other side is only read: plain files, never through a symbolic link. Every file is written whole or not at all, what
a log line speaks of before the line itself, so that a crash in between costs nothing and the next run goes on.
"""

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.events import Entry, EvidenceAdded, personal_values
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import read_private, united
from emergency_cli.core.record.chain import in_record_order, read_log
from emergency_cli.core.record.merge import LOG_NAME, Change, merge_logs, whole
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import Disk, is_folder, is_there, why
from emergency_cli.store.erasing import PRIVATE, Gone, erase, gone
from emergency_cli.store.evidence import NAME, copy_evidence, measured


class Imported(Struct, frozen=True):
    """What one incident gained: logs, personal values, evidence files. `left` are files not taken, and why."""

    incident: str
    new: bool
    changes: tuple[Change, ...] = ()
    values: int = 0
    files: int = 0
    removed: int = 0
    left: tuple[tuple[str, Message], ...] = ()

    @property
    def entries(self) -> list[Entry]:
        """The entries that were not here before."""
        return [entry for change in self.changes if change.kind != "gone-back" for entry in change.fresh]

    def of_kind(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def import_record(
    disk: Disk, source: Path, target: Path, own: str = "", *, copy: bool = False, most: Mapping[str, int] | None = None
) -> Imported:
    """Import what `source` holds of an incident into `target`, whose last part is its id. Raises OSError.

    `own` is the desk that writes in `target`. With `copy` the target is meant as a copy of the source: where it
    holds another incident under the same name, nothing is imported; `most` bytes of a file are safe in the source.
    """
    left: list[tuple[str, Message]] = []
    there = {name: data[: (most or {}).get(name)] for name, data in _logs(disk, source, left)}
    here = {path.name: disk.read(path) for path in _log_files(target)} if is_folder(target) else {}
    changes = merge_logs(target.name, here, there, own)
    if copy and (strange := [change.file for change in changes if _strange(change, here)]):
        return Imported(target.name, new=False, left=tuple((name, msg("another incident")) for name in strange))
    if not copy:
        left += _unreadable(target.name, here, there)
    new = not is_there(target)
    if new and not changes:
        return Imported(target.name, new=False, left=tuple(left))
    written = {change.file: change.data for change in changes if change.kind != "gone-back"}
    entries = _entries(target.name, here | written)
    destroyed = gone(replay(entries))
    disk.make_folders(target)
    files = _import_evidence(disk, source, target, entries, destroyed, left)
    values = _import_private(disk, source, target, destroyed, left)
    if not copy:
        left += _missing(disk, target, entries, destroyed)
    for name, data in written.items():
        _write_log(disk, target, name, here.get(name, b""), data)
    removed = erase(disk, target, destroyed)
    return Imported(target.name, new, tuple(changes), values, files, removed, tuple(left))


def _strange(change: Change, here: Mapping[str, bytes]) -> bool:
    """Whether a side shares not even its first line with the same desk's file: two incidents of one name."""
    first = change.data[: change.data.find(b"\n") + 1]
    return change.kind == "fork" and not any(
        data.startswith(first) for name, data in here.items() if name[:6] == change.file[:6]
    )


# --- logs ----------------------------------------------------------------------------------------------------------


def _logs(disk: Disk, folder: Path, left: list[tuple[str, Message]]) -> Iterator[tuple[str, bytes]]:
    for path in _log_files(folder):
        if (data := _read(disk, path, left)) is not None:
            yield path.name, data


def _log_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if LOG_NAME.fullmatch(path.name))


def _read(disk: Disk, path: Path, left: list[tuple[str, Message]]) -> bytes | None:
    """A plain file; anything else, and what cannot be read, is left with a word."""
    try:
        if stat.S_ISREG(path.lstat().st_mode):
            return disk.read(path)
        left.append((path.name, msg("not a plain file")))
    except FileNotFoundError:
        pass
    except OSError as error:
        left.append((path.name, msg("cannot be read ({error})", error=why(error))))
    return None


def _unreadable(incident: str, here: Mapping[str, bytes], there: Mapping[str, bytes]) -> Iterator[tuple[str, Message]]:
    """The files of the other side in which damaged lines are that are not here: their entries could not be taken."""
    for name, data in there.items():
        if data and not here.get(name, b"").startswith(whole(data) or b"?"):
            log = read_log(incident, name, data)
            damaged = sum(finding.kind == "damaged" for finding in log.findings)
            if damaged or not log.lines:
                yield name, msg("lines that cannot be read: {count}", count=damaged or 1)


def _entries(incident: str, logs: Mapping[str, bytes]) -> list[Entry]:
    return in_record_order([read_log(incident, name, data) for name, data in logs.items()])


def _write_log(disk: Disk, target: Path, name: str, before: bytes, data: bytes) -> None:
    """The longer file in place of the shorter; a torn tail that it does not continue is kept aside."""
    tail = before[len(whole(before)) :]
    if tail and not data.startswith(before):
        disk.replace(target / f"{name[:6]}.torn-{hashlib.sha256(tail).hexdigest()[:8]}", tail)
    disk.replace(target / name, data)


# --- what lines speak of -------------------------------------------------------------------------------------------


def _import_private(disk: Disk, source: Path, target: Path, destroyed: Gone, left: list[tuple[str, Message]]) -> int:
    count = 0
    for path in sorted(source.glob(f"*{PRIVATE}")):
        if not LOG_NAME.fullmatch(path.name.replace(PRIVATE, ".jsonl")):
            continue
        there, here = _read(disk, path, left), disk.read(target / path.name)
        after = united(here, there or b"", destroyed.named, destroyed.seals)
        if fresh := len(read_private(after).keys() - read_private(here).keys()):
            disk.replace(target / path.name, after)
            count += fresh
    return count


def _import_evidence(
    disk: Disk,
    source: Path,
    target: Path,
    entries: Iterable[Entry],
    destroyed: Gone,
    left: list[tuple[str, Message]],
) -> int:
    """Copy the files that an entry speaks of, after checking that they are what their names say."""
    if not is_folder(source / "files"):
        return 0
    count = 0
    for name in _files_of(entries, destroyed):
        path = source / "files" / name
        if is_there(target / "files" / name) or not (is_there(path) or path.is_symlink()):
            continue
        if (refused := _refused(path, name)) is not None:
            left.append((f"files/{name}", refused))
            continue
        copy_evidence(disk, path, target, name, follow=False)
        count += 1
    return count


def _refused(path: Path, name: str) -> Message | None:
    """Why a file of the other side is not taken, `None` if it is what its name says."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return msg("not a plain file")
        return None if measured(path, follow=False)[0] == name[:64] else msg("not the same as when it was copied in")
    except OSError as error:
        return msg("cannot be read ({error})", error=why(error))


def _files_of(entries: Iterable[Entry], destroyed: Gone) -> list[str]:
    """The names of the evidence files of which entries speak, without those that were destroyed on record."""
    named = {str(each.event.file) for each in entries if isinstance(each.event, EvidenceAdded) and each.event.file}
    return sorted(name for name in named if re.fullmatch(NAME, name) and name[:64] not in destroyed.digests)


def _missing(disk: Disk, target: Path, entries: Iterable[Entry], destroyed: Gone) -> Iterator[tuple[str, Message]]:
    """What entries speak of and neither side holds."""
    entries = list(entries)
    for name in _files_of(entries, destroyed):
        if not is_there(target / "files" / name):
            yield f"files/{name}", msg("it is not there")
    for desk in sorted({entry.desk for entry in entries}):
        wanted = {value.sealed for each in entries if each.desk == desk for value in personal_values(each.event)}
        wanted -= destroyed.seals
        if wanted and (lost := wanted - read_private(disk.read(target / f"{desk}{PRIVATE}")).keys()):
            yield f"{desk}{PRIVATE}", msg("missing personal values: {count}", count=len(lost))
