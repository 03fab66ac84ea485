"""Where everything in a timeline picture goes, in units of its own: about one point on A4. Words come later.

Time runs to the right. The order is true, distances are not: a minute takes its own room and a week little more, so
that the first ten minutes, in which most is done, stay readable beside the days that follow. Each tick says its time,
and a gap of an hour or more its length. Marks of a lane never overlap: they go into rows, and where those are full, the
marks of one place are drawn as one `Bundle` that says how many they are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, pairwise
from math import log1p

from msgspec.structs import replace

from emergency_cli.core.report.picture.picture import Mark, Outcome, Picture, Turn
from emergency_cli.core.report.picture.shapes import (
    LEFT,
    MARGIN,
    WIDTH,
    Band,
    Bundle,
    Drawing,
    Gap,
    Post,
    Spot,
    TimeMark,
)

ROW, PADDING = 18.0, 7.0
RADIUS, DIGIT, LATE = 6.0, 6.0, 104.0  # of a mark, its number, and the room for how late it is
USUAL = 2  # letters of the name of an entry for which there is room everywhere
TICK, TURN, SLOT = 46.0, 124.0, 44.0  # room of a time, of a turning point's name, of a bundle
HEAD = 15.0
FIRST = 24.0  # from the beginning of the axis to the first time
MAX_ROWS, ALL_ROWS = 12, 30
LONG = timedelta(hours=1)
# What must not disappear in a bundle comes first.
_WEIGHT: tuple[Outcome, ...] = ("open", "late", "could-not", "skipped", "deferred", "done", "called")


def draw(picture: Picture) -> Drawing:
    """The picture on its paper. Pure: the same picture is drawn the same."""
    xs = _axis(picture)
    posts, top = _posts(picture.turns, xs)
    filled = [_rows(lane.marks, xs) for lane in picture.lanes]
    most = _most_rows([len(rows) + bool(over) for rows, over in filled])
    bands, y = [], top
    for lane, (rows, over) in zip(picture.lanes, filled, strict=True):
        band = _band(lane.who, rows[:most], [*over, *chain.from_iterable(rows[most:])], y)
        bands.append(band)
        y += band.height
    axis = y + HEAD
    return Drawing(axis + 34, axis, tuple(bands), posts, _ticks(xs), _gaps(xs))


def _axis(picture: Picture) -> dict[datetime, float]:
    """Every time that is drawn -> x, rising strictly."""
    times = sorted({time for mark in picture.marks for time in (mark.at, mark.due) if time} | {
        turn.at for turn in picture.turns
    })  # fmt: skip
    minutes = [(after - before) / timedelta(minutes=1) for before, after in pairwise(times)]
    weights = [min(1.0, span) + 0.6 * log1p(span) for span in minutes]
    room = WIDTH - LEFT - MARGIN - FIRST - (LATE if any(mark.late for mark in picture.marks) else 2 * ROW)
    # `desk/n` beside the first and the last mark takes more room than a number alone.
    more = DIGIT * max(0, max((len(mark.entry or "") for mark in picture.marks), default=0) - USUAL)
    room -= 2 * more
    unit = min(room / (sum(weights) or 1), room / 4)
    xs, x = {}, LEFT + FIRST + more
    for time, weight in zip(times, [*weights, 0.0], strict=True):
        xs[time] = x
        x += weight * unit
    return xs


def _rows(marks: Sequence[Mark], xs: dict[datetime, float]) -> tuple[list[list[Spot]], list[Spot]]:
    """The marks in rows without overlap, the gravest first, and those left over where all rows are full."""
    rows: list[list[Spot]] = []
    over = []
    for mark in sorted(marks, key=lambda mark: _WEIGHT.index(mark.outcome)):
        spot = _spot(mark, xs)
        free = next((row for row in rows if _fits(spot, row)), None)
        if free is not None:
            free.append(spot)
        elif len(rows) < MAX_ROWS:
            rows.append([spot])
        else:
            over.append(spot)
    return rows, over


def _spot(mark: Mark, xs: dict[datetime, float]) -> Spot:
    x, due = xs[mark.at], xs[mark.due] if mark.due else None
    number = 3 + DIGIT * len(mark.entry or "")
    begin, end = x - RADIUS - 2, x + RADIUS + 2 + (LATE if mark.late else 0)
    if due is not None and due > x:
        return Spot(mark, x, 0, due, begin - number, max(end, due + 3))
    return Spot(mark, x, 0, due, begin if due is None else min(begin, due - 3), end + number)


def _fits(spot: Spot, row: list[Spot]) -> bool:
    return all(spot.end < other.begin or other.end < spot.begin for other in reversed(row))


def _most_rows(used: Sequence[int]) -> int:
    """How many rows a lane may have so that all together stay on one page."""
    return next((most for most in range(MAX_ROWS, 1, -1) if sum(min(count, most) for count in used) <= ALL_ROWS), 1)


def _band(who: object, rows: list[list[Spot]], over: list[Spot], y: float) -> Band:
    def line(number: int) -> float:
        return y + PADDING + ROW * (number + 0.5)

    spots = tuple(replace(spot, y=line(number)) for number, row in enumerate(rows) for spot in row)
    slots: dict[int, list[Spot]] = {}
    for spot in over:
        slots.setdefault(int((spot.x - LEFT - FIRST) // SLOT), []).append(spot)
    bundles = tuple(
        Bundle(LEFT + FIRST + SLOT * slot, line(len(rows)), len(held), _gravest(held))
        for slot, held in sorted(slots.items())
    )
    lines = max(2, len(rows) + bool(bundles))  # a name may take two
    return Band(who, y, lines * ROW + 2 * PADDING, spots, bundles)


def _gravest(spots: list[Spot]) -> Outcome:
    return min((spot.mark.outcome for spot in spots), key=_WEIGHT.index)


def _posts(turns: Sequence[Turn], xs: dict[datetime, float]) -> tuple[tuple[Post, ...], float]:
    """The turning points with their names in as few lines as they need; where the lanes begin."""
    ends: list[float] = []
    posts = []
    for turn in sorted(turns, key=lambda turn: turn.at):
        x = xs[turn.at]
        back = x + TURN > WIDTH
        begin = x - TURN if back else x
        line = next((number for number, end in enumerate(ends) if end <= begin), len(ends))
        ends[line : line + 1] = [begin + TURN]
        posts.append(Post(turn, x, HEAD * (line + 1), back))
    return tuple(posts), HEAD * (len(ends) + 0.5)


def _ticks(xs: dict[datetime, float]) -> tuple[TimeMark, ...]:
    """As many times as have room, the first of each day before others."""
    minutes: dict[datetime, float] = {}
    for time, x in xs.items():
        minutes.setdefault(time.replace(second=0, microsecond=0), x)
    days: dict[object, datetime] = {}
    for time in minutes:
        days.setdefault(time.date(), time)
    kept: list[tuple[float, datetime]] = []
    for time in [*days.values(), *minutes]:
        if all(abs(minutes[time] - x) >= TICK for x, _ in kept):
            kept.append((minutes[time], time))
    ticks, day = [], None
    for x, time in sorted(kept):
        ticks.append(TimeMark(time, x, time.date() != day))
        day = time.date()
    return tuple(ticks)


def _gaps(xs: dict[datetime, float]) -> tuple[Gap, ...]:
    return tuple(
        Gap((left + right) / 2, after - before, right - left)
        for (before, left), (after, right) in pairwise(xs.items())
        if after - before >= LONG
    )
