"""Evidence that is to be copied into a record."""

import errno
from pathlib import Path

from emergency_cli.core.text import msg
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import Misused
from emergency_cli.store.evidence import members_of_file


def evidence_members(source: Path) -> dict[str, str | int]:
    """What an entry says of the file; it is copied in when the entry is written. Raises Misused."""
    try:
        return members_of_file(source)
    except (OSError, ValueError) as error:
        if is_folder(source, follow=True) or getattr(error, "errno", None) == errno.EINVAL:
            raise Misused(msg("{path} is not a file.", path=str(source))) from error
        cause = why(error) if isinstance(error, OSError) else str(error)
        raise Misused(msg("{path} cannot be read ({error}).", path=str(source), error=cause)) from error
