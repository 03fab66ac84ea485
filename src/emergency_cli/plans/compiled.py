"""The compiled plan: what the forms accepted, kept as JSON in the state folder, so that reading it needs no YAML.

A file is found by the SHA-256 of program version, form, name and bytes of the plan file it was made from, and begins
with the SHA-256 of itself. Nothing in it is ever executed. Whatever is wrong with it - cut, forged, foreign, too large,
not a plain file - it is passed over and the plan file is read instead: it can cost time and nothing else.

Beside it, in a folder of its own, the bytes of each plan file as they were when nothing was wrong with them: what is
used while the file cannot be read.
"""

import contextlib
import hashlib
import os
import stat
from pathlib import Path
from typing import TypeVar

import msgspec

from emergency_cli import __version__
from emergency_cli.core.plan.values import PlanValue, from_json, to_json
from emergency_cli.disk import read_own
from emergency_cli.world import World

V = TypeVar("V", bound=PlanValue)

# Changes whenever forms or values do; a test says to what.
FORM = "fdfc5ed215703b70"
_MAX_BYTES, _DIGITS = 8 << 20, 64
# More files than this are what earlier plans left.
_KEPT = 64


class Compiled:
    """The compiled plan of this machine."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = world.state / "plan"
        self.before = world.state / "plan-before"

    def value(self, name: str, raw: bytes, kind: type[V]) -> V | None:
        """What was accepted of these bytes of a plan file; `None` if that is not at hand."""
        body = self._read(_key(name, raw))
        with contextlib.suppress(msgspec.MsgspecError, RecursionError):
            return from_json(body, kind) if body else None
        return None

    def keep(self, name: str, raw: bytes, value: PlanValue) -> None:
        """Keep what was accepted. Failing at it changes nothing."""
        self._write(_key(name, raw), to_json(value))

    def sounds(self, name: str, raw: bytes) -> dict[str, tuple[str, ...]] | None:
        """How the names in a plan file sound; `None` if that is not at hand."""
        body = self._read(_key(name, raw, "sounds"))
        with contextlib.suppress(msgspec.MsgspecError, RecursionError):
            return msgspec.json.decode(body, type=dict[str, tuple[str, ...]]) if body else None
        return None

    def keep_sounds(self, name: str, raw: bytes, sounds: dict[str, tuple[str, ...]]) -> None:
        """Keep how its names sound. Failing at it changes nothing."""
        self._write(_key(name, raw, "sounds"), msgspec.json.encode(sounds))

    def last_whole(self, path: Path) -> bytes | None:
        """The bytes of a plan file when nothing was wrong with it; `None` if they are not at hand."""
        return self._read(_place(path), self.before)

    def keep_whole(self, path: Path, raw: bytes) -> None:
        """Keep the bytes of a plan file with which nothing is wrong. Failing at it changes nothing."""
        if self.last_whole(path) != raw:
            self._write(_place(path), raw, self.before)

    def _read(self, key: str, folder: Path | None = None) -> bytes | None:
        folder = folder or self.folder
        with contextlib.suppress(OSError):
            if _ours(folder):
                found = read_own(folder / f"{key}.json", _MAX_BYTES)
                head, body = found[:_DIGITS], found[_DIGITS + 1 :]
                return body if head == _seal(key, body) else None
        return None

    def _write(self, key: str, body: bytes, folder: Path | None = None) -> None:
        folder = folder or self.folder
        with contextlib.suppress(OSError):
            self.world.disk.make_folders(folder)
            if _ours(folder):
                _make_room(folder)
                self.world.disk.replace_lightly(folder / f"{key}.json", _seal(key, body) + b"\n" + body)


def _make_room(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) >= _KEPT:
        for path in files:
            path.unlink(missing_ok=True)


def _key(name: str, raw: bytes, part: str = "value") -> str:
    made_from = "\n".join((__version__, FORM, part, name, ""))
    return hashlib.sha256(made_from.encode() + raw).hexdigest()


def _place(path: Path) -> str:
    """Under what the whole bytes of a plan file are kept: a later version of the program reads them anew."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()


def _seal(key: str, body: bytes) -> bytes:
    """What tells a whole file from a damaged one, and one made of these bytes from one under another's name."""
    return hashlib.sha256(key.encode() + body).hexdigest().encode()


def _ours(folder: Path) -> bool:
    """Whether a folder is a real one into which nobody else may write."""
    there = os.lstat(folder)
    foreign = hasattr(os, "getuid") and there.st_uid != os.getuid()
    open_to_others = os.name != "nt" and there.st_mode & 0o022
    return stat.S_ISDIR(there.st_mode) and not foreign and not open_to_others
