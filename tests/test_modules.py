"""Which modules a command may load: what is loaded is waited for, by somebody with smoke in the room."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

# Each costs more than the work of a light command. `_socket` is what typing_extensions loads.
HEAVY = {
    "_socket", "asyncio", "dataclasses", "docx", "email", "emergency_cli.hub", "filelock",
    "getpass", "importlib.metadata", "jinja2", "logging", "lxml",
    "platformdirs", "prompt_toolkit", "psycopg",
    "pydantic", "pygments", "pypinyin", "rapidfuzz", "rich", "ruamel.yaml", "socket",
    "yaml", "zipfile",
}  # fmt: skip
LIGHT = (
    ("--version",), ("--help",), ("note", "--help"),
    ("contacts",), ("contacts", "税务"), ("contacts", "sw"), ("status",),
    ("list",), ("timeline",), ("verify",), ("note", "烟"), ("done",), ("skip",), ("set", "place=二楼"), ("call", "119"),
    ("report", "initial"),
)  # fmt: skip


def spoken(place: Path, *argv: str, home: str = "home") -> list[str]:
    """What the program says, with a line for each module where it was loaded."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("EMERGENCY_", "PYTHON", "XDG_"))}
    env |= {"EMERGENCY_HOME": str(place / home), "EMERGENCY_STATE": str(place / "state")}
    env |= {"EMERGENCY_LANG": "zh", "XDG_CONFIG_HOME": str(place / "config")}
    line = [sys.executable, "-X", "importtime", "-m", "emergency_cli", *argv]
    done = subprocess.run(line, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout.decode(errors="replace").splitlines()


_LOADED = "import time:"


def loaded(said: Iterable[str]) -> set[str]:
    """The modules that were loaded, by what was said."""
    names = {line.rpartition("|")[2].strip() for line in said if line.startswith(_LOADED)}
    assert "emergency_cli.cli" in names, "this Python does not tell what it loads"
    return names


def heavy(said: Iterable[str]) -> set[str]:
    """Those of the heavy modules that were loaded, by what was said."""
    return loaded(said) & HEAVY


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one incident, and caches that an earlier command filled."""
    place = tmp_path_factory.mktemp("modules")
    spoken(place, "start", "fire")
    spoken(place, "contacts", "sw")
    spoken(place, "report", "initial")
    return place


@pytest.mark.parametrize("argv", LIGHT, ids=" ".join)
def test_a_light_command_loads_nothing_heavy(place: Path, argv: tuple[str, ...]) -> None:
    """The plan is compiled, the record plain values, the screen plain text."""
    assert heavy(spoken(place, *argv)) == set()


@pytest.mark.parametrize("argv", [("--version",), ("--help",)], ids=" ".join)
def test_what_reads_no_record_and_no_plan_does_not_load_openssl(place: Path, argv: tuple[str, ...]) -> None:
    """It takes longer to load than a page of help to print."""
    assert loaded(spoken(place, *argv)) & {"hashlib", "_hashlib"} == set()


@pytest.mark.parametrize("word", ["税务", "sw", "fire"])
def test_contacts_loads_nothing_of_incidents(place: Path, word: str) -> None:
    """Whom to call is asked of the plan alone, and has to be there at once."""
    rooms = ("emergency_cli.core.events", "emergency_cli.core.incident", "emergency_cli.store")
    assert [name for name in loaded(spoken(place, "contacts", word)) if name.startswith(rooms)] == []


def test_opening_an_incident_loads_nothing_heavy(place: Path) -> None:
    """Neither the card, which comes first, nor the record that is opened after it."""
    assert heavy(spoken(place, "start", "fire", home="elsewhere")) == set()
