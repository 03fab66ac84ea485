"""Keys in a real terminal: what was typed before a card was drawn must not tick it."""

import os
import sys
from pathlib import Path

import pytest
from tests.front import WATER, small_plan
from tests.test_whole_fire import DRAWN, READY, Hall, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")


def test_a_digit_answers_a_question(tmp_path: Path) -> None:
    """Choices 1 to 3, at the prompt that is the question."""
    hall = Hall(tmp_path, "zh")
    plan = small_plan(tmp_path, water=WATER.replace("{kind: yes-no, label: {zh: 深不深, en: Is it deep}}", CHOICE))
    hall.run("start", "water", "--by", "王强", "--plan", plan)
    hall.run("done", "shut-off", "--plan", plan)
    terminal = Terminal(hall, "resume", "--plan", plan)
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    assert "深不深 >" in str(terminal.child.before)
    terminal.send("2\r")
    terminal.child.expect_exact("已记录")
    assert hall.incident().value("water.deep") == "much"
    terminal.kill()


CHOICE = """{kind: choice, label: {zh: 深不深, en: Is it deep},
          choices: {little: {zh: 浅, en: little}, much: {zh: 深, en: much}}}"""


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
@pytest.mark.parametrize("key", ["\r", "ok\r", "完成\r"])
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
    terminal.child.expect_exact("Done: “Shut the valve")
    assert [entry.event.kind for entry in hall.incident().entries][-1] == "step-done"
    terminal.kill()


def test_words_typed_before_the_first_card_are_asked_for_again(hall: Hall) -> None:
    """They are not on record, and that is said; a key beside them ticks nothing."""
    plan = small_plan(hall.folder)
    terminal = Gated(hall, "emergency_cli.core.incident.steps.board", "start", "water", "--plan", plan)
    terminal.child.expect_exact("AT THE GATE")
    terminal.send("smoke\rs\r")
    terminal.open()
    terminal.child.expect_exact("not recorded; type it again: smoke")
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    assert [entry.event.kind for entry in hall.incident().entries] == ["opened"]
    terminal.kill()


@pytest.mark.parametrize("keys", ["\r\r", "11\r", "s\r"])
def test_keys_typed_before_the_first_card_tick_nothing(hall: Hall, keys: str) -> None:
    """They could not be meant for what nobody had read."""
    plan = small_plan(hall.folder)
    terminal = Gated(hall, "emergency_cli.core.incident.steps.board", "start", "water", "--plan", plan)
    terminal.child.expect_exact("AT THE GATE")
    terminal.send(keys)
    terminal.open()
    terminal.child.expect_exact(READY)
    terminal.child.expect_exact(DRAWN)
    terminal.send("n smoke\r")
    terminal.child.expect_exact("[recorded")
    terminal.child.expect_exact("Note: smoke")
    assert [entry.event.kind for entry in hall.incident().entries] == ["opened", "noted"]
    terminal.kill()
