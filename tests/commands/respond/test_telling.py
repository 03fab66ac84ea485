"""Answers, notes, calls and evidence: putting on record what is known, said and found."""

import hashlib
import os
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, log_of, small_plan, started, statuses, step
from tests.worlds import Clock, make_world

from emergency_cli.world import World

# --- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("trapped=yes", {"fire.trapped": "yes"}),
        ("fire.trapped=有", {"fire.trapped": "yes"}),
        ("trapped＝否", {"fire.trapped": "no"}),
        ("trapped=?", {"fire.trapped": "not-known"}),
        ("trapped=不清楚", {"fire.trapped": "not-known"}),
        ("out-safe=０１２", {"fire.out-safe": "12"}),
        ("arrival-time=14：50", {"fire.arrival-time": "2026-11-23T14:50:00.000+08:00"}),
        ("zone=税务", {"zone": "tax"}),
        ("level=未分级", {"level": "not-graded"}),
        ("level=1", {"level": "not-graded"}),
        ("place=a=b", {"place": "a=b"}),
    ],
)
def test_an_answer_is_read_as_people_type_it(world: World, typed: str, kept: dict[str, str]) -> None:
    """Chinese, digits, full width; every kind takes not-known."""
    started(world, "fire")
    did(world, "set", typed)
    assert did(world, "status", "--json").data["facts"] == kept


def test_several_answers_are_one_entry(world: World) -> None:
    """`set` takes as many as there are."""
    started(world, "fire")
    did(world, "set", "trapped=no", "place=二楼", "--reason", "asked the guard")
    assert entries(world)[-1]["facts"] == {"fire.trapped": "no", "place": "二楼"}
    assert "Nobody was trapped and the place was 二楼 (asked the guard)" in did(world, "timeline").text


@pytest.mark.parametrize(
    "typed",
    [
        "trapped=perhaps",
        "out-safe=many",
        "level=huge",
        "zone=moon",
        "arrival-time=15:30 tomorrow",
        "trapped=",
        "injured=2",
        "trapped=1",
        "dead=-1",
        "dead=1e3",
    ],
)
def test_a_wrong_answer_is_refused(world: World, typed: str) -> None:
    """Exit 2 with what would be an answer; nothing is on record."""
    started(world, "fire")
    answer = emergency(world, "set", typed)
    assert answer.code == 2
    assert answer.err.strip()
    assert len(entries(world)) == 1


def test_one_wrong_answer_records_none(world: World) -> None:
    """All or nothing."""
    started(world, "fire")
    assert emergency(world, "set", "place=二楼", "trapped=perhaps").code == 2
    assert did(world, "status", "--json").data["facts"] == {}


def test_an_answer_without_a_fact_is_refused(world: World) -> None:
    """FACT=VALUE, with an example."""
    started(world, "fire")
    answer = emergency(world, "set", "trapped")
    assert (answer.code, "FACT=VALUE" in answer.err) == (2, True)


def test_a_changed_answer_leaves_what_is_done_and_brings_what_now_applies(world: World) -> None:
    """The lift: yes brings two steps; no later leaves the done one, and says that it no longer applies."""
    started(world, "power-failure")
    did(world, "set", "lift-trapped=yes")
    assert statuses(world)["power-failure/call-lift-rescuers"] == "todo"
    did(world, "done", "call-lift-rescuers")
    did(world, "set", "lift-trapped=no", "--reason", "lift was empty")
    found = statuses(world)
    assert found["power-failure/call-lift-rescuers"] == "done"
    assert found["power-failure/stay-with-trapped"] == "not-applicable"
    text = did(world, "status", "--all").text
    assert "no longer applies" in text
    assert "because: " in text
    did(world, "set", "lift-trapped=yes")
    assert statuses(world)["power-failure/stay-with-trapped"] == "todo"


