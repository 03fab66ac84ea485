"""Removing what was destroyed on record (docs/record.md, section 6)."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.events import Destroyed, Entry, personal_values
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import read_private, without
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import Disk, is_folder
from emergency_cli.store.evidence import held

PRIVATE = ".private.jsonl"
_DRAFT_OF_PRIVATE = r"\.[23456789bcdfghjkmnpqrstvwxz]{6}\.private\.jsonl\.[0-9a-f]{8}"
_DRAFT_OF_EVIDENCE = r"\.[0-9a-f]{60}\.[0-9a-f]{8}"


class Gone(Struct, frozen=True):
    """What was destroyed on record: the seals of personal values, the SHA-256 of evidence.

    `named`: all seals of which log lines speak.
    """

    seals: frozenset[str]
    digests: frozenset[str]
    named: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.seals or self.digests)


class Left(Struct, frozen=True):
    """Files of an incident that hold what was destroyed on record."""

    incident: str
    files: tuple[Path, ...]

    @property
    def what(self) -> Message:
        """What was found."""
        files = list(map(str, self.files))
        return msg("{id}: recorded as destroyed but still there: {files}.", id=self.incident, files=files)

    @property
    def hint(self) -> Message:
        """What to do."""
        return msg("Finish it: emergency destroy {id}", id=self.incident)


def gone(incident: Incident) -> Gone:
    """What an incident says was destroyed and not taken in again."""
    by_kind: dict[str, set[str]] = {"personal": set(), "evidence": set(), "all": set()}
    for target, entry in incident.destroyed.items():
        if isinstance(entry.event, Destroyed):
            by_kind[entry.event.what].add(target)
    seals, digests = (frozenset(by_kind[what] | by_kind["all"]) for what in ("personal", "evidence"))
    return Gone(seals, digests, seals_named(incident.originals.values()))


def seals_named(entries: Iterable[Entry]) -> frozenset[str]:
    """The seals of which entries speak."""
    return frozenset(value.sealed for entry in entries for value in personal_values(entry.event))


def still_there(disk: Disk, folder: Path, destroyed: Gone) -> list[Path]:
    """The files of a folder that hold what was destroyed on record. Raises OSError."""
    private = [path for path in _private_files(folder) if read_private(disk.read(path)).keys() & destroyed.seals]
    return private + held(folder, destroyed.digests)


def erase(disk: Disk, folder: Path, destroyed: Gone) -> int:
    """Remove what was destroyed on record, and drafts of such files that a crash left; how much of it was still there.

    A private file is replaced whole by one without the values. Raises OSError.
    """
    count = 0
    if destroyed.seals:
        for path in _private_files(folder):
            count += _rewrite_without(disk, path, destroyed)
        _sweep(disk, folder, _DRAFT_OF_PRIVATE)
    if destroyed.digests:
        for path in held(folder, destroyed.digests):
            _remove(disk, path)
            count += 1
        _sweep(disk, folder / "files", _DRAFT_OF_EVIDENCE)
    return count


def values_in(disk: Disk, folder: Path) -> set[str]:
    """The seals of the personal values that are in a folder. Raises OSError."""
    return {seal for path in _private_files(folder) for seal in read_private(disk.read(path))}


def _private_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{PRIVATE}"))


def _rewrite_without(disk: Disk, path: Path, destroyed: Gone) -> int:
    """A private file without these values. Its own desk may be adding one at this moment: that one is taken along.

    (That desk, in turn, looks whether its value is there before it writes the line; see `Journal`.)
    """
    before = disk.read(path)
    after = without(before, destroyed.seals, destroyed.named)
    if after == before and after:
        return 0
    old = disk.open(path)
    try:
        if after:
            if os.name == "nt":  # pragma: no cover - nothing is replaced there while it is open
                disk.close(old)
                old = -1
            disk.replace(path, after)
        else:
            _remove(disk, path)
        if old >= 0 and (added := _from(old, len(before))):
            disk.replace(path, disk.read(path) + without(added, destroyed.seals))
    finally:
        if old >= 0:
            disk.close(old)
    return len(read_private(before)) - len(read_private(after))


def _from(descriptor: int, at: int) -> bytes:
    size = os.fstat(descriptor).st_size
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.read(descriptor, size - at) if size > at else b""


def _sweep(disk: Disk, folder: Path, drafts: str) -> None:
    for path in sorted(folder.iterdir()) if is_folder(folder) else ():
        if re.fullmatch(drafts, path.name):
            _remove(disk, path)


def _remove(disk: Disk, path: Path) -> None:
    disk.remove(path)
    disk.sync_folder(path.parent)
