"""What stands in a place: entries with the values behind their seals, documents, evidence; and what may be seen of it.

While a command runs that takes a place from one standing to the next, whatever breaks in between: everything that
stood before is there, what comes after is there as far as it came, whole, and nothing else is.
"""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

from tests.faults.scene import Scene

from emergency_cli.core.events import Destroyed, Entry, EvidenceAdded, Repaired

DOCUMENTS = "documents"  # folder of a scene for what it exports


@dataclass(frozen=True)
class Standing:
    """Entries by hash; documents and evidence files by their place, with the SHA-256 of their bytes."""

    entries: dict[str, Entry]
    files: dict[str, str]


def standing(scene: Scene) -> Standing:
    """What a program started just now finds."""
    entries = scene.entries() if (scene.place / "home" / "incidents").is_dir() else {}
    files = [*scene.place.glob(f"{DOCUMENTS}/*"), *scene.place.glob("home/incidents/*/files/*")]
    digests = {str(path.relative_to(scene.place)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return Standing(entries, {name: digest for name, digest in digests.items() if not _is_draft(name)})


def _is_draft(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".")


def between(found: Standing, before: Standing, after: Standing, *, complete: bool = True) -> None:
    """Raise AssertionError if something is lost, half there, or from nowhere.

    Not `complete`: values or files of which a new entry speaks may be lacking; it was said that they were not taken.
    """
    for key, entry in before.entries.items():
        assert key in found.entries, f"acknowledged entry {entry.id} ({entry.event.kind}) is lost"
        assert found.entries[key] in (entry, after.entries.get(key)), f"acknowledged entry {entry.id} has changed"
    for key, entry in found.entries.items():
        known = key in before.entries or isinstance(entry.event, Repaired)
        come = entry == after.entries.get(key) or (not complete and key in after.entries)
        assert known or come, f"entry {entry.id} ({entry.event.kind}) is from nowhere"
    for name, digest in before.files.items():
        allowed = digest, after.files.get(name)
        assert found.files.get(name) in allowed, f"{name}, which was whole, is {found.files.get(name)}"
    for name, digest in found.files.items():
        assert digest in (before.files.get(name), after.files.get(name)), f"{name} is there and not whole"
    if complete:
        _no_evidence_missing(found)


def _no_evidence_missing(found: Standing) -> None:
    """An entry is never on record before the file it speaks of."""
    there = {name.rpartition("/")[2] for name in found.files}
    events = [entry.event for entry in found.entries.values()]
    destroyed = {target for event in events if isinstance(event, Destroyed) for target in event.targets}
    for event in events:
        if isinstance(event, EvidenceAdded) and event.file and event.sha256 not in destroyed:
            assert event.file in there, f"evidence {event.file} is on record and not there"


def private(scene: Scene) -> None:
    """Raise AssertionError if a file or folder of the record, a document or a draft, can be read by others."""
    for place in (scene.place / "home", scene.place / "state-a", scene.place / DOCUMENTS):
        for path in place.rglob("*"):
            mode = stat.S_IMODE(path.lstat().st_mode)
            assert not mode & 0o077, f"{path.relative_to(scene.place)} has mode {mode:o}"


def holding(folder: Path, *secrets: bytes) -> list[str]:
    """The files below a folder, drafts included, that hold one of these bytes."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(secret in path.read_bytes() for secret in secrets)]
