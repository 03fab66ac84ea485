"""A card that was filled by hand is typed in afterwards: with its true times, marked as such, nothing lost."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.front import Answer, did, emergency, entries, everything_below, log_of, small_plan, started, statuses, step
from tests.worlds import START, Clock, FaultyDisk, make_world

from emergency_cli.world import World

VERIFIER = Path(__file__).parents[3] / "docs" / "verify_record.py"
# The head of a card: noticed, that is right, place, zone, on duty, who types.
HEAD = ("14:54", "", "", "", "王强", "陈红")


@pytest.fixture
def clock() -> Clock:
    """The next morning: the power is back."""
    return Clock(now=START + timedelta(hours=17))


def paper(world: World, *argv: str, typed: tuple[str, ...] = ()) -> Answer:
    """Copy a card at a plain terminal; after these lines the terminal closes."""
    answer = emergency(world, "paper", *argv, typed="".join(f"{line}\n" for line in typed))
    assert answer.code == 0, answer
    return answer


def card(world: World, *rows: str) -> Answer:
    """A card of the small plan, noticed at 14:54 the day before, with these lines for its rows."""
    plan = str(world.home.parent / "plan")
    return paper(world, "water", "--plan", plan, typed=(*HEAD, *rows))


@pytest.fixture
def water(world: World, tmp_path: Path) -> World:
    """The duty PC with the small plan."""
    small_plan(tmp_path)
    return world


def test_nobody_named_not_known_was_on_duty(water: World) -> None:
    """`?` where the card does not say who was on duty is no person, at the prompt nor as an option."""
    plan = str(water.home.parent / "plan")
    paper(water, "water", "--plan", plan, typed=("14:54", "", "", "", "？", "陈红", "14:56 王强", "."))
    did(water, "paper", "water", "--plan", plan, "--noticed", "14:54", "--new", "--officer", "?", "--json")
    incidents = [folder.name for folder in (water.home / "incidents").iterdir()]
    assert len(incidents) == 2
    for incident in incidents:
        assert "officer-named" not in [entry["event"] for entry in entries(water, incident)]


def test_the_help_has_one_key_to_a_line(water: World) -> None:
    """Found at a glance, and what a time without its date means is said in plain words."""
    lines = [line.strip() for line in card(water, "?", ".").out.splitlines()]
    for line in ("Enter = the row is empty", "x REASON = could not be done", "- REASON = skipped", "? = this help"):
        assert lines.count(line) + lines.count(f"1 > {line}") == 2
    assert "A time without a date takes its day from the row above" in " ".join(lines)


def when(entry: dict[str, Any]) -> str:
    """Day and time at which something happened."""
    return datetime.fromisoformat(entry["occurred"]).strftime("%d %H:%M")


def of_kind(world: World, kind: str) -> list[dict[str, Any]]:
    """The entries of one kind, in story order."""
    return [entry for entry in entries(world) if entry["event"] == kind]


def test_the_rows_have_the_numbers_of_the_card_that_was_filled_in(world: World) -> None:
    """Which case it is the head of the card says; it is asked where the type does not say so."""
    printed = did(world, "card", "disorder", "--case", "surge", "--json").data["cards"][0]["actions"]
    for argv, case in ((["disorder"], ("2",)), (["拥挤"], ())):
        answer = paper(world, *argv, "--new", typed=(*case, *HEAD, *[""] * 3, "."))
        assert ("Information harmful" in answer.out) == bool(case)
        shown = " ".join(answer.out.split())
        for each in printed:
            assert f"{each['number']} {each['do']} ({each['step']})" in shown


# --- a new incident ------------------------------------------------------------------------------------------------


def test_the_incident_is_opened_as_of_yesterday_and_marked(water: World) -> None:
    """Noticed and opened when it was noticed, recorded now; who was on duty, and who typed it in."""
    card(water, ".")
    opened, named = entries(water)
    assert (when(opened), when({"occurred": opened["noticed"]})) == ("23 14:54", "23 14:54")
    assert opened["recorded"].startswith("2026-11-24T07:54")
    assert (opened["paper"], opened["by"]) == (True, "陈红")
    assert (named["officer"], named["by"], named["paper"]) == ("王强", "陈红", True)
    assert did(water, "status", "--json").data["id"].startswith("20261123-1454-water-")


def test_the_day_of_the_noticing_is_shown_and_can_be_put_right(water: World) -> None:
    """A wrong day is seen before anything is on record."""
    answer = paper(water, "water", "--plan", str(water.home.parent / "plan"),
                   typed=("7:00", "11-22 8:00", "", "", "", "", "", "."))  # fmt: skip
    assert "Noticed 24 November 2026 07:00" in answer.text
    assert "Noticed 22 November 2026 08:00" in answer.text
    assert when(entries(water)[0]) == "22 08:00"


def test_place_and_zone_of_the_card_are_facts(water: World) -> None:
    """In any of their names; a zone that does not exist is asked again."""
    plan = str(water.home.parent / "plan")
    answer = paper(water, "water", "--plan", plan, typed=("14:54", "", "二楼", "大堂", "税务", "", "", "."))
    assert did(water, "status", "--json").data["facts"] == {"place": "二楼", "zone": "tax"}
    assert "No service zone" in answer.text


def test_leaving_at_the_head_of_the_card_records_nothing(water: World, tmp_path: Path) -> None:
    """And says so."""
    answer = paper(water, "water", "--plan", str(tmp_path / "plan"), typed=("14:54",))
    assert "Nothing was recorded" in answer.text
    assert not (water.home / "incidents").exists()


def test_a_drill_on_paper_is_a_drill(water: World) -> None:
    """In its id and on the screen."""
    answer = paper(water, "water", "--plan", str(water.home.parent / "plan"), "--drill", typed=(*HEAD, "14:56", "."))
    assert "[DRILL] Card: Water" in answer.out
    assert "== [DRILL] Water | At once ==" in answer.out
    assert did(water, "list", "--json").data["incidents"][0]["incident"].startswith("drill-20261123-1454-water-")


def test_the_typist_is_not_taken_for_the_officer_on_duty(water: World) -> None:
    """What is recorded later at this desk is not signed with the name from the card."""
    card(water, ".")
    assert did(water, "status", "--json").data["officer"] == "王强"
    did(water, "note", "x")
    assert entries(water)[-1]["by"] == "account:duty"


def test_a_card_of_an_incident_that_is_open_goes_on_with_it(water: World) -> None:
    """Enter at the question; nothing is opened twice."""
    card(water, "14:56", ".")
    answer = paper(water, "water", "--plan", str(water.home.parent / "plan"), typed=("", "", "."))
    assert "is already open" in answer.text
    assert len(did(water, "list", "--json").data["incidents"]) == 1


# --- row by row ----------------------------------------------------------------------------------------------------


def test_a_row_is_the_true_time_and_who_did_it(water: World) -> None:
    """Occurred as on the card, recorded now, marked; the full date is shown back."""
    answer = card(water, "14:56 王强", ".")
    tick = of_kind(water, "step-done")[0]
    assert (tick["step"], when(tick), tick["actor"], tick["paper"]) == ("water/shut-off", "23 14:56", "王强", True)
    assert "23 November 2026 14:56 王强 [recorded" in answer.text


def test_without_a_name_nobody_is_named(water: World) -> None:
    """Whom the plan makes responsible is not who did it."""
    card(water, "14:56", ".")
    assert "actor" not in of_kind(water, "step-done")[0]


def test_the_rows_stand_as_on_the_card(water: World) -> None:
    """Number, order, step id; playbook by playbook, stage by stage, the general procedure last; no review yet."""
    answer = card(water, *[""] * 20)
    places = [answer.out.index(f"({address})") for address in (
        "water/shut-off", "water/how-deep", "water/tell", "water/look", "water/patrol", "water/cut-mains",
        "water/pump", "water/dry", "water/insurer", "general/tell-office",
    )]  # fmt: skip
    assert places == sorted(places)
    assert " 1  Shut the valve  (water/shut-off)\n" in answer.out
    assert " 9  Tell the insurer  (water/insurer)\n" in answer.out
    assert "general/evaluate" not in answer.out


def test_an_empty_row_records_nothing(water: World) -> None:
    """Enter; the step stays open."""
    card(water, "", "", ".")
    assert [entry["event"] for entry in entries(water)] == ["opened", "officer-named"]
    assert statuses(water)["water/shut-off"] == "todo"


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("x 阀门锈住了", "step-could-not", "阀门锈住了"),
        ("Ｘ 阀门锈住了", "step-could-not", "阀门锈住了"),
        ("×阀门锈住了", "step-could-not", "阀门锈住了"),
        ("做不了 阀门锈住了", "step-could-not", "阀门锈住了"),
        ("- 不用", "step-skipped", "不用"),
        ("－不用", "step-skipped", "不用"),
        ("跳过 不用", "step-skipped", "不用"),
        ("x", "step-could-not", None),
    ],
)
def test_could_not_and_skipped_with_their_reason(water: World, typed: str, kind: str, reason: str | None) -> None:
    """Where no time stands beside it, the time is asked; Enter: as of the noticing, which the question says."""
    answer = card(water, "", "14:57", "q", typed, "", ".")
    entry = next(each for each in entries(water) if each["event"] == kind)
    assert (entry.get("reason"), when(entry), entry["paper"]) == (reason, "23 14:54", True)
    assert "Enter = the card has none; recorded as of the noticing, 23 November 2026 14:54" in answer.text


def test_leaving_at_the_question_when_it_was_keeps_the_row(water: World) -> None:
    """The terminal closes; the reason is not lost."""
    card(water, "x 阀门锈住了")
    assert [each["reason"] for each in of_kind(water, "step-could-not")] == ["阀门锈住了"]


def test_the_time_of_a_step_left_out_can_be_said_and_moves_no_other(water: World) -> None:
    """Without one the next row goes on from the last time that stands on the card."""
    card(water, "23:50", "x 锁着", "", "- 不用", "23:58", "00:10", "", "", ".")
    assert [when(each) for each in entries(water)[2:]] == ["23 14:54", "23 23:50", "23 23:58", "24 00:10", "24 00:10"]


def test_a_reason_may_have_its_time(water: World) -> None:
    """`x 15:01 …`."""
    card(water, "x 15:01 阀门锈住了", ".")
    assert (when(entries(water)[-1]), entries(water)[-1]["reason"]) == ("23 15:01", "阀门锈住了")


def test_a_note_beside_a_row_is_kept_and_the_row_is_asked_again(water: World) -> None:
    """With its own time, or that of the row above."""
    card(water, "n 15:02 水漫到大厅", "14:56 王强", ".")
    note = of_kind(water, "noted")[0]
    assert (note["text"], note["step"], when(note), note["paper"]) == (
        "水漫到大厅",
        "water/shut-off",
        "23 15:02",
        True,
    )
    assert statuses(water)["water/shut-off"] == "done"


@pytest.mark.parametrize("wrong", ["王强", "25:00", "14:75 王强", "08:30 王强", "1", "xyz", "@大堂 14:56"])
def test_a_slip_is_one_line_and_the_row_is_asked_again(water: World, wrong: str) -> None:
    """No time, no such time, a time still to come, no such zone: nothing is recorded, nothing is lost."""
    card(water, wrong, "14:56 王强", ".")
    assert [(entry["step"], when(entry)) for entry in of_kind(water, "step-done")] == [("water/shut-off", "23 14:56")]


def test_past_midnight_the_next_day_is_asked_and_meant(water: World) -> None:
    """23:50, then 00:10: the day after, which is said before it is recorded."""
    answer = card(water, "23:50", "00:10", "", "", ".")
    assert "24 November 2026 00:10: another day than the row above." in answer.text
    assert [when(entry) for entry in of_kind(water, "step-done")] == ["23 23:50", "24 00:10"]


def test_a_time_before_the_noticing_is_asked_about(water: World) -> None:
    """Enter keeps it, another time takes its place."""
    answer = card(water, "14:50", "", "14:51", "14:56", "", ".")
    assert "23 November 2026 14:50 is before it was noticed (23 November 2026 14:54)." in answer.text
    assert [when(entry) for entry in of_kind(water, "step-done")] == ["23 14:50", "23 14:56"]


def test_the_row_above_can_be_taken_back(water: World) -> None:
    """`u`: on record, and the row is asked again."""
    card(water, "14:58", "u", "wrong line", "14:56", ".")
    assert [when(entry) for entry in of_kind(water, "step-done") if not entry["taken_back"]] == ["23 14:56"]
    assert of_kind(water, "reopened")[0]["reason"] == "wrong line"
    assert "paper" not in of_kind(water, "reopened")[0]


def test_only_what_was_copied_can_be_taken_back(water: World) -> None:
    """A tick made at the computer before it died is not a row of the card."""
    plan = str(water.home.parent / "plan")
    started(water, "water", "--plan", plan)
    did(water, "done", "shut-off")
    answer = paper(water, typed=("陈红", "u", "."))
    assert "There is nothing to take back." in answer.text
    assert statuses(water)["water/shut-off"] == "done"


# --- what else stands in a row -------------------------------------------------------------------------------------


def test_answers_and_calls_of_a_row_go_with_its_tick(water: World) -> None:
    """One entry; Enter leaves out what the card does not say."""
    card(water, "", "14:57", "y", "14:58 王强", "1", ".")
    deep, told = of_kind(water, "step-done")
    assert deep["facts"] == {"water.deep": "yes"}
    assert told["contacts"][0]["outcome"] == "reached"


def test_a_call_that_the_card_does_not_tell_is_not_made_up(water: World) -> None:
    """Enter at the question whom it reached."""
    card(water, "", "", "14:58", "", ".")
    assert "contacts" not in of_kind(water, "step-done")[0]


def test_nothing_more_on_this_row(water: World) -> None:
    """`q` leaves out all that would still be asked."""
    answer = card(water, "", "14:57", "q", ".")
    assert "facts" not in of_kind(water, "step-done")[0]
    assert "q = nothing more" in answer.text


def test_a_time_among_the_answers_belongs_to_the_day_of_the_card(water: World) -> None:
    """A full stop is the time of the row; a bare time is not taken for this morning's."""
    card(water, *[""] * 8, "15:40", "15:10", ".")
    assert of_kind(water, "step-done")[0]["facts"] == {"water.burst-at": "2026-11-23T15:10:00.000+08:00"}


