"""Evidence files in a record: looked at, copied in, checked, all a chunk at a time (docs/record.md, section 1)."""

import errno
import hashlib
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from emergency_cli.disk import CHANGED, Disk, chunks_of, is_folder, is_there

NAME = r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?"
_SAFE_EXTENSION = r"\.[a-z0-9]{1,8}"


def measured(path: Path, *, follow: bool = True) -> tuple[str, int]:
    """The SHA-256 and the size of a plain file. Raises OSError, also for anything but a plain file."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(path, follow=follow):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def members_of_file(source: Path) -> dict[str, str | int]:
    """What an entry says of a file that is to be copied in: `file`, `sha256`, `size`. Raises OSError."""
    digest, size = measured(source)
    extension = source.suffix.lower() if re.fullmatch(_SAFE_EXTENSION, source.suffix.lower()) else ""
    return {"file": f"{digest}{extension}", "sha256": digest, "size": size}


def copy_evidence(disk: Disk, source: Path, folder: Path, name: str, *, follow: bool = True) -> None:
    """Copy a file into an incident's folder, durably, under a name that begins with its SHA-256.

    Raises OSError, also where the file has changed since it was looked at, and where `files` is a link.
    """
    place = folder / "files"
    disk.make_folder(place)
    if not is_folder(place):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if is_whole(place / name):
        disk.sync_folder(place)  # whoever copied it may have been killed before it could
    else:
        disk.replace(place / name, _checked(source, name[:64], follow=follow))


def _checked(source: Path, digest: str, *, follow: bool) -> Iterator[bytes]:
    found = hashlib.sha256()
    for chunk in chunks_of(source, follow=follow):
        found.update(chunk)
        yield chunk
    if found.hexdigest() != digest:
        raise OSError(CHANGED, os.strerror(CHANGED))


def is_whole(path: Path) -> bool:
    """Whether a plain file is there and is what its name says. Never raises."""
    try:
        return is_there(path) and measured(path, follow=False)[0] == path.name[:64]
    except OSError:
        return False


def held(folder: Path, digests: Collection[str] | None = None) -> list[Path]:
    """The evidence files that are in a folder: all of them, or those of these SHA-256. Raises OSError.

    A link in place of the folder `files` is not ours.
    """
    place = folder / "files"
    paths = sorted(place.iterdir()) if is_folder(place) else []
    return [path for path in paths if re.fullmatch(NAME, path.name) and (digests is None or path.name[:64] in digests)]
