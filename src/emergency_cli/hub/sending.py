"""Sending lines to the hub. Nothing else of an incident is ever sent: no private file, no evidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.record.merge import LOG_NAME, whole
from emergency_cli.core.record.sides import hash_of
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import Disk
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.memory import Sent as SoFar
from emergency_cli.hub.server import HubAway, Server, refusal

_MOST_LINES, _MOST_BYTES = 500, 4 << 20
_NUMBER = re.compile(rb'"n":(\d{1,16}),')
_WHY = {
    "HB001": msg("it is too long"),
    "HB002": msg("it is not a line of a record"),
    "HB003": msg("it is of another incident or desk"),
    "HB004": msg("its bytes do not match its hash"),
    "HB005": msg("it follows a line that the hub does not have"),
    "HB006": msg("its number is not the one that follows"),
}


class Line(Struct, frozen=True):
    """A line of a desk's file, without its LF."""

    desk: str
    body: bytes

    @property
    def n(self) -> int:
        """Its number, 0 where it has none."""
        found = _NUMBER.search(self.body, 0, 300)
        return int(found[1]) if found else 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other of its incident."""
        return self.desk, hash_of(self.body)


class Refused(Struct, frozen=True):
    """A line that the hub did not take."""

    desk: str
    n: int
    why: Message


class Outcome(Struct, frozen=True):
    """What became of an incident: how many lines were new to the hub, and what it did not take."""

    incident: str
    lines: int
    refused: tuple[Refused, ...] = ()


def lines_of(data: bytes, desk: str) -> Iterator[Line]:
    """The lines of a file that are what they say: what is damaged here is nobody else's to keep."""
    for body in whole(data).splitlines():
        if hashlib.sha256(body[:-75]).hexdigest() == hash_of(body):
            yield Line(desk, body)


def logs_of(disk: Disk, folder: Path) -> dict[str, bytes]:
    """The logs of an incident by file name. Raises OSError."""
    return {path.name: disk.read(path) for path in sorted(folder.iterdir()) if LOG_NAME.fullmatch(path.name)}


def send(server: Server, disk: Disk, folder: Path, memory: Memory) -> Outcome:
    """Send what the hub does not have of an incident. Raises OSError where it cannot be read, HubAway."""
    logs, so_far = logs_of(disk, folder), memory.sent(folder.name)
    fresh = _since(logs, so_far)
    outcome = _sent(server, folder.name, fresh if fresh is not None else _missing(server, folder.name, logs))
    if outcome.refused and fresh is not None:  # the hub may be an older copy of itself: compare everything
        again = _sent(server, folder.name, _missing(server, folder.name, logs))
        outcome = Outcome(folder.name, outcome.lines + again.lines, again.refused)
    if not outcome.refused:
        memory.keep_sent(folder.name, {name: SoFar(len(whole(data)), _last(data)) for name, data in logs.items()})
        memory.paid(folder.name)
    return outcome


def _last(data: bytes) -> str:
    return hash_of(whole(data)[:-1])


def _since(logs: Mapping[str, bytes], so_far: Mapping[str, SoFar]) -> list[Line] | None:
    """What follows what was sent; `None` where that does not tell."""
    if not so_far or any(
        name not in logs or _last(logs[name][: sent.size]) != sent.last for name, sent in so_far.items()
    ):
        return None
    found: list[Line] = []
    for name, data in logs.items():
        found += lines_of(data[so_far[name].size if name in so_far else 0 :], name[:6])
    return _in_order(found)


def _missing(server: Server, incident: str, logs: Mapping[str, bytes]) -> list[Line]:
    """Everything that the hub, when asked, does not have."""
    there = hashes(server, incident)
    return _in_order(line for name, data in logs.items() for line in lines_of(data, name[:6]) if line.key not in there)


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Each once, what a line has seen before it."""
    return sorted({line.key: line for line in lines}.values(), key=lambda line: (line.n, line.desk))


def hashes(server: Server, incident: str) -> set[tuple[str, str]]:
    """The lines of an incident of this hall that the hub has: desk and hash."""
    rows = server.rows("select desk, hash from hub.line where hall = hub.own_hall() and incident = %s", (incident,))
    return {(desk, bytes(digest).hex()) for desk, digest in rows}


def _sent(server: Server, incident: str, lines: list[Line]) -> Outcome:
    taken, refused = 0, list[Refused]()
    for batch in _batches(lines):
        try:
            taken += put(server, incident, batch)
        except HubAway as error:
            if refusal(error.__cause__) is None:
                raise
            more, left = _one_by_one(server, incident, batch)
            taken, refused = taken + more, refused + left
    return Outcome(incident, taken, tuple(refused))


def _one_by_one(server: Server, incident: str, lines: list[Line]) -> tuple[int, list[Refused]]:
    """All that can be taken, where one line would keep out the others."""
    taken, refused = 0, list[Refused]()
    for line in lines:
        try:
            taken += put(server, incident, [line])
        except HubAway as error:
            code = refusal(error.__cause__)
            if code is None:
                raise
            refused.append(Refused(line.desk, line.n, _WHY.get(code, msg("it was refused"))))
    return taken, refused


def put(server: Server, incident: str, lines: list[Line]) -> int:
    """Lines that follow what is there, in this order; how many were new. Raises HubAway, and then none is taken."""
    desks, bodies = [line.desk for line in lines], [line.body for line in lines]
    return int(server.rows("select hub.put(%s, %s, %b::bytea[])", (incident, desks, bodies))[0][0])


def _batches(lines: list[Line]) -> Iterator[list[Line]]:
    batch, size = list[Line](), 0
    for line in lines:
        if batch and (len(batch) >= _MOST_LINES or size + len(line.body) > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line.body)
    if batch:
        yield batch
