"""An officer at a terminal who walks an incident: what is asked of them, prompt by prompt.

The same officer sits at a plain terminal inside this process, which is quick, and at a pseudo-terminal, which is what
people have. A prompt is known by the program waiting for a line, never by its words; what came of an answer is known
by the log. So neither depends on how the walk is worded.
"""

import io
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Literal, NamedTuple, TextIO, cast

from benchmarks.homes import ROOT
from msgspec.structs import replace

from emergency_cli.cli import run
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.terms import OUTCOMES
from emergency_cli.core.width import columns
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.plans.plan import Plan
from emergency_cli.plans.reading import read_plan_file
from emergency_cli.world import World, real_world

COLUMNS, ROWS = 60, 24
# A walk that asks more than this never ends.
MOST = 400
# After so many prompts the screens are looked at that one person reads to another.
MOMENTS = (6, 25)
Way = Literal["enter", "answers"]
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|[\r\x07]")
# A line of a sheet of blanks.
_ON_SHEET = re.compile(r"(?<=  )(\d+) (\S.*?)(?=\s{2,}|$)")
_SHIPPED = packaged_plan()


class Scene(NamedTuple):
    """An incident to be walked: the playbook, the name by which it is started, what that name answers, whose plan."""

    book: str
    name: str
    sets: Mapping[str, str]
    plan: Path = _SHIPPED

    @property
    def zone(self) -> str:
        """Where it happens: the first zone of a plan, of the shipped one the tax zone."""
        return "税务" if self.plan == _SHIPPED else next(iter(Plan([self.plan]).roster.zones))

    @property
    def title(self) -> str:
        """The playbook, with the name of the case."""
        return self.book if self.name == self.book else f"{self.book}, {self.name}"


