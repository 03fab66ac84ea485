"""The roster, changed by commands: in its file, which keeps its comments and its order; or not at all."""

import json
import shutil
from difflib import ndiff
from pathlib import Path

import pytest
from tests.front import did, emergency, log_of, started

from emergency_cli.places import packaged_plan
from emergency_cli.world import World


@pytest.fixture
def roster(tmp_path: Path, world: World) -> Path:
    """The roster of a hall that has a plan of its own."""
    folder = tmp_path / "own"
    (folder / "playbooks").mkdir(parents=True)
    for name in ("roster.yaml", "centre.yaml"):
        shutil.copy(packaged_plan() / name, folder)
    for path in (packaged_plan() / "playbooks").glob("*.yaml"):
        shutil.copy(path, folder / "playbooks")
    world.env = {**world.env, "EMERGENCY_PLAN": str(folder)}
    return folder / "roster.yaml"


def changes(before: str, after: str) -> list[str]:
    """The lines that were taken away and put in."""
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "-+"]


def test_a_changed_number_shows_in_contacts_at_once_and_nothing_else_changes(world: World, roster: Path) -> None:
    """One line of the file."""
    before = roster.read_text(encoding="utf-8")
    answer = did(world, "roster", "set", "李国安", "--phone", "0537-6912309", "--phone", "13800000000")
    assert "0537-6912309, 13800000000" in answer.text
    assert [line.strip() for line in changes(before, roster.read_text(encoding="utf-8"))] == [
        "-     phones: []",
        '+     phones: ["0537-6912309", "13800000000"]',
    ]
    assert "Li Guo'an 0537-6912309" in did(world, "contacts", "tax").text
    did(world, "roster", "set", "李国安", "--phone", "")
    assert roster.read_text(encoding="utf-8") == before


def test_people_zones_and_units_are_added_behind_the_others_of_their_kind(world: World, roster: Path) -> None:
    """With an id and an English name of the pinyin; a family name is read as one. Found by their names at once."""
    did(world, "roster", "add", "person", "单强", "--phone", "0537-1", "--post", "值班长", "--post-en", "Duty leader")
    did(world, "roster", "add", "zone", "车管服务区", "--name-en", "Vehicle zone", "--owner", "单强", "--alias", "车管")
    did(world, "roster", "set", "应急办", "--member", "张以恒", "--member", "单强")
    assert "Zone owner: Shan Qiang 0537-1" in did(world, "contacts", "车管").text
    assert "Emergency Office, Vehicle zone" in did(world, "roster", "show", "shan-qiang").text
    lines = roster.read_text(encoding="utf-8").splitlines()
    place = lines.index("units:")
    assert lines[place - 4 : place] == [
        "    name: {zh: 单强, en: Shan Qiang}",
        "    post: {zh: 值班长, en: Duty leader}",
        '    phones: ["0537-1"]',
        "",
    ]
    assert did(world, "check")


def test_adding_and_removing_leaves_the_file_as_it_was(world: World, roster: Path) -> None:
    """Comments and blank lines behind an entry belong to what follows it."""
    text = roster.read_text(encoding="utf-8").replace("\nunits:", "\n# 下面是单位 / units\nunits:")
    roster.write_text(text, encoding="utf-8")
    did(world, "roster", "add", "person", "王强")
    assert roster.read_text(encoding="utf-8") != text
    did(world, "roster", "remove", "王强")
    assert roster.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["remove", "曹斐"], "“cao-fei” is not in the roster"),
        (["set", "曹斐", "--post-en", ""], "Say what is to be changed"),
        (["set", "王二"], "Say what is to be changed"),
        (["set", "nobody at all", "--phone", "1"], "Nobody and nothing in the roster"),
        (["add", "thing", "王强"], "is no kind of entry"),
        (["add", "unit", "保洁队"], "--name-en"),
        (["add", "person", "王强", "--id", "tax"], "is in the roster already"),
        (["add", "person", "王强", "--id", "Wang Qiang"], "is not an id"),
        (["add", "zone", "车管", "--name-en", "Cars"], "has no “owner”"),
        (["add", "person", "王强", "--owner", "曹斐"], "“owner” is not known here"),
    ],
)
def test_what_would_be_a_fault_is_said_and_nothing_is_written(
    world: World, roster: Path, line: list[str], why: str
) -> None:
    """The whole plan is checked with the new file before it takes the place of the old one."""
    before = roster.read_bytes()
    answer = emergency(world, "roster", *line)
    assert answer.code != 0
    assert why in answer.text
    assert roster.read_bytes() == before


