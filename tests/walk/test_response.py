"""The course of a response in the walk: what is asked between its cards, what comes in, and how it ends."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import WATER, did, emergency, entries, log_of, small_plan, started, statuses
from tests.walk.test_walk import kinds, resume, walk, water
from tests.worlds import Clock, make_world

from emergency_cli.cli import run
from emergency_cli.world import World

# The cards of the small plan: valve, how deep, the call; zones passed by, patrol, consent, pump, dry, insurer; zones.
IMMEDIATE = ("", "y", "")
RESPOND = ("", "", "", "1", "", "", "")
ALL = (*IMMEDIATE, *RESPOND, "")
ENDED = ("1", "", "", "")


def ticked(world: World) -> list[str]:
    """The steps that somebody ticked, in order."""
    return [entry["step"] for entry in entries(world) if entry["event"] == "step-done"]


# --- between two cards ---------------------------------------------------------------------------------------------


def test_between_two_cards_nothing_is_asked_that_is_not_needed_to_act(world: World, tmp_path: Path) -> None:
    """One line for each step, but for the consent; what is to be written down is asked before the end."""
    answer = walk(world, *ALL, start=water(tmp_path))
    assert ticked(world) == [
        "water/shut-off", "water/how-deep", "water/tell", "water/patrol@1", "water/cut-mains", "water/pump",
        "water/dry", "water/insurer",
    ], answer.out  # fmt: skip
    assert "When it burst –" not in answer.out
    assert "Is the response over?" in answer.out


def test_a_decision_asks_all_that_it_decides(world: World, tmp_path: Path) -> None:
    """Two facts, two answers, one tick with both."""
    two = WATER.replace("ask: [deep]", "ask: [deep, level]")
    walk(world, "", "y", "12", start=("water", "--plan", small_plan(tmp_path, water=two), "--by", "Li"))
    given = {fact: value for entry in entries(world) for fact, value in (entry.get("facts") or {}).items()}
    assert given == {"water.deep": "yes", "water.level": "12"}


def test_the_name_is_asked_once_and_how_much_is_blank_is_said_in_one_line(world: World, tmp_path: Path) -> None:
    """After the immediate stage, not between its cards."""
    noted = WATER.replace("actor: zone-owner,", "record: [burst-at],")
    plan = small_plan(tmp_path, water=noted)
    answer = walk(world, *IMMEDIATE, "李娜", "q", start=("water", "--plan", plan))
    assert answer.out.count("Your name, for the record") == 1
    assert answer.out.index("Done: “Tell them") < answer.out.index("Your name")
    assert "Left blank so far: 1" in answer.text


# --- the sheet -----------------------------------------------------------------------------------------------------


def test_blanks_are_one_numbered_sheet_before_the_end(world: World, tmp_path: Path) -> None:
    """`1 14:50` fills one, a number alone asks it, Enter leaves the rest."""
    answer = walk(world, *ALL, "1", "1 14:50", "2", "14:40", "", "Wang", "dry again", start=water(tmp_path))
    assert answer.out.count("Still blank (2)") == 1
    facts = [entry["facts"] for entry in entries(world) if entry["event"] == "facts-set"]
    assert list(facts[0]) == ["water.burst-at"], answer.out
    corrected = [entry for entry in entries(world) if entry["event"] == "corrected"]
    assert [entry["member"] for entry in corrected] == ["began"]
    assert kinds(world)[-1] == "ended"


def test_a_wrong_answer_on_the_sheet_is_set_right_by_its_number(world: World, tmp_path: Path) -> None:
    """What was said first stays on record; nothing of it becomes a note."""
    answer = walk(world, *ALL, "1", "1 14:50", "1 14:40", "", "Wang", "dry again", start=water(tmp_path))
    facts = [entry["facts"]["water.burst-at"] for entry in entries(world) if entry["event"] == "facts-set"]
    assert [each[11:16] for each in facts] == ["14:50", "14:40"], answer.out
    assert "noted" not in kinds(world)


def test_what_is_no_answer_on_the_sheet_is_a_note_as_it_was_typed_and_the_sheet_stays(
    world: World, tmp_path: Path
) -> None:
    """Words without the number of a line, and words behind one that cannot be its answer."""
    typed = ("阀门（北侧）很紧，拧不动", "1 昨晚吧，大概", "1：14:50", "", "", "")
    answer = walk(world, *ALL, "1", *typed, start=water(tmp_path))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == [
        "阀门（北侧）很紧，拧不动", "昨晚吧，大概",
    ]  # fmt: skip
    assert [list(entry["facts"]) for entry in entries(world) if entry["event"] == "facts-set"] == [["water.burst-at"]]
    assert kinds(world)[-1] == "ended", answer.out


def test_an_answer_on_the_sheet_that_opens_a_step_puts_it_first_and_the_sheet_comes_once(
    world: World, tmp_path: Path
) -> None:
    """Nobody knew how deep it was; on the sheet it is deep, so there is something to pump out before it is over."""
    immediate, respond, recover, back = [""] * 5, ["", "", "", "1"], ["", ""], ["", ""]
    typed = (*immediate, *respond, *recover, *back, "1", "1 y", "", "", "1", "", "")
    answer = walk(world, *typed, start=water(tmp_path))
    assert "These answers call for further steps" in answer.out
    assert answer.out.count("Still blank") == 1
    assert ticked(world)[-1] == "water/pump"
    assert kinds(world)[-1] == "ended"


@pytest.mark.parametrize(("said", "asked"), [("no", 0), ("yes", 1), ("", 0)])
def test_how_many_are_hurt_is_asked_once_it_is_known_that_anybody_is(world: World, said: str, asked: int) -> None:
    """The number is a line of its own sheet then; with nobody hurt it never is."""
    started(world, "general", "--by", "Li")
    did(world, "done", "report-county", "--reason", "by radio")
    first = resume(world, "e", "1", "q").out
    assert "Number injured" not in first
    (number,) = re.findall(r"(\d+) Is anyone hurt", first)
    answer = resume(world, "e", "1", *([f"{number} {said}"] if said else []), "", "", "q").out
    assert answer.count("Number injured") == asked, answer


def test_the_digit_of_a_question_that_is_asked_says_what_answers_it(world: World) -> None:
    """On a card of several steps its choices have the digits that follow."""
    answer = walk(world, "", "2", "4", "q", start=("盗窃", "--by", "Li"))
    assert answer.out.count("4 Discovered afterwards") == 2
    assert did(world, "status", "--json").data["facts"]["theft.stage-of-it"] == "discovered-afterwards"


def test_the_same_fact_stands_on_the_sheet_once(world: World, tmp_path: Path) -> None:
    """Three steps want the level; one line asks for it."""
    thrice = WATER.replace("actor: zone-owner,", "record: [level],").replace("approval: wang", "record: [level]")
    plan = small_plan(tmp_path, water=thrice)
    answer = walk(world, "", "y", "", "", "", "", "", "", "", "", "1", start=("water", "--plan", plan, "--by", "Li"))
    sheet = answer.out.split("Still blank")[1]
    assert sheet.count("Level") == 1, answer.out


# --- calls ---------------------------------------------------------------------------------------------------------


def test_enter_on_a_call_is_reached_and_nothing_more_is_asked(world: World) -> None:
    """119 was reached and told: the tick and the call are one entry, one line."""
    answer = walk(world, "", "q", start=("fire", "--by", "Li"))
    assert "reached and told" in answer.out
    assert entries(world)[-1]["contacts"] == [{"party": "fire-119", "outcome": "reached"}]


def test_enter_names_nobody_whom_the_prompt_did_not_name(world: World) -> None:
    """The office was reached; that its director answered nobody has said. After no answer the prompt has the name."""
    walk(world, "j", "general/tell-office", "", "q", start=("fire", "--by", "Li"))
    (call,) = entries(world)[-1]["contacts"]
    assert (call["party"], call["outcome"], call.get("name")) == ("emergency-office", "reached", None)
    did(world, "reopen", "general/tell-office")
    resume(world, "j", "general/tell-office", "x", "", "q")
    assert [one["name"] for one in entries(world)[-1]["contacts"]] == ["Cao Fei"]


def test_what_is_left_open_is_counted_as_it_was_named(world: World) -> None:
    """Casualties of whom nobody spoke are not owed: the end says the number that the question said."""
    answer = walk(world, "e", "1", "", "", "", start=("网络攻击", "--by", "Li"))
    named = answer.out.split("Still open (")[1].split(")")[0]
    assert f"steps left open: {named}" in answer.text


def test_no_answer_climbs_the_ladder_and_enter_means_the_next(world: World, tmp_path: Path) -> None:
    """Wang does not answer, so Li is on the screen, and Enter says that Li was reached."""
    answer = walk(world, "", "y", "x", "", start=water(tmp_path))
    assert "Call next: Li Na 0537-2" in answer.text
    calls = [
        (entry["event"], one["outcome"], one["name"]) for entry in entries(world) for one in entry.get("contacts") or ()
    ]
    assert calls == [("call-made", "no-answer", "Wang Qiang"), ("step-done", "reached", "Li Na")]


def test_with_everybody_tried_in_vain_it_is_said_and_the_step_stays_open(world: World, tmp_path: Path) -> None:
    """The end of the ladder."""
    answer = walk(world, "", "y", "x", "x", "q", start=water(tmp_path))
    assert "Everybody on this list was tried" in answer.text
    assert statuses(world)["water/tell"] == "todo"


def test_called_and_waiting_comes_back_later(world: World, tmp_path: Path) -> None:
    """w: nobody is claimed to have been told; the next card comes, and this one at the end of its stage."""
    walk(world, "", "y", "w", "q", start=water(tmp_path))
    told = [one["outcome"] for entry in entries(world) for one in entry.get("contacts") or ()]
    assert told == ["called"]
    assert statuses(world)["water/tell"] == "deferred"


def test_of_two_parties_only_those_who_answered_are_reached(world: World, tmp_path: Path) -> None:
    """119 does not answer and has nobody else: Enter means the office alone, and says so."""
    two = WATER.replace("contact: [emergency-office]", "contact: [fire-119, emergency-office]")
    plan = small_plan(tmp_path, water=two)
    answer = walk(world, "", "y", "x", "1", "", "q", start=("water", "--plan", plan, "--by", "Li"))
    assert "reached and told: Emergency Office" in answer.text
    assert [(one["party"], one["outcome"]) for one in entries(world)[-1]["contacts"]] == [
        ("emergency-office", "reached")
    ]


def test_who_was_called_and_is_to_answer_is_whom_enter_means_then(world: World, tmp_path: Path) -> None:
    """w, and later the one who was called calls back: not the next on the ladder."""
    walk(world, "", "y", "w", "", "q", start=water(tmp_path))
    assert [(one["outcome"], one["name"]) for one in entries(world)[-1]["contacts"]] == [("reached", "Wang Qiang")]


def test_whoever_was_called_as_somebody_else_is_not_claimed_to_be_reached(world: World) -> None:
    """The owner of the zone, of the Leading Group too, is still to answer: Enter there does not say that he did."""
    walk(world, "", "w", "1", "", "", "q", start=("人多拥挤", "--zone", "real-estate", "--by", "Li"))
    called = [
        (one["party"], one["outcome"], one.get("name")) for entry in entries(world) for one in entry.get("contacts", ())
    ]
    assert called == [
        ("zone-owner", "called", "Gao Xianhao"),
        ("emergency-office", "reached", None),
        ("leading-group", "reached", None),
    ]


def test_an_order_may_be_typed_in_one_line(world: World) -> None:
    """“o close the gate”: it is asked who gave it and to whom, also where a question is on the card."""
    walk(world, "o close the gate", "Gao Shi", "guards", "", "q", start=("fire", "--by", "Li"))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "ordered"] == ["close the gate"]
    assert "noted" not in [entry["event"] for entry in entries(world)]


@pytest.mark.parametrize("said", [("o hold the gate",), ("o", "hold the gate")])
def test_an_order_at_the_name_question_is_one_and_no_name_is_taken_from_its_answers(
    world: World, said: tuple[str, ...]
) -> None:
    """Whoever gave it is not the officer on duty; the name is asked for then."""
    typed = ("", "", "", *said, "Liu Guangsheng", "guards", "", "Li Na", "q")
    walk(world, *typed, start=("谣言",))
    assert [(entry["text"], entry["from"]) for entry in entries(world) if entry["event"] == "ordered"] == [
        ("hold the gate", "liu-guangsheng")
    ]
    assert [entry["officer"] for entry in entries(world) if entry["event"] == "officer-named"] == ["Li Na"]


def test_what_was_typed_before_a_name_is_not_lost(world: World) -> None:
    """It was no name: a note keeps it."""
    walk(world, "", "", "", "定不了", "李娜", "q", start=("谣言", "--lang", "zh"))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == ["定不了"]


def test_the_condition_that_is_proposed_for_the_end_is_a_clause(world: World) -> None:
    """“29 Nov 02:29” is no condition; that the police declared the object safe then is one."""
    started(world, "炸弹", "--by", "Li")
    did(world, "set", "object-cleared-at=14:54")
    answer = resume(world, "e", "1", "", "", "", "q")
    assert "the police declared the object safe at 14:54" in answer.text


def test_consent_is_one_prompt_and_refused_calls_nobody(world: World, tmp_path: Path) -> None:
    """2 refused: on record, and the police were not reached by it."""
    asking = WATER.replace("approval: wang}", "approval: wang, contact: [fire-119]}")
    plan = small_plan(tmp_path, water=asking)
    walk(world, *IMMEDIATE, "", "", "", "2", "q", start=("water", "--plan", plan, "--by", "Li"))
    last = entries(world)[-1]
    assert (last["step"], last["approval"], last.get("contacts")) == (
        "water/cut-mains", {"party": "wang", "answer": "refused"}, None,
    )  # fmt: skip


def test_without_an_answer_about_consent_nothing_is_on_record(world: World, tmp_path: Path) -> None:
    """Enter: nobody has answered yet, and the walk goes on."""
    walk(world, *IMMEDIATE, "", "", "", "", "", "q", start=water(tmp_path))
    assert statuses(world)["water/cut-mains"] == "todo"
    assert ticked(world)[-1] == "water/pump"


# --- rounds, zones, arrivals ---------------------------------------------------------------------------------------


def test_enter_goes_on_from_rounds_and_d_brings_another(world: World, tmp_path: Path) -> None:
    """One round with Enter, then the next card; d, 2 and Enter are the second."""
    walk(world, *IMMEDIATE, "", "", "d", "2", "", "q", start=water(tmp_path))
    assert ticked(world)[-2:] == ["water/patrol@1", "water/patrol@2"]


@pytest.mark.parametrize("case", ["暴雨", "fire", "power failure", "earthquake"])
def test_a_walk_on_enter_always_ends(world: World, case: str) -> None:
    """However often a step may be repeated."""
    answer = walk(world, *[""] * 150, start=(case, "--by", "Li"))
    assert "Is the response over?" in answer.out
    assert "How to go on" in answer.out or "stays open" in answer.text


def test_zones_report_on_one_card(world: World, tmp_path: Path) -> None:
    """By number or name with the answer behind it; `*` is all the others."""
    counted = WATER.replace("each: zone, record: [level]", "each: zone, in-order: {level: 0}, record: [level]")
    plan = small_plan(tmp_path, water=counted)
    walk(world, *IMMEDIATE, "2 3", "*", "q", start=("water", "--plan", plan, "--by", "Li"))
    looks = [(entry["step"], entry["facts"]) for entry in entries(world) if "look@" in entry.get("step", "")]
    assert looks == [
        ("water/look@notary", {"water.level@notary": "3"}),
        ("water/look@tax", {"water.level@tax": "0"}),
    ]


def test_what_the_zones_miss_adds_up(world: World) -> None:
    """Two in one zone are missing at once; nobody is, only when every zone has said so."""
    started(world, "fire", "--by", "Li")

    def missing() -> str | None:
        facts: dict[str, str] = did(world, "status", "--json").data["facts"]
        return facts.get("missing")

    resume(world, "j", "head-count@tax", "tax missing 2", "q")
    assert missing() == "2"
    resume(world, "j", "head-count@notary", "tax clear", "q")
    assert missing() is None
    resume(world, "j", "head-count@notary", "*", "q")
    assert missing() == "0"


def test_the_arrival_is_keyed_in_and_its_card_comes(world: World, tmp_path: Path, clock: Clock) -> None:
    """Nothing blocks; one line says what is awaited; a, Enter is now."""
    late = WATER.replace("{id: pump, stage: respond,", "{id: pump, stage: respond, upon: burst-at,")
    plan = small_plan(tmp_path, water=late)
    answer = walk(world, "", "y", "", "a", "", "", "q", start=("water", "--plan", plan, "--by", "Li"))
    assert "When it burst" in answer.out
    facts = [entry["facts"] for entry in entries(world) if entry["event"] == "facts-set"]
    assert facts[0]["water.burst-at"].startswith("2026-11-23T14:54")
    assert ticked(world)[-1] == "water/pump"


def test_an_arrival_before_the_noticing_is_asked_about(world: World, tmp_path: Path) -> None:
    """An hour that was mistyped is set right at the key; Enter keeps what is true all the same."""
    late = WATER.replace("{id: pump, stage: respond,", "{id: pump, stage: respond, upon: burst-at,")
    start = ("water", "--plan", small_plan(tmp_path, water=late), "--by", "Li")
    answer = walk(world, "", "y", "", "a", "10:54", "14:54", "q", start=start)
    assert "10:54 is before it was noticed" in answer.text
    facts = [entry["facts"] for entry in entries(world) if entry["event"] == "facts-set"]
    assert [each["water.burst-at"][11:16] for each in facts] == ["14:54"]


# --- the end -------------------------------------------------------------------------------------------------------


def test_the_walk_ends_with_the_response(world: World, tmp_path: Path) -> None:
    """Four lines and the sheet; no step of the review is put before the officer, and how the office goes on is said."""
    answer = walk(world, *ALL, "1", "", "Wang", "dry", "", "", "", start=water(tmp_path))
    assert kinds(world)[-1] == "ended"
    last = entries(world)[-1]
    assert (last["outcome"], last["decided"], last["condition"]) == ("handled", "Wang", "dry")
    assert "emergency resume" in answer.out.split("The response has ended")[1]
    assert statuses(world)["general/evaluate"] == "todo"


def test_enter_says_not_over_and_leaves(world: World, tmp_path: Path) -> None:
    """Nothing is on record that nobody said."""
    answer = walk(world, *ALL, "", "", start=water(tmp_path))
    assert "ended" not in kinds(world)
    assert "stays open" in answer.text


def test_e_ends_at_any_time(world: World) -> None:
    """A false alarm from the first card: why, who decided; no sheet, nothing of the review left."""
    answer = walk(world, "e", "4", "toast", "Gao", start=("fire", "--by", "Li"))
    last = entries(world)[-1]
    assert (last["outcome"], last["decided"], last["condition"]) == ("false-alarm", "Gao", "toast"), answer.out
    assert "Still blank" not in answer.out
    assert not set(statuses(world).values()) & {"todo", "waiting", "deferred"}


def test_e_and_enter_go_back_to_the_card(world: World) -> None:
    """As the question says; words that are no outcome end nothing."""
    answer = walk(world, "e", "", "e", "maybe", "q", start=("fire", "--by", "Li"))
    assert "back" in answer.out.split("How did it end?")[1]
    assert "“maybe” is not one of these" in answer.text
    assert kinds(world) == ["officer-named", "noted"]


@pytest.mark.parametrize("before", [("e",), ALL], ids=["in the middle", "at the end"])
def test_what_is_said_at_the_question_how_it_ended_is_a_note_and_the_question_stays(
    world: World, tmp_path: Path, before: tuple[str, ...]
) -> None:
    """Words are kept and said to be; a digit too high and a word of the program are neither a note nor an end."""
    answer = walk(world, *before, "火灭了，等供电公司", "9", "export", "1", "", "", "", start=water(tmp_path))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == ["火灭了，等供电公司"]
    assert answer.out.count("Is the response over?") == 4
    assert "Kept as a note" in answer.text
    assert kinds(world)[-1] == "ended"


def test_below_the_plan_somebody_has_to_have_decided(world: World) -> None:
    """Enter is not enough there."""
    answer = walk(world, "e", "3", "a quarrel", "", "Gao", start=("fire", "--by", "Li"))
    assert "Say who decided" in answer.out
    last = entries(world)[-1]
    assert (last["outcome"], last["decided"], last["condition"]) == ("below-plan", "Gao", "a quarrel")


def test_the_review_is_walked_by_going_on_later(world: World, tmp_path: Path) -> None:
    """`resume` of an ended incident: the card of the review, and in the end the closing."""
    started(world, *water(tmp_path))
    did(world, "end", "handled")
    answer = resume(world, "", "in the cellar", "1", "nothing more to do")
    assert ticked(world) == ["general/evaluate"], answer.out
    assert "Still open" in answer.text
    assert entries(world)[-1]["event"] == "closed"


def test_a_review_left_blank_is_not_on_record_as_done(world: World) -> None:
    """Enter through everything: neither measures nor an evaluation or an archive that nobody wrote down."""
    started(world, "fire", "--by", "Li")
    did(world, "end", "handled")
    answer = resume(world, *[""] * 60)
    assert {"general/improvement", "general/evaluate", "general/archive"}.isdisjoint(ticked(world)), answer.out
    assert "Nothing was filled in: nothing is recorded." in answer.text


def test_y_says_that_a_step_of_the_review_is_done_whatever_is_written_down(world: World, tmp_path: Path) -> None:
    """Said in so many words, it is on record."""
    started(world, *water(tmp_path))
    did(world, "end", "handled")
    resume(world, "y", "", "q")
    assert ticked(world) == ["general/evaluate"]


def test_nobody_is_promised_a_sheet_after_the_response(world: World, tmp_path: Path) -> None:
    """It comes before the end, and the end is over."""
    noted = WATER.replace("actor: zone-owner,", "record: [burst-at],")
    started(world, "water", "--plan", small_plan(tmp_path, water=noted), "--by", "Li")
    did(world, "end", "handled")
    answer = resume(world, "", "", "", "", "", "", "", "", "q")
    assert "Look at every zone" in answer.out
    assert "Left blank so far" not in answer.text


def test_a_tick_destroys_nothing(world: World) -> None:
    """Enter passes the step by and the command refuses it, as long as personal values are there."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "caller=Zhang San")
    did(world, "end", "handled")
    resume(world, *[""] * 80)
    assert statuses(world)["general/destroy-personal-data"] == "todo"
    assert "emergency destroy" in emergency(world, "done", "destroy-personal-data").err
    did(world, "destroy", did(world, "status", "--json").data["id"], "--basis", "Art. 85", "--yes")
    did(world, "done", "destroy-personal-data")


