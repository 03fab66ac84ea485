"""Whom to call: at once, without any incident, in calling order, and by what the duty says."""

import re
import shutil
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.front import did, emergency, everything_below, small_plan, started

from emergency_cli.plans.plan import Plan, load_plan
from emergency_cli.world import World

TYPES = (
    "lift",
    "fire", "illness", "disorder", "group-petition", "theft", "power-failure", "weather", "network-attack", "general",
    "gas-leak", "electric-shock",
)  # fmt: skip
ROOT = Path(__file__).parents[3]
HAN = re.compile("[\u3400-\u9fff]")


def contacts(world: World, *asked: str) -> list[dict[str, Any]]:
    """Everybody in the one group that was asked for."""
    (group,) = did(world, "contacts", *asked, "--json").data["groups"]
    found: list[dict[str, Any]] = group["contacts"]
    return found


def told(world: World, when: str, *asked: str) -> list[list[str]]:
    """As whom those are told who are told then."""
    return [each["called_as"] for each in contacts(world, *asked) if each["told"] == when]


@pytest.mark.parametrize("word", ["税务", "tax", "sw", "shuiwu", "税务服务区", "TAX", "办税", "ｔａｘ", "taxx", "7"])
def test_a_zone_is_found_by_any_of_its_names(world: World, word: str) -> None:
    """Owner first, then the Emergency Office in order; nothing is created on disk."""
    found = [each["id"] for each in contacts(world, word)]
    assert found == ["li-guoan", "zhang-yiheng", "cao-fei", "chen-ming"]


def test_the_calling_order_is_numbered_with_clauses(world: World) -> None:
    """Who is called as what, what the plan says, and who follows where nobody answers."""
    text = did(world, "contacts", "tax").text
    assert "Whom to tell: Tax zone" in text
    assert "1. Zone owner: Li Guo'an (no number) [2(1)]" in text
    assert "2. Emergency Office: Zhang Yiheng" in text
    assert "No answer, Emergency Office: Cao Fei, Chen Ming" in text


def test_who_is_owner_and_director_stands_once(world: World) -> None:
    """张以恒 owns the notary zone and heads the office."""
    for place, asked in enumerate((["公证处"], ["公证处", "illness"])):
        data = contacts(world, *asked)
        assert data[place]["called_as"] == ["zone-owner", "emergency-office"]
        assert [each["id"] for each in data if each["told"] == "now"].count("zhang-yiheng") == 1


def test_numbers_are_shown_where_the_roster_has_them(world: World, tmp_path: Path) -> None:
    """The plan gives none; the centre adds them."""
    text = did(world, "contacts", "tax", "--plan", small_plan(tmp_path)).text
    assert "Wang Qiang 0537-1" in text
    assert "Li Na 0537-2" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_zones_stand_on_one_page(world: World, language: str) -> None:
    """Fourteen owners, then the office and the outside services."""
    assert len(did(world, "contacts", "--json").data["groups"]) == 14
    answer = did(world, "contacts", "--lang", language)
    assert len(answer.out.splitlines()) <= 24
    for part in ("110", "119", "120", {"zh": "税务服务区：李国安", "en": "Tax zone: Li Guo'an"}[language]):
        assert part in answer.text


# --- for an incident type ------------------------------------------------------------------------------------------


def test_an_incident_type_is_asked_for_like_a_zone_and_in_any_order(world: World) -> None:
    """`contacts fire`, `contacts 火灾 税务`; in a zone its owner comes right after the call for help."""
    assert contacts(world, "fire") == contacts(world, "火灾") == contacts(world, "--for", "fire")
    assert contacts(world, "tax", "fire") == contacts(world, "火灾", "税务") == contacts(world, "tax", "--for", "火灾")
    assert told(world, "now", "tax", "fire")[:3] == [["fire-119"], ["zone-owner"], ["emergency-office"]]


def test_what_the_duty_says_is_told_not_where_the_roster_speaks_of_somebody(world: World) -> None:
    """119 in a disorder is 四（二）5, and only for an object that looks as if it would burn."""
    (fire,) = (each for each in contacts(world, "disorder") if each["id"] == "fire-119")
    assert (fire["told"], fire["clauses"], fire["steps"]) == ("if", ["四（二）5"], ["disorder/object-call-119"])
    assert "Suspicious or dangerous object" in fire["only_if"]
    assert "四（四）1" not in str(fire)


def test_who_is_told_in_every_case_is_told_without_a_condition(world: World) -> None:
    """Of a theft the police hear first, whether it is over or not."""
    assert told(world, "now", "theft")[0] == ["police-110"]


def test_a_case_settles_what_is_told_now(world: World) -> None:
    """打架 is a quarrel: what only that case wants is no condition any more."""
    assert ["supervision-section"] not in told(world, "now", "disorder")
    assert ["supervision-section"] in told(world, "now", "打架")


