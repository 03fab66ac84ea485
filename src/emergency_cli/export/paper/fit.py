"""How high what is printed will be, in points; rather more than less, since fonts differ from machine to machine."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from emergency_cli.core.width import Measure, broken, in_type
from emergency_cli.export.paper.page import (
    LEADING,
    PAD,
    Block,
    Fields,
    Heading,
    Line,
    Lines,
    Page,
    Paper,
    Row,
    Table,
    across,
    down,
)

# So much of a page is planned for.
_SPARE = 0.975
# How wide the characters of Arial are from the space on, in thousandths of their type, plain and bold; others that are
# not Chinese; and by how much another face may be wider. Pages name this face for whatever is not Chinese.
_PLAIN = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 "
    "584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 "
    "333 611 556 778 556 556 500 389 280 389 584"
)
_OTHER, _WIDER = 0.6, 1.02
# What the edges of a cell take, in millimetres.
_EDGES = 2.6
# What a frame takes at the sides, in millimetres, and above and below, in points.
_FRAME, _FRAMED = 6.0, 9.0
# Room between blocks, in points.
GAP = 5.0
# The share of its line that the kind has beside a mark.
_BESIDE = 0.72
_BORDER = 0.75


def room(paper: Paper) -> float:
    """How high the blocks of a page may be altogether."""
    return down(paper) * _SPARE


def height(page: Page) -> float:
    """How high the blocks of a page are altogether, if they stand on one."""
    return heights(page.blocks, across(page.paper))


def heights(blocks: Iterable[Block], wide: float) -> float:
    """How high blocks are below each other on a page of this width."""
    return sum(_block(block, wide) + GAP for block in blocks)


def _block(block: Block, wide: float) -> float:
    match block:
        case Heading():
            beside = wide * _BESIDE if block.mark else wide
            return line(block.kind, beside) + line(block.title, wide) + 4
        case Lines():
            inner = wide - _FRAME if block.framed else wide
            return sum(line(each, inner) for each in block.lines) + (_FRAMED if block.framed else 0)
        case Fields():
            return block.size * 2.2
        case Table():
            heads = (
                row_height(tuple((head,) for head in block.heads), replace(block, least=0, air=0)) if block.heads else 0
            )
            titles = [group.title for group in block.groups if group.title and not block.side]
            above = sum(line(Line(title, block.size, "bold"), wide) + 2 * PAD + _BORDER for title in titles)
            rows = sum(row_height(row, block) for group in block.groups for row in group.rows)
            return heads + above + rows


def row_height(row: Row, table: Table) -> float:
    """How high a row of a table is."""
    widths = columns(table)
    high = max(sum(line(each, wide) for each in cell) for cell, wide in zip(row, widths, strict=True))
    return max(high + 2 * PAD + table.air, table.least * 72 / 25.4) + _BORDER


def columns(table: Table) -> Sequence[float]:
    """How wide the text of each column may be; a number has the whole width of its column."""
    edges = [0 if table.names_row == 1 and not column else _EDGES for column in range(len(table.widths))]
    return [wide - edge for wide, edge in zip(table.widths, edges, strict=True)]


def line(each: Line, wide: float) -> float:
    """How high a paragraph is on lines of this many millimetres."""
    have = wide * 72 / 25.4 / _WIDER
    measure = _in_arial(each.size, bold=each.weight == "bold")
    return len(list(broken(each.text, have, have, measure, within=True))) * each.size * LEADING


def _in_arial(size: float, *, bold: bool) -> Measure:
    """The measure of the face of a page: Arial, and a Chinese one as wide as its `size`."""
    known, others = _widths(bold=bold), in_type(size, _OTHER)
    return lambda char: known[char] * size if char in known else others(char)


@cache
def _widths(*, bold: bool) -> Mapping[str, float]:
    return {chr(32 + at): int(wide) / 1000 for at, wide in enumerate((_BOLD if bold else _PLAIN).split())}


def largest(sizes: Sequence[float], paper: Paper, made: Callable[[float], Iterable[Block]]) -> float | None:
    """The largest of some ascending sizes in which these blocks fit on one page; `None` where they fit in none."""
    fit = bisect_right(sizes, room(paper), key=lambda size: heights(made(size), across(paper)))
    return sizes[fit - 1] if fit else None


def spread(page: Page, most: float) -> Page:
    """The page with what is left over given to the rows of its tables, at most so much to each, in points."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    rows = sum(len(group.rows) for table in tables for group in table.groups)
    air = min(max(room(page.paper) - height(page), 0) / max(rows, 1), most)
    blocks = (replace(block, air=int(air * 10) / 10) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=tuple(blocks))
