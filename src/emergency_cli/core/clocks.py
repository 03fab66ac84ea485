"""Clocks that were set: told from time that passed by the uptime which every entry carries beside the time of day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from emergency_cli.core.events import Entry
from emergency_cli.core.text import Message, msg

# A clock counts as set, and an entry as late, only where the minute shown could be another.
NOTICEABLE = timedelta(minutes=1)


def clock_set(before: Entry | None, now: datetime, up: int) -> timedelta:
    """How far a desk's clock was set since its entry `before`: forward, or back if negative.

    `up` is the uptime in milliseconds. After a restart the time that passed is not known, but it is at least the new
    uptime: only a clock that went back shows.
    """
    if before is None:
        return timedelta()
    restarted = up < before.up
    passed = timedelta(milliseconds=up if restarted else up - before.up)
    jump = now - before.recorded - passed
    if abs(jump) < NOTICEABLE or (restarted and jump > timedelta()):
        return timedelta()
    return jump


def clocks_set(entries: Iterable[Entry]) -> dict[str, timedelta]:
    """By hash of each entry: how far the clock of its desk had been set by then; without those where it never was.

    `entries` in record order.
    """
    by_hash: dict[str, Entry] = {}
    total: dict[str, timedelta] = {}
    for entry in entries:
        before = by_hash.get(entry.prev)
        so_far = total.get(entry.prev, timedelta()) + clock_set(before, entry.recorded, entry.up)
        if so_far:
            total[entry.hash] = so_far
        by_hash[entry.hash] = entry
    return total


def clock_words(before: Entry | None, entry: Entry) -> Message | None:
    """What is to be said of the clock before an entry, where it was set."""
    jump = clock_set(before, entry.recorded, entry.up)
    if jump > timedelta():
        return msg("before this entry the clock of desk {desk} went forward by {span}", desk=entry.desk, span=jump)
    if jump:
        return msg("before this entry the clock of desk {desk} went back by {span}", desk=entry.desk, span=-jump)
    return None
