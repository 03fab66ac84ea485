"""Every item of the official plan is met somewhere, and every reading of ours stands where it was followed."""

from dataclasses import replace

import pytest
from msgspec import structs
from scripts.coverage import (
    COVERAGE_PAGE,
    ITEMS,
    PARTS,
    READINGS,
    READINGS_PAGE,
    ROOT,
    Item,
    Items,
    Readings,
    Shipped,
    coverage_page,
    faults,
    read,
    readings_page,
    shipped,
    where,
)

from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.text import Text
from emergency_cli.plans.plan import Plan

ITEMS_READ = read(ITEMS, Items)
READINGS_READ = read(READINGS, Readings)
# How many items the official plan has in each part, and how many places that can be read in two ways.
SIZES = {"H": 6, "G": 11, "O": 18, "P": 14, "PW": 12, "DO": 14, "MD": 9, "FR": 12, "WX": 6, "NW": 6, "RB": 12, "GP": 9}
SIZES["PI"] = 6
AMBIGUITIES = 46


@pytest.fixture(scope="module")
def there() -> Shipped:
    """The plan files of this repository."""
    return shipped()


def steps_for(item: Item, there: Shipped) -> list[Step]:
    """The steps an item is met by."""
    by_place = {f"{book.id}/{step.id}": step for book in there.books.values() for step in book.steps}
    return [by_place[place] for place in where(item, there.naming("covers")) if place in by_place]


def with_item(**changed: object) -> Items:
    """The items, and the one of the five minutes (PW-03) under another number and with other words."""
    known = next(item for item in ITEMS_READ.items if item.id == "PW-03")
    return Items(items=(*ITEMS_READ.items, known.model_copy(update={"id": "PW-99", **changed})))


# --- what is shipped -----------------------------------------------------------------------------------------------


def test_every_item_and_every_reading_has_a_place_that_exists(there: Shipped) -> None:
    """Nothing the plan asks for is lost on the way; if it is: python scripts/coverage.py says what."""
    assert faults(ITEMS_READ, READINGS_READ, there) == []


def test_no_item_of_the_plan_is_left_out() -> None:
    """135 items, part by part and in order."""
    numbered = [f"{part}-{number:02}" for part in PARTS for number in range(1, SIZES[part] + 1)]
    assert [item.id for item in ITEMS_READ.items] == numbered
    assert len(numbered) == 135


def test_no_ambiguity_is_left_out() -> None:
    """46 of them, and the ten questions that only the owner of the plan can answer."""
    assert [each.id for each in READINGS_READ.readings] == [f"AMB-{n:02}" for n in range(1, AMBIGUITIES + 1)]
    assert len(READINGS_READ.questions) == 10
    known = {each.id for each in READINGS_READ.readings}
    assert [name for question in READINGS_READ.questions for name in question.readings if name not in known] == []


@pytest.mark.parametrize("item", [item for item in ITEMS_READ.items if "NTF" in item.types], ids=lambda item: item.id)
def test_whoever_must_be_told_is_told_by_a_step(item: Item, there: Shipped) -> None:
    """The step names whom to call; the fire alarm (FR-04) and what is said aloud (PW-06) tell everybody without one."""
    assert any(step.contact for step in steps_for(item, there)) or item.id in ("FR-04", "PW-06")


@pytest.mark.parametrize("item", [item for item in ITEMS_READ.items if "REC" in item.types], ids=lambda item: item.id)
def test_what_must_be_recorded_is_asked_for_by_a_step(item: Item, there: Shipped) -> None:
    """A duty to record, state or obtain something is a fact of a step, not just a sentence."""
    assert any(step.wants for step in steps_for(item, there))


@pytest.mark.parametrize(
    ("heading", "book"),
    [
        ("突发电力故障", "power-failure"),
        ("突发秩序混乱", "disorder"),
        ("突发疾病事件", "illness"),
        ("突发火灾、爆炸事件", "fire"),
        ("突发气象灾害", "weather"),
        ("网络突遭攻击破坏", "network-attack"),
        ("抢劫盗窃事故应急预案", "theft"),
        ("突发性群体事件处置预案", "group-petition"),
    ],
)
def test_a_heading_of_the_official_plan_finds_its_playbook(heading: str, book: str) -> None:
    """Whoever has the paper in hand types what stands there, however the headings differ (AMB-10)."""
    assert Plan([ROOT]).find(heading)[0].id == book


