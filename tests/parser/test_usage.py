"""What is wrong with a command line: one line in the language, and the help of that very command."""

import json
from pathlib import Path

import pytest
from tests.front import did, emergency, everything_below, started

from emergency_cli.commands.table import verbs
from emergency_cli.world import World

WRONG = [
    (["order"], "Missing: TEXT. For example: emergency order", "缺少文字。例如：emergency order", "order"),
    (["note", "a", "b", "c"], "Too many words: b c.", "b c", "note"),
    (
        ["note", "a", "--persnal"],
        "No such option: --persnal. Did you mean --personal, --paper?",
        "没有这个选项：--persnal",
        "note",
    ),
    (["note", "a", "-x"], "No such option: -x.", "没有这个选项：-x", "note"),
    (["note", "a", "--by"], "--by needs a value.", "--by后面要写内容", "note"),
    (["note", "a", "--personal=yes"], "--personal takes no value.", "--personal后面不写内容", "note"),
    (["report", "initial", "--split", "few"], "--split must be a whole number.", "--split须为整数", "report"),
    (["ready", "dome"], "No such command: dome. Did you mean done?", "没有这个命令：dome", "ready"),
    (["ready", "done"], "Missing: ITEM. For example: emergency ready done", "缺少事项。例如：", "ready done"),
    (["--bogus", "list"], "No such option: --bogus.", "没有这个选项：--bogus", ""),
]


@pytest.mark.parametrize(("line", "english", "chinese", "command"), WRONG, ids=lambda value: str(value)[:30])
def test_a_wrong_line_is_told_in_the_language_with_the_help_of_its_command(
    world: World, tmp_path: Path, line: list[str], english: str, chinese: str, command: str
) -> None:
    """Exit 2, nothing on standard output, nothing on disk; wherever `--lang` is on the line."""
    for language, said in (("en", english), ("zh", chinese)):
        behind = [line[0], f"--lang={language}", *line[1:]]
        for typed in (["--lang", language, *line], behind):
            answer = emergency(world, *typed)
            assert (answer.code, answer.out) == (2, "")
            assert said in answer.text
            assert f"emergency {command} --help".replace("  ", " ") in answer.text
    assert everything_below(tmp_path) == {}


BARE = [
    (["stats", "2025"], "--year 2025"),
    (["handover", "Li Na"], "--to 'Li Na', --text 'Li Na'"),
    (["end", "handled", "Li"], "--decided Li, --condition Li"),
    (["done", "1", "14:05"], "--at 14:05"),
    (["skip", "1", "needless"], "--reason needless"),
    (["list", "all"], "--all"),
    (["card", "fire", "pocket"], "--pocket"),
    (["order", "clear the hall", "Gao Shi"], "--from 'Gao Shi', --to 'Gao Shi'"),
    (["export", "docx"], "--format docx"),
    (["report", "initial", "first.docx"], "--to first.docx, --template first.docx"),
]


@pytest.mark.parametrize(("line", "option"), BARE, ids=lambda value: str(value)[:30])
def test_a_word_that_belongs_to_an_option_is_told_with_that_option(world: World, line: list[str], option: str) -> None:
    """As it is to be typed; in both languages, and nothing is done."""
    started(world, "fire")
    before = everything_below(Path(world.env["EMERGENCY_HOME"]))
    for language, meant in (("en", f"Did you mean {option}?"), ("zh", option.replace(", ", "、"))):
        answer = emergency(world, *line, "--lang", language)
        assert (answer.code, "".join(meant.split()) in "".join(answer.text.split())) == (2, True), answer.text
    assert everything_below(Path(world.env["EMERGENCY_HOME"])) == before


@pytest.mark.parametrize("verb", [verb.name for verb in verbs() if " " not in verb.name])
def test_the_example_of_a_verb_is_one_that_its_command_takes(world: World, verb: str) -> None:
    """As far as the parser goes: no option or word of it is refused."""
    started(world, "fire")
    example = next(line for line in did(world, verb, "--help", "--lang", "en").out.splitlines() if "Example: " in line)
    assert example.startswith(f"Example: emergency {verb}")


def test_with_json_an_error_is_an_object_on_the_last_line_of_standard_error(world: World) -> None:
    """Exit code, what is wrong, what to do; nothing on standard output."""
    for line, code in ((["note", "--json"], 2), (["status", "--json"], 2), (["also", "fires!!", "--json"], 2)):
        answer = emergency(world, *line)
        assert (answer.code, answer.out) == (code, "")
        error = json.loads(answer.err.splitlines()[-1])
        assert (error["code"], bool(error["what"]), "hint" in error) == (code, True, True)


def test_a_rule_that_refuses_is_an_object_too(world: World) -> None:
    """With exit code 3."""
    started(world, "fire")
    answer = emergency(world, "close", "--json")
    assert (answer.code, json.loads(answer.err)["code"]) == (3, 3)


def test_an_error_of_the_program_itself_is_an_object_too(world: World) -> None:
    """With exit code 1; nothing of what was typed in it."""
    started(world, "fire")

    def broken() -> int:
        raise RuntimeError("secret of the incident")

    world.uptime = broken
    answer = emergency(world, "note", "王五", "--json")
    assert (answer.code, json.loads(answer.err)["code"]) == (1, 1)
    assert "secret" not in answer.text


def test_json_behind_two_dashes_is_a_word(world: World) -> None:
    """`note -- --json` keeps it, and an error is told in words."""
    answer = emergency(world, "note", "--", "--json")
    assert (answer.code, answer.err.startswith("{")) == (2, False)


@pytest.mark.parametrize("place", ["before", "after", "with-equals"])
def test_the_options_of_every_command_go_anywhere(world: World, tmp_path: Path, place: str) -> None:
    """Before the verb or after it."""
    other = str(tmp_path / "other")
    line = {
        "before": ["--home", other, "start", "fire", "--json"],
        "after": ["start", "fire", "--json", "--home", other],
        "with-equals": ["start", f"--home={other}", "fire", "--json"],
    }[place]
    did(world, *line)
    assert (tmp_path / "other" / "incidents").is_dir()
    assert not (tmp_path / "home").exists()
    assert did(world, "list", "--json").data["incidents"] == []


def test_an_option_of_one_line_is_forgotten_at_the_next(world: World, tmp_path: Path) -> None:
    """They change no world but that of their own line."""
    did(world, "start", "fire", "--home", str(tmp_path / "other"), "--lang", "zh")
    assert world.home == tmp_path / "home"
    assert world.language == "en"
