"""The documents that gold files guard: `python -m tests.gold.make` writes the files anew when words changed on purpose.

Two incidents on the plan as it comes with the program, on a clock that moves only between commands: a fire with an
illness from the first card to the closed record, and a drill of disorder that is broken off. Read the difference
before you commit it.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.documents import READ
from tests.front import did, started
from tests.worlds import Clock, make_world

from emergency_cli.core.terms import BULLETINS
from emergency_cli.world import World

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
# What changes with every edit of the plan or of the program's version, and with nothing that a reader reads.
SCRUBS = (
    (re.compile(r"\b(?:[0-9a-f]{4} ){4}[0-9a-f]{4}\b"), "xxxx xxxx xxxx xxxx xxxx"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<SHA-256>"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "<12 digits>"),
)


@dataclass(frozen=True)
class Told:
    """An incident on record and the world it is in."""

    world: World
    incident: str


def fire(place: Path) -> Told:
    """Smoke on the second floor: calls in vain, a correction, a step tried in vain, a relief, everything to the end."""
    clock = Clock()
    world = make_world(place, clock=clock, env={"EMERGENCY_BY": "王强"})
    incident = started(world, "fire", "--zone", "tax", "--place", "二楼配电间外")

    def after(minutes: float, *argv: str) -> None:
        clock.pass_by(minutes=minutes)
        did(world, *argv)

    said = ("burning=电线", "trapped=no", "fire-state=冒黑烟，没看到明火", "caller=王强")
    facts = [part for each in said for part in ("--fact", each)]
    after(1, "done", "call-119", *facts, "--contact", "fire-119=reached", "--actor", "王强")
    after(0.5, "done", "sound-alarm", "--actor", "李娜")
    after(1, "done", "evacuate")
    after(1, "done", "anyone-hurt", "--fact", "injured=yes", "--actor", "李娜")
    after(0.5, "also", "illness")
    after(0.5, "call", "emergency-office=no-answer")
    after(1, "done", "fire/tell-office", "--contact", "emergency-office=reached", "--actor", "王强")
    after(1, "report", "initial", "--issued-to", "县政府", "--approved-by", "高石")
    after(1, "done", "call-120", "--contact", "ambulance-120=reached", "--actor", "李娜")
    after(1, "set", "illness.patient-name=赵某", "injured-count=1", "dead=0", "cause=线路过热（初步判断）")
    after(1, "note", "--personal", "赵某，吸入烟气，已送县医院")
    after(2, "could-not", "move-valuables", "--reason", "烟太大，消防不让进")
    after(1, "skip", "fight-fire", "--reason", "消防队已到场")
    after(1, "report", "follow-up", "--issued-to", "县政府", "--approved-by", "高石")
    after(1, "correct", "3", "--occurred", "14:54", "--reason", "看错表")
    after(1, "attach", "--reference", "监控录像", "--held", "督查指导科", "--until", "2026-12-23")
    after(5, "defer", "head-count@tax", "--reason", "人还没到齐")
    after(9, "done", "head-count@all")
    after(0, "set", "arrival-time=15:02", "missing=0", "out-safe=126")
    after(1, "set", "losses=配电间部分线路烧毁", "scope=税务服务区暂停办理")
    after(1, "handover", "--to", "李娜", "--text", "消防队在清理", "--accept")
    after(9, "end", "handled", "--decided", "高石", "--condition", "明火已灭，人员全部安全")
    after(
        60,
        "done",
        "unit-summary@tax",
        "--fact",
        "unit-summary@tax=疏散群众86人，无人受伤",
        "--contact",
        "应急办=reached",
    )
    after(5, "done", "evaluate", "--fact", "strengths=疏散快", "--fact", "problems=应急办电话第一次没打通",
          "--fact", "lessons=配电间要定期检查", "--actor", "应急办")  # fmt: skip
    after(5, "done", "improvement", "--fact", "improvement@1=更换配电间线路", "--fact", "improvement-owner@1=物业公司",
          "--fact", "improvement-due@1=12月底前", "--actor", "应急办")  # fmt: skip
    after(5, "close", "--reason", "其余步骤无需办理")
    return Told(world, incident)


def drill(place: Path) -> Told:
    """A suspicious object, as a drill that the officer breaks off; two things were copied from paper."""
    clock = Clock()
    world = make_world(place, clock=clock, env={"EMERGENCY_BY": "王强"})
    incident = started(world, "可疑物", "--drill", "--zone", "notary", "--place", "大厅东侧")
    clock.pass_by(minutes=12)
    for row in (
        ("object-evacuate", "--at", "14:55", "--actor", "保安"),
        ("object-call-110", "--at", "14:57", "--contact", "police-110=called"),
    ):
        did(world, "done", *row, "--paper", "-i", incident)
    clock.pass_by(minutes=3)
    did(world, "end", "handled", "--decided", "高石", "--condition", "演练科目完成", "-i", incident)
    return Told(world, incident)


# Each format once, in a language, and the short texts of all bulletins: what a wording changes is looked at once.
SUMMARIES = {"fire": [("docx", "zh")], "drill": [("html", "en"), ("md", "en")]}


def documents() -> Iterator[tuple[str, str]]:
    """Each gold file with what is in it now."""
    with tempfile.TemporaryDirectory() as folder:
        for make in (fire, drill):
            told = make(Path(folder) / make.__name__)
            for name, text in _of(told, Path(folder), SUMMARIES[make.__name__]):
                yield f"{make.__name__}-{name}.txt", scrubbed(text)


def _of(told: Told, folder: Path, summaries: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for format_, language in summaries:
        place = folder / f"document.{format_}"
        did(told.world, "export", told.incident, "--to", str(place), "--force", "--lang", language)
        yield f"summary-{format_}.{language}", READ[format_](place.read_bytes())
    for kind in BULLETINS:
        for language in LANGUAGES:
            yield f"{kind}-text.{language}", did(told.world, "report", kind, told.incident, "--lang", language).out


def scrubbed(text: str) -> str:
    """Without codes and hashes, and without space that no reader sees."""
    for pattern, instead in SCRUBS:
        text = pattern.sub(instead, text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write every file, and remove those that are no longer made."""
    found = dict(documents())
    for old in HERE.glob("*.txt"):
        if old.name not in found:
            old.unlink()
    for name, text in found.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
