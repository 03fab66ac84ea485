"""A copy of a report without personal values: they are marked as left out, as destroyed ones are as destroyed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from emergency_cli.core.events import Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.report.document import Report


def masked(report: Report) -> Report:
    """The report with every personal value masked. Entries of the log carry seals only, and stay as they are."""
    return replace(cast(Report, _masked(report)), masked=True)


def holds_personal(report: Report) -> bool:
    """Whether a personal value stands in it that can be read."""
    return bool(_masked(report.sections) != report.sections)


def _masked(value: Any) -> Any:
    match value:
        case Personal():
            return replace(value, value=None, salt=None, masked=True) if value.value is not None else value
        case Entry():
            return value
        case tuple():
            return tuple(_masked(each) for each in value)
        case list():
            return [_masked(each) for each in value]
        case Mapping():
            return {key: _masked(each) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _masked(getattr(value, field.name)) for field in fields(value)})
        case _:
            return value
