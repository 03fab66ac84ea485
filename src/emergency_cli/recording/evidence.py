"""Evidence that is to be copied into a record, or that somebody holds."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from emergency_cli.core.incident import actions
from emergency_cli.core.personal import Words
from emergency_cli.core.text import msg
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import Misused
from emergency_cli.places import typed_path
from emergency_cli.recording import Decide
from emergency_cli.store.evidence import members_of_file


class Evidence(NamedTuple):
    """The decision that puts it on record, and the file that is copied in with the entry."""

    decide: Decide
    file: Path | None


def evidence(
    file: str | None,
    *,
    reference: str | None = None,
    held: str | None = None,
    until: str | None = None,
    handed: str | None = None,
    text: str | None = None,
    seal: Callable[[str], Words] = str,
) -> Evidence:
    """Evidence as it is typed: a `file`, or with `reference` what it is and who holds it. Raises Misused.

    `seal` is what becomes of its name and text: where they are personal, they are sealed.
    """
    if (file is None) == (reference is None):
        raise Misused(msg("Name a file, or say what it is with --reference and who holds it with --held."))
    if reference is not None and not held:
        raise Misused(msg("Say who holds it."), msg("Add --held NAME."))
    name = reference or Path(str(file)).name
    said = seal(text) if text else None
    details: dict[str, Words | int | None] = {"held": held, "until": until, "handed": handed, "text": said}
    path = typed_path(file) if file is not None else None
    if path:
        details = {"handed": handed, "text": said, **_members(path)}
    return Evidence(lambda incident, at, by: actions.add_evidence(incident, seal(name), at=at, by=by, **details), path)


def _members(source: Path) -> dict[str, str | int]:
    """What an entry says of the file; it is copied in when the entry is written. Raises Misused."""
    try:
        return members_of_file(source)
    except (OSError, ValueError) as error:
        if is_folder(source, follow=True) or getattr(error, "errno", None) == errno.EINVAL:
            raise Misused(msg("{path} is not a file.", path=str(source))) from error
        cause = why(error) if isinstance(error, OSError) else str(error)
        raise Misused(msg("{path} cannot be read ({error}).", path=str(source), error=cause)) from error