def test_the_end_at_a_terminal_without_an_outcome_is_asked(world: World) -> None:
    """`emergency end` alone."""
    started(world, "fire", "--by", "Li")
    emergency(world, "end", typed="4\n\nGao\n")
    assert entries(world)[-1]["outcome"] == "false-alarm"


# --- what comes in -------------------------------------------------------------------------------------------------


def test_a_leaders_order_is_taken_down_at_any_card(world: World) -> None:
    """o: what, who, to whom, by when; a step of its own."""
    walk(world, "o", "open the back gate", "Gao Shi", "guards", "", "q", start=("fire", "--by", "Li"))
    assert [entry["text"] for entry in entries(world) if entry["event"] == "ordered"] == ["open the back gate"]
    assert statuses(world)["orders/1"] == "todo"


def test_casualties_are_rows_with_sealed_names(world: World) -> None:
    """V asks one person after the other; the name is in no log, and of nobody nothing is on record."""
    walk(world, "v", "Zhang San", "burns", "", "y", "2", "v", "", "", "", "", "q", start=("fire", "--by", "Li"))
    incident = did(world, "status", "--json").data["id"]
    assert [entry["step"] for entry in entries(world) if "casualty" in entry.get("step", "")] == ["general/casualty@1"]
    assert b"Zhang San" not in log_of(world, incident)