def test_leaving_in_the_middle_of_a_row_keeps_what_was_typed(water: World) -> None:
    """The terminal closes at the question after the time."""
    card(water, "", "14:57")
    assert [(entry["step"], when(entry)) for entry in of_kind(water, "step-done")] == [("water/how-deep", "23 14:57")]


def test_nobody_reached_leaves_the_row_open(water: World) -> None:
    """The calls are on record, from paper; the row is asked again."""
    card(water, "", "", "14:58", "3", "3", "x 14:59 没人接", ".")
    assert [(entry["event"], entry["paper"]) for entry in entries(water)[2:]] == [
        ("call-made", True),
        ("step-could-not", True),
    ]


def test_a_step_of_every_zone_takes_one_time_for_all_or_each_its_own(water: World) -> None:
    """`@ZONE` first, the rest with one line."""
    card(water, "", "", "", "@税务 15:00 王强", "3", "15:05 李娜", ".")
    assert [(entry["step"], when(entry), entry["actor"]) for entry in of_kind(water, "step-done")] == [
        ("water/look@tax", "23 15:00", "王强"),
        ("water/look@notary", "23 15:05", "李娜"),
    ]


@pytest.mark.parametrize("others", ["@2 15:05", "@公证 15:05"])
def test_a_zone_that_is_not_open_in_a_row_is_never_taken_for_all_of_them(water: World, others: str) -> None:
    """None of the row, or done already: one line with what is open, and the row is asked again."""
    answer = card(water, "", "", "", "@公证 15:00 王强", "", others, ".")
    assert [entry["step"] for entry in of_kind(water, "step-done")] == ["water/look@notary"]
    assert "is not open on this card. Open: water/look@tax" in answer.text


