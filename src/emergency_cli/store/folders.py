"""Folders of records by their names: which hold an incident, which hold logs."""

import os
import re
from pathlib import Path

from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.core.text import msg
from emergency_cli.disk import is_folder, other_owner, why
from emergency_cli.errors import Unreadable

READINESS = "readiness"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


def is_id(name: str) -> bool:
    """Whether a folder of this name may be that of an incident."""
    return re.fullmatch(_ID, name) is not None


def incident_ids(folder: Path) -> list[str]:
    """The incidents in a folder, oldest first. Raises Unreadable."""
    try:
        with os.scandir(folder) as rows:
            found = [row.name for row in rows if is_id(row.name) and row.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise cannot_be_read(folder, error) from error
    return sorted(found, key=lambda name: (name.removeprefix("drill-"), name))


def holds_logs(folder: Path) -> bool:
    """Whether there is any log in it. Raises OSError."""
    return is_folder(folder, follow=True) and any(LOG_NAME.fullmatch(path.name) for path in folder.iterdir())


def cannot_be_read(path: Path, error: OSError) -> Unreadable:
    """Why it cannot, and what to type where it belongs to another account."""
    what = msg("{path} cannot be read ({error}).", path=str(path), error=why(error))
    if not isinstance(error, PermissionError) or not (stranger := other_owner(path)):
        return Unreadable(what)
    folder, owner, me = stranger
    hint = msg(
        "It belongs to {owner}. To give it back: sudo chown -R {me} {path}", owner=owner, me=me, path=str(folder)
    )
    return Unreadable(what, hint)
