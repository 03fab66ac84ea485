"""Response cards and the contact sheet as one self-contained HTML file: for the printer first, for a phone as well.

No script, no address, nothing fetched. Black on white, so that any printer will do.
"""

from collections.abc import Iterator, Sequence
from html import escape

from emergency_cli.export.card_page import (
    FOOT,
    HEADS,
    MARGIN,
    MOST_HEAD,
    SCALE,
    SHEETS,
    TITLE,
    Booklet,
    CardPage,
    CardTable,
    Cell,
)
from emergency_cli.language import Words

_STYLE = """
* { box-sizing: border-box; }
html { color: #000; background: #fff; }
body { margin: 0; font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Heiti SC",
  Arial, sans-serif; line-height: 1.25; }
section { font-size: var(--size); overflow-wrap: anywhere; padding: 0 1px; }
.plain { white-space: pre-wrap; }
p, h1, h2, ul { margin: 0; }
header { display: flex; align-items: flex-end; gap: 1em; border-bottom: .3em solid #000; padding-bottom: .15em; }
header div { flex: 1; }
.kind { font-weight: bold; letter-spacing: .15em; font-size: .95em; }
h1 { font-size: TITLEem; line-height: 1.15; }
.mark { font-weight: bold; border: .12em solid #000; padding: .1em .5em; white-space: nowrap; margin-bottom: .3em; }
.lead { padding: .3em 0; }
h2 { font-size: 1em; }
.order { font-size: ORDERem; font-weight: bold; line-height: 1.2; }
.plain, .warn { font-size: PLAINem; }
.warn { font-weight: bold; }
.small { font-size: SMALLem; }
.blanks { display: flex; gap: 1em; padding: .3em 0 .5em; font-size: .95em; }
.blanks span { display: flex; flex: 1; gap: .3em; align-items: flex-end; white-space: nowrap; }
.blanks span::after { content: ""; flex: 1; border-bottom: 1px solid #000; height: 1.4em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { border: 1px solid #000; padding: .15em .4em; text-align: left; vertical-align: top; font-weight: normal; }
thead th { font-size: min(HEADSem, MOSTpt); font-weight: bold; vertical-align: bottom; overflow-wrap: normal; }
.actions thead th:not(:nth-child(2)) { padding-left: .15em; padding-right: .15em; }
th.group { font-weight: bold; background: #e4e4e4; border-top: .18em solid #000; padding: 0 .4em; }
.actions tbody td, .actions tbody th[scope="row"] { padding-bottom: calc(.15em + var(--air)); }
.actions { border: .12em solid #000; }
.actions td:first-child { text-align: center; padding-left: 0; padding-right: 0; }
tr { break-inside: avoid; }
.never { border: .25em solid #000; margin-top: .5em; padding: .2em .6em; break-inside: avoid; }
.never ul { padding-left: 1.2em; }
.never li { font-weight: bold; font-size: PLAINem; }
.calls { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 1em; align-items: start; }
.calls td, .calls tbody th { height: 1.6em; vertical-align: middle; }
.call-list { margin-top: .5em; break-inside: avoid; }
footer { padding-top: .4em; font-size: FOOTem; }
@media screen {
  body { padding: 0 1rem; }
  section { font-size: 16px; max-width: 60em; margin: 1rem auto 3rem; }
}
@media screen and (max-width: 45em) {
  body { padding: 0 .5rem; }
  .by-hand { display: none; }
  .actions { table-layout: auto; }
  .actions col { width: auto !important; }
  .actions td:first-child { min-width: 2em; }
  .actions td:nth-child(3) { min-width: 7.5em; }
  .blanks { display: none; }
  .calls { display: block; }
  header { display: block; }
  .mark { display: inline-block; white-space: normal; margin-top: .3em; }
}
@media print {
  section + section { break-before: page; }
  .a4 { page: a4; }
  .a6 { page: a6; }
}
"""
_SIZES = {"TITLE": TITLE, "ORDER": SCALE["order"], "PLAIN": SCALE["plain"], "SMALL": SCALE["small"]}
_SIZES |= {"HEADS": HEADS, "FOOT": FOOT}


