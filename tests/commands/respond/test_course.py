"""The course of an incident: further playbooks, shift change, taking back, correcting, ending, closing."""

import re
import shlex
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, log_of, small_plan, started, statuses, step
from tests.worlds import Clock, make_world

from emergency_cli.world import World


def water(world: World, tmp_path: Path) -> str:
    """An incident of the small plan."""
    return started(world, "water", "--plan", small_plan(tmp_path), "--by", "Li")


# --- further playbooks ---------------------------------------------------------------------------------------------


def test_a_further_playbook_joins_and_its_call_for_help_comes_next(world: World) -> None:
    """Somebody collapses during a fire: 120 at once, and then on with the alarm and the evacuation."""
    started(world, "fire")
    assert "Also taken up: Sudden illness" in did(world, "also", "晕倒").text
    data = did(world, "status", "--json").data
    assert data["playbooks"] == ["fire", "illness", "general"]
    assert data["next"][0] == "illness/call-120"
    did(world, "done", "illness/call-120")
    assert did(world, "status", "--json").data["next"][0] == "fire/call-119"


def test_a_second_casualty_is_illness_2(world: World) -> None:
    """Its own steps and its own answers."""
    started(world, "illness")
    did(world, "also", "illness")
    did(world, "done", "illness-2/report-units", "-f", "patient-is=staff")
    data = did(world, "status", "--json").data
    assert data["playbooks"] == ["illness", "illness-2", "general"]
    assert data["facts"] == {"illness-2.patient-is": "staff"}
    assert (statuses(world)["illness/report-units"], statuses(world)["illness-2/report-units"]) == ("todo", "done")


def test_deadlines_of_a_further_playbook_run_from_its_own_noticing(world: World, clock: Clock) -> None:
    """The power went ten minutes after the storm came."""
    started(world, "大风")
    clock.pass_by(minutes=10)
    did(world, "also", "停电", "--noticed", "15:02")
    assert step(world, "power-failure/tell-emergency-office")["deadline"] == "2026-11-23T15:07:00.000+08:00"


def test_a_suggestion_may_be_declined(world: World) -> None:
    """Somebody is hurt: illness is suggested; declined, it is suggested no more."""
    started(world, "fire")
    did(world, "set", "injured=yes")
    assert did(world, "status", "--json").data["suggestions"] == ["illness"]
    did(world, "also", "illness", "--decline")
    assert did(world, "status", "--json").data["suggestions"] == []
    assert "Suggested and not taken up" in did(world, "timeline").text


def test_taking_up_what_was_suggested_is_marked(world: World) -> None:
    """`suggested` stands in the entry."""
    started(world, "fire")
    did(world, "set", "injured=yes")
    did(world, "also", "illness")
    assert entries(world)[-1]["suggested"] is True


def test_nothing_further_is_taken_up_after_the_end(world: World) -> None:
    """Something new is a new incident."""
    started(world, "fire")
    did(world, "end", "handled")
    answer = emergency(world, "also", "illness")
    assert (answer.code, "emergency reopen" in answer.err) == (3, True)


# --- shift change --------------------------------------------------------------------------------------------------


def test_a_shift_change_has_two_sides(world: World, tmp_path: Path, clock: Clock) -> None:
    """What is left open, late and deferred; then the acceptance; the newcomer is the officer on duty."""
    water(world, tmp_path)
    did(world, "defer", "how-deep")
    clock.pass_by(minutes=6)
    did(world, "handover", "--to", "Chen", "--text", "key is with the guard")
    offer = entries(world)[-1]
    assert (offer["by"], offer["late"], offer["deferred"]) == ("Li", ["water/shut-off"], ["water/how-deep"])
    assert "water/tell" in offer["open"]
    assert "not yet accepted" in did(world, "status").text
    assert "Chen took over" in did(world, "handover", "--accept", "--by", "Chen").text
    did(world, "note", "x")
    assert entries(world)[-1]["by"] == "Chen"
    assert did(world, "status", "--json").data["officer"] == "Chen"
    assert "not yet accepted" not in did(world, "status").text


def test_both_sides_may_be_one_line(world: World, tmp_path: Path) -> None:
    """`--to` and `--accept` at one terminal."""
    water(world, tmp_path)
    did(world, "handover", "--to", "Chen", "--accept")
    assert [entry["event"] for entry in entries(world)][-2:] == ["handover-offered", "handover-accepted"]
    assert entries(world)[-1]["officer"] == "Chen"


