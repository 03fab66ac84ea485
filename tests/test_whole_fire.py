"""A whole fire, as it is done: in a real terminal in both languages, and again by commands from a script."""

import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from tests.worlds import make_world

from emergency_cli.cli import run
from emergency_cli.core import events
from emergency_cli.core.incident.board import board
from emergency_cli.core.incident.cards import next_card
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.terms import CALLS
from emergency_cli.language import Words
from emergency_cli.store.home import Home

pexpect = pytest.importorskip("pexpect")

# What the line editor writes when it begins to take keys, and when it has drawn its prompt.
READY, DRAWN = "\x1b[?2004h", "\x1b[?25h"
NOTE = "烟 [从配电间] 出来 🔥 <b>“快”</b>"
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|[\r\x07]")


def now() -> datetime:
    """The clock that the programs in the terminal go by too."""
    return datetime.now().astimezone()


@dataclass
class Hall:
    """One hall: its home and state, programs started in it, and a look at its record from outside."""

    folder: Path
    language: str

    @property
    def places(self) -> dict[str, str]:
        """Its home and state."""
        return {"EMERGENCY_HOME": str(self.folder / "home"), "EMERGENCY_STATE": str(self.folder / "state")}

    @property
    def env(self) -> dict[str, str]:
        """What a program started in this hall sees."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EMERGENCY_")}
        return {**kept, **self.places, "EMERGENCY_LANG": self.language, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}

    def run(self, *args: str) -> str:
        """A command as a script types it; its standard output."""
        world = make_world(self.folder, desk="script", env={**self.places, "EMERGENCY_LANG": self.language}, now=now)
        code = run(args, world)
        out = world.stdout.getvalue() if isinstance(world.stdout, io.StringIO) else ""
        assert code == 0, f"{args}: {out}"
        return out

    def incident(self) -> Incident:
        """The only incident, as its files stand now."""
        world = make_world(self.folder, home="home")
        return Home(world).all()[0].incident

    def next_step(self) -> str | None:
        """The step whose card comes next."""
        if not (self.folder / "home").exists():
            return None
        incident = self.incident()
        card = next_card(incident, board(incident, now()))
        return card.current.address if card else None


# The program for somebody who never presses Enter too soon: a second passes whenever it looks at its clock.
AT_EASE = """\
import itertools, sys
from emergency_cli.cli import run
from emergency_cli.world import real_world
world = real_world()
world.seconds = itertools.count().__next__
sys.exit(run(sys.argv[1:], world))
"""


class Terminal:
    """A real terminal with the program in it. `at_ease`: Enter always counts, however soon it comes."""

    def __init__(self, hall: Hall, *args: str, at_ease: bool = True, dumb: bool = False) -> None:
        program = ["-c", AT_EASE] if at_ease else ["-m", "emergency_cli"]
        self.child = pexpect.spawn(
            sys.executable, [*program, *args],
            env={**hall.env, "TERM": "dumb" if dumb else "xterm"}, dimensions=(50, 80), encoding="utf-8", timeout=30,
            cwd=str(hall.folder),
        )  # fmt: skip

        self.child.delaybeforesend = None

    def prompts(self) -> Iterator[str]:
        """What came on screen, up to each moment at which keys are taken; ends with the program."""
        while self.child.expect_exact([READY, pexpect.EOF]) == 0:
            screen = self.child.before
            self.child.expect_exact(DRAWN)
            yield _CONTROL.sub("", screen + self.child.before)

    def send(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def kill(self) -> None:
        """Pull the plug."""
        self.child.kill(signal.SIGKILL)
        self.child.expect(pexpect.EOF)


class Officer:
    """Somebody who does the unusual things once, and otherwise presses Enter or `?`."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.words = Words(hall.language)
        say = self.words.say
        self.name_prompt = say("Your name, for the record (Enter = later):")
        self.outcome = self.words(CALLS["no-answer"].shown)
        self.also = say("Also take up “{title}”? Enter/1 yes, 2 no", title="")[:4]
        self.one_reason = say("One reason for leaving them all:")
        self.again = say("another round done")
        self.over = say("Is the response over? {options}  Enter = not yet", options="")[:6]
        self.close = say("Everything is done. Close the record? 1 close  Enter = not yet")[:6]
        self.todo: dict[str, list[str]] = {
            "fire/anyone-hurt": ["y"],
            "fire/tell-office": ["7", NOTE + "\r", "\r", "3", "1"],
            "fire/cut-power": ["5", "联系不上供电公司\r"],
            "fire/ask-hospital": ["s", "120 已经派车\r"],
            "fire/head-count": ["d\r", "人还没到齐\r"],
            "illness/first-aid": ["\r", "9", "3\r", "按错了\r"],
            "general/make-safe": ["9", "5\r", "fire.trapped\r", "?\r", "9", "5\r", "fire.trapped\r", "n\r"],
            "general/activate": ["8", "h", "李娜\r", "楼上还没查完\r", "1\r"],
        }

    def keys(self, screen: str) -> str:
        """What to press at this prompt."""
        _, *fresh = ["", *(line.replace("\x08", "").strip() for line in screen.rstrip("\x08 \n").splitlines()[1:])]
        hint, last = "\n".join(fresh[:-1]), fresh[-1] if fresh else ""
        if self.name_prompt in last:
            return "王强\r"
        if self.pending:
            return self.pending.pop(0)
        if self.one_reason in last:
            return "没有上报\r"
        if last == ">" and (self.outcome in hint or self.also in hint):
            return "1"
        if last == ">" and self.again in hint:
            return "g"
        if last == ">" and (self.over in hint or self.close in hint):
            self.pending = ["高石\r", "明火扑灭，无复燃\r"] if self.over in hint else []
            return "1"
        step = self.hall.next_step()
        if step in self.todo and last in (">", "? >"):
            self.pending = self.todo.pop(step)
            return self.pending.pop(0)
        return ("?\r" if "[s]" in hint else "?") if last == "? >" else "\r"

    pending: list[str] = []  # noqa: RUF012 - replaced, never changed in place