def test_not_known_keeps_the_life_saving_steps(world: World) -> None:
    """Nobody knows who is in the lift: act as if somebody were."""
    started(world, "power-failure")
    did(world, "set", "lift-trapped=not-known")
    assert statuses(world)["power-failure/call-lift-rescuers"] == "todo"


def test_two_desks_that_disagree_are_shown_until_somebody_confirms(tmp_path: Path, clock: Clock) -> None:
    """Two copies of one folder, two answers, brought together again: a conflict; a later answer settles it."""
    ours, theirs = make_world(tmp_path, clock=clock), make_world(tmp_path, desk="b", home="stick", clock=clock)
    incident = started(ours, "fire")
    here, there = ours.home / "incidents" / incident, theirs.home / "incidents" / incident
    there.mkdir(parents=True)
    for path in here.glob("*.jsonl"):
        (there / path.name).write_bytes(path.read_bytes())
    did(ours, "set", "trapped=yes")
    did(theirs, "set", "trapped=no")
    for path in there.glob("*.jsonl"):
        if not (here / path.name).exists():
            (here / path.name).write_bytes(path.read_bytes())
    data = did(ours, "status", "--json").data
    assert data["conflicts"] == ["fire.trapped"]
    text = did(ours, "status", "--all").text
    assert "Conflict: Is anyone trapped?" in text
    assert "emergency set fire.trapped=" in text
    did(ours, "set", "trapped=yes")
    assert did(ours, "status", "--json").data["conflicts"] == []


def test_two_terminals_of_one_home_see_each_other(tmp_path: Path, clock: Clock) -> None:
    """A tick at one desk is done at the other."""
    ours, theirs = make_world(tmp_path, clock=clock), make_world(tmp_path, desk="b", clock=clock, user="guard")
    started(ours, "fire")
    did(theirs, "done", "call-119", "--by", "Chen")
    answer = emergency(ours, "done", "call-119")
    assert (answer.code, "by Chen" in answer.err) == (3, True)


# --- notes ---------------------------------------------------------------------------------------------------------

STRANGE = "[red]fire[/red] :fire: 🔥 {name} %s \x1b[2J \x07 \u202eevil\u2066 \x9b31m"


def test_a_note_is_kept_raw_and_shown_harmless(world: World) -> None:
    """Brackets, braces and emoji stand as typed; what steers a terminal is visible, never sent."""
    incident = started(world, "fire")
    shown = [did(world, "note", STRANGE).out, did(world, "timeline").out, did(world, "export", "--to", "-").out]
    assert entries(world)[-1]["text"] == STRANGE
    assert b"\\u001b[2J" in log_of(world, incident)
    for text in shown:
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066")
    for text in shown[:2]:
        assert "[red]fire[/red] :fire: 🔥 {name} %s \\x1b[2J" in " ".join(text.split())


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_note_is_refused(world: World, text: str) -> None:
    """Exit 2."""
    started(world, "fire")
    assert emergency(world, "note", text).code == 2


def test_a_personal_note_never_stands_in_the_log(world: World) -> None:
    """It is sealed there, kept beside it, and shown on the screen."""
    incident = started(world, "illness")
    did(world, "note", "王五，电话13800000000", "--personal")
    log = log_of(world, incident)
    assert "王五".encode() not in log
    assert b"13800000000" not in log
    assert list(entries(world)[-1]["text"]) == ["sealed"]
    assert "王五" in did(world, "timeline").text
    assert did(world, "verify").code == 0


def test_a_personal_fact_never_stands_in_the_log(world: World) -> None:
    """The plan says which answers are personal."""
    incident = started(world, "illness")
    did(world, "set", "patient-name=赵六")
    assert "赵六".encode() not in log_of(world, incident)
    assert "赵六" in did(world, "timeline").text
    assert "赵六" not in did(world, "status", "--json").out


