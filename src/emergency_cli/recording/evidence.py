"""Evidence copied into a record."""

import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from emergency_cli.core.text import msg
from emergency_cli.disk import why
from emergency_cli.errors import Misused, NotSaved
from emergency_cli.session import Session
from emergency_cli.store.home import Case

_SAFE_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


def copied(session: Session, case: Case, source: Path) -> dict[str, str | int]:
    """Copy a file under its SHA-256, durably. Raises Misused for what is no plain file."""
    try:
        descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Misused(msg("{path} is not a file.", path=str(source)))
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                content = stream.read()
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        cause = why(error) if isinstance(error, OSError) else str(error)
        raise Misused(msg("{path} cannot be read ({error}).", path=str(source), error=cause)) from error
    digest = hashlib.sha256(content).hexdigest()
    extension = source.suffix.lower() if _SAFE_EXTENSION.fullmatch(source.suffix.lower()) else ""
    place = case.journal.folder / "files"
    try:
        if not session.world.disk.make_folder(place) and place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if not (place / f"{digest}{extension}").exists():
            session.world.disk.replace(place / f"{digest}{extension}", content)
    except OSError as error:
        raise NotSaved(msg("NOT SAVED: {error}.", error=why(error))) from error
    return {"file": f"{digest}{extension}", "sha256": digest, "size": len(content)}
