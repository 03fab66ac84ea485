"""The numbers of a year: incidents and drills of one home, of a merged folder, or of many halls."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from statistics import median

from msgspec import Struct

from emergency_cli.core.incident.measures import Measure
from emergency_cli.core.report.numbers.figures import Figures, Mark
from emergency_cli.core.terms import OUTCOMES, Outcome
from emergency_cli.core.text import msg

# Ends that say that there was no incident.
_NONE: frozenset[Outcome] = frozenset({"opened-by-mistake", "same-as"})


class Tally(Struct, frozen=True):
    """How often something came up."""

    mark: Mark
    count: int


class Spread(Struct, frozen=True):
    """How long something took, in so many incidents."""

    count: int
    median: timedelta
    longest: timedelta


class Share(Struct, frozen=True):
    """How many of all."""

    kept: int
    all: int


class LastDrill(Struct, frozen=True):
    """A playbook, how many drills of it there were, and how the last one that was brought to its end went."""

    mark: Mark
    count: int
    last: Figures | None


class Year(Struct, frozen=True, kw_only=True):
    """The numbers of a year. All but `drills` are of real incidents.

    `months`: the incidents noticed in each, January first. `going_on`: how many are not closed. `reported`: first
    reports within the limit that the centre has set; nothing where it has set none. `measures`: what was decided in
    any year and nobody has seen to, by who is responsible and by when.
    """

    year: int
    halls: int
    incidents: int
    going_on: int
    types: tuple[Tally, ...]
    zones: tuple[Tally, ...]
    months: tuple[int, ...]
    outcomes: tuple[Tally, ...]
    first_step: Spread | None
    first_report: Spread | None
    within: Share
    reported: Share | None
    late: tuple[Tally, ...]
    left_out: tuple[Tally, ...]
    not_reached: tuple[Tally, ...]
    drills: int
    drilled: tuple[LastDrill, ...]
    measures: tuple[Measure, ...]


def year_of(
    year: int, figures: Iterable[Figures], measures: Sequence[Measure] = (), *, initial: timedelta | None = None
) -> Year:
    """The numbers of a year, from the figures of its incidents. `initial`: the limit of the first report."""
    mine = [each for each in figures if each.outcome not in _NONE]
    real, drills = [each for each in mine if not each.drill], [each for each in mine if each.drill]
    return Year(
        year=year,
        halls=len({each.hall for each in mine}),
        incidents=len(real),
        going_on=len([each for each in real if each.state != "closed"]),
        types=_tally(real, lambda each: each.types),
        zones=_tally(real, lambda each: [each.zone] if each.zone else []),
        months=tuple(len([each for each in real if each.noticed.month == month]) for month in range(1, 13)),
        outcomes=_tally(real, _outcome),
        first_step=_spread(each.first_step for each in real),
        first_report=_spread(each.first_report for each in real),
        within=Share(sum(each.kept for each in real), sum(each.kept + len(each.late) for each in real)),
        reported=_reported(real, initial),
        late=_tally(real, lambda each: each.late),
        left_out=_tally(real, lambda each: each.left_out),
        not_reached=_tally(real, lambda each: each.not_reached),
        drills=len(drills),
        drilled=tuple(_drilled(drills)),
        measures=tuple(measures),
    )


def _tally(figures: Iterable[Figures], of: Callable[[Figures], Iterable[Mark]]) -> tuple[Tally, ...]:
    """How often each comes up, most often first; what comes up as often in the order in which it came."""
    names: dict[str, Mark] = {}
    counts: Counter[str] = Counter()
    for each in figures:
        for mark in of(each):
            names[mark.key] = mark
            counts[mark.key] += 1
    return tuple(Tally(names[key], count) for key, count in counts.most_common())


def _outcome(figures: Figures) -> Sequence[Mark]:
    if figures.outcome == "contested":
        return [Mark(figures.outcome, msg("different ends, to be confirmed"))]
    return [Mark(figures.outcome, OUTCOMES.name(figures.outcome))] if figures.outcome else []


def _spread(spans: Iterable[timedelta | None]) -> Spread | None:
    known = [span for span in spans if span is not None]
    seconds = [span.total_seconds() for span in known]
    return Spread(len(known), timedelta(seconds=median(seconds)), max(known)) if known else None


def _reported(real: Sequence[Figures], limit: timedelta | None) -> Share | None:
    """Of those that were reported: whether the others had to be, nobody has said."""
    known = [each.first_report for each in real if each.first_report is not None]
    return Share(len([span for span in known if span <= limit]), len(known)) if limit else None


def _drilled(drills: Sequence[Figures]) -> Iterable[LastDrill]:
    for tally in _tally(drills, lambda each: each.types):
        over = [each for each in drills if each.drilled and tally.mark.key in {mark.key for mark in each.types}]
        yield LastDrill(tally.mark, tally.count, max(over, key=lambda each: each.noticed, default=None))
