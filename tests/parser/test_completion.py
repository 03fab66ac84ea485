"""The Tab key: what is offered for a word, in the protocol of the scripts and in real shells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.front import did, emergency, everything_below, started
from tests.test_modules import HEAVY

from emergency_cli.world import World


def offered(world: World, line: str) -> list[str]:
    """The words that a shell gets for a line; nothing is ever told beside them."""
    answer = emergency(replace(world, env={**world.env, "_EMERGENCY_COMPLETE": line}))
    assert (answer.code, answer.err) == (0, "")
    return [each.partition("\t")[0] for each in answer.out.splitlines()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("emergency st", ["start", "status", "stats"]),
        ("emergency start fi", ["fire"]),
        ("emergency start 火", ["火灾、爆炸", "火灾", "火花", "火情", "火警"]),
        ("emergency also ill", ["illness"]),
        ("emergency card disorder --case su", ["surge", "suspicious-object"]),
        ("emergency start fire --zone ta", ["tax"]),
        ("emergency start fire --zone=ta", ["--zone=tax"]),
        ("emergency contacts 税", ["税务服务区", "税务"]),
        ("emergency contacts --for we", ["weather"]),
        ("emergency call emergency-of", ["emergency-office="]),
        ("emergency call emergency-office=n", ["emergency-office=no-answer"]),
        ("emergency end h", ["handled", "handed-over"]),
        ("emergency report f", ["follow-up", "final"]),
        ("emergency export --format d", ["docx"]),
        ("emergency --lang ", ["zh", "en"]),
        ("emergency list --lang z", ["zh"]),
        ("emergency playbook s", ["show", "schema"]),
        ("emergency status --op", ["--open"]),
        ("emergency status --ho", ["--home"]),
        ("emergency completion ", ["bash", "zsh", "fish", "powershell"]),
    ],
)
def test_names_of_the_program_and_of_the_plan_are_offered(world: World, line: str, words: list[str]) -> None:
    """Verbs, types, cases, zones, parties, closed sets, options; ids, or names once they are not Latin."""
    assert offered(world, line) == words


def test_what_an_incident_knows_is_offered(world: World) -> None:
    """Incidents, steps, facts and their answers."""
    fire = started(world, "fire")
    for line in ("emergency status ", "emergency note x -i ", "emergency verify 2026"):
        assert offered(world, line) == [fire]
    assert offered(world, "emergency done call-1") == ["call-119"]
    assert offered(world, "emergency done fire/call-1") == ["fire/call-119"]
    assert offered(world, "emergency set trap") == ["trapped="]
    assert offered(world, "emergency done call-119 --fact trapped=") == ["trapped=yes", "trapped=no"]


def test_what_is_done_comes_after_what_is_not(world: World) -> None:
    """Of the steps."""
    started(world, "fire")
    did(world, "done", "call-119")
    steps = offered(world, "emergency done ")
    assert steps.index("sound-alarm") < steps.index("call-119")


def test_the_incident_that_is_named_is_the_one_that_counts(world: World) -> None:
    """Not this terminal's."""
    started(world, "fire")
    outage = started(world, "power-failure")
    assert offered(world, f"emergency done -i {outage} call-1") == []


@pytest.mark.parametrize(
    "line",
    [
        "emergency done call",
        "emergency start --place ",
        "emergency extinguish ",
        "emergency card nonsense --case ",
        "emergency --home ",
        "emergency note ",
        "emergency done x y z ",
    ],
)
def test_where_nothing_is_known_nothing_is_said(world: World, tmp_path: Path, line: str) -> None:
    """The shell then offers files. Nothing is written, nothing goes wrong."""
    assert offered(world, line) == []
    assert everything_below(tmp_path / "home") == {}


def test_the_home_named_on_the_line_is_the_one_that_is_read(world: World, tmp_path: Path) -> None:
    """As it is when the command runs."""
    fire = started(world, "fire")
    assert offered(world, f"emergency --home {tmp_path / 'other'} status ") == []
    assert offered(world, f"emergency status --home {world.home} ") == [fire]


def test_explanations_are_in_the_language(world: World) -> None:
    """After a tab, for the shells that show them."""
    line = {"_EMERGENCY_COMPLETE": "emergency --lang zh start fi"}
    assert emergency(replace(world, env={**world.env, **line})).out == "fire\t火灾、爆炸\n"