def test_a_zone_named_beside_a_row_of_the_whole_hall_is_refused(water: World) -> None:
    """Its time is not that of the row."""
    answer = card(water, "@税务 14:56", ".")
    assert of_kind(water, "step-done") == []
    assert "water/shut-off@tax is not open on this card. Open: water/shut-off" in answer.text


def test_a_step_in_rounds_takes_a_line_for_each(water: World) -> None:
    """Enter when there are no more."""
    card(water, "", "", "", "", "15:00", "1", "15:30", "2", "", ".")
    assert [entry["step"] for entry in of_kind(water, "step-done")] == ["water/patrol@1", "water/patrol@2"]


def test_consent_is_asked_as_in_the_walk(water: World) -> None:
    """Given, by whom, how."""
    card(water, "", "", "", "", "", "15:00", "1", "高石", "电话", ".")
    assert of_kind(water, "step-done")[0]["approval"] == {
        "party": "wang",
        "answer": "given",
        "name": "高石",
        "how": "电话",
    }


def test_the_same_act_on_two_cards_is_told_once(water: World) -> None:
    """What the step of one card said is done on the card of the general procedure too, without a row to type."""
    card(water, "", "", "14:58", "1", ".")
    assert statuses(water)["general/tell-office"] == "done"
    assert [entry["step"] for entry in of_kind(water, "step-done")] == ["water/tell"]


