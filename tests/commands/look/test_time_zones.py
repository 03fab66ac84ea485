"""One time zone a display: that of the opening, whatever zone a machine was set to when it wrote."""

import json
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.front import did
from tests.worlds import Clock, make_world

from emergency_cli.world import World


@pytest.fixture
def noted(tmp_path: Path) -> tuple[World, str]:
    """A fire opened in China at 14:54; three minutes later a note from a machine that is set to Greenwich."""
    clock = Clock()
    china = make_world(tmp_path, clock=clock)
    incident = json.loads(did(china, "start", "fire", "--json").out)["incident"]
    clock.pass_by(minutes=3)
    greenwich = replace(china, now=lambda: clock.now.astimezone(UTC))
    did(greenwich, "note", "valve shut", "-i", incident)
    return greenwich, incident


def test_the_timeline_tells_all_times_in_the_zone_of_the_opening(noted: tuple[World, str]) -> None:
    """And marks the entry that a machine in another zone wrote."""
    world = noted[0]
    lines = did(world, "timeline", "--lang", "en").out.splitlines()
    (line,) = [line for line in lines if "valve shut" in line]
    assert line.startswith("14:57:00")
    assert "recorded under UTC+00:00]" in " ".join(" ".join(lines).split())
    assert sum("UTC" in line for line in lines) == 1


@pytest.mark.parametrize("command", [("status",), ("list",), ("report", "initial")])
def test_no_screen_tells_a_time_of_another_zone(noted: tuple[World, str], command: tuple[str, ...]) -> None:
    """06:57 in Greenwich is 14:57 in the hall."""
    told = did(noted[0], *command).out
    assert "06:5" not in told
    assert "14:5" in told


@pytest.mark.parametrize("name", ["md", "html", "json"])
def test_a_document_has_one_zone_and_marks_what_was_recorded_under_another(
    noted: tuple[World, str], tmp_path: Path, name: str
) -> None:
    """For machines, instants stay instants."""
    place = tmp_path / f"summary.{name}"
    did(noted[0], "export", noted[1], "--to", str(place), "--lang", "en")
    told = place.read_text("utf-8")
    assert "UTC+00:00" in told
    if name != "json":
        assert "06:57" not in told.replace("T06:57", "")
        assert "14:57" in told


def test_a_day_begins_when_it_does_in_the_hall(tmp_path: Path) -> None:
    """Midnight in Greenwich is no new day."""
    clock = Clock()
    clock.now = clock.now.replace(hour=7, minute=30)
    china = make_world(tmp_path, clock=clock)
    did(china, "start", "fire")
    clock.pass_by(hours=1)
    did(replace(china, now=lambda: clock.now.astimezone(UTC)), "note", "valve shut")
    titles = [line for line in did(china, "timeline", "--lang", "en").out.splitlines() if line.endswith("2026")]
    assert titles == ["23 November 2026"]


@pytest.mark.parametrize("command", [("timeline",), ("export", "--format", "md", "--to", "-")])
def test_what_greenwich_calls_yesterday_stands_under_the_day_of_the_hall(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Half past seven in the morning in the hall; a machine set to Greenwich writes half past eleven at night."""
    clock = Clock()
    clock.now = clock.now.replace(hour=7, minute=0)
    china = make_world(tmp_path, clock=clock)
    did(china, "start", "fire")
    clock.pass_by(minutes=30)
    did(replace(china, now=lambda: clock.now.astimezone(UTC)), "note", "valve shut")
    told = did(china, *command, "--lang", "en").out
    assert "valve shut" in told
    assert "22 November 2026" not in told
    assert {day for line in told.splitlines() if (day := line.strip("# *")).endswith("November 2026")} == {
        "23 November 2026"
    }


def test_a_time_is_typed_in_the_zone_in_which_it_is_shown(noted: tuple[World, str]) -> None:
    """14:56 is what the timeline says, whatever zone this machine is set to."""
    world, incident = noted
    did(world, "note", "gas shut off", "--at", "14:56", "-i", incident)
    did(world, "correct", "2", "--occurred", "14:55", "--reason", "slip", "-i", incident)
    told = did(world, "timeline", "--lang", "en").out.splitlines()
    assert [line[:8] for line in told if "shut" in line and line[0].isdigit()] == ["14:55:00", "14:56:00"]
