"""Lines of a kind that comes by the hundred, each read by one struct of all that such a line holds.

Written again, the struct gives the bytes of a line in its one form and of no other: so members that are missing,
twice, unknown or out of order, other blanks, escapes and numbers all show at once. What a form does not read is not
damage; it is looked at member by member.
"""

from collections.abc import Callable
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from emergency_cli.core.events.event import Count, Event, Filled, Names, Ref
from emergency_cli.core.events.kinds import KINDS
from emergency_cli.core.events.shapes import BASE, shape_of
from emergency_cli.core.personal import Personal

# To make a form costs as much as it saves on so many lines.
_WORTH_IT = 64


class Form(msgspec.Struct, frozen=True):
    """How the lines of a kind are read: `lines` gives all that each holds, `events` what it says.

    `times` are the members that are times, without `recorded`; `sealable`: a seal could be among the others.
    """

    lines: Callable[[bytes], list[Any]]
    events: Callable[[bytes], list[Event]]
    times: tuple[str, ...]
    sealable: bool


_forms: dict[bytes, Form | int | None] = {name.encode(): _WORTH_IT for name in KINDS}


def form_of(kind: bytes, count: int) -> Form | None:
    """The form of a kind by its name, for so many more lines; `None` where there is none, or none yet."""
    found = _forms.get(kind)
    if type(found) is int:
        found = _forms[kind] = found - count if found > count else make_form(kind.decode())
    return found if type(found) is Form else None


def make_form(name: str) -> Form | None:
    """The form of a kind; `None` for those whose lines hold whole plans."""
    kind = KINDS[name]
    own = [each for each in msgspec.structs.fields(kind) if each.name not in (*BASE, "more")]
    held = {each.name: _held(each.type) for each in own}
    if None in held.values():
        return None
    head: list[Any] = [("v", Annotated[int, msgspec.Meta(ge=1, lt=2**53)]), ("incident", str), ("desk", str)]
    head += [("n", Count), ("recorded", str), ("up", Count), ("boot", str), ("occurred", str), ("by", Filled)]
    head += [("actor", Filled | None, None), ("paper", bool, False), ("event", Literal[name])]
    members = [
        (each.name, held[each.name]) if each.required else (each.name, held[each.name], _default(each)) for each in own
    ]
    line = msgspec.defstruct(
        "Line",
        [*head, *members, ("seen", dict[str, str], {}), ("prev", str), ("hash", str)],
        kw_only=True,
        omit_defaults=True,
        rename={each.name: each.encode_name for each in own},
    )
    times = ("occurred", *(each.name for each in own if datetime in (each.type, *get_args(each.type))))
    plain = shape_of(kind).plain
    sealable = any(each.encode_name not in plain and each.type not in (bool, Names, Ref) for each in own)
    return Form(msgspec.json.Decoder(line).decode_lines, msgspec.json.Decoder(kind).decode_lines, times, sealable)


def _default(field: Any) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _held(kind: Any) -> Any:
    """What a line holds in the place of a member: nothing sealed, nothing empty; `None` for what no form can read."""
    parts = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        inner = [_held(part) for part in parts if part not in (type(None), Personal)]
        return None if len(inner) != 1 else inner[0] | None if type(None) in parts else inner[0]
    if kind in (str, datetime):
        return Filled
    if kind is bool or get_origin(kind) in (Literal, Annotated) or isinstance(kind, type(msgspec.Struct)):
        return kind
    if get_origin(kind) is tuple and (inner := _held(parts[0])):
        return Annotated[tuple[inner, ...], msgspec.Meta(min_length=1)]  # type: ignore[valid-type]
    if get_origin(kind) is dict and (inner := _held(parts[1])) is Filled:
        return Annotated[dict[str, Filled], msgspec.Meta(min_length=1)]
    return None