def test_rows_that_do_not_apply_are_left(water: World) -> None:
    """By the answers on the card itself."""
    answer = card(water, "", "14:57", "n", *[""] * 9)
    assert "(water/pump)" not in answer.out
    assert statuses(water)["water/pump"] == "not-applicable"


# --- going on later ------------------------------------------------------------------------------------------------


def test_it_goes_on_where_rows_are_open(water: World) -> None:
    """What is done is shown as done and passed over; what was empty is asked again."""
    card(water, "14:56 王强", "", ".")
    answer = paper(water, typed=("", "14:59", "n", "."))
    assert answer.text.count("Shut the valve done 23 Nov 14:56") == 1
    assert "See how deep it is done" not in answer.text
    assert [entry["step"] for entry in of_kind(water, "step-done")] == ["water/shut-off", "water/how-deep"]
    assert of_kind(water, "step-done")[1]["by"] == "account:duty"


def test_a_part_of_the_id_goes_on_with_that_incident(water: World) -> None:
    """Where several are open."""
    card(water, ".")
    incident = did(water, "status", "--json").data["id"]
    started(water, "fire")
    paper(water, incident, typed=("陈红", "14:56", "."))
    assert step(water, "water/shut-off", incident)["status"] == "done"


def test_without_a_terminal_nothing_is_opened_twice(water: World, tmp_path: Path) -> None:
    """The refusal names the open one and the flag for a new one."""
    card(water, "14:56", ".")
    incident = did(water, "status", "--json").data["id"]
    before = everything_below(tmp_path / "home")
    answer = opened(water, "--noticed", "14:54")
    assert (answer.code, incident in answer.err, "--new" in answer.err) == (2, True, True)
    assert everything_below(tmp_path / "home") == before
    assert opened(water, "--noticed", "14:54", "--new").code == 0


