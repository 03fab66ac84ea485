"""Between an event and the members of its log line: in which order, which may be left out, which are times."""

from datetime import datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from emergency_cli.core.events.event import Event, Snapshot, Unknown, stamp
from emergency_cli.core.personal import Personal

# The members that every event has, in the order in which they are written: before its kind.
BASE = ("occurred", "by", "actor", "paper")
_EMPTY: tuple[object, ...] = (None, False, "", [], {})


class Shape(msgspec.Struct, frozen=True):
    """The members of a kind: (name in the line, name in Python), in order.

    `needed` are always there; `times`, `flags`, `snapshots` and `plain` (words, numbers and times) say what they hold.
    """

    members: tuple[tuple[str, str], ...]
    needed: frozenset[str]
    times: tuple[str, ...]
    flags: frozenset[str]
    snapshots: frozenset[str]
    plain: frozenset[str]


@cache
def shape_of(kind: type[Event]) -> Shape:
    """The shape of a kind, without what every event has."""
    fields = [each for each in msgspec.structs.fields(kind) if each.name not in (*BASE, "more")]
    return Shape(
        members=tuple((each.encode_name, each.name) for each in fields),
        needed=frozenset(each.encode_name for each in fields if each.required),
        times=tuple(each.encode_name for each in fields if datetime in (each.type, *get_args(each.type))),
        flags=frozenset(each.encode_name for each in fields if each.type is bool),
        snapshots=frozenset(each.encode_name for each in fields if each.type in (Snapshot, dict[str, Snapshot])),
        plain=frozenset(each.encode_name for each in fields if _is_plain(each.type)),
    )


@cache
def _needed(part: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(each.name for each in msgspec.structs.fields(part) if each.required)


def _is_plain(kind: Any) -> bool:
    """Whether a member is words, a number or a time, and not made of other things."""
    parts = get_args(kind) or (kind,)
    return all(
        part in (str, int, datetime, type(None), Personal) or get_origin(part) in (Literal, Annotated)
        for part in (parts if get_origin(kind) in (Union, UnionType) else (kind,))
    )


def kind_name(event: Event) -> str:
    """The kind of an event, of an unknown one as its line names it."""
    return event.name if isinstance(event, Unknown) else event.kind


def members_of(event: Event) -> dict[str, Any]:
    """What the log line of an event carries, in order, without what is empty. Personal values stay `Personal`."""
    found: dict[str, Any] = {"occurred": stamp(event.occurred), "by": event.by}
    if event.actor:
        found["actor"] = event.actor
    if event.paper:
        found["paper"] = True
    if isinstance(event, Unknown):
        return found | event.members
    shape = shape_of(type(event))
    for name, attribute in shape.members:
        value = _plain(getattr(event, attribute))
        if value not in _EMPTY or name in shape.needed:
            found[name] = value
    return found | dict(event.more)


def _plain(value: object) -> Any:
    match value:
        case str() | int() | None | Personal():
            return value
        case datetime():
            return stamp(value)
        case msgspec.Struct():
            pairs = ((name, _plain(getattr(value, name))) for name in value.__struct_fields__)
            needed = _needed(type(value))
            return {name: plain for name, plain in pairs if plain not in _EMPTY or name in needed}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case _:
            return value
