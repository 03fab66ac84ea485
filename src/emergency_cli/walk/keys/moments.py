"""When something happened, where that is not now: the next entry, the noticing, the beginning."""

from typing import Literal

from emergency_cli.core.events import stamp
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.terms import MEMBERS
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_time
from emergency_cli.recording.times import before_noticing
from emergency_cli.walk.walker import Walker

# What the opening says of the incident's own times, and deadlines and reports run from.
OPENING: tuple[Literal["noticed"], Literal["began"]] = ("noticed", "began")


def real_time(walker: Walker, row: Row) -> None:
    """Ask for the time at which the next thing that is recorded really happened."""
    typed = walker.line(msg("When did it happen? (like 14:54)"))
    if not typed:
        return
    now = walker.incident.local(walker.now())
    at = walker.certain(
        parse_time(typed, now, walker.incident.noticed),
        lambda again: parse_time(again, now),
        lambda moment: before_noticing(walker.incident, moment, walker.words),
    )
    walker.typed_time = at
    walker.say(msg("The next entry is recorded as of {time}.", time=at), "title")


def correct_opening(walker: Walker, member: Literal["noticed", "began"]) -> None:
    """Ask when it was noticed, or when it began; what stood there before stays visible, with the reason."""
    opened, opening = walker.incident.opened, walker.incident.opening
    if opened is None or opening is None:
        return
    typed = walker.line(msg("{title} (Enter = leave blank):", title=MEMBERS[member].shown))
    if not typed:
        return
    value = stamp(walker.session.moment(typed, walker.incident.local(walker.now())))
    reason = walker.line(msg("Reason:")) if getattr(opening, member) else None
    walker.record(lambda _, at, by: actions.correct(opened, member, value, at=at, by=by, reason=reason))