def test_a_fault_elsewhere_in_the_plan_is_no_reason_to_refuse_a_number(world: World, roster: Path) -> None:
    """Only what is new counts."""
    (roster.parent / "playbooks" / "theft.yaml").write_text("id: theft\n", encoding="utf-8")
    did(world, "roster", "set", "曹斐", "--phone", "0537-2")
    assert '["0537-2"]' in roster.read_text(encoding="utf-8")


def test_line_ends_mark_and_layout_of_another_editor_are_kept(world: World, roster: Path) -> None:
    """As Notepad writes them, with lists down the page and comments among them."""
    text = roster.read_text(encoding="utf-8").replace(
        "    people: [zhang-yiheng, cao-fei, chen-ming]",
        "    people:\n    - zhang-yiheng   # 主任\n    - cao-fei\n    - chen-ming",
    )
    roster.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = roster.read_bytes()
    did(world, "roster", "set", "曹斐", "--phone", "0537-2")
    after = roster.read_bytes()
    assert len(after) == len(before) + len('"0537-2"')
    assert after.replace(b'["0537-2"]', b"[]") == before


def test_an_open_incident_keeps_its_roster_and_that_is_said(world: World, roster: Path) -> None:
    """What an incident is judged by does not change afterwards."""
    incident = started(world, "fire")
    answer = did(world, "roster", "set", "曹斐", "--phone", "0537-2")
    assert f"Open incidents keep the roster they were opened with: {incident}" in answer.text


def test_the_plan_that_came_with_the_program_is_not_changed(world: World) -> None:
    """An update would undo it; there is one command that makes the hall's own."""
    before = (packaged_plan() / "roster.yaml").read_bytes()
    answer = emergency(world, "roster", "set", "曹斐", "--phone", "0537-2")
    assert (answer.code, "emergency init" in answer.err) == (3, True)
    assert (packaged_plan() / "roster.yaml").read_bytes() == before


def test_the_roster_is_listed_with_who_has_no_number(world: World, roster: Path) -> None:
    """And whose it is; as data, as it is in its file."""
    assert "Cao Fei (cao-fei) | no number" in did(world, "roster").text
    assert f"Plan in use: that of Jiaxiang County Public Service Centre: {roster.parent}" in did(world, "roster").text
    assert did(world, "roster", "--json").data["roster"]["people"]["cao-fei"]["name"]["zh"] == "曹斐"


def test_a_number_that_was_tried_says_when_and_a_changed_one_counts_as_unchecked(world: World, roster: Path) -> None:
    """On the screen, on the contact sheet, in `ready`; nobody said of the new one that it works."""
    did(world, "roster", "set", "曹斐", "--phone", "0537-2", "--checked", "11-20")
    assert "Numbers last checked: 20 November 2026" in did(world, "roster", "show", "曹斐").text
    assert "20 November 2026: Cao Fei" in did(world, "ready").text
    did(world, "card", "--contacts", "--to", str(roster.parent / "sheet.html"))
    assert "2026-11-20" in (roster.parent / "sheet.html").read_text(encoding="utf-8")
    did(world, "roster", "set", "曹斐", "--phone", "0537-2", "--alias", "曹主任")
    assert "2026-11-20" in roster.read_text(encoding="utf-8")
    did(world, "roster", "set", "曹斐", "--phone", "0537-3")
    assert "2026-11-20" not in roster.read_text(encoding="utf-8")
    assert "never checked: Cao Fei" in did(world, "ready").text
    answer = emergency(world, "roster", "set", "曹斐", "--checked", "2027-01-01")
    assert (answer.code, "2027-01-01 is yet to come." in answer.text) == (2, True)


def test_numbers_are_overdue_only_by_an_interval_of_the_centre(world: World, roster: Path) -> None:
    """The longest unchecked first."""
    did(world, "roster", "set", "曹斐", "--phone", "0537-2", "--checked", "2026-06-01")
    did(world, "roster", "set", "陈鸣", "--phone", "0537-3", "--checked", "today")
    assert "OVERDUE" not in did(world, "ready").text
    settings = roster.with_name("centre.yaml")
    text = settings.read_text(encoding="utf-8").replace("\nnumbers:\n", "\nnumbers: 90d\n")
    settings.write_text(text, encoding="utf-8")
    assert "OVERDUE: 1 June 2026: Cao Fei 23 November 2026: Chen Ming" in did(world, "ready").text
    told = did(world, "ready", "--json").data["numbers"]
    assert [(each["party"], each["due"], each["overdue"]) for each in told] == [
        ("cao-fei", "2026-08-30", True),
        ("chen-ming", "2027-02-21", False),
    ]


