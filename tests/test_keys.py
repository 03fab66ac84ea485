"""Keys in a real terminal: what was typed before a card was drawn must not tick it."""

import sys
from pathlib import Path

import pytest
from tests.test_whole_fire import DRAWN, READY, Hall, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")


def test_keys_typed_ahead_tick_no_card_that_was_not_read(tmp_path: Path) -> None:
    """Four times Enter in one burst at the first card: one tick is begun, the cards after it wait to be read."""
    hall = Hall(tmp_path, "en")
    terminal = Terminal(hall, "start", "fire")
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    terminal.send("\r\r\r\r")
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    assert [entry.event.kind for entry in hall.incident().entries] == ["opened"]
    terminal.kill()
