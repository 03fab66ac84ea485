"""Names from hell: ids, steps, files and folders. Nothing outside the home changes, and nothing ends in a crash."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, everything_below, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World

LONG = os.environ.get("EMERGENCY_TEST_LONG")  # read before the tests take such names away
NAMES = [
    "../x",
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "/",
    "",
    " ",
    "a/b",
    "a\\b",
    "..\\x",
    "C:\\x",
    "\\\\host\\share",
    "\0",
    "a\0b",
    "CON",
    "NUL",
    "aux.txt",
    "com1",
    "lpt9.md",
    "x.",
    "x ",
    "x" * 256,
    "x" * 5000,
    "-",
    "--",
    "-rf",
    "--help=x",
    "%2e%2e%2f",
    "~nobody-at-all/x",
    "~",
    "$HOME",
    "`id`",
    ";id",
    "*",
    "?",
    "fіre",
    "ﬁre",
    "ＦＩＲＥ",
    "火灾\u200b",
    "e\u0301" * 90,
    "\u202eerif",
    "\x1b[31m",
    "\n",
    "fire\nfire",
    "@",
    "fire/",
    "/@",
    "fire/call-119@",
    "fire/call-119@../x",
    "a@b@c",
    "=",
    "==",
    "x=",
    "\udcff",
    "\ud83d",
    "𝔣𝔦𝔯𝔢",
    "{x}",
    "{0.__class__}",
    "%s%n",
    "[/bold]",
    "\ufeff",
    "١٢",
    "1e999",
    "9" * 400,
]
LINES: dict[str, Sequence[str]] = {
    "an incident": ("status", "-i", "NAME"),
    "an incident to look at": ("timeline", "NAME"),
    "an incident to check": ("verify", "NAME"),
    "a code": ("verify", "--code", "NAME"),
    "an incident to export": ("export", "NAME", "--to", "-"),
    "a file to export to": ("export", "--to", "FOLDER/NAME"),
    "a file over another": ("export", "--force", "--to", "FOLDER/NAME"),
    "a format": ("export", "--to", "-", "--format", "NAME"),
    "a type": ("start", "NAME"),
    "a place": ("start", "fire", "--place", "NAME"),
    "a playbook": ("also", "NAME"),
    "a playbook to see": ("playbook", "show", "NAME"),
    "a drawing": ("playbook", "graph", "NAME"),
    "a step": ("done", "NAME"),
    "an occurrence": ("done", "fire/call-119@NAME"),
    "a step left out": ("skip", "NAME", "--reason", "x"),
    "a step deferred": ("defer", "NAME"),
    "a fact": ("set", "NAME=1"),
    "an answer": ("set", "trapped=NAME"),
    "a number": ("set", "injured=NAME"),
    "a zone": ("set", "zone=NAME"),
    "words": ("set", "place=NAME"),
    "a party": ("call", "NAME"),
    "an outcome": ("call", "wang=NAME"),
    "a zone to call": ("contacts", "NAME"),
    "a type to call for": ("contacts", "--for", "NAME"),
    "evidence": ("attach", "FOLDER/NAME"),
    "evidence anywhere": ("attach", "NAME"),
    "evidence elsewhere": ("attach", "--reference", "NAME", "--held", "NAME", "--until", "NAME"),
    "a note": ("note", "NAME"),
    "somebody": ("note", "x", "--by", "NAME"),
    "a time": ("note", "x", "--at", "NAME"),
    "an entry": ("correct", "NAME", "--text", "x"),
    "a tick": ("reopen", "NAME"),
    "an outcome of all": ("end", "NAME", "--decided", "NAME", "--condition", "NAME"),
    "an officer": ("handover", "--to", "NAME"),
    "an item": ("ready", "done", "NAME"),
    "a command": ("NAME",),
    "a home": ("list", "--home", "FOLDER/NAME"),
    "a home anywhere": ("list", "--home", "NAME"),
    "a plan": ("check", "--plan", "FOLDER/NAME"),
    "a plan anywhere": ("contacts", "--plan", "NAME"),
    "a language": ("list", "--lang", "NAME"),
}


@pytest.mark.parametrize("name", LINES)
def test_no_name_reaches_outside_the_home_or_crashes(tmp_path: Path, name: str) -> None:
    """Done, refused or not found, each in words; the tree round the home and the evidence stay as they are.

    A third of the names for each line, another third for the next; EMERGENCY_TEST_LONG=1 in the environment: all.
    """
    line, turn = LINES[name], list(LINES).index(name)
    chosen = NAMES if LONG else NAMES[turn % 3 :: 3]
    outside = tmp_path / "outside"
    (outside / "x").mkdir(parents=True)
    (outside / "passwd").write_text("secret", encoding="ascii")
    before, around = everything_below(outside), sorted(os.listdir(tmp_path))  # noqa: PTH208
    here = Path.cwd()
    os.chdir(outside)
    try:
        for name in chosen:
            place = "../export/to" if "export" in line else str(outside)
            (tmp_path / "export" / "to").mkdir(parents=True, exist_ok=True)
            world = make_world(tmp_path, clock=Clock())
            if not (tmp_path / "home").exists():
                started(world, "fire")
            answer = emergency(world, *(word.replace("FOLDER", place).replace("NAME", name) for word in line))
            assert answer.code in (0, 2, 3, 4, 5), (line, name, answer)
            assert "Traceback" not in answer.err
    finally:
        os.chdir(here)
    assert everything_below(outside) == before
    left = {"export", "home", "state-a"}
    assert set(os.listdir(tmp_path)) - set(around) <= left, "something was written beside the home"  # noqa: PTH208


@pytest.mark.parametrize(
    "name", ["aux.txt", "CON", "-rf", "x" * 250, "\u202egpj.exe", "a\nb", "..  ", "照片.JPG", "x.tar.gz"]
)
def test_evidence_of_any_name_is_kept_under_its_hash(world: World, tmp_path: Path, name: str) -> None:
    """The name is only words on record; the file goes by its SHA-256 and at most eight plain letters."""
    started(world, "fire")
    name = name if len(name.encode()) < 255 else name[:200]
    (tmp_path / name).write_bytes(b"smoke")
    did(world, "attach", "--", str(tmp_path / name))
    kept = next((tmp_path / "home").rglob("files/*")).name
    digest, _, ending = kept.partition(".")
    assert (len(digest), ending.isalnum() or ending == "") == (64, True)
    assert entries(world)[-1]["name"] == name
    did(world, "verify")
