"""Whom to call: at once, without any incident, in calling order."""

from pathlib import Path

import pytest
from tests.front import did, emergency, everything_below, small_plan, started

from emergency_cli.world import World


@pytest.mark.parametrize("word", ["税务", "tax", "sw", "shuiwu", "税务服务区", "TAX", "办税", "ｔａｘ", "taxx"])
def test_a_zone_is_found_by_any_of_its_names(world: World, word: str) -> None:
    """Owner first, then the Emergency Office in order; nothing is created on disk."""
    answer = emergency(world, "contacts", word, "--json")
    assert answer.code == 0
    (group,) = answer.data["groups"]
    found = [line["id"] for line in group["contacts"]]
    assert found == ["li-guoan", "zhang-yiheng", "cao-fei", "chen-ming"]


def test_the_calling_order_is_numbered_with_posts_and_clauses(world: World) -> None:
    """What is said on the phone and what the plan says."""
    text = did(world, "contacts", "tax").text
    assert "Whom to contact: Tax zone 1. Li Guo'an" in text
    assert text.index("1. Li") < text.index("2. Zhang") < text.index("3. Cao") < text.index("4. Chen")
    assert "Plan 2(1)" in text
    assert "no number in the roster" in text


def test_who_is_owner_and_director_stands_once(world: World) -> None:
    """张以恒 owns the notary zone and heads the office."""
    (group,) = did(world, "contacts", "公证处", "--json").data["groups"]
    data = group["contacts"]
    assert group["zone"] == "notary"
    assert [line["id"] for line in data] == ["zhang-yiheng", "cao-fei", "chen-ming"]
    assert data[0]["called_as"] == ["zone-owner", "emergency-office"]


def test_numbers_are_shown_where_the_roster_has_them(world: World, tmp_path: Path) -> None:
    """The plan gives none; the centre adds them."""
    text = did(world, "contacts", "tax", "--plan", small_plan(tmp_path)).text
    assert "1. Wang Qiang 0537-1" in text
    assert "2. Li Na 0537-2" in text


def test_all_zones_stand_on_one_page(world: World) -> None:
    """Fourteen owners, then the office and the outside services."""
    data = did(world, "contacts", "--json").data["groups"]
    text = did(world, "contacts").text
    assert len(data) == 14
    for part in ("Tax zone (tax): Li Guo'an", "110", "119", "120", "Zhang Yiheng"):
        assert part in text


def test_an_incident_type_has_its_own_order(world: World) -> None:
    """Fire: 119 first; for a zone its owner too, each person once."""
    for line in (["--for", "火灾"], ["tax", "--for", "fire"]):
        ids = [each["id"] for each in did(world, "contacts", *line, "--json").data["groups"][0]["contacts"]]
        assert ids[0] == "fire-119"
        assert len(ids) == len(set(ids))
        assert "li-guoan" in ids


def test_contacts_in_chinese(world: World) -> None:
    """Names as they are said."""
    text = did(world, "contacts", "税务", "--lang", "zh").text
    for name in ("李国安", "张以恒", "曹斐", "陈鸣"):
        assert name in text


@pytest.mark.parametrize(
    ("line", "both"),
    [
        (["sh"], ("social-affairs", "social-insurance")),
        (["公"], ("public-security", "notary")),
        (["--for", "突发"], ("illness", "weather")),
    ],
)
def test_two_that_fit_are_never_picked_between(world: World, line: list[str], both: tuple[str, str]) -> None:
    """Both are named, exit 2."""
    answer = emergency(world, "contacts", *line)
    assert answer.code == 2
    assert all(name in answer.text for name in both)


@pytest.mark.parametrize("line", [["月球"], ["moonbase"], ["--for", "moonquake"], [""]])
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
    ("asked", "found"), [("高石", "Gao Shi"), ("110", "Police"), ("物业公司", "Property"), ("gs", "Gao Shi")]
)
def test_a_person_or_unit_is_found_like_a_zone(world: World, asked: str, found: str) -> None:
    """By name or number; whoever is asked for need not know who owns which zone."""
    assert found in did(world, "contacts", asked).out


@pytest.mark.parametrize("asked", ["税物", "水务"])
def test_a_word_that_only_sounds_alike_is_shown_and_not_picked(world: World, asked: str) -> None:
    """水务 is not 税务: the nearest are named, the person decides."""
    answer = emergency(world, "contacts", asked)
    assert (answer.code, "税务服务区" in answer.err) == (2, True)
