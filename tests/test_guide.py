"""The guides for whoever keeps a plan: each of their commands works, in its order, and English ones show no Chinese."""

import re
import shlex
import zipfile
from pathlib import Path

import pytest
from docx import Document
from tests.front import emergency
from tests.worlds import make_world

from emergency_cli import world as worlds
from emergency_cli.world import World

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "examples" / "library"
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account without a plan of its own."""
    monkeypatch.setattr(worlds, "user_folder", lambda kind, _: tmp_path / kind)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")


def read_and_typed(guide: Path, world: World) -> list[str]:
    """The commands of a guide, one after the other, as somebody types them in one window; what they showed."""
    world.terminal_key = "guide"
    blocks = re.findall(r"^```sh\n(.*?)^```", guide.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    shown = []
    for line in "".join(blocks).splitlines():
        if setting := re.fullmatch(r"export (\w+)=(\S+)", line):
            world.env = {**world.env, setting[1]: setting[2]}
            continue
        answer = emergency(world, *shlex.split(line)[1:])
        assert answer.code == 0, (line, answer)
        shown.append(answer.out + answer.err)
    written = [Path(name) for name in re.findall(r"--to (\S+)", "".join(blocks))]
    assert all(name.is_file() for name in written)
    return [*shown, *("".join(_texts(name)) for name in written)]


def _texts(name: Path) -> list[str]:
    """The words in a Word document, in each of its parts; the names of its fonts are none."""
    with zipfile.ZipFile(name) as parts:
        return [re.sub("<[^>]*>", " ", parts.read(part).decode()) for part in parts.namelist() if part.endswith(".xml")]


def test_every_command_of_the_chinese_guide_works(tmp_path: Path) -> None:
    """The documents it names are there afterwards."""
    Document().save(str(tmp_path / "本单位模板.docx"))
    world = make_world(tmp_path, env={"EMERGENCY_LANG": "zh"})
    read_and_typed(ROOT / "docs" / "zh" / "guide.md", world)
    assert "王强 0537-1234567" in emergency(world, "contacts", "税务").out


def test_another_hall_comes_from_nothing_to_its_own_plan(tmp_path: Path) -> None:
    """In English alone, with the guide alone; nothing of the hall whose plan is packaged shows."""
    world = make_world(tmp_path)
    shown = read_and_typed(ROOT / "docs" / "adapting.md", world)
    assert [each for each in shown if _CHINESE.search(each)] == []
    assert "Joelle Baptiste 555-0101" in emergency(world, "contacts", "archives").out


def test_the_library_is_shown_as_its_page_says(tmp_path: Path) -> None:
    """Without one Chinese character on a screen, on a card or in a document."""
    shown = read_and_typed(LIBRARY / "README.md", make_world(tmp_path))
    assert [each for each in shown if _CHINESE.search(each)] == []
