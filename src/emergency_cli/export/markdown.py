"""The report as Markdown: CommonMark with the tables and the strike-through of GitHub.

Whatever people wrote is text: none of it can become markup, a link, HTML or a formula.
"""

import re
from collections.abc import Iterator, Sequence

from emergency_cli.core.report.document import (
    NONE,
    Block,
    Fields,
    Milestones,
    Moment,
    Prose,
    Report,
    Section,
    Table,
    Timeline,
)
from emergency_cli.core.text import Capital, msg
from emergency_cli.export import annex_heading, cited, headings, limit_of, notes, say, told
from emergency_cli.language import Words

_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in r"\`*_[]|#~$"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>", "\t": " ", "\v": " ", "\f": " "}
)
# What GitHub makes a link without any markup: addresses of pages and of mail, names of people there.
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)


def export(report: Report, words: Words) -> bytes:
    """The whole document as UTF-8."""
    return ("\n".join(_document(report, words)) + "\n").encode("utf-8", "backslashreplace")


def escaped(text: str) -> str:
    """Text on one line in which nothing is markup."""
    return _AUTOLINK.sub(lambda found: "\\" + found[0], text.strip().translate(_ESCAPES))


def _document(report: Report, words: Words) -> Iterator[str]:
    yield _heading(1, words(report.title))
    if report.marks:
        yield escaped(" · ".join(words(mark) for mark in report.marks))
        yield ""
    if report.to:
        yield escaped(words.say("To: {names}", names=report.to))
        yield ""
    for heading, section in headings(report.body, words):
        yield from _section(heading, section, report, words)
    signed = [words(report.issuer) if report.issuer else "", words.day(report.built)]
    for line in (*filter(None, signed), *notes(report, words)):
        yield escaped(line)
        yield ""
    for number, section in enumerate(report.annexes, 1):
        yield from _section(annex_heading(number, section, words), section, report, words)


def _heading(level: int, text: str) -> str:
    return f"{'#' * level} {escaped(text)}\n"


def _section(title: str, section: Section, report: Report, words: Words) -> Iterator[str]:
    if title:
        yield _heading(2, title)
    for heading, part in section.headed:
        if heading is not None:
            yield _heading(3, words(heading))
        yield from _part(part, report, words)


def _part(part: Block, report: Report, words: Words) -> Iterator[str]:
    match part:
        case Prose():
            yield from _prose(part, report, words)
        case Milestones():
            yield from _milestones(part, report, words)
        case Timeline():
            yield from _timeline(part, report, words)
        case Table():
            filled = part.filled
            cells = (dict(zip(part.columns, line.cells, strict=True)) for line in part.lines)
            rows = [[_cell(row[key], words, line.struck) for key in filled]
                    for line, row in zip(part.lines, cells, strict=True)]  # fmt: skip
            yield from _table([part.columns[key] for key in filled], rows, words)
        case Fields():
            shown = [field for field in part.fields if field.value != ""]
            named = [[_cell(Capital(field.title), words), _cell(field.value, words)] for field in shown]
            yield from _table([msg("item"), msg("what is on record")], named, words)


def _prose(prose: Prose, report: Report, words: Words) -> Iterator[str]:
    for paragraph in prose.paragraphs:
        sentences = told(paragraph, report, words)
        yield "".join((" " * says.startswith(" ")) + escaped(says) + _raised(cited(runs)) for says, runs in sentences)
        yield ""


def _raised(rests: str) -> str:
    return f"<sup>{escaped(rests)}</sup>" if rests else ""


def _milestones(part: Milestones, report: Report, words: Words) -> Iterator[str]:
    """A table: text has no picture."""
    columns = [msg("time"), msg("milestone"), msg("limit"), msg("entry")]
    rows = [
        [words.clock(mark.at), _cell(mark.name, words), escaped(limit_of(mark, words)),
         report.name_of(mark.entry) if mark.entry else ""] for mark in part.marks
    ]  # fmt: skip
    yield from _table(columns, rows, words)


def _table(columns: Sequence[object], rows: Sequence[Sequence[str]], words: Words) -> Iterator[str]:
    if not rows:
        yield escaped(words(NONE))
    else:
        yield _row([escaped(words(Capital(column))) for column in columns])
        yield _row(["---"] * len(columns))
        yield from (_row(row) for row in rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: object, words: Words, struck: bool = False) -> str:
    text = escaped(say(cell, words))
    return f"~~{text}~~" if struck and text else text


def _timeline(timeline: Timeline, report: Report, words: Words) -> Iterator[str]:
    """A table per day."""
    columns = [msg("time"), msg("what"), msg("who"), msg("recorded by"), msg("entry")]
    day: list[list[str]] = []
    for moment in timeline.moments:
        if moment.day is not None:
            if day:
                yield from _table(columns, day, words)
            yield _heading(4, words.day(moment.day))
            day = []
        day.append(_moment(moment, report, words))
    yield from _table(columns, day, words)


def _moment(moment: Moment, report: Report, words: Words) -> list[str]:
    told = [_cell(moment.says, words, moment.struck)]
    for change in moment.changes:
        now = f"{_cell(change.was, words, True)} → {_cell(change.now, words)}"
        told.append(f"{now.strip()} — {_cell(change.note, words)}")
    told += [
        f"（{_cell(mark, words)}）" if words.language == "zh" else f"({_cell(mark, words)})" for mark in moment.marks
    ]
    clock = words.clock(moment.entry.event.occurred)
    entries = moment.entry.id
    if moment.more:
        entries = ", ".join(name for name, _ in report.names_of(moment.entries))
    return [clock, "<br>".join(told), _cell(moment.actor, words), _cell(moment.by, words), entries]
