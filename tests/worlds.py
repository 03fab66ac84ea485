"""Worlds for tests: their own home and state, a clock that stands still, and disks that fail when they are told to."""

# ruff: noqa: D102 - each call is the one of Disk, and documented there

import errno
import io
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Literal

from emergency_cli.disk import Disk
from emergency_cli.store.desk import home_code
from emergency_cli.world import World

CHINA = timezone(timedelta(hours=8))
START = datetime(2026, 11, 23, 14, 54, tzinfo=CHINA)
_worlds: Counter[Path] = Counter()


@dataclass
class Clock:
    """A clock that moves only when a test moves it. `up` are the milliseconds since the start that `boot` names."""

    now: datetime = START
    up: int = 48_211_034
    boot: str = "5eed0001"

    def pass_by(self, **span: float) -> None:
        """Let time pass: `pass_by(minutes=5)`."""
        step = timedelta(**span)
        self.now += step
        self.up += step // timedelta(milliseconds=1)

    def restart(self, at: datetime, up: int) -> None:
        """The machine was started again, and has been up for `up` milliseconds at this moment."""
        self.now, self.up, self.boot = at, up, f"{int(self.boot, 16) + 1:08x}"


def make_world(
    tmp_path: Path,
    *,
    desk: str = "a",
    home: str = "home",
    clock: Clock | None = None,
    disk: Disk | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    terminal: str = "none",
    user: str = "duty",
    lock_patience: float = 10.0,
    now: Callable[[], datetime] | None = None,
) -> World:
    """A world below `tmp_path`. The same `desk` is the same machine; worlds of one `home` share its records.

    Random bytes repeat from run to run, and differ from world to world.
    """
    clock = clock or Clock()
    state = tmp_path / f"state-{desk}"
    _worlds[state] += 1
    code = (state / "desk").read_bytes() if (state / "desk").is_file() else b""
    source = random.Random(f"{desk}/{code!r}/{_worlds[state]}")  # noqa: S311 - the same in every run
    places = {"EMERGENCY_HOME": str(tmp_path / home), "EMERGENCY_STATE": str(state), "EMERGENCY_LANG": "en"}
    return World(
        env={**places, **(env or {})},
        stdin=io.StringIO(stdin),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        terminal=terminal,
        user=user,
        host=f"machine-{desk}",
        now=now or (lambda: clock.now),
        uptime=lambda: clock.up,
        boot=lambda: clock.boot,
        seconds=count(0.0, 1.0).__next__,  # whoever types does so at ease
        random=source.randbytes,
        disk=disk or Disk(),
        pid=4711,
        lock_patience=lock_patience,
    )


def copied(master: Path, place: Path) -> None:
    """Copy a place where worlds are, with homes and states; what desks remember of a home goes with its copy."""
    shutil.copytree(master, place, dirs_exist_ok=True)
    for home in (path for path in master.iterdir() if path.is_dir()):
        for heads in place.glob(f"*/heads/{home_code(home)}"):
            shutil.copytree(heads, heads.with_name(home_code(place / home.name)), dirs_exist_ok=True)
            shutil.rmtree(heads)


class PowerCut(BaseException):
    """The machine is off: no `except OSError` may catch it."""


class FaultyDisk(Disk):
    """A disk whose call number `fail_at` (from 1) fails with `error`; all later ones too if it `stays` broken.

    `calls` names the calls made so far. `short` writes only so many bytes at the first write, and says so.
    """

    def __init__(
        self, fail_at: int = 0, error: int = errno.EIO, *, stays: bool = False, short: int | None = None
    ) -> None:
        super().__init__()
        self.fail_at = fail_at
        self.error = error
        self.stays = stays
        self.short = short
        self.calls: list[str] = []
        self.fired = False

    def _call(self, name: str) -> None:
        self.calls.append(name)
        number = len(self.calls)
        if self.fail_at and (number == self.fail_at or (self.stays and number > self.fail_at)):
            self.fired = True
            self._fail()

    def _fail(self) -> None:
        raise OSError(self.error, os.strerror(self.error))

    def open(self, path: Path, *, create: bool = False) -> int:
        self._call("open")
        return super().open(path, create=create)

    def close(self, descriptor: int) -> None:
        super().close(descriptor)  # a close that fails has closed all the same
        self._call("close")

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        self._call("write")
        if self.short is not None:
            data, self.short, self.fired = data[: self.short], None, True
        return super().write(descriptor, at, data)

    def sync(self, descriptor: int) -> None:
        self._call("sync")
        super().sync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        self._call("truncate")
        super().truncate(descriptor, size)

    def read(self, path: Path, at: int = 0) -> bytes:
        self._call("read")
        return super().read(path, at)

    def sync_folder(self, folder: Path) -> None:
        self._call("sync_folder")
        super().sync_folder(folder)

    def make_folder(self, folder: Path) -> bool:
        self._call("make_folder")
        return super().make_folder(folder)

    def replace(self, path: Path, data: bytes | Iterable[bytes]) -> None:
        self._call("replace")
        super().replace(path, data)


