"""Looking at what is on record: status, list, timeline, verify, export; and which incident is meant."""

import json
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, small_plan, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World

LOOKING = ["status", "timeline", "verify"]


# --- which incident ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [*LOOKING, "export"])
def test_without_any_incident_looking_says_so(world: World, tmp_path: Path, verb: str) -> None:
    """Exit 2 with how to start one; nothing on disk."""
    answer = emergency(world, verb)
    assert (answer.code, "emergency start" in answer.err) == (2, True)
    assert everything_below(tmp_path) == {}


def test_an_empty_list_is_a_result(world: World) -> None:
    """Exit 0."""
    assert "no incident on record" in did(world, "list").out
    assert did(world, "list", "--json").data["incidents"] == []


def test_the_only_real_incident_is_meant(world: World, clock: Clock) -> None:
    """Drills and what has ended never make it ambiguous."""
    started(world, "theft")
    did(world, "end", "handled")
    clock.pass_by(minutes=1)
    started(world, "illness", "--drill")
    started(world, "weather", "--drill")
    clock.pass_by(minutes=1)
    fire = started(world, "fire")
    assert did(world, "status", "--json").data["id"] == fire
    assert did(world, "note", "x", "--json").data["incident"] == fire


def test_a_drill_alone_is_meant(world: World) -> None:
    """Where it is all there is."""
    drill = started(world, "fire", "--drill")
    assert did(world, "status", "--json").data["id"] == drill


def test_a_drill_is_not_taken_for_the_real_one(world: World, clock: Clock) -> None:
    """Two drills and nothing real: nobody guesses, the drill has to be named."""
    started(world, "illness", "--drill")
    clock.pass_by(minutes=1)
    started(world, "fire", "--drill")
    answer = emergency(world, "note", "x")
    assert (answer.code, "-i" in answer.err) == (2, True)


def test_two_real_ones_have_to_be_told_apart(world: World) -> None:
    """Both ids, and the option."""
    ids = [started(world, "fire"), started(world, "illness")]
    answer = emergency(world, "done", "call-119")
    assert answer.code == 2
    for part in (*ids, "-i"):
        assert part in answer.text


def test_a_part_of_the_id_is_enough(world: World) -> None:
    """Upper or lower case; as an argument to look, with -i to write."""
    fire = started(world, "fire")
    illness = started(world, "illness")
    assert did(world, "status", "FIRE", "--json").data["id"] == fire
    assert did(world, "note", "x", "-i", "illness", "--json").data["incident"] == illness


@pytest.mark.parametrize("line", [["status", "1454"], ["note", "x", "-i", "2026"], ["export", "1454"]])
def test_a_part_that_fits_several_is_refused(world: World, line: list[str]) -> None:
    """With the ids that fit."""
    ids = [started(world, "fire"), started(world, "illness")]
    answer = emergency(world, *line)
    assert answer.code == 2
    for part in ids:
        assert part in answer.text


@pytest.mark.parametrize("part", ["frie", "flood", "../../etc", "", "*", "20261124"])
def test_an_unknown_incident_names_the_latest(world: World, part: str) -> None:
    """Exit 2."""
    fire = started(world, "fire")
    answer = emergency(world, "note", "x", "-i", part)
    if part:
        assert (answer.code, fire in answer.text) == (2, True)


def test_a_terminal_keeps_to_its_incident(tmp_path: Path, clock: Clock) -> None:
    """Two terminals of one PC, two incidents; after closing one, its terminal still means that one."""
    left, right = make_world(tmp_path, clock=clock), make_world(tmp_path, clock=clock)
    left.terminal_key, right.terminal_key = "pts-1", "pts-2"
    fire, illness = started(left, "fire"), started(right, "illness")
    assert did(left, "status", "--json").data["id"] == fire
    assert did(right, "note", "x", "--json").data["incident"] == illness
    for line in (["end", "handled"], ["close", "--reason", "x"]):
        did(left, *line)
    assert did(left, "status", "--json").data["id"] == fire


# --- status --------------------------------------------------------------------------------------------------------