def test_u_at_the_sheet_takes_back_the_note_that_was_kept_there(world: World, tmp_path: Path) -> None:
    """As it says."""
    answer = walk(world, *ALL, "1", "burst pipe in the cellar", "u", "", "", "", "", start=water(tmp_path))
    assert "u takes it back" in answer.text
    assert "Take back “Note: burst pipe in the cellar”?" in answer.text
    assert [entry["event"] for entry in entries(world)][-3:] == ["noted", "corrected", "ended"]


def test_a_full_stop_on_the_sheet_is_the_moment_itself(world: World, tmp_path: Path) -> None:
    """As at the question: a line that has only a number in front of it."""
    answer = walk(world, *ALL, "1", "1 .", "", "", "", start=water(tmp_path))
    facts = [entry["facts"] for entry in entries(world) if entry["event"] == "facts-set"]
    assert "water.burst-at" in facts[-1], answer.out


def test_a_casualty_is_told_without_the_number_of_a_round(world: World) -> None:
    """The row says which casualty it is, once, in its own word; so does what is corrected later."""
    walk(world, "v", "Zhang San", "burns", "", "y", "q", start=("fire", "--by", "Li"))
    told = did(world, "timeline").text
    assert "A casualty was registered (casualty 1)" in told
    assert "round" not in told
    assert "[casualty 1]" in did(world, "timeline", "--lang", "en").text or "Name" in told


