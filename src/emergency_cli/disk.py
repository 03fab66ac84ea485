"""The few system calls that the record rests on, in one place so that a test can make each of them fail."""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from emergency_cli.core.text import Message, msg

T = TypeVar("T")
CHANGED = getattr(errno, "ESTALE", -2)
_USUAL = {
    errno.ENOSPC: msg("the disk is full"),
    errno.EDQUOT if hasattr(errno, "EDQUOT") else -1: msg("the disk is full"),
    errno.EACCES: msg("no permission"),
    errno.EPERM: msg("no permission"),
    errno.EROFS: msg("it can only be read"),
    errno.ENOENT: msg("it is not there"),
    errno.ENOTDIR: msg("it is not a folder"),
    errno.EISDIR: msg("it is a folder"),
    errno.EIO: msg("the disk has a fault"),
    errno.ELOOP: msg("it is a link"),
    errno.ENAMETOOLONG: msg("its name is too long"),
    CHANGED: msg("another program changed the file"),
}
# Error codes of Windows that Python tells as another, or as nothing in particular.
_OF_WINDOWS = {
    5: msg("no permission, or another program has it open"),  # a file that is open cannot be replaced
    32: msg("another program has it open"),
    33: msg("another program has it open"),
    123: msg("Windows allows no such name"),
    206: msg("its path is too long for Windows"),
}
# A virus scanner or a search service opens a file for a moment: it cannot be opened, or be replaced, meanwhile.
_IN_USE, _IN_THE_WAY = frozenset({32, 33}), frozenset({5, 32, 33})
_TRIES, _PAUSE = 20, 0.05
_BINARY = getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP})

CHUNK = 1 << 20


class Place(Struct, frozen=True, kw_only=True):
    """What is seen of a disk: `kind` of file system ("" where unknown), `free` bytes, and who may write there."""

    kind: str
    free: int
    foreign: bool
    open_to_all: bool


def read_plain(path: Path, most: int = -1, at: int = 0) -> bytes:
    """The bytes of a plain file from an offset on, `most` of them. Nothing else is waited for: no pipe, no device.

    Raises OSError, also for anything but a plain file.
    """
    with os.fdopen(_opened_to_read(path), "rb") as stream:
        stream.seek(at)
        return stream.read(most)


def chunks_of(path: Path, *, follow: bool = True) -> Iterator[bytes]:
    """The bytes of a plain file, at most 1 MiB at a time. Raises OSError, also for anything but a plain file."""
    with os.fdopen(_opened_to_read(path, 0 if follow else _NOFOLLOW), "rb", buffering=0) as stream:
        while data := stream.read(CHUNK):
            yield data


def _opened_to_read(path: Path, flags: int = 0) -> int:
    return _plain(_once_free(lambda: os.open(path, os.O_RDONLY | _BINARY | _NONBLOCK | _CLOEXEC | flags)))


