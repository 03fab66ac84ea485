"""A copy of a report without personal values: they are marked as left out, as destroyed ones are as destroyed."""

from collections.abc import Container, Mapping
from typing import Any, cast

from msgspec import Struct, structs

from emergency_cli.core.events import Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.report.document import Report


def redacted(report: Report, destroyed: Container[str] | None = None) -> Report:
    """The report with every personal value left out. Entries of the log carry seals only, and stay as they are.

    With `destroyed`, the seals of what was destroyed when it was built, what is gone beyond that was left out then.
    """
    return structs.replace(cast(Report, _redacted(report, destroyed)), redacted=True)


def holds_personal(report: Report) -> bool:
    """Whether there is a personal value in it that can be read."""
    return bool(_redacted(report, None) != report)


def _redacted(value: Any, destroyed: Container[str] | None) -> Any:
    match value:
        case Personal():
            gone = value.value is None and (destroyed is None or value.sealed in destroyed)
            return value if gone else structs.replace(value, value=None, salt=None, masked=True)
        case Entry():
            return value
        case tuple():
            return tuple(_redacted(each, destroyed) for each in value)
        case list():
            return [_redacted(each, destroyed) for each in value]
        case Mapping():
            return {key: _redacted(each, destroyed) for key, each in value.items()}
        case Struct():
            inner = {name: _redacted(getattr(value, name), destroyed) for name in value.__struct_fields__}
            return structs.replace(value, **inner)
        case _:
            return value
