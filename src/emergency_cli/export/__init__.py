"""A finished report as bytes, one module per format. A format is a function; add one by adding a line to FORMATS."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from emergency_cli.core.report.document import BLANK, Coded, Report
from emergency_cli.core.text import ordinal
from emergency_cli.language import Words

Format = Callable[[Report, Words], bytes]
Templated = Callable[[Report, Words, bytes], bytes]


def _lazily(module: str) -> Format:
    """The `export` of a module that is imported only when it is used: some formats need heavy libraries."""

    def export(report: Report, words: Words) -> bytes:
        chosen = cast(Format, import_module(f"{__name__}.{module}").export)
        return chosen(report, words.within(report.built.tzinfo))

    return export


def _on_template(module: str) -> Templated:
    """The same on the office's own file."""

    def export(report: Report, words: Words, template: bytes) -> bytes:
        chosen = cast(Templated, import_module(f"{__name__}.{module}").export)
        return chosen(report, words.within(report.built.tzinfo), template)

    return export


# By the ending of the file that comes out.
FORMATS: Mapping[str, Format] = {
    "md": _lazily("markdown"),
    "json": _lazily("json_"),
    "html": _lazily("html"),
    "docx": _lazily("docx"),
}


# Those that take the office's own file for its styles: called with its bytes besides.
TEMPLATED: Mapping[str, Templated] = {"docx": _on_template("docx")}
# Not a document: what is read out on the phone, or pasted into a chat.
short_text = _lazily("text")


def numbered(number: int, words: Words) -> str:
    """The number of a first-level heading: 一、 in Chinese (GB/T 9704-2012), else 1."""
    return words(ordinal(number)) + ("、" if words.language == "zh" else ". ")


def numbered_part(number: int, words: Words) -> str:
    """The number of a second-level heading: （一） in Chinese (GB/T 9704-2012), else a."""
    return f"（{words(ordinal(number))}）" if words.language == "zh" else f"{chr(ord('a') + number - 1)}. "


def say(cell: object, words: Words) -> str:
    """A cell of a report in words, for the formats that people read."""
    match cell:
        case None:
            return words(BLANK)
        case Coded():
            return words(cell.says)
        case list() | tuple():
            return words([say(each, words) for each in cell])
        case _:
            return words(cell)
