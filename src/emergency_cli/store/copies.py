"""Copies of a record on disk: bringing in what another one holds, and removing what was destroyed (docs/record.md).

The other side is only read: plain files, never through a symbolic link. Every file is written whole or not at all, what
a log line speaks of before the line itself, so that a crash in between costs nothing and the next run goes on.
"""

import hashlib
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from emergency_cli.core.events import Destroyed, Entry, EvidenceAdded
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.personal import read_private, united, without
from emergency_cli.core.record.chain import DeskLog, in_record_order
from emergency_cli.core.record.merge import LOG_NAME, Change, merge_logs, whole
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import Disk, why

_EVIDENCE = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
_PRIVATE = ".private.jsonl"


@dataclass(frozen=True)
class Brought:
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


@dataclass(frozen=True)
class Gone:
    """What was destroyed on record: the seals of personal values, the SHA-256 of evidence."""

    seals: frozenset[str]
    digests: frozenset[str]


def gone(incident: Incident) -> Gone:
    """What an incident says was destroyed and not taken in again."""
    by_kind: dict[str, set[str]] = {"personal": set(), "evidence": set(), "all": set()}
    for target, entry in incident.destroyed.items():
        if isinstance(entry.event, Destroyed):
            by_kind[entry.event.what].add(target)
    return Gone(frozenset(by_kind["personal"] | by_kind["all"]), frozenset(by_kind["evidence"] | by_kind["all"]))


# --- bringing in ---------------------------------------------------------------------------------------------------


def bring(disk: Disk, source: Path, target: Path, own: str = "", *, copy: bool = False) -> Brought:
    """Bring what `source` holds of an incident into `target`, whose last part is its id. Raises OSError.

    `own` is the desk that writes in `target`. With `copy` the target is meant as a copy of the source: where it
    holds another incident under the same name, nothing is brought.
    """
    left: list[tuple[str, Message]] = []
    there = dict(_logs(disk, source, left))
    here = {path.name: disk.read(path) for path in _log_files(target)} if target.is_dir() else {}
    changes = merge_logs(target.name, here, there, own)
    if copy and (strange := [change.file for change in changes if _strange(change, here)]):
        return Brought(target.name, new=False, left=tuple((name, msg("another incident")) for name in strange))
    new = not target.is_dir()
    if new and not changes:
        return Brought(target.name, new=False, left=tuple(left))
    written = {change.file: change.data for change in changes if change.kind != "gone-back"}
    entries = _entries(target.name, here | written)
    destroyed = gone(replay(entries))
    disk.make_folders(target)
    files = _bring_evidence(disk, source, target, entries, destroyed, left)
    values = _bring_private(disk, source, target, destroyed, left)
    for name, data in written.items():
        _write_log(disk, target, name, here.get(name, b""), data)
    removed = erase(disk, target, destroyed)
    return Brought(target.name, new, tuple(changes), values, files, removed, tuple(left))


def _strange(change: Change, here: Mapping[str, bytes]) -> bool:
    """Whether a side shares not even its first line with the same desk's file: two incidents of one name."""
    first = change.data[: change.data.find(b"\n") + 1]
    return change.kind == "fork" and not any(
        data.startswith(first) for name, data in here.items() if name[:6] == change.file[:6]
    )


def _logs(disk: Disk, folder: Path, left: list[tuple[str, Message]]) -> Iterator[tuple[str, bytes]]:
    for path in _log_files(folder):
        if (data := _read(disk, path, left)) is not None:
            yield path.name, data


def _log_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if LOG_NAME.fullmatch(path.name))


def _read(disk: Disk, path: Path, left: list[tuple[str, Message]]) -> bytes | None:
    """A plain file; what is none, or cannot be read, is left with a word."""
    try:
        if stat.S_ISREG(path.lstat().st_mode):
            return disk.read(path)
        left.append((path.name, msg("not a plain file")))
    except FileNotFoundError:
        pass
    except OSError as error:
        left.append((path.name, msg("cannot be read ({error})", error=why(error))))
    return None