def test_the_board_shows_every_step_with_its_mark(world: World, tmp_path: Path) -> None:
    """Nothing disappears."""
    started(world, "water", "--plan", small_plan(tmp_path), "--by", "Li")
    did(world, "done", "shut-off")
    did(world, "skip", "cut-mains", "--reason", "not needed")
    did(world, "could-not", "dry", "--reason", "no power")
    did(world, "defer", "tell")
    did(world, "set", "deep=no")
    board = did(world, "status", "--all").out
    for mark in (
        "[x]  1 Shut the valve",
        "[-]  6 Cut the mains",
        "[!]  8 Dry the floor",
        "[>]  3 Tell them",
        "[x]  2 See how",
        " .   7 Pump",
    ):
        assert mark in board
    assert "because: Is it deep: no" in board
    assert "done 14:54" in " ".join(board.split())
    marks = sum(line[1:4] in ("[x]", "[-]", "[!]", "[>]", "[ ]", "[?]", " . ") for line in board.splitlines())
    assert len(did(world, "status", "--json").data["steps"]) == marks


def test_open_steps_alone(world: World) -> None:
    """`--open` leaves out what is settled."""
    started(world, "fire")
    did(world, "done", "call-119")
    assert "Call 119" not in did(world, "status", "--open").out
    assert "Sound the fire alarm" in did(world, "status", "--open").out


def test_the_board_carries_the_check_code(world: World) -> None:
    """The last entry's, the same as in the data."""
    started(world, "fire")
    code = did(world, "status", "--json").data["code"]
    assert f"Check code: {code}" in did(world, "status", "--all").text


def test_what_is_blank_stands_under_the_board(world: World) -> None:
    """Said facts and names."""
    started(world, "fire")
    did(world, "done", "call-119")
    assert "Still blank: " in did(world, "status", "--all").text
    gaps = did(world, "status", "--json").data["blanks"]
    assert {"step": "fire/call-119", "kind": "fact", "fact": "fire.burning"} in gaps


def test_looking_changes_nothing(world: World, tmp_path: Path) -> None:
    """Not one byte of the home."""
    started(world, "fire")
    before = everything_below(tmp_path / "home")
    for line in (["status"], ["list"], ["timeline"], ["verify"], ["export", "--to", "-"], ["contacts"], ["resume"]):
        did(world, *line)
    assert everything_below(tmp_path / "home") == before


def test_an_incident_works_from_its_own_snapshot(world: World, tmp_path: Path) -> None:
    """The plan was changed, broken and removed meanwhile: the open incident does not notice."""
    folder = small_plan(tmp_path)
    started(world, "water", "--plan", folder)
    world.env = {**world.env, "EMERGENCY_PLAN": folder}
    before = did(world, "status").out
    (tmp_path / "plan" / "playbooks" / "water.yaml").write_text("id: [broken")
    (tmp_path / "plan" / "roster.yaml").unlink()
    assert did(world, "status").out == before
    answer = did(world, "done", "shut-off")
    assert ("Shut the valve" in answer.out, answer.err) == (True, "")


# --- list and timeline ---------------------------------------------------------------------------------------------


def test_the_list_counts_steps_as_a_handover_does(world: World) -> None:
    """One that is done zone by zone is one step, wherever a number of steps is shown."""
    started(world, "fire", "--zone", "tax")
    handed = did(world, "handover", "--to", "王强").text
    count = did(world, "list", "--json").data["incidents"][0]["open"]
    assert f"{count} open" in handed
    assert did(world, "status", "--json").data["open"] == count
    assert f"steps open: {count}" in did(world, "list").text


def test_the_list_shows_how_each_stands(world: World, clock: Clock) -> None:
    """Oldest first; outcome, what is open, what is late."""
    started(world, "power-failure")
    clock.pass_by(minutes=6)
    started(world, "theft", "--new")
    did(world, "end", "opened-by-mistake", "-i", "theft")
    data = did(world, "list", "--json").data["incidents"]
    assert [(each["state"], each["late"]) for each in data] == [("responding", 1), ("ended", 0)]
    text = did(world, "list").text
    assert text.index("power-failure") < text.index("theft")
    assert "opened by mistake" in text
    assert ("late: 1" in text, "late: 0" in text) == (True, False)


