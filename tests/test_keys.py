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


def test_a_digit_answers_a_question_at_once(tmp_path: Path) -> None:
    """Choices 1 to 3 need no Enter, like every other key."""
    hall = Hall(tmp_path, "zh")
    hall.run("start", "power-failure", "--by", "王强")
    for step in ("check-lifts", "find-cause", "tell-emergency-office", "switch-off", "explain"):
        hall.run("skip", step, "--reason", "-")
    assert hall.next_step() is not None
    while hall.next_step() != "power-failure/judge-cause":
        hall.run("skip", str(hall.next_step()), "--reason", "-")
    terminal = Terminal(hall, "resume")
    for _ in range(12):
        terminal.child.expect_exact(READY)
        terminal.child.expect_exact(DRAWN)
        if "power-failure.outage-cause" in hall.incident().answers:
            break
        waiting = "?" in terminal.child.before[-20:]
        terminal.send("2" if waiting else "q\r")
    assert hall.incident().value("power-failure.outage-cause") == "internal"
    terminal.kill()
