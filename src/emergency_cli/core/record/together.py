"""Many lines of a file read together: those of one kind in a few calls, whatever is odd among them one by one.

A form decodes all lines of its kind at once and writes them again; what they hold besides is compared as lists. Where
one of them is not as this program writes it, they are halved until it is alone, for `lines.decode`.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from operator import attrgetter, gt
from typing import cast

import msgspec

from emergency_cli.core.events.event import Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.forms import Form, form_of
from emergency_cli.core.record.lines import BEFORE_KIND, TAIL, Damaged, check_seen, hides, is_hash, place, read_alone

# Of so few lines an odd one is found sooner by reading each alone.
_FEW = 8
# A time in its one form, any digit written as 0 and any sign as +; that it is a time shows where it is read.
_DIGITS = bytes.maketrans(b"123456789-", b"000000000+")
_TIME = b"0000+00+00T00:00:00.000+00:00\n"
_NO_OFFSET = b"-00:00\n"

_write = msgspec.json.Encoder().encode_lines
_place, _occurred = attrgetter("incident", "desk", "boot"), attrgetter("occurred")
_around = attrgetter("n", "recorded", "up", "prev", "hash", "seen")


def read_lines(lines: Sequence[bytes], personal: Callable[[str], Personal]) -> list[Entry | Damaged]:
    """The entries of lines with their LF, and what is wrong with those that have none: as `lines.decode` has them."""
    digests = [sha256(line[: -TAIL - 1]).hexdigest() for line in lines]
    known = {digest: digest for digest in digests}
    found: list[Entry | Damaged | None] = [None] * len(lines)
    for kind, places in _by_kind(lines).items():
        if form := form_of(kind, len(places)):
            alike = _halved(form, [lines[at] for at in places], [digests[at] for at in places], known)
            for at, entry in zip(places, alike, strict=True):
                found[at] = entry
    if not all(found):
        for at, taken in enumerate(found):
            found[at] = taken or _alone(lines[at], digests[at], personal)
    return cast(list[Entry | Damaged], found)


def _by_kind(lines: Sequence[bytes]) -> dict[bytes, list[int]]:
    """Where the lines of each kind are; what only looks like a kind is refused by its form."""
    skip, places = len(BEFORE_KIND), defaultdict[bytes, list[int]](list)
    kinds = [line[(start := line.find(BEFORE_KIND) + skip) : line.find(b'"', start)] for line in lines]
    for at, kind in enumerate(kinds):
        places[kind].append(at)
    return places


def _alone(line: bytes, digest: str, personal: Callable[[str], Personal]) -> Entry | Damaged:
    try:
        return read_alone(line[:-1], digest, personal)
    except Damaged as damage:
        return damage


def _halved(form: Form, lines: list[bytes], digests: list[str], known: dict[str, str]) -> Sequence[Entry | None]:
    """The entries of lines of a kind; `None` for those that have to be looked at member by member."""
    if (entries := read_alike(form, lines, digests, known)) is not None:
        return entries
    if len(lines) <= _FEW:
        return [None] * len(lines)
    half = len(lines) // 2
    first = _halved(form, lines[:half], digests[:half], known)
    return [*first, *_halved(form, lines[half:], digests[half:], known)]


def read_alike(form: Form, lines: list[bytes], digests: list[str], known: dict[str, str]) -> list[Entry] | None:
    """The entries of lines with their LF that all have this form; `None` where one has to be looked at closer.

    `digests` are their hashes, `known` those at hand: equal ones are kept once.
    """
    data = b"".join(lines)
    try:
        held = form.lines(data)
        if _write(held) != data or (form.sealable and b'"sealed"' in data) or hides(data):
            return None
        ns, recorded, ups, prevs, hashes, seen = zip(*map(_around, held), strict=True)
        if list(hashes) != digests or not all(map(is_hash, set(prevs).difference(known))):
            return None
        for each in held if any(seen) else ():
            if each.seen:
                check_seen(each.seen, each.desk)
        places = {each: place(*each) for each in set(map(_place, held))}
        times = [recorded, *([getattr(each, name) or each.occurred for each in held] for name in form.times)]
        if not all(map(_are_times, times)):
            return None
        moments, events = msgspec.convert(recorded, list[datetime]), form.events(data)
        if any(map(gt, map(_occurred, events), moments)):
            return None
    except (ValueError, RecursionError):
        return None
    incidents, desks, boots = zip(*map(places.__getitem__, map(_place, held)), strict=True)
    return list(
        map(Entry, incidents, desks, ns, moments, ups, boots, events, map(known.get, prevs, prevs), digests, seen)
    )


def _are_times(texts: Sequence[str]) -> bool:
    """Whether all have the form of a time. What no calendar has is refused where they are read."""
    data = "\n".join([*texts, ""]).encode()
    return data.translate(_DIGITS) == _TIME * len(texts) and _NO_OFFSET not in data
