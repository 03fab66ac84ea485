"""Ticking, leaving out, failing at and putting off steps; zones, rounds, consent, deadlines."""

from pathlib import Path
from typing import Any

import pytest
from tests.front import WATER, did, emergency, entries, small_plan, started, statuses, step
from tests.worlds import Clock

from emergency_cli.world import World


def water(world: World, tmp_path: Path) -> str:
    """An incident of the small plan."""
    return started(world, "water", "--plan", small_plan(tmp_path))


def due(row: dict[str, Any]) -> str | None:
    """The deadline of a step, by the clock."""
    return str(row["deadline"])[11:19] if row["deadline"] else None


# --- a tick --------------------------------------------------------------------------------------------------------


def test_a_tick_says_what_is_on_record_and_what_comes_next(world: World) -> None:
    """The entry by its name, the step in words, the next one by its address."""
    started(world, "fire")
    answer = did(world, "done", "call-119")
    assert "/2] The fire brigade was called on 119" in answer.text
    assert "Next: 2. Sound the fire alarm." in answer.text


def test_a_question_ticked_without_its_answer_says_so(world: World) -> None:
    """The step is done, what it asks for stays open: a remark with what to type, on standard error."""
    started(world, "fire")
    answer = did(world, "done", "fire/anyone-hurt")
    assert "Not answered: Is anyone hurt or dead? – emergency set injured=…" in answer.err
    assert "Done: “Is anyone hurt”" in answer.out
    did(world, "also", "停电")
    assert "Not answered" in did(world, "done", "judge-cause", "--json").err


def test_a_question_ticked_with_its_answer_says_nothing_more(world: World) -> None:
    """Nor does a step that asks for nothing, nor one whose question was answered before."""
    started(world, "fire")
    assert did(world, "done", "fire/anyone-hurt", "-f", "injured=no").err == ""
    assert did(world, "done", "call-119").err == ""
    did(world, "set", "trapped=no")
    assert did(world, "done", "fire/tell-office").err == ""


CONDITIONAL = WATER.replace(
    "facts:\n", "facts:\n  cause: {kind: text, label: {zh: 原因, en: Why so deep}, when: {deep: yes}}\n"
).replace("en: Shut the valve}, actor", "en: Shut the valve}, record: [cause], actor")


@pytest.mark.parametrize(("deep", "owed"), [("no", []), ("yes", ["water.cause"]), ("not-known", ["water.cause"])])
def test_a_fact_is_owed_only_where_it_can_have_an_answer(
    world: World, tmp_path: Path, deep: str, owed: list[str]
) -> None:
    """Why it is so deep is no blank where it is not deep, whatever was ticked first."""
    started(world, "water", "--plan", small_plan(tmp_path, water=CONDITIONAL))
    did(world, "done", "shut-off")
    did(world, "set", f"deep={deep}")
    assert [each["fact"] for each in did(world, "status", "--json").data["blanks"]] == owed


def test_a_tick_names_no_question_that_cannot_be_answered(world: World, tmp_path: Path) -> None:
    """Said before: it is not deep."""
    started(world, "water", "--plan", small_plan(tmp_path, water=CONDITIONAL))
    did(world, "set", "deep=no")
    assert "Why so deep" not in did(world, "done", "shut-off").text


def test_a_time_before_the_noticing_is_kept_and_pointed_out(world: World) -> None:
    """14:50 for 15:40 or yesterday for today: the whole date that was understood, and how to correct it."""
    started(world, "fire")
    answer = did(world, "note", "smoke", "--at", "23:50")
    entry = answer.out.partition("]")[0].removeprefix("[recorded ")
    said = "22 November 2026 23:50 is before it was noticed (23 November 2026 14:54)."
    assert f"{said} If that is wrong: emergency correct {entry} --occurred TIME" in " ".join(answer.err.split())
    assert "before it was noticed" in did(world, "done", "call-119", "--at", "14:50", "--json").err


def test_a_corrected_time_from_before_the_noticing_is_pointed_out(world: World) -> None:
    """As any other time that is typed."""
    started(world, "fire")
    did(world, "note", "smoke")
    answer = did(world, "correct", "2", "--occurred", "14:50", "--reason", "typed late")
    assert "14:50 is before it was noticed" in answer.err
    assert did(world, "correct", "2", "--occurred", "14:54", "--reason", "no").err == ""


