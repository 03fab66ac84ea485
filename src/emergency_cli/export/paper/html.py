"""Printed pages as one self-contained HTML file: for the printer first, for a phone as well.

No script, no address, nothing fetched. Black on white, so that any printer will do.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from emergency_cli.export.paper.page import (
    MARGIN,
    SHEETS,
    SIDE,
    Block,
    Booklet,
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
)
from emergency_cli.language import Words


def export(booklet: Booklet, words: Words) -> bytes:
    """The pages as one file."""
    style = (files("emergency_cli.export") / "templates" / "paper.css").read_text(encoding="utf-8")
    papers = "".join(_paper(paper) for paper in sorted({page.paper for page in booklet.pages}))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(booklet.title)}</title>\n<style>\n{style}{papers}</style>\n</head>\n<body>\n<main>",
        *(line for number, page in enumerate(booklet.pages, 1) for line in _page(page, number)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _paper(paper: Paper) -> str:
    (across, down), name = SHEETS[paper], paper.lower()
    size = f"@page {name} {{ size: {across:g}mm {down:g}mm; margin: {MARGIN[paper]:g}mm; }}\n"
    return size + f"@media print {{ .{name} {{ page: {name}; }} }}\n"


def _page(page: Page, number: int) -> Iterator[str]:
    name = f"page-{number}"
    kind = page.paper.lower() + (" front" if page.front else "")
    yield f'<section class="{kind}" aria-labelledby="{name}">'
    for block in page.blocks:
        yield from _block(block, name)
    yield "</section>"


def _block(block: Block, name: str) -> Iterator[str]:
    match block:
        case Heading():
            mark = f"<span>{escape(block.mark.text)}</span>" if block.mark else ""
            yield f"<header><p {_type(block.kind)}><span>{escape(block.kind.text)}</span>{mark}</p>"
            yield f'<h1 id="{name}" style="font-size: {block.title.size:g}pt">{escape(block.title.text)}</h1></header>'
        case Lines() if block.framed:
            title, *others = block.lines
            items = "".join(f"<li {_type(line)}>{escape(line.text)}</li>" for line in others)
            yield f'<div class="framed"><h2 {_type(title)}>{escape(title.text)}</h2><ul>{items}</ul></div>'
        case Lines():
            yield f"<div>{_cell(block.lines)}</div>"
        case Fields():
            spans = "".join(f"<span>{escape(label)}</span>" for label in block.labels)
            yield f'<p class="fields" style="font-size: {block.size:g}pt">{spans}</p>'
        case Table():
            yield from _table(block)


def _type(line: Line) -> str:
    return f'class="{line.weight}" style="font-size: {line.size:g}pt"'


def _line(line: Line) -> str:
    return f"<p {_type(line)}>{escape(line.text)}</p>"


def _cell(lines: Cell) -> str:
    return "".join(_line(line) for line in lines)


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(table: Table) -> Iterator[str]:
    # Columns in which nothing is ever printed are for the pen; a phone has none.
    marks = [' class="by-hand"' if blank and table.heads else "" for blank in table.by_hand]
    kind = "record" if table.heads else "orders" if table.names_row else "numbers"
    style = f"--least: {table.least:g}mm; --air: {table.air:g}pt"
    yield f'<table class="{kind}" style="{style}"><caption>{escape(table.title)}</caption><colgroup>'
    whole = sum(table.widths) + SIDE * table.side
    if table.side:
        yield f'<col style="width: {100 * SIDE / whole:.2f}%">'
    yield "".join(
        f'<col{mark} style="width: {100 * width / whole:.2f}%">'
        for mark, width in zip(marks, table.widths, strict=True)
    )
    yield "</colgroup>"
    if table.heads:
        heads = "".join(
            f'<th scope="col"{mark}>{_line(head)}</th>' for mark, head in zip(marks, table.heads, strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>"
    for group in table.groups:
        yield from _group(group, table, marks)
    yield "</table>"


def _group(group: Group, table: Table, marks: list[str]) -> Iterator[str]:
    yield "<tbody>"
    title = f'style="font-size: {table.size:g}pt">{escape(group.title)}</th>'
    if group.title and not table.side:
        yield f'<tr><th class="group" scope="rowgroup" colspan="{len(table.widths)}" {title}</tr>'
    for number, row in enumerate(group.rows):
        side = ""
        if table.side and not number:
            span = f'rowspan="{len(group.rows)}"'
            side = f'<th class="side" scope="rowgroup" {span} {title}' if group.title else f"<td {span}></td>"
        yield f"<tr>{side}{_row(row, table, marks)}</tr>"
    yield "</tbody>"


def _row(row: Row, table: Table, marks: list[str]) -> str:
    return "".join(_column(cell, number, table, marks[number]) for number, cell in enumerate(row))


def _column(cell: Cell, number: int, table: Table, mark: str) -> str:
    if number == table.names_row:
        return f'<th scope="row"{mark}>{_cell(cell)}</th>'
    if number == 0:
        mark = ' class="number"'
    return f"<td{mark}>{_cell(cell)}</td>"
