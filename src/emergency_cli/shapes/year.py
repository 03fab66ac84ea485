"""The numbers of a year as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from emergency_cli.core.events import stamp
from emergency_cli.shapes import Answer, Part
from emergency_cli.shapes.plan import MeasureData, measure_data

if TYPE_CHECKING:
    from emergency_cli.core.report.numbers.year import LastDrill, Share, Spread, Tally, Year


class TallyData(Part):
    """How often something came up."""

    key: Annotated[str, "of a type its playbook, of a zone or party its id, of a step playbook/step"]
    title: Annotated[str, "in the language of this run"]
    count: Annotated[int, "in how many incidents"]


class SpreadData(Part):
    """How long something took."""

    count: Annotated[int, "in how many incidents it happened"]
    median_seconds: Annotated[int, "half of them took no longer"]
    longest_seconds: Annotated[int, "the slowest"]


class ShareData(Part):
    """How many of all."""

    kept: Annotated[int, "how many"]
    all: Annotated[int, "of how many"]


class DrilledData(Part):
    """The drills of a playbook, and how the last one that was brought to its end went."""

    playbook: Annotated[str, "which"]
    drills: Annotated[int, "how many there were"]
    last: Annotated[str | None, "the incident, where one was brought to its end"]
    noticed: Annotated[str | None, "when it was"]
    done: Annotated[int | None, "how many steps of the response were done"]
    all: Annotated[int | None, "of how many that applied"]
    late: Annotated[list[str], "the steps that missed their limit"]
    left_out: Annotated[list[str], "the steps that were skipped or could not be done"]
    not_reached: Annotated[list[str], "the parties whom nobody reached"]
    goals: Annotated[ShareData | None, "of a drill by a scenario: goals that were reached, of those put to the test"]


class Stats(Answer):
    """`stats`: the numbers of a year. All but `drills` and `drilled` are of real incidents."""

    year: Annotated[int, "which"]
    halls: Annotated[int, "how many halls had an incident or a drill"]
    incidents: Annotated[int, "how many there were; those opened by mistake and doubles are not counted"]
    not_closed: Annotated[int, "how many of them are not closed"]
    types: Annotated[list[TallyData], "by incident type, most often first"]
    zones: Annotated[list[TallyData], "by service zone"]
    months: Annotated[list[int], "twelve numbers, January first, by when they were noticed"]
    outcomes: Annotated[list[TallyData], "by how they ended; `contested`: desks ended it in different ways"]
    first_step: Annotated[SpreadData | None, "from noticing to the first step that saves lives"]
    first_report: Annotated[SpreadData | None, "from noticing to the first report upward"]
    limits: Annotated[ShareData, "limits of steps that were kept"]
    reports: Annotated[ShareData | None, "first reports within the limit, where the centre has set one"]
    late: Annotated[list[TallyData], "steps that missed their limit"]
    left_out: Annotated[list[TallyData], "steps that were skipped or could not be done"]
    not_reached: Annotated[list[TallyData], "parties whom nobody reached"]
    drills: Annotated[int, "how many drills there were"]
    drilled: Annotated[list[DrilledData], "each playbook that was drilled"]
    measures: Annotated[list[MeasureData], "of any year, that nobody has seen to, by who is responsible and by when"]


def stats(year: Year, said: Callable[[object], str]) -> Stats:
    """The numbers of a year; `said` puts names into words."""

    def tallies(found: Iterable[Tally]) -> list[TallyData]:
        return [TallyData(key=each.mark.key, title=said(each.mark.title), count=each.count) for each in found]

    return Stats(
        year=year.year,
        halls=year.halls,
        incidents=year.incidents,
        not_closed=year.going_on,
        types=tallies(year.types),
        zones=tallies(year.zones),
        months=list(year.months),
        outcomes=tallies(year.outcomes),
        first_step=_spread(year.first_step),
        first_report=_spread(year.first_report),
        limits=_share(year.within),
        reports=_share(year.reported) if year.reported else None,
        late=tallies(year.late),
        left_out=tallies(year.left_out),
        not_reached=tallies(year.not_reached),
        drills=year.drills,
        drilled=[_drilled(each) for each in year.drilled],
        measures=measure_data(year.measures),
    )


def _spread(spread: Spread | None) -> SpreadData | None:
    if spread is None:
        return None
    return SpreadData(
        count=spread.count, median_seconds=_seconds(spread.median), longest_seconds=_seconds(spread.longest)
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _share(share: Share) -> ShareData:
    return ShareData(kept=share.kept, all=share.all)


def _drilled(drill: LastDrill) -> DrilledData:
    last = drill.last
    return DrilledData(
        playbook=drill.mark.key,
        drills=drill.count,
        last=last.incident if last else None,
        noticed=stamp(last.noticed) if last else None,
        done=last.done if last else None,
        all=last.applied if last else None,
        late=[mark.key for mark in last.late] if last else [],
        left_out=[mark.key for mark in last.left_out] if last else [],
        not_reached=[mark.key for mark in last.not_reached] if last else [],
        goals=ShareData(kept=last.reached, all=last.goals) if last and last.goals else None,
    )