def test_a_time_from_the_noticing_on_is_no_matter(world: World, clock: Clock) -> None:
    """Nothing is said of it, nor of the minute of the noticing itself."""
    clock.pass_by(seconds=40)
    started(world, "fire")
    clock.pass_by(minutes=5)
    assert did(world, "note", "smoke", "--at", "14:54").err == ""


def test_without_a_name_the_next_step_is_ticked(world: World) -> None:
    """`emergency done` alone goes on in order."""
    started(world, "fire")
    for expected in ("brigade was called", "alarm was sounded", "People were led"):
        assert expected in did(world, "done").text


@pytest.mark.parametrize("name", ["fire/call-119", "call-119", "CALL-119", "cal-119", "call"])
def test_a_step_is_found_by_its_address_or_the_part_after_the_slash(world: World, name: str) -> None:
    """Forgiving of a slip."""
    started(world, "fire")
    did(world, "done", name)
    assert step(world, "fire/call-119")["status"] == "done"


def test_a_step_of_several_playbooks_has_to_be_told_apart(world: World) -> None:
    """`tell-office` is one of the fire and one of the general procedure."""
    started(world, "fire")
    answer = emergency(world, "done", "tell-office")
    assert answer.code == 2
    for part in ("(Fire or explosion), ", "(General procedure). Type the number of the one meant."):
        assert part in answer.text


@pytest.mark.parametrize("name", ["2", "２", "2 拉警报", "拉响火警", "拉响火警警报。", "火警警报"])
def test_a_step_is_found_by_its_number_and_by_words_of_its_order(world: World, name: str) -> None:
    """As the board shows it: nobody types an English id on a Chinese screen."""
    started(world, "fire")
    assert " 2 拉响火警警报" in did(world, "status", "--all", "--lang", "zh").out
    did(world, "done", name)
    assert step(world, "fire/sound-alarm")["status"] == "done"


def test_a_number_stays_with_its_step(world: World) -> None:
    """Whatever is done, deferred, or taken up later."""
    started(world, "fire")
    before = {row["step"]: row for row in did(world, "status", "--json").data["steps"]}
    did(world, "defer", "2")
    did(world, "also", "power-failure")
    did(world, "done", "2")
    assert step(world, "fire/sound-alarm")["status"] == "done"
    assert before["fire/sound-alarm"]["status"] == "todo"


def test_answers_and_calls_belong_to_the_tick(world: World) -> None:
    """`--fact` and `--contact` are in the same entry."""
    started(world, "fire")
    told = ["-c", "119=no-answer", "--contact", "消防=reached:张三", "--actor", "first-discoverer"]
    did(world, "done", "call-119", "-f", "trapped=no", "--fact", "burning=纸", *told)
    entry = entries(world)[-1]
    assert entry["facts"] == {"fire.trapped": "no", "fire.burning": "纸"}
    unanswered, reached = entry["contacts"]
    assert unanswered == {"party": "fire-119", "outcome": "no-answer"}
    assert (reached["party"], reached["outcome"], list(reached["name"])) == ("fire-119", "reached", ["sealed"])
    assert "张三" in did(world, "timeline").text
    assert entry["actor"] == "first-discoverer"


def test_a_tick_as_data(world: World) -> None:
    """The entry, its hash and its check code."""
    started(world, "fire")
    answer = did(world, "done", "call-119", "--json").data
    (data,) = answer["entries"]
    assert answer.keys() == {"answer", "version", "incident", "entries"}
    assert data.keys() == {"entry", "event", "hash", "code"}
    assert (data["event"], data["entry"].partition("/")[2]) == ("step-done", "2")
    assert data["hash"] == entries(world)[-1]["hash"]


def test_done_twice_is_already_done(world: World) -> None:
    """Who and when, exit 3, and how to take it back."""
    started(world, "fire", "--by", "Li")
    did(world, "done", "call-119")
    answer = emergency(world, "done", "call-119")
    assert answer.code == 3
    assert "already done" in answer.err
    assert "14:54 by Li" in answer.err
    assert "emergency reopen" in answer.err


