"""What is known of closed incidents without reading them: a cache in the machine's state.

A row is kept only of an incident that was read whole, had no findings and was closed, and it holds as long as its
folder and its logs have the same size, times and inode. Whatever else is found in the file costs time and nothing else.
"""

import contextlib
import os
import zlib
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec
from msgspec import Struct

from emergency_cli import __version__
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.past import Past, past_of
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.core.terms import State
from emergency_cli.disk import Disk, read_plain
from emergency_cli.store.desk import home_code

_MOST = 64 << 20
_SETTLED = 2_000_000_000  # nanoseconds; a file that changed later could change again without its times showing it

_WORTH_KEEPING = 500

Stamp = tuple[int, int, int, int]
"""Size, when changed, when its entry changed (nanoseconds), inode."""


class Known(Struct, frozen=True, kw_only=True):
    """What lists say of an incident. Of one that is closed `open` and `late` are as they were at the closing.

    `since` is when it was noticed by the clock as it is now.
    """

    id: str
    state: State
    whole: bool
    damaged: bool = False
    playbook: str = ""
    title: dict[str, str] = {}
    noticed: datetime | None = None
    since: datetime | None = None
    outcome: str = ""
    playbooks: tuple[str, ...] = ()
    open: int = 0
    late: int = 0
    destroyed: bool = False
    past: Past
    last: datetime | None = None

    @property
    def drill(self) -> bool:
        """Whether this is a rehearsal."""
        return self.id.startswith("drill-")


class _Row(Struct, frozen=True, array_like=True):
    """How an incident's folder and logs were; from where to where in the second part of the file is what is known."""

    folder: Stamp
    logs: dict[str, Stamp]
    start: int
    end: int


def known_of(name: str, incident: Incident, now: datetime, findings: Collection[Finding]) -> Known:
    """What lists say of an incident that was read, with what was found wrong with its lines."""
    closed = incident.closed if incident.state == "closed" else None
    still_open, late = board(incident, closed.event.occurred if closed else now).how_many
    title = incident.playbook.title if incident.playbook else None
    return Known(
        id=name,
        state=incident.state,
        whole=not findings and bool(incident.entries),
        damaged=any(not finding.harmless for finding in findings),
        playbook=incident.opening.playbook if incident.opening else "",
        title={"zh": title.zh, "en": title.en} if title else {},
        noticed=incident.local(incident.opening.noticed) if incident.opening else None,
        since=None if closed else now - incident.since_noticed(now),
        outcome=getattr(incident.ended.event, "outcome", "") if incident.ended and len(incident.ends) == 1 else "",
        playbooks=tuple(held.id for held in incident.in_order),
        open=still_open,
        late=late,
        destroyed=bool(incident.destroyed),
        past=past_of(incident),
        last=max((entry.recorded for entry in incident.entries), default=None),
    )


class Index:
    """The rows of one home. `known` looks, `take` adds, `save` keeps them for the next time."""

    def __init__(self, disk: Disk, state: Path, home: Path) -> None:
        self._disk = disk
        self._code = home_code(home)
        self._path = state / "index" / f"{self._code}.json"
        self._told = bytearray()
        self._rows = self._load()
        self._changed = 0

    def known(self, name: str) -> Known | None:
        """What is known of an incident of which the row `holds`; `None` if it says nothing of use."""
        with contextlib.suppress(msgspec.MsgspecError, KeyError):
            found = msgspec.json.decode(self._told_of(self._rows[name]), type=Known)
            return found if (found.id, found.state) == (name, "closed") else None
        return None

    def _told_of(self, row: _Row) -> bytes:
        return bytes(self._told[row.start : row.end])

    def holds(self, incidents: Path, name: str) -> bool:
        """Whether an incident is known to be closed."""
        row = self._rows.get(name)
        return row is not None and _holds(row, incidents, name)

    def take(self, folder: Path, before: "tuple[Stamp, dict[str, Stamp]] | None", known: Known) -> None:
        """Add a row, if the incident is closed and whole. `before` is what `stamps` gave before it was read."""
        if known.state != "closed" or not known.whole or before is None or stamps(folder) != before:
            return
        newest = max(max(stamp[1], stamp[2]) for stamp in (before[0], *before[1].values()))
        if newest < self._disk.clock() - _SETTLED:
            start = len(self._told)
            self._told += msgspec.json.encode(known)
            self._rows[known.id] = _Row(*before, start, len(self._told))
            self._changed += 1

    def save(self, names: Iterable[str]) -> None:
        """Keep the rows of these incidents. Failing at it changes nothing."""
        there = set(names)
        if not self._changed and self._rows.keys() <= there:
            return
        kept = {name: row for name, row in self._rows.items() if name in there}
        told = list(map(self._told_of, kept.values()))
        ends = [0, *accumulate(map(len, told))]
        self._told = bytearray().join(told)
        self._rows = {
            name: _Row(row.folder, row.logs, start, end)
            for (name, row), (start, end) in zip(kept.items(), pairwise(ends), strict=True)
        }
        body = msgspec.json.encode(self._rows) + b"\n" + self._told
        with contextlib.suppress(OSError):
            self._disk.make_folders(self._path.parent)
            self._disk.replace_lightly(self._path, self._head(body) + body)
            self._changed = 0

    @property
    def full(self) -> bool:
        """Whether so much was learned that losing it would be a pity."""
        return self._changed >= _WORTH_KEEPING

    def _load(self) -> dict[str, _Row]:
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            if _is_ours(self._path):
                head, _, body = read_plain(self._path, _MOST).partition(b"\n")
                if head + b"\n" == self._head(body):
                    rows, _, told = body.partition(b"\n")
                    self._told += told
                    return msgspec.json.decode(rows, type=dict[str, _Row])
        return {}

    def _head(self, body: bytes) -> bytes:
        return f"emergency {__version__} {self._code} {zlib.crc32(body)}\n".encode()


def stamps(folder: Path) -> tuple[Stamp, dict[str, Stamp]] | None:
    """How an incident's folder and its logs are now; `None` if they cannot be looked at."""
    with contextlib.suppress(OSError):
        own = _stamp(folder.stat())
        return own, {path.name: _stamp(path.lstat()) for path in folder.iterdir() if LOG_NAME.fullmatch(path.name)}
    return None


def _stamp(seen: os.stat_result) -> Stamp:
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _holds(row: _Row, incidents: Path, name: str) -> bool:
    place = f"{incidents}/{name}"
    try:
        if _stamp(os.lstat(place)) != row.folder:
            return False
        return all(_stamp(os.lstat(f"{place}/{log}")) == seen for log, seen in row.logs.items())
    except (OSError, ValueError):
        return False


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have written it."""
    seen, above = path.lstat(), path.parent.lstat()
    return os.name == "nt" or all(each.st_uid == os.getuid() and not each.st_mode & 0o022 for each in (seen, above))
