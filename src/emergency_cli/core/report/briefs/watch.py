"""What a second screen follows: incidents that are not closed, each with how it stands."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.report.briefs.brief import Brief, brief_of
from emergency_cli.core.text import Message, msg


class Watched(Struct, frozen=True):
    """An incident and how it stands; `hall` where incidents of several halls are followed."""

    incident: Incident
    brief: Brief
    hall: str = ""


def watched(incident: Incident, now: datetime, limits: Reporting, hall: str = "") -> Watched:
    """How an incident stands at `now`."""
    return Watched(incident, brief_of(incident, board(incident, now), now, limits), hall)


def in_turn(found: Sequence[Watched]) -> list[Watched]:
    """Real ones before drills, what goes on before what is in review, the latest first."""
    latest = sorted(found, key=lambda each: each.brief.since)
    return sorted(latest, key=lambda each: (each.brief.drill, each.brief.state != "responding"))


def how_many(found: Sequence[Watched]) -> Message:
    """How many incidents are open, and how many of them are drills."""
    drills = len([each for each in found if each.brief.drill])
    if drills:
        return msg("Open: {count}, drills: {drills}", count=len(found) - drills, drills=drills)
    return msg("Open: {count}", count=len(found))
