"""What an incident asks of the officer: prompts, keys, cards, lines, of every playbook and case in both languages.

    python -m benchmarks.effort [--plan FOLDER] [--only TYPE] [--lang zh|en] [--quick] [--write]

Every playbook, and every case for which it has a name, is walked at a pseudo-terminal of 60 columns and 24 rows: with
Enter wherever Enter is taken, and again with everything answered that is asked. `--quick` walks at a plain terminal
inside this process: the same prompts in a tenth of the time. `--plan` walks another plan, in its languages; `--write`
puts the table of the shipped one into docs/effort.md.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.homes import ROOT
from benchmarks.page import write
from benchmarks.walks import MOST, ROWS, Scene, Sitting, Way, flat, scenes, walked, walked_on_terminal

from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.plans.plan import Plan
from emergency_cli.store.home import Home

Walk = Callable[[Path, Scene, str, Way], Sitting]
LANGUAGES = ("zh", "en")
PAGE = ROOT / "docs" / "effort.md"
WAYS: tuple[Way, ...] = ("enter", "answers")


class Effort(NamedTuple):
    """What one walk took.

    `until`: prompts until the response was ended, the last one included. `after`: prompts from the question whether it
    is over until the program was left. Both without those of the `sheet` of blanks before the end. `between`: prompts
    of a response that Enter only passes, and that no card's own question is. `longest`: lines between two prompts, the
    second included. `first`: keys before the first life-saving order. `status`, `brief`, `handover`: lines of these in
    the middle. `ends`: whether the walk came to its end.
    """

    until: int
    after: int
    sheet: int
    between: int
    keys: int
    cards: int
    longest: int
    first: int
    status: int
    brief: int
    handover: int
    ends: bool


# What each walk may take at most, on Enter and with everything answered; a fire on Enter less than the others.
LIMITS = {"until": 45, "after": 4, "between": 0, "longest": ROWS, "first": 0}
LIMITS |= {"status": ROWS, "brief": ROWS, "handover": ROWS}
OF_A_FIRE = {"until": 35}


def effort(sitting: Sitting) -> Effort:
    """What a walk took."""
    asked, officer = sitting.asked, sitting.officer
    ended = next((number for number, each in enumerate(asked) if "ended" in each.recorded), None)
    over = max(
        (number for number, each in enumerate(asked) if officer.asks_for_outcome(each.screen)), default=len(asked)
    )
    sheet = [number for number, each in enumerate(asked) if each.prompt.startswith(officer.sheet)]
    response = [each for number, each in enumerate(asked[:over]) if number not in sheet]
    return Effort(
        until=(len(asked) if ended is None else ended + 1) - len(sheet),
        after=len([number for number in range(over, len(asked)) if number not in sheet]),
        sheet=len(sheet),
        between=len([each for each in response if not each.recorded and not officer.expects(each)]),
        keys=sum(each.keys for each in response),
        cards=len([each for each in response if each.recorded]),
        longest=max(each.lines for each in asked),
        first=first_order(sitting),
        status=max((each.status for each in sitting.screens), default=0),
        brief=max((each.brief for each in sitting.screens), default=0),
        handover=max((each.handover for each in sitting.screens), default=0),
        ends=ended is not None and len(asked) < MOST,
    )


def first_order(sitting: Sitting) -> int:
    """How many keys were pressed before a life-saving order was on the screen; all of them where none ever was.

    To look what it is may be the first order, but not where the name of the incident has said that.
    """
    words, pressed = Words(sitting.desk.language), 0
    world = sitting.desk.world(io.StringIO(), io.StringIO(), "none")
    opened = Home(world).all()[0].incident.entries[0]
    start = replay([opened])
    orders = [row.step for row in board(start, opened.recorded).rows if row.status == "todo"]
    decided = bool(sitting.scene.sets)
    saving = [step for step in orders if step.safety and not (decided and step.ask)] or orders[:1]
    for each in sitting.asked:
        if any(flat(words(step.do)) in flat(each.screen) for step in saving):
            return pressed
        pressed += each.keys
    return pressed


def exceeded(sitting: Sitting) -> list[str]:
    """The limits that a walk exceeds."""
    found, limits = effort(sitting), LIMITS
    if (sitting.officer.way, sitting.scene.book) == ("enter", "fire"):
        limits = LIMITS | OF_A_FIRE
    over = [f"{name} {getattr(found, name)} > {most}" for name, most in limits.items() if getattr(found, name) > most]
    return over if found.ends else [*over, "never ends"]


# --- the table -----------------------------------------------------------------------------------------------------

_HEAD = ("walk", *Effort._fields)


def measured(scene: Scene, language: str, way: Way, walk: Walk) -> Effort:
    """What one walk takes, in a place of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return effort(walk(Path(folder), scene, language, way))


def table(chosen: Sequence[Scene], languages: Sequence[str], walk: Walk) -> Iterator[str]:
    """A line for each scene and way, as Markdown; where the languages differ, one figure for each."""
    yield f"| {' | '.join(_HEAD)} |"
    yield f"|{' --- |' * len(_HEAD)}"
    for scene in chosen:
        for way in WAYS:
            found = [measured(scene, language, way, walk) for language in languages]
            cells = ["/".join(dict.fromkeys(map(_cell, values))) for values in zip(*found, strict=True)]
            yield f"| {scene.title}: {way} | {' | '.join(cells)} |"


def _cell(value: int | bool) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def main() -> None:
    """Walk and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.effort")
    parser.add_argument("--plan", type=Path, help="a folder with another plan, as examples/library")
    parser.add_argument("--only", default="", help="playbooks and cases whose name holds this")
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--quick", action="store_true", help="at a plain terminal inside this process")
    parser.add_argument("--write", action="store_true", help="put the table into docs/effort.md")
    asked = parser.parse_args()
    if asked.write and asked.plan:
        parser.error("docs/effort.md holds the table of the shipped plan")
    plan = asked.plan.resolve() if asked.plan else packaged_plan()
    chosen = [scene for scene in scenes(plan) if asked.only in scene.title]
    known = [each for each in LANGUAGES if each in Plan([plan]).centre.languages]
    languages, lines = [asked.lang] if asked.lang else known, []
    for line in table(chosen, languages, walked if asked.quick else walked_on_terminal):
        print(line, flush=True)  # noqa: T201
        lines.append(line)
    if asked.write:
        write(PAGE, lines)


if __name__ == "__main__":
    main()
