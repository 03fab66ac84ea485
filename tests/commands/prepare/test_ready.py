"""Readiness: what has to be in order before anything happens, and putting a check on record."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.front import did, emergency, everything_below, small_plan, started
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.width import columns
from emergency_cli.plans.reading import read_plan_file
from emergency_cli.world import World

ROOT = Path(__file__).parents[3]
VERIFIER = ROOT / "docs" / "verify_record.py"


def item(world: World, name: str, *argv: str) -> dict[str, Any]:
    """How a preparedness item stands."""
    return next(each for each in did(world, "ready", "--json", *argv).data["items"] if each["item"] == name)


def centre(tmp_path: Path, text: str) -> tuple[str, str]:
    """The option for a plan with these settings of the centre."""
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "playbooks", folder / "playbooks")
    shutil.copy(ROOT / "roster.yaml", folder)
    (folder / "centre.yaml").write_text(text, encoding="utf-8")
    return "--plan", str(folder)


# --- looking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("medicine-stock", "bureau-office"),
        ("medical-team-formed", None),
        ("patches", "network-administrators"),
        ("backups", "zone-window-heads"),
        ("fire-alarm-works", "leading-group"),
        ("video-kept", "supervision-section"),
        ("anti-slip-signs", "property-company"),
        ("reachable-24h", "members"),
    ],
)
def test_the_plan_as_it_comes_lists_what_must_be_ready(world: World, name: str, owner: str | None) -> None:
    """With its owner, where the plan names one; never checked, and not overdue because nobody set an interval."""
    found = item(world, name)
    assert (found["owner"], found["state"], found["interval"], found["overdue"]) == (
        owner,
        "never-checked",
        None,
        False,
    )
    assert found["clause"] or found["law"]


def test_looking_creates_nothing(world: World, tmp_path: Path) -> None:
    """On a machine where nothing was ever recorded, exit 0."""
    text = did(world, "ready").text
    assert everything_below(tmp_path) == {}
    assert "Bureau General Office | Plan 4(3)1 never checked | no interval set" in text
    assert "Never drilled: Fire or explosion, Sudden illness" in text
    assert "No period is set for its destruction." in text


def test_the_gaps_of_the_roster_are_shown(world: World) -> None:
    """The official plan gives no number, no deputies, and 张以恒 three parts at once."""
    text = did(world, "ready").text
    assert "No phone number: Gao Shi" in text
    assert "Neither a name nor a number: " in text
    assert "No deputy for: Head of the Leading Group, Zone owner" in text
    assert "Zhang Yiheng – Emergency Response Leading Group, Emergency Office, Investment Projects zone" in text
    gaps = did(world, "ready", "--json").data["roster"]
    assert [gap["party"] for gap in gaps if gap["kind"] == "many-roles"] == ["zhang-yiheng"]


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_fits_the_screen(world: World, width: int, language: str) -> None:
    """In both languages."""
    did(world, "ready", "done", "patches", "--by", "李娜", "--text", "十二台终端全部打完补丁")
    world.env = {**world.env, "COLUMNS": str(width)}
    lines = did(world, "ready", "--lang", language).out.splitlines()
    assert max(columns(line) for line in lines) <= width
    assert any("李娜" in line for line in lines)


# --- checking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["medicine-stock", "药品", "medicines", "medicine-stok", "应急 药品"])
def test_a_check_is_put_on_record_with_who_and_when(world: World, word: str) -> None:
    """Found by id, Chinese or English words; it says which item it took."""
    text = did(world, "ready", "done", word, "--by", "王强", "--at", "14:30", "--text", "补齐三样").text
    assert "Checked, in order: Stock and keep the necessary emergency medicines. (补齐三样)" in text
    found = item(world, "medicine-stock")
    assert (found["by"], found["checked"], found["text"]) == ("王强", "2026-11-23T14:30:00.000+08:00", "补齐三样")
    assert found["state"] == "in-order"


def test_what_is_not_in_order_stands_out_until_the_next_check(world: World, clock: Clock) -> None:
    """The first line counts it, the item says what was found."""
    did(world, "ready", "done", "anti-slip", "--wanting", "--text", "只剩两块", "--by", "李娜")
    text = did(world, "ready").text
    assert "1 not in order, " in text
    assert "not in order 23 November 2026, 李娜 (只剩两块)" in text
    clock.pass_by(days=1)
    did(world, "ready", "done", "anti-slip", "--by", "李娜")
    assert "in order 24 November 2026, 李娜 | no interval set" in did(world, "ready").text


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (["名单"], "firefighting-party-named, medical-team-formed"),
        (["fire"], "fire-alarm-works, firefighting-party-named"),
        (["月球"], "No preparedness item “月球”."),
        ([""], "No preparedness item “”."),
        (["patches", "--at", "2027-01-01 08:00"], "in the future"),
    ],
)
def test_a_check_that_is_not_clear_is_refused(world: World, tmp_path: Path, line: list[str], part: str) -> None:
    """Never a pick between two; exit 2 and nothing on disk."""
    answer = emergency(world, "ready", "done", *line)
    assert answer.code == 2
    assert part in answer.text
    assert everything_below(tmp_path) == {}


def test_no_interval_means_never_overdue_and_an_interval_of_the_centre_counts(
    world: World, clock: Clock, tmp_path: Path
) -> None:
    """The next check is announced, then late; exit 0 all the same."""
    plan = centre(tmp_path, "intervals:\n  patches: 30d\n")
    assert "OVERDUE: to be checked every 30 d" in did(world, "ready", *plan).text
    did(world, "ready", "done", "patches", *plan)
    did(world, "ready", "done", "backups", *plan)
    assert "next check by 23 December 2026" in did(world, "ready", *plan).text
    clock.pass_by(days=31)
    assert "1 overdue" in did(world, "ready", *plan).text
    assert "OVERDUE since 23 December 2026" in did(world, "ready", *plan).text
    assert (item(world, "patches", *plan)["state"], item(world, "backups", *plan)["state"]) == ("overdue", "in-order")


# --- drills and personal data --------------------------------------------------------------------------------------


def test_a_drill_brought_to_its_end_is_remembered(world: World) -> None:
    """A real incident is no drill, nor is one in which nothing was done; the general procedure is drilled with any."""
    started(world, "illness")
    assert "Never drilled: Fire or explosion, Sudden illness" in did(world, "ready").text
    idle = started(world, "illness", "--drill")
    did(world, "end", "handled", "-i", idle, "--decided", "高石", "--condition", "演练结束")
    drill = started(world, "fire", "--drill")
    did(world, "done", "evacuate", "-i", drill)
    did(world, "end", "handled", "-i", drill, "--decided", "高石", "--condition", "演练结束")
    text = did(world, "ready").text
    assert "Never drilled: Sudden illness" in text
    assert "Fire or explosion: last drilled 23 November 2026" in text
    assert "General procedure: last drilled 23 November 2026" in text


def test_personal_data_of_a_closed_incident_falls_due(world: World, clock: Clock, tmp_path: Path) -> None:
    """So long after the closing as the centre has set; its words are never shown."""
    plan = centre(tmp_path, "personal-data: 90d\n")
    name = started(world, "water", *plan)
    did(world, "note", "--personal", "伤者王某 13900000000", "-i", name)
    did(world, "end", "handled", "-i", name, "--decided", "li", "--condition", "dry")
    did(world, "close", "-i", name, "--reason", "small")
    kept = did(world, "ready", "--json", *plan).data["personal_data"]
    assert (kept["period"], [each["overdue"] for each in kept["incidents"]]) == ("90d", [False])
    clock.pass_by(days=91)
    text = did(world, "ready", *plan).text
    assert f"{name}: closed 23 November 2026, values kept: 1 | DUE for destruction since 21 February 2027" in text
    assert "13900000000" not in text
    assert "values kept: 1" in did(world, "ready").text


# --- the log -------------------------------------------------------------------------------------------------------


def test_the_log_of_checks_is_no_incident(world: World) -> None:
    """Neither list nor menu nor a command without an id meets it."""
    did(world, "ready", "done", "patches")
    assert did(world, "list", "--json").data["incidents"] == []
    assert "Open incidents" not in did(world).text
    assert emergency(world, "status").code == 2
    assert emergency(world, "note", "x", "-i", "readiness").code == 2
    incident = started(world, "fire")
    assert did(world, "status", "--json").data["id"] == incident


def test_the_log_of_checks_is_of_the_same_format(world: World) -> None:
    """`verify readiness` checks it, and so does the second checker; the line says what docs/record.md says."""
    did(world, "ready", "done", "patches", "--wanting", "--by", "李娜")
    did(world, "ready", "done", "药品")
    folder = world.home / "readiness"
    line = json.loads(next(folder.glob("*.jsonl")).read_text(encoding="utf-8").splitlines()[0])
    assert {name: line[name] for name in ("incident", "event", "item", "result", "by")} == {
        "incident": "readiness",
        "event": "readiness-checked",
        "item": "patches",
        "result": "wanting",
        "by": "李娜",
    }
    assert did(world, "verify", "readiness", "--json").data["whole"] is True
    second = subprocess.run([sys.executable, VERIFIER, folder], capture_output=True, encoding="utf-8", check=False)
    assert (second.returncode, second.stdout) == (0, "whole: 2 entries, 0 findings, 2 reached by no code given\n")


def test_a_changed_line_is_said_and_left_out(world: World) -> None:
    """The other checks stand."""
    did(world, "ready", "done", "patches", "--text", "ok")
    did(world, "ready", "done", "backups")
    log = next((world.home / "readiness").glob("*.jsonl"))
    log.write_bytes(log.read_bytes().replace(b'"text":"ok"', b'"text":"no"'))
    assert (item(world, "patches")["state"], item(world, "backups")["state"]) == ("never-checked", "in-order")
    assert f"{log.name}:1: " in did(world, "ready").text
    assert emergency(world, "verify", "readiness").code == 5


def test_two_desks_share_the_log_of_one_home(tmp_path: Path, clock: Clock) -> None:
    """Each writes its own file; both see both."""
    one, two = (make_world(tmp_path, desk=desk, clock=clock) for desk in "ab")
    did(one, "ready", "done", "patches", "--by", "李娜")
    did(two, "ready", "done", "backups", "--by", "王强")
    assert [item(one, "backups")["by"], item(two, "patches")["by"]] == ["王强", "李娜"]


def test_one_desk_keeps_the_logs_of_two_homes_apart(tmp_path: Path, clock: Clock) -> None:
    """A stick and this machine's own home: what was checked in one is not missing in the other."""
    own, stick = (make_world(tmp_path, home=home, clock=clock) for home in ("home", "stick"))
    for world in (own, stick, own, stick):
        did(world, "ready", "done", "patches")
    for world in (own, stick):
        data = did(world, "verify", "readiness", "--json").data
        assert (data["entries"], data["findings"]) == (2, [])


