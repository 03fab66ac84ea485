"""The house rules that machines can hold: style, types, and which module may import which."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def check(*command: str) -> None:
    """Run a checker in the repository; its words are the failure."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        pytest.fail(f"{' '.join(command[-3:])}\n{done.stdout}{done.stderr}", pytrace=False)


def test_the_source_follows_the_rules_of_style() -> None:
    """`ruff check` finds nothing."""
    check(sys.executable, "-m", "ruff", "check", ".")


def test_the_source_is_formatted() -> None:
    """`ruff format` would change nothing."""
    check(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_the_types_fit() -> None:
    """`mypy` finds nothing."""
    check(sys.executable, "-m", "mypy")


def test_no_module_imports_upwards() -> None:
    """The layers of docs/architecture.md hold."""
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert linter is not None, "import-linter is not installed beside this Python"
    check(linter)
