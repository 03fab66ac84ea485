"""What a timeline picture is made of once it has its place on the paper."""

from datetime import datetime, timedelta

from msgspec import Struct

from emergency_cli.core.report.picture.picture import Mark, Outcome, Turn

WIDTH = 720.0
LEFT = 124.0  # of the axis; lanes have their names in front of it
MARGIN = 12.0  # behind it, to which a label at the right edge may reach


class Spot(Struct, frozen=True):
    """A mark at (`x`, `y`) that with all that belongs to it reaches from `begin` to `end`.

    `due`: the x of its limit; a limit still ahead is on the right, and then the number is left of the mark.
    """

    mark: Mark
    x: float
    y: float
    due: float | None
    begin: float
    end: float

    @property
    def kept(self) -> bool:
        """Whether its limit was kept."""
        return self.due is not None and self.mark.outcome == "done"

    @property
    def missed(self) -> bool:
        """Whether its limit was missed."""
        return self.due is not None and self.mark.late is not None

    @property
    def before(self) -> bool:
        """Whether the number is left of the mark."""
        return self.due is not None and self.due > self.x


class Bundle(Struct, frozen=True):
    """So many marks from `x` on for which there is no room; `outcome` is the gravest."""

    x: float
    y: float
    count: int
    outcome: Outcome


class Band(Struct, frozen=True):
    """A lane from `y` down, `height` high."""

    who: object
    y: float
    height: float
    spots: tuple[Spot, ...]
    bundles: tuple[Bundle, ...]


class Post(Struct, frozen=True):
    """A turning point: a line from top to bottom at `x`, its name in the head, on the left where `back`."""

    turn: Turn
    x: float
    y: float
    back: bool


class TimeMark(Struct, frozen=True):
    """A time on the axis; `day` where the date is shown below it."""

    at: datetime
    x: float
    day: bool


class Gap(Struct, frozen=True):
    """An hour or more in which nothing is drawn, with so much `room` to say how long."""

    x: float
    span: timedelta
    room: float


class Drawing(Struct, frozen=True):
    """All shapes. `axis` is the y of the time axis."""

    height: float
    axis: float
    bands: tuple[Band, ...]
    posts: tuple[Post, ...]
    ticks: tuple[TimeMark, ...]
    gaps: tuple[Gap, ...]
    width: float = WIDTH
    left: float = LEFT
    right: float = WIDTH - MARGIN

    @property
    def bundled(self) -> int:
        """How many marks are bundled."""
        return sum(bundle.count for band in self.bands for bundle in band.bundles)
