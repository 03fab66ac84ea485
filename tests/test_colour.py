"""Colour and bold type: on a terminal, and only there."""

import io
from pathlib import Path

import pytest
from tests.worlds import make_world

from emergency_cli.cli import run
from emergency_cli.language import Words
from emergency_cli.screen.line import Line
from emergency_cli.screen.terminal import Screen


def said(tmp_path: Path, terminal: str, **env: str) -> str:
    """What a mistyped command makes the program say."""
    world = make_world(tmp_path, env=env, terminal=terminal)
    world.stderr = errors = io.StringIO()
    run(["nonsense"], world)
    return errors.getvalue()


def test_a_warning_is_red_on_a_terminal_and_no_stronger_than_an_order(tmp_path: Path) -> None:
    """The line that matters is found at once; what to do about it is as plain as ever."""
    warning, hint = said(tmp_path, "full").splitlines()
    assert (warning[:5], warning[-4:]) == ("\x1b[31m", "\x1b[0m")
    assert "\x1b" not in hint


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(tmp_path: Path, env: dict[str, str]) -> None:
    """https://no-color.org, and a terminal that says it can do nothing."""
    assert "\x1b" not in said(tmp_path, "full", **env)


@pytest.mark.parametrize("terminal", ["plain", "none"])
def test_no_colour_in_a_file_and_on_a_plain_terminal(tmp_path: Path, terminal: str) -> None:
    """Nobody reads escape sequences."""
    assert "\x1b" not in said(tmp_path, terminal)


@pytest.mark.parametrize(
    ("env", "seen"),
    [({}, ["\x1b[1mgo\x1b[0m", "\x1b[31mnot\x1b[0m"]), ({"NO_COLOR": "1"}, ["\x1b[1mgo\x1b[0m", "not"]),
     ({"TERM": "dumb"}, ["go", "not"])],
)  # fmt: skip
def test_an_order_stays_bold_where_colour_is_not_wanted(tmp_path: Path, env: dict[str, str], seen: list[str]) -> None:
    """Bold is no colour; what must not be done is red where that may be."""
    world = make_world(tmp_path, env=env, terminal="full")
    world.stdout = out = io.StringIO()
    Screen(world, Words("en")).show([Line("go", "order"), Line("not", "never")])
    assert out.getvalue().splitlines() == seen