def test_an_older_copy_put_in_its_place_is_noticed(world: World) -> None:
    """This desk knows what it acknowledged."""
    did(world, "ready", "done", "patches")
    log = next((world.home / "readiness").glob("*.jsonl"))
    older = log.read_bytes()
    did(world, "ready", "done", "backups")
    log.write_bytes(older)
    assert [each["kind"] for each in did(world, "ready", "--json").data["findings"]] == ["gone-back"]


def test_a_check_that_cannot_be_written_is_not_saved(tmp_path: Path, clock: Clock) -> None:
    """Exit 4, and nothing says that it was checked."""
    world = make_world(tmp_path, clock=clock, disk=FaultyDisk(fail_at=1, stays=True))
    answer = emergency(world, "ready", "done", "patches")
    assert (answer.code, answer.out) == (4, "")
    assert "NOT SAVED" in answer.err
    assert item(make_world(tmp_path, clock=clock), "patches")["state"] == "never-checked"


# --- the centre's file ---------------------------------------------------------------------------------------------


def test_the_settings_as_they_come_name_every_item_and_set_nothing(world: World) -> None:
    """An officer only has to fill them in; no number is invented."""
    _, settings, _ = read_plan_file((ROOT / "centre.yaml").read_bytes(), "centre.yaml", Centre)
    assert settings is not None
    assert sorted(settings.intervals) == sorted(each["item"] for each in did(world, "ready", "--json").data["items"])
    assert {*settings.intervals.values(), settings.personal_data} == {None}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("intervals:\n  patchs: 30d\n", 2, "did you mean “patches”?"),
        ("intervals:\n  patches: soon\n", 2, "“soon” is not a time span"),
        ("intervals:\n  patches: 0d\n", 2, "“0d” is not a time span"),
        ("intervals:\n  patches: 30d\n  patches: 60d\n", 3, "appears twice"),
        ("interval:\n  patches: 30d\n", 1, "did you mean “intervals”?"),
        ("personal-data: -1d\n", 1, "“-1d” is not a time span"),
        ("personal-data：90d\n", 1, "full-width colon"),
    ],
)
def test_a_fault_of_the_settings_is_named_with_its_line(
    world: World, tmp_path: Path, text: str, line: int, what: str
) -> None:
    """By `check`; `ready` goes on without them and says so."""
    plan = centre(tmp_path, text)
    answer = emergency(world, "check", "--json", *plan)
    mine = [each for each in answer.data["faults"] if each["file"].endswith("centre.yaml")]
    faults = [each for each in mine if not each["warning"]]
    assert (answer.code, [each["line"] for each in faults]) == (5, [line])
    assert what in f"{faults[0]['what']}; {faults[0]['hint']}"
    assert item(world, "patches", *plan)["state"] in ("never-checked", "overdue")


def test_limits_of_reports_are_not_verified_until_the_centre_sets_them(world: World, tmp_path: Path) -> None:
    """None is printed as if it were law; one that is set is shown."""
    assert "First report: not verified; none is set" in did(world, "ready").text
    plan = small_plan(tmp_path)
    Path(plan, "centre.yaml").write_text("reporting:\n  follow-up: 2h\n", encoding="utf-8")
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": plan})
    assert "Follow-up report: 2 h" in did(world, "ready").text
    assert did(world, "ready", "--json").data["reporting"] == {"initial": None, "follow-up": "2h", "final": None}