@pytest.mark.parametrize("verb", ["skip", "could-not", "defer"])
def test_a_done_step_cannot_be_left_out_any_more(world: World, verb: str) -> None:
    """It has to be taken back first."""
    started(world, "fire")
    did(world, "done", "call-119")
    answer = emergency(world, verb, "call-119", "--reason", "x")
    assert (answer.code, "already done" in answer.err) == (3, True)


@pytest.mark.parametrize(
    ("verb", "status", "word"),
    [
        ("skip", "skipped", "The fire alarm was not sounded (bell broken)"),
        ("could-not", "could-not", "The fire alarm could not be sounded (bell broken)"),
        ("defer", "deferred", "Deferred: “Sound the alarm” (bell broken)"),
    ],
)
def test_a_step_may_be_left_out_on_a_reason(world: World, verb: str, status: str, word: str) -> None:
    """Status and reason stand on the board, the sentence in the timeline."""
    started(world, "fire")
    assert word in did(world, verb, "sound-alarm", "--reason", "bell broken").text
    row = step(world, "fire/sound-alarm")
    assert (row["status"], row["reason"]) == (status, "bell broken")
    assert "bell broken" in did(world, "timeline").text


def test_a_missing_reason_stays_as_a_gap(world: World) -> None:
    """Nothing stops a skip; what is missing is asked later."""
    started(world, "fire")
    did(world, "skip", "sound-alarm")
    assert {"step": "fire/sound-alarm", "kind": "reason", "fact": None} in did(world, "status", "--json").data["blanks"]


def test_a_skipped_step_can_still_be_done(world: World) -> None:
    """Somebody did it after all."""
    started(world, "fire")
    did(world, "skip", "sound-alarm", "--reason", "no bell")
    did(world, "done", "sound-alarm")
    assert step(world, "fire/sound-alarm")["status"] == "done"


def test_a_deferred_step_comes_back_before_the_stage_ends(world: World) -> None:
    """Deferred once: the end of its stage. Deferred again: the next stage."""
    started(world, "fire")
    did(world, "defer", "cut-power")
    order = [address for address, status in statuses(world).items() if status in ("todo", "deferred")]
    assert order.index("general/report-county") < order.index("fire/cut-power") < order.index("fire/fight-fire")
    did(world, "defer", "cut-power")
    order = [address for address, status in statuses(world).items() if status in ("todo", "deferred")]
    assert order.index("fire/fight-fire") < order.index("fire/cut-power") < order.index("fire/protect-scene")


def test_any_step_may_be_done_out_of_order(world: World) -> None:
    """Order is advice."""
    started(world, "fire")
    did(world, "done", "protect-scene")
    assert step(world, "fire/protect-scene")["status"] == "done"


# --- steps that do not apply ---------------------------------------------------------------------------------------


def test_a_step_that_does_not_apply_wants_a_reason(world: World, tmp_path: Path) -> None:
    """Refused with the answer that rules it out; with a reason it is done."""
    water(world, tmp_path)
    did(world, "set", "deep=no")
    refused = emergency(world, "done", "pump")
    assert refused.code == 3
    assert "Is it deep" in refused.err
    assert "--reason" in refused.err
    did(world, "done", "pump", "--reason", "to be sure")
    assert step(world, "water/pump")["status"] == "done"


def test_a_step_waits_for_an_answer_and_says_for_which(world: World, tmp_path: Path) -> None:
    """Unknown is neither true nor false."""
    water(world, tmp_path)
    row = step(world, "water/pump")
    assert (row["status"], row["because"]) == ("waiting", ["water.deep"])
    assert "waiting for an answer | Is it deep" in did(world, "status", "--all").text


# --- deadlines -----------------------------------------------------------------------------------------------------


def test_a_late_step_is_late_by_minutes_and_seconds(world: World, tmp_path: Path, clock: Clock) -> None:
    """It stays doable, says so before and after."""
    water(world, tmp_path)
    assert due(step(world, "water/shut-off")) == "14:59:00"
    clock.pass_by(minutes=7, seconds=13)
    assert "2 min 13 s late" in did(world, "status").text
    assert did(world, "list", "--json").data["incidents"][0]["late"] == 1
    did(world, "done", "shut-off")
    row = step(world, "water/shut-off")
    assert (row["status"], row["late_seconds"]) == ("done", 133)
    assert "2 min 13 s late" in did(world, "status", "--all").text


