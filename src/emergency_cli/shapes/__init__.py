"""What `--json` answers: one declared shape each, with its name and its version. docs/json.md is made from them.

A member is never renamed and never changes its meaning; one that is new is added at the end. Where that is not possible
the version of the shape goes up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from msgspec import Struct, json

from emergency_cli.core.text import Text
from emergency_cli.errors import Exit


def _name(shape: str) -> str:
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in shape).lstrip("-")


class Answer(Struct, kw_only=True, tag_field="answer", tag=_name, forbid_unknown_fields=True):
    """A whole answer: its name, its version, then what was asked for."""

    version: Annotated[int, "of this shape"] = 1


class Part(Struct, kw_only=True, forbid_unknown_fields=True):
    """A part of an answer."""


class Both(Part):
    """A text of the plan in both of its languages."""

    zh: Annotated[str, "in Chinese"]
    en: Annotated[str, "in English"]


# What exercise control says, in `status`, `brief` and `board`.
CONTROL = "of a drill: what exercise control says by now, until a walk has noted it"


class Sealed(Part):
    """A personal value: its seal, as it is in the log, and never the value."""

    sealed: Annotated[str, "64 hex digits"]


class FindingData(Part):
    """Something wrong in the files of a record."""

    kind: Annotated[str, "such as torn-tail, damaged, fork, gone-back, cut-off; see docs/record.md, sections 6 and 7"]
    file: Annotated[str, "in which file"]
    line: Annotated[int | None, "in which line"]


class Error(Answer):
    """What went wrong: the last line of standard error."""

    code: Annotated[int, "the exit code"]
    kind: Annotated[str, "unforeseen, usage, refused, not-saved, faults or interrupted"]
    what: Annotated[str, "in the language of this run"]
    hint: Annotated[str | None, "what to do"] = None


def kind_of(code: Exit) -> str:
    """What an exit code is called in `Error`."""
    return code.name.lower().replace("_", "-")


def as_line(answer: Answer) -> str:
    """An answer as text on one line."""
    return json.encode(answer).decode()


def as_json(answer: Answer) -> str:
    """An answer as text, indented for people."""
    return json.format(json.encode(answer), indent=2).decode()


def both(text: Text | None) -> Both | None:
    """A text of the plan as data."""
    return Both(zh=text.zh, en=text.en) if text else None


def both_of(texts: Iterable[Text]) -> list[Both]:
    """Texts of the plan as data."""
    return [Both(zh=text.zh, en=text.en) for text in texts]