@pytest.mark.parametrize("typed", ["!the roof gives way", "！ the roof gives way"])
def test_an_exclamation_mark_in_front_makes_a_key_note_as_in_the_walk(world: World, typed: str) -> None:
    """The mark is no part of what was said; alone it is all that was said."""
    started(world, "fire")
    did(world, "note", typed)
    did(world, "note", "!")
    assert [(entry["text"], entry.get("key")) for entry in entries(world)[1:]] == [
        ("the roof gives way", True), ("!", None),
    ]  # fmt: skip


def test_a_key_note_is_marked(world: World) -> None:
    """What goes into bulletins and the summary is told from the rest in the timeline, and as data."""
    started(world, "fire")
    did(world, "note", "smoke")
    did(world, "note", "the roof gives way", "--key")
    assert [entry.get("key") for entry in entries(world)[1:]] == [None, True]
    text = did(world, "timeline").text
    assert "★ Key note: the roof gives way" in text
    assert "Key note: smoke" not in text


# --- calls ---------------------------------------------------------------------------------------------------------


def test_the_ladder_climbs_and_says_who_was_tried(world: World, clock: Clock) -> None:
    """Whoever did not answer is not offered again; the order shows when each was tried."""
    started(world, "fire")
    assert "Call next: Cao Fei" in did(world, "call", "张以恒=no-answer").text
    clock.pass_by(minutes=2)
    text = did(world, "call", "emergency-office=no-answer:曹斐").text
    assert "Call next: Chen Ming" in text
    assert "1. Zhang Yiheng (no number) — 14:54 no answer" in text
    assert "2. Cao Fei (no number) — 14:56 no answer" in text
    assert "Everybody on this list was tried" in did(world, "call", "chen-ming=no-answer").text


def test_a_call_that_does_not_say_to_whom_climbs_one_and_marks_nobody(world: World) -> None:
    """Nobody said that it was 张以恒."""
    started(world, "fire")
    text = did(world, "call", "应急办=no-answer").text
    assert "The Emergency Office did not answer" in text
    assert "Call next: Cao Fei" in text
    assert "14:54 no answer" not in text.partition("Call next")[2]
    assert "Call next: Chen Ming" in did(world, "call", "应急办=no-answer").text


def test_the_ladder_begins_again_once_somebody_was_reached(world: World) -> None:
    """The next time the first is called first."""
    started(world, "fire")
    did(world, "call", "张以恒=no-answer")
    did(world, "call", "曹斐=reached")
    assert "Call next: Zhang Yiheng" in did(world, "call", "陈鸣=no-answer").text


def test_a_call_that_was_taken_back_does_not_count(world: World) -> None:
    """The tick went, and its calls with it."""
    started(world, "fire")
    did(world, "done", "fire/tell-office", "-c", "应急办=no-answer:张以恒", "--reason", "sent a runner")
    did(world, "reopen", "fire/tell-office")
    assert "Call next: Zhang Yiheng" in did(world, "call", "曹斐=no-answer").text


def test_after_the_owner_of_the_zone_comes_the_emergency_office(world: World) -> None:
    """And under its own name: reaching it is not reaching the owner."""
    started(world, "fire", "--zone", "tax")
    assert "Call next: Zhang Yiheng" in did(world, "call", "李国安=no-answer").text
    assert "Call next: Cao Fei" in did(world, "call", "张以恒=no-answer").text


def test_a_call_without_an_outcome_is_only_called(world: World) -> None:
    """The strongest claim is never the default; the answer can come later."""
    started(world, "fire")
    text = did(world, "call", "高石").text
    assert entries(world)[-1]["contacts"][0]["outcome"] == "called"
    assert "Once it is answered: emergency call 高石=reached" in text
    did(world, "call", "高石=reached")
    assert entries(world)[-1]["contacts"][0]["outcome"] == "reached"


def test_a_call_that_was_answered_shows_no_ladder(world: World) -> None:
    """Reached is enough."""
    started(world, "fire")
    text = did(world, "call", "emergency-office=reached:曹斐", "--text", "on the way").text
    assert "Emergency Office (曹斐) was told (on the way)" in text
    assert "Zhang Yiheng" not in text


