"""What is open, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from emergency_cli.core.events import stamp
from emergency_cli.shapes import CONTROL, Answer, Both, Part, both_of

if TYPE_CHECKING:
    from emergency_cli.core.report.briefs.watch import Watched


class WatchedData(Part):
    """An incident that is not closed."""

    incident: Annotated[str, "its id"]
    hall: Annotated[str, "whose it is, where records of several halls are read; else empty"]
    drill: Annotated[bool, "whether it is a drill"]
    state: Annotated[str, "responding or ended"]
    noticed: Annotated[str | None, "when it was noticed, ISO 8601 with offset"]
    now: Annotated[int, "how many steps can be done now"]
    late: Annotated[int, "how many steps are open and late"]
    blanks: Annotated[int, "how much was left blank"]
    limit: Annotated[str | None, "the step whose limit comes next, or was missed first"]
    limit_due: Annotated[str | None, "when that is"]
    report: Annotated[str | None, "the report upward that comes next: initial, follow-up or final"]
    report_due: Annotated[str | None, "by when, where the centre has set a limit"]
    control: Annotated[list[Both], CONTROL]


class Board(Answer):
    """`board`: everything that is open."""

    incidents: Annotated[list[WatchedData], "real ones first"]


def board(found: Sequence[Watched]) -> Board:
    """Everything that is open."""
    return Board(incidents=[_watched(each) for each in found])


def _watched(each: Watched) -> WatchedData:
    brief, limit = each.brief, each.brief.limit
    return WatchedData(
        incident=brief.incident,
        hall=each.hall,
        drill=brief.drill,
        state=brief.state,
        noticed=stamp(brief.noticed) if brief.noticed else None,
        now=len(brief.now),
        late=brief.late,
        blanks=brief.blanks,
        limit=limit.address if limit else None,
        limit_due=stamp(limit.deadline) if limit and limit.deadline else None,
        report=brief.report.kind if brief.report else None,
        report_due=stamp(brief.report.due) if brief.report and brief.report.due else None,
        control=both_of(brief.control),
    )
