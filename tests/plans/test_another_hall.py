"""Another hall: a plan in one language, whole by itself, in which nothing of the packaged one shows."""

from pathlib import Path

import pytest
from tests.front import did, emergency, small_plan
from tests.worlds import make_world

from emergency_cli.world import World

ROSTER = """\
organisation: Oak School
document: {title: Handbook, issuer: Oak School, dated: "2026-01-01"}
people:
  lee: {name: Sam Lee, post: Principal, phones: ["555-0100"]}
units:
  front-office: {title: Front office, coordinates: true, people: [lee]}
roles:
  room-owner: {title: Room owner, held-by: zone-owner}
services:
  fire-911: {title: Fire department, phones: ["911"]}
zones:
  gym: {title: Gym, owner: lee}
"""
CENTRE = """\
languages: [en]
clauses: {known: [Section 1, Section 2], limits: {Section 2: 5m}}
urgencies: {at-once: at once}
menu: [leak, general]
"""
GENERAL = """\
id: general
title: General procedure
trigger: Every incident
facts:
  where: {kind: text, label: Where, part: place, says: "it happened in {}"}
  room: {kind: zone, label: Room}
steps:
  - {id: tell, stage: immediate, clause: Section 1, do: Tell the front office, contact: [front-office, room-owner]}
"""
LEAK = """\
id: leak
title: Water leak
trigger: Water where none belongs
facts:
  deep: {kind: yes-no, label: "Is it deep?", says: {yes: it is deep, no: it is not deep}}
steps:
  - id: shut
    stage: immediate
    clause: Section 2
    do: Shut the valve
    did: the valve was shut
    urgency: at-once
    ask: [deep]
    within: 5m
    never: [{en: Do not touch a wet switch., basis: {practice: Electricity and water}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The plan of a school, in English alone."""
    place = tmp_path / "school"
    (place / "playbooks").mkdir(parents=True)
    for name, text in {
        "roster.yaml": ROSTER, "centre.yaml": CENTRE, "playbooks/general.yaml": GENERAL, "playbooks/leak.yaml": LEAK,
    }.items():  # fmt: skip
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def school(tmp_path: Path, folder: Path) -> World:
    """A machine of that school."""
    return make_world(tmp_path, env={"EMERGENCY_PLAN": str(folder)})


def faults(world: World) -> list[str]:
    """What `check` finds, but for warnings."""
    found = emergency(world, "check", "--json").data["faults"]
    return [f"{each['what']}; {each['hint']}" for each in found if not each["warning"]]


def test_one_language_is_enough(school: World) -> None:
    """Bare texts have no faults; a screen in another language shows them as they are."""
    assert faults(school) == []
    assert "Shut the valve" in did(school, "start", "leak").out
    assert "Shut the valve" in did(school, "status", "--lang", "zh").out


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("leak", "do: Shut the valve", "do: {zh: 关阀门, en: Shut the valve}", "in two languages"),
        ("leak", "title: Water leak", "title: 漏水", "this text is in Chinese"),
        ("leak", "urgency: at-once", "urgency: soon", "“soon” is not among urgencies:"),
        ("leak", "trigger:", "class: accident\ntrigger:", "“accident” is not among classes:"),
        ("leak", "Section 2", "Section 3", "the plan has no clause “Section 3”"),
        ("leak", "within: 5m", "within: 6m", "clause Section 2 sets 5m, not 6m"),
        ("general", ", part: place", "", "no fact says where the incident is"),
        ("general", "  room: {kind: zone, label: Room}\n", "", "in which zone the incident is"),
        ("../roster", "coordinates: true, ", "", "no unit coordinates"),
        ("../roster", ", held-by: zone-owner", "", "0 roles are held by the owner of the zone"),
        ("../centre", "[leak, general]", "[leak, flood]", "no playbook “flood”"),
        ("../centre", "[en]", "[zh, en]", "in one language only"),
        ("../centre", "[en]", "[en, de]", "the languages of the plan are one, or several of zh, en"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(school: World, folder: Path, file: str, old: str, new: str, what: str) -> None:
    """By what it is for, whatever the plan calls it."""
    path = folder / "playbooks" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [each for each in faults(school) if what in each] != []


def test_a_plan_of_any_one_language_is_whole(school: World, folder: Path) -> None:
    """German, of which the program speaks no word."""
    (folder / "centre.yaml").write_text(CENTRE.replace("[en]", "[de]"), encoding="utf-8")
    leak = folder / "playbooks" / "leak.yaml"
    leak.write_text(
        LEAK.replace("Shut the valve", "Hahn schließen").replace("en: Do not", "en: Nicht"), encoding="utf-8"
    )
    assert faults(school) == []
    assert "Hahn schließen" in did(school, "start", "leak").out


def test_nothing_of_the_packaged_plan_fills_it_up(school: World) -> None:
    """Neither in the menu, nor in the list, nor where a word of the county is typed."""
    assert "Fire or explosion" not in emergency(school, typed="\n").out
    assert [each["id"] for each in did(school, "playbook", "--json").data["playbooks"]] == ["leak", "general"]
    answer = emergency(school, "start", "群体上访")
    assert "Leading Group" not in answer.text
    assert "Tell the front office" in answer.out


def test_place_and_zone_of_the_start_are_the_facts_of_the_plan(school: World) -> None:
    """Whatever it calls them; the owner of the room is called by the role that the plan has for it."""
    did(school, "start", "leak", "--place", "showers", "--zone", "gym")
    brief = did(school, "brief").text
    assert "showers" in brief
    assert "Gym" in brief
    assert "the place is" not in brief
    assert "Sam Lee 555-0100" in did(school, "contacts", "gym").text


def test_only_the_card_of_a_playbook_that_cannot_be_read_is_lent(tmp_path: Path) -> None:
    """The screen says so; no other playbook comes with it."""
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": small_plan(tmp_path, fire="id: [")})
    answer = did(world, "start", "fire")
    assert "Call 119" in answer.out
    assert "the copy that came with the program is used" in " ".join(answer.err.split())
    assert emergency(world, "playbook", "show", "theft").code == 2


def test_a_folder_without_a_plan_is_said_and_the_packaged_plan_serves(tmp_path: Path) -> None:
    """A start never ends without a card."""
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": str(tmp_path)})
    answer = did(world, "start", "fire")
    assert "Call 119" in answer.out
    assert "there is no plan in this folder" in emergency(world, "check").text


def test_an_empty_plan_of_one_language_is_made_and_filled_by_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bare words throughout, and no Chinese."""
    monkeypatch.setattr("emergency_cli.world.user_folder", lambda kind, _: tmp_path / kind)
    monkeypatch.chdir(tmp_path)
    world = make_world(tmp_path)
    did(world, "init", "--empty", "--language", "en", "--name", "Oak School", "--office", "Front office")
    did(world, "roster", "add", "person", "Sam Lee", "--post", "Principal")
    did(world, "roster", "add", "zone", "Gym", "--owner", "Sam Lee")
    did(world, "playbook", "new", "leak", "--title", "Water leak")
    assert faults(world) == []
    made = tmp_path / "config" / "emergency" / "plan"
    texts = [path.read_text(encoding="utf-8") for path in made.rglob("*.yaml")]
    assert [text for text in texts if not text.isascii() and any("\u3400" <= each <= "\u9fff" for each in text)] == []
    assert "title: Gym" in (made / "roster.yaml").read_text(encoding="utf-8")
