"""Which modules a command may load: what is loaded is waited for, by somebody with smoke in the room."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

# Each costs more than the work of a light command.
HEAVY = {
    "asyncio", "dataclasses", "docx", "email", "filelock", "getpass", "importlib.metadata", "jinja2", "logging", "lxml",
    "platformdirs", "prompt_toolkit", "pydantic", "pygments", "pypinyin", "rapidfuzz", "rich", "socket", "yaml",
    "zipfile",
}  # fmt: skip
# What is still loaded and should not be. The list only ever gets shorter.
STILL = {"pydantic", "email", "importlib.metadata", "yaml", "zipfile", "socket", "logging", "dataclasses"}
LIGHT = [
    (["--version"], {"dataclasses"}),
    (["--help"], {"dataclasses"}),
    (["contacts"], STILL | {"rich"}),
    (["contacts", "税务"], STILL | {"rich"}),
    (["contacts", "sw"], STILL | {"rich", "pypinyin"}),
    (["note", "烟"], STILL | {"rich", "filelock", "asyncio"}),
    (["status"], STILL | {"rich", "filelock"}),
    (["done"], STILL | {"rich", "filelock", "asyncio"}),
    (["timeline"], STILL | {"rich", "filelock"}),
    (["list"], STILL | {"rich", "filelock"}),
]


def spoken(tmp_path: Path, *argv: str) -> list[str]:
    """What the program says, with a line for each module where it was loaded."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("EMERGENCY_", "PYTHON", "XDG_"))}
    env |= {"EMERGENCY_HOME": str(tmp_path / "home"), "EMERGENCY_STATE": str(tmp_path / "state")}
    env |= {"EMERGENCY_LANG": "zh", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    line = [sys.executable, "-X", "importtime", "-m", "emergency_cli", *argv]
    done = subprocess.run(line, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout.decode(errors="replace").splitlines()


_LOADED = "import time:"


def heavy(said: Iterable[str]) -> set[str]:
    """Those of the heavy modules that were loaded, by what was said."""
    names = {line.rpartition("|")[2].strip() for line in said if line.startswith(_LOADED)}
    assert "emergency_cli.cli" in names, "this Python does not tell what it loads"
    return names & HEAVY


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one incident, and caches that an earlier command filled."""
    place = tmp_path_factory.mktemp("modules")
    spoken(place, "start", "fire")
    spoken(place, "contacts", "sw")
    return place


@pytest.mark.parametrize(("argv", "still"), LIGHT, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_a_light_command_loads_nothing_heavy(place: Path, argv: list[str], still: set[str]) -> None:
    """The plan is compiled, the record plain values, the screen plain text."""
    assert heavy(spoken(place, *argv)) <= still


def test_the_first_card_is_there_before_anything_heavy_is_loaded(place: Path) -> None:
    """What opening the record and asking want comes after it."""
    said = spoken(place, "start", "fire", "--new")
    card = next(at for at, line in enumerate(said) if "119" in line and not line.startswith(_LOADED))
    assert heavy(said[:card]) <= STILL | {"rich"}
