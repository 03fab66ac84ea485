"""Keys in a real terminal: what was typed before a card was drawn must not tick it."""

import os
import sys
from pathlib import Path

import pytest
from tests.front import small_plan
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


GATE = """\
import os, sys

class Gate:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["GATE"] and self in sys.meta_path:
            sys.meta_path.remove(self)
            os.write(1, b"AT THE GATE")
            open(os.environ["GATE_FIFO"]).read()

sys.meta_path.insert(0, Gate())
"""


class Gated(Terminal):
    """A terminal whose program waits at the gate, when it is about to load a module, until it is opened."""

    def __init__(self, hall: Hall, module: str, *args: str) -> None:
        self.fifo = hall.folder / "gate"
        os.mkfifo(self.fifo)
        (hall.folder / "sitecustomize.py").write_text(GATE, "utf-8")
        os.environ.update(GATE=module, GATE_FIFO=str(self.fifo), PYTHONPATH=str(hall.folder))
        super().__init__(hall, *args)

    def open(self) -> None:
        """Let it go on."""
        self.fifo.write_text("")


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """A hall with the small plan."""
    for name in ("GATE", "GATE_FIFO", "PYTHONPATH"):
        monkeypatch.setenv(name, "")
    return Hall(tmp_path, "en")


@pytest.mark.parametrize("verb", ["start", "resume"])
@pytest.mark.parametrize("key", ["\r", "1", "完成\r"])
def test_a_key_typed_while_the_line_editor_is_loaded_ticks_the_card_that_is_on_the_screen(
    hall: Hall, verb: str, key: str
) -> None:
    """The card comes first; from then on nothing that is typed is lost."""
    plan = small_plan(hall.folder)
    if verb == "resume":
        hall.run("start", "water", "--plan", plan)
    terminal = Gated(hall, "prompt_toolkit", verb, *(["water"] if verb == "start" else []), "--plan", plan)
    terminal.child.expect_exact("AT THE GATE")
    assert "Shut the valve" in terminal.child.before
    terminal.send(key)
    terminal.open()
    terminal.child.expect_exact("Done: Shut the valve")
    assert [entry.event.kind for entry in hall.incident().entries][-1] == "step-done"
    terminal.kill()


@pytest.mark.parametrize("keys", ["\r\r", "11", "s"])
def test_keys_typed_before_the_first_card_tick_nothing(hall: Hall, keys: str) -> None:
    """They could not be meant for what nobody had read."""
    plan = small_plan(hall.folder)
    terminal = Gated(hall, "emergency_cli.core.incident.board", "start", "water", "--plan", plan)
    terminal.child.expect_exact("AT THE GATE")
    terminal.send(keys)
    terminal.open()
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    terminal.send("7")
    terminal.child.expect_exact("Note:")
    terminal.send("smoke\r")
    terminal.child.expect_exact("smoke")
    terminal.child.expect_exact("[recorded")
    assert [entry.event.kind for entry in hall.incident().entries] == ["opened", "noted"]
    terminal.kill()
