"""What plan files and snapshots hold, as plain values: their base, ids, spans, and the way to JSON and back.

Files are read strictly, by the forms in `plans.forms`. Values are tolerant: a member they do not know is passed over,
because a snapshot that a newer version wrote must still open.
"""

import re
from datetime import timedelta
from typing import Annotated, Any, TypeVar

import msgspec

ID_PATTERN, ID_LENGTH = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", 40
Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN, max_length=ID_LENGTH)]

_SPAN = r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?"


def file_name(attribute: str) -> str:
    """What an attribute is called in a plan file: `stand_ins` is `stand-ins`, `class_` is `class`."""
    return attribute.rstrip("_").replace("_", "-")


class PlanValue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename=file_name):
    """Base of whatever a plan file holds."""


V = TypeVar("V", bound=PlanValue)


class Span(timedelta):
    """A length of time that plan files write as `5m`, `1h30m`, `2d`."""


def parse_span(text: str) -> Span:
    """`5m`, `1h30m`, `2d` -> span. Raises ValueError for anything else."""
    match = re.fullmatch(_SPAN, text.strip())
    if not match or not any(match.groups()):
        raise ValueError(text)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Span(days=days, hours=hours, minutes=minutes, seconds=seconds)


def format_span(span: timedelta) -> str:
    """Span -> `1h30m`, the form plan files use."""
    left = int(span.total_seconds())
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def to_json(value: PlanValue) -> bytes:
    """A value as JSON: members as files name them, without those that have their default."""
    return msgspec.json.encode(value, enc_hook=_written)


def plain(value: PlanValue) -> dict[str, Any]:
    """The same as plain data: what a snapshot holds."""
    data: dict[str, Any] = msgspec.json.decode(to_json(value))
    return data


def from_json(data: bytes, kind: type[V]) -> V:
    """The value that JSON holds. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(data, type=kind, dec_hook=_read)


def from_plain(data: object, kind: type[V]) -> V:
    """The value that plain data holds. Raises msgspec.ValidationError."""
    return msgspec.convert(data, kind, dec_hook=_read)


def _written(value: object) -> str:
    if isinstance(value, Span):
        return format_span(value)
    raise TypeError(type(value))


def _read(kind: type, value: object) -> object:
    if kind is Span and isinstance(value, str):
        return parse_span(value)
    raise TypeError(kind)
