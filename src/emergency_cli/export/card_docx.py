"""Response cards and the contact sheet as a Word document: each on a page of its own, to be changed and printed.

Fonts are those of official documents, by name; python-docx would leave Chinese text in
the font of the theme, the paper as US Letter and its own name in the properties.
"""

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from emergency_cli.export.card_page import (
    FOOT,
    HEADS,
    LEADING,
    MARGIN,
    MOST_HEAD,
    SCALE,
    SHEETS,
    TITLE,
    Booklet,
    CardPage,
    CardTable,
    Cell,
    Paragraph,
    RowGroup,
    Weight,
)
from emergency_cli.language import Words

_LATIN = "Arial"
_BLACK, _SONG, _KAI = "黑体", "仿宋_GB2312", "楷体_GB2312"
_FONTS: dict[Weight, str] = {"order": _BLACK, "plain": _SONG, "warn": _BLACK, "small": _KAI}
_GREY = "E4E4E4"


def export(booklet: Booklet, words: Words) -> bytes:
    """The pages as one file."""
    document = Document()
    _styles(document, words)
    _properties(document, booklet, words)
    for number, page in enumerate(booklet.pages):
        if number:
            _new_page(document)
        _paper(document.sections[-1], page)
        _page(document, page)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# --- the document ----------------------------------------------------------------------------------------------------


def _styles(document: Any, words: Words) -> None:
    """Normal and Heading 1 in our fonts; no space between paragraphs; the language for the spelling checker."""
    for name, font in (("Normal", _SONG), ("Heading 1", _BLACK)):
        style = document.styles[name]
        style.font.name = _LATIN
        style.font.color.rgb = None
        style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    colour = document.styles["Heading 1"].element.rPr.find(qn("w:color"))
    if colour is not None:
        document.styles["Heading 1"].element.rPr.remove(colour)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    if words.language == "zh":
        language.set(qn("w:val"), "zh-CN")


def _properties(document: Any, booklet: Booklet, words: Words) -> None:
    """What goes into the properties; python-docx refuses more than 255 characters in one."""
    properties = document.core_properties
    properties.title = booklet.title[:255]
    properties.author = properties.last_modified_by = booklet.author[:255]
    properties.comments = ""
    properties.language = "zh-CN" if words.language == "zh" else "en-US"
    properties.created = properties.modified = booklet.made.astimezone(UTC).replace(tzinfo=None)


def _new_page(document: Any) -> None:
    """A new section; its break is in the last paragraph of the page, since an empty one could run over."""
    document.add_section()
    empty = document.paragraphs[-1]._p
    last = empty.getprevious()
    last.get_or_add_pPr().append(empty.pPr.sectPr)
    empty.getparent().remove(empty)


def _paper(section: Any, page: CardPage) -> None:
    across, down = SHEETS[page.paper]
    section.page_width, section.page_height = Mm(across), Mm(down)
    margin = Mm(MARGIN[page.paper])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Mm(0)


# --- a page ----------------------------------------------------------------------------------------------------------


def _page(document: Any, page: CardPage) -> None:
    across = SHEETS[page.paper][0] - 2 * MARGIN[page.paper]
    kind = document.add_paragraph()
    kind.paragraph_format.tab_stops.add_tab_stop(Mm(across), WD_TAB_ALIGNMENT.RIGHT)
    _write(kind, f"{page.kind}\t{page.mark}", page.size * 0.95, _BLACK, bold=True)
    head = document.add_paragraph(style="Heading 1")
    _write(head, page.title, page.size * TITLE, _BLACK, bold=True)
    _border(head, bottom=18)
    for line in page.lead:
        _line(document.add_paragraph(), line, page.size)
    if page.blanks:
        _blanks(document.add_paragraph(), page.blanks, across, page.size)
    _table(document, page.table, page.size, page.air)
    gap = page.size * 0.5
    if page.never:
        _gap(document, gap)
        for text in (page.never_title, *(f"• {text}" for text in page.never)):
            boxed = document.add_paragraph()
            _write(boxed, text, page.size * SCALE["warn"], _BLACK, bold=True)
            boxed.paragraph_format.left_indent = boxed.paragraph_format.right_indent = Mm(2.5)
            _border(boxed, top=18, left=18, bottom=18, right=18)
    if page.calls:
        _gap(document, gap)
        _write(document.add_paragraph(), page.calls[0].title, page.size, _BLACK, bold=True)
        _table(document, _side_by_side(page.calls, across), page.size, 0)
    for number, text in enumerate(page.foot):
        foot = document.add_paragraph()
        _write(foot, text, page.size * FOOT, _KAI)
        foot.paragraph_format.space_before = Pt(page.size * 0.4 if not number else 0)


