"""Bringing two copies of one incident together: bytes of both in, what has to be written here out.

Per desk the longer file stays where one continues the other; where both go on differently, both sides are kept.
Nothing that is here is ever shortened, and a file from which nothing can be read adds nothing.
"""

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.core.record.chain import read_log

LOG_NAME = re.compile(r"([23456789bcdfghjkmnpqrstvwxz]{6})(\.fork-[0-9a-f]{8})?\.jsonl")


class Change(Struct, frozen=True):
    """One file of logs that has to be written, whole, and the entries that come with it.

    `gone-back`: it is this desk's own file, of which the other copy holds more; it is not to be written.
    """

    kind: Literal["new", "longer", "fork", "gone-back"]
    file: str
    data: bytes
    fresh: tuple[Entry, ...]


def merge_logs(incident: str, here: Mapping[str, bytes], there: Mapping[str, bytes], own: str = "") -> list[Change]:
    """What a copy has to take from another one; `here` and `there` are the logs of all desks by file name.

    `own` is the desk that writes here. It may be writing at this moment, and to continue its file from elsewhere could
    let two machines write one file: what is missing of it is only reported.
    """
    desks = sorted({name[:6] for name in there if LOG_NAME.fullmatch(name)})
    return [change for desk in desks for change in _merge_desk(incident, desk, here, there, own)]


def _merge_desk(
    incident: str, desk: str, here: Mapping[str, bytes], there: Mapping[str, bytes], own: str
) -> list[Change]:
    sides = {name: whole(data) for name, data in here.items() if name[:6] == desk}
    known = {entry.hash for data in sides.values() for entry in read_log(incident, desk, data).entries}
    main = f"{desk}.jsonl"
    changes = []
    for name in sorted((name for name in there if name[:6] == desk), key=lambda name: (name != main, name)):
        data = whole(there[name])
        fresh = tuple(entry for entry in read_log(incident, desk, data).entries if entry.hash not in known)
        if not fresh:
            continue
        change = _placed(name, data, fresh, sides, main)
        if change.kind == "longer" and change.file == f"{own}.jsonl":
            changes.append(Change("gone-back", change.file, b"", fresh))
            continue
        sides[change.file] = data
        known |= {entry.hash for entry in fresh}
        changes.append(change)
    return changes


def _placed(name: str, data: bytes, fresh: tuple[Entry, ...], sides: Mapping[str, bytes], main: str) -> Change:
    """Where a side with something new belongs: it continues one that is here, is the first, or is another side."""
    continued = [side for side, held in sides.items() if held and data.startswith(held)]
    if continued:
        return Change("longer", max(continued, key=lambda side: (len(sides[side]), side == main)), data, fresh)
    if name == main and not sides.get(main):
        return Change("new", main, data, fresh)
    return Change("fork", main.replace(".jsonl", f".fork-{fresh[0].hash[:8]}.jsonl"), data, fresh)


def whole(data: bytes) -> bytes:
    """The finished lines of a file: a torn tail was never acknowledged, and is nobody else's to carry."""
    return data[: data.rfind(b"\n") + 1]
