"""What this machine keeps in mind of a hub, beside the records: how far each file was sent, how far the hub was read.

All of it saves time and nothing else: without it everything is compared anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from emergency_cli.disk import is_there, read_plain
from emergency_cli.store.desk import home_code
from emergency_cli.world import World

# After a failure nobody waits for the same again so soon.
_REST = timedelta(seconds=30)
_MOST = 1 << 20


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """How far a file was sent: its size then, and the hash of the last line that was sent."""

    size: int
    last: str


class Read(msgspec.Struct, frozen=True, array_like=True):
    """How far the hub was read: the number of the last line of this hall, and its hash."""

    seq: int = 0
    hash: bytes = b""


class Memory:
    """What is kept of one hub and one home. Never raises for what cannot be kept."""

    def __init__(self, world: World, address: str) -> None:
        self._disk = world.disk
        self._now = world.now
        code = hashlib.sha256(address.encode()).hexdigest()[:8]
        self._folder = world.state / "hub" / f"{home_code(world.home)}-{code}"

    def sent(self, incident: str) -> dict[str, Sent]:
        """How far each file of an incident was sent."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(read_plain(self._folder / f"{incident}.json", _MOST), type=dict[str, Sent])
        return {}

    def keep_sent(self, incident: str, files: dict[str, Sent]) -> None:
        """Keep that."""
        self._keep(f"{incident}.json", msgspec.json.encode(files).decode())

    def read(self) -> Read:
        """How far the hub was read."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(read_plain(self._folder / "READ", _MOST), type=Read)
        return Read()

    def keep_read(self, read: Read) -> None:
        """Keep that."""
        self._keep("READ", msgspec.json.encode(read).decode())

    # --- what is still to be sent ----------------------------------------------------------------------------------

    def owe(self, incident: str) -> None:
        """Something of this incident is to be sent."""
        self._keep(f"{incident}.owed", "")

    def paid(self, incident: str) -> None:
        """All of it was sent."""
        with contextlib.suppress(OSError):
            self._disk.remove(self._folder / f"{incident}.owed")

    def owed(self) -> list[str]:
        """The incidents of which something is to be sent, as far as is known."""
        with contextlib.suppress(OSError):
            return sorted(path.stem for path in self._folder.iterdir() if path.suffix == ".owed")
        return []

    # --- a hub that does not answer --------------------------------------------------------------------------------

    def failed(self) -> None:
        """The hub was not to be reached at this moment."""
        self._keep("AWAY", self._now().isoformat())

    def rests(self) -> bool:
        """Whether that was only a moment ago."""
        with contextlib.suppress(OSError, ValueError):
            failed = datetime.fromisoformat(read_plain(self._folder / "AWAY", 100).decode("ascii"))
            return timedelta() <= self._now() - failed < _REST
        return False

    def answered(self) -> None:
        """The hub was reached."""
        with contextlib.suppress(OSError):
            self._disk.remove(self._folder / "AWAY")

    def first_time(self, what: str) -> bool:
        """Whether this is to be said for the first time."""
        place = self._folder / f"{what}.said"
        if is_there(place):
            return False
        self._keep(place.name, "")
        return True

    def _keep(self, name: str, text: str) -> None:
        path: Path = self._folder / name
        with contextlib.suppress(OSError):
            self._disk.make_folders(self._folder)
            self._disk.write_in_place(path, text)