class Asked(NamedTuple):
    """One prompt: what had come on the screen since the last one, the prompt itself, what was typed, what came of it.

    `recorded` are the kinds of the entries that the answer made.
    """

    screen: str
    prompt: str
    typed: str
    recorded: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Lines of the screen from the last empty one to the prompt, with the bar below it."""
        return rows(self.screen.rpartition("\n\n")[2]) + 1

    @property
    def keys(self) -> int:
        """Keys pressed: what was typed, and Enter."""
        return len(self.typed) + 1


def flat(text: str) -> str:
    """A text without blanks and line breaks, by which it is found on a screen of whatever width."""
    return "".join(text.split())


def rows(text: str) -> int:
    """How many rows a text takes on the screen."""
    return sum(max(1, -(-columns(line) // COLUMNS)) for line in text.split("\n"))


@cache
def book(name: str, plan: Path = _SHIPPED) -> Playbook:
    """A playbook of a plan."""
    path = plan / "playbooks" / f"{name}.yaml"
    _, found, _ = read_plan_file(path.read_bytes(), path.name, Playbook)
    if found is None:
        raise SystemExit(f"{path} cannot be read")
    return found


def names(plan: Path = _SHIPPED) -> list[str]:
    """The playbooks of a plan, the general procedure last."""
    found = (path.stem for path in (plan / "playbooks").glob("*.yaml"))
    return sorted(found, key=lambda name: (name == GENERAL, name))


def scenes(plan: Path = _SHIPPED) -> list[Scene]:
    """Every playbook of a plan, and every case for which it has a name; what differs in a text alone is one."""
    found = []
    shared = book(GENERAL, plan).facts
    for name in names(plan):
        own = book(name, plan)
        texts = {fact for fact, spec in {**shared, **own.facts}.items() if spec.kind == "text"}
        cases = {
            tuple(sorted((fact, "" if fact in texts else value) for fact, value in alias.sets.items())): alias
            for alias in reversed(own.aliases)
        }
        found.append(Scene(name, name, {}, plan))
        found += [Scene(name, alias.name, alias.sets, plan) for alias in reversed(cases.values()) if alias.sets]
    return found


class Officer:
    """Somebody who presses Enter wherever Enter is taken, or answers everything that is asked.

    `strictly`: nothing but Enter, also where that means "not yet" for ever.
    """

    def __init__(self, language: str, way: Way, plan: Path = _SHIPPED, *, strictly: bool = False) -> None:
        words, books = Words(language), [book(name, plan) for name in names(plan)]
        self.way, self.strictly = way, strictly
        self.over = re.compile(rf"\b1 +{re.escape(words(OUTCOMES['handled'].shown))}", re.IGNORECASE)
        self.specs: dict[str, FactSpec] = {}
        for each in books:
            self.specs.update({words(spec.label): spec for spec in each.facts.values()})
        asking = {fact for each in books for step in each.steps for fact in step.ask}
        self.questions = tuple(
            words(spec.label) for each in books for fact, spec in each.facts.items() if fact in asking
        )
        self.orders = {words(prompt_of(step)) for each in books for step in each.steps}
        self.name = words.say("Your name, for the record (Enter = later):")
        self.sheet = words.say("Number and answer (Enter = leave the rest):")
        self.blanks: list[str] = []
        self.unknown = {"zh": "不知道", "en": "unknown"}[language]
        # How often each prompt came since something was settled.
        self.tried: dict[str, int] = {}

    def reply(self, screen: str, prompt: str) -> str:
        """What is typed at a prompt. A question of a card is what Enter does not pass."""
        seen = self.tried[prompt] = self.tried.get(prompt, 0) + 1
        if self.strictly:
            return ""
        if self.asks_for_outcome(screen):
            return "1"
        if self.way == "enter":
            return self.unknown if prompt.startswith(self.questions) else ""
        if prompt.startswith(self.sheet):
            return self.fill(screen)
        return self.answer(prompt) if seen < 4 else ""

    def asks_for_outcome(self, screen: str) -> bool:
        """Whether the last thing on the screen is how the response ended."""
        return bool(self.over.search("\n".join(screen.split("\n")[-8:])))

    def expects(self, asked: Asked) -> bool:
        """Whether a prompt that recorded nothing has its place in a response: that of a card, the name, the end."""
        told = asked.prompt.startswith((self.name, *self.questions)) or self.asks_for_outcome(asked.screen)
        return told or self.orders_something(asked.prompt)

    def orders_something(self, prompt: str) -> bool:
        """Whether a prompt says what Enter ticks: an order may begin with what a question is called."""
        return any(f"{order} >" in prompt for order in self.orders)

    def fill(self, screen: str) -> str:
        """The next line of a sheet of blanks, by its number; nothing when all have been filled in."""
        if listed := _ON_SHEET.findall(" ".join(screen.split("\n"))):
            self.blanks = [f"{number} {self.answer(title) or '王强'}" for number, title in listed]
        return self.blanks.pop(0) if self.blanks else ""

    def answer(self, prompt: str) -> str:
        """The first choice, yes, or something plausible to the question that is asked."""
        if prompt.startswith(self.name):
            return "王强"
        if self.orders_something(prompt):
            return ""
        found = [label for label in self.specs if prompt.startswith(label)]
        return plausible(self.specs[max(found, key=len)]) if found else ""


def plausible(spec: FactSpec) -> str:
    """An answer to a fact."""
    answers = {"text": "二楼东侧", "number": "3", "time": ".", "zone": "税务", "party": "保安"}
    return answers.get(spec.kind, "1")


# --- at a plain terminal, in this process --------------------------------------------------------------------------


class Screens(NamedTuple):
    """Lines of what tells one person from another how things stand; 0 where the command is refused."""

    status: int
    brief: int
    handover: int


class Desk:
    """A home of its own, in one language, under one plan."""

    def __init__(self, place: Path, language: str, plan: Path = _SHIPPED) -> None:
        self.place, self.language, self.plan = place, language, plan
        self.places = {
            "EMERGENCY_HOME": str(place / "home"),
            "EMERGENCY_STATE": str(place / "state"),
            "EMERGENCY_LANG": language,
            "XDG_CONFIG_HOME": str(place / "config"),
            **({} if plan == _SHIPPED else {"EMERGENCY_PLAN": str(plan)}),
        }

    def kinds(self) -> list[str]:
        """The kinds of the entries on record."""
        logs = [path.read_text("utf-8") for path in sorted((self.place / "home").rglob("*.jsonl"))]
        lines = [line.partition('"event":"')[2] for log in logs for line in log.splitlines()]
        return [line.partition('"')[0] for line in lines if line]

    def world(self, stdin: TextIO, stdout: TextIO, terminal: str) -> World:
        """The world of one command."""
        env = {**self.places, "COLUMNS": str(COLUMNS)}
        return World(env, stdin, stdout, stdout, terminal, user="duty", host="hall", seconds=unhurried())

    def lines(self, *args: str) -> int:
        """How many lines a command says without a terminal; 0 where it is refused."""
        out = io.StringIO()
        code = run(args, self.world(io.StringIO(), out, "none"))
        return 0 if code else rows(out.getvalue().strip("\n"))

    def screens(self) -> Screens:
        """The screens as they are now, from a copy of the record: a handover is an entry of its own."""
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(Path(folder) / "copy", self.language, self.plan)
            shutil.copytree(self.place, desk.place)
            return Screens(desk.lines("status"), desk.lines("brief"), desk.lines("handover", "--to", "李娜"))


class Sitting:
    """One walk: at every prompt the officer reads what is new on the screen and types a line."""

    def __init__(self, scene: Scene, desk: Desk, officer: Officer) -> None:
        self.scene, self.desk, self.officer = scene, desk, officer
        self.asked: list[Asked] = []
        self.screens: list[Screens] = []
        self._had = 0
        self._open: tuple[str, str, str] | None = None

    def typed(self, screen: str, prompt: str) -> str | None:
        """What the officer types; `None` where it has been asked often enough."""
        self.settle()
        if self.asked and set(self.asked[-1].recorded) - {"step-deferred"}:
            self.officer.tried.clear()
        if len(self.asked) >= MOST:
            return None
        if len(self.asked) in MOMENTS:
            self.screens.append(self.desk.screens())
        self._open = (screen, prompt, self.officer.reply(screen, prompt))
        return self._open[2]

    @property
    def begun(self) -> bool:
        """Whether anything has been typed."""
        return bool(self.asked) or self._open is not None

    def settle(self) -> None:
        """Note what came of the last answer."""
        kinds = self.desk.kinds()
        if self._open:
            self.asked.append(Asked(*self._open, tuple(kinds[self._had :])))
        self._had, self._open = len(kinds), None


def unhurried() -> Callable[[], float]:
    """Seconds of which one goes by whenever somebody looks: Enter alone counts at once, and nobody has to wait."""
    return partial(next, count(1.0))


class _Keyboard:
    """Standard input of a plain terminal: whenever a line is wanted, one is typed."""

    def __init__(self, sitting: Sitting, screen: io.StringIO) -> None:
        self.sitting, self.screen, self.seen = sitting, screen, 0

    def isatty(self) -> bool:
        """Nothing can be waiting behind a line."""
        return False

    def readline(self) -> str:
        """One line; nothing, as at the end of a terminal, where the walk does not end."""
        fresh = self.screen.getvalue()[self.seen :]
        self.seen += len(fresh)
        typed = self.sitting.typed(fresh, fresh.rpartition("\n")[2])
        return "" if typed is None else f"{typed}\n"


def walked(place: Path, scene: Scene, language: str, way: Way, *, strictly: bool = False) -> Sitting:
    """A walk at a plain terminal, from `start` until the program is left."""
    desk, screen = Desk(place, language, scene.plan), io.StringIO()
    sitting = Sitting(scene, desk, Officer(language, way, scene.plan, strictly=strictly))
    keyboard = cast(TextIO, _Keyboard(sitting, screen))
    run(["start", scene.name, "--zone", scene.zone], desk.world(keyboard, screen, "plain"))
    sitting.settle()
    return sitting


# --- at a pseudo-terminal ------------------------------------------------------------------------------------------

# What the line editor writes when it begins to take keys, and when it has drawn its prompt.
_READY, _DRAWN = "\x1b[?2004h", "\x1b[?25h"


def walked_on_terminal(place: Path, scene: Scene, language: str, way: Way) -> Sitting:
    """The same at a pseudo-terminal of 60 columns and 24 rows."""
    import pexpect

    place.mkdir(parents=True, exist_ok=True)
    desk = Desk(place, language, scene.plan)
    sitting = Sitting(scene, desk, Officer(language, way, scene.plan))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EMERGENCY_", "COLUMNS"))}
    env = {**kept, **desk.places, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(ROOT)}
    child = pexpect.spawn(
        sys.executable, ["-m", "benchmarks.walks", "start", scene.name, "--zone", scene.zone],
        env=env, dimensions=(ROWS, COLUMNS), encoding="utf-8", timeout=60, cwd=str(place),
    )  # fmt: skip
    child.delaybeforesend = None
    while child.expect_exact([_READY, pexpect.EOF]) == 0:
        said = _CONTROL.sub("", child.before)
        child.expect_exact(_DRAWN)
        prompt = _CONTROL.sub("", child.before).lstrip().partition("\n")[0].rstrip("\x08 ") + " "
        # The line editor draws the prompt once more when it has taken a line.
        screen = said.partition("\n")[2] if sitting.begun else said
        typed = sitting.typed(screen + prompt, prompt)
        if typed is None:
            child.kill(signal.SIGKILL)
            break
        child.send(f"{typed}\r")
    child.close()
    sitting.settle()
    return sitting


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], replace(real_world(), seconds=unhurried())))
