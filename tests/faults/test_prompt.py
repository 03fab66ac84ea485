"""Signals at the prompt, and streams that are closed: the incident stays open, the terminal as it was."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults.scene import Scene
from tests.faults.warm import ROOT
from tests.front import small_plan, started

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are needed", allow_module_level=True)

import termios

import pexpect

PROGRAM = [sys.executable, "-m", "emergency_cli"]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A home with nothing in it yet."""
    (tmp_path / "scene").mkdir()
    return Scene(tmp_path / "scene", small_plan(tmp_path))


def env_of(scene: Scene) -> dict[str, str]:
    """The environment of a real process."""
    return {**os.environ, **scene.env, "TERM": "xterm", "COLUMNS": "80"}


@pytest.fixture
def walk(scene: Scene) -> Iterator[pexpect.spawn]:
    """The real program at its first prompt, on a terminal of its own: signals count there, whoever runs the tests."""
    line = [*PROGRAM[1:], "start", "water"]
    child = pexpect.spawn(
        PROGRAM[0], line, env=env_of(scene), cwd=str(ROOT), timeout=30, preexec_fn=_as_a_terminal_starts_it
    )
    yield child
    child.close(force=True)


def _as_a_terminal_starts_it() -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(each, signal.SIG_DFL)  # a job in the background, or under nohup, hands on that it is ignored


def modes(child: pexpect.spawn) -> list[Any]:
    """How the terminal is set: flags and characters."""
    return list(termios.tcgetattr(child.child_fd))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_at_the_prompt_leaves_the_incident_open_and_the_terminal_as_it_was(
    scene: Scene, walk: pexpect.spawn, name: str
) -> None:
    """What was recorded stays recorded; echo and line mode are on again."""
    before = modes(walk)
    walk.expect("Shut the valve")
    walk.expect("\x1b.?.?25h")  # the cursor is shown: the prompt waits
    os.kill(walk.pid, getattr(signal, name))
    walk.expect(pexpect.EOF)
    said = walk.before or b""
    after = modes(walk)
    walk.close()
    assert b"Traceback" not in said
    assert after[:4] == before[:4]
    assert next(iter(scene.entries().values())).event.kind == "opened"


def run(scene: Scene, shell: str) -> subprocess.CompletedProcess[str]:
    """The real program, its streams as a shell line says."""
    line = f"exec {' '.join(PROGRAM)} {shell}"
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=ROOT, env=env_of(scene), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("shell", ["note gone <&-", "note gone >&-", "note gone 2>&-", "note gone <&- >&- 2>&-"])
def test_with_a_closed_stream_the_note_is_saved(scene: Scene, shell: str) -> None:
    """Started by a machine, without input, without output: saved, no traceback."""
    started(scene.world(), "water")
    done = run(scene, shell)
    assert "Traceback" not in done.stdout + done.stderr
    assert "gone" in [getattr(entry.event, "text", None) for entry in scene.entries().values()]
    assert done.returncode == 0


def test_an_answer_that_cannot_be_written_takes_nothing_back(scene: Scene) -> None:
    """Standard output is a full disk: the note is on record all the same, and nothing crashes."""
    started(scene.world(), "water")
    done = run(scene, "note gone --json > /dev/full")
    assert "Traceback" not in done.stderr
    assert "gone" in [getattr(entry.event, "text", None) for entry in scene.entries().values()]


def test_a_reader_that_leaves_early_is_no_error(scene: Scene) -> None:
    """`emergency timeline | head -1`."""
    started(scene.world(), "water")
    done = run(scene, "timeline --json | head -1")
    assert ("Traceback" in done.stderr, done.returncode, done.stdout[:1]) == (False, 0, json.dumps({})[:1])