class Meanwhile(io.StringIO):
    """What somebody types; before the line of that number something else happens."""

    def __init__(self, typed: str, before: int, happens: Callable[[], object]) -> None:
        super().__init__(typed)
        self._left, self._happens = before, happens

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as the one of StringIO
        """The next line that is typed."""
        self._left -= 1
        if self._left == 0:
            self._happens()
        return super().readline(size)


def test_two_casualties_at_two_terminals_stay_two(world: World, tmp_path: Path, clock: Clock) -> None:
    """While one officer is asked for the condition, a colleague registers somebody else."""
    started(world, "illness")
    other = make_world(tmp_path, clock=clock)
    world.stdin, world.stdout, world.terminal = io.StringIO(), io.StringIO(), "plain"
    zhang = ("done", "general/casualty", "-f", "casualty-name=Zhang", "--reason", "found")
    world.stdin = Meanwhile("v\nLi\nburn\n\n\nq\n", 3, lambda: did(other, *zhang))
    assert run(("resume",), world) == 0
    answers = {fact for entry in entries(world) for fact in entry.get("facts") or {} if fact.startswith("casualty-")}
    assert answers == {"casualty-name@1", "casualty-name@2", "casualty-condition@2"}
    assert [each for each in ticked(world) if "casualty" in each] == ["general/casualty@1", "general/casualty@2"]


