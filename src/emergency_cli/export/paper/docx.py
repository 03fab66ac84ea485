"""Printed pages as a Word document: each on a page of its own, to be changed and printed.

Written as XML straight into the file, like the documents of an incident (`export.docx`). Fonts are those of official
documents, by name. Lines have a height of our own: that of a font differs from machine to machine. Members are in the
order of the schema: Word refuses a file in which they are not.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files

from emergency_cli.export.docx.layout import part
from emergency_cli.export.docx.package import properties, zipped
from emergency_cli.export.docx.text import NAMESPACE, attribute, escaped
from emergency_cli.export.paper.fit import GAP
from emergency_cli.export.paper.page import (
    LEADING,
    MARGIN,
    PAD,
    SHEETS,
    SIDE,
    Block,
    Booklet,
    Cell,
    Fields,
    Heading,
    Line,
    Lines,
    Page,
    Row,
    Table,
    Weight,
    across,
)
from emergency_cli.language import Words

_FONTS: dict[Weight, str] = {"bold": "黑体", "plain": "仿宋_GB2312", "small": "楷体_GB2312"}
_THIN, _THICK = 4, 18
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E4E4E4"/>'


def export(booklet: Booklet, words: Words) -> bytes:
    """The pages as one file. The same pages give the same bytes."""
    return zipped(_parts(booklet, words), booklet.made)


def _own(name: str) -> str:
    return (files(__package__) / "parts" / name).read_text(encoding="utf-8")


def _parts(booklet: Booklet, words: Words) -> Iterator[tuple[str, Iterable[str]]]:
    language = "zh-CN" if words.language == "zh" else "en-US"
    said = {"title": booklet.title, "subject": "", "author": booklet.author, "keywords": "", "language": language}
    yield "[Content_Types].xml", [_own("content-types.xml")]
    yield "_rels/.rels", [part("relationships.xml")]
    yield "word/_rels/document.xml.rels", [_own("document-relationships.xml")]
    yield "docProps/core.xml", [properties(booklet.made, **said)]
    yield "word/styles.xml", [_own("styles.xml")]
    yield "word/settings.xml", [part("settings.xml")]
    yield "word/fontTable.xml", [part("fonts.xml")]
    yield "word/document.xml", _document(booklet)


def _document(booklet: Booklet) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{NAMESPACE}"><w:body>'
    for number, page in enumerate(booklet.pages, 1):
        for block in page.blocks:
            yield from _block(block, page)
        section = _section(page)
        # The section of a page ends in a paragraph of no height: one of the usual height could run over.
        nothing = '<w:spacing w:line="20" w:lineRule="exact"/>'
        yield section if number == len(booklet.pages) else f"<w:p><w:pPr>{nothing}{section}</w:pPr></w:p>"
    yield "</w:body></w:document>"


def _section(page: Page) -> str:
    wide, high = (_twips(each) for each in SHEETS[page.paper])
    margin = _twips(MARGIN[page.paper])
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    begins = "oddPage" if page.front else "nextPage"
    return (
        f'<w:sectPr><w:type w:val="{begins}"/><w:pgSz w:w="{wide}" w:h="{high}"/>'
        f'<w:pgMar {sides} w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


# --- blocks ----------------------------------------------------------------------------------------------------------


def _block(block: Block, page: Page) -> Iterator[str]:
    wide = across(page.paper)
    match block:
        case Heading():
            edge = f'<w:tabs><w:tab w:val="right" w:pos="{_twips(wide)}"/></w:tabs>'
            mark = "<w:r><w:tab/></w:r>" + _run(block.mark) if block.mark else ""
            yield _paragraph(_run(block.kind) + mark, block.kind.size, before=edge)
            line = _borders(bottom=_THICK)
            yield _paragraph(_run(block.title), block.title.size, before=line, style="Heading1")
        case Lines() if block.framed:
            frame, inner = _borders(top=_THICK, left=_THICK, bottom=_THICK, right=_THICK), _twips(2.5)
            indent = f'<w:ind w:left="{inner}" w:right="{inner}"/>'
            yield from (_paragraph(_run(line), line.size, before=frame, after=indent) for line in block.lines)
        case Lines():
            yield from (_paragraph(_run(line), line.size) for line in block.lines)
        case Fields():
            yield _fields(block, wide)
        case Table():
            yield from _table(block)
    yield _gap()


def _gap() -> str:
    """Room between blocks; two tables would grow together without it."""
    return f'<w:p><w:pPr><w:spacing w:line="{round(GAP * 20)}" w:lineRule="exact"/></w:pPr></w:p>'


def _fields(block: Fields, wide: float) -> str:
    """Room to write, drawn by the leaders of tabs."""
    ends = [_twips(wide * number / len(block.labels) - 2) for number in range(1, len(block.labels) + 1)]
    tabs = "".join(f'<w:tab w:val="left" w:leader="underscore" w:pos="{end}"/>' for end in ends)
    runs = '<w:r><w:t xml:space="preserve">  </w:t></w:r>'.join(
        _run(Line(label, block.size)) + "<w:r><w:tab/></w:r>" for label in block.labels
    )
    return _paragraph(runs, block.size * 1.76, before=f"<w:tabs>{tabs}</w:tabs>")


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(table: Table) -> Iterator[str]:
    widths = [*([SIDE] if table.side else []), *table.widths]
    grid = "".join(f'<w:gridCol w:w="{_twips(wide)}"/>' for wide in widths)
    edges = "".join(f'<w:{side} w:val="single" w:sz="{_THIN}" w:space="0" w:color="000000"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    inner, above = _twips(1.2), round(PAD * 20)
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", above), ("left", inner), ("bottom", above), ("right", inner))
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblCaption w:val="{attribute(table.title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    if table.heads:
        heads = "".join(_cell((head,), wide) for head, wide in zip(table.heads, table.widths, strict=True))
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
    for group in table.groups:
        if group.title and not table.side:
            cell = _cell((Line(group.title, table.size, "bold"),), sum(widths), _SHADE, span=len(widths), keep=True)
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
        for number, row in enumerate(group.rows):
            side = _side(group.title, table, first=not number) if table.side else ""
            yield _row(row, table, side, first=table.side and not number)
    yield "</w:tbl>"


def _row(row: Row, table: Table, side: str, *, first: bool) -> str:
    """A row that no page break divides; the first of a group at whose side its title stands has a thick line above."""
    high = f'<w:trHeight w:val="{_twips(table.least)}" w:hRule="atLeast"/>' if table.least else ""
    line = f'<w:tcBorders><w:top w:val="single" w:sz="{_THICK}" w:space="0" w:color="000000"/></w:tcBorders>'
    cells = "".join(
        _cell(cell, wide, line if first else "", air=table.air, middle=number == 0 and table.names_row == 1)
        for number, (cell, wide) in enumerate(zip(row, table.widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{high}</w:trPr>{side}{cells}</w:tr>"


def _side(title: str, table: Table, *, first: bool) -> str:
    """The cell at the left of a group: its title from top to bottom, over all of its rows."""
    line = f'<w:tcBorders><w:top w:val="single" w:sz="{_THICK}" w:space="0" w:color="000000"/></w:tcBorders>'
    merged = '<w:vMerge w:val="restart"/>' + line if first else "<w:vMerge/>"
    merged += _SHADE if title else ""
    shown = _run(Line(title, table.size, "bold")) if first and title else ""
    paragraph = _paragraph(shown, table.size, after='<w:jc w:val="center"/>')
    direction = '<w:textDirection w:val="tbRlV"/><w:vAlign w:val="center"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(SIDE)}" w:type="dxa"/>{merged}{direction}</w:tcPr>{paragraph}</w:tc>'


def _cell(
    lines: Cell, wide: float, more: str = "", *, span: int = 1, keep: bool = False, air: float = 0, middle: bool = False
) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    after = '<w:jc w:val="center"/>' if middle else ""
    shown = lines or (Line("", 9),)
    paragraphs = "".join(
        _paragraph(_run(line), line.size, before="<w:keepNext/>" if keep else "", after=after,
                   air=air if line is shown[-1] else 0)
        for line in shown
    )  # fmt: skip
    # A number has the whole width of its column.
    edges = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(wide)}" w:type="dxa"/>{spans}{more}{edges}</w:tcPr>{paragraphs}</w:tc>'


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _paragraph(runs: str, size: float, *, before: str = "", after: str = "", style: str = "", air: float = 0) -> str:
    """A paragraph; `before` and `after` are properties around its spacing."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    room = f' w:after="{round(air * 20)}"' if air else ""
    spacing = f'<w:spacing{room} w:line="{round(size * LEADING * 20)}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{named}{before}{spacing}{after}</w:pPr>{runs}</w:p>"


def _run(line: Line) -> str:
    if not line.text:
        return ""
    bold = "<w:b/>" if line.weight == "bold" else ""
    fonts = f'<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="{_FONTS[line.weight]}"/>'
    size = f'<w:sz w:val="{round(line.size * 2)}"/><w:szCs w:val="{round(line.size * 2)}"/>'
    return f'<w:r><w:rPr>{fonts}{bold}{size}</w:rPr><w:t xml:space="preserve">{escaped(line.text)}</w:t></w:r>'


def _borders(**sides: int) -> str:
    """Lines round a paragraph, in eighths of a point."""
    space = 4 if "left" in sides else 1
    lines = "".join(f'<w:{side} w:val="single" w:sz="{wide}" w:space="{space}" w:color="000000"/>'
                    for side, wide in sides.items())  # fmt: skip
    return f"<w:pBdr>{lines}</w:pBdr>"
