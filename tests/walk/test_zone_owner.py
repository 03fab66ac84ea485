"""The owner of a zone whom nobody can name yet: nothing claims that they were reached, no Enter and no document."""

from pathlib import Path

import pytest
from tests.commands.write.test_paper import paper
from tests.front import WATER, did, emergency, entries, small_plan, started, statuses
from tests.walk.test_walk import resume, walk

from emergency_cli.world import World

# What is shouted, the step that tells the owner of the zone, and the one beside whom it tells.
TELLING = [
    ("拥挤", "disorder/surge-tell-owner", "supervision-section"),
    ("吵架", "disorder/conflict-tell-owner", "supervision-section"),
    ("持刀", "disorder/armed-tell", "emergency-office"),
]


def told(world: World) -> list[tuple[str, str]]:
    """Every party that is on record as called, with how it went."""
    calls = [one for entry in entries(world) for one in entry.get("contacts") or ()]
    return [(one["party"], one["outcome"]) for one in calls]


def documents(world: World) -> str:
    """What is told of it everywhere."""
    texts = [did(world, *line).text for line in (("timeline",), ("brief",), ("report", "initial"))]
    return " ".join(texts).casefold()


def ticked(world: World) -> list[str]:
    """The steps that somebody ticked."""
    return [entry["step"] for entry in entries(world) if entry["event"] == "step-done"]


@pytest.mark.parametrize(("shouted", "step", "other"), TELLING)
def test_enter_tells_only_whom_somebody_could_name(world: World, shouted: str, step: str, other: str) -> None:
    """The prompt names the one who was reached, the step waits for the owner, and no document says more."""
    answer = walk(world, "j", step, "", "", "q", start=(shouted, "--by", "Li"))
    assert "both reached" not in answer.text
    assert "zone owner later)" in answer.text.casefold()
    assert told(world) == [(other, "reached")]
    assert (ticked(world), statuses(world)[step]) == ([], "deferred")
    assert "zone owner was" not in documents(world)
    assert "zone owner and the supervision section were informed" not in documents(world)


@pytest.mark.parametrize(("shouted", "step", "other"), TELLING)
def test_once_the_zone_is_known_enter_tells_the_owner_and_nobody_twice(
    world: World, shouted: str, step: str, other: str
) -> None:
    """The card comes again with the zone; who was told is not told again."""
    walk(world, "j", step, "", "", "q", start=(shouted, "--by", "Li"))
    answer = resume(world, "j", step, "tax", "", "q")
    assert told(world) == [(other, "reached"), ("zone-owner", "reached")], answer.out
    assert ticked(world) == [step]
    assert "zone owner was" in documents(world)


def test_the_zone_may_be_said_after_its_question_was_passed(world: World) -> None:
    """Its name answers it still; other words are a note as anywhere."""
    walk(world, "j", "disorder/surge-tell-owner", "", "烟很大", "税务", "", "q", start=("拥挤", "--by", "Li"))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == ["烟很大"]
    assert told(world) == [("zone-owner", "reached"), ("supervision-section", "reached")]


def test_the_call_that_told_the_office_is_not_asked_for_again(world: World) -> None:
    """The owner is still to be told; the Emergency Office was, and the general procedure knows."""
    walk(world, "j", "disorder/armed-tell", "", "", "q", start=("持刀", "--by", "Li"))
    assert statuses(world)["general/tell-office"] == "done"


def test_where_the_zone_stays_unknown_the_walk_goes_on_and_the_step_stays_open(world: World) -> None:
    """Enter alone passes the question when there is nobody left whom it could mean."""
    walk(world, "j", "disorder/surge-tell-owner", "", "", "j", "disorder/surge-tell-owner", "", "q", start=("拥挤",))
    assert told(world) == [("supervision-section", "reached")]
    assert statuses(world)["disorder/surge-tell-owner"] == "deferred"


@pytest.mark.parametrize("key", ["x", "w"])
def test_no_key_calls_whom_nobody_can_name(world: World, key: str) -> None:
    """No answer, or waiting for one: that is the other party then."""
    walk(world, "j", "disorder/surge-tell-owner", "", key, "q", start=("拥挤", "--by", "Li"))
    assert [party for party, _ in told(world)] == ["supervision-section"]


@pytest.mark.parametrize(("shouted", "step", "other"), TELLING)
def test_a_command_does_not_claim_it_either(world: World, shouted: str, step: str, other: str) -> None:
    """Refused with what to do, also where it is on record that the zone is not known; with the zone it passes."""
    started(world, shouted)
    did(world, "set", "zone=unknown")
    for more in ((), ("--reason", "by radio"), ("--contact", f"{other}=reached")):
        answer = emergency(world, "done", step, *more)
        assert answer.code == 3, answer
        assert "emergency set zone=NAME" in answer.text
    assert (ticked(world), told(world)) == ([], [])
    did(world, "done", step, "--fact", "zone=tax")
    assert ticked(world) == [step]


def test_what_somebody_says_of_the_owner_in_so_many_words_is_recorded(world: World) -> None:
    """Whoever types it knows whom they reached."""
    started(world, "拥挤")
    did(world, "done", "disorder/surge-tell-owner", "--contact", "zone-owner=reached", "--contact", "督查=reached")
    assert ("zone-owner", "reached") in told(world)


def test_a_card_keeps_what_it_says_and_claims_no_owner(world: World, tmp_path: Path) -> None:
    """A row with its time and nothing else is a note of that time; the step stays open, until the zone is known."""
    plan = small_plan(tmp_path, water=WATER.replace("contact: [emergency-office]", "contact: [zone-owner]"))
    rows = ("", "", "14:54 王强", "", "", "")
    paper(world, "water", "--plan", plan, "--noticed", "14:54", typed=("", "", "王强", "陈红", *rows))
    assert (ticked(world), told(world)) == ([], [])
    (note,) = [entry for entry in entries(world) if entry["event"] == "noted"]
    assert (note["step"], note["paper"]) == ("water/tell", True)
    assert "王强" in note["text"]


def test_a_party_that_never_answered_is_not_told_as_reached(world: World) -> None:
    """Everybody on the ladder of the owner was tried in vain: only the other party was told."""
    tries = ["x", "1"] * 4
    walk(world, "j", "disorder/surge-tell-owner", *tries, "", "q", start=("拥挤", "--zone", "tax", "--by", "Li"))
    assert ticked(world) == ["disorder/surge-tell-owner"], told(world)
    assert ("supervision-section", "reached") in told(world)
    said = documents(world)
    assert "zone owner and the supervision section were informed" not in said
    assert "the supervision and guidance section was told" in said


def test_the_sheet_asks_for_the_zone_and_then_the_owner_comes_first(world: World) -> None:
    """An answer on the sheet by which somebody can be told brings the step back before the end."""
    walk(world, "j", "disorder/surge-tell-owner", "", "", "q", start=("拥挤", "--by", "Li"))
    sheet = resume(world, "e", "1", "q").text
    number = sheet.split("Service zone")[0].split()[-1]
    answer = resume(world, "e", "1", f"{number} tax", "", "j", "disorder/surge-tell-owner", "", "q")
    assert "These answers call for further steps" in answer.text, answer.out
    assert ("zone-owner", "reached") in told(world), answer.out
