"""Fetching what other desks of this hall sent, and merging it by the rules that files have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from emergency_cli.core.record.sides import as_files, loose
from emergency_cli.disk import is_folder
from emergency_cli.hub.memory import Memory, Read
from emergency_cli.hub.sending import lines_of, logs_of
from emergency_cli.hub.server import Server
from emergency_cli.store.copies.importing import Imported
from emergency_cli.store.desk import DeskState
from emergency_cli.store.folders import READINESS
from emergency_cli.store.home import Home
from emergency_cli.store.merging import take_in

_AT_ONCE = 5000


def folder_of(home: Home, incident: str) -> Path:
    """Where an incident lies in the home."""
    return home.world.home / READINESS if incident == READINESS else home.folder / incident


def fetch(server: Server, home: Home, memory: Memory, *, everything: bool = False) -> Iterator[Imported]:
    """Take in what came to the hub since it was last read, or `everything` that is not here; what each incident gained.

    Raises HubAway, and NotSaved where it cannot be written here; what was taken in stays, and the rest comes next time.
    """
    read = Read() if everything else memory.read()
    state = DeskState(home.world.disk, home.world.state, home.world.home)
    last = "select hash from hub.line where hall = hub.own_hall() and seq = %s"
    if read.seq and server.rows(last, (read.seq,)) != [(read.hash,)]:
        read = Read()  # the hub is not the one it was: an older copy of itself, or made anew
    while True:
        rows = server.rows(
            "select seq, hash, incident, desk from hub.line where hall = hub.own_hall() and seq > %s "
            "order by seq limit %s",
            (read.seq, _AT_ONCE),
        )
        if not rows:
            return
        of_incident: dict[str, dict[str, set[bytes]]] = {}
        for _, digest, incident, desk in rows:
            of_incident.setdefault(incident, {}).setdefault(desk, set()).add(bytes(digest))
        for incident, of_desk in of_incident.items():
            if files := _missing(server, home, incident, of_desk):
                imported = take_in(home, incident, files)
                state.came_without_values(incident, {name[:6] for name in files} - {home.desk().code})
                yield imported
        read = Read(rows[-1][0], bytes(rows[-1][1]))
        memory.keep_read(read)


def _missing(server: Server, home: Home, incident: str, of_desk: dict[str, set[bytes]]) -> dict[str, bytes]:
    """The files, whole, of the desks of which the hub has lines that are not here."""
    folder = folder_of(home, incident)
    logs = logs_of(home.world.disk, folder) if is_folder(folder) else {}
    files: dict[str, bytes] = {}
    for desk, digests in of_desk.items():
        names = sorted((name for name in logs if name[:6] == desk), key=lambda name: (".fork-" in name, name))
        here = {line.key[1]: line.body for name in names for line in lines_of(logs[name], desk)}
        if not (fresh := [digest for digest in digests if digest.hex() not in here]):
            continue
        lines = [*here.values(), *_bodies(server, incident, desk, fresh)]
        if loose(incident, desk, lines):
            lines = [*here.values(), *_bodies(server, incident, desk, None, set(here))]
        files |= as_files(incident, desk, lines)
    return files


def _bodies(
    server: Server, incident: str, desk: str, digests: list[bytes] | None, but: set[str] | None = None
) -> list[bytes]:
    rows = server.rows(
        "select hash, body from hub.line where hall = hub.own_hall() and incident = %s and desk = %s "
        "and (%s::bytea[] is null or hash = any (%s::bytea[])) order by seq",
        (incident, desk, digests, digests),
    )
    return [bytes(body) for digest, body in rows if bytes(digest).hex() not in (but or ())]
