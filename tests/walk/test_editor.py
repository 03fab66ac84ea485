"""The line editor on a terminal of its own kind."""

import io
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.renderer import Renderer
from tests.worlds import make_world

from emergency_cli.walk.ask import Asker


class Screen(io.StringIO):
    """A terminal that answers nothing."""

    def isatty(self) -> bool:
        """It is one."""
        return True


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
