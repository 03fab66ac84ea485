"""What nobody else may see: rights of files, temporary files, error reports, personal values, the network."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "王五手机13912345678"  # noqa: S105 - the secret of a person, not of a program
CARD = "370802199001011234"

# A whole incident, with evidence, personal values, an export and a drill.
INCIDENT: tuple[list[str], ...] = (
    ["start", "fire", "--place", "二楼"],
    ["done", "call-119", "-c", "fire-119=reached"],
    ["set", "trapped=no"],
    ["note", SECRET, "--personal"],
    ["attach", "PHOTO", "--from", "王强"],
    ["skip", "fight-fire", "--reason", "smoke"],
    ["call", "emergency-office=no-answer"],
    ["also", "illness"],
    ["set", f"patient-name={SECRET}"],
    ["correct", "1", "--actor", "wang"],
    ["handover", "--to", "李娜"],
    ["handover", "--accept", "--by", "李娜"],
    ["ready", "done", "medicine-stock"],
    ["ready"],
    ["status"],
    ["timeline"],
    ["list"],
    ["contacts"],
    ["contacts", "tax"],
    ["check"],
    ["playbook"],
    ["playbook", "show", "fire"],
    ["verify"],
    ["export", "--to", "OUT/a.md"],
    ["reopen", "call-119"],
    ["export", "--to", "OUT/a.json"],
    ["end", "handled", "--decided", "wang", "--condition", "out"],
    ["close", "--reason", "done"],
    ["start", "theft", "--drill"],
    ["resume"],
    ["defer", "preserve-scene"],
    ["could-not", "call-110"],
    ["--help"],
    [],
    ["doctor"],
)
AUDITED = """
import sys
seen = []
sys.addaudithook(lambda name, args: seen.append((name, args)) if name.startswith("socket.") else None)
from emergency_cli.cli import run
from emergency_cli.world import real_world
code = run(sys.argv[1:], real_world())
asked = [event for event in seen if event[0] not in ("socket.gethostname",)]
if asked:
    sys.exit(f"the network was asked: {asked}")
sys.exit(0 if code in (0, 2, 3, 5) else int(code))
"""


def told(tmp_path: Path, *argv: str, program: tuple[str, ...] = ("-m", "emergency_cli"), umask: int = 0) -> str:
    """Run the real program with a temporary folder of its own; what it says."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"smoke")
    for name in ("tmp", "out", "user"):
        (tmp_path / name).mkdir(exist_ok=True)
    words = [word.replace("PHOTO", str(photo)).replace("OUT", str(tmp_path / "out")) for word in argv]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("EMERGENCY_", "XDG_"))}
    env |= {
        "EMERGENCY_HOME": str(tmp_path / "home"),
        "EMERGENCY_STATE": str(tmp_path / "state"),
        "HOME": str(tmp_path / "user"),
    }
    env |= {"TMPDIR": str(tmp_path / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        [sys.executable, *program, *words],
        env=env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        umask=umask,
        timeout=60,
    )
    assert "Traceback" not in ended.stderr
    assert ended.returncode in (0, 2, 3, 5), (words, ended)
    return ended.stdout + ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_files_are_private_and_nothing_is_left_elsewhere(tmp_path: Path, umask: int) -> None:
    """0600 and 0700 below home and state whatever the umask; the temporary and the user's own folder stay empty."""
    for line in INCIDENT if umask in (0, 0o777) else INCIDENT[:14]:
        told(tmp_path, *line, umask=umask)
    for top in (tmp_path / "home", tmp_path / "state"):
        for path in (top, *top.rglob("*")):
            rights = stat.S_IMODE(path.stat().st_mode)
            assert oct(rights) == oct(0o700 if path.is_dir() else 0o600), path
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "user").iterdir()) == []


def test_personal_values_stand_in_the_private_file_alone(tmp_path: Path) -> None:
    """Searched for in every byte of home and state."""
    for line in INCIDENT:
        told(tmp_path, *line)
    holding = [
        path.name.partition(".")[2]
        for top in ("home", "state")
        for path in (tmp_path / top).rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in (SECRET, "13912345678"))
    ]
    assert set(holding) == {"private.jsonl"}


def test_no_command_opens_a_connection(tmp_path: Path) -> None:
    """Watched by the interpreter itself: no socket is made, no name is looked up, whatever the command."""
    for line in INCIDENT:
        told(tmp_path, *line, program=("-c", AUDITED))


def test_an_error_nobody_foresaw_tells_no_facts(tmp_path: Path) -> None:
    """Neither screen nor report nor log: the words of the error may be anything."""
    told(tmp_path, "start", "fire")
    broken = (
        "import sys, emergency_cli.core.incident.actions as a\n"
        f"def note(*_, **__): raise RuntimeError({SECRET!r} + {CARD!r})\n"
        "a.note = note\n"
        "from emergency_cli.cli import run; from emergency_cli.world import real_world\n"
        "sys.exit(2 if run(sys.argv[1:], real_world()) == 1 else 0)\n"
    )
    said = told(tmp_path, "note", SECRET, program=("-c", broken))
    report = next((tmp_path / "state").rglob("*report*")).read_text(encoding="utf-8")
    assert "RuntimeError" in report
    for secret in (SECRET, CARD):
        assert secret not in said + report