def read_own(path: Path, most: int) -> bytes:
    """The bytes of a plain file that belongs to this user and that nobody else can write; none through a link.

    Raises OSError, also for a file of more than `most` bytes.
    """
    descriptor = _opened_to_read(path, _NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        there = os.fstat(descriptor)
        foreign = hasattr(os, "getuid") and (there.st_uid != os.getuid() or there.st_mode & 0o022)
        if foreign or there.st_size > most:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        return stream.read(most)


def _plain(descriptor: int) -> int:
    """The descriptor of a plain file; any other is closed. Raises OSError."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return descriptor


def why(error: OSError) -> Message | str:
    """What the system says went wrong, in words where it is one of the usual things."""
    told = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0)
    return told or _USUAL.get(error.errno or 0) or error.strerror or type(error).__name__


def is_folder(path: Path, *, follow: bool = False) -> bool:
    """Whether a folder can be seen there, and unless `follow` not only a link to one. Never raises."""
    return os.path.isdir(path) and (follow or not os.path.islink(path))


def is_there(path: Path) -> bool:
    """Whether anything can be seen there. Never raises: what cannot be looked into is not there."""
    return os.path.exists(path)


def why_closed(path: Path) -> OSError | None:
    """Why nobody can tell whether something is there; `None` where that can be told. Never raises."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        return error
    return None


def other_owner(path: Path) -> tuple[Path, str, str] | None:
    """Of what cannot be looked into: the topmost folder of another account above it, that account, and this one."""
    if not hasattr(os, "getuid"):
        return None
    foreign: tuple[Path, int] | None = None
    for each in (path, *path.parents):
        try:
            owner = os.stat(each).st_uid
        except OSError:
            continue
        if owner == os.getuid() or (foreign and owner != foreign[1]):
            break
        foreign = each, owner
    return (foreign[0], _account(foreign[1]), _account(os.getuid())) if foreign else None


def _account(number: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return str(number)


def real(path: Path) -> Path:
    """The path without links, as far as they can be followed. Never raises."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


class Disk:
    """System calls as they are. All raise OSError."""

    def __init__(self) -> None:
        self.unsynced: set[Path] = set()
        """Folders whose file system cannot make their names durable on request."""

    def open(self, path: Path, *, create: bool = False) -> int:
        """Open for reading and writing; never through a symbolic link. A new file is private (0600)."""
        flags = os.O_RDWR | _BINARY | _NOFOLLOW | _CLOEXEC
        return _plain(_once_free(lambda: os.open(path, flags | (os.O_CREAT if create else 0), 0o600)))

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        """Write at an offset; the count actually written may be short."""
        os.lseek(descriptor, at, os.SEEK_SET)
        return os.write(descriptor, data)

    def write_all(self, descriptor: int, at: int, data: bytes) -> None:
        """Write at an offset, going on after short writes until all is written."""
        while data:
            written = self.write(descriptor, at, data)
            if written <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            at, data = at + written, data[written:]

    def sync(self, descriptor: int) -> None:
        """Make the file durable. On macOS only F_FULLFSYNC reaches the disk itself; a share there may not know it."""
        if sys.platform == "darwin":  # pragma: no cover
            import fcntl

            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            except OSError as error:
                if error.errno not in UNSUPPORTED:
                    raise
            else:
                return
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file back."""
        os.ftruncate(descriptor, size)

    def read(self, path: Path, at: int = 0) -> bytes:
        """The bytes of a file from an offset on; nothing if there is no such file."""
        try:
            descriptor = _opened_to_read(path, _NOFOLLOW)
        except FileNotFoundError:
            return b""
        with os.fdopen(descriptor, "rb") as stream:
            stream.seek(at)
            return stream.read()

    def write_in_place(self, path: Path, text: str) -> None:
        """Write a small private file (0600) whose loss would lose nothing: not made durable.

        It is written over in place: where a file is emptied first or another takes its name, ext4 waits for the disk.
        """
        flags = os.O_WRONLY | os.O_CREAT | _BINARY | _NOFOLLOW | _NONBLOCK | _CLOEXEC
        with os.fdopen(_plain(os.open(path, flags, 0o600)), "wb") as stream:
            stream.write(text.encode())
            stream.truncate()

    def remove(self, path: Path) -> None:
        """Take a file away; the name lasts until its folder is synced."""
        os.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in a folder durable. Windows has no such call and needs none.

        A file system that has none either is noted in `unsynced`, and is not a failure.
        """
        if sys.platform == "win32":  # pragma: no cover
            return
        descriptor = os.open(folder, os.O_RDONLY | _CLOEXEC)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in UNSUPPORTED:
                raise
            self.unsynced.add(folder)
        finally:
            os.close(descriptor)

    def make_folder(self, folder: Path) -> bool:
        """Create a private folder (0700) and make its name durable; `False` if it was there."""
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            return False
        self.sync_folder(folder.parent)
        return True

    def make_folders(self, folder: Path) -> None:
        """Create a private folder and those above it that are missing."""
        if not os.path.isdir(folder):
            for each in reversed([path for path in [folder, *folder.parents] if not os.path.lexists(path)]):
                self.make_folder(each)

    def replace(self, path: Path, data: bytes | Iterable[bytes]) -> None:
        """Put a whole file in place of another, durably: a reader sees the old or the new one, never a part."""
        # Only the beginning: a name may be as long as one can be. Names of private files are whole in it, and
        # by them `copies.erase` finds what a crash left.
        draft = path.with_name(f".{path.name[:60]}.{os.urandom(4).hex()}")
        try:
            descriptor = self.open(draft, create=True)
            try:
                at = 0
                for chunk in (data,) if isinstance(data, bytes) else data:
                    self.write_all(descriptor, at, chunk)
                    at += len(chunk)
                self.sync(descriptor)
            finally:
                self.close(descriptor)
            _once_free(lambda: os.replace(draft, path), _IN_THE_WAY)
            self.sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def replace_lightly(self, path: Path, data: bytes, mode: int = 0o600) -> None:
        """Put a whole file in place of another; not made durable. A reader sees the old or the new one.

        `mode`: who may read it, whatever this account leaves to others otherwise.
        """
        draft = path.with_name(f".{path.name[:60]}.{os.urandom(4).hex()}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            if mode != 0o600:
                os.chmod(draft, mode)
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def facts(self, folder: Path) -> Place:
        """What can be seen of the disk on which a folder is."""
        from shutil import disk_usage

        there = os.stat(folder)
        return Place(
            kind=_kind(folder),
            free=disk_usage(folder).free,
            foreign=hasattr(os, "getuid") and there.st_uid != os.getuid(),
            open_to_all=os.name != "nt" and bool(there.st_mode & 0o002),
        )

    def keeps_permissions(self, path: Path) -> bool:
        """Whether a file of ours can be closed to others."""
        os.chmod(path, 0o600)
        return os.name == "nt" or os.stat(path).st_mode & 0o077 == 0

    def clock(self) -> int:
        """The time that files are given, in nanoseconds."""
        return time.time_ns()

    # --- one process at a time -----------------------------------------------------------------------------------

    def lock(self, path: Path) -> Callable[[], None] | None:
        """Take a lock without waiting: how to release it, or `None` while another process holds it.

        It ends with the process. Raises an OSError in UNSUPPORTED where the file system knows no locks.
        """
        flags = os.O_RDWR | os.O_CREAT | _BINARY | _NOFOLLOW | _NONBLOCK | _CLOEXEC
        descriptor = _plain(os.open(path, flags, 0o600))
        try:
            self._lock_descriptor(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        return lambda: os.close(descriptor)

    def _lock_descriptor(self, descriptor: int) -> None:
        if sys.platform == "win32":  # pragma: no cover
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_running(self, pid: int) -> bool:
        """Whether a process of this number runs on this machine."""
        if sys.platform == "win32":  # pragma: no cover - signal 0 would end it there
            return True
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            return True
        return True


def _once_free(act: Callable[[], T], codes: Collection[int] = _IN_USE) -> T:
    """Do something with a file as soon as nobody else has it open; try for a second. Raises OSError."""
    for _ in range(_TRIES):
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in codes:
                raise
        time.sleep(_PAUSE)
    return act()


def _kind(folder: Path) -> str:
    """The type of file system a folder is on: Linux tells in /proc/self/mounts, elsewhere nobody is asked."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as mounts:
            rows = [line.split() for line in mounts]
    except OSError:
        return ""
    path = str(real(folder))
    places = {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}
    above = [place for place in places if path == place or path.startswith(place.rstrip("/") + "/")]
    return places[max(above, key=len)] if above else ""