def test_told_is_not_reached(world: World) -> None:
    """Three outcomes, several parties in one entry."""
    started(world, "fire")
    did(world, "call", "119=called", "应急办=no-answer", "物业＝无人接听")
    assert [(one["party"], one["outcome"]) for one in entries(world)[-1]["contacts"]] == [
        ("fire-119", "called"),
        ("emergency-office", "no-answer"),
        ("property-company", "no-answer"),
    ]


def test_an_unknown_outcome_is_refused(world: World) -> None:
    """Exit 2 with the three there are."""
    started(world, "fire")
    answer = emergency(world, "call", "119=busy")
    assert answer.code == 2
    assert all(outcome in answer.err for outcome in ("reached", "called", "no-answer"))


def test_the_owner_of_a_zone_nobody_named_is_asked_for(world: World) -> None:
    """Who that is depends on the zone; with it the Emergency Office follows."""
    started(world, "打架")
    text = did(world, "call", "zone-owner=no-answer").text
    assert "1. Zone owner: nobody has said yet which zone it is — 14:54 no answer" in text
    assert "emergency set zone=NAME" in text
    assert "emergency set zone=NAME" in emergency(world, "done", "conflict-tell-owner").text
    did(world, "set", "zone=tax")
    text = did(world, "call", "zone-owner=no-answer").text
    assert "set zone=NAME" not in text
    assert "1. Li Guo'an" in text


def test_the_ladder_of_a_drill_has_no_numbers(world: World) -> None:
    """Nobody is really called."""
    started(world, "fire", "--drill")
    text = did(world, "call", "应急办=no-answer").text
    assert "Call next: Cao Fei" in text
    assert "number" not in text


# --- evidence ------------------------------------------------------------------------------------------------------


def test_a_file_is_copied_in_under_its_hash(world: World, tmp_path: Path) -> None:
    """Size, original name and who handed it over are on record; `verify` knows it."""
    photo = tmp_path / "现场 照片.JPG"
    photo.write_bytes(b"\xff\xd8picture")
    incident = started(world, "fire")
    did(world, "attach", str(photo), "--from", "王强", "--text", "from the stairs")
    digest = hashlib.sha256(b"\xff\xd8picture").hexdigest()
    entry = entries(world)[-1]
    assert (entry["name"], entry["file"], entry["sha256"], entry["size"], entry["handed"]) == (
        "现场 照片.JPG", f"{digest}.jpg", digest, 9, "王强",
    )  # fmt: skip
    kept = world.home / "incidents" / incident / "files" / f"{digest}.jpg"
    assert kept.read_bytes() == b"\xff\xd8picture"
    assert did(world, "verify").code == 0
    kept.write_bytes(b"other")
    assert "altered" in emergency(world, "verify").text


def test_an_unsafe_extension_is_dropped(world: World, tmp_path: Path) -> None:
    """The name on disk is the hash alone."""
    odd = tmp_path / "a.exe;rm"
    odd.write_bytes(b"x")
    started(world, "fire")
    did(world, "attach", str(odd))
    assert entries(world)[-1]["file"] == hashlib.sha256(b"x").hexdigest()


def test_a_video_that_nobody_copies_is_referenced(world: World) -> None:
    """Who holds it, until when."""
    started(world, "fire")
    text = did(world, "attach", "--reference", "camera 3", "--held", "guards", "--until", "2026-12-23").text
    assert "Evidence “camera 3” is held by guards — until 23 December 2026" in text


