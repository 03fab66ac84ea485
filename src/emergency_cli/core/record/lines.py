"""The bytes of a log line (docs/record.md, section 2)."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from emergency_cli.core.events.event import Entry, Event, Unknown, stamp
from emergency_cli.core.events.kinds import KINDS
from emergency_cli.core.events.shapes import BASE, Shape, kind_name, members_of, shape_of
from emergency_cli.core.personal import Personal

VERSION = 1

TAIL = len(',"hash":""}') + 64
_BEFORE = b',"hash":"'
_HEAD = ("v", "incident", "desk", "n", "recorded", "up", "boot", "occurred", "by")
_DESK = r"[23456789bcdfghjkmnpqrstvwxz]{6}"
_BOOT = "[0-9a-f]{8}"
_INCIDENT = r"[a-z0-9]+(-[a-z0-9]+)*"
_LONGEST_ID = 80
_MAX_INT = 2**53
_DEEPEST = 90

# JSON already escapes C0; these are the other characters that can hide or turn what a person sees.
_HIDDEN = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
# The same in UTF-8, by the byte with which each begins: an expression that begins with one byte is searched for fast.
_HIDDEN_BYTES = {
    b"\x7f": b"\x7f",
    b"\xc2": b"\xc2[\x80-\x9f]",
    b"\xd8": b"\xd8\x9c",
    b"\xe2": b"\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])",
}
_TIME = r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}(?!-00:00)[+-](?:[01]\d|2[0-3]):[0-5]\d"
_COUNT = rb"(?:0|[1-9]\d{0,14})"
# How the lines of this program begin; what begins otherwise is looked at member by member.
_HEAD_FORM = re.compile(
    rb'\{"v":[1-9]\d{0,14},"incident":"[a-z0-9-]+","desk":"[23456789bcdfghjkmnpqrstvwxz]{6}","n":' + _COUNT
    + rb',"recorded":"' + _TIME.encode() + rb'","up":' + _COUNT
    + rb',"boot":"[0-9a-f]{8}","occurred":"' + _TIME.encode() + rb'","by":"[^"]'
)  # fmt: skip
BEFORE_KIND = b',"event":"'

_parse = msgspec.json.Decoder().decode
_write = msgspec.json.Encoder().encode


class Damaged(ValueError):
    """The bytes are not a line of a log. `claimed` is the hash it says it has, where that can be read."""

    def __init__(self, why: str, claimed: str | None = None) -> None:
        super().__init__(why)
        self.claimed = claimed


def dumps(value: object) -> str:
    """JSON in the one form a log has: no spaces, members as they come, hidden characters escaped.

    Of a personal value only its seal. Raises UnicodeEncodeError for what is not text.
    """
    return _escaped(_write(_sealed(value)).decode())


def _escaped(text: str) -> str:
    return text if text.isprintable() else re.sub(_HIDDEN, lambda found: f"\\u{ord(found[0]):04x}", text)


def _sealed(value: Any) -> Any:
    match value:
        case str():
            return value
        case Personal():
            return {"sealed": value.sealed}
        case dict():
            return {name: _sealed(each) for name, each in value.items()}
        case list() | tuple():
            return [_sealed(each) for each in value]
        case _:
            return value


def genesis(incident: str, desk: str) -> str:
    """What `prev` of a desk's first line is."""
    return hashlib.sha256(f"{incident}/{desk}".encode()).hexdigest()


def encode(
    event: Event,
    *,
    incident: str,
    desk: str,
    n: int,
    recorded: datetime,
    up: int,
    boot: str,
    seen: Mapping[str, str],
    prev: str,
) -> bytes:
    """The line of an event, LF included."""
    members = members_of(event)
    base = {name: members.pop(name) for name in BASE if name in members}
    line: dict[str, Any] = {"v": VERSION, "incident": incident, "desk": desk, "n": n}
    line |= {"recorded": stamp(recorded), "up": up, "boot": boot, **base, "event": kind_name(event), **members}
    if seen:
        line["seen"] = dict(sorted(seen.items()))
    line["prev"] = prev
    body = dumps(line)[:-1].encode()
    return body + _BEFORE + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def decode(line: bytes, personal: Callable[[str], Personal] = Personal) -> Entry:
    """The entry of a line without its LF. `personal` finds the value behind a seal.

    Raises Damaged if the line is not, byte for byte, one that this program or a newer one wrote.
    """
    return read_alone(line, hashlib.sha256(line[:-TAIL]).hexdigest(), personal)


