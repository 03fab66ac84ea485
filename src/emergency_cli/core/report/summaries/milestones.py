"""The few points that make up the picture of an incident: what the plan calls one, and every limit that ran."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from emergency_cli.core.events.words import fact_title, step_name
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.playbook import MOST_MILESTONES
from emergency_cli.core.report.document import Material, Milestone, Milestones
from emergency_cli.core.report.sentences import ended_how
from emergency_cli.core.report.standing import points_come, points_done
from emergency_cli.core.text import Capital, msg


def milestones(material: Material) -> Milestones | None:
    """Noticed, limits, points of the plan and the end in the order of time; `None` where there is no course to draw.

    Where there are too many, limits come before points of the plan, and what was missed before what was met.
    """
    incident = material.incident
    ends, limits, points = list(_ends(incident)), list(_limits(material)), list(_points(material))
    limits.sort(key=lambda mark: not (mark.limit and mark.limit[1]))
    limited = [mark.name for mark in limits]
    points = sorted((mark for mark in points if mark.name not in limited), key=lambda mark: mark.at)
    marks = [*ends, *limits, *points][:MOST_MILESTONES]
    if len(marks) <= len(ends):
        return None
    told = sorted((replace(mark, at=incident.local(mark.at)) for mark in marks), key=lambda mark: mark.at)
    return Milestones("milestones", msg("Milestones"), tuple(told))


def _ends(incident: Incident) -> Iterator[Milestone]:
    if opening := incident.opening:
        first = msg("Drill began") if incident.drill else msg("Noticed")
        yield Milestone(opening.noticed, first, incident.entries[0])
    last = msg("Drill ended") if incident.drill else msg("Response ended")
    for end in incident.ends:
        name = last if len(incident.ends) == 1 else Capital(ended_how(incident, end))
        yield Milestone(end.event.occurred, name, end)


def _limits(material: Material) -> Iterator[Milestone]:
    """Every limit that was met, or missed; of a step done zone by zone only the last. What is not done has no time."""
    found: dict[str, Milestone] = {}
    for row in material.board.rows:
        if row.deadline is None or not (row.status == "done" or row.late):
            continue
        late = row.late or timedelta()
        done = row.came_by if row.status == "done" else None
        at = done.event.occurred if done else row.deadline
        mark = Milestone(at, step_name(material.incident, row.base), done, (row.deadline, late))
        if row.base not in found or found[row.base].at < at:
            found[row.base] = mark
    yield from found.values()


def _points(material: Material) -> Iterator[Milestone]:
    """What was done, or came, of what the plan calls a milestone."""
    for row, entry in points_done(material):
        yield Milestone(entry.event.occurred, step_name(material.incident, row.base), entry)
    for fact, at, entry in points_come(material):
        yield Milestone(at, fact_title(material.incident, fact), entry)
