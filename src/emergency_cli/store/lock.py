"""One terminal of a desk at a time (docs/record.md, section 5.1)."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import UNSUPPORTED, Disk, read_plain
from emergency_cli.errors import NotSaved
from emergency_cli.world import World

_HOLDER_AFTER = 5.0
_HALF_MADE = 10  # seconds after which a lock that names no process was left by a crash
_LOOK_EVERY = 0.01  # seconds; whoever looks seldom is overtaken for ever by those who come later


@contextlib.contextmanager
def locked(world: World, place: Path, tell: Callable[[Message], None]) -> Iterator[None]:
    """Keep the desk's other terminals out. After 5 s say who holds it; never wait for ever.

    `place` is the lock's file, without its ending. Raises NotSaved when nobody let go of it, OSError when there can be
    no lock.
    """
    disk, holder = world.disk, place.with_name(f"{place.name}.holder")
    disk.make_folders(place.parent)
    file = place.with_name(f"{place.name}.lock")
    release = _taken(world, file, lambda: _say(world, holder, tell))
    if release is None:
        raise NotSaved(
            _named(
                _holder(world, holder),
                msg("NOT SAVED: another terminal has kept the record locked."),
                lambda who: msg("NOT SAVED: another terminal ({holder}) has kept the record locked.", holder=who),
            ),
            msg("Close that terminal and try again; until then write on paper."),
        )
    try:
        with contextlib.suppress(OSError):
            disk.write_in_place(holder, f"{world.pid} {world.boot()} {world.user}")
        yield
    finally:
        with contextlib.suppress(OSError):  # what is synced is saved, whatever unlocking says
            release()


def _taken(world: World, path: Path, say: Callable[[], None]) -> Callable[[], None] | None:
    begun, said = time.monotonic(), False
    while (release := take_lock(world.disk, path, world.boot)) is None:
        waited = time.monotonic() - begun
        if waited >= _HOLDER_AFTER and not said:
            said = True
            say()
        if waited >= world.lock_patience:
            return None
        time.sleep(_LOOK_EVERY)
    return release


def _say(world: World, holder: Path, tell: Callable[[Message], None]) -> None:
    tell(
        _named(
            _holder(world, holder),
            msg("Waiting for another terminal that is writing to this incident …"),
            lambda who: msg("Waiting for another terminal ({holder}) that is writing to this incident …", holder=who),
        )
    )


def _named(who: str, nobody: Message, somebody: Callable[[str], Message]) -> Message:
    return somebody(who) if who else nobody


def _holder(world: World, path: Path) -> str:
    """Who holds the lock, if that process still runs; else nothing: the name was left there by another."""
    with contextlib.suppress(OSError, ValueError):
        pid, start, user = read_plain(path, 200).decode("utf-8", "ignore").split(" ", 2)
        if start == world.boot() and world.disk.is_running(int(pid)):
            return f"pid {pid}, {user}"
    return ""


# --- where the file system knows no locks --------------------------------------------------------------------------


def take_lock(disk: Disk, path: Path, boot: Callable[[], str]) -> Callable[[], None] | None:
    """Take a lock without waiting: how to release it, or `None` while another process holds it.

    Where the file system knows no locks, a file beside it that names the process and this start of the machine, as
    `boot` says, is one. Raises OSError.
    """
    try:
        return disk.lock(path)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
    return _lock_by_name(disk, path.with_name(f"{path.name}.pid"), boot())


def _lock_by_name(disk: Disk, path: Path, boot: str) -> Callable[[], None] | None:
    for _ in range(2):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if not _removed(disk, path, boot):
                return None
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(f"{os.getpid()} {boot} {_host()}")
        return lambda: path.unlink(missing_ok=True)
    return None


def _removed(disk: Disk, path: Path, boot: str) -> bool:
    """Remove a lock that was left. Another process may have done so, and have made its own since: that one stays."""
    if not _was_left(disk, path, boot):
        return False
    aside = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    with contextlib.suppress(FileNotFoundError):
        path.rename(aside)
        if not _was_left(disk, aside, boot):
            aside.rename(path)
            return False
        aside.unlink()
    return True


def _was_left(disk: Disk, path: Path, boot: str) -> bool:
    """Whether the process that made this lock has ended: by its number, if the machine has not started anew since."""
    try:
        pid, start, host = read_plain(path, 400).decode("utf-8").split(" ")
        if host != _host():
            return False
        return start != boot or not disk.is_running(int(pid))
    except FileNotFoundError:
        return True
    except ValueError:  # a crash between making it and naming itself
        with contextlib.suppress(OSError):
            return time.time() - path.stat().st_mtime > _HALF_MADE
        return False


def _host() -> str:
    return os.uname().nodename.replace(" ", "-") if hasattr(os, "uname") else "?"
