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
    """Without a terminal: the card, the board, what to type next; exit 0."""
    answer = emergency(world, "start", "fire")
    card, board, following = (answer.out.index(part) for part in ("Call 119", "20261123-1454-fire", "Recorded as"))
    assert (answer.code, answer.err) == (0, "")
    assert card < board < following
    assert "emergency done STEP" in answer.text
    assert "emergency resume" in answer.text


def test_the_first_card_says_whom_to_call_and_what_to_say(world: World) -> None:
    """119 with the five facts, the alarm and the evacuation stand on one card, each with its digit."""
    card = emergency(world, "start", "fire", "--zone", "tax", "--place", "2F").text.partition("20261123-1454")[0]
    for part in (
        "Say: Place: 2F, What is burning",
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
    [("停电", "power-failure"), ("晕倒", "illness"), ("上访", "group-petition"), ("漏水", "general"), ("wljd", "")],
)
def test_other_types_are_found_by_what_people_call_them(world: World, word: str, playbook: str) -> None:
    """The words of the hall, not those of the program."""
    answer = emergency(world, "start", word, "--json")
    assert (answer.code, playbook in (answer.data["id"] if answer.code == 0 else "")) == (0 if playbook else 2, True)


def test_an_alias_may_name_a_case(world: World) -> None:
    """可疑物 is disorder, and answers which case it is."""
    started(world, "可疑物")
    assert did(world, "status", "--json").data["facts"]["disorder.cases"] == "suspicious-object"


def test_two_types_that_fit_are_never_silently_picked_between(world: World, tmp_path: Path) -> None:
    """Both are named, and nothing is opened."""
    answer = emergency(world, "start", "突发")
    assert answer.code == 2
    assert "illness" in answer.err
    assert "weather" in answer.err
    assert everything_below(tmp_path) == {}


def test_an_unknown_type_names_the_nearest(world: World, tmp_path: Path) -> None:
    """One line with what was meant perhaps; nothing is opened."""
    answer = emergency(world, "start", "firefight")
    assert answer.code == 2
    assert "firefight" in answer.err
    assert "fire" in answer.err.replace("firefight", "")
    assert everything_below(tmp_path) == {}


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


@pytest.mark.parametrize("option", ["--occurred", "--noticed"])
@pytest.mark.parametrize("time", ["2026-11-23 15:10", "soon", "25:00"])
def test_a_time_that_cannot_be_used_is_refused(world: World, tmp_path: Path, option: str, time: str) -> None:
    """A future time and no time at all; nothing is opened."""
    answer = emergency(world, "start", "fire", option, time)
    assert answer.code == 2
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("option", [["--zone", "taxi-rank"], ["--noticed", "soon"], ["--occurred", "25:00"]])
def test_a_slip_in_an_option_does_not_hold_up_the_card(world: World, tmp_path: Path, option: list[str]) -> None:
    """Smoke on the second floor: the card first, then what is wrong with the zone or the time; nothing is opened."""
    answer = emergency(world, "start", "fire", *option)
    assert (answer.code, option[1] in answer.err) == (2, True)
    assert "Call 119" in answer.out
    assert everything_below(tmp_path) == {}


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


@pytest.mark.parametrize("word", ["红水", "起货", "楼顶"])
def test_a_word_that_only_sounds_similar_opens_nothing(world: World, tmp_path: Path, word: str) -> None:
    """Never a guess; the general procedure is named for what has no playbook."""
    answer = emergency(world, "start", word)
    assert (answer.code, everything_below(tmp_path)) == (2, {})
    assert "start general" in answer.err


def test_a_name_of_blanks_is_no_name(world: World) -> None:
    """Neither is what looks like a system account."""
    assert emergency(world, "start", "fire", "--by", "  ").code == 2
    assert emergency(world, "start", "fire", "--by", "account:root").code == 2


def test_what_is_on_record_is_never_called_not_recorded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The incident is open; only the look at the others failed."""

    def fails(_: Home) -> list[Case]:
        raise OSError(errno.EIO, "fails")

    monkeypatch.setattr(Home, "unclosed", fails)
    answer = emergency(world, "start", "fire")
    assert answer.code == 0
    assert "NOT RECORDED" not in answer.text
    assert "cannot be seen" in answer.err
    assert len(entries(world)) == 1