def test_the_true_time_decides_whether_it_was_late(world: World, tmp_path: Path, clock: Clock) -> None:
    """Typed at 15:10, done at 14:58: in time by the true time, and marked as entered later."""
    water(world, tmp_path)
    clock.pass_by(minutes=16)
    did(world, "done", "shut-off", "--at", "14:58")
    assert step(world, "water/shut-off")["late_seconds"] is None
    assert "entered 23 Nov 15:10" in did(world, "timeline").text


def test_lateness_by_typed_time_is_on_the_board_too(world: World, tmp_path: Path, clock: Clock) -> None:
    """Design 6: by true time and by typed time."""
    water(world, tmp_path)
    clock.pass_by(minutes=16)
    did(world, "done", "shut-off", "--at", "14:58")
    assert "11 min" in did(world, "status", "--all").text


def test_a_deadline_runs_from_a_step_done(world: World, tmp_path: Path, clock: Clock) -> None:
    """No deadline before; half an hour after."""
    water(world, tmp_path)
    assert due(step(world, "water/dry")) is None
    clock.pass_by(minutes=1)
    did(world, "done", "shut-off")
    assert due(step(world, "water/dry")) == "15:25:00"


def test_a_deadline_runs_from_a_time_that_was_answered(world: World, tmp_path: Path) -> None:
    """An hour from the burst."""
    water(world, tmp_path)
    did(world, "set", "burst-at=14:30")
    assert due(step(world, "water/insurer")) == "15:30:00"


def test_a_deadline_runs_from_when_the_step_became_applicable(world: World, tmp_path: Path, clock: Clock) -> None:
    """Ten minutes from the answer."""
    water(world, tmp_path)
    clock.pass_by(minutes=3)
    did(world, "set", "deep=yes")
    assert due(step(world, "water/pump")) == "15:07:00"


@pytest.mark.parametrize("time", ["15:10 tomorrow", "2026-11-23 14:55", "2027-01-01 00:00", "99:99"])
def test_a_time_to_come_is_refused(world: World, tmp_path: Path, time: str) -> None:
    """Only what has happened can be recorded."""
    water(world, tmp_path)
    assert emergency(world, "done", "shut-off", "--at", time).code == 2
    assert len(entries(world)) == 1


def test_a_bare_clock_time_is_the_latest_past_one_and_yesterday_is_said_aloud(world: World, tmp_path: Path) -> None:
    """At 14:54, 23:50 is yesterday's."""
    water(world, tmp_path)
    answer = did(world, "done", "shut-off", "--at", "23：50")
    assert entries(world)[0]["occurred"] == "2026-11-22T23:50:00.000+08:00"
    assert "Taken as yesterday, 22 Nov 23:50." in answer.text


@pytest.mark.parametrize(
    "line",
    [
        ["note", "smoke", "--at", "23:50"],
        ["set", "arrival-time=23:50"],
        ["also", "illness", "--noticed", "23:50"],
        ["correct", "1", "--noticed", "23:50", "--reason", "as the guard says"],
        ["correct", "1", "--began", "23:50", "--reason", "as the guard says"],
        ["start", "weather", "--noticed", "23:50"],
        ["start", "weather", "--occurred", "23:50"],
    ],
)
def test_every_command_says_aloud_which_day_it_took(world: World, line: list[str]) -> None:
    """Whatever time it is that was typed; once."""
    started(world, "fire")
    assert did(world, *line).text.count("Taken as yesterday, 22 Nov 23:50.") == 1


@pytest.mark.parametrize("time", ["14:56", "15:23", "1456", "下午2点56分", "2:56 pm"])
def test_a_wall_clock_that_is_fast_never_means_yesterday(world: World, tmp_path: Path, time: str) -> None:
    """Two minutes ahead of this machine's clock: refused with what to type, and nothing is on record."""
    water(world, tmp_path)
    answer = emergency(world, "done", "shut-off", "--at", time)
    assert (answer.code, len(entries(world))) == (2, 1)
    assert "ahead of the clock of this machine (23 Nov 14:54)" in answer.text
    assert f"yesterday {time}" in answer.text