def test_the_owner_of_a_zone_that_was_not_named_is_no_empty_line(world: World) -> None:
    """It says that it depends on the zone, and how to name one."""
    text = did(world, "contacts", "打架").text
    assert "Zone owner: depends on the zone, so add it" in text
    assert "Zone owner: Li Guo'an" in did(world, "contacts", "打架", "tax").text


def test_a_type_of_several_words_needs_no_quotes(world: World) -> None:
    """`contacts power failure tax`."""
    for line in permutations(["power failure", "tax"]):
        words = " ".join(line).split()
        (group,) = did(world, "contacts", *words, "--json").data["groups"]
        assert (group["playbook"], group["zone"]) == ("power-failure", "tax")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("playbook", TYPES)
def test_it_fits_one_screen_for_every_type_and_zone_in_one_language(world: World, playbook: str, language: str) -> None:
    """At most 24 lines of 80 columns; no Chinese on an English screen."""
    for zone in ("", *load_plan(world).roster.zones):
        out = did(world, "contacts", playbook, zone, "--lang", language).out
        assert len(out.splitlines()) <= 24, out
        assert language == "zh" or not HAN.search(out), out


def cases(plan: Plan, playbook: str) -> list[str]:
    """A name of the playbook, and one of each of its cases."""
    book = plan.playbook(playbook)
    assert book is not None
    named = {tuple(alias.sets.items()): alias.name for alias in book.aliases if alias.sets}
    return [playbook, *named.values()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("playbook", TYPES)
def test_it_fits_a_narrow_screen_for_every_case(world: World, playbook: str, language: str) -> None:
    """24 lines of 60 columns, with a zone and without: clauses go first, whoever has to be told now never."""
    world.env = {**world.env, "COLUMNS": "60"}
    for case in cases(load_plan(world), playbook):
        for zone in ([], ["tax"]):
            narrow = did(world, "contacts", case, *zone, "--lang", language).out
            assert len(narrow.splitlines()) <= 24, narrow
            assert all(f" {number}. " in narrow for number in range(1, len(told(world, "now", case, *zone)) + 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_one_screen_with_every_number_filled_in(world: World, tmp_path: Path, language: str) -> None:
    """Two numbers each: all of those to be told now, the first of the others."""
    plan = tmp_path / "plan"
    shutil.copytree(ROOT / "playbooks", plan / "playbooks")
    shutil.copy(ROOT / "centre.yaml", plan)
    roster = (ROOT / "roster.yaml").read_text(encoding="utf-8")
    numbers = 'phones: ["13800000000", "0537-0000000"]'
    (plan / "roster.yaml").write_text(roster.replace("phones: []", numbers), encoding="utf-8")
    for playbook in TYPES:
        out = did(world, "contacts", playbook, "tax", "--plan", str(plan), "--lang", language).out
        assert len(out.splitlines()) <= 24, out
        assert "13800000000 / 0537-0000000" in out


# --- names ---------------------------------------------------------------------------------------------------------


def test_contacts_in_chinese(world: World) -> None:
    """Names as they are said."""
    text = did(world, "contacts", "税务", "--lang", "zh").text
    for name in ("李国安", "张以恒", "曹斐", "陈鸣"):
        assert name in text


@pytest.mark.parametrize(
    ("line", "both"),
    [
        (["sh"], ("Social Affairs", "Social Insurance")),
        (["公"], ("Public Security", "Notary")),
        (["--for", "突发"], ("Sudden illness", "Severe weather")),
    ],
)
def test_two_that_fit_are_never_picked_between(world: World, line: list[str], both: tuple[str, str]) -> None:
    """Both are named, exit 2."""
    answer = emergency(world, "contacts", *line)
    assert answer.code == 2
    assert all(name in answer.text for name in both)


@pytest.mark.parametrize("line", [["月球"], ["moonbase"], ["tax", "moonbase"], ["--for", "moonquake"], [""]])
def test_an_unknown_name_says_what_there_is(world: World, tmp_path: Path, line: list[str]) -> None:
    """Exit 2; an empty one is the page of all zones."""
    answer = emergency(world, "contacts", *line)
    assert answer.code == (2 if line != [""] else 0)
    assert everything_below(tmp_path) == {}


def test_contacts_work_while_an_incident_is_open_and_without_one(world: World) -> None:
    """The incident has no say in it."""
    before = did(world, "contacts", "tax").out
    started(world, "fire")
    assert did(world, "contacts", "tax").out == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [("高石", "Gao Shi"), ("110", "Police"), ("119", "Fire and rescue"), ("物业公司", "Property"), ("gs", "Gao Shi")],
)
def test_a_person_or_unit_is_found_like_a_zone(world: World, asked: str, found: str) -> None:
    """By name or number; whoever is asked for need not know who owns which zone."""
    assert found in did(world, "contacts", asked).out


@pytest.mark.parametrize("asked", ["税物", "水务"])
def test_a_word_that_only_sounds_alike_is_shown_and_not_picked(world: World, asked: str) -> None:
    """水务 is not 税务: the nearest are named, the person decides."""
    answer = emergency(world, "contacts", asked)
    assert (answer.code, "Tax zone" in answer.err) == (2, True)
