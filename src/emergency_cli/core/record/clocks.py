"""Clocks that were set: told from time that passed by the uptime which every entry carries beside the time of day."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from emergency_cli.core.events.event import Entry
from emergency_cli.core.text import InProse, Message, msg

# A clock counts as set, and an entry as late, only where the minute shown could be another.
NOTICEABLE = timedelta(minutes=1)
# Nothing was recorded before there was a program: such a clock has lost its battery.
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
# The start of a machine whose system gives it no name.
NAMELESS = "00000000"
_NOT, _MILLISECOND = timedelta(), timedelta(milliseconds=1)  # made once: long records are measured line by line


def clock_set(before: Entry | None, now: datetime, up: int, boot: str) -> timedelta:
    """How far a desk's clock was surely set since its entry `before`: forward, or back if negative.

    `up` is the uptime in milliseconds since the start of the machine that `boot` names. Within one start it says how
    much time passed. After another only that it is at least `up`: there a clock that went back shows, and no other.
    Where the system names no start it may be the same one still, and only what either allows is sure.
    """
    if before is None:
        return _NOT
    restarted = _restarted(before, boot)
    other = restarted and (boot != before.boot or up < before.up)
    jump = now - before.recorded - _MILLISECOND * (up if other else up - before.up)
    return _NOT if abs(jump) < NOTICEABLE or (restarted and jump > _NOT) else jump


def _restarted(before: Entry, boot: str) -> bool:
    """Whether the machine was started since, or may have been where the system does not name its starts."""
    return boot != before.boot or boot == NAMELESS


def clocks_set(entries: Iterable[Entry]) -> tuple[dict[str, timedelta], dict[str, timedelta]]:
    """How far the clock of its desk had been set by each entry, by hash; and by the last entry of each desk.

    Without those where it never was. `entries` in record order.
    """
    by_hash: dict[str, Entry] = {}
    total: dict[str, timedelta] = {}
    latest: dict[str, timedelta] = {}
    for entry in entries:
        before = by_hash.get(entry.prev)
        so_far = (total if before else latest).get(entry.prev if before else entry.desk, _NOT)
        so_far += clock_set(before, entry.recorded, entry.up, entry.boot)
        if so_far:
            total[entry.hash] = so_far
        latest[entry.desk] = so_far
        by_hash[entry.hash] = entry
    return total, latest


def clock_words(before: Entry | None, entry: Entry) -> Message | None:
    """What is to be said of the clock before an entry, where it was set, or may have been."""
    jump = clock_set(before, entry.recorded, entry.up, entry.boot)
    if jump > _NOT:
        return msg("before this entry the clock of desk {desk} went forward by {span}", desk=entry.desk, span=jump)
    if jump:
        return msg("before this entry the clock of desk {desk} went back by {span}", desk=entry.desk, span=-jump)
    if before and _restarted(before, entry.boot):
        gap = entry.recorded - before.recorded - timedelta(milliseconds=entry.up)
        if gap >= NOTICEABLE:
            return msg(
                "before this entry the machine of desk {desk} was off, or its clock went forward: {span}",
                desk=entry.desk,
                span=gap,
            )
    return None


def clock_behind(now: datetime, last: datetime | None) -> Message | None:
    """What is to be said of a clock that is surely wrong: `last` was recorded later, or there was no program yet."""
    says = InProse(now, day="year")
    if last and last - now > NOTICEABLE:
        return msg(
            "The clock says {time}, but the last entry was recorded {last}.", time=says, last=InProse(last, day="year")
        )
    return msg("The clock of this machine is wrong: it says {time}.", time=says) if now < EARLIEST else None