@pytest.mark.parametrize("time", ["2026-11-22", "昨天", "11-22"])
def test_a_day_without_a_time_is_not_made_midnight(world: World, tmp_path: Path, time: str) -> None:
    """`--at DATE` alone is refused."""
    water(world, tmp_path)
    assert "no time of day" in emergency(world, "done", "shut-off", "--at", time).err
    assert len(entries(world)) == 1


# --- zones ---------------------------------------------------------------------------------------------------------


def test_a_step_of_every_zone_is_ticked_zone_by_zone(world: World, tmp_path: Path) -> None:
    """By any name of the zone; its answers belong to the zone."""
    water(world, tmp_path)
    did(world, "done", "look@税务", "-f", "level=3")
    assert statuses(world)["water/look@tax"] == "done"
    assert statuses(world)["water/look@notary"] == "todo"
    assert did(world, "status", "--json").data["facts"] == {"water.level@tax": "3"}


def test_without_a_zone_the_zones_are_named(world: World, tmp_path: Path) -> None:
    """Refused, with what to type."""
    water(world, tmp_path)
    answer = emergency(world, "done", "look")
    assert answer.code == 2
    for part in ("Tax zone, Notary Office", "4@NAME"):
        assert part in answer.err


@pytest.mark.parametrize("word", ["all", "全部"])
def test_all_others_in_order(world: World, tmp_path: Path, word: str) -> None:
    """`@all` ticks what is still open, and leaves what stands."""
    water(world, tmp_path)
    did(world, "could-not", "look@tax", "--reason", "locked")
    did(world, "done", f"look@{word}")
    found = statuses(world)
    assert (found["water/look@tax"], found["water/look@notary"]) == ("could-not", "done")


def test_all_again_says_that_nothing_is_open(world: World, tmp_path: Path) -> None:
    """Silence would look like success."""
    water(world, tmp_path)
    did(world, "done", "look@all")
    answer = emergency(world, "done", "look@all")
    assert (answer.code, answer.text != "") == (3, True)


def test_the_shipped_plan_has_fourteen_zones_to_look_at(world: World) -> None:
    """Storm: every zone checks its doors and windows."""
    started(world, "大风")
    before = [address for address in statuses(world) if address.startswith("weather/convective-check-zones@")]
    did(world, "done", "convective-check-zones@all")
    assert (len(before), {statuses(world)[address] for address in before}) == (14, {"done"})


def test_how_many_zones_are_done_is_shown(world: World, tmp_path: Path) -> None:
    """Design 4: shown as 1/2."""
    water(world, tmp_path)
    did(world, "done", "look@tax")
    assert "1/2" in did(world, "status", "--all").text


# --- rounds --------------------------------------------------------------------------------------------------------


def test_rounds_count_up_until_they_are_finished(world: World, tmp_path: Path) -> None:
    """Two rounds with their own answers, then over by an explicit word with its count."""
    water(world, tmp_path)
    assert "(round 1)" in did(world, "done", "patrol", "-f", "level=3").text
    did(world, "done", "patrol", "-f", "level=5")
    assert step(world, "water/patrol")["status"] == "todo"
    assert "Rounds done: 2" in did(world, "status", "--all").text
    assert "finished, 2 times in all" in did(world, "done", "patrol", "--finished").text
    assert step(world, "water/patrol")["status"] == "done"


def test_answers_of_a_round_belong_to_it(world: World, tmp_path: Path) -> None:
    """The level of the first round is not overwritten by the second."""
    water(world, tmp_path)
    did(world, "done", "patrol", "-f", "level=3")
    did(world, "done", "patrol", "-f", "level=5")
    assert did(world, "status", "--json").data["facts"] == {"water.level@1": "3", "water.level@2": "5"}


def test_finished_rounds_are_over(world: World, tmp_path: Path) -> None:
    """Neither another round nor a second end."""
    water(world, tmp_path)
    did(world, "done", "patrol")
    did(world, "done", "patrol", "--finished")
    for options in ([], ["--finished"]):
        answer = emergency(world, "done", "patrol", *options)
        assert (answer.code, "already" in answer.err) == (3, True)