def _entries(incident: str, logs: Mapping[str, bytes]) -> list[Entry]:
    read = []
    for name, data in logs.items():
        read.append(DeskLog(incident, name[:6], name))
        read[-1].feed(data)
    return in_record_order(read)


def _write_log(disk: Disk, target: Path, name: str, before: bytes, data: bytes) -> None:
    """The longer file in place of the shorter; a torn tail that it does not continue is kept aside."""
    tail = before[len(whole(before)) :]
    if tail and not data.startswith(before):
        disk.replace(target / f"{name[:6]}.torn-{hashlib.sha256(tail).hexdigest()[:8]}", tail)
    disk.replace(target / name, data)


def _bring_private(disk: Disk, source: Path, target: Path, destroyed: Gone, left: list[tuple[str, Message]]) -> int:
    count = 0
    for path in sorted(source.glob(f"*{_PRIVATE}")):
        if not LOG_NAME.fullmatch(path.name.replace(_PRIVATE, ".jsonl")):
            continue
        there, here = _read(disk, path, left), disk.read(target / path.name)
        after = united(here, there or b"", destroyed.seals)
        if fresh := len(read_private(after).keys() - read_private(here).keys()):
            disk.replace(target / path.name, after)
            count += fresh
    return count


def _bring_evidence(
    disk: Disk,
    source: Path,
    target: Path,
    entries: Iterable[Entry],
    destroyed: Gone,
    left: list[tuple[str, Message]],
) -> int:
    """Copy the files that an entry speaks of, after checking that they are what their names say."""
    if not stat.S_ISDIR(_mode(source / "files")):
        return 0
    count = 0
    for name in sorted({str(each.event.file) for each in entries if isinstance(each.event, EvidenceAdded)}):
        place = target / "files" / name
        if not _EVIDENCE.fullmatch(name) or name[:64] in destroyed.digests or place.exists():
            continue
        data = _read(disk, source / "files" / name, left)
        if data is not None and hashlib.sha256(data).hexdigest() != name[:64]:
            left.append((f"files/{name}", msg("not what was copied in")))
        elif data is not None:
            disk.make_folder(place.parent)
            disk.replace(place, data)
            count += 1
    return count


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


# --- removing ------------------------------------------------------------------------------------------------------


def erase(disk: Disk, folder: Path, destroyed: Gone) -> int:
    """Remove what was destroyed on record, and drafts of such files that a crash left; how much of it was still there.

    A private file is replaced whole by one without the values. Raises OSError.
    """
    count = 0
    if destroyed.seals:
        for path in sorted(folder.glob(f"*{_PRIVATE}")):
            before = disk.read(path)
            after = without(before, destroyed.seals)
            if after != before:
                count += len(read_private(before)) - len(read_private(after))
                disk.replace(path, after)
            if not after:
                _remove(disk, path)
        _sweep(disk, folder, f".*{_PRIVATE}.*")
    if destroyed.digests:
        for path in held(folder, destroyed.digests):
            _remove(disk, path)
            count += 1
        _sweep(disk, folder / "files", ".*")
    return count


def held(folder: Path, digests: Collection[str] | None = None) -> list[Path]:
    """The evidence files that are in a folder: all of them, or those of these SHA-256."""
    place = folder / "files"
    paths = sorted(place.iterdir()) if place.is_dir() else []
    return [p for p in paths if _EVIDENCE.fullmatch(p.name) and (digests is None or p.name[:64] in digests)]


def values_in(disk: Disk, folder: Path) -> set[str]:
    """The seals of the personal values that are in a folder. Raises OSError."""
    return {seal for path in folder.glob(f"*{_PRIVATE}") for seal in read_private(disk.read(path))}


def _sweep(disk: Disk, folder: Path, drafts: str) -> None:
    for path in list(folder.glob(drafts)):
        _remove(disk, path)


def _remove(disk: Disk, path: Path) -> None:
    disk.remove(path)
    disk.sync_folder(path.parent)
