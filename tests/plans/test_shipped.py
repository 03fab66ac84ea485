"""The shipped plan says the right thing first, to those whom the official plan makes responsible, and nothing twice."""

from pathlib import Path

import pytest
from tests.front import did, started
from tests.worlds import make_world

from emergency_cli.core.plan.playbook import Step
from emergency_cli.plans.plan import Plan
from emergency_cli.world import World

BOOKS = {book.id: book for book in Plan([Path(__file__).parents[2]]).playbooks()}


def step(address: str) -> Step:
    """A step of the shipped plan."""
    book, _, name = address.partition("/")
    return next(step for step in BOOKS[book].steps if step.id == name)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A machine with the shipped plan."""
    return make_world(tmp_path)


def comes(world: World, *words: str) -> list[str]:
    """The open steps of an incident opened with these words, in the order in which they come."""
    started(world, *words)
    rows = did(world, "status", "--json").data["steps"]
    return [row["step"].partition("@")[0] for row in rows if row["status"] in ("todo", "deferred")]


def test_an_extinguisher_is_on_the_first_card_of_a_fire() -> None:
    """With the call, the alarm and the evacuation; after the alarm only the firefighting team stays."""
    first = [each.id for each in BOOKS["fire"].steps if each.together == "alarm"]
    assert first == ["call-119", "sound-alarm", "evacuate", "extinguish"]
    assert "leave" in step("fire/extinguish").do.en
    assert "stays to fight the fire" in step("fire/fight-fire").never[0].en


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("着火", "fire/call-119"),
        ("抢劫", "theft/call-110"),
        ("被盗", "theft/call-110"),
        ("炸弹", "disorder/object-evacuate"),
        ("打架", "disorder/conflict-stop"),
        ("持刀", "disorder/armed-away"),
        ("hostage", "disorder/armed-away"),
        ("黑客", "network-attack/isolate"),
        ("晕倒", "illness/call-120"),
        ("电梯困人", "lift/call-lift-rescuers"),
        ("停电", "power-failure/check-lifts"),
        ("煤气味", "gas-leak/leave"),
        ("漏电", "electric-shock/cut-power"),
    ],
)
def test_what_saves_most_comes_first(world: World, word: str, first: str) -> None:
    """110 before anything in a robbery, out of the building before the call about a bomb, off the network first."""
    assert comes(world, word)[0] == first


@pytest.mark.parametrize("word", ["持刀", "有人持刀打架", "砍人了", "hostage", "he has a knife"])
def test_nobody_is_sent_against_weapons(world: World, word: str) -> None:
    """People get away, somebody who is safe calls 110; nearby window staff stop a fight only if nobody is armed."""
    order = comes(world, word)
    assert order[:3] == ["disorder/armed-away", "disorder/armed-call-110", "disorder/armed-keep-out"]
    sent = ("disorder/conflict-stop", "disorder/conflict-dissuade")
    assert not set(sent) & set(order)
    assert "no weapon in sight" in step("disorder/conflict-stop").do.en


@pytest.mark.parametrize("word", ["着火", "抢劫", "晕倒", "上访"])
def test_what_waits_for_an_arrival_comes_after_the_report_to_the_county(world: World, word: str) -> None:
    """The law punishes a late report; the fire brigade, the ambulance, the police come when they come."""
    order = comes(world, word)
    waiting = [each for each in order if step(each).upon]
    assert [each for each in waiting if order.index(each) < order.index("general/report-county")] == []


def test_vulnerable_people_come_with_the_evacuation_and_before_the_head_count() -> None:
    """三（二）: the elderly, weak, sick and disabled."""
    order = [each.id for each in BOOKS["fire"].steps]
    assert "vulnerable people first" in step("fire/evacuate").do.en
    assert order.index("evacuate") < order.index("head-count")


@pytest.mark.parametrize(
    ("address", "clause", "responsible"),
    [
        ("power-failure/explain", "四（一）3", ("front-desk", "window-staff")),
        ("disorder/surge-go", "四（二）2", ("zone-owner", "supervision-section")),
        ("disorder/object-evacuate", "四（二）5", ("guards", "duty-staff")),
        ("disorder/object-call-110", "四（二）5", ("guards", "duty-staff")),
        ("group-petition/receive", "四（八）2", ("bureau-sections", "zone-window-heads")),
        ("general/unit-summary", "五（一）1", ("bureau-sections", "zone-window-heads")),
    ],
)
def test_both_are_responsible_where_the_plan_names_two(address: str, clause: str, responsible: tuple[str, ...]) -> None:
    """Who did it is another matter."""
    assert (step(address).clause, step(address).actor) == (clause, responsible)


def test_what_is_done_face_to_face_is_no_call() -> None:
    """Whoever helps the police was not “reached”, and does not “not answer”: Enter says that it is done."""
    assert step("theft/help-investigation").contact == ()


def test_what_is_said_aloud_to_everybody_is_no_call() -> None:
    """Nobody rings up the public in the hall."""
    told = {party for book in BOOKS.values() for each in book.steps for party in each.contact}
    assert told.isdisjoint({"public", "all-staff", "petitioners"})


def test_personal_safety_is_said_once_in_a_theft() -> None:
    """On the card that comes first, not on every one."""
    said = [each.id for each in BOOKS["theft"].steps if any("Personal safety" in text.en for text in each.warn)]
    assert said == ["call-110"]


def test_damage_needs_consent_and_assault_does_not() -> None:
    """Petitioners who break things are not those who hit somebody."""
    assert step("group-petition/call-110-violence").when == {"conduct": "violence"}
    assert step("group-petition/call-110-violence").approval is None
    assert "damage" in (step("group-petition/call-110-consent").when or {})["conduct"]
    assert step("group-petition/call-110-consent").approval == "leading-group"


def test_names_of_people_are_sealed() -> None:
    """Whoever called, whoever needs care, every casualty."""
    facts = BOOKS["general"].facts
    for name in ("caller", "vulnerable", "casualty-name", "casualty-condition"):
        assert facts[name].personal, name


def test_first_aid_near_a_fire_begins_with_getting_out() -> None:
    """And the medical team is not sent into the building."""
    assert "move them to safety first" in step("illness/first-aid").do.en
    assert "wait in a safe place" in step("illness/call-medical-team").do.en


def test_current_and_gas_are_warned_of_before_anybody_acts(world: World) -> None:
    """No hand on whoever has had a shock before the power is cut; no switch, flame or call where gas is smelt."""
    assert step("illness/first-aid").do.en.startswith("Electric shock: cut the power first.")
    assert "没断电，不碰触电的人，不碰水和设备。" in did(world, "start", "触电", "--lang", "zh").out
    gas = did(world, "start", "gas leak", "--new").out
    assert "No switches on or off, no flame" in gas
    assert "Once outside, call 119." in " ".join(gas.split())
    assert "anyone armed" in step("theft/stop-it").never[0].en


def test_destroying_names_the_command_that_does_it() -> None:
    """A tick destroys nothing."""
    assert "emergency destroy" in step("general/destroy-personal-data").do.en


def test_whoever_only_sums_up_has_not_taken_part(world: World) -> None:
    """The heads of the sections are responsible for the summaries; that alone makes no summary of theirs due."""
    started(world, "着火", "--zone", "tax")
    did(world, "end", "handled", "--decided", "高石", "--condition", "明火已灭")
    did(world, "done", "unit-summary@tax")
    rows = [row["step"] for row in did(world, "status", "--json").data["steps"]]
    assert [each for each in rows if each.startswith("general/unit-summary")] == ["general/unit-summary@tax"]


def test_what_was_answered_to_petitioners_is_written_down_once_they_have_left() -> None:
    """No Enter says that they left, or that what was never keyed in was written down."""
    note = step("group-petition/note-result")
    assert (note.upon, note.record) == ("left-at", ("answer-given",))
    assert note.did
    assert "recorded" not in note.did.en
