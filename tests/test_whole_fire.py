"""A whole fire, as it is done: in a real terminal in both languages, and again by commands from a script."""

import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.worlds import make_world

from emergency_cli.cli import run
from emergency_cli.core import events
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import fact_of, prompt_of
from emergency_cli.language import Words
from emergency_cli.store.home import Home

pexpect = pytest.importorskip("pexpect")

# What the line editor writes when it begins to take keys, and when it has drawn its prompt.
READY, DRAWN = "\x1b[?2004h", "\x1b[?25h"
NOTE = "烟 [从配电间] 出来 🔥 <b>“快”</b>"
# A time that is past by every clock, also just before midnight.
YESTERDAY = f"{datetime.now() - timedelta(days=1):%Y-%m-%d} 12:00"
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

    def step_named(self, prompt: str, words: Words) -> str | None:
        """The open step, or the one that asks, of which this is the prompt."""
        incident = self.incident() if (self.folder / "home").exists() else Incident()
        for row in board(incident, now()).rows:
            asked = [spec for fact in row.step.ask if (spec := incident.fact_spec(fact_of(incident, row, fact)))]
            if row.open and prompt in [words(prompt_of(row.step)), *(words(spec.label) for spec in asked)]:
                return row.address
        return None


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
    """Somebody who does the unusual things once, and otherwise presses Enter, or says that it is not known."""

    # More prompts than this no walk may have.
    MOST = 150

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.words = Words(hall.language)
        say = self.words.say
        self.unknown = {"zh": "不知道", "en": "unknown"}[hall.language]
        # What is typed where this stands before the prompt, or in it.
        self.replies = {
            say("Your name, for the record (Enter = later):"): "王强",
            say("Number (Enter = not over yet: leave, and go on later):"): "1",
            say("One reason for leaving them all:"): "没有上报",
            say("Also take up “{title}”? (Enter/1 yes, 2 no)", title="")[:4]: "1",
            say("Close the record? 1 close, Enter = not yet:"): "1",
            say("Who decided it? (Enter = leave blank)")[:5]: "高石",
            say("On what condition? (Enter = {text}, - = leave blank)", text="")[:6]: "明火扑灭，无复燃",
        }
        self.todo: dict[str, list[str]] = {
            "fire/call-119": [NOTE, "x", "2"],
            "fire/evacuate": ["t", YESTERDAY, "", "3"],
            "fire/anyone-hurt": ["y"],
            "fire/cut-power": ["c", "联系不上供电公司"],
            "illness/first-aid": ["", "u", "按错了", ""],
            "fire/move-valuables": ["l", "火还没灭"],
            "illness/tell-family": ["f", "fire.trapped", self.unknown, "f", "fire.trapped", "n", "s", "家属就在现场"],
            "general/activate-members": ["s", "都在"],
            "fire/protect-scene": ["h", "李娜", "楼上还没查完", "1"],
        }
        self.asked = 0

    def line(self, screen: str) -> str:
        """What to type at this prompt."""
        self.asked += 1
        assert self.asked < self.MOST, screen
        if self.pending:
            return self.pending.pop(0)
        *before, last = ["", *(line.replace("\x08", "").strip() for line in screen.rstrip("\x08 \n").splitlines())]
        if " > " in (before or [""])[-1]:  # what Enter does takes more than a line
            last = before.pop()
        for words, reply in self.replies.items():
            if words in last or (last == ">" and before and words in before[-1]):
                return reply
        step = self.hall.step_named(last.partition(" >")[0], self.words)
        if step in self.todo:
            self.pending = self.todo.pop(step)
            return self.pending.pop(0)
        return self.unknown if last.endswith(">") else ""

    pending: list[str] = []  # noqa: RUF012 - replaced, never changed in place


def walk_to_the_end(hall: Hall) -> None:
    """Walk a fire from the first card to the end, with a power cut in the middle, and then its review."""
    officer = Officer(hall)
    terminal = Terminal(hall, "start", "fire", "--zone", "税务")
    for sitting in range(3):
        for number, screen in enumerate(terminal.prompts()):
            if not sitting and number > 28 and not officer.pending:
                terminal.kill()
                break
            terminal.send(officer.line(screen) + "\r")
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
            case events.CallMade():
                yield ["call", *told, *by]
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
        "step-done", "step-skipped", "step-could-not", "step-deferred", "facts-set", "noted", "attached", "call-made",
        "reopened", "officer-named", "handover-offered", "handover-accepted", "ended", "closed",
    }  # fmt: skip
    assert expected <= kinds(incident)
    assert NOTE in hall.run("timeline", "fire")
    hall.run("correct", "3", "--occurred", YESTERDAY, "--reason", "钟看错了", "--by", "李娜", "-i", "fire")
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