def test_a_second_card_that_the_answers_call_for_is_named(world: World) -> None:
    """Somebody was hurt: the card of sudden illness may lie there too."""
    answer = paper(world, "fire", typed=(*HEAD, "", "", "", "", "15:00", "y", "."))
    assert "emergency also illness -i" in answer.text


def test_the_closing_line_says_how_to_go_on_and_what_to_do_with_the_card(water: World) -> None:
    """How much is copied, how much open; the photo as evidence."""
    answer = card(water, "14:56", ".")
    incident = did(water, "status", "--json").data["id"]
    assert "Copied from the card: 1. Steps still open:" in answer.text
    assert f"emergency paper {incident}" in answer.text
    assert f"emergency attach PHOTO -i {incident}" in answer.text


@pytest.mark.parametrize("what", [("water", "--new"), ("water",), ("1454",)])
def test_two_names_of_the_incident_are_refused(water: World, what: tuple[str, ...]) -> None:
    """One of them would be ignored: a type, or part of an id, and `-i`."""
    card(water, ".")
    incident = did(water, "status", "--json").data["id"]
    plan = str(water.home.parent / "plan")
    answer = emergency(water, "paper", *what, "--plan", plan, "--noticed", "15:00", "-i", incident)
    assert (answer.code, "-i" in answer.err, len(entries(water, incident))) == (2, True, 2)
    assert len(did(water, "list", "--json").data["incidents"]) == 1


def test_a_closed_incident_takes_no_card(water: World) -> None:
    """Exit 3, with who closed it."""
    card(water, ".")
    did(water, "end", "false-alarm", "--by", "Li")
    did(water, "close", "--reason", "x", "--by", "Li")
    incident = did(water, "list", "--json").data["incidents"][0]["incident"]
    answer = emergency(water, "paper", incident)
    assert (answer.code, "was closed" in answer.err) == (3, True)