def read_alone(line: bytes, digest: str, personal: Callable[[str], Personal]) -> Entry:
    """The entry of a line without its LF, by all that section 2 says of its members. Raises Damaged."""
    body, ending = line[:-TAIL], line[-TAIL:]
    if ending != b'%b%b"}' % (_BEFORE, digest.encode()):
        claimed = _claimed(ending)
        raise Damaged("hash" if claimed else "ending", claimed)
    body += b"}"
    try:
        data = _parse(body)
        if type(data) is not dict or not _canonical(data, body):
            raise ValueError("form")
        return _entry(data, body, digest, personal)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Damaged("form", digest) from error


def _claimed(ending: bytes) -> str | None:
    """The hash that a line says it has."""
    found = re.fullmatch(rb',"hash":"([0-9a-f]{64})"\}', ending)
    return found[1].decode() if found else None


def _canonical(data: object, body: bytes) -> bool:
    """Whether the bytes are those that would be written: so no member name is there twice, no escape is another."""
    again = _write(data)
    if again == body and not hides(body):
        return True
    return _escaped(again.decode()) == body.decode()


def hides(data: bytes) -> bool:
    """Whether any of the characters is there that can hide or turn what a person sees."""
    return any(lead in data and re.search(sign, data) is not None for lead, sign in _HIDDEN_BYTES.items())


def _entry(data: dict[str, Any], body: bytes, digest: str, personal: Callable[[str], Personal]) -> Entry:
    kind = data["event"]
    unknown, walk = _order(kind, tuple(data))
    cls = KINDS.get(kind)
    shape = shape_of(cls) if cls else None
    walk = walk or not all(data.values())
    if walk:
        _check_values(data, unknown, shape)
    incident, desk, prev = data["incident"], data["desk"], data["prev"]
    if not (_HEAD_FORM.match(body) and _is_incident(incident) and is_hash(prev)):
        _check_head(data)
    recorded, occurred = datetime.fromisoformat(data["recorded"]), datetime.fromisoformat(data["occurred"])
    seen = data.get("seen", {})
    if "seen" in data:
        check_seen(seen, desk)
    if occurred > recorded:
        raise ValueError("occurred")
    n, up, boot = data["n"], data["up"], data["boot"]
    held = data
    if b'"sealed"' in body:
        held = {name: _opened(each, personal) if _may_be_sealed(each) else each for name, each in data.items()}
    held = held | {"occurred": occurred}
    event = _known(held, cls, shape, unknown) if cls and shape else None
    if event is None:
        if not walk:
            _check_values(data, unknown, shape)
        event = _unknown(held, kind)
    return Entry(incident, desk, n, recorded, up, boot, event, prev, digest, seen)


def _check_head(data: Mapping[str, Any]) -> None:
    """What every line has, one after the other. Raises ValueError."""
    for number in (data["v"], data["n"], data["up"]):
        if type(number) is not int or not 0 <= number < _MAX_INT:
            raise ValueError("number")
    right = data["v"] >= 1 and _is_desk(data["desk"]) and _is_incident(data["incident"])
    if not (right and _is_boot(data["boot"]) and is_hash(data["prev"])):
        raise ValueError("member")
    for text in (data["event"], data["by"], data.get("actor", data["by"])):
        if type(text) is not str or not text:
            raise ValueError("text")
    _moment(data["recorded"])
    _moment(data["occurred"])


def check_seen(seen: Any, desk: str) -> None:
    """Whether this is what a line of a desk may say of others. Raises ValueError where it is not."""
    if type(seen) is not dict or list(seen) != sorted(seen) or desk in seen:
        raise ValueError("seen")
    if not all(_is_desk(other) and is_hash(digest) for other, digest in seen.items()):
        raise ValueError("seen")


@lru_cache(64)
def _is_desk(text: str) -> bool:
    return re.fullmatch(_DESK, text) is not None


@lru_cache(64)
def _is_incident(text: str) -> bool:
    return len(text) <= _LONGEST_ID and re.fullmatch(_INCIDENT, text) is not None


@lru_cache(64)
def _is_boot(text: str) -> bool:
    return re.fullmatch(_BOOT, text) is not None