Kept = Literal["all", "none", "half", "zeros"]


@dataclass(frozen=True)
class Pending:
    """Something that was not yet synced: bytes in a file, its new length, or (`data` is `None`) the name of a file."""

    path: Path
    at: int = 0
    data: bytes | None = None
    cut: bool = False

    def on(self, bytes_: bytes, kept: Kept) -> bytes:
        """What the file holds if so much of this reached the disk."""
        if kept == "none" or self.data is None:
            return bytes_
        if self.cut:
            return bytes_[: self.at]
        data = {"all": self.data, "half": self.data[: len(self.data) // 2], "zeros": bytes(len(self.data))}[kept]
        return bytes_[: self.at].ljust(self.at, b"\0") + data + bytes_[self.at + len(data) :]


class ForgetfulDisk(FaultyDisk):
    """A disk that keeps only what was synced: `lose` the rest, as when the power fails.

    The bytes of a file last once it is synced, the name of a new file once its folder is. At call `fail_at` the power
    fails (nothing works any more), or with an `error` that one call does. A disk that `lies` says it synced, and did
    not. `pending` is what was not synced so far, in the order in which it was done.
    """

    def __init__(self, fail_at: int = 0, error: int = 0, *, lies: bool = False) -> None:
        super().__init__(fail_at, error, stays=not error)
        self.lies = lies
        self.pending: list[Pending] = []
        self._paths: dict[int, Path] = {}
        self._durable: dict[Path, bytes] = {}

    def _fail(self) -> None:
        if self.error:
            super()._fail()
        raise PowerCut

    def open(self, path: Path, *, create: bool = False) -> int:
        new = not path.exists()
        descriptor = super().open(path, create=create)
        if new:
            self.pending.append(Pending(path))
        self._paths[descriptor] = path
        self._durable.setdefault(path, path.read_bytes())
        return descriptor

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        written = super().write(descriptor, at, data)
        self.pending.append(Pending(self._paths[descriptor], at, data[:written]))
        return written

    def truncate(self, descriptor: int, size: int) -> None:
        super().truncate(descriptor, size)
        self.pending.append(Pending(self._paths[descriptor], size, b"", cut=True))

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        if self.lies:
            return
        path = self._paths[descriptor]
        self._durable[path] = path.read_bytes()
        self.pending = [each for each in self.pending if each.path != path or each.data is None]

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        if not self.lies:
            self.pending = [each for each in self.pending if each.path.parent != folder or each.data is not None]

    def lose(self, kept: Callable[[int], Kept] = lambda _: "none", *, at: Callable[[Path], Path] | None = None) -> None:
        """What the disk holds after the power came back: `kept` says of each pending thing how much reached it.

        `at` says where a file lies in the copy that is to look like that; by default the files themselves are.
        """
        image = dict(self._durable)
        unnamed = set()
        for number, each in enumerate(self.pending):
            if each.data is None and kept(number) == "none":
                unnamed.add(each.path)
            elif each.path in image:
                image[each.path] = each.on(image[each.path], kept(number))
        for path, data in image.items():
            place = at(path) if at else path
            if path in unnamed:
                place.unlink(missing_ok=True)
            elif path.exists():
                place.write_bytes(data)


class LyingDisk(ForgetfulDisk):
    """A disk whose sync number `fail_sync` (from 1) fails once and, as kernels do, drops what it should have written.

    Until the power is off reading shows the data all the same; later syncs report success, and where the data should
    be there are NUL bytes.
    """

    def __init__(self, fail_sync: int) -> None:
        super().__init__()
        self.fail_sync = fail_sync
        self.syncs = 0
        self._dropped: list[Pending] = []

    def write(self, descriptor: int, at: int, data: bytes) -> int:
        path = self._paths[descriptor]
        self._dropped = [each for each in self._dropped if each.path != path or each.at + len(each.data or b"") <= at]
        return super().write(descriptor, at, data)

    def sync(self, descriptor: int) -> None:
        self.syncs += 1
        path = self._paths[descriptor]
        if self.syncs == self.fail_sync:
            self._dropped += [each for each in self.pending if each.path == path and each.data]
            self.fired = True
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(descriptor)
        for each in self._dropped:
            if each.path == path and each.at < len(self._durable[path]):
                self._durable[path] = each.on(self._durable[path], "zeros")[: len(self._durable[path])]