def test_the_timeline_goes_by_when_it_happened(world: World, clock: Clock) -> None:
    """Back-dated entries stand where they belong, marked with when they were entered."""
    started(world, "fire", "--noticed", "14:40")
    clock.pass_by(minutes=5)
    did(world, "note", "second")
    did(world, "note", "first", "--at", "14:45")
    text = did(world, "timeline").text
    assert text.index("first") < text.index("Incident opened") < text.index("second")
    assert "14:45:00 Note: first" in text
    assert "entered 23 Nov 14:59" in text
    assert [entry.get("text") for entry in entries(world)] == ["first", None, "second"]


def test_the_timeline_says_who_did_a_step(world: World) -> None:
    """Who recorded it and who did it are two people; with nobody named it is whom the plan names, or nobody."""
    started(world, "fire", "--by", "Li")
    did(world, "done", "call-119", "--actor", "王强", "--by", "Li")
    did(world, "note", "smoke is thinning", "--by", "Li")
    shown = did(world, "timeline").text
    assert ", Li; done by 王强]" in shown
    assert shown.count("done by") == 1
    assert "Li；办理人：王强]" in did(world, "timeline", "--lang", "zh").text.replace("， ", "，")


def test_the_timeline_names_each_day_once(world: World, clock: Clock) -> None:
    """An incident over midnight."""
    started(world, "fire")
    clock.pass_by(days=1)
    did(world, "note", "x")
    text = did(world, "timeline").text
    assert (text.count("23 November 2026"), text.count("24 November 2026")) == (1, 1)


# --- verify --------------------------------------------------------------------------------------------------------


def test_a_whole_record_is_whole(world: World) -> None:
    """Exit 0, count of entries, its code."""
    started(world, "fire")
    did(world, "note", "x")
    assert "as it was written" in did(world, "verify").text
    data = did(world, "verify", "--json").data
    assert (data["whole"], data["entries"], data["findings"]) == (True, 2, [])


def test_a_changed_line_is_found_by_file_and_line(world: World) -> None:
    """Exit 5; the rest stands and can still be read."""
    incident = started(world, "fire")
    did(world, "note", "smoke")
    did(world, "note", "flames")
    log = next((world.home / "incidents" / incident).glob("*.jsonl"))
    log.write_bytes(log.read_bytes().replace(b"smoke", b"smirk"))
    answer = emergency(world, "verify")
    assert answer.code == 5
    assert f"{log.name}:2: damaged" in answer.text
    data = emergency(world, "verify", "--json")
    assert (data.code, data.data["whole"]) == (5, False)
    assert "flames" in did(world, "timeline").text
    assert f"{log.name}:2" in did(world, "status").text


def test_a_code_in_other_hands_proves_what_stood_before_it(world: World) -> None:
    """Known: that entry and all before. Unknown: exit 5. What came later is listed."""
    started(world, "fire")
    did(world, "note", "x")
    code = did(world, "verify", "--json").data["code"]
    last = did(world, "note", "y", "--json").data["entries"][0]["entry"]
    answer = did(world, "verify", "--code", code)
    assert "are unchanged" in answer.text
    assert f": {last}" in answer.text
    assert did(world, "verify", "--code", code, "--json").data["unreached"] == [last]
    wrong = emergency(world, "verify", "--code", "0000-0000-0000-0000-0000")
    assert (wrong.code, "no such entry" in wrong.text) == (5, True)


def test_a_cut_end_is_found_by_the_desk_that_wrote_it(world: World) -> None:
    """The last line was removed: this desk remembers that it was there."""
    incident = started(world, "fire")
    did(world, "note", "x")
    log = next((world.home / "incidents" / incident).glob("*.jsonl"))
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    answer = emergency(world, "verify")
    assert answer.code == 5
    assert [each["kind"] for each in emergency(world, "verify", "--json").data["findings"]] == ["gone-back"]


# --- export --------------------------------------------------------------------------------------------------------