@pytest.mark.parametrize("options", [[], ["--reference", "x"], ["f.jpg", "--reference", "x", "--held", "y"]])
def test_half_a_piece_of_evidence_is_refused(world: World, options: list[str]) -> None:
    """Exit 2 with what is missing."""
    started(world, "fire")
    answer = emergency(world, "attach", *options)
    assert (answer.code, bool(answer.err)) == (2, True)
    assert len(entries(world)) == 1


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo", "loop"])
def test_what_is_no_plain_file_is_refused(world: World, tmp_path: Path, kind: str) -> None:
    """A missing file, a folder, a pipe that would wait for ever: exit 2 at once."""
    place = tmp_path / "thing"
    if kind == "folder":
        place.mkdir()
    elif kind == "fifo":
        os.mkfifo(place)
    elif kind == "loop":
        place.symlink_to(place)
    started(world, "fire")
    answer = emergency(world, "attach", str(place))
    assert (answer.code, str(place.name) in answer.err) == (2, True)
    assert len(entries(world)) == 1


def test_the_same_file_twice_is_kept_once(world: World, tmp_path: Path) -> None:
    """Two entries, one copy."""
    (tmp_path / "a.txt").write_bytes(b"same")
    incident = started(world, "fire")
    did(world, "attach", str(tmp_path / "a.txt"))
    did(world, "attach", str(tmp_path / "a.txt"))
    assert len(list((world.home / "incidents" / incident / "files").iterdir())) == 1


# --- all of them ---------------------------------------------------------------------------------------------------

TELLING = [
    ["set", "trapped=no"], ["note", "smoke"], ["call", "119=reached"], ["attach", "--reference", "x", "--held", "y"],
]  # fmt: skip


@pytest.mark.parametrize("line", TELLING)
def test_each_tells_its_entry_as_data(world: World, line: list[str]) -> None:
    """`--json`: which entry it became."""
    started(world, "fire")
    (data,) = did(world, *line, "--json").data["entries"]
    assert (data["entry"].partition("/")[2], data["event"]) == ("2", entries(world)[-1]["event"])


@pytest.mark.parametrize("line", TELLING)
def test_each_takes_the_time_and_the_name(world: World, line: list[str]) -> None:
    """`--at` and `--by` after the fact."""
    started(world, "fire", "--noticed", "14:40")
    did(world, *line, "--at", "14:45", "--by", "Chen")
    entry = entries(world)[0]
    assert (entry["occurred"], entry["by"]) == ("2026-11-23T14:45:00.000+08:00", "Chen")


def test_facts_of_a_zone_belong_to_it(world: World, tmp_path: Path) -> None:
    """`FACT@ZONE=VALUE`."""
    started(world, "water", "--plan", small_plan(tmp_path))
    did(world, "set", "level@税务=4")
    assert did(world, "status", "--json").data["facts"] == {"water.level@tax": "4"}
    assert step(world, "water/look@tax")["status"] == "todo"


@pytest.mark.parametrize("line", [["note", "x"], ["done", "call-119"], ["set", "place=x"]], ids=lambda line: line[0])
def test_an_hour_of_the_afternoon_is_taken_as_such_and_said(world: World, clock: Clock, line: list[str]) -> None:
    """Noticed at 14:54, typed at 15:40: 3点半 is 15:30, and the line says so; where it has not been yet, it is not."""
    started(world, "fire")
    clock.pass_by(minutes=46)
    answer = did(world, *line, "--at", "3点半")
    assert "Taken as 15:30: at 03:30 nobody had noticed anything yet." in answer.text
    assert entries(world)[-1]["occurred"][11:16] == "15:30"
    assert "before it was noticed" in did(world, "note", "y", "--at", "4点").text


def test_an_arrival_before_the_noticing_is_kept_and_pointed_out(world: World) -> None:
    """With what to type if it is wrong; any other time may well be earlier."""
    started(world, "fire")
    answer = did(world, "set", "arrival-time=10:50")
    assert "10:50 is before it was noticed" in answer.text
    assert "emergency set fire.arrival-time=TIME" in answer.text
    assert "before it was noticed" not in did(world, "set", "arrival-time=14:54").text
