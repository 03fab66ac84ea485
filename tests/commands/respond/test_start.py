"""Starting an incident: the card at once, and then everything else."""

import errno
import re
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, small_plan, started
from tests.worlds import Clock

from emergency_cli.store.home import Case, Home
from emergency_cli.world import World


def test_the_life_saving_card_comes_before_everything_else(world: World) -> None:
    """Without a terminal: the card, then under which name it is recorded and what to type next; exit 0."""
    answer = emergency(world, "start", "fire")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.index("Call 119") < answer.out.index("Recorded as 20261123-1454-fire")
    assert len(answer.out.splitlines()) <= 24
    assert "emergency done STEP" in answer.text
    assert "emergency resume" in answer.text


def test_the_first_card_says_whom_to_call_and_what_to_say(world: World) -> None:
    """119 with the five facts, the alarm and the evacuation stand on one card, each with its digit."""
    card = emergency(world, "start", "fire", "--zone", "tax", "--place", "2F").text.partition("20261123-1454")[0]
    for part in (
        "Say: Place: 2F, What is burning, Whether people are trapped, State of the fire",
        "2 Sound the fire alarm",
        "3 Guide",
    ):
        assert part in card


@pytest.mark.parametrize("word", ["fire", "FIRE", "火灾", "着火", "huozai", "hz", "fier", "ｆｉｒｅ", "smoke", "119"])
def test_a_type_is_found_by_any_of_its_names(world: World, word: str) -> None:
    """Id, Chinese name, alias, pinyin, initials, a slip of a letter, full-width letters."""
    assert re.fullmatch(r"20261123-1454-fire-\w{6}", started(world, word))


@pytest.mark.parametrize(
    ("word", "playbook"),
    [
        ("停电", "power-failure"),
        ("晕倒", "illness"),
        ("上访", "group-petition"),
        ("漏水", "general"),
        ("wljd", "general"),
    ],
)
def test_other_types_are_found_by_what_people_call_them(world: World, word: str, playbook: str) -> None:
    """The words of the hall, not those of the program."""
    assert playbook in emergency(world, "start", word, "--json").data["id"]


def test_an_alias_may_name_a_case(world: World) -> None:
    """可疑物 is disorder, and answers which case it is."""
    started(world, "可疑物")
    assert did(world, "status", "--json").data["facts"]["disorder.cases"] == "suspicious-object"


@pytest.mark.parametrize(
    ("word", "named"), [("突发", "Sudden illness"), ("没有着火", "Fire or explosion"), ("smokr", "Fire or explosion")]
)
def test_what_is_in_doubt_is_never_silently_picked(world: World, word: str, named: str) -> None:
    """Several types, a denial, a wrong letter: the card of the general procedure, and what may be meant; exit 2."""
    answer = emergency(world, "start", word)
    assert answer.code == 2
    assert "General procedure" in answer.out
    assert f"“{word}” is not a known incident type. The general procedure was opened." in answer.text
    assert named in answer.err
    assert [entry["event"] for entry in entries(world)] == ["opened", "noted"]


@pytest.mark.parametrize("word", ["红水", "起货", "楼顶", "孕妇", "iceberg", "firefight", ""])
def test_words_that_match_nothing_get_the_general_card(world: World, word: str) -> None:
    """Never a guess by look or sound: all types are named, none is picked."""
    answer = emergency(world, "start", word)
    assert answer.code == 2
    assert "General procedure" in answer.out
    for title in ("Fire or explosion", "Severe weather"):
        assert title in " ".join(answer.err.split())


def test_on_a_terminal_doubt_is_one_numbered_choice(world: World) -> None:
    """The general card first, then one line of keys; the chosen card comes at once."""
    answer = emergency(world, "start", "突发", typed="2\nq\n")
    general, chosen = answer.out.index("General procedure  noticed"), answer.out.index("Sudden illness  noticed")
    assert general < answer.out.index("2 Sudden illness") < chosen
    assert [each["incident"].split("-")[2] for each in did(world, "list", "--json").data["incidents"]] == ["illness"]


@pytest.mark.parametrize(("typed", "opened"), [("\nq\n", ["general"]), ("fire\nq\n", ["fire"]), ("q\n", []), ("", [])])
def test_on_a_terminal_a_name_answers_too_and_q_opens_nothing(world: World, typed: str, opened: list[str]) -> None:
    """Enter stays with the general procedure."""
    emergency(world, "start", "红水", typed=typed)
    assert [each["incident"].split("-")[2] for each in did(world, "list", "--json").data["incidents"]] == opened