def test_whichever_call_of_the_disk_fails_what_was_shown_as_recorded_is_there(tmp_path: Path, clock: Clock) -> None:
    """NOT SAVED or NOT RECORDED otherwise, and the record is whole."""
    typed = (*HEAD, "14:56 王强", "", "14:57", "", "14:58", "")
    argv = ("water", "--plan", small_plan(tmp_path))
    counting = FaultyDisk()
    paper(make_world(tmp_path, desk="a", home="first", clock=clock, disk=counting), *argv, typed=typed)
    assert len(counting.calls) > 40
    for number in range(1, len(counting.calls) + 1, 5):
        desk, home = f"d{number}", f"home-{number}"
        faulty = make_world(tmp_path, desk=desk, home=home, clock=clock, disk=FaultyDisk(number))
        answer = emergency(faulty, "paper", *argv, typed="".join(f"{line}\n" for line in typed))
        assert answer.code in (0, 4)
        world = make_world(tmp_path, desk=desk, home=home, clock=clock)
        shown = len(re.findall(r"\[recorded", answer.out))
        found = [one["incident"] for one in did(world, "list", "--json").data["incidents"]]
        assert len(entries(world, *found)) == shown if found else shown == 0, (number, answer)
        assert not found or did(world, "verify", "--json").data["whole"]


# --- by commands ---------------------------------------------------------------------------------------------------


def opened(world: World, *options: str) -> Answer:
    """The head of a card without a terminal."""
    return emergency(world, "paper", "water", "--plan", str(world.home.parent / "plan"), "--by", "陈红", *options)


def row(world: World, verb: str, *argv: str) -> Answer:
    """A row of the card as a command of its own."""
    return emergency(world, verb, *argv, "--paper", "--by", "陈红")


def test_a_whole_card_by_commands(water: World) -> None:
    """Rows, answers, calls, who was on duty: each with the time on the card, each marked."""
    head = opened(water, "--noticed", "11-23 14:54", "--zone", "税务", "--place", "二楼", "--officer", "王强", "--json")
    assert (head.code, len(head.data["entries"])) == (0, 2)
    for line in (
        ("done", "shut-off", "--at", "14:56", "--actor", "王强"),
        ("done", "how-deep", "--at", "14:57", "--fact", "deep=yes"),
        ("done", "tell", "--at", "14:58", "--contact", "emergency-office=reached:王强"),
        ("could-not", "cut-mains", "--at", "15:00", "--reason", "没同意"),
        ("done", "look@all", "--at", "15:10"),
        ("done", "patrol", "--at", "15:20"),
        ("done", "patrol", "--at", "15:50"),
        ("skip", "dry", "--at", "15:55", "--reason", "不用"),
        ("set", "burst-at=14:50", "--at", "15:55"),
        ("note", "水漫到大厅", "--at", "16:00"),
        ("call", "fire-119=no-answer", "--at", "16:01"),
    ):
        answer = row(water, *line)
        assert answer.code == 0, answer
    data = did(water, "status", "--json").data
    assert data["facts"] == {
        "water.deep": "yes", "water.burst-at": "2026-11-23T14:50:00.000+08:00", "zone": "tax", "place": "二楼",
    }  # fmt: skip
    assert all(entry["paper"] is True and entry["by"] == "陈红" for entry in entries(water))
    assert all(when(entry).startswith("23 ") for entry in entries(water))
    assert statuses(water)["water/look@notary"] == "done"
    assert [entry["step"] for entry in of_kind(water, "step-done") if "patrol" in entry["step"]] == [
        "water/patrol@1",
        "water/patrol@2",
    ]
    told = next(entry for entry in entries(water) if entry.get("step") == "water/tell")
    assert told["contacts"] == [{"party": "emergency-office", "outcome": "reached", "name": "王强"}]


def test_a_command_from_paper_shows_the_full_date(water: World) -> None:
    """A time without a date is near that of the row before, days later too; past midnight it is the day after."""
    opened(water, "--noticed", "11-23 14:54")
    assert "23 November 2026 23:50" in row(water, "done", "shut-off", "--at", "23:50").text
    assert "24 November 2026 00:10" in row(water, "done", "how-deep", "--at", "00:10", "-f", "deep=no").text


def test_a_time_among_the_answers_of_a_command_belongs_to_the_day_of_the_card(water: World) -> None:
    """07:10 of yesterday, though it is 07:54 now."""
    opened(water, "--noticed", "11-23 07:00")
    row(water, "set", "burst-at=07:10", "--at", "07:30")
    assert did(water, "status", "--json").data["facts"]["water.burst-at"] == "2026-11-23T07:10:00.000+08:00"