def test_only_a_repeating_step_can_be_finished(world: World, tmp_path: Path) -> None:
    """Refused, with what to type instead."""
    water(world, tmp_path)
    answer = emergency(world, "done", "shut-off", "--finished")
    assert answer.code == 3
    assert "emergency done" in answer.err


# --- consent -------------------------------------------------------------------------------------------------------


def test_consent_is_asked_and_recorded_and_hides_nothing(world: World) -> None:
    """The police at a petition: whom, when, how; the step is there before anybody agreed."""
    started(world, "上访")
    did(world, "set", "conduct=pestering-insulting")
    assert step(world, "group-petition/call-110-consent")["status"] == "todo"
    did(world, "done", "call-110-consent", "--approval", "given", "--approval-by", "高石", "--approval-how", "phone")
    assert entries(world)[-1]["approval"] == {
        "party": "leading-group", "answer": "given", "name": "高石", "how": "phone",
    }  # fmt: skip
    assert "(高石) consented" in did(world, "timeline").text


@pytest.mark.parametrize("answer", ["refused", "not-reached"])
def test_no_consent_is_on_record_too(world: World, tmp_path: Path, answer: str) -> None:
    """Never a condition."""
    water(world, tmp_path)
    did(world, "done", "cut-mains", "--approval", answer)
    assert entries(world)[-1]["approval"]["answer"] == answer


def test_consent_in_other_words_is_refused(world: World, tmp_path: Path) -> None:
    """Exit 2, with the three answers there are; and none where nobody is asked."""
    water(world, tmp_path)
    wrong = emergency(world, "done", "cut-mains", "--approval", "sure")
    assert (wrong.code, "given, refused, not-reached" in wrong.err) == (2, True)
    assert emergency(world, "done", "shut-off", "--approval", "given").code == 2
    assert len(entries(world)) == 1


def test_violence_calls_the_police_at_once_whatever_was_answered(world: World) -> None:
    """110 first, nobody's consent needed."""
    started(world, "上访")
    did(world, "done", "see-conduct", "-f", "conduct=violence")
    assert did(world, "status", "--json").data["next"][0] == "group-petition/call-110-violence"


def test_all_the_others_are_those_of_whom_nothing_else_is_known(world: World) -> None:
    """Two people are missing in the tax zone: that the others are complete does not find them."""
    started(world, "fire")
    did(world, "set", "zone-state@tax=missing", "zone-missing@tax=2")
    answer = did(world, "done", "fire/head-count@all")
    assert "Reported otherwise, and left open: Tax zone." in answer.text
    assert (step(world, "fire/head-count@tax")["status"], step(world, "fire/head-count@notary")["status"]) == (
        "todo", "done",
    )  # fmt: skip
    again = emergency(world, "done", "fire/head-count@all")
    assert (again.code, "Tick each by its own name." in again.text) == (3, True)
    did(world, "done", "fire/head-count@tax")
    given = [entry["facts"] for entry in entries(world) if "fire.zone-state@tax" in (entry.get("facts") or {})]
    assert given == [{"fire.zone-state@tax": "missing", "fire.zone-missing@tax": "2"}]


# --- the same act --------------------------------------------------------------------------------------------------


def test_the_same_act_is_told_once(world: World) -> None:
    """The office was told by the fire's step; the general one is done with it, without a word on record."""
    started(world, "fire")
    did(world, "done", "fire/tell-office", "-c", "应急办=reached")
    told = entries(world)[-1]["entry"]
    row = step(world, "general/tell-office")
    assert (row["status"], row["entry"]) == ("done", told)
    assert "together with “" in did(world, "status", "--all").text


def test_a_call_that_left_somebody_out_did_not_tell_them(world: World, clock: Clock) -> None:
    """The office was told in general; the window's own unit, whom a conflict has to be told to as well, was not."""
    started(world, "disorder")
    did(world, "set", "cases=conflict", "place=hall", "injured=no", "violence=no")
    clock.pass_by(minutes=1)
    did(world, "done", "general/tell-office")
    assert step(world, "disorder/conflict-tell-office")["status"] == "todo"