@lru_cache(64)
def place(incident: str, desk: str, boot: str) -> tuple[str, str, str]:
    """The same words, once for all lines that hold them. Raises ValueError where one of them is wrong."""
    if not (_is_incident(incident) and _is_desk(desk) and _is_boot(boot)):
        raise ValueError("member")
    return incident, desk, boot


def is_hash(text: str) -> bool:
    """Whether these are 64 hex digits."""
    try:
        return len(text) == 64 and bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def _moment(text: str) -> datetime:
    """A time in its one form. Raises ValueError for any other."""
    if not re.fullmatch(_TIME, text, re.ASCII):
        raise ValueError("time")
    return datetime.fromisoformat(text)


@lru_cache(1024)
def _order(kind: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The members of a newer version among these; and whether what they hold has to be looked at one by one.

    Raises ValueError where they are not as section 2 orders them.
    """
    cls = KINDS.get(kind)
    needed = {*_HEAD, "event", "prev", *(shape_of(cls).needed if cls else ())}
    if not needed <= set(names) or "hash" in names:  # which stands after all of them
        raise ValueError("missing or twice")
    own = [name for name, _ in shape_of(cls).members] if cls else []
    stated = [*_HEAD, "actor", "paper", "event", *own, "seen", "prev"]
    unknown = tuple(name for name in names if name not in stated)
    at = stated.index("seen")
    if [name for name in [*stated[:at], *unknown, *stated[at:]] if name in names] != list(names):
        raise ValueError("order")
    plain = {*_HEAD, "actor", "event", "prev", *(shape_of(cls).plain if cls else ())}
    return unknown, not plain.issuperset(names)


def _check_values(data: dict[str, Any], unknown: tuple[str, ...], shape: Shape | None) -> None:
    """No null, fraction or depth anywhere; true, false and what is empty only where they may be. Raises ValueError."""
    flags = {"paper", *(shape.flags if shape else ())}
    free = {*unknown, *(shape.snapshots if shape else ())}
    for name, value in data.items():
        if value is not True or name not in flags:
            _check_value(value, name in free, 0)


def _check_value(value: Any, free: bool, depth: int) -> None:
    kind = type(value)
    if kind is str:
        if not value and not free:
            raise ValueError("empty")
    elif kind is int:
        if abs(value) >= _MAX_INT:
            raise ValueError("number")
    elif kind is list or kind is dict:
        if (depth >= _DEEPEST and value) or not (value or free):
            raise ValueError("depth or empty")
        for each in value.values() if kind is dict else value:
            _check_value(each, free, depth + 1)
    elif kind is not bool or not free:
        raise ValueError("value")


def _may_be_sealed(value: Any) -> bool:
    """Whether a seal could be in it: a whole plan is written again sooner than gone through."""
    return type(value) in (list, dict) and b'"sealed"' in _write(value)


def _opened(value: Any, personal: Callable[[str], Personal]) -> Any:
    """A value with what is behind its seals. Raises ValueError for what looks like a seal and is not one."""
    kind = type(value)
    if kind is list:
        return [_opened(each, personal) for each in value]
    if kind is not dict:
        return value
    if "sealed" in value:
        if len(value) > 1 or type(value["sealed"]) is not str or not is_hash(value["sealed"]):
            raise ValueError("seal")
        return personal(value["sealed"])
    return {name: _opened(each, personal) for name, each in value.items()}


def _known(data: dict[str, Any], cls: type[Event], shape: Shape, unknown: tuple[str, ...]) -> Event | None:
    """The event of a known kind, `None` where a member holds what this version does not know."""
    members = {name: value for name, value in data.items() if name not in unknown} if unknown else data
    try:
        if shape.times:
            members = members | {name: _moment(members[name]) for name in shape.times if name in members}
        event = msgspec.convert(members, cls)
    except (ValueError, TypeError):
        return None
    return msgspec.structs.replace(event, more=tuple((name, data[name]) for name in unknown)) if unknown else event


def _unknown(data: dict[str, Any], kind: str) -> Unknown:
    """An event of an unknown kind or shape, with all its members. Raises ValueError for what every event has."""
    around = {*_HEAD, *BASE, "event", "seen", "prev"}
    base = {name: data[name] for name in BASE if name in data}
    members = {name: value for name, value in data.items() if name not in around}
    return msgspec.convert({**base, "name": kind, "members": members}, Unknown)