def test_zone_and_place_are_on_record(world: World) -> None:
    """A zone is found by any of its names."""
    started(world, "fire", "--zone", "税务", "--place", "二楼")
    data = did(world, "status", "--json").data
    assert (data["zone"], data["facts"]) == ("tax", {"place": "二楼", "zone": "tax"})


def test_when_it_began_and_when_it_was_noticed_are_on_record(world: World) -> None:
    """Two times, told apart."""
    started(world, "fire", "--occurred", "14:40", "--noticed", "14:52")
    opening = entries(world)[0]
    assert (opening["began"], opening["noticed"]) == ("2026-11-23T14:40:00.000+08:00", "2026-11-23T14:52:00.000+08:00")


def test_deadlines_run_from_the_noticing(world: World) -> None:
    """Five minutes for the report of a power failure, counted from `--noticed`."""
    started(world, "power-failure", "--noticed", "14:52")
    rows = did(world, "status", "--json").data["steps"]
    assert [row["deadline"] for row in rows if row["deadline"]] == ["2026-11-23T14:57:00.000+08:00"]


@pytest.mark.parametrize(
    "slip",
    [
        ["--zone", "taxi-rank"], ["--zone"], ["--noticed", "soon"], ["--noticed", "2026-11-23 15:10"], ["--noticed"],
        ["--occurred", "25:00"], ["--zon", "tax"], ["--frobnicate"], ["--by", "  "], ["--by", "account:root"],
        ["--json=yes"], ["--place="], ["--home"], ["--lang="], ["-x"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_whatever_else_is_wrong_on_the_line_the_incident_is_opened_without_it(world: World, slip: list[str]) -> None:
    """Smoke on the second floor: the card first; then what is wrong, exit 2. It is noticed now."""
    answer = emergency(world, "start", "fire", *slip)
    assert (answer.code, "Call 119" in answer.out) == (2, True)
    assert any(word in answer.err for word in ("future", slip[0].partition("=")[0], *slip[1:]))
    opening = entries(world)[0]
    assert (opening["playbook"], opening["noticed"]) == ("fire", "2026-11-23T14:54:00.000+08:00")
    assert not {"facts", "began"} & opening.keys()


def test_on_a_terminal_a_slip_is_told_between_the_card_and_the_walk(world: World) -> None:
    """And the exit code says it in the end."""
    answer = emergency(world, "start", "fire", "--zone", "taxi-rank", typed="q\n")
    assert (answer.code, "taxi-rank" in answer.err, "Call 119" in answer.out) == (2, True, True)


@pytest.mark.parametrize(
    "line",
    [
        ["fire"], ["着火了"], ["119", "着火"], ["着", "火", "了"], ["strat", "fire"], ["start", "fire", "in", "hall"],
        ["--place", "2F", "fire"], ["there is a fire!"], ["start", "--", "fire"], ["着火了", "——place", "二楼"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_verb_may_be_left_out_and_more_be_said(world: World, line: list[str]) -> None:
    """A known word inside what was typed counts, wherever it stands."""
    answer = emergency(world, *line)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("\nFire or explosion")
    assert entries(world)[0]["playbook"] == "fire"


def test_what_was_said_besides_the_type_is_kept_as_a_note(world: World) -> None:
    """二楼着火了 tells where; 着火了 and 火灾 tell nothing more than the type."""
    emergency(world, "二楼配电间着火了")
    assert [entry.get("text") for entry in entries(world)][1:] == ["二楼配电间着火了"]
    emergency(world, "有人晕倒了！快！")
    assert [entry["event"] for entry in entries(world, "illness")] == ["opened"]


def test_two_dangers_in_one_breath_are_both_named(world: World) -> None:
    """The card of the first in the plan's order, and how to take up the other."""
    answer = emergency(world, "有人晕倒，着火了")
    assert answer.out.startswith("\nFire or explosion")
    assert "Also named: Sudden illness" in answer.err


@pytest.mark.parametrize("line", [["foo"], ["extinguish"], ["有人要上楼吗"], ["没有着火"]])
def test_without_the_verb_unknown_words_show_the_general_card_and_open_nothing(
    world: World, tmp_path: Path, line: list[str]
) -> None:
    """A script's slip makes no incident; a person still has a card."""
    answer = emergency(world, *line)
    assert (answer.code, "General procedure" in answer.out) == (2, True)
    assert "emergency start general" in answer.text
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("line", [["stauts"], ["notte", "着火点已找到"], ["exprot", "fire"], ["done"]])
def test_another_verb_is_never_taken_for_a_start(world: World, tmp_path: Path, line: list[str]) -> None:
    """A slip in a verb is a slip, whatever its words hold."""
    assert emergency(world, *line).code == 2
    assert everything_below(tmp_path) == {}


def test_chinese_typed_as_gbk_is_understood(world: World) -> None:
    """A terminal with another encoding than the program's."""
    assert started(world, "火灾".encode("gbk").decode("utf-8", "surrogateescape"))
    assert entries(world)[0]["playbook"] == "fire"


@pytest.mark.parametrize(
    "slip", ["--dril", "--dirll", "-drill", "——drill", "－－ｄｒｉｌｌ", "--演练", "--drill=yes", "演练", "-d"]
)
def test_a_drill_is_never_lost_silently(world: World, slip: str) -> None:
    """One dash or a long one is --drill. Anything else is opened as real where nobody can be asked, and said."""
    answer = emergency(world, "start", "fire", slip)
    drill = entries(world)[0].get("drill", False)
    assert (answer.code, drill) in [(0, True), (2, False)]
    assert drill or "opened as a real incident, not as a drill" in answer.text
    assert "Call 119" in answer.out


@pytest.mark.parametrize(("typed", "drill"), [("2\nq\n", True), ("x\n\n1\nq\n", False), ("演练\nq\n", True)])
def test_on_a_terminal_a_drill_in_doubt_is_asked_for_before_anything_is_recorded(
    world: World, typed: str, drill: bool
) -> None:
    """The real card stands first; no bare Enter decides."""
    answer = emergency(world, "start", "fire", "--dril", typed=typed)
    assert answer.out.index("Call 119") < answer.out.index("Is this a drill, or real?")
    assert [each["drill"] for each in did(world, "list", "--json").data["incidents"]] == [drill]


def test_who_starts_is_the_officer_on_duty(world: World) -> None:
    """`--by` names the officer; later entries carry the name."""
    started(world, "fire", "--by", "李娜")
    did(world, "note", "smoke")
    data = did(world, "status", "--json").data
    assert data["officer"] == "李娜"
    assert [entry["by"] for entry in entries(world)] == ["李娜"] * 3


def test_without_a_name_the_account_is_marked(world: World) -> None:
    """The system user is no name."""
    started(world, "fire")
    assert "account duty, name not given" in did(world, "timeline").text


def test_a_drill_is_marked_everywhere(world: World) -> None:
    """Id, card, board, list, timeline and numbers."""
    answer = emergency(world, "start", "fire", "--drill")
    assert re.search(r"drill-20261123-1454-fire-\w{6}", answer.out)
    assert "[DRILL] Fire" in answer.out
    assert "simulate, do not really call" in answer.text
    for verb in ("status", "list", "timeline"):
        assert "[DRILL]" in did(world, verb).out
    assert did(world, "list", "--json").data["incidents"][0]["drill"] is True


def test_chinese_drills_say_so(world: World) -> None:
    """演练：模拟，不要真的拨打."""
    answer = emergency(world, "start", "火灾", "--drill", "--lang", "zh")
    assert "演练" in answer.out
    assert "不要真的拨打" in answer.text.replace(" ", "")


def test_without_a_terminal_a_second_fire_is_opened_and_said(world: World) -> None:
    """Nothing hangs: a new incident, with the way to the other one."""
    first = started(world, "fire")
    answer = emergency(world, "start", "fire")
    assert answer.code == 0
    assert f"emergency resume {first}" in answer.text
    assert len(did(world, "list", "--json").data["incidents"]) == 2


def test_on_a_terminal_a_second_start_asks_after_the_card(world: World) -> None:
    """Enter goes on with the one that is open; the new one, on record before the question, is closed as the same."""
    first = started(world, "fire")
    answer = emergency(world, "start", "fire", typed="\nq\n")
    assert answer.code == 0
    assert answer.out.startswith("\nFire") and "Call 119" in answer.out
    assert "already open" in answer.err
    open_one, other = did(world, "list", "--json").data["incidents"]
    assert (open_one["incident"], open_one["state"], other["state"]) == (first, "responding", "closed")
    ended = next(entry for entry in entries(world, other["incident"]) if entry["event"] == "ended")
    assert (ended["outcome"], ended["same-as"]) == ("same-as", first)
    assert f"emergency resume {first}" in answer.text


@pytest.mark.parametrize("said", ["y", "1", "是", "好", "对"])
def test_on_a_terminal_yes_goes_on_with_the_open_one(world: World, said: str) -> None:
    """In any words."""
    started(world, "fire")
    emergency(world, "start", "fire", typed=f"{said}\nq\n")
    assert [each["state"] for each in did(world, "list", "--json").data["incidents"]] == ["responding", "closed"]


@pytest.mark.parametrize("said", ["n", "2", "新", "新的", "no", "否", "不", "不是", "ｎ", "hm\n否"])
def test_on_a_terminal_a_new_one_may_be_wanted(world: World, said: str) -> None:
    """A second fire elsewhere: said in any words, never taken for a yes."""
    started(world, "fire")
    emergency(world, "start", "fire", typed=f"{said}\nq\n")
    assert [each["state"] for each in did(world, "list", "--json").data["incidents"]] == ["responding", "responding"]


def test_new_asks_nothing(world: World) -> None:
    """`--new` is the answer as an option."""
    started(world, "fire")
    answer = emergency(world, "start", "fire", "--new", typed="q\n")
    assert "already open" not in answer.text
    assert len(did(world, "list", "--json").data["incidents"]) == 2


def test_a_drill_and_a_real_fire_do_not_get_in_each_others_way(world: World) -> None:
    """An open drill never makes the real start ask."""
    started(world, "fire", "--drill")
    answer = emergency(world, "start", "fire", typed="q\n")
    assert "already open" not in answer.text


def test_an_ended_fire_does_not_make_the_start_ask(world: World) -> None:
    """What is in review is over."""
    started(world, "fire")
    did(world, "end", "handled")
    assert "already open" not in emergency(world, "start", "fire", typed="q\n").text


def test_start_as_data(world: World) -> None:
    """`--json` is the board: id, state, next card, every step."""
    data = emergency(world, "start", "fire", "--zone", "tax", "--json").data
    assert (data["state"], data["drill"], data["zone"]) == ("responding", False, "tax")
    assert data["next"][0] == "fire/call-119"
    assert data["steps"][0].keys() >= {"step", "stage", "status", "clause", "entry", "deadline", "late_seconds"}
    assert re.fullmatch(r"([0-9a-f]{4}-){4}[0-9a-f]{4}|([0-9a-f]{4} ){4}[0-9a-f]{4}", data["code"])


def test_the_incident_id_counts_up_within_a_minute(world: World, clock: Clock) -> None:
    """`-2` for the second; the next minute has its own name."""
    first, second = started(world, "illness"), started(world, "illness", "--new")
    clock.pass_by(minutes=1)
    third = started(world, "illness", "--new")
    assert second == f"{first}-2"
    assert third == first.replace("1454", "1455")


def test_a_plan_folder_of_ones_own_is_used(world: World, tmp_path: Path) -> None:
    """`--plan`, before or after the command, and EMERGENCY_PLAN."""
    folder = small_plan(tmp_path)
    assert "Shut the valve" in did(world, "start", "water", "--plan", folder).out
    assert "Shut the valve" in did(world, f"--plan={folder}", "start", "water", "--new").out
    world.env = {**world.env, "EMERGENCY_PLAN": folder}
    assert "Shut the valve" in did(world, "start", "water", "--new").out


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(("language", "word"), [("zh", "打119报警"), ("en", "Call 119"), ("zh_CN.UTF-8", "打119报警")])
def test_the_language_may_stand_anywhere_on_the_line(world: World, place: str, language: str, word: str) -> None:
    """`--lang` before or after the command."""
    option = ["--lang", language]
    line = [*option, "start", "fire"] if place == "before" else ["start", "fire", *option]
    assert word in did(world, *line).out


def test_the_language_comes_from_the_environment(world: World) -> None:
    """EMERGENCY_LANG, else the system's language."""
    places = {name: value for name, value in world.env.items() if name != "EMERGENCY_LANG"}
    world.env = {**places, "LANG": "zh_CN.UTF-8"}
    assert "打119报警" in did(world, "start", "fire").out
    world.env = {**places, "LANG": "zh_CN.UTF-8", "EMERGENCY_LANG": "en"}
    assert "Call 119" in did(world, "start", "fire").out


def test_a_home_of_ones_own_is_used(world: World, tmp_path: Path) -> None:
    """`--home` names a USB stick."""
    stick = tmp_path / "stick"
    did(world, "start", "fire", "--home", str(stick))
    assert len(list((stick / "incidents").iterdir())) == 1
    assert did(world, "list", "--json").data["incidents"] == []


def test_what_is_on_record_is_never_called_not_recorded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The incident is open; only the look at the others failed."""

    def fails(_: Home) -> list[Case]:
        raise OSError(errno.EIO, "fails")

    monkeypatch.setattr(Home, "unclosed", fails)
    answer = emergency(world, "start", "fire")
    assert answer.code == 0
    assert "NOT RECORDED" not in answer.text
    assert "already open" in answer.err
    assert len(entries(world)) == 1