def test_the_coverage_page_is_fresh(there: Shipped) -> None:
    """If not: python scripts/coverage.py."""
    assert COVERAGE_PAGE.read_text(encoding="utf-8") == coverage_page(ITEMS_READ, there)


def test_the_page_for_the_owner_of_the_plan_is_fresh(there: Shipped) -> None:
    """If not: python scripts/coverage.py."""
    assert READINGS_PAGE.read_text(encoding="utf-8") == readings_page(READINGS_READ, there)


def test_no_row_of_the_pages_is_empty(there: Shipped) -> None:
    """Each says where, or why nowhere."""
    pages = coverage_page(ITEMS_READ, there) + readings_page(READINGS_READ, there)
    rows = [line for line in pages.splitlines() if line.startswith("| ")]
    assert [row for row in rows if any(not cell.strip() for cell in row.strip("|").split("|"))] == []
    assert sum(row.startswith("| AMB-") for row in rows) == 2 * AMBIGUITIES


# --- the check can fail --------------------------------------------------------------------------------------------

REASON = Text("没有动作", "No act")


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, "PW-99 has no place"),
        ({"place": ("fire/call-118",)}, "PW-99: fire/call-118 does not exist"),
        ({"place": ("fire/sound-alarm.warn",)}, "PW-99: fire/sound-alarm.warn does not exist"),
        ({"place": ("fire.burnt",)}, "PW-99: fire.burnt does not exist"),
        ({"place": ("fire.preparedness/hoses",)}, "PW-99: fire.preparedness/hoses does not exist"),
        ({"place": ("roster/wang",)}, "PW-99: roster/wang does not exist"),
        ({"place": ("program/fly",)}, "PW-99: program/fly does not exist"),
        ({"place": ("fire/evacuate",), "none": REASON}, "PW-99 has a place and a reason for having none"),
        ({"id": "PW-03"}, "PW-03 stands there twice"),
    ],
)
def test_an_item_without_a_real_place_is_found(changed: dict[str, object], wrong: str, there: Shipped) -> None:
    """Missing, misspelt, contradictory or doubled: one line each."""
    assert faults(with_item(**changed), READINGS_READ, there) == [wrong]


def test_an_item_with_a_reason_for_having_no_step_is_no_fault(there: Shipped) -> None:
    """A documented non-action is an answer too."""
    assert faults(with_item(none=REASON), READINGS_READ, there) == []


def test_an_item_whose_step_is_removed_loses_its_place(there: Shipped) -> None:
    """Taking a step out of a playbook shows at once which duty nobody does any more."""
    book = there.books["power-failure"]
    steps = tuple(step for step in book.steps if step.id != "tell-emergency-office")
    poorer = replace(there, books={**there.books, book.id: structs.replace(book, steps=steps)})
    assert faults(ITEMS_READ, READINGS_READ, poorer)[0] == "PW-03 has no place"


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"covers": ("PW-03", "PW-77")}, "{place}: covers names PW-77, which is unknown"),
        ({"readings": ("AMB-11", "AMB-77")}, "{place}: readings names AMB-77, which is unknown"),
        ({"our": None}, "{place} follows AMB-11 but does not show it (our)"),
    ],
)
def test_a_step_that_names_what_does_not_exist_or_hides_its_reading_is_found(
    changed: dict[str, object], wrong: str, there: Shipped
) -> None:
    """Whatever a step says it covers or follows is known, and a reading it follows is shown on it."""
    book = there.books["power-failure"]
    steps = tuple(
        structs.replace(step, **changed) if step.id == "tell-emergency-office" else step for step in book.steps
    )
    other = replace(there, books={**there.books, book.id: structs.replace(book, steps=steps)})
    expected = [wrong.format(place="power-failure/tell-emergency-office")]
    assert faults(ITEMS_READ, READINGS_READ, other) == expected
