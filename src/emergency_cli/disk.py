"""The few system calls that the record rests on, in one place so that a test can make each of them fail."""

import contextlib
import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from emergency_cli.core.text import Message, msg

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
}
_BINARY = getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class Place:
    """What was seen of a disk: `kind` of file system ("" where nobody says), `free` bytes, and who may write there."""

    kind: str
    free: int
    private: bool
    foreign: bool
    open_to_all: bool


def read_plain(path: Path, most: int = -1, at: int = 0) -> bytes:
    """The bytes of a plain file from an offset on, `most` of them. Nothing else is waited for: no pipe, no device.

    Raises OSError, also for what is no plain file.
    """
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NONBLOCK | _CLOEXEC)
    with os.fdopen(_plain(descriptor), "rb") as stream:
        stream.seek(at)
        return stream.read(most)


def _plain(descriptor: int) -> int:
    """The descriptor of a plain file; any other is closed. Raises OSError."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return descriptor


def why(error: OSError) -> Message | str:
    """What the system says went wrong, in words where it is one of the usual things."""
    return _USUAL.get(error.errno or 0) or error.strerror or type(error).__name__


class Disk:
    """System calls as they are. All raise OSError."""

    def open(self, path: Path, *, create: bool = False) -> int:
        """Open for reading and writing; never through a symbolic link. A new file is private (0600)."""
        flags = os.O_RDWR | _BINARY | _NOFOLLOW | _CLOEXEC
        return _plain(os.open(path, flags | (os.O_CREAT if create else 0), 0o600))

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        """Write at an offset; the count actually written may be short."""
        os.lseek(descriptor, at, os.SEEK_SET)
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Make the file durable. On macOS only F_FULLFSYNC reaches the disk itself."""
        if sys.platform == "darwin":  # pragma: no cover
            import fcntl

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file back."""
        os.ftruncate(descriptor, size)

    def read(self, path: Path, at: int = 0) -> bytes:
        """The bytes of a file from an offset on; nothing if there is no such file."""
        try:
            descriptor = os.open(path, os.O_RDONLY | _BINARY | _NOFOLLOW | _NONBLOCK | _CLOEXEC)
        except FileNotFoundError:
            return b""
        with os.fdopen(_plain(descriptor), "rb") as stream:
            stream.seek(at)
            return stream.read()

    def jot(self, path: Path, text: str) -> None:
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
        """Make the names in a folder durable. Windows has no such call and needs none."""
        if sys.platform == "win32":  # pragma: no cover
            return
        descriptor = os.open(folder, os.O_RDONLY | _CLOEXEC)
        try:
            os.fsync(descriptor)
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
        if not folder.exists():
            for each in reversed([path for path in [folder, *folder.parents] if not path.exists()]):
                self.make_folder(each)

    def try_out(self, folder: Path) -> Place:
        """Write, sync and remove a small file, as the record would be; what was seen of the disk on the way."""
        from shutil import disk_usage

        path = folder / f".try-{os.urandom(4).hex()}"
        descriptor = self.open(path, create=True)
        try:
            if self.write(descriptor, 0, b"emergency\n") != 10:
                raise OSError(28, os.strerror(28))
            self.sync(descriptor)
            os.chmod(path, 0o600)
            private = os.name == "nt" or os.fstat(descriptor).st_mode & 0o077 == 0
        finally:
            with contextlib.ExitStack() as stack:  # taken away whatever closing says
                stack.callback(self.remove, path)
                self.close(descriptor)
        self.sync_folder(folder)
        there = os.stat(folder)
        foreign = hasattr(os, "getuid") and there.st_uid != os.getuid()
        open_to_all = os.name != "nt" and bool(there.st_mode & 0o002)
        return Place(_kind(folder), disk_usage(folder).free, private, foreign, open_to_all)

    def replace(self, path: Path, data: bytes) -> None:
        """Put a whole file in place of another, durably: a reader sees the old or the new one, never a part."""
        # Only the beginning: a name may be as long as one can be. Names of private files stand whole in it, and
        # by them `copies.erase` finds what a crash left.
        draft = path.with_name(f".{path.name[:60]}.{os.urandom(4).hex()}")
        try:
            descriptor = self.open(draft, create=True)
            try:
                if self.write(descriptor, 0, data) != len(data):
                    raise OSError(errno.ENOSPC, "short write", str(path))
                self.sync(descriptor)
            finally:
                self.close(descriptor)
            os.replace(draft, path)
            self.sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _kind(folder: Path) -> str:
    """The type of file system a folder lies on: Linux tells in /proc/self/mounts, elsewhere nobody is asked."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as mounts:
            rows = [line.split() for line in mounts]
    except OSError:
        return ""
    real = os.path.realpath(folder)
    places = {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}
    above = [place for place in places if real == place or real.startswith(place.rstrip("/") + "/")]
    return places[max(above, key=len)] if above else ""
