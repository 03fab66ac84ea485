"""Words that try to steer the terminal: shown harmless by every command, kept as they are in the log."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.builders import sealed_line
from tests.front import GENERAL, ROSTER, Answer, did, emergency, entries, log_of, small_plan, started
from tests.worlds import make_world

from emergency_cli.core.record.lines import dumps
from emergency_cli.world import World

CONTROLS = [
    *range(1, 0x20),
    *range(0x7F, 0xA0),
    0x61C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
]
ALL = "".join(map(chr, CONTROLS))
ATTACKS = [
    ALL,
    "\x1b[2J\x1b[1;1Hok",
    "\x1b]0;owned\x07",
    "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;bHM=\x07",
    "\x1bP+q\x1b\\",
    "\x9b31m",
    "\x90x\x9c",
    "\u202egpj.exe\u2066x\u2069",
    "a\u200b\u200d\ufeffb",
    "e" + "\u0301" * 1000,
    "[bold red]x[/bold red][link=file:///etc/passwd]y[/link]",
    "[/bold]",
    ":fire: :warning:",
    "👨\u200d👩\u200d👧" * 30,
    "\rok\r\n",
    "x" * 9_000,
    "\b" * 80 + "[recorded zzzzzz/1]",
    "\u2028\u2029",
    "\ud83d",
    "%s{0}{x!r}$(id)`id`",
]
SHOWING: tuple[list[str], ...] = (
    ["status"],
    ["timeline"],
    ["list"],
    ["verify"],
    ["export", "--to", "-"],
    ["export", "--to", "-", "--format", "json"],
    ["status", "--json"],
    ["timeline", "--json"],
    ["list", "--json"],
    ["verify", "--json"],
    ["contacts"],
    ["check"],
    ["contacts", "--for", "water"],
    ["playbook"],
    ["playbook", "show", "water"],
    ["ready"],
    ["doctor"],
    [],
)
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOUR = re.compile("\x1b\\[[0-9;]*m")


def harmless(answer: Answer, *, colour: bool = False) -> None:
    """Nothing on the screen steers it, but for the program's own colours."""
    assert answer.code != 1, answer.err
    for text in (answer.out, answer.err):
        found = _STEERS.search(_COLOUR.sub("", text) if colour else text)
        assert found is None, (found, text[max(0, found.start() - 80) : found.end() + 80])


def everywhere(world: World, attack: str) -> Iterator[Answer]:
    """The attack in everything a person can type."""
    for command in (
        ["note", "--", attack],
        ["note", "x", "--by", attack],
        ["done", "shut-off", "--actor", attack, "--reason", attack],
        ["skip", "look@tax", "--reason", attack],
        ["set", f"place={attack}"],
        ["handover", "--to", attack, "--text", attack],
        ["attach", "--reference", attack, "--held", attack, "--until", attack, "--from", attack, "--text", attack],
        ["call", f"wang=reached:{attack}", "--text", attack],
        ["done", "cut-mains", "--approval", "given", "--approval-by", attack, "--approval-how", attack],
        ["correct", "1", "--actor", attack, "--reason", attack],
        ["end", "handled", "--decided", attack, "--condition", attack],
        ["start", attack],
        ["done", attack],
    ):
        yield emergency(world, *command)


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_what_somebody_typed_never_steers_a_terminal(world: World, tmp_path: Path, number: int) -> None:
    """On a pipe, in both languages; the log keeps what was typed, to the character."""
    attack = ATTACKS[number]
    started(world, "water", "--plan", small_plan(tmp_path))
    for answer in everywhere(world, attack):
        harmless(answer)
    for line in SHOWING:
        for language in ("en", "zh"):
            harmless(emergency(world, *line, "--lang", language))
    kept = attack.strip().encode("utf-8", "backslashreplace").decode()
    assert not kept or kept in [entry.get("text") for entry in entries(world)]


def test_a_line_of_a_megabyte_is_kept_and_shown(world: World) -> None:
    """Whole, in the log and on the screen."""
    started(world, "fire")
    did(world, "note", "x" * 1_000_000)
    assert did(world, "timeline").out.count("x") >= 1_000_000
    did(world, "verify")


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 2))
def test_nor_with_colour(world: World, tmp_path: Path, number: int) -> None:
    """On a full terminal only the program's own colours are there."""
    from io import StringIO

    from emergency_cli.cli import run

    started(world, "water", "--plan", small_plan(tmp_path))
    for _ in everywhere(world, ATTACKS[number][:5000]):
        pass
    for line in SHOWING[:-1]:
        world.stdin, world.stdout, world.stderr, world.terminal = StringIO(), StringIO(), StringIO(), "full"
        code = run(line, world)
        harmless(Answer(code, world.stdout.getvalue(), world.stderr.getvalue()), colour=True)


