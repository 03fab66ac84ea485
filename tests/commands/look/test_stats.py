"""The numbers of a year: counted from the records, drills apart, and nothing is written where they are read."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.front import did, emergency, everything_below, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World


def gone_through(world: World, clock: Clock, *start: str, seconds: int = 40, end: str = "handled") -> str:
    """An incident in which the first step was done after so many seconds, and the first report given out later."""
    incident = started(world, *start)
    clock.pass_by(seconds=seconds)
    did(world, "done", "-i", incident)
    did(world, "skip", "-i", incident, "--reason", "nobody there")
    did(world, "call", "emergency-office=no-answer", "-i", incident)
    clock.pass_by(minutes=10)
    did(world, "report", "initial", "--issued-to", "county", "-i", incident)
    did(world, "end", end, "--decided", "Zhang", "--condition", "over", "-i", incident)
    clock.pass_by(days=1)
    return incident


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two fires and a false alarm, one of the fires last year; a drill; a double; and a fire that goes on.

    Every test only looks at them.
    """
    clock = Clock()
    world = make_world(tmp_path_factory.mktemp("stats"), clock=clock)
    clock.now -= timedelta(days=365)
    last_year = gone_through(world, clock, "fire", seconds=600)
    did(world, "done", "improvement", "-f", "improvement=Test the alarm", "-i", last_year)
    clock.now += timedelta(days=364)
    gone_through(world, clock, "fire", "--zone", "tax")
    gone_through(world, clock, "illness", "--zone", "tax", seconds=80, end="false-alarm")
    gone_through(world, clock, "theft", "--drill")
    double = started(world, "lift")
    did(world, "end", "opened-by-mistake", "-i", double)
    started(world, "fire", "--zone", "notary", "--new")
    return world


def numbers(world: World, *argv: str) -> dict[str, Any]:
    """The numbers as data."""
    found: dict[str, Any] = did(world, "stats", *argv, "--json").data
    return found


def counts(tallies: list[dict[str, Any]]) -> dict[str, int]:
    """What was counted by its key."""
    return {each["key"]: each["count"] for each in tallies}


def test_a_year_is_counted_by_type_zone_month_and_end(world: World) -> None:
    """What was opened by mistake is no incident, and what another year saw is not of this one."""
    found = numbers(world)
    assert (found["year"], found["incidents"], found["not_closed"], found["drills"]) == (2026, 3, 3, 1)
    assert counts(found["types"]) == {"fire": 2, "illness": 1}
    assert counts(found["zones"]) == {"tax": 2, "notary": 1}
    assert counts(found["outcomes"]) == {"handled": 1, "false-alarm": 1}
    assert (sum(found["months"]), found["months"][10]) == (3, 3)
    assert counts(numbers(world, "--year", "2025")["types"]) == {"fire": 1}
    assert numbers(world, "--year", "2024")["incidents"] == 0
    assert [each["what"] for each in found["measures"]] == ["Test the alarm"]  # decided last year, and still to be done


def test_how_quick_somebody_acted_and_reported_is_told_of_real_incidents(world: World) -> None:
    """From noticing, half of them and the slowest; an incident in which nobody acted is not among them."""
    found = numbers(world)
    assert found["first_step"] == {"count": 2, "median_seconds": 60, "longest_seconds": 80}
    assert found["first_report"] == {"count": 2, "median_seconds": 660, "longest_seconds": 680}
    assert found["reports"] is None  # the centre has set no limit
    assert counts(found["not_reached"]) == {"emergency-office": 2}
    assert counts(found["left_out"])["fire/sound-alarm"] == 1


def test_first_reports_are_held_to_the_limit_of_the_centre(world: World, tmp_path: Path) -> None:
    """Where it has set one."""
    folder = tmp_path / "plan"
    root = Path(__file__).parents[3]
    shutil.copytree(root / "playbooks", folder / "playbooks")
    shutil.copy(root / "roster.yaml", folder)
    text = (root / "centre.yaml").read_text("utf-8").replace("  initial:\n  follow-up:", "  initial: 11m\n  follow-up:")
    (folder / "centre.yaml").write_text(text, "utf-8")
    assert numbers(world, "--plan", str(folder))["reports"] == {"kept": 1, "all": 2}


def test_a_drill_is_told_apart_and_how_it_went(world: World) -> None:
    """Which playbook was last drilled, and how well."""
    (drill,) = numbers(world)["drilled"]
    assert (drill["playbook"], drill["drills"], drill["done"], drill["not_reached"]) == (
        "theft", 1, 2, ["emergency-office"],
    )  # fmt: skip
    assert "Theft or robbery: 1, the last on " in did(world, "stats").text


def test_the_screen_says_it_in_words_of_both_languages(world: World) -> None:
    """Titles of the plan, no ids, and nothing of what did not come up."""
    text = did(world, "stats").text
    assert "2026: incidents: 3 (not closed: 3), drills: 1" in text
    assert "First life-saving step: half of them within 1 min, the slowest 1 min 20 s (2 incidents)" in text
    assert "Most often late" not in text
    assert "事件3起（未关闭3起），演练1次" in did(world, "stats", "--lang", "zh").text


def test_half_of_them_are_never_said_to_take_longer_than_the_slowest(tmp_path: Path) -> None:
    """Parts of a second are left out of both in one way."""
    clock = Clock()
    world = make_world(tmp_path, clock=clock)
    fire = started(world, "fire")
    clock.pass_by(seconds=7.6)
    did(world, "done", "call-119", "-i", fire)
    assert "half of them within 7 s, the slowest 7 s (one incident)" in did(world, "stats").out


def test_a_folder_of_merged_records_is_read_and_left_as_it_is(world: World, tmp_path: Path) -> None:
    """Whoever counts on another machine writes nothing, neither there nor here."""
    shutil.copytree(world.home, tmp_path / "merged")
    before = everything_below(tmp_path)
    elsewhere = make_world(tmp_path, desk="b", home="none", clock=Clock(world.now()))
    for place in (tmp_path / "merged", tmp_path / "merged" / "incidents"):
        assert numbers(elsewhere, "--from", str(place))["incidents"] == 3
    assert everything_below(tmp_path) == before


def test_the_page_is_whole_by_itself(world: World, tmp_path: Path) -> None:
    """No script and no address in it; what the screen says is on it."""
    did(world, "stats", "--to", str(tmp_path / "year.html"))
    page = (tmp_path / "year.html").read_text("utf-8")
    assert "Sudden illness" in page
    assert "<h1>2026: incidents: 3" in page
    assert not [each for each in ("<script", "http://", "https://", "src=") if each in page]
    assert emergency(world, "stats", "--to", str(tmp_path / "year.html")).code == 2


@pytest.mark.parametrize("argv", [("--year", "26"), ("--from", "nowhere")])
def test_what_cannot_be_meant_is_refused(world: World, argv: tuple[str, str]) -> None:
    """In one line, with what to do."""
    assert emergency(world, "stats", *argv).code == 2