def test_a_report_upward_brings_nobody_to_the_scene(world: World) -> None:
    """The Leading Group was told. That one of them took command at the fire is done when somebody says who."""
    started(world, "fire")
    did(world, "done", "general/tell-leading-group")
    assert step(world, "fire/command-on-scene")["status"] == "todo"
    did(world, "set", "commander=Gao Shi")
    assert step(world, "fire/command-on-scene")["status"] == "done"


def test_a_tick_by_command_never_inherits_a_call_for_help(world: World, clock: Clock) -> None:
    """110 was called for the theft; that the fight was reported too is for the caller to say, not for the program."""
    started(world, "theft")
    did(world, "done", "call-110")
    clock.pass_by(minutes=35)
    did(world, "also", "打架")
    assert statuses(world)["disorder/conflict-call-110"] == "todo"
    did(world, "done", "disorder/conflict-call-110")
    assert "same" not in entries(world)[-1]


def test_a_casualty_never_takes_the_place_of_another(world: World) -> None:
    """The first was registered by mistake and taken back; the third is not written over the second."""
    started(world, "fire")
    did(world, "set", "injured=yes")
    for name in ("Zhang", "Li"):
        did(world, "done", "general/casualty", "-f", f"casualty-name={name}")
    did(world, "reopen", entries(world)[2]["entry"])
    told = did(world, "done", "general/casualty", "-f", "casualty-name=Wang").text
    assert "(casualty 3) — Name of the casualty: Wang" in told
    did(world, "reopen", entries(world)[-1]["entry"])
    told = did(world, "done", "general/casualty", "-f", "casualty-name=Zhao").text
    assert "(casualty 3) — Name of the casualty: Zhao" in told


def test_what_stands_of_a_casualty_taken_back_is_nobody_elses(world: World) -> None:
    """The condition of the first was said on its own and still stands; the next one is the second."""
    started(world, "fire")
    did(world, "set", "injured=yes")
    did(world, "done", "general/casualty", "-f", "casualty-name=Zhang")
    did(world, "set", "casualty-condition@1=burns")
    did(world, "reopen", "general/casualty")
    told = did(world, "done", "general/casualty", "-f", "casualty-name=Li").text
    assert "(casualty 2) — Name of the casualty: Li" in told


def test_a_round_that_is_named_by_its_number_is_the_next_one(world: World) -> None:
    """An answer of round 7 in an entry of round 1 would be nobody's."""
    started(world, "fire")
    did(world, "set", "injured=yes")
    answer = emergency(world, "done", "general/casualty@7", "-f", "casualty-name=Zhang")
    assert (answer.code, "is number 1" in answer.text) == (3, True)
    did(world, "done", "general/casualty@1", "-f", "casualty-name=Zhang")


def test_a_second_casualty_is_another_act(world: World) -> None:
    """120 for the first patient is not 120 for the second."""
    started(world, "illness")
    did(world, "done", "call-120")
    did(world, "also", "illness")
    did(world, "done", "illness-2/call-120")
    assert "same" not in entries(world)[-1]


# --- more than one step --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["done", "skip", "could-not", "defer"])
def test_without_an_incident_a_tick_is_refused(world: World, query: str) -> None:
    """Exit 2, with how to start one."""
    answer = emergency(world, query, "call-119")
    assert (answer.code, "emergency start" in answer.err) == (2, True)


def test_when_nothing_is_left_the_end_is_named(world: World, tmp_path: Path) -> None:
    """After the last step: how to end, and after the end: how to close."""
    water(world, tmp_path)
    did(world, "set", "deep=no")
    did(world, "done", "look@all")
    did(world, "done", "patrol")
    did(world, "done", "patrol", "--finished")
    for name in ("shut-off", "how-deep", "water/tell", "cut-mains", "dry", "insurer"):
        did(world, "done", name)
    last = did(world, "done", "tell-office")
    assert "emergency end" in last.text
    assert "Next: 11. Evaluate" in did(world, "end", "handled").text
    assert "emergency close" in did(world, "done", "evaluate").text
    nothing = emergency(world, "done")
    assert (nothing.code, "No step is waiting" in nothing.err) == (2, True)


