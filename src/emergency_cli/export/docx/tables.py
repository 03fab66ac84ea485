"""Tables and the timeline: columns as wide as they need, a head on every page, rows that do not break."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.report.document import NONE, Moment, Report, Table, TableRow, Timeline
from emergency_cli.core.text import msg
from emergency_cli.core.width import halves
from emergency_cli.export import recorded_by
from emergency_cli.export.docx.styles import BODY, CELL, COLUMN, GROUP, NOTE, SMALL, TABLE
from emergency_cli.export.docx.text import KEEP, LINE, Writer
from emergency_cli.export.docx.widths import widths

# Cells that go below another and say by themselves what they are: a name, a clause, whether in time.
_CLEAR = frozenset({"name", "basis", "late"})
# The width of half a character in a table, in its small type, and what the edges of a cell take, in twips.
_HALF, _SMALL_HALF, _EDGES = 105, 90, 130
# With more columns than this the type is small, and a time takes two lines.
_MANY = 5
# Columns that name entries.
ENTRIES = ("entry", "built")
# A row higher than this may break over pages; it would not fit on one.
_LINES = 36
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
# What is filled in by hand needs room: as much as this, on a line of this height.
_ROOM = " " * 20
_ROOM_TO_WRITE = '<w:trHeight w:val="567" w:hRule="atLeast"/>'


class _Said(Struct, frozen=True):
    """One paragraph of a cell."""

    text: str
    style: str = CELL
    struck: bool = False
    more: tuple["_Said", ...] = ()


_Cell = Sequence[_Said]
_Row = Sequence[_Cell] | str


def table(part: Table, report: Report, writer: Writer) -> Iterator[str]:
    """A table as its head and its lines; where columns are dear, some go below others or on a line of their own."""
    if not part.lines:
        yield writer.text(BODY, writer.words(NONE))
        return
    shown = part.shown
    heads = [_head(part, key, writer) for key in shown]
    yield from _table(writer.words(part.title), heads, list(_rows(part, shown, report, writer)), writer)


def _head(part: Table, key: str, writer: Writer) -> _Cell:
    clear = [name for name in part.below.get(key, ()) if name in _CLEAR]
    names = [_Said(writer.label(part.columns[name]), SMALL) for name in clear]
    return (_Said(writer.label(part.columns[key]), COLUMN), *names)


def _rows(part: Table, shown: Sequence[str], report: Report, writer: Writer) -> Iterator[_Row]:
    places = {key: number for number, key in enumerate(part.columns)}
    ids = [places[key] for key in ENTRIES if key in places]
    group = None
    for each in part.lines:
        cells = [report.number_of(cell) if place in ids and isinstance(cell, str) else cell
                 for place, cell in enumerate(each.cells)]  # fmt: skip
        line = TableRow(tuple(cells), each.struck)
        named = [writer.says(line.cells[places[key]]) for key in part.groups]
        if part.groups and named != group:
            group = named
            yield writer.gap.join(name for name in named if name) or "—"
        yield [_cell(part, line, key, places, len(shown) > _MANY, writer) for key in shown]


def _cell(part: Table, line: TableRow, key: str, places: dict[str, int], dear: bool, writer: Writer) -> _Cell:
    value = line.cells[places[key]]
    shown = _time(value, writer) if dear and isinstance(value, datetime) else writer.says(value)
    said = [_Said(shown, SMALL if dear else CELL, line.struck)]
    for name in part.below.get(key, ()):
        if (value := line.cells[places[name]]) not in ("", []):
            told = writer.says(value)
            if name not in _CLEAR:
                told = writer.named(part.columns[name], told)
            said.append(_Said(told, SMALL, line.struck))
    return said


def _time(moment: datetime, writer: Writer) -> str:
    """Day and time of day, one below the other."""
    return writer.words(moment).removesuffix(clock := writer.words.clock(moment)).rstrip() + "\n" + clock


# --- the timeline ----------------------------------------------------------------------------------------------------


def timeline(part: Timeline, report: Report, writer: Writer) -> Iterator[str]:
    """One table, with a line for each day. Who recorded an entry is said where it is not who recorded most of them."""
    if not part.moments:
        yield writer.text(BODY, writer.words(NONE))
        return
    note, others = recorded_by(part, writer.words)
    yield writer.text(NOTE, note, KEEP)
    columns = {"at": msg("time"), "what": msg("what"), "who": msg("who"), "entry": msg("entry")}
    if not any(moment.actor for moment in part.moments):
        del columns["who"]
    rows: list[_Row] = []
    for moment in part.moments:
        if moment.day is not None:
            rows.append(writer.words.day(moment.day))
        at, what, who, entry = _moment(moment, report, others, writer)
        rows.append((at, what, who, entry) if "who" in columns else (at, what, entry))
    heads = [(_Said(writer.label(head), COLUMN),) for head in columns.values()]
    yield from _table(writer.words(part.title), heads, rows, writer)


def _moment(moment: Moment, report: Report, others: Mapping[str, str], writer: Writer) -> tuple[_Cell, ...]:
    said = [_Said(writer.says(moment.says), CELL, moment.struck)]
    for change in moment.changes:
        now = _Said(f" → {writer.says(change.now)} — {writer.says(change.note)}", SMALL)
        said.append(_Said(writer.says(change.was), SMALL, True, (now,)))
    brackets = "（{}）" if writer.chinese else "({})"
    said += [_Said(brackets.format(writer.says(mark)), SMALL) for mark in moment.marks]
    if (by := others.get(moment.entry.event.by)) is not None:
        said.append(_Said(brackets.format(writer.words.say("recorded by {name}", name=by)), SMALL))
    clock = writer.words.clock(moment.entry.event.occurred)
    names = ", ".join([name for name, _ in report.names_of(moment.entries)])
    return (_Said(clock),), said, (_Said(writer.says(moment.actor)),), (_Said(names),)


# --- as XML ----------------------------------------------------------------------------------------------------------


def _table(title: str, heads: Sequence[_Cell], rows: Sequence[_Row], writer: Writer) -> Iterator[str]:
    """Row by row: a long table need not be in memory as a whole, and what all its rows share is written once."""
    half = _SMALL_HALF if len(heads) > _MANY else _HALF
    heads_said = [[said.text + (_bold(said.text) if half < _HALF else "") for said in head] for head in heads]
    room = (writer.width - len(heads) * _EDGES) // half
    cells = [[row[number] for row in rows if not isinstance(row, str)] for number in range(len(heads))]
    texts = [[*head, *(_ROOM if said.text == LINE else _whole(said) for cell in below for said in cell)]
             for head, below in zip(heads_said, cells, strict=True)]  # fmt: skip
    shares = widths(texts, room)
    wide = [each * half + _EDGES for each in shares]
    wide[-1] += writer.width - sum(wide)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in wide)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{writer.styles[TABLE]}"/><w:tblW w:w="{sum(wide)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{writer.attribute(title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    opening = [f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>' for each in wide]
    yield _row(heads, opening, writer, "<w:cantSplit/><w:tblHeader/>")
    for row in rows:
        if isinstance(row, str):
            yield _group(row, len(wide), writer)
        else:
            yield _row(row, opening, writer, _row_properties(row, shares))
    yield "</w:tbl>"


def _bold(head: str) -> str:
    """What a head needs beside its own width where all else is small: it is bold, and that is wide in Latin letters."""
    return " " * (1 + halves(head) // (3 if head.isascii() else 6))


def _whole(said: _Said) -> str:
    return said.text + "".join(more.text for more in said.more) if said.more else said.text


def _row_properties(row: Sequence[_Cell], shares: Sequence[int]) -> str:
    blank = high = False
    for cell, share in zip(row, shares, strict=True):
        low = len(cell) == 1 and not cell[0].more and 2 * len(cell[0].text) < _LINES * share
        high = high or (not low and _lines(cell, share) > _LINES)
        for said in cell:
            blank = blank or said.text == LINE
    return ("" if high else "<w:cantSplit/>") + (_ROOM_TO_WRITE if blank else "")


def _lines(cell: _Cell, share: int) -> int:
    """How many lines a cell takes; of one that is surely low no more than that."""
    texts = [_whole(said) for said in cell]
    at_most = sum(2 * len(text) // share + 1 for text in texts)
    return at_most if at_most <= _LINES else sum(halves(text) // share + 1 for text in texts)


def _row(cells: Sequence[_Cell], opening: Sequence[str], writer: Writer, properties: str) -> str:
    """`opening` is what each cell begins with."""
    written = [f"{begins}{_written(cell, writer)}</w:tc>" for begins, cell in zip(opening, cells, strict=True)]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def _written(cell: _Cell, writer: Writer) -> str:
    paragraphs = ""
    for said in cell:
        runs = writer.run(said.text, struck=said.struck)
        if said.more:
            runs += "".join(writer.run(each.text, struck=each.struck) for each in said.more)
        paragraphs += writer.paragraph(said.style, runs)
    return paragraphs


def _group(text: str, columns: int, writer: Writer) -> str:
    """A line across the table; it stays with the line below it."""
    cell = f'<w:tcPr><w:tcW w:w="{writer.width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{SHADE}</w:tcPr>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{cell}{writer.text(GROUP, text)}</w:tc></w:tr>"
