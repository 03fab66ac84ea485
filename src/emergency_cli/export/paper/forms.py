"""Forms on one page: blank, to be filled in by hand, or filled with how an incident stands."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.prepare.forms import Form, FormName
from emergency_cli.export.paper.fit import height, line, room, spread
from emergency_cli.export.paper.imprint import imprint
from emergency_cli.export.paper.page import (
    LEADING,
    Block,
    Cell,
    Fields,
    Group,
    Heading,
    Line,
    Lines,
    Page,
    Paper,
    Row,
    Table,
    across,
)
from emergency_cli.language import Words

_LABEL, _TYPE, _TITLE = 10.5, 11.0, 22.0
_SMALLEST = 9.0
# How wide what an answer is called is, in millimetres; two of them with their answers are as wide as the page.
_NAMED = 30.0
# A part that has fewer rows than this loses none.
_FEWEST = 3
# Rows to be written into by hand, and rows that are printed, in millimetres.
_BY_HAND, _PRINTED = 8.5, 6.0
_AIR = 8.0
# The columns of a part, by what is in them; one of them is as wide as the page leaves it.
_COLUMNS: dict[str, tuple[float | None, ...]] = {"timed": (24, None, 40), "step": (None, 52, 28), "prose": (None,)}
_KINDS: dict[FormName, Sequence[str]] = {
    "briefing": ("timed", "step", "timed"),
    "handover": ("timed", "step", "timed", "step"),
}


class FormRows(Struct, frozen=True):
    """A part of a form in words: what it is for is the head of its widest column.

    `more`: how many rows were left out for want of room.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: str
    more: int = 0


class Sheet(Struct, frozen=True):
    """A form in words: whose it is, single answers with what they are called, parts with rows, who signs."""

    organisation: str
    title: str
    mark: str
    answers: Sequence[tuple[str, str]]
    parts: Sequence[FormRows]
    signed: Sequence[str]
    foot: Line


def blank(form: Form, words: Words, paper: Paper) -> Page:
    """A form to be filled in by hand."""
    parts = []
    for part, kind in zip(form.parts, _KINDS[form.name], strict=True):
        nothing = ("",) * len(part.heads)
        parts.append(FormRows(tuple(words(head) for head in part.heads), (nothing,) * part.rows, kind))
    return page(
        Sheet(
            organisation=words(form.imprint.organisation),
            title=words(form.title),
            mark="",
            answers=[(words(label), "") for label in form.answers],
            parts=parts,
            signed=[words(each) for each in form.signed],
            foot=imprint(form.imprint, words, _SMALLEST),
        ),
        words,
        paper,
    )


def page(sheet: Sheet, words: Words, paper: Paper) -> Page:
    """The form on one page: of a part that has no room the last rows are left out, and it says how many."""
    parts = list(sheet.parts)
    while True:
        made = Page(paper, tuple(_blocks(sheet, parts, words, across(paper))))
        longest = max(range(len(parts)), key=lambda number: len(parts[number].rows), default=None)
        if height(made) <= room(paper) or longest is None or len(parts[longest].rows) < _FEWEST:
            return spread(made, _AIR)
        part = parts[longest]
        parts[longest] = replace(part, rows=part.rows[:-1], more=part.more + 1)


def _blocks(sheet: Sheet, parts: Iterable[FormRows], words: Words, wide: float) -> Iterator[Block]:
    mark = Line(sheet.mark, _TYPE, "bold") if sheet.mark else None
    yield Heading(Line(sheet.organisation, _TYPE, "bold"), Line(sheet.title, _TITLE, "bold"), mark)
    yield from _answers(sheet.answers, words, wide)
    yield from (_part(part, words, wide) for part in parts)
    yield Fields(tuple(sheet.signed), _TYPE)
    yield Lines((sheet.foot,))


def _answers(answers: Sequence[tuple[str, str]], words: Words, wide: float) -> Iterator[Table]:
    """Single answers, two beside each other; then those too long for that."""
    half = wide / 2 - _NAMED
    short = [each for each in answers if _lines(each[1], half) == 1]
    cells = [_answer(*each) for each in short]
    cells += [((), ())] * (len(cells) % 2)
    beside = tuple((*first, *second) for first, second in zip(cells[::2], cells[1::2], strict=True))
    alone = tuple(_answer(*each) for each in answers if _lines(each[1], half) > 1)
    title = words.say("What and where")
    least = _PRINTED if any(said for _, said in answers) else _BY_HAND
    yield Table(title, (_NAMED, half) * 2, (Group("", beside),), _LABEL, least=least)
    if alone:
        yield Table(title, (_NAMED, wide - _NAMED), (Group("", alone),), _LABEL, least=least)


def _answer(label: str, said: str) -> tuple[Cell, Cell]:
    return (Line(_capital(label), _LABEL),), ((Line(said, _TYPE, "bold"),) if said else ())


def _lines(said: str, half: float) -> int:
    """How many lines an answer takes beside another."""
    return round(line(Line(said, _TYPE, "bold"), half - 3) / (_TYPE * LEADING))


def _part(part: FormRows, words: Words, wide: float) -> Table:
    filled = any(text for row in part.rows for text in row)
    columns = _COLUMNS[part.columns]
    main, rest = columns.index(None), wide - sum(filter(None, columns))
    widths = tuple(each or rest for each in columns)
    title = part.heads[main]
    if filled and part.more:
        title = words.say("{title} (and {count} more)", title=title, count=part.more)
    heads = tuple(
        Line(title, _TYPE, "bold") if number == main else Line(_capital(head), _SMALLEST)
        for number, head in enumerate(part.heads)
    )
    return Table(title, widths, (Group("", tuple(_row(row) for row in part.rows)),), _LABEL, heads=heads,
                 least=_PRINTED if filled else _BY_HAND)  # fmt: skip


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _row(texts: Iterable[str]) -> Row:
    return tuple((Line(text, _TYPE),) if text else () for text in texts)