def test_without_a_name_the_one_named_in_the_offer_accepts(world: World, tmp_path: Path) -> None:
    """`--accept` alone."""
    water(world, tmp_path)
    did(world, "handover", "--to", "Chen")
    did(world, "handover", "--accept")
    assert did(world, "status", "--json").data["officer"] == "Chen"


def test_a_shift_change_in_halves_is_refused(world: World, tmp_path: Path) -> None:
    """Neither side named; nothing offered; each says what to type."""
    water(world, tmp_path)
    nobody, nothing = emergency(world, "handover"), emergency(world, "handover", "--accept", "--by", "Chen")
    assert (nobody.code, "--to" in nobody.err, "--accept" in nobody.err) == (2, True, True)
    assert (nothing.code, "--to" in nothing.err) == (3, True)


# --- taking back ---------------------------------------------------------------------------------------------------


def test_a_tick_is_taken_back_with_its_answers(world: World, tmp_path: Path) -> None:
    """The step is open again; the entry stays, marked."""
    water(world, tmp_path)
    did(world, "done", "how-deep", "-f", "deep=yes")
    assert "Taken back: " in did(world, "reopen", "how-deep", "--reason", "wrong room").text
    data = did(world, "status", "--json").data
    assert (step(world, "water/how-deep")["status"], data["facts"]) == ("todo", {})
    assert "[taken back] Is it deep: yes" in did(world, "timeline").text
    assert [entry["taken_back"] for entry in entries(world)] == [False, False, True, False]


def test_a_tick_is_taken_back_by_its_entry(world: World, tmp_path: Path) -> None:
    """`desk/n` or `n`, as the timeline shows it."""
    water(world, tmp_path)
    number = did(world, "done", "shut-off", "--json").data["entries"][0]["entry"].partition("/")[2]
    did(world, "reopen", number)
    assert step(world, "water/shut-off")["status"] == "todo"


def test_the_last_round_is_taken_back_by_its_step(world: World, tmp_path: Path) -> None:
    """One round too many: the count goes back by one."""
    water(world, tmp_path)
    did(world, "done", "patrol")
    did(world, "done", "patrol")
    did(world, "reopen", "patrol", "--reason", "counted twice")
    assert "Rounds done: 1" in did(world, "status", "--all").text


@pytest.mark.parametrize("what", ["shut-off", "2"])
def test_what_is_no_tick_cannot_be_taken_back(world: World, tmp_path: Path, what: str) -> None:
    """A step nobody ticked, an entry that is none: exit 3."""
    water(world, tmp_path)
    assert emergency(world, "reopen", what).code == 3


def test_a_tick_taken_back_twice_is_refused(world: World, tmp_path: Path) -> None:
    """Already taken back, by whom and when."""
    water(world, tmp_path)
    entry = did(world, "done", "shut-off", "--json").data["entries"][0]["entry"]
    did(world, "reopen", entry)
    answer = emergency(world, "reopen", entry)
    assert (answer.code, "already taken back" in answer.err) == (3, True)


def test_the_fire_flares_up(world: World) -> None:
    """`reopen` without a name takes the end back; before the end there is nothing to take back."""
    started(world, "fire")
    assert emergency(world, "reopen").code == 3
    did(world, "end", "handled")
    assert "The response goes on" in did(world, "reopen", "--reason", "flames again").text
    assert did(world, "status", "--json").data["state"] == "responding"


# --- correcting ----------------------------------------------------------------------------------------------------


def test_a_time_is_corrected_and_the_original_stays_visible(world: World, clock: Clock, tmp_path: Path) -> None:
    """The board goes by the corrected time."""
    water(world, tmp_path)
    clock.pass_by(minutes=7)
    entry = did(world, "done", "shut-off", "--json").data["entries"][0]["entry"]
    did(world, "correct", entry, "--occurred", "14:58", "--reason", "typed late")
    assert step(world, "water/shut-off")["late_seconds"] is None
    text = did(world, "timeline").text
    assert "15:01 originally: Done: “Shut the valve”" in text
    assert f"Correction of entry {entry}: time is now" in text
    assert "(typed late)" in text


def test_a_blank_is_filled_without_a_reason_and_what_stood_there_is_not(world: World) -> None:
    """Who did it was blank: no reason wanted. Changing it later wants one: exit 3."""
    started(world, "fire")
    did(world, "done", "sound-alarm")
    did(world, "correct", "2", "--actor", "张三")
    answer = emergency(world, "correct", "2", "--actor", "李四")
    assert (answer.code, "--reason" in answer.err) == (3, True)
    did(world, "correct", "2", "--actor", "李四", "--reason", "misheard")
    assert "李四" in did(world, "status", "--all").text


