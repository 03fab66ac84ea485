"""The line editor on a terminal of its own kind."""

import errno
import io
import re
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.renderer import Renderer
from tests.worlds import make_world

from emergency_cli.walk.person import ask as asking
from emergency_cli.walk.person.ask import REDRAW, Asker, Left


class Screen(io.StringIO):
    """A terminal that answers nothing; once it is `closed_down`, whatever is written to it fails."""

    closed_down = False

    def isatty(self) -> bool:
        """It is one."""
        return True

    def write(self, text: str) -> int:
        """What is shown."""
        if self.closed_down:
            raise OSError(errno.EIO, "Input/output error")
        return super().write(text)


def test_a_terminal_that_does_not_tell_where_its_cursor_is_is_no_matter_for_the_officer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No warning stands between the card and what is typed."""
    monkeypatch.setattr(Renderer, "CPR_TIMEOUT", 0)
    monkeypatch.delenv("PROMPT_TOOLKIT_NO_CPR", raising=False)
    screen = Screen()
    output = Vt100_Output(screen, lambda: Size(24, 80), term="xterm")
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        keys.send_text("smoke\r")
        assert Asker(make_world(tmp_path, terminal="full")).line("> ") == "smoke"
    assert "\x1b[6n" in screen.getvalue()  # it was asked
    assert "WARNING" not in screen.getvalue()


def test_closing_the_window_is_leaving(tmp_path: Path) -> None:
    """It is no fault of the program: there is nothing to report, and the incident stays open."""
    screen = Screen()
    with create_pipe_input() as keys, create_app_session(input=keys, output=Vt100_Output(screen, lambda: Size(24, 80))):
        ask = Asker(make_world(tmp_path, terminal="full"))
        keys.send_text("smoke\r")
        assert ask.line("> ") == "smoke"
        screen.closed_down = True
        with pytest.raises(Left):
            ask.line("> ")


def test_a_prompt_makes_way_for_what_exercise_control_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to be typed for it, and the next prompt is one like any other."""
    monkeypatch.setattr(asking, "_LOOK", 0)
    output = Vt100_Output(Screen(), lambda: Size(24, 80))
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        ask = Asker(make_world(tmp_path, terminal="full"))
        with ask.until(lambda: True):
            assert ask.line("> ") == REDRAW
        keys.send_text("smoke\r")
        assert ask.line("> ") == "smoke"


def test_what_stands_behind_a_prompt_is_broken_between_words(tmp_path: Path) -> None:
    """The editor breaks a line wherever the screen ends, so a word that would be cut begins the next row."""
    screen = Screen()
    output = Vt100_Output(screen, lambda: Size(24, 40), term="xterm")
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        keys.send_text("\r")
        ask = Asker(make_world(tmp_path, terminal="full", env={"COLUMNS": "40"}))
        ask.line("Tell the zone owner > ", None, "Enter = reached and told: the Section")
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.getvalue())
    assert "Enter = reached   and told: the Section" in drawn.replace("\r", "").replace("\n", "")