def test_the_others_are_not_those_whom_a_colleague_reported_missing(world: World, tmp_path: Path, clock: Clock) -> None:
    """It came while the card, gone to by the name of its step, was on the screen and showed all of them open."""
    started(world, "fire")
    other = make_world(tmp_path, clock=clock)
    world.stdout, world.terminal = io.StringIO(), "plain"
    missing = ("set", "zone-state@tax=missing", "zone-missing@tax=2")
    world.stdin = Meanwhile("j\nfire/head-count\n*\nq\n", 3, lambda: did(other, *missing))
    assert run(("resume",), world) == 0
    found = statuses(world)
    assert (found["fire/head-count@tax"], found["fire/head-count@notary"]) == ("todo", "done"), world.stdout


def test_a_casualty_begun_counts_if_the_officer_is_called_away(world: World) -> None:
    """Q in the middle: what was said is on record."""
    walk(world, "v", "Zhang San", "q", start=("fire", "--by", "Li"))
    assert "general/casualty@1" in ticked(world)


def test_b_shows_the_text_of_the_next_report(world: World) -> None:
    """The first report until it was given out; how it is given out is said."""
    answer = walk(world, "b", "q", start=("fire", "--by", "Li"))
    assert "First report" in answer.out
    assert "emergency report initial --issued-to" in answer.text
    assert kinds(world) == ["officer-named"]