def test_the_table_of_duty_is_filled_day_by_day_or_for_several(world: World, roster: Path) -> None:
    """Comments and order stay; a day is written over, and taken out again. Today is 23 November."""
    before = roster.read_text(encoding="utf-8")
    assert "Nobody is entered from today on." in did(world, "roster", "duty").text
    did(world, "roster", "duty", "12-1", "曹斐", "chen ming", "--until", "2026-12-03")
    answer = did(world, "roster", "duty", "12月2日", "陈鸣")
    assert "2 December 2026: Chen Ming" in answer.text
    did(world, "roster", "duty", "明天", "曹斐")
    assert did(world, "roster", "duty", "--json").data["duty"] == {
        "2026-11-24": ["cao-fei"],
        "2026-12-01": ["cao-fei", "chen-ming"],
        "2026-12-02": ["chen-ming"],
        "2026-12-03": ["cao-fei", "chen-ming"],
    }
    assert "On duty Nobody" not in did(world, "ready").text
    assert "Today: nobody is entered Entered until 3 December 2026" in did(world, "ready").text
    assert roster.read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    did(world, "roster", "duty", "tomorrow", "", "--until", "12-3")
    assert roster.read_text(encoding="utf-8") == before.rstrip("\n") + "\nduty: {}\n"


def test_whoever_is_on_duty_today_is_called_for_the_duty_staff(world: World, roster: Path) -> None:
    """In `contacts`, and in an incident from its opening on; the record does not carry the table."""
    did(world, "roster", "set", "曹斐", "--phone", "0537-2")
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text + "duty:\n  2026-11-23: cao-fei\n", encoding="utf-8")  # without quotes, as people write it
    assert "On duty today: Cao Fei 0537-2" in did(world, "contacts").text
    assert "1. Cao Fei 0537-2" in did(world, "contacts", "值班").text
    incident = started(world, "weather")
    opened = json.loads(log_of(world, incident).splitlines()[0])
    assert opened["roster"]["roles"]["duty-staff"]["holders"] == ["cao-fei"]
    assert "duty" not in opened["roster"]
    did(world, "roster", "duty", "today", "陈鸣")
    assert "2026-11-23: [chen-ming]" in roster.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["duty", "sometime", "曹斐"], "“sometime” is not a day"),
        (["duty", "2-30", "曹斐"], "“2-30” is not a day"),
        (["duty", "12-1", "曹斐", "--until", "2028-12-1"], "is no span of days"),
        (["duty", "12-1", "Nobody"], "Nobody in the roster is called “Nobody”"),
        (["duty", "12-1", "应急办"], "Nobody in the roster is called “应急办”"),
    ],
)
def test_a_table_of_duty_that_cannot_be_is_refused(world: World, roster: Path, line: list[str], why: str) -> None:
    """Nothing is written."""
    before = roster.read_bytes()
    answer = emergency(world, "roster", *line)
    assert (answer.code, why in answer.text) == (2, True), answer
    assert roster.read_bytes() == before


def test_a_table_of_duty_is_checked_with_the_rest_of_the_roster(world: World, roster: Path) -> None:
    """Days that there are not, people that nobody knows; whoever is on duty is not taken out."""
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text + "duty:\n  2026-02-30: gao-shi\n  12月1日: gao-shi\n", encoding="utf-8")
    said = emergency(world, "check").text
    assert "“2026-02-30” is not a day of the calendar" in said and "write it like 2026-12-01" in said
    assert "“12月1日” is not a day of the calendar" in said
    roster.write_text(text + "duty:\n  2026-12-01: [gao-shi, nobody]\n", encoding="utf-8")
    assert "“nobody” is not in the roster" in emergency(world, "check").text
    roster.write_text(text + "duty:\n  2026-12-01: [cao-fei]\n", encoding="utf-8")
    assert emergency(world, "roster", "remove", "曹斐").code == 5


def test_a_role_is_held_by_whoever_is_on_duty_or_owns_the_zone(world: World, roster: Path) -> None:
    """As the plan files have it; for anybody else there are names."""
    did(world, "roster", "add", "role", "值班长", "--name-en", "Duty leader", "--held-by", "on-duty")
    did(world, "roster", "duty", "today", "曹斐")
    assert "held-by: on-duty" in roster.read_text(encoding="utf-8")
    assert "Cao Fei" in did(world, "roster", "show", "值班长").text + did(world, "contacts").text
    before = roster.read_bytes()
    refused = emergency(world, "roster", "add", "role", "看门的", "--name-en", "Porter", "--held-by", "anybody")
    assert (refused.code, "zone-owner, on-duty" in refused.err) == (2, True)
    assert emergency(world, "roster", "set", "高石", "--held-by", "on-duty").code != 0
    assert roster.read_bytes() == before