def export(booklet: Booklet, words: Words) -> bytes:
    """The pages as one file."""
    style = _STYLE
    for name, size in _SIZES.items():
        style = style.replace(f"{name}em", f"{size}em")
    style = style.replace("MOSTpt", f"{MOST_HEAD}pt")
    papers = "".join(
        f"@page {paper.lower()} {{ size: {across}mm {down}mm; margin: {MARGIN[paper]}mm; }}\n"
        for paper, (across, down) in SHEETS.items()
    )
    parts = [
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(booklet.title)}</title>\n<style>{style}{papers}</style>\n</head>\n<body>\n<main>",
        *(line for number, page in enumerate(booklet.pages, 1) for line in _page(page, number)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _page(page: CardPage, number: int) -> Iterator[str]:
    name = f"card-{number}"
    style = f"--size: {page.size}pt; --air: {page.air}pt"
    yield f'<section class="{page.paper.lower()}" style="{style}" aria-labelledby="{name}">'
    yield f'<header><div><p class="kind">{escape(page.kind)}</p><h1 id="{name}">{escape(page.title)}</h1></div>'
    yield (f'<p class="mark">{escape(page.mark)}</p>' if page.mark else "") + "</header>"
    if page.lead:
        yield f'<div class="lead">{_cell(page.lead)}</div>'
    if page.blanks:
        yield '<p class="blanks">' + "".join(f"<span>{escape(blank)}</span>" for blank in page.blanks) + "</p>"
    yield from _table(page.table, "actions")
    if page.never:
        items = "".join(f"<li>{escape(text)}</li>" for text in page.never)
        yield f'<div class="never"><h2>{escape(page.never_title)}</h2><ul>{items}</ul></div>'
    if page.calls:
        yield f'<div class="call-list"><h2>{escape(page.calls[0].title)}</h2><div class="calls">'
        for table in page.calls:
            yield from _table(table, "numbers")
        yield "</div></div>"
    yield "<footer>" + "".join(f"<p>{escape(line)}</p>" for line in page.foot) + "</footer>\n</section>"


def _table(table: CardTable, kind: str) -> Iterator[str]:
    # Columns in which nothing is ever printed are for the pen; a phone has none.
    by_hand = [
        all(not row[column] for group in table.groups for row in group.rows) for column in range(len(table.heads))
    ]
    marks = [' class="by-hand"' if blank and kind == "actions" else "" for blank in by_hand]
    yield f'<table class="{kind}"><caption>{escape(table.title)}</caption><colgroup>'
    whole = sum(table.widths)
    yield "".join(
        f'<col{mark} style="width: {100 * width / whole:.2f}%">'
        for mark, width in zip(marks, table.widths, strict=True)
    )
    heads = (f'<th scope="col"{mark}>{escape(head)}</th>' for mark, head in zip(marks, table.heads, strict=True))
    yield "</colgroup><thead><tr>" + "".join(heads) + "</tr></thead>"
    for group in table.groups:
        yield "<tbody>"
        if group.title:
            yield f'<tr><th class="group" scope="rowgroup" colspan="{len(table.heads)}">{escape(group.title)}</th></tr>'
        for row in group.rows:
            yield "<tr>" + "".join(_column(cell, column, table, marks) for column, cell in enumerate(row)) + "</tr>"
        yield "</tbody>"
    yield "</table>"


def _column(cell: Cell, column: int, table: CardTable, marks: Sequence[str]) -> str:
    if column == table.names_row:
        return f'<th scope="row"{marks[column]}>{_cell(cell)}</th>'
    return f"<td{marks[column]}>{_cell(cell)}</td>"


def _cell(cell: Cell) -> str:
    return "".join(f'<p class="{line.weight}">{escape(line.text)}</p>' for line in cell)