@pytest.mark.parametrize(
    "line",
    [("done", "shut-off"), ("skip", "dry"), ("could-not", "dry"), ("set", "deep=no"), ("note", "x"),
     ("call", "fire-119")],
)  # fmt: skip
def test_what_is_copied_without_its_time_is_refused(water: World, line: tuple[str, ...]) -> None:
    """None is made up."""
    opened(water, "--noticed", "14:54")
    answer = row(water, *line)
    assert (answer.code, "Add --at TIME" in answer.err, len(entries(water))) == (2, True, 1)


def test_a_time_to_come_is_refused_from_paper_too(water: World, tmp_path: Path) -> None:
    """08:30 of this morning has not come yet."""
    opened(water, "--noticed", "11-24 07:00")
    before = everything_below(tmp_path / "home")
    answer = row(water, "done", "shut-off", "--at", "08:30")
    assert (answer.code, "in the future" in answer.text) == (2, True)
    assert everything_below(tmp_path / "home") == before


def test_what_was_not_copied_is_not_marked(water: World) -> None:
    """Without the option."""
    opened(water, "--noticed", "14:54")
    did(water, "done", "shut-off", "--at", "15:00")
    assert "paper" not in of_kind(water, "step-done")[0]


def test_all_that_is_wrong_with_the_head_leaves_nothing_behind(water: World) -> None:
    """A zone that does not exist."""
    answer = opened(water, "--noticed", "14:54", "--zone", "大堂")
    assert (answer.code, "No service zone" in answer.err) == (2, True)
    assert not (water.home / "incidents").exists()


def test_a_missing_answer_is_a_refusal_that_names_its_flag(water: World) -> None:
    """Without a terminal nothing hangs and nothing is recorded."""
    answer = opened(water)
    assert (answer.code, "--noticed" in answer.err) == (2, True)
    assert not (water.home / "incidents").exists()


def test_the_rows_of_an_open_incident_are_not_asked_without_a_terminal(water: World) -> None:
    """It says how they are recorded."""
    opened(water, "--noticed", "14:54")
    answer = emergency(water, "paper")
    assert (answer.code, "emergency done STEP --at 14:56 --paper" in answer.err) == (2, True)


@pytest.mark.parametrize("noticed", ["16:00", "11-25 08:00 x", "yesterday"])
def test_an_incident_noticed_in_the_future_or_at_no_time_is_refused(water: World, noticed: str) -> None:
    """`16:00` is yesterday's; what cannot be read is said."""
    assert opened(water, "--noticed", noticed).code == (0 if noticed == "16:00" else 2)


def test_a_time_before_the_noticing_is_a_warning(water: World) -> None:
    """It is recorded as it was given."""
    opened(water, "--noticed", "14:54")
    answer = row(water, "done", "shut-off", "--at", "14:50")
    assert (answer.code, "before it was noticed" in answer.err) == (0, True)
    assert when(of_kind(water, "step-done")[0]) == "23 14:50"


def test_options_of_a_new_incident_are_refused_for_an_open_one(water: World) -> None:
    """They would be lost."""
    card(water, ".")
    for option in (("--noticed", "14:54"), ("--new",)):
        answer = emergency(water, "paper", *option)
        assert (answer.code, f"{option[0]} is only for a new incident" in answer.err) == (2, True)


# --- what it comes to ----------------------------------------------------------------------------------------------

FIRE = {
    "call-119": 2, "sound-alarm": 3, "evacuate": 4, "anyone-hurt": 6, "tell-office": 5, "guide-brigade": 8,
    "cut-power": 9, "ask-hospital": 10, "head-count@tax": 20, "command-on-scene": 12, "fight-fire": 15,
    "transfer-command": 30, "protect-scene": 60,
}  # fmt: skip


def told_by_board(world: World) -> list[tuple[object, ...]]:
    """How every step stands, without what tells who typed it when."""
    rows = did(world, "status", "--json").data["steps"]
    return [
        tuple(row[key] for key in ("step", "stage", "status", "deadline", "late_seconds", "because")) for row in rows
    ]


