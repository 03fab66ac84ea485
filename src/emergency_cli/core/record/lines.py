"""The bytes of a log line (docs/record.md, section 2)."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json

from emergency_cli.core.events import BASE, Entry, Event, members_of, read_event, stamp
from emergency_cli.core.personal import Personal

VERSION = 1

_HASH = re.compile(rb',"hash":"([0-9a-f]{64})"\}')
_TAIL = len(',"hash":""}') + 64
_HEAD = ["v", "incident", "desk", "n", "recorded", "up", "occurred", "by"]
_DESK = re.compile(r"[23456789bcdfghjkmnpqrstvwxz]{6}")
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}(?!-00:00)[+-](?:[01]\d|2[0-3]):[0-5]\d", re.ASCII
)
_MAX_INT = 2**53
_DEEPEST = 90

# JSON already escapes C0; these are the other characters that can hide or turn what a person sees.
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Damaged(ValueError):
    """The bytes are no line of a log. `claimed` is the hash it says it has, where that can be read."""

    def __init__(self, why: str, claimed: str | None = None) -> None:
        super().__init__(why)
        self.claimed = claimed


def dumps(value: object) -> str:
    """JSON in the one form a log has: no spaces, members as they come, hidden characters escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_seal_only, allow_nan=False)
    return _escaped(text)


def _escaped(text: str) -> str:
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _seal_only(value: object) -> object:
    if isinstance(value, Personal):
        return {"sealed": value.sealed}
    raise TypeError(type(value).__name__)


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
    seen: Mapping[str, str],
    prev: str,
) -> tuple[bytes, Entry]:
    """The line of an event, LF included, and the entry that reading it will give."""
    members = members_of(event)
    head: dict[str, Any] = {name: members.pop(name) for name in BASE if name in members}
    line: dict[str, Any] = {"v": VERSION, "incident": incident, "desk": desk, "n": n}
    line |= {"recorded": stamp(recorded), "up": up, **head, "event": event.kind, **members}
    if seen:
        line["seen"] = dict(sorted(seen.items()))
    line["prev"] = prev
    body = dumps(line)[:-1].encode()
    digest = hashlib.sha256(body).hexdigest()
    entry = Entry(incident, desk, n, datetime.fromisoformat(stamp(recorded)), up, event, prev, digest, seen=seen)
    return body + b',"hash":"' + digest.encode() + b'"}\n', entry


def decode(line: bytes, personal: Callable[[str], Personal] = Personal) -> Entry:
    """The entry of a line without its LF. `personal` finds the value behind a seal.

    Raises Damaged if the line is not, byte for byte, one that this program or a newer one wrote.
    """
    ending = _HASH.fullmatch(line[-_TAIL:])
    if not ending:
        raise Damaged("ending")
    claimed = ending[1].decode()
    body = line[:-_TAIL]
    if hashlib.sha256(body).hexdigest() != claimed:
        raise Damaged("hash", claimed)
    body += b"}"
    try:
        data = from_json(body, allow_inf_nan=False)
        members = {name: each if type(each) is str else _opened(each, personal) for name, each in data.items()}
        if _escaped(to_json(data).decode()) != body.decode():
            raise Damaged("form", claimed)
        return _entry(members, claimed)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged("form", claimed) from error


def _opened(value: Any, personal: Callable[[str], Personal], depth: int = 0) -> Any:
    """A value with what lies behind its seals. Raises ValueError for what no line holds: null, fractions, depths."""
    if depth > _DEEPEST:
        raise ValueError("depth")
    kind = type(value)
    if kind is str or kind is bool or (kind is int and abs(value) < _MAX_INT):
        return value
    if kind is list:
        return [_opened(each, personal, depth + 1) for each in value]
    if kind is not dict:
        raise ValueError("value")
    if len(value) == 1 and type(value.get("sealed")) is str:
        return personal(value["sealed"])
    return {name: _opened(each, personal, depth + 1) for name, each in value.items()}


def _entry(data: dict[str, Any], digest: str) -> Entry:
    names = list(data)
    if names[:8] != _HEAD or names[-1] != "prev":
        raise ValueError("order")
    version, incident, desk, n, recorded, up = [data.pop(name) for name in _HEAD[:6]]
    prev, kind, seen = data.pop("prev"), data.pop("event"), data.pop("seen", {})
    for number in (version, n, up):
        if type(number) is not int or number < 0:
            raise ValueError("number")
    for text in (incident, desk, prev, kind, *seen, *seen.values()):
        if type(text) is not str:
            raise TypeError("text")
    if version < 1 or not _DESK.fullmatch(desk):
        raise ValueError("member")
    if not (_TIME.fullmatch(recorded) and _TIME.fullmatch(data["occurred"])):
        raise ValueError("time")
    event, moment = read_event(kind, data), datetime.fromisoformat(recorded)
    return Entry(incident, desk, n, moment, up, event, prev, digest, seen=seen)
