"""A copy of a report without personal values: they are marked as left out, as destroyed ones are as destroyed."""

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct, structs

from emergency_cli.core.events import Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.report.document import Report


def redacted(report: Report) -> Report:
    """The report with every personal value left out. Entries of the log carry seals only, and stay as they are."""
    return structs.replace(cast(Report, _redacted(report)), redacted=True)


def holds_personal(report: Report) -> bool:
    """Whether there is a personal value in it that can be read."""
    return bool(_redacted(report.sections) != report.sections)


def _redacted(value: Any) -> Any:
    match value:
        case Personal():
            return structs.replace(value, value=None, salt=None, masked=True) if value.value is not None else value
        case Entry():
            return value
        case tuple():
            return tuple(_redacted(each) for each in value)
        case list():
            return [_redacted(each) for each in value]
        case Mapping():
            return {key: _redacted(each) for key, each in value.items()}
        case Struct():
            return structs.replace(value, **{name: _redacted(getattr(value, name)) for name in value.__struct_fields__})
        case _:
            return value
