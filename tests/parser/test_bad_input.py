"""What cannot be meant: one line with what is nearest, exit 2, nothing changed on disk; help; odd bytes."""

import errno
import io
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, small_plan, started

from emergency_cli.cli import run
from emergency_cli.world import World

VERBS = [
    "start", "resume", "done", "skip", "could-not", "defer", "set", "note", "attach", "call", "also", "handover",
    "reopen", "correct", "end", "close", "status", "list", "timeline", "contacts", "verify", "export", "check",
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "wrong", "nearest"),
    [
        (["also", "ilness-of-one"], "ilness-of-one", "Sudden illness"),
        (["done", "call-112-now"], "call-112-now", "1 Call 119"),
        (["skip", "sound-the-alarm-bell"], "sound-the-alarm-bell", "2 Sound the alarm"),
        (["set", "traped-people=no"], "traped-people", "trapped"),
        (["set", "zone=taxi-rank"], "taxi-rank", "Tax zone"),
        (["done", "call-119", "-f", "burnin-thing=x"], "burnin-thing", "burning"),
        (["done", "call-119", "-c", "emergency-bureau=reached"], "emergency-bureau", "Emergency Office"),
        (["call", "hospice-ward=reached"], "hospice-ward", "ospital"),
        (["status", "flood"], "flood", "-fire-"),
        (["note", "x", "-i", "flood"], "flood", "-fire-"),
        (["contacts", "taxi-rank"], "taxi-rank", "Tax zone"),
        (["contacts", "--for", "ilness-of-one"], "ilness-of-one", "Sudden illness"),
        (["export", "--format", "pdf"], "pdf", "md"),
        (["end", "handeld"], "handeld", "handled"),
        (["statsu"], "statsu", "status"),
        (["donne", "call-119"], "donne", "done"),
        (["done", "--facts", "trapped=no"], "--facts", "--fact"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_unknown_name_is_told_with_the_nearest(
    world: World, tmp_path: Path, line: list[str], wrong: str, nearest: str
) -> None:
    """One line, exit 2; the home is as it was."""
    started(world, "fire")
    before = everything_below(tmp_path / "home")
    answer = emergency(world, *line)
    assert (answer.code, answer.out) == (2, "")
    assert nearest in answer.text.replace(wrong, "", 1)
    assert everything_below(tmp_path / "home") == before


@pytest.mark.parametrize("verb", ["set", "call", "correct"])
def test_a_missing_word_is_named(world: World, tmp_path: Path, verb: str) -> None:
    """Exit 2 and where help on that command is; nothing is asked."""
    answer = emergency(world, verb)
    assert (answer.code, "Missing: " in answer.err) == (2, True)
    assert f"See: emergency {verb} --help" in answer.err
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("line", [["done", "a", "b"], ["list", "x"], ["check", "x"]])
def test_a_word_too_many_is_refused(world: World, line: list[str]) -> None:
    """Exit 2: what was not understood is never dropped."""
    started(world, "fire")
    assert emergency(world, *line).code == 2
    assert len(entries(world)) == 1


@pytest.mark.parametrize(("rest", "named"), [(["words"], "words"), (["few", "(of them)"], "few (of them)")])
def test_words_too_many_are_named_as_they_were_typed(world: World, rest: list[str], named: str) -> None:
    """One or several, with nothing of the parser's own brackets; and the help of the command itself."""
    answer = emergency(world, "note", "a", *rest)
    assert f"Too many words: {named}. Put text of several words in quotes." in answer.text
    assert "See: emergency note --help" in answer.text


def test_help_on_a_part_of_a_command_is_named_in_full(world: World) -> None:
    """And where no command was understood it is the help of them all."""
    assert "See: emergency ready done --help" in emergency(world, "ready", "done").text
    assert "See: emergency --help" in emergency(world, "donne").text


def test_an_unquoted_note_is_refused_and_not_cut_short(world: World) -> None:
    """`note smoke in hall` without quotes: half of it on record would be worse."""
    started(world, "fire")
    answer = emergency(world, "note", "smoke", "in", "the", "hall")
    kept = entries(world)[-1].get("text")
    assert (answer.code, kept) in [(2, None), (0, "smoke in the hall")]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_has_an_example_and_the_exit_codes(world: World, verb: str, language: str) -> None:
    """In both languages, at any place of `--lang`; exit 0."""
    answer = emergency(world, verb, "--help", "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert f"emergency {verb}" in answer.out
    words = ("Example: ", "Exit codes: 0") if language == "en" else ("示例", "退出码")
    for word in words:
        assert word in answer.text


@pytest.mark.parametrize("line", [["--help"], ["-h"], ["--lang", "zh", "--help"], ["--version"]])
def test_help_of_the_program(world: World, line: list[str]) -> None:
    """All verbs, exit 0."""
    answer = emergency(world, *line)
    assert (answer.code, answer.err) == (0, "")
    assert line == ["--version"] or all(verb in answer.out for verb in VERBS)


def test_odd_bytes_of_the_command_line_become_visible_text(world: World) -> None:
    r"""GBK typed into a UTF-8 terminal: \xNN in the record, whole and readable again."""
    started(world, "fire")
    gbk = "烟".encode("gbk").decode("utf-8", "surrogateescape")
    did(world, "note", gbk)
    assert entries(world)[-1]["text"] == "\\xd1\\xcc"
    assert "\\xd1\\xcc" in did(world, "timeline").text
    did(world, "verify")


@pytest.mark.parametrize("verb", ["done", "contacts", "status", "set", "call", "also"])
def test_odd_bytes_as_a_name_are_refused_in_words(world: World, verb: str) -> None:
    """Neither a crash nor a guess."""
    started(world, "fire")
    answer = emergency(world, verb, "\udcd1\udccc")
    assert answer.code == 2
    assert "\\xd1\\xcc" in answer.text


def test_a_lone_surrogate_never_reaches_the_log(world: World) -> None:
    """Windows passes them through; they become visible."""
    started(world, "fire")
    did(world, "note", "a\ud83dz")
    assert entries(world)[-1]["text"].isascii()


@pytest.mark.parametrize("text", ["--", "-x", "%s{}[]", "a" * 20_000, "\n\n- x\n", "{name}", "“”"])
def test_any_words_can_be_noted(world: World, text: str) -> None:
    """After `--` nothing is an option; no length, no sign breaks it."""
    started(world, "fire")
    did(world, "note", "--", text)
    assert entries(world)[-1]["text"] == text.strip()
    did(world, "timeline")
    did(world, "export", "--to", "-")


def test_words_in_braces_are_no_place_for_values(world: World) -> None:
    """A name, a reason or an answer with {braces} is shown as it is."""
    started(world, "fire", "--by", "{entry}", "--place", "{what}")
    did(world, "skip", "call-119", "--reason", "{step} {0} {")
    assert "{step} {0} {" in did(world, "timeline").text
    assert "{what}" in did(world, "status").out + did(world, "timeline").out


class Closed(io.StringIO):
    """A standard output whose reader has gone."""

    def write(self, text: str) -> int:  # noqa: ARG002 - the form of a stream
        """Fail as a closed pipe does."""
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


@pytest.mark.parametrize("line", [["status"], ["list"], ["contacts"], ["--help"], ["timeline", "--json"]], ids=" ".join)
def test_a_reader_that_has_gone_is_no_error(world: World, line: list[str]) -> None:
    """`emergency status | head -1`: no trace, exit 0."""
    started(world, "fire")
    world.stdout, world.stderr = Closed(), io.StringIO()
    assert run(line, world) == 0
    assert world.stderr.getvalue() == ""


def test_a_start_whose_reader_has_gone_is_recorded_all_the_same(world: World) -> None:
    """The record does not depend on the screen."""
    world.stdout, world.stderr = Closed(), io.StringIO()
    run(["start", "fire"], world)
    assert len(did(world, "list", "--json").data["incidents"]) == 1


@pytest.mark.parametrize("option", ["--home", "--plan", "--lang"])
def test_an_option_without_its_value_is_refused(world: World, tmp_path: Path, option: str) -> None:
    """`--home` at the end of the line must not fall back to another home."""
    answer = emergency(world, "list", option)
    assert answer.code == 2
    assert option in answer.err


def test_after_two_dashes_nothing_is_an_option_of_the_program(world: World) -> None:
    """`note -- --lang` is a note."""
    started(world, "fire")
    did(world, "note", "--", "--lang")
    assert entries(world)[-1]["text"] == "--lang"


def test_an_unforeseen_error_is_an_apology_and_a_report_without_facts(world: World, tmp_path: Path) -> None:
    """Exit 1; what was typed stands neither on the screen nor in the report."""
    started(world, "fire")

    def broken() -> int:
        raise RuntimeError("secret of the incident")

    world.uptime = broken
    answer = emergency(world, "note", "王五")
    assert answer.code == 1
    report = (tmp_path / "state-a" / "error-report.txt").read_text()
    assert "RuntimeError" in report
    assert "secret" not in report + answer.text
    assert "王五" not in report + answer.text


def test_the_zone_of_an_answer_has_to_exist(world: World, tmp_path: Path) -> None:
    """`FACT@MOON` would be kept where nobody ever looks."""
    started(world, "water", "--plan", small_plan(tmp_path))
    for line in (["set", "level@moon=3"], ["done", "look@moon"]):
        assert emergency(world, *line).code == 2
    assert len(entries(world)) == 1