def test_the_summary_is_written_to_a_file(world: World, tmp_path: Path) -> None:
    """Whole, with its check code; never over an existing file unless forced."""
    started(world, "fire", "--place", "二楼")
    place = tmp_path / "summary.md"
    assert str(place.name) in did(world, "export", "--to", str(place)).text
    written = place.read_text(encoding="utf-8")
    assert "二楼" in written
    assert did(world, "status", "--json").data["code"] in written
    again = emergency(world, "export", "--to", str(place))
    assert (again.code, "--force" in again.err) == (2, True)
    did(world, "export", "--to", str(place), "--force")


def test_the_summary_goes_to_the_screen(world: World) -> None:
    """`-` is standard output and nothing else."""
    started(world, "fire")
    assert did(world, "export", "--to", "-").out.startswith("#")
    assert json.loads(did(world, "export", "--format", "json", "--to", "-").out)


def test_the_suffix_chooses_the_format(world: World, tmp_path: Path) -> None:
    """`.json` is JSON."""
    started(world, "fire")
    did(world, "export", "--to", str(tmp_path / "a.json"))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))


def test_a_drill_is_marked_in_its_summary(world: World) -> None:
    """In both languages."""
    started(world, "fire", "--drill")
    assert "drill" in did(world, "export", "--to", "-").out.casefold()
    assert "演练" in did(world, "export", "--to", "-", "--lang", "zh").out


@pytest.mark.parametrize("options", [["--format", "pdf"], ["--to", "FOLDER"], ["--to", "FOLDER/none/summary.md"]])
def test_a_summary_that_cannot_be_written_is_said(world: World, tmp_path: Path, options: list[str]) -> None:
    """Exit 2 for a wrong name, 4 where it cannot be saved."""
    started(world, "fire")
    answer = emergency(world, "export", *(option.replace("FOLDER", str(tmp_path)) for option in options))
    assert answer.code in (2, 4)
    assert answer.err


def test_going_on_without_a_terminal_shows_the_board(world: World) -> None:
    """`resume` hangs nowhere."""
    fire = started(world, "fire")
    answer = did(world, "resume")
    assert fire in answer.out
    assert "emergency done STEP" in answer.text


def test_a_closed_incident_cannot_be_gone_on_with(world: World) -> None:
    """Exit 2, with how to look at it."""
    started(world, "fire")
    did(world, "end", "false-alarm")
    did(world, "close", "--reason", "x")
    answer = emergency(world, "resume", "fire")
    assert (answer.code, "emergency timeline" in answer.err) == (2, True)


def test_a_line_break_in_a_note_forges_no_entry(world: World) -> None:
    """What follows it is set in, so that it cannot be taken for a line of the timeline."""
    started(world, "fire")
    did(world, "note", "smoke\n14:54:00 Done: Call 119")
    lines = did(world, "timeline").out.splitlines()
    assert not any(line.startswith("14:54:00 Done") for line in lines)


def test_the_timeline_says_once_that_an_account_gave_no_name(world: World) -> None:
    """And again only after somebody else wrote."""
    started(world, "theft")
    for text in ("one", "two"):
        did(world, "note", text)
    assert did(world, "timeline").text.count("name not given") == 1
    did(world, "note", "three", "--by", "Li Na")
    did(world, "note", "four")
    assert did(world, "timeline").text.count("name not given") == 2


def test_nothing_that_is_known_of_people_is_left_out_of_the_brief(world: World) -> None:
    """However narrow the screen is, and however much it is."""
    started(world, "fire")
    did(world, "set", "injured=yes", "injured-count=12", "dead=1", "missing=3", "fire.out-safe=240")
    said = did(world, "brief").text
    assert "3 people are missing" in said
    assert "…" not in said.partition("People:")[2].partition(" done,")[0]


def test_counts_that_are_nothing_are_not_told(world: World) -> None:
    """Neither in a list nor of a shift that hands over."""
    started(world, "fire", "--by", "Li")
    handed = did(world, "handover", "--to", "Wang").text
    assert (" 0 " in handed.partition("Handed over")[2].partition("20261123")[0], ": 0" in did(world, "list").text) == (
        False,
        False,
    )
