"""Clocks that jump: the order of entries is untouched, and the timeline says so."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.front import did, entries, small_plan
from tests.worlds import CHINA, START, Clock, make_world

TEXTS = [f"note {number}" for number in range(4)]

JUMPS = {
    "a second back": START - timedelta(seconds=1),
    "an hour back": START - timedelta(hours=1),
    "three days back": START - timedelta(days=3),
    "an hour on": START + timedelta(hours=1),
    "three days on": START + timedelta(days=3),
    "1970": datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC).astimezone(CHINA),
    "2038": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC).astimezone(CHINA),
    "2100": datetime(2100, 2, 28, 23, 59, 59, tzinfo=CHINA),
    "another zone": START.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
    "no offset from Greenwich": START.astimezone(UTC),
    "a leap second": datetime(2016, 12, 31, 23, 59, 59, 999000, tzinfo=UTC).astimezone(CHINA),
    "summer time begins": datetime(2027, 3, 28, 3, 0, tzinfo=timezone(timedelta(hours=2))),
}
NO_JUMP = {"a second back", "another zone", "no offset from Greenwich"}


@pytest.mark.parametrize("jump", JUMPS)
def test_entries_stay_in_the_order_in_which_they_were_recorded(tmp_path: Path, jump: str) -> None:
    """The clock jumps between two notes and comes back: one chain, in order, and the jump stands in the timeline."""
    clock = Clock()
    env = {"EMERGENCY_PLAN": small_plan(tmp_path)}
    ids = []
    did(make_world(tmp_path, clock=clock, env=env), "start", "water", "--json")
    for number, text in enumerate(TEXTS):
        before = clock.now
        clock.now, clock.up = JUMPS[jump] if number == 2 else before, clock.up + 1000
        ids.append(did(make_world(tmp_path, clock=clock, env=env), "note", text, "--json").data["entries"][0]["entry"])
        clock.now = before
    world = make_world(tmp_path, clock=clock, env=env)
    assert did(world, "verify").code == 0
    rows = entries(world)
    recorded = sorted((row for row in rows if row["event"] == "noted"), key=lambda row: int(row["entry"].split("/")[1]))
    assert [row["entry"] for row in recorded] == ids
    assert [row["text"] for row in recorded] == TEXTS
    page = did(world, "export", "--format", "md", "--to", "-").out
    assert ("the clock of desk" in page) == (jump not in NO_JUMP)