def walk_to_the_end(hall: Hall) -> None:
    """Walk a fire from the first card to the closed record, with a power cut in the middle."""
    officer = Officer(hall)
    terminal = Terminal(hall, "start", "fire", "--zone", "税务")
    cut = False
    for _ in range(3):
        for screen in terminal.prompts():
            if not cut and hall.next_step() == "fire/command-on-scene" and not officer.pending:
                cut = True
                terminal.kill()
                break
            terminal.send(officer.keys(screen))
        if hall.incident().state == "closed":
            return
        terminal = Terminal(hall, "resume")
    raise AssertionError("the walk never came to its end")


def as_commands(incident: Incident) -> Iterator[list[str]]:
    """The same incident as a script would type it."""
    refs: dict[str, str] = {}
    for number, entry in enumerate(incident.originals.values(), 1):
        refs[entry.id] = str(number)
        event = entry.event
        facts = [f"{fact}={value}" for fact, value in getattr(event, "facts", {}).items() if isinstance(value, str)]
        told = [
            f"{one.party}={one.outcome}" + (f":{one.name}" if one.name else "")
            for one in getattr(event, "contacts", ())
        ]
        why = getattr(event, "reason", None)
        reason = ["--reason", why] if why else []
        by = [] if event.by.startswith("account:") else ["--by", event.by]
        match event:
            case events.Opened():
                yield ["start", "fire", "--zone", "税务"]
            case events.OfficerNamed():
                continue
            case events.Attached():
                yield ["also", event.attachment, *by]
            case events.StepDone():
                given = [*(x for fact in facts for x in ("-f", fact)), *(x for one in told for x in ("-c", one))]
                yield ["done", event.step, *given, *(["--actor", event.actor] if event.actor else []), *reason, *by]
            case events.StepSkipped():
                yield ["skip", event.step, *reason, *by]
            case events.StepCouldNot():
                yield ["could-not", event.step, *reason, *by]
            case events.StepDeferred():
                yield ["defer", event.step, *reason, *by]
            case events.RoundsFinished():
                yield ["done", event.step, "--finished", *by]
            case events.FactsSet():
                yield ["set", *facts, *reason, *by]
            case events.Noted():
                yield ["note", str(event.text), *by]
            case events.HandoverOffered():
                yield ["handover", "--to", event.to, *(["--text", event.text] if event.text else []), *by]
            case events.HandoverAccepted():
                yield ["handover", "--accept", "--by", event.officer]
            case events.Reopened():
                target = incident.originals[event.target.hash].event
                yield ["reopen", target.step, *reason, *by] if hasattr(target, "step") else ["reopen", *reason, *by]
            case events.Ended():
                yield ["end", event.outcome, *(["--decided", event.decided] if event.decided else []),
                       *(["--condition", event.condition] if event.condition else []), *by]  # fmt: skip
            case events.Closed():
                yield ["close", *reason, *by]
            case events.SuggestionDeclined():
                yield ["also", event.playbook, "--decline", *by]
            case events.Corrected():
                yield []
            case other:
                raise AssertionError(f"a script cannot type {other.kind}")


def standing(hall: Hall) -> tuple[dict[str, str], dict[str, str]]:
    """The board and the answers, without the times, which differ from run to run."""
    data = json.loads(hall.run("status", "fire", "--json"))
    times = {fact for fact, value in data["facts"].items() if re.match(r"\d{4}-\d\d-\d\dT", str(value))}
    board_ = {step["step"]: step["status"] for step in data["steps"]}
    return board_, {fact: "a time" if fact in times else str(value) for fact, value in data["facts"].items()}


def kinds(incident: Incident) -> set[str]:
    """The kinds of event on record."""
    return {entry.event.kind for entry in incident.entries}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_fire_is_walked_in_a_terminal_and_again_by_commands(tmp_path: Path, language: str) -> None:
    """Skips, changed and unknown answers, a wrong tick, a power cut, a handover, a second playbook: all the same."""
    hall = Hall(tmp_path, language)
    walk_to_the_end(hall)
    incident = hall.incident()
    assert incident.state == "closed"
    expected = {
        "step-done", "step-skipped", "step-could-not", "step-deferred", "facts-set", "noted", "attached",
        "reopened", "officer-named", "handover-offered", "handover-accepted", "ended", "closed",
    }  # fmt: skip
    assert expected <= kinds(incident)
    assert NOTE in hall.run("timeline", "fire")
    hall.run("correct", "3", "--occurred", "00:00", "--reason", "钟看错了", "--by", "李娜", "-i", "fire")
    hall.run("verify", "fire")
    summary = tmp_path / "summary.md"
    hall.run("export", "fire", "--to", str(summary))
    assert "从配电间" in summary.read_text(encoding="utf-8")

    script = Hall(tmp_path / "script", language)
    script.folder.mkdir()
    for command in as_commands(incident):
        if command:
            script.run(*command)
    assert standing(hall) == standing(script)
    script.run("verify", "fire")