def _blanks(paragraph: Any, blanks: Sequence[str], across: float, size: float) -> None:
    """Room to write, drawn by the leaders of tabs."""
    for number in range(1, len(blanks) + 1):
        end = across * number / len(blanks) - 2
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(end), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    _write(paragraph, "\t  ".join(blanks) + "\t", size * 0.95, _SONG)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(size * 0.4)


def _side_by_side(tables: Sequence[CardTable], across: float) -> CardTable:
    """Tables of one form as one table, each beside the other."""
    first = tables[0]
    parts = [[row for group in table.groups for row in group.rows] for table in tables]
    blank: tuple[Cell, ...] = ((),) * len(first.heads)
    rows = [
        tuple(cell for part in parts for cell in (part[number] if number < len(part) else blank))
        for number in range(len(parts[0]))
    ]
    widths = first.widths * len(tables)
    scale = across / sum(widths)
    heads = first.heads * len(tables)
    return CardTable(first.title, heads, tuple(width * scale for width in widths), (RowGroup("", tuple(rows)),), 0)


def _table(document: Any, table: CardTable, size: float, air: float) -> None:
    grid = document.add_table(rows=0, cols=len(table.heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _cell_margins(grid, size)
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Mm(width)
    head = _row(grid, table)
    head[0]._tc.getparent().get_or_add_trPr().append(_element("w:tblHeader"))
    for cell, text in zip(head, table.heads, strict=True):
        _write(cell.paragraphs[0], text, min(size * HEADS, MOST_HEAD), _BLACK, bold=True)
    for group in table.groups:
        if group.title:
            row = _row(grid, table)
            merged = row[0].merge(row[-1])
            _write(merged.paragraphs[0], group.title, size, _BLACK, bold=True)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
            merged._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_GREY))
        for cells in group.rows:
            row = _row(grid, table)
            for cell, lines in zip(row, cells, strict=True):
                _fill(cell, lines, size, air)
            if table.names_row:
                row[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _row(grid: Any, table: CardTable) -> Any:
    """The cells of a new row, which no page break divides."""
    row = grid.add_row()
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    cells = row.cells
    for cell, width in zip(cells, table.widths, strict=True):
        cell.width = Mm(width)
    return cells


def _fill(cell: Any, lines: Cell, size: float, air: float) -> None:
    paragraph = cell.paragraphs[0]
    for number, line in enumerate(lines or (Paragraph(""),)):
        paragraph = cell.add_paragraph() if number else paragraph
        _line(paragraph, line, size)
    paragraph.paragraph_format.space_after = Pt(air)


def _cell_margins(grid: Any, size: float) -> None:
    margins = _element("w:tblCellMar")
    for side, share in (("top", 0.15), ("left", 0.4), ("bottom", 0.15), ("right", 0.4)):
        margins.append(_element(f"w:{side}", w=str(round(size * share * 20)), type="dxa"))
    grid._tbl.tblPr.append(margins)


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _line(paragraph: Any, line: Paragraph, size: float) -> None:
    _write(paragraph, line.text, size * SCALE[line.weight], _FONTS[line.weight], bold=line.weight in ("order", "warn"))


def _write(paragraph: Any, text: str, size: float, font: str, *, bold: bool = False) -> None:
    """Text with lines of a height of our own: that of the font differs from machine to machine."""
    _run(paragraph, text, size, font, bold=bold)
    spacing = paragraph.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * LEADING)


def _run(paragraph: Any, text: str, size: float, font: str, *, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, _LATIN
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)


def _gap(document: Any, height: float) -> None:
    """Room between two tables, which would grow together otherwise."""
    spacing = document.add_paragraph().paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)


def _border(paragraph: Any, **sides: int) -> None:
    """Lines round a paragraph, in eighths of a point."""
    borders, space = _element("w:pBdr"), "4" if "left" in sides else "1"
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            borders.append(_element(f"w:{side}", val="single", sz=str(sides[side]), space=space, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"
    )


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