def test_names_of_a_plan_never_steer_a_terminal(world: World, tmp_path: Path) -> None:
    """A roster and a playbook from somewhere: titles, names, phones, file names and what is wrong with them."""
    evil = json.dumps("".join(map(chr, CONTROLS[31:])) + "\x1b[2J\u202e")
    roster = (
        ROSTER.replace("王强", "EVIL")
        .replace("Wang Qiang", "EVIL")
        .replace('"0537-1"', "EVIL")
        .replace("Tax zone", "EVIL")
    )
    general = GENERAL.replace("Tell the office", "EVIL").replace("Place", "EVIL")
    plan = Path(small_plan(tmp_path, general=general.replace("EVIL", evil)))
    (plan / "roster.yaml").write_text(roster.replace("EVIL", evil), encoding="utf-8")
    (plan / "playbooks" / "x\x1b[2J\u202e.yaml").write_text(f"id: {evil}\n{evil}: {evil}\n", encoding="utf-8")
    harmless(emergency(world, "start", "water", "--plan", str(plan)))
    for line in (*SHOWING, ["contacts", "tax"], ["playbook", "graph", "general"], ["resume"]):
        for language in ("en", "zh"):
            harmless(emergency(world, *line, "--plan", str(plan), "--lang", language, typed="\x1b[A\n\nq\n"))


def test_forged_lines_with_right_hashes_never_steer_a_terminal(world: World, tmp_path: Path) -> None:
    """Steps, parties, kinds, files, stages: whatever a line can hold, shown by every command and document."""
    incident = started(world, "water", "--plan", small_plan(tmp_path))
    evil = "\x1b[2J\x9b31m\u202e\u2066x"
    first = json.loads(log_of(world, incident))
    prev, desk = first["hash"], first["desk"]
    head = {name: first[name] for name in ("v", "incident", "desk", "n", "recorded", "up", "boot", "occurred", "by")}
    bodies: list[dict[str, Any]] = [
        {"event": "noted", "text": evil, "step": evil},
        {"event": evil, evil: evil},
        {"event": "officer-named", "officer": evil},
        {"event": "step-done", "step": evil, "contacts": [{"party": evil, "outcome": "reached", "name": evil}]},
        {"event": "step-done", "step": f"water/look@{evil}", "facts": {f"water.{evil}": evil, f"x@{evil}": evil}},
        {"event": "step-skipped", "step": "water/tell", "reason": evil},
        {"event": "repaired", "found": "damage", "file": evil},
        {
            "event": "attached",
            "attachment": evil,
            "noticed": first["occurred"],
            "playbook": first["playbooks"]["water"],
        },
        {"event": "ended", "outcome": "same-as", "same-as": evil, "left": [evil]},
        {"event": "evidence-added", "name": evil, "file": evil, "sha256": evil, "size": 1, "handed": evil},
        {"event": "reopened", "target": {"entry": evil, "hash": evil}},
        {"event": "handover-offered", "to": evil, "open": [evil]},
        {"event": "suggestion-declined", "playbook": evil},
    ]
    log = tmp_path / "home" / "incidents" / incident / f"{desk}.jsonl"
    for number, body in enumerate(bodies, 2):
        raw = sealed_line(dumps({**head, "n": number, "by": evil, "actor": evil, **body, "prev": prev})[:-1])
        prev = hashlib.sha256(raw[:-77]).hexdigest()
        with log.open("ab") as stream:
            stream.write(raw)
    assert len(entries(world)) == len(bodies) + 1
    for line in SHOWING:
        for language in ("en", "zh"):
            harmless(emergency(world, *line, "--lang", language))
    harmless(emergency(make_world(tmp_path), "resume", typed="\nq\n"))


def test_a_json_document_hides_nothing(world: World) -> None:
    """What cannot be seen is made visible, as in every document."""
    note = "zero\u200bwidth \ufeffmark \u2066turned"
    started(world, "fire")
    did(world, "note", note)
    text = did(world, "export", "--format", "json", "--to", "-").out
    assert not set(text) & {"\u200b", "\ufeff", "\u2066"}
    assert r"zero\\u200bwidth \\ufeffmark \\u2066turned" in text
    assert not set(did(world, "timeline", "--json").text) & {"\u200b", "\ufeff", "\u2066"}