def test_words_are_corrected(world: World) -> None:
    """A note's text, a skip's reason."""
    started(world, "fire")
    did(world, "note", "smok")
    did(world, "skip", "sound-alarm", "--reason", "broke")
    did(world, "correct", "2", "--text", "smoke", "--reason", "slip")
    did(world, "correct", "3", "--text", "broken", "--reason", "slip")
    text = did(world, "timeline").text
    for part in ("Note: smoke [", "originally: Note: smok", "(broken)", "(broke)"):
        assert part in text


def test_an_answer_is_corrected_where_it_was_given(world: World) -> None:
    """The board uses it at once."""
    started(world, "power-failure")
    did(world, "done", "check-lifts", "-f", "lift-trapped=yes")
    did(world, "correct", "2", "--set", "lift-trapped=no", "--reason", "asked again")
    assert did(world, "status", "--json").data["facts"]["power-failure.lift-trapped"] == "no"
    assert statuses(world)["power-failure/call-lift-rescuers"] == "not-applicable"


def test_a_personal_note_is_corrected_under_seal(world: World) -> None:
    """The new words are as personal as the old ones."""
    incident = started(world, "illness")
    did(world, "note", "王五", "--personal")
    did(world, "correct", "2", "--text", "王武", "--reason", "spelling")
    assert "王武".encode() not in log_of(world, incident)
    assert "王武" in did(world, "timeline").text


def test_a_number_that_two_desks_have_is_never_picked_between(tmp_path: Path, clock: Clock) -> None:
    """Both wrote a second entry without knowing of each other: 2 alone is refused, desk/2 corrects the one meant."""
    ours, theirs = (make_world(tmp_path, desk=desk, home=desk, clock=clock) for desk in ("ours", "theirs"))
    incident = started(ours, "fire")
    did(theirs, "merge", str(ours.home))
    did(ours, "note", "smoke")
    did(theirs, "note", "steam")
    did(ours, "merge", str(theirs.home))
    before = log_of(ours, incident)
    correction = ["--text", "dust", "--reason", "looked again"]
    answer = emergency(ours, "correct", "2", *correction)
    assert (answer.code, "“2” matches several entries" in answer.text) == (2, True)
    assert log_of(ours, incident) == before
    meant = next(entry["entry"] for entry in entries(ours) if entry.get("text") == "steam")
    did(ours, "correct", meant, *correction)
    assert [entry["text"] for entry in entries(ours) if entry["event"] == "noted"] == ["smoke", "dust"]


def test_a_correction_can_be_corrected(world: World) -> None:
    """The last word holds, all three stand in the timeline."""
    started(world, "fire")
    did(world, "note", "one")
    entry = did(world, "correct", "2", "--text", "two", "--reason", "a", "--json").data["entries"][0]["entry"]
    did(world, "correct", entry, "--text", "three", "--reason", "b")
    assert "Note: three" in did(world, "timeline").text


@pytest.mark.parametrize(
    "options",
    [
        ["--text", "x"],
        ["--set", "trapped=no"],
        [],
        ["--actor", "a", "--text", "b"],
        ["--occurred", "15:30 tomorrow"],
        ["--set", "trapped"],
    ],
)
def test_a_correction_that_fits_nothing_is_refused(world: World, options: list[str]) -> None:
    """No such member, none or two at once, a time to come: nothing is on record."""
    started(world, "fire")
    answer = emergency(world, "correct", "1", *options, "--reason", "r")
    assert answer.code in (2, 3)
    assert len(entries(world)) == 1


@pytest.mark.parametrize("entry", ["99", "zzzzzz/1", "abc", "", "0123456789"])
def test_an_unknown_entry_is_refused(world: World, entry: str) -> None:
    """Exit 2, with where to see them."""
    started(world, "fire")
    answer = emergency(world, "correct", entry, "--text", "x", "--reason", "r")
    assert (answer.code, "emergency timeline" in answer.err) == (2, True)


# --- the end -------------------------------------------------------------------------------------------------------


