"""The roster, changed by commands: in its file, which keeps its comments and its order; or not at all."""

import shutil
from difflib import ndiff
from pathlib import Path

import pytest
from tests.front import did, emergency, started

from emergency_cli.world import World, packaged_plan


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
