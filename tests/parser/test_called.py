"""What the program says to type begins with the name by which it was called."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from msgspec.structs import replace
from tests.front import emergency, started

from emergency_cli.commands.table import verbs
from emergency_cli.core.text import Message
from emergency_cli.language import Words
from emergency_cli.machine import called_as
from emergency_cli.world import World

CATALOGUE = Path(__file__).parents[2] / "src/emergency_cli/locale/zh_CN/LC_MESSAGES/emergency.po"
BY_PATH = ".venv/bin/emergency"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["status"], f"Start one with: {BY_PATH} start TYPE"),
        (["report", "--help"], f"Usage: {BY_PATH} report"),
        (["report", "--help"], f"Example: {BY_PATH} report initial"),
        (["--help"], f"In an emergency: {BY_PATH} start fire."),
        (["call"], f"For example: {BY_PATH} call emergency-office=no-answer See: {BY_PATH} call --help"),
        (["nonsense", "--help"], f"See: {BY_PATH} --help"),
        (["--lang", "zh", "status"], f"{BY_PATH} start"),
    ],
)
def test_a_hint_begins_with_what_was_typed_to_call_it(world: World, argv: list[str], said: str) -> None:
    """Whoever calls it by a path can type what it says."""
    assert said in emergency(replace(world, called=BY_PATH), *argv).text


def test_words_of_a_person_are_never_changed(world: World) -> None:
    """A note that quotes a command is that note."""
    world = replace(world, called=BY_PATH)
    started(world, "fire")
    emergency(world, "note", "typed emergency start fire")
    assert "typed emergency start fire" in emergency(world, "timeline").text


def test_in_every_message_the_program_is_told_from_other_things_called_emergency() -> None:
    """A place that is taken for the program is followed by a verb, an option, or what is started; no other is."""
    names = {verb.name.split()[0] for verb in verbs()} | {"fire", "着火", "显示菜单", "{text}", "--help"}
    with CATALOGUE.open(encoding="utf-8") as file:
        forms = [form for message in read_po(file) if message.id for form in (str(message.id), str(message.string))]
    for form in forms:
        for rest in Words("en", called="\0").as_called(form).split("\0")[1:]:
            assert rest.startswith(tuple(f" {name}" for name in names)), form


def test_braces_in_a_path_are_part_of_the_path() -> None:
    """A folder may be called anything."""
    words = Words("en", called="a{b}/emergency")
    assert words(Message("See: emergency list {id}", {"id": "x"})) == "See: a{b}/emergency list x"


def test_how_it_is_called_is_taken_from_the_process(tmp_path: Path) -> None:
    """By name where a shell finds this very file, else by its path; as a module, as one file, with spaces."""
    script, other = tmp_path / "bin" / "emergency", tmp_path / "o ther" / "emergency"
    for each in (script, other):
        each.parent.mkdir()
        each.touch()
    path = {"PATH": f"/nowhere:{script.parent}"}
    assert called_as([str(script)], ["python", str(script)], path) == "emergency"
    assert called_as([str(other)], ["python", str(other)], path) == f'"{other}"'
    assert called_as([str(script)], ["python", str(script)], {}) == str(script)
    windows = tmp_path / "Scripts" / "emergency.exe"  # whose launcher hands over the name without its ending
    windows.parent.mkdir()
    windows.touch()
    for handed in (windows, windows.with_suffix("")):
        assert called_as([str(handed)], ["python.exe"], {"PATH": str(windows.parent)}) == "emergency"
        assert called_as([str(handed)], ["python.exe"], path) == str(handed)
    assert called_as(["x/__main__.py"], [".venv/bin/python", "-m", "emergency_cli"], path) == (
        ".venv/bin/python -m emergency_cli"
    )
    assert called_as(["emergency.pyz"], ["python3", "emergency.pyz"], path) == "python3 emergency.pyz"
    assert called_as(["pytest"], ["python3"], path) == called_as([], [], {}) == "emergency"


def test_what_a_module_says_to_type_is_the_module(tmp_path: Path) -> None:
    """In a process of its own."""
    command = [sys.executable, "-m", "emergency_cli", "status", "--home", str(tmp_path), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert f"{sys.executable} -m emergency_cli start TYPE" in " ".join(done.stderr.split())