def test_nobody_reached_is_not_done(world: World) -> None:
    """119 did not answer: refused with what to do; on a reason it is ticked all the same."""
    started(world, "fire")
    answer = emergency(world, "done", "call-119", "-c", "119=no-answer")
    assert (answer.code, "Nobody was reached" in answer.err) == (3, True)
    did(world, "done", "call-119", "-c", "119=no-answer", "--reason", "sent a runner to the fire station")
    assert statuses(world)["fire/call-119"] == "done"


def test_all_others_in_order_answers_what_the_plan_calls_in_order(world: World) -> None:
    """One zone with a leak, the rest in order: no blanks are left, and all have the time that was typed."""
    started(world, "weather", "--by", "Li")
    did(world, "set", "cases=convective")
    did(world, "done", "convective-check-zones@tax", "-f", "doors-shut=yes", "-f", "leak=yes")
    did(world, "done", "convective-check-zones@all", "--at", "14:50")
    ticks = [
        entry for entry in entries(world) if "check-zones@" in entry.get("step", "") and "@tax" not in entry["step"]
    ]
    assert len(ticks) == 13
    assert {entry["occurred"][11:16] for entry in ticks} == {"14:50"}
    assert all(entry["facts"][f"weather.leak@{entry['step'].partition('@')[2]}"] == "no" for entry in ticks)
    assert statuses(world)["weather/convective-leak"] == "todo"


@pytest.mark.parametrize("name", ["被困", "是否有人被困", "Is anyone trapped?", "trapped", "fire.trapped"])
def test_a_fact_is_found_by_a_part_of_its_name(world: World, name: str) -> None:
    """In either language, whatever the language of the screen."""
    started(world, "fire")
    did(world, "set", f"{name}=no")
    assert did(world, "status", "--json").data["facts"]["fire.trapped"] == "no"


def test_an_unknown_fact_lists_names_and_not_ids(world: World) -> None:
    """In the language of the screen."""
    started(world, "fire")
    answer = emergency(world, "set", "burnin=x", "--lang", "zh")
    assert "burning" not in answer.text.replace("burnin=", "").replace("“burnin”", "")


@pytest.mark.parametrize(
    ("zone", "found"), [("7", "tax"), ("７", "tax"), ("税务", "tax"), ("公积金", "housing-fund-banking")]
)
def test_a_zone_is_found_by_its_number_and_by_a_part_of_its_name(world: World, zone: str, found: str) -> None:
    """The number is the one that `contacts` shows."""
    assert " 7 Tax zone" in did(world, "contacts").out
    started(world, "fire", "--zone", zone)
    assert did(world, "status", "--json").data["zone"] == found


def test_people_are_safe_once_the_evacuation_of_this_fire_happened_and_no_sooner(world: World, clock: Clock) -> None:
    """Not before it is ticked, not by one before the fire was noticed, and no longer once it is taken back."""
    started(world, "fire")
    before = statuses(world)["general/make-safe"]
    clock.pass_by(minutes=5)
    did(world, "done", "evacuate", "--at", "14:50")
    earlier = statuses(world)["general/make-safe"]
    did(world, "reopen", "fire/evacuate")
    did(world, "done", "evacuate", "--at", "14:56")
    then = statuses(world)["general/make-safe"]
    did(world, "reopen", "fire/evacuate")
    assert (before, earlier, then, statuses(world)["general/make-safe"]) == ("todo", "todo", "done", "todo")


def test_rounds_of_which_none_is_on_record_are_not_finished(world: World, tmp_path: Path) -> None:
    """Nothing claims that it was done nought times."""
    plan = small_plan(tmp_path)
    started(world, "water", "--plan", plan, "--by", "Li")
    answer = emergency(world, "done", "patrol", "--finished")
    assert answer.code == 3
    assert "No round of it is on record" in answer.text
    assert statuses(world)["water/patrol"] == "todo"


def test_an_answer_given_with_a_step_is_one_of_its_playbook(world: World) -> None:
    """Though the step does not ask for it, and another casualty's playbook has it too."""
    started(world, "illness", "--by", "Li")
    did(world, "also", "illness")
    did(world, "done", "illness-2/first-aid", "-f", "first-aid-given=seated and rested")
    (told,) = [entry for entry in entries(world) if entry.get("step") == "illness-2/first-aid"]
    assert list(told["facts"]) == ["illness-2.first-aid-given"]
