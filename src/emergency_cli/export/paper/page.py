"""A printed page in words: what every format of it prints, and how large. Type is in points, lengths in millimetres."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from emergency_cli.core.plan.centre import Layout

Paper = Literal["A4", "Letter", "A6", "Index"]
Weight = Literal["bold", "plain", "small"]

SHEETS: dict[Paper, tuple[float, float]] = {
    "A4": (210, 297), "Letter": (215.9, 279.4), "A6": (105, 148), "Index": (101.6, 152.4),
}  # fmt: skip
MARGIN: dict[Paper, float] = {"A4": 9, "Letter": 9, "A6": 4, "Index": 4}
# The height of a line against its type, and the least room between text and the lines of a table, in points.
LEADING, PAD = 1.25, 2.0
# The column in which the titles of groups stand at the side.
SIDE = 8.0


class Line(Struct, frozen=True):
    """A paragraph in one type."""

    text: str
    size: float
    weight: Weight = "plain"


Cell = tuple[Line, ...]
Row = tuple[Cell, ...]


class Group(Struct, frozen=True):
    """Rows that belong together; each has a cell for each column, and an empty cell is filled by hand."""

    title: str
    rows: tuple[Row, ...]


class Heading(Struct, frozen=True):
    """What the page is, its title, and in a frame at the right where it belongs."""

    kind: Line
    title: Line
    mark: Line | None = None


class Lines(Struct, frozen=True):
    """Paragraphs. `framed`: with a thick line round them, the first of them as their title."""

    lines: tuple[Line, ...]
    framed: bool = False


class Fields(Struct, frozen=True):
    """Things to be filled in beside each other, each with a line to write on."""

    labels: tuple[str, ...]
    size: float


class Table(Struct, frozen=True):
    """`title` is for who hears the page read; `widths` of the columns add up to the page.

    `least`: no row is lower. `air`: added to every row, in points. `names_row`: the column that names its row. `side`:
    titles of groups stand at the left of their rows, in `size`, not above them.
    """

    title: str
    widths: tuple[float, ...]
    groups: tuple[Group, ...]
    size: float
    heads: tuple[Line, ...] = ()
    least: float = 0
    air: float = 0
    names_row: int = 0
    side: bool = False

    @property
    def by_hand(self) -> tuple[bool, ...]:
        """For each column whether nothing is ever printed in it: it is for the pen."""
        return tuple(
            all(not row[column] for group in self.groups for row in group.rows) for column in range(len(self.widths))
        )


Block = Heading | Lines | Fields | Table


class Page(Struct, frozen=True):
    """One side of a sheet, or more where its last table runs over. `front`: it begins a sheet of its own."""

    paper: Paper
    blocks: tuple[Block, ...]
    front: bool = True


class Booklet(Struct, frozen=True):
    """Pages that become one document. `author` is the hall."""

    title: str
    author: str
    made: datetime
    pages: tuple[Page, ...]


def paper_of(layout: Layout, *, small: bool = False) -> Paper:
    """The paper of a country, known by how the documents of its plan look; `small`: that for the pocket."""
    if layout == "letter":
        return "Index" if small else "Letter"
    return "A6" if small else "A4"


def across(paper: Paper) -> float:
    """The width of the page inside its margins."""
    return SHEETS[paper][0] - 2 * MARGIN[paper]


def down(paper: Paper) -> float:
    """Its height inside its margins, in points."""
    return (SHEETS[paper][1] - 2 * MARGIN[paper]) * 72 / 25.4
