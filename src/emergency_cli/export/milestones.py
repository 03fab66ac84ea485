"""The milestones as they are drawn: a line from top to bottom, the more of it between two points the longer it took."""

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, NamedTuple

from emergency_cli.core.report.document import Milestone, Milestones, Report
from emergency_cli.core.width import fitted, in_type
from emergency_cli.export import limit_of
from emergency_cli.language import Words

State = Literal["plain", "met", "missed"]
# In px of the drawing, which is as wide as a phone shows it without scaling; print enlarges it.
WIDTH, RAIL, NAME = 366, 74, 92
_TOP, _LINE, _APART, _FARTHEST = 16, 19, 14, 30
_SIZE = 15.0
# From this on the time between two points is said.
_LONG = timedelta(minutes=30)


class Point(NamedTuple):
    """One milestone at `y`: its time, with the day where it changes; its name on lines; what became of its limit."""

    y: int
    day: str
    clock: str
    name: list[str]
    limit: str
    state: State
    entry: str
    waited: str

    @property
    def whole(self) -> str:
        """All of it in one line."""
        told = f"{self.day} {self.clock} {' '.join(self.name)}".strip()
        return f"{told} ({self.limit})" if self.limit else told


class Picture(NamedTuple):
    """All points, and how high the drawing is."""

    points: list[Point]
    height: int


def drawn(part: Milestones, report: Report, words: Words) -> Picture:
    """Where each point goes: the distance grows with the time between, but far more slowly."""
    points, y = list[Point](), _TOP
    for place, mark in enumerate(part.marks):
        before = part.marks[place - 1] if place else None
        span = mark.at - before.at if before else timedelta()
        if before:
            y += distance(span)
        point = _point(mark, before, y, report, words)
        points.append(point)
        y += _LINE * (len(point.name) + bool(point.limit) - 1)
    return Picture(points, y + _TOP)


def distance(span: timedelta) -> int:
    """How far apart two points are drawn, in px, the lines of the first not counted."""
    return _LINE + _APART + min(_FARTHEST, round(5 * math.log2(1 + span / timedelta(minutes=2))))


def _point(mark: Milestone, before: Milestone | None, y: int, report: Report, words: Words) -> Point:
    newly = before is None or report.local(before.at).date() != report.local(mark.at).date()
    span = mark.at - before.at if before else timedelta()
    name = fitted(words(mark.name), WIDTH - NAME, 2, in_type(_SIZE, 0.56))
    return Point(
        y=y,
        day=words.date(mark.at) if newly else "",
        clock=words.clock(mark.at),
        name=name,
        limit=limit_of(mark, words),
        state=state_of(mark),
        entry=report.name_of(mark.entry) if mark.entry else "",
        waited=words(span) if span >= _LONG else "",
    )


def state_of(mark: Milestone) -> State:
    """Whether a point met its limit or missed it, or had none."""
    if mark.limit is None:
        return "plain"
    return "missed" if mark.limit[1] else "met"


def described(picture: Picture) -> Iterator[str]:
    """What the drawing shows, a line for each point, for whoever cannot see it."""
    for point in picture.points:
        yield point.whole
