"""The front door: command lines run as a user types them, and what the user then sees."""

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import convert

from emergency_cli.cli import run
from emergency_cli.shapes.catalogue import shapes
from emergency_cli.world import World


class Answer(NamedTuple):
    """What one command line gave back."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The machine-readable answer on standard output; if it has the name of a shape, it is of that shape."""
        return _of_its_shape(self.out)

    @property
    def error(self) -> Any:
        """What went wrong, as the last line of standard error tells a program."""
        return _of_its_shape(self.err.splitlines()[-1])

    @property
    def text(self) -> str:
        """Everything on the screen in one line, so that line breaks of the screen do not matter."""
        return " ".join((self.out + "\n" + self.err).split())


def _of_its_shape(text: str) -> Any:
    answer = json.loads(text)
    if isinstance(answer, dict) and "answer" in answer:
        convert(answer, shapes()[answer["answer"]])
    return answer


def emergency(world: World, *argv: str, typed: str | None = None) -> Answer:
    """Run `emergency ARGV` in a world, with fresh streams; `typed` is what a person at a plain terminal types."""
    world.stdin, world.stdout, world.stderr = io.StringIO(typed or ""), io.StringIO(), io.StringIO()
    world.terminal = "none" if typed is None else "plain"
    code = run(argv, world)
    return Answer(code, world.stdout.getvalue(), world.stderr.getvalue())


def started(world: World, *argv: str) -> str:
    """Start an incident without a terminal; its id."""
    answer = emergency(world, "start", *argv, "--json")
    assert (answer.code, answer.err) == (0, "")
    return str(answer.data["id"])


def did(world: World, *argv: str) -> Answer:
    """Run a command that has to succeed."""
    answer = emergency(world, *argv)
    assert answer.code == 0, answer
    return answer


def step(world: World, address: str, *argv: str) -> dict[str, Any]:
    """How a step stands, as `status --json` says."""
    rows = did(world, "status", *argv, "--json").data["steps"]
    return next(row for row in rows if row["step"] == address)


def statuses(world: World, *argv: str) -> dict[str, str]:
    """The status of every step."""
    return {row["step"]: row["status"] for row in did(world, "status", *argv, "--json").data["steps"]}


def entries(world: World, *argv: str) -> list[dict[str, Any]]:
    """The entries on record, in story order."""
    found: list[dict[str, Any]] = did(world, "timeline", *argv, "--json").data["entries"]
    return [{**entry, **entry["members"]} for entry in found]


def log_of(world: World, incident: str) -> bytes:
    """The bytes of all logs of an incident, without the private files."""
    folder = world.home / "incidents" / incident
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.jsonl")) if "private" not in path.name)


def everything_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes: what a refused command must leave as it was.

    The compiled plan is not among them: it holds nothing that the plan files do not say.
    """
    files = [path for path in folder.rglob("*") if path.is_file() and not path.match("state*/plan/*.json")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


ROSTER = """\
organisation: {zh: 大厅, en: Hall}
document: {title: {zh: 预案, en: Plan}, issuer: {zh: 大厅, en: Hall}, dated: "2026-01-01"}
people:
  wang: {name: {zh: 王强, en: Wang Qiang}, phones: ["0537-1"]}
  li: {name: {zh: 李娜, en: Li Na}, phones: ["0537-2"]}
units:
  emergency-office: {title: {zh: 应急办, en: Emergency Office}, coordinates: true, people: [wang, li]}
roles:
  zone-owner: {title: {zh: 包保负责人, en: Zone owner}, held-by: zone-owner}
services:
  fire-119: {title: {zh: 消防119, en: Fire brigade (119)}, phones: ["119"]}
zones:
  tax: {title: {zh: 税务服务区, en: Tax zone}, owner: wang}
  notary: {title: {zh: 公证处, en: Notary Office}, owner: li}
"""
GENERAL = """\
id: general
title: {zh: 通用程序, en: General procedure}
class: any
trigger: {zh: 总是, en: always}
facts:
  place: {kind: text, label: {zh: 地点, en: Place}, part: place}
  zone: {kind: zone, label: {zh: 服务区, en: Service zone}}
steps:
  - {id: tell-office, stage: immediate, clause: 三, do: {zh: 报告, en: Tell the office}, contact: [emergency-office],
     same: told}
  - {id: evaluate, stage: review, clause: 五, do: {zh: 评估, en: Evaluate}, say: [place]}
"""
WATER = """\
id: water
title: {zh: 漏水, en: Water}
class: accident
trigger: {zh: 漏水, en: Water on the floor}
facts:
  deep: {kind: yes-no, label: {zh: 深不深, en: Is it deep}}
  level: {kind: number, label: {zh: 水位, en: Level}}
  burst-at: {kind: time, label: {zh: 爆管时间, en: When it burst}}
steps:
  - {id: shut-off, stage: immediate, clause: 四, do: {zh: 关阀门, en: Shut the valve}, actor: zone-owner, within: 5m}
  - {id: how-deep, stage: immediate, clause: 四, do: {zh: 看水深, en: See how deep it is}, ask: [deep]}
  - {id: tell, stage: immediate, clause: 四, do: {zh: 报告, en: Tell them}, contact: [emergency-office], same: told}
  - {id: look, stage: respond, clause: 四, do: {zh: 查看各区, en: Look at every zone}, each: zone, record: [level]}
  - {id: patrol, stage: respond, clause: 四, do: {zh: 巡查, en: Walk the floor}, repeats: true, record: [level]}
  - {id: cut-mains, stage: respond, clause: 四, do: {zh: 停水, en: Cut the mains}, approval: wang}
  - {id: pump, stage: respond, clause: 四, do: {zh: 抽水, en: Pump it out}, when: {deep: yes}, within: 10m,
     from: {applicable: yes}}
  - {id: dry, stage: recover, clause: 四, do: {zh: 烘干, en: Dry the floor}, within: 30m, from: {step: shut-off}}
  - {id: insurer, stage: recover, clause: 四, do: {zh: 通知保险, en: Tell the insurer}, record: [burst-at],
     within: 1h, from: {fact: burst-at}}
"""


CENTRE = """\
urgencies:
  立即: {zh: 立即, en: immediately}
classes:
  accident: {zh: 事故灾难, en: accident}
"""


def small_plan(tmp_path: Path, **playbooks: str) -> str:
    """A plan folder of one's own: the small roster, a short general procedure, and `water` or what is given."""
    folder = tmp_path / "plan"
    (folder / "playbooks").mkdir(parents=True, exist_ok=True)
    (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (folder / "centre.yaml").write_text(CENTRE, encoding="utf-8")
    for name, text in ({"general": GENERAL, "water": WATER} | playbooks).items():
        (folder / "playbooks" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(folder)
