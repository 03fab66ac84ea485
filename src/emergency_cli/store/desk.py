"""Which desk writes here, and what it remembers of a home beside the records (docs/record.md, section 1)."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.disk import Disk, is_there, read_plain, real


class Desk(Struct, frozen=True):
    """The desk that writes here: its code, the folder of its state, how to get a new code, and the one it has now."""

    code: str
    state: Path
    renew: "Callable[[], Desk]"
    current: "Callable[[], Desk] | None" = None


def home_code(home: Path) -> str:
    """Eight hex digits that tell one home from another on this machine."""
    return hashlib.sha256(os.fsencode(real(home))).hexdigest()[:8]


class DeskState:
    """What this desk keeps of a home in the machine's state: locks, and the last line it acknowledged in each incident.

    These heads are hints: losing one loses nothing that was acknowledged, and one without its checksum does not count.
    """

    def __init__(self, disk: Disk, state: Path, home: Path) -> None:
        self._disk = disk
        self._home = home_code(home)
        self._state = state
        self._heads = state / "heads" / self._home
        self._elsewhere = state / "elsewhere" / self._home

    def lock(self, incident: str) -> Path:
        """The file of an incident's lock, without its ending."""
        return self._state / "locks" / f"{self._home}-{incident}"

    def head(self, incident: str) -> tuple[str, str] | None:
        """The desk that wrote last on this machine, and the hash of its last line."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            head = msgspec.json.decode(read_plain(self._file(incident), 1000))
            desk, n, known = head["desk"], head["n"], head["hash"]
            if head["check"] == self._check(incident, desk, n, known):
                return desk, known
        return None

    def acknowledge(self, incident: str, entry: Entry) -> None:
        """Remember an entry as the last one this desk acknowledged."""
        desk, n, known = entry.desk, entry.n, entry.hash
        hint = {"desk": desk, "n": n, "hash": known, "check": self._check(incident, desk, n, known)}
        with contextlib.suppress(OSError):
            self._disk.make_folders(self._heads)
            self._disk.write_in_place(self._file(incident), msgspec.json.encode(hint).decode())

    def forget(self, incident: str) -> None:
        """Nothing was acknowledged there. Raises OSError."""
        self._file(incident).unlink(missing_ok=True)

    def first_time(self, what: str) -> bool:
        """Whether this is to be said for the first time of this home."""
        place = self._state / "said" / f"{self._home}-{what}"
        if is_there(place):
            return False
        with contextlib.suppress(OSError):
            self._disk.make_folders(place.parent)
            self._disk.write_in_place(place, "")
        return True

    def came_without_values(self, incident: str, desks: Iterable[str]) -> None:
        """Lines of these desks came without the personal values and evidence of which they speak."""
        known = self.without_values(incident)
        if not known.issuperset(desks):
            with contextlib.suppress(OSError):
                self._disk.make_folders(self._elsewhere)
                self._disk.write_in_place(self._elsewhere / incident, " ".join(sorted({*known, *desks})))

    def without_values(self, incident: str) -> set[str]:
        """The desks of which that is so: what is not here of theirs is with them."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return set(read_plain(self._elsewhere / incident, 10_000).decode("ascii").split())
        return set()

    def incidents(self) -> list[str]:
        """The incidents of this home in which something was acknowledged."""
        with contextlib.suppress(OSError):
            return sorted(path.stem for path in self._heads.iterdir() if self.head(path.stem))
        return []

    def _file(self, incident: str) -> Path:
        return self._heads / f"{incident}.json"

    @staticmethod
    def _check(*what: object) -> str:
        return hashlib.sha256("/".join(map(str, what)).encode()).hexdigest()[:8]
