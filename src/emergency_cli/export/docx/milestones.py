"""The picture of milestones: a line from top to bottom with the points beside it.

It is drawn with the cells of a table, which every program shows and prints alike and every reader reads aloud: shapes
are left out by some of them.
"""

from collections.abc import Iterator
from datetime import timedelta

from emergency_cli.core.report.document import Milestones, Report
from emergency_cli.export.docx.styles import CELL, SMALL, TABLE
from emergency_cli.export.docx.tables import SHADE
from emergency_cli.export.docx.text import KEEP, Writer
from emergency_cli.export.milestones import Point, State, distance, drawn

# Twips: what stands left of the line, the marks on it, and how high a px of the drawing is here.
_TIMES, _MARKS, _PX = 1900, 440, 9
_RAIL = '<w:right w:val="single" w:sz="18" w:space="0" w:color="auto"/>'
_NONE = "".join(f'<w:{edge} w:val="nil"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
_MARK: dict[State, str] = {"plain": "○", "met": "●", "missed": "◆"}


def milestones(part: Milestones, report: Report, writer: Writer) -> Iterator[str]:
    """The whole picture, which stays on one page."""
    wide = (_TIMES, _MARKS, writer.width - _TIMES - _MARKS)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in wide)
    title = writer.attribute(writer.words(part.title))
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{writer.styles[TABLE]}"/><w:tblW w:w="{writer.width}" w:type="dxa"/>'
        f'<w:tblBorders>{_NONE}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{title}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    points = drawn(part, report, writer.words).points
    for place, point in enumerate(points):
        after = part.marks[place + 1].at - part.marks[place].at if place + 1 < len(points) else timedelta()
        yield _row(point, distance(after) * _PX, wide, writer, last=place + 1 == len(points))
    yield "</w:tbl>"


def _row(point: Point, height: int, wide: tuple[int, int, int], writer: Writer, *, last: bool) -> str:
    keep = "" if last else KEEP
    right = f'{keep}<w:jc w:val="right"/>'
    times = writer.text(CELL, f"{point.day} {point.clock}".strip(), right)
    times += writer.text(SMALL, writer.words.say("(+{span})", span=point.waited), right) if point.waited else ""
    name = writer.text(CELL, " ".join(point.name), keep)
    name += writer.text(SMALL, point.limit, keep) if point.limit else ""
    shade = SHADE if point.state == "missed" else ""
    cells = (
        (wide[0], f"<w:tcBorders>{_RAIL}</w:tcBorders>", times),
        (wide[1], shade, writer.text(CELL, _MARK[point.state], keep)),
        (wide[2], shade, name),
    )
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/>{properties}</w:tcPr>{said}</w:tc>'
        for each, properties, said in cells
    )
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{written}</w:tr>'
