"""Homes to measure in: one long incident, or many closed ones and one that is open.

The program itself writes a first record; what is longer is made from its lines, with hashes that chain, as
docs/record.md says. That is done once: the homes are kept in the temporary folder until the program or the plan
changes, apart for each checkout, and each measurement works on a copy.

    python -m benchmarks.homes FOLDER (entries | incidents) NUMBER
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = str(Path(sys.executable).with_name("emergency"))
_HASH = re.compile(r"[0-9a-f]{64}")
# What an incident goes through that is closed the same day.
_COURSE = (
    ("done", "fire/call-119"),
    ("done", "fire/sound-alarm"),
    ("note", "烟从二楼配电间出来"),
    ("call", "power-utility"),
    ("set", "place=二楼东侧走廊"),
    ("done", "fire/evacuate"),
    ("end", "false-alarm"),
    ("close", "--reason", "误报"),
)


def environment(place: Path) -> dict[str, str]:
    """What a measured program finds: this home, in Chinese, and nothing that would make Python compile it anew."""
    dropped = ("EMERGENCY_", "XDG_", "PYTHON", "LC_", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {
        "EMERGENCY_HOME": str(place / "home"),
        "EMERGENCY_STATE": str(place / "state"),
        "EMERGENCY_LANG": "zh",
        "XDG_CONFIG_HOME": str(place / "config"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }


def home(kind: str, number: int) -> Path:
    """A folder with `home` and `state`, for copying: `number` entries in one incident, or `number` closed incidents."""
    digest = hashlib.sha256()
    for file in sorted(
        [*ROOT.glob("*.yaml"), *ROOT.glob("playbooks/*.yaml"), *ROOT.glob("src/**/*.py"), Path(__file__)]
    ):
        digest.update(file.read_bytes())
    place = Path(tempfile.gettempdir()) / f"emergency-benchmarks-{os.getuid()}"
    ours = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]
    current = place / f"{ours}-{digest.hexdigest()[:12]}"
    for old in place.glob(f"{ours}-*"):  # those of another checkout may be in use
        if old != current:
            shutil.rmtree(old)
    folder = current / f"{kind}-{number}"
    if not folder.exists():
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True, mode=0o700)
        _build(half, kind, number)
        half.rename(folder)
    return folder


def copied(source: Path, place: Path) -> None:
    """A copy to work on. Closed incidents are never written to: their files are linked."""
    shutil.copytree(source / "state", place / "state")
    for folder in sorted((source / "home").glob("*/*")):
        shutil.copytree(folder, place / folder.relative_to(source), copy_function=_linked_or_copied)


def _linked_or_copied(source: str, target: str) -> None:
    if "-0000-" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _build(place: Path, kind: str, number: int) -> None:
    if kind == "incidents" and number:
        _emergency(place, "start", "fire")
        for line in _COURSE:
            _emergency(place, *line)
        (template,) = (place / "home" / "incidents").iterdir()
        for count in range(number):
            _clone(template, count)
        shutil.rmtree(template)
    _emergency(place, "start", "fire")
    if kind == "entries":
        (log,) = (place / "home" / "incidents").glob("*/??????.jsonl")
        lines = log.read_bytes().splitlines(keepends=True)
        with log.open("ab") as stream:
            stream.writelines(_more(lines[-1], len(lines), number))
    for hint in ("heads", "incidents"):  # what the program believes of records that it did not write itself
        shutil.rmtree(place / "state" / hint, ignore_errors=True)


def _emergency(place: Path, *argv: str) -> None:
    done = subprocess.run([PROGRAM, *argv], env=environment(place), stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{argv} failed:\n{done.stderr.decode()}")


def _clone(template: Path, count: int) -> None:
    """A closed incident under another id and date, its hashes made anew."""
    day = f"{2000 + count // 336}-{count // 28 % 12 + 1:02}-{count % 28 + 1:02}"
    name = f"{day.replace('-', '')}-0000-fire-{template.name[-6:]}"
    folder = template.with_name(name)
    folder.mkdir(mode=0o700)
    date = f"{template.name[:4]}-{template.name[4:6]}-{template.name[6:8]}T"
    for file in template.iterdir():
        if file.suffixes == [".jsonl"]:
            text = file.read_text("utf-8").replace(template.name, name).replace(date, f"{day}T")
            (folder / file.name).write_bytes(b"".join(_chained(text.splitlines(), name, file.stem)))
        else:
            shutil.copy2(file, folder)


def _chained(lines: list[str], incident: str, desk: str) -> Iterator[bytes]:
    """The lines with `prev`, `hash` and what names another line by its hash set right."""
    now = {json.loads(lines[0])["prev"]: hashlib.sha256(f"{incident}/{desk}".encode()).hexdigest()}
    for number, line in enumerate(lines):
        body, old = line[:-75], line[-66:-2]
        if number:
            body = _HASH.sub(lambda found: now.get(found[0], found[0]), body)
        else:
            before, _, prev = body.rpartition('"prev":"')
            body = f'{before}"prev":"{now[prev[:64]]}"'
        sealed = _sealed(body)
        now[old] = sealed[-67:-3].decode()
        yield sealed


def _more(last: bytes, have: int, want: int) -> Iterator[bytes]:
    """Entries as they come in a long incident, from the last line of its log on."""
    line = json.loads(last)
    head = {name: line[name] for name in list(line)[: list(line).index("event")]}
    prev, noted = line["hash"], None
    for number in range(have, want):
        head["n"] = number + 1
        members = _event(number, noted)
        text = json.dumps({**head, **members, "prev": prev}, ensure_ascii=False, separators=(",", ":"))
        sealed = _sealed(text[:-1])
        prev = sealed[-67:-3].decode()
        if members["event"] == "noted":
            noted = {"entry": f"{head['desk']}/{head['n']}", "hash": prev}
        yield sealed


def _event(number: int, noted: object) -> dict[str, object]:
    """A tick, a call, a correction and two notes in turn."""
    kind = number % 5
    if kind == 0:
        return {"event": "step-done", "step": f"general/direct@{number}"}
    if kind == 1:
        return {"event": "call-made", "contacts": [{"party": "power-utility", "outcome": "no-answer"}]}
    if kind == 2 and noted:
        return {"event": "corrected", "target": noted, "member": "text", "value": "二楼西侧", "reason": "说错了"}
    return {"event": "noted", "text": f"第{number}条：二楼东侧走廊已无人，烟仍从配电间出来"}


def _sealed(body: str) -> bytes:
    """A line of the log from all that its hash covers."""
    return f'{body},"hash":"{hashlib.sha256(body.encode()).hexdigest()}"}}\n'.encode()


if __name__ == "__main__":
    copied(home(sys.argv[2], int(sys.argv[3])), Path(sys.argv[1]))
