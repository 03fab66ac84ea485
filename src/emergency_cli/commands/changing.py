"""Writing a plan file: checked before it takes the place of the old one; a new fault leaves everything as it was."""

import contextlib
from pathlib import Path

from emergency_cli.core.text import Fault, msg
from emergency_cli.disk import read_plain, real, why
from emergency_cli.errors import Faulty, NotSaved
from emergency_cli.plans.check import plan_faults
from emergency_cli.screen.faults import fault_lines
from emergency_cli.session import Session


def put_in_place(session: Session, path: Path, before: bytes | None, after: bytes) -> None:
    """Write a plan file that was read as `before`, `None` for a new one.

    Raises Faulty where the plan would have a fault that it has not now, NotSaved where it cannot be written or
    somebody else has written it meanwhile.
    """
    world = session.world
    faults = [fault for fault in plan_faults(world, {path: after}) if not fault.warning]
    known = {_told(fault) for fault in plan_faults(world)} if faults else set()
    if new := [fault for fault in faults if _told(fault) not in known]:
        session.screen.show(fault_lines(new, session.screen.words))
        raise Faulty(msg("Nothing was changed: the plan would have these faults."))
    path = real(path)
    try:
        if _now(path) != before:
            raise NotSaved(
                msg("NOT SAVED: somebody else has changed {path} meanwhile.", path=str(path)), msg("Try again.")
            )
        mode = path.stat().st_mode if before is not None else None
        world.disk.make_folders(path.parent)
        world.disk.replace(path, after)
        with contextlib.suppress(OSError):  # others may read it as before, where that can be told
            path.chmod(mode or 0o644)
    except OSError as error:
        what = msg("NOT SAVED: {path} cannot be written ({error}).", path=str(path), error=why(error))
        raise NotSaved(what) from error


def _now(path: Path) -> bytes | None:
    try:
        return read_plain(path)
    except FileNotFoundError:
        return None


def _told(fault: Fault) -> tuple[str, str, str]:
    """A fault without its line, which moves with every change above it."""
    return fault.file, fault.what.msgid, repr(sorted(fault.what.values.items()))