def test_the_end_says_who_decided_on_what_condition(world: World) -> None:
    """And what is still open."""
    started(world, "fire")
    text = did(world, "end", "handled", "--decided", "高石", "--condition", "fire out").text
    assert "The response ended by decision of 高石: fire out" in text
    left = entries(world)[-1]["left"]
    assert "fire/call-119" in left
    assert not {"fire/extinguish", "fire/move-valuables"} & set(left)  # those only if it can be done
    assert did(world, "status", "--json").data["state"] == "ended"


@pytest.mark.parametrize(
    ("given", "blank"),
    [
        ([], "Still blank: decided by, on what condition."),
        (["--decided", "高石"], "Still blank: on what condition."),
        (["--condition", "fire out"], "Still blank: decided by."),
    ],
)
def test_an_end_says_what_is_left_blank(world: World, given: list[str], blank: str) -> None:
    """The summary asks for both: who decided that it is over, and on what condition."""
    started(world, "fire")
    assert blank in did(world, "end", "handled", *given).err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_an_end_left_blank_is_added_by_the_lines_that_it_says(tmp_path: Path, language: str) -> None:
    """Typed as they stand there, with the words in the place of the dots; when it ended stays."""
    clock = Clock()
    world = make_world(tmp_path, clock=clock)
    started(world, "fire")
    clock.pass_by(minutes=30)
    said = did(world, "end", "handled", "--condition", "fire out", "--lang", language).err
    first, second = re.findall(r"emergency ((?:reopen|end)[^；;，\n]*)", " ".join(said.split()))
    ended = entries(world)[-1]["occurred"]
    clock.pass_by(minutes=10)
    did(world, *first.split())
    did(world, *shlex.split(second.replace("…", "高石")))
    end = [each for each in entries(world) if each["event"] == "ended"][-1]
    assert (end["decided"], end["condition"], end["occurred"][:16]) == ("高石", "fire out", ended[:16])


def test_a_full_end_and_a_false_alarm_leave_nothing_blank(world: World) -> None:
    """Then nothing is said."""
    for line in (["handled", "--decided", "高石", "--condition", "fire out"], ["false-alarm"]):
        incident = started(world, "fire", "--new")
        assert "Still blank" not in did(world, "end", *line, "-i", incident).err


def test_an_end_without_an_outcome_names_the_outcomes(world: World) -> None:
    """Without a terminal nothing hangs; exit 2."""
    started(world, "fire")
    for line in (["end"], ["end", "won"]):
        answer = emergency(world, *line)
        assert answer.code == 2
        for outcome in ("handled", "handed-over", "false-alarm", "opened-by-mistake", "same-as"):
            assert outcome in answer.err
        assert "turned-real" not in answer.err


@pytest.mark.parametrize("outcome", ["false-alarm", "opened-by-mistake", "same-as"])
def test_some_outcomes_settle_what_is_undone(world: World, clock: Clock, outcome: str) -> None:
    """No step of the response stays open; the review does."""
    other = started(world, "illness")
    clock.pass_by(minutes=1)
    incident = started(world, "fire")
    did(world, "end", outcome, *(["--same-as", other] if outcome == "same-as" else []), "-i", incident)
    left = [
        row for row in did(world, "status", incident, "--json").data["steps"] if row["status"] in ("todo", "waiting")
    ]
    assert {row["stage"] for row in left} <= {"review"}


def test_the_same_as_names_the_other_incident(world: World, clock: Clock) -> None:
    """Without it, with an unknown one and with itself: exit 2."""
    other = started(world, "illness")
    clock.pass_by(minutes=1)
    incident = started(world, "fire")
    for options in ([], ["--same-as", "nothing"], ["--same-as", incident]):
        answer = emergency(world, "end", "same-as", *options, "-i", "fire")
        assert answer.code == 2
    did(world, "end", "same-as", "--same-as", "illness", "-i", "fire")
    assert other in did(world, "timeline", "fire").text


def test_an_end_is_an_end(world: World) -> None:
    """Twice is refused."""
    started(world, "fire")
    did(world, "end", "handled")
    answer = emergency(world, "end", "handled")
    assert (answer.code, "already ended" in answer.err) == (3, True)


def test_what_was_missed_can_still_be_ticked_after_the_end(world: World) -> None:
    """In review."""
    started(world, "fire")
    did(world, "end", "handled")
    did(world, "done", "call-119")
    assert step(world, "fire/call-119")["status"] == "done"


# --- closing -------------------------------------------------------------------------------------------------------


def test_closing_wants_the_end_first(world: World) -> None:
    """Exit 3 with what to type."""
    started(world, "fire")
    answer = emergency(world, "close")
    assert (answer.code, "emergency end" in answer.err) == (3, True)


