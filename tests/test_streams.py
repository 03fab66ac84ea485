"""What goes in and out is in the encoding of the machine, where that can hold Chinese."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from emergency_cli.machine import encoding_for


def run_in(tmp_path: Path, encoding: str, *argv: str, typed: bytes = b"") -> bytes:
    """What a process of its own writes on a machine of that encoding."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    env |= {
        "PYTHONIOENCODING": encoding,
        "EMERGENCY_HOME": str(tmp_path / "home"),
        "EMERGENCY_STATE": str(tmp_path / "state"),
        "EMERGENCY_LANG": "zh",
    }
    command = [sys.executable, "-m", "emergency_cli", *argv]
    return subprocess.run(command, env=env, input=typed, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("named", "used"),
    [("gb18030", "gb18030"), ("gbk", "gbk"), ("cp936", "cp936"), ("cp65001", "cp65001"), ("utf-8", "utf-8"),
     ("cp1252", "utf-8"), ("ascii", "utf-8"), ("no-such-code", "utf-8"), (None, "utf-8")],
)  # fmt: skip
def test_the_encoding_of_the_machine_is_used_where_it_holds_chinese(named: str | None, used: str) -> None:
    """Code pages of Windows, locales of Linux; Python knows 65001 as UTF-8."""
    assert encoding_for(named) == used or (named == "cp65001" and encoding_for(named) == "utf-8")


def test_a_gb18030_terminal_shows_chinese_and_a_script_still_gets_json(tmp_path: Path) -> None:
    """And what the encoding lacks is shown as its number: it never stops anything."""
    assert "打119报警" in run_in(tmp_path, "gb18030", "start", "fire", "--drill").decode("gb18030")
    run_in(tmp_path, "gbk", "note", "🔥")
    assert "\\U0001f525" in run_in(tmp_path, "gbk", "timeline").decode("gbk")
    told = run_in(tmp_path, "gbk", "timeline", "--json")
    assert told.isascii()
    assert "🔥" in json.dumps(json.loads(told), ensure_ascii=False)
