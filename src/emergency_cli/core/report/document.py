"""What a report is made of. Every format writes `Fields`, `Table` and `Timeline`, and so covers everything.

What stands in them is a *cell*: a str, datetime, timedelta, int, Text, Message, Personal, `Coded`, a list of these,
`None` (a blank to fill by hand) or "" (nothing belongs here). Keys are stable and English; machines rely on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from emergency_cli.core.chain import Finding
from emergency_cli.core.events import Entry
from emergency_cli.core.incident import Incident
from emergency_cli.core.progress import Board
from emergency_cli.core.text import Message, msg

DRAFT = msg("Draft")


DRILL = msg("DRILL")


BLANK = msg("____ (to be filled in)")


NONE = msg("None.")


@dataclass(frozen=True)
class Coded:
    """A value for machines (`code`: an id, or a number) and how people say it."""

    code: str | int
    says: object


@dataclass(frozen=True)
class Field:
    """One named value."""

    key: str
    title: object
    value: object


@dataclass(frozen=True)
class Fields:
    """Named values, one below the other."""

    key: str
    title: Message
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Line:
    """One line of a table. `struck`: it was taken back, replaced or corrected, and is shown struck through."""

    cells: tuple[object, ...]
    struck: bool = False


@dataclass(frozen=True)
class Table:
    """Lines under columns (key -> heading)."""

    key: str
    title: Message
    columns: Mapping[str, Message]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Change:
    """A correction: `was` is shown struck through, then `now`, then `note` (who, when, why)."""

    member: Coded
    was: object
    now: object
    note: Message
    entry: Entry


@dataclass(frozen=True)
class Moment:
    """One entry in the timeline. `day` stands where the date differs from the line before; `marks` qualify the line."""

    entry: Entry
    day: datetime | None
    says: Message
    actor: object
    by: object
    struck: bool
    changes: tuple[Change, ...]
    marks: tuple[Coded, ...]


@dataclass(frozen=True)
class Timeline:
    """Every entry in story order: by when it happened, then record order."""

    key: str
    title: Message
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Section:
    """A numbered part of the document."""

    key: str
    title: Message
    parts: tuple[Fields | Table | Timeline, ...]


@dataclass(frozen=True)
class Report:
    """The whole document. `codes`: check code and `desk/n` of the last entry, then of desks it had not seen.

    `entries` are the log's, in record order, as they were written.
    """

    incident: str
    title: Message
    drill: bool
    built: datetime
    sections: tuple[Section, ...]
    codes: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Case:
    """What the sections are built from; `story` is the entries by when they happened."""

    incident: Incident
    board: Board
    story: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def fields(key: str, title: Message, *named: tuple[str, Message, object]) -> Fields:
    """Values with their keys and names."""
    return Fields(key, title, tuple(Field(*each) for each in named))


def blanks(key: str, title: Message, *named: tuple[str, Message]) -> Fields:
    """Names with a blank to fill by hand."""
    return fields(key, title, *((name, label, None) for name, label in named))
