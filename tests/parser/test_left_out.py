"""What was left out of a line can be picked, and what was mistyped is said."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.front import did, emergency, log_of, started
from tests.worlds import make_world

from emergency_cli.machine import language_named
from emergency_cli.world import World


@pytest.mark.parametrize(
    ("verb", "names"),
    [
        ("report", "initial (First report), follow-up (Follow-up report), final (Final report)"),
        ("card", "fire, illness, disorder"),
        ("also", "fire (Fire or explosion), illness (Sudden illness)"),
    ],
)
def test_without_a_terminal_the_choice_is_listed(world: World, verb: str, names: str) -> None:
    """Exit 2, and what can be typed."""
    started(world, "fire")
    answer = emergency(world, verb)
    assert answer.code == 2
    assert f"Name one of {names}" in answer.text


@pytest.mark.parametrize(
    ("verb", "typed", "said"),
    [
        ("report", "1\n\n\n\n", "First report"),
        ("card", "1\n", "card-fire.html"),
        ("also", "2\n", "Sudden illness"),
        ("also", "q\n", " 2  Sudden illness"),
    ],
)
def test_at_a_terminal_it_is_picked_by_its_number(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, typed: str, said: str
) -> None:
    """As the menu would ask; whoever leaves has done nothing."""
    monkeypatch.chdir(tmp_path)
    started(world, "fire")
    answer = emergency(world, verb, typed=typed)
    assert (answer.code, said in answer.out) == (0, True), answer


def test_resume_takes_the_incident_as_it_says_itself(world: World) -> None:
    """With -i, as every other command does."""
    fire, _ = started(world, "fire"), started(world, "illness")
    assert "-i" in emergency(world, "resume").err
    answer = emergency(world, "resume", "-i", "fire")
    assert (answer.code, "Fire or explosion" in answer.out, fire in answer.text) == (0, True, True), answer


@pytest.mark.parametrize(
    "line",
    ["timeline ''", "timeline -i ''", "status ' '", "resume ''", "export ''", "verify ''", "end --same-as ''"],
)
def test_an_incident_named_by_an_empty_word_is_refused(world: World, line: str) -> None:
    """A variable that is not set names nothing, and not whatever is open."""
    started(world, "fire")
    answer = emergency(world, *shlex.split(line))
    assert (answer.code, answer.out) == (2, ""), answer


def test_after_closing_comes_what_is_left_to_do(world: World) -> None:
    """The summary, and the check code that somebody else is to keep."""
    fire = started(world, "fire")
    did(world, "end", "false-alarm")
    answer = did(world, "close", "--reason", "false alarm")
    assert f"emergency export {fire}" in answer.text
    code = answer.text.split("Check code: ")[1].split("  ")[0][:24]
    assert "unchanged" in did(world, "verify", "--code", code).text
    assert "Give the code to somebody else" in answer.text


def test_an_answer_keeps_its_punctuation(world: World) -> None:
    """Only the first sign between name and answer is one, in either width."""
    started(world, "fire")
    did(world, "set", "place=A＝B：C")
    did(world, "set", "caller＝D=E")
    out = did(world, "timeline").out
    assert "A＝B：C" in out and "D=E" in out
    did(world, "call", "110＝reached：王：强")
    assert "王：强" in did(world, "timeline").out


def test_a_note_that_looks_like_an_option_gets_a_hint(world: World) -> None:
    """What to type instead is said, and works."""
    started(world, "fire")
    answer = emergency(world, "note", "-5 people missing")
    assert (answer.code, "emergency note -- “…”" in answer.text) == (2, True), answer
    did(world, "note", "--", "-5 people missing")
    assert "-5 people missing" in did(world, "timeline").out


def test_a_default_file_name_that_is_there_is_numbered(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written over, and nothing is refused; a name that was asked for is still refused."""
    monkeypatch.chdir(tmp_path)
    fire = started(world, "fire")
    for verb, name in (("export", f"{fire}.docx"), ("card fire", "card-fire.html")):
        for expected in (name, name.replace(".", "-2."), name.replace(".", "-3.")):
            assert expected in did(world, *verb.split()).text.replace(" ", "")
            assert Path(expected).is_file()
        assert emergency(world, *verb.split(), "--to", name).code == 2
        did(world, *verb.split(), "--force")
        assert not Path(name.replace(".", "-4.")).exists()


def test_a_list_of_nothing_says_how_to_begin(world: World) -> None:
    """As `status` does."""
    assert "Start one with: emergency start TYPE" in did(world, "list").err


def test_what_is_no_check_code_accuses_nobody(world: World) -> None:
    """It is said what one looks like."""
    started(world, "fire")
    answer = emergency(world, "verify", "--code", "abcd")
    assert (answer.code, "“abcd” is not a check code." in answer.err) == (2, True), answer


def test_after_a_failed_export_the_menu_goes_on(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is said, and another number can be typed."""
    monkeypatch.chdir(tmp_path)
    started(world, "fire")
    monkeypatch.setattr("emergency_cli.commands.write.documents.unused", lambda _: str(world.home / "x.docx"))
    number = next(line.split()[0] for line in emergency(world).out.splitlines() if "after-action summary" in line)
    answer = emergency(world, typed=f"{number}\nq\n")
    assert (answer.code, "is among the records of this program" in answer.text) == (0, True), answer
    assert answer.out.count("Number, then Enter") == 2


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zh", "cn", "中文", "zh-CN", "zh_TW.UTF-8", "Chinese", "CHS"])
def test_chinese_is_found_by_any_of_its_names(world: World, name: str) -> None:
    """As an option and in the environment."""
    assert "还没有" in did(world, "list", "--lang", name).out
    assert language_named(name) == "zh"


@pytest.mark.parametrize("name", ["fr", "chat"])
def test_another_language_is_said_not_to_be_there(world: World, name: str) -> None:
    """It is not silently English; but a start shows its card and opens all the same."""
    answer = emergency(world, "list", "--lang", name)
    assert (answer.code, f"No language “{name}”. Use one of zh, en." in answer.text) == (2, True), answer
    opened = emergency(world, "start", "fire", f"--lang={name}")
    assert "Call 119" in opened.out
    assert f"No language “{name}”." in opened.err


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANGUAGE": "fr:zh_CN", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANGUAGE": "zh_CN", "LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"EMERGENCY_LANG": "fr", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_of_the_system_is_read_as_gettext_reads_it(
    tmp_path: Path, env: Mapping[str, str], language: str
) -> None:
    """LANGUAGE counts before the locale, unless that is C."""
    assert make_world(tmp_path, env={"EMERGENCY_LANG": "", **env}).language == language


def test_a_tilde_behind_an_equals_sign_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell expands it there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    world = make_world(tmp_path)
    assert (tmp_path / "records") == world.with_settings({"EMERGENCY_HOME": "~/records"}).home
    did(world, "start", "fire", "--drill", "--home=~/records")
    assert len(list((tmp_path / "records" / "incidents").iterdir())) == 1


@pytest.mark.parametrize("at", ["2026-11-23T14:53:00+08:00:30", "14:53+08:00:30"])
def test_a_time_with_an_offset_of_seconds_is_no_time(world: World, at: str) -> None:
    """It is refused as any other that is none; nothing is called unsaved."""
    incident = started(world, "fire")
    before = log_of(world, incident)
    answer = emergency(world, "note", "smoke", "--at", at)
    assert (answer.code, "is not a time" in answer.text, "NOT SAVED" in answer.text) == (2, True, False)
    assert log_of(world, incident) == before