def test_a_fire_from_paper_stands_as_one_that_was_ticked_as_it_happened(tmp_path: Path) -> None:
    """The same board, the same answers, the same story; what differs is who wrote when, and that it was on paper."""
    answers = {"anyone-hurt": "injured=no", "call-119": "trapped=no"}
    live, clock = make_world(tmp_path, desk="a", home="live"), Clock()
    live = make_world(tmp_path, desk="a", home="live", clock=clock)
    started(live, "fire", "--by", "王强")
    for name, minutes in sorted(FIRE.items(), key=lambda pair: pair[1]):
        clock.now = START + timedelta(minutes=minutes)
        did(live, "done", f"fire/{name}", *(["--fact", answers[name]] if name in answers else []))
    clock.now = START + timedelta(hours=18)
    world = make_world(tmp_path, desk="b", home="paper", clock=clock)
    did(world, "paper", "fire", "--noticed", "14:54", "--officer", "王强", "--by", "陈红")
    for name, minutes in FIRE.items():
        at = f"{START + timedelta(minutes=minutes):%H:%M}"
        fact = ["--fact", answers[name]] if name in answers else []
        did(world, "done", f"fire/{name}", "--at", at, *fact, "--paper", "--by", "陈红")
    assert told_by_board(world) == told_by_board(live)
    assert did(world, "status", "--json").data["facts"] == did(live, "status", "--json").data["facts"]
    story = [[(when(entry), entry["step"]) for entry in of_kind(each, "step-done")] for each in (world, live)]
    assert story[0] == story[1]


def test_the_record_is_whole_for_both_verifiers(water: World) -> None:
    """`emergency verify`, and docs/verify_record.py, which knows the mark from the page alone."""
    card(water, "14:56 王强", "14:57", "y", "14:58", "1", "x 15:00 没办法", ".")
    assert did(water, "verify", "--json").data["whole"] is True
    folder = next((water.home / "incidents").iterdir())
    done = subprocess.run([sys.executable, str(VERIFIER), str(folder)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("whole")) == (0, True), done.stdout
    assert b'"actor":"\xe7\x8e\x8b\xe5\xbc\xba","paper":true,"event":"step-done"' in b"".join(
        path.read_bytes() for path in folder.glob("*.jsonl")
    )


@pytest.mark.parametrize(("language", "mark"), [("en", "copied from paper"), ("zh", "据纸质记录补录")])
def test_timeline_and_summary_say_what_was_copied_from_paper(water: World, language: str, mark: str) -> None:
    """Every entry of the card, and no other."""
    card(water, "14:56 王强", ".")
    did(water, "note", "typed now")
    timeline = did(water, "timeline", "--lang", language)
    assert timeline.text.count(mark) == 3
    assert did(water, "status", "--all", "--lang", language).text.count(mark) == 1
    summary = did(water, "export", "--to", "-", "--lang", language)
    assert summary.text.count(mark) == 3


@settings(max_examples=8)
@given(data=st.data())
def test_rows_in_any_order_are_told_by_their_true_times(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Story order is by what stands on the card, whatever is typed first."""
    place = tmp_path_factory.mktemp("paper")
    world = make_world(place, clock=Clock(now=START + timedelta(days=2)))
    minutes = data.draw(st.dictionaries(st.sampled_from(sorted(FIRE)), st.integers(0, 359), min_size=1))
    order = data.draw(st.permutations(sorted(minutes)))
    times = {name: START + timedelta(minutes=minutes[name]) for name in order}
    did(world, "paper", "fire", "--noticed", "11-23 14:54")
    for name in order:
        did(world, "done", f"fire/{name}", "--at", f"{times[name]:%H:%M}", "--paper")
    told = [(entry["step"], entry["occurred"][:16]) for entry in of_kind(world, "step-done")]
    wanted = sorted(((times[name], order.index(name)), name) for name in order)
    assert told == [(f"fire/{name}", f"{times[name]:%Y-%m-%dT%H:%M}") for _, name in wanted]


@pytest.mark.parametrize("typed", ["q\n", ""])
def test_leaving_where_one_is_open_already_records_nothing(world: World, typed: str) -> None:
    """It is neither gone on with nor is a new one opened."""
    incident = started(world, "fire")
    before = log_of(world, incident)
    answer = emergency(world, "paper", "fire", typed=typed)
    assert (answer.code, "Nothing was recorded." in answer.out) == (0, True), answer
    assert [each.name for each in (world.home / "incidents").iterdir()] == [incident]
    assert log_of(world, incident) == before