def test_handover_shows_how_it_stands_on_one_screen(world: World) -> None:
    """Not eighty lines: in the walk and by command."""
    answer = walk(world, "h", "王强", "", "1", "q", start=("fire", "--by", "Li"))
    shown = answer.out.split("(Enter = nothing more)")[1].split("I take over")[0]
    assert "To do now" in shown
    assert len(shown.splitlines()) <= 24
    told = did(world, "handover", "--to", "Li", "--accept").out
    assert len(told.splitlines()) <= 27
    assert "To do now" in told


def test_a_long_question_breaks_between_words(world: World) -> None:
    """A question that is wider than the screen is broken as everything else is."""
    world.env = {**world.env, "COLUMNS": "60"}
    started(world, "fire", "--by", "Li")
    answer = resume(world, "3", "u", "0", "q")
    asked = answer.out[answer.out.index("Take back") :].partition("0 = no: ")[0].splitlines()
    assert len(asked) > 1
    assert max(map(len, asked)) < 60
    assert " ".join(asked).endswith("Enter = yes, or type why; ")


# --- words are never lost ------------------------------------------------------------------------------------------


def test_a_zone_that_reports_in_its_own_words_is_kept_as_it_was_said(world: World) -> None:
    """“All accounted for” is no answer that the plan offers: no answer is recorded, and the words are not lost."""
    started(world, "fire", "--by", "Li")
    answer = resume(world, "j", "head-count@tax", "tax everybody is here", "q")
    assert "Kept as a note" in answer.out
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == ["tax everybody is here"]
    assert "fire/head-count@tax" not in ticked(world)