@pytest.mark.parametrize("line", ["emergency st", "emergency contacts t", "emergency start f", "emergency done c"])
def test_an_answer_loads_nothing_heavy(shell_env: dict[str, str], line: str) -> None:
    """Whoever presses the Tab key waits for it: the plan is compiled, the record is read, and no more."""
    program = [sys.executable, "-X", "importtime", "-m", "emergency_cli"]
    for command in (["start", "fire"], ["playbook"]):
        subprocess.run([*program, *command], env=shell_env, capture_output=True, check=True)
    asked = {**shell_env, "_EMERGENCY_COMPLETE": line}
    told = subprocess.run(program, env=asked, capture_output=True, encoding="utf-8", check=True)
    assert told.stdout != ""
    loaded = {each.rpartition("|")[2].strip() for each in told.stderr.splitlines()}
    assert loaded & HEAVY <= {"dataclasses"}


# --- real shells -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shell_env(tmp_path: Path) -> dict[str, str]:
    """An environment in which `emergency` is this program, with a home of its own."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "emergency"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m emergency_cli "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "EMERGENCY_HOME": str(tmp_path / "home"),
        "EMERGENCY_STATE": str(tmp_path / "state"),
        "EMERGENCY_LANG": "en",
    }


def typed_in(shell: list[str], script: str, env: dict[str, str]) -> list[str]:
    """The lines that a shell prints for a script."""
    if shutil.which(shell[0]) is None:
        pytest.skip(f"no {shell[0]} here")
    done = subprocess.run([*shell, script], env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


BASH = """
eval "$(emergency completion bash)"
complete -p emergency >/dev/null || exit 1
for line in "emergency star" "emergency start fire --zone=ta" "emergency call emergency-office=n"; do
    COMP_LINE="$line" COMP_POINT=${#line}
    _emergency_completion 2>/dev/null
    echo "${COMPREPLY[*]}"
done
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
def test_bash_completes_what_follows_its_own_marks(shell_env: dict[str, str]) -> None:
    """Bash takes a word apart at `=` and `@`, and replaces only what is behind."""
    assert typed_in(["bash", "-c"], BASH, shell_env) == ["start", "tax", "no-answer"]


FISH = """
emergency completion fish | source
complete -C "emergency star"
complete -C "emergency start fire --zone ta"
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
def test_fish_completes_with_explanations(shell_env: dict[str, str]) -> None:
    """Word, tab, explanation."""
    words = typed_in(["fish", "-c"], FISH, shell_env)
    assert [word.partition("\t")[0] for word in words] == ["start", "tax"]


INTERACTIVE = [
    (["bash", "--norc", "-i"], 'eval "$(emergency completion bash)"'),
    (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(emergency completion zsh)"'),
]


@pytest.mark.skipif(sys.platform == "win32", reason="shells of Unix")
@pytest.mark.parametrize(("shell", "setup"), INTERACTIVE, ids=["bash", "zsh"])
def test_somebody_at_a_terminal_presses_the_tab_key(shell_env: dict[str, str], shell: list[str], setup: str) -> None:
    """What was begun is completed on the line itself."""
    if shutil.which(shell[0]) is None:
        pytest.skip(f"no {shell[0]} here")
    import pexpect

    env = {**shell_env, "TERM": "dumb", "PS1": "$ "}
    terminal = pexpect.spawn(shell[0], shell[1:], env=env, encoding="utf-8", timeout=60, dimensions=(40, 200))
    terminal.sendline(setup + "; echo READ''Y")
    terminal.expect("READY\r\n")
    for begun, completed in (
        ("emergency star", "emergency start "),
        ("emergency contacts ta", "emergency contacts tax "),
        ("emergency call emergency-office=n", "emergency call emergency-office=no-answer "),
        ("emergency start fire --zone=ta", "emergency start fire --zone=tax "),
    ):
        terminal.send(begun + "\t")
        terminal.expect_exact(completed)
        terminal.send("\x15")  # the line is emptied
    terminal.close(force=True)


def test_powershell_gets_a_script(world: World) -> None:
    """It hands over the line and reads words and explanations."""
    script = did(world, "completion", "powershell").out
    assert "Register-ArgumentCompleter" in script
    assert "$Env:PYTHONIOENCODING = 'utf-8'" in script  # else a Chinese Windows writes code page 936
    assert "_EMERGENCY_COMPLETE" in script


@pytest.mark.parametrize("shell", ["tcsh", "cmd"])
def test_another_shell_is_refused_with_those_there_are(world: World, shell: str) -> None:
    """Exit 2."""
    answer = emergency(world, "completion", shell)
    assert (answer.code, "fish" in answer.err) == (2, True)
