"""The Chinese guide for whoever keeps roster, plan and documents: each of its commands works, in its order."""

import re
import shlex
from pathlib import Path

import pytest
from docx import Document
from tests.front import emergency
from tests.worlds import make_world

from emergency_cli import world as worlds

GUIDE = Path(__file__).parents[1] / "docs" / "zh" / "guide.md"


def test_every_command_of_the_guide_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as somebody reads them; the documents it names are there afterwards."""
    monkeypatch.setattr(worlds, "user_folder", lambda kind, _: tmp_path / kind)
    monkeypatch.chdir(tmp_path)
    Document().save(str(tmp_path / "本单位模板.docx"))
    world = make_world(tmp_path, env={"EMERGENCY_LANG": "zh"})
    world.terminal_key = "guide"  # one window, as a reader has it
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    for line in "".join(blocks).splitlines():
        answer = emergency(world, *shlex.split(line)[1:])
        assert answer.code == 0, (line, answer)
    written = re.findall(r"--to (\S+)", "".join(blocks))
    assert all((tmp_path / name).is_file() for name in written)
    assert "王强 0537-1234567" in emergency(world, "contacts", "税务").out