def test_what_is_typed_at_a_question_for_yes_or_no_is_kept_and_asked_again(world: World) -> None:
    """The leader walks in while a suggestion stands on the screen; a stray letter is nothing to keep."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "injured=yes")
    answer = resume(world, "!the mayor is here", "z", "2", "q")
    assert answer.out.count("Also take up") == 3
    assert [(entry["text"], entry["key"]) for entry in entries(world) if entry["event"] == "noted"] == [
        ("the mayor is here", True)
    ]


@pytest.mark.parametrize(
    ("said", "state", "missing"),
    [
        ("tax clear", "clear", "0"), ("税务，都出来了", "clear", "0"), ("税务服务区：都出来了", "clear", "0"),
        ("7都出来了", "clear", "0"), ("7号 都出来了", "clear", "0"), ("7. Everyone is out", "clear", "0"),
        ("tax Someone is missing 2", "missing", "2"), ("税务有人没出来2人", "missing", "2"),
        ("7、有人没出来，2人", "missing", "2"), ("7 2 2 people", "missing", "2"),
    ],
)  # fmt: skip
def test_a_zone_reports_as_people_say_it(world: World, said: str, state: str, missing: str) -> None:
    """With whatever stands between zone, answer and number."""
    started(world, "fire", "--by", "Li")
    answer = resume(world, "j", "head-count", said, "q")
    facts = next((entry["facts"] for entry in entries(world) if "head-count@tax" in entry.get("step", "")), None)
    assert facts == {"fire.zone-state@tax": state, "fire.zone-missing@tax": missing}, answer.out
    assert "noted" not in [entry["event"] for entry in entries(world)]


def test_all_the_other_zones_are_told_in_one_line(world: World) -> None:
    """By name; each has its own entry."""
    started(world, "fire", "--by", "Li")
    answer = resume(world, "j", "head-count", "Medical Insurance: someone is missing 1", "*", "q")
    assert answer.out.count("Heads were counted") == 1
    assert "In order: Real Estate zone, Public Security zone" in answer.text
    assert len([each for each in ticked(world) if "head-count@" in each]) == 14


def test_a_wrong_time_limit_is_asked_for_again(world: World) -> None:
    """Whose order it is and for whom is not lost by it."""
    walk(
        world,
        "o",
        "open the back gate",
        "Gao Shi",
        "guards",
        "at once",
        "10m",
        "q",
        start=("fire", "--by", "Li"),
    )
    given = next(entry for entry in entries(world) if entry["event"] == "ordered")
    assert (given["text"], given["from"]) == ("open the back gate", "gao-shi")
    assert given["due"]


@pytest.mark.parametrize(
    "said", ["*", "其余都出来了", "其他服务区都出来了", "all the others are clear", "The rest: everyone is out"]
)
def test_all_the_other_zones_in_words(world: World, said: str) -> None:
    """Those that have not reported; the one where somebody is missing stays as it is."""
    started(world, "fire", "--by", "Li")
    resume(world, "j", "head-count", "7 missing 2", said, "q")
    facts = did(world, "status", "--json").data["facts"]
    assert (facts["missing"], facts["fire.zone-state@notary"]) == ("2", "clear")


@pytest.mark.parametrize("said", ["3楼有烟", "2个老人没出来", "all quiet", "其余的人在哪"])
def test_what_only_begins_like_a_report_is_a_note(world: World, said: str) -> None:
    """No zone is reported by it, and nothing is lost."""
    started(world, "fire", "--by", "Li")
    resume(world, "j", "head-count", said, "q")
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == [said]
    assert not [each for each in ticked(world) if "head-count" in each]


def test_a_zone_of_which_nothing_was_said_has_not_reported(world: World) -> None:
    """Its name, and Enter at what is asked: no count was given, and none is recorded."""
    started(world, "fire", "--by", "Li")
    answer = resume(world, "j", "head-count@tax", "tax", "", "", "q")
    assert "nothing is recorded" in answer.text
    assert statuses(world)["fire/head-count@tax"] != "done"


@pytest.mark.parametrize("then", [("",), ("Gao", ""), ("Gao", "tax", "some time"), ("Gao", "q")])
def test_the_words_of_an_order_are_never_lost(world: World, then: tuple[str, ...]) -> None:
    """Nobody says whose it is or for whom, or a time is mistyped: a note has what was said; there is no order."""
    started(world, "fire", "--by", "Li")
    resume(world, "o", "keep the gate clear", *then, "q")
    kept = [(entry["event"], entry["text"]) for entry in entries(world) if entry["event"] in ("noted", "ordered")]
    assert kept == [("noted", "keep the gate clear")]


@pytest.mark.parametrize("key", ["w", "Ｑ", "s"])
def test_a_key_typed_at_a_question_of_words_is_no_answer(world: World, key: str) -> None:
    """Where the casualty was taken to is not “w”; whatever is said in words is kept."""
    answer = walk(world, "v", "", "", key, "county hospital", "", "2", "q", start=("fire", "--by", "Li"))
    if key != "Ｑ":
        assert "is a key of the cards" in answer.text
        given = {fact: value for entry in entries(world) for fact, value in (entry.get("facts") or {}).items()}
        assert given["casualty-taken-to@1"] == "county hospital"
    assert key not in [value for entry in entries(world) for value in (entry.get("facts") or {}).values()]


def test_all_the_others_mean_nothing_where_a_step_has_no_others(world: World) -> None:
    """It is said, and nothing is recorded."""
    answer = walk(world, "*", "q", start=("fire", "--by", "Li"))
    assert "zone by zone" in answer.text
    assert "step-done" not in [entry["event"] for entry in entries(world)]


def test_what_is_suggested_is_taken_up_as_the_case_that_it_is(world: World) -> None:
    """Petitioners who hit people are a fight: nobody is asked which disorder it is, nor shown what a bomb needs."""
    walk(world, "4", "", "q", start=("上访", "--by", "Li"))
    facts = did(world, "status", "--json").data["facts"]
    assert (facts["disorder.cases"], facts["disorder.violence"]) == ("conflict", "yes")
    assert statuses(world)["disorder/object-evacuate"] == "not-applicable"


# --- reporters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["记者来了", "停水了", "孩子走失了", "疫情", "no water", "a lost child"])
def test_nobody_warns_of_gas_when_reporters_come_or_a_child_is_lost(world: World, said: str) -> None:
    """The words said what it is; where nobody can tell, as of a smell, the general card still names gas and current."""
    answer = walk(world, "", "q", start=(said, "--by", "Li"))
    assert "Get people out of danger" in answer.out
    assert "gas: touch no switch" not in answer.out
    assert "gas: touch no switch" in " ".join(walk(world, "q", start=("异味", "--new")).out.split())


def test_what_was_called_out_is_what_happened(world: World) -> None:
    """It is in the title of the first report, and no question."""
    started(world, "停水了", "--by", "Li", "--lang", "zh")
    assert "关于停水情况的初报" in did(world, "report", "initial", "--lang", "zh").out


@pytest.mark.parametrize(("said", "named"), [("打起来了", False), ("谣言", False), ("有人持刀", True), ("炸弹", True)])
def test_the_class_of_a_disorder_is_told_where_the_plan_names_one(world: World, said: str, named: bool) -> None:
    """Only the armed attack and the suspicious object have one, a brawl has none."""
    started(world, said, "--by", "Li")
    assert ("public security incident" in did(world, "report", "initial").out) is named


def test_that_people_were_looked_after_does_not_stop_a_quarrel(world: World) -> None:
    """Stopping it was passed by; nobody said later that it was done."""
    started(world, "吵架", "--by", "Li")
    did(world, "done", "general/make-safe")
    assert statuses(world)["disorder/conflict-stop"] == "todo"