def test_closing_lists_exactly_what_is_open(world: World, tmp_path: Path) -> None:
    """One reason leaves all of it."""
    water(world, tmp_path)
    did(world, "end", "handled")
    refused = emergency(world, "close")
    assert refused.code == 3
    assert "11 Evaluate" in refused.text
    did(world, "close", "--reason", "nothing to evaluate")
    data = did(world, "status", "--json").data
    assert (data["state"], data["open"]) == ("closed", 0)
    assert {"water/insurer", "general/evaluate"} <= set(entries(world)[-1]["settled"])
    assert "nothing to evaluate" in did(world, "timeline").text


def test_with_nothing_open_no_reason_is_wanted(world: World, tmp_path: Path) -> None:
    """A false alarm owes nothing, the review neither."""
    water(world, tmp_path)
    did(world, "end", "false-alarm")
    did(world, "close")
    assert did(world, "status", "--json").data["state"] == "closed"


AFTER_CLOSE = [
    ["done", "shut-off"], ["done", "look@all"], ["done"], ["skip", "shut-off"], ["could-not", "shut-off"],
    ["defer", "shut-off"], ["set", "deep=no"], ["note", "x"], ["call", "119=reached"],
    ["attach", "--reference", "x", "--held", "y"],
    ["also", "fire"], ["also", "fire", "--decline"], ["handover", "--to", "Chen"], ["handover", "--accept"],
    ["reopen"], ["reopen", "evaluate"], ["end", "handled"], ["close"], ["close", "--reason", "x"],
]  # fmt: skip


@pytest.mark.parametrize("line", AFTER_CLOSE, ids=" ".join)
def test_a_closed_record_takes_nothing_more(world: World, tmp_path: Path, line: list[str]) -> None:
    """Exit 3, with who closed it; the files stay as they were."""
    incident = water(world, tmp_path)
    did(world, "end", "false-alarm")
    did(world, "done", "evaluate")
    did(world, "close", "--by", "Chen")
    before = log_of(world, incident)
    answer = emergency(world, *line, "-i", incident)
    assert answer.code == 3, answer
    assert "closed" in answer.err
    assert log_of(world, incident) == before


def test_a_closed_record_can_be_corrected(world: World, tmp_path: Path) -> None:
    """What was recorded wrongly is put right; it stays closed."""
    incident = water(world, tmp_path)
    did(world, "note", "smok")
    did(world, "end", "false-alarm")
    did(world, "close", "--reason", "x")
    did(world, "correct", "3", "--text", "smoke", "--reason", "slip", "-i", incident)
    assert "Note: smoke [" in did(world, "timeline").text
    assert did(world, "status", "--json").data["state"] == "closed"


@pytest.mark.parametrize("verb", ["end", "close", "reopen", "handover", "correct", "also"])
def test_without_an_incident_nothing_can_be_done(world: World, tmp_path: Path, verb: str) -> None:
    """Exit 2, nothing on disk."""
    options = {"end": ["handled"], "correct": ["1", "--text", "x"], "also": ["fire"], "handover": ["--to", "x"]}
    answer = emergency(world, verb, *options.get(verb, []))
    assert (answer.code, "emergency start" in answer.err) == (2, True)
    assert everything_below(tmp_path) == {}


def test_nothing_happened_after_it_was_recorded(world: World, clock: Clock) -> None:
    """A correction of the time that lies after the entry was written is refused."""
    started(world, "fire")
    did(world, "note", "smoke")
    clock.pass_by(hours=2)
    answer = emergency(world, "correct", "2", "--occurred", "16:30", "--reason", "x")
    assert (answer.code, "cannot have happened later" in answer.err) == (3, True)


def test_a_handover_counts_steps_and_not_the_zones_of_a_step(world: World) -> None:
    """Fourteen zones that have not reported are one thing to do, as on the brief that goes with it."""
    started(world, "fire", "--by", "Li")
    before = did(world, "handover", "--to", "Wang").text
    did(world, "handover", "--accept", "--by", "Wang")
    did(world, "done", "head-count@tax")
    after = did(world, "handover", "--to", "Zhao").text
    counted = [text.split("open")[0].split()[-1] for text in (before, after)]
    board = {address.partition("@")[0] for address, status in statuses(world).items() if status in ("todo", "waiting")}
    assert counted[0] == counted[1] == str(len(board))
