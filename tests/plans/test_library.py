"""The library of `examples/`: another country's plan, in English, in which not one Chinese character ever shows."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from tests.front import Answer, did, emergency, started
from tests.worlds import Clock, make_world

from emergency_cli.commands.table import verbs
from emergency_cli.plans.plan import Plan
from emergency_cli.world import World

LIBRARY = Path(__file__).parents[2] / "examples" / "library"
TYPES = Plan([LIBRARY]).ids
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")

_OF_FACES = ("fontTable.xml", "settings.xml")


@pytest.fixture
def clock() -> Clock:
    """What the library's clock shows."""
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> World:
    """A machine of the library."""
    return make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": str(LIBRARY)})


def chinese(*answers: Answer) -> list[str]:
    """The lines with Chinese in them."""
    return [line for each in answers for line in (each.out + each.err).splitlines() if _CHINESE.search(line)]


def parts_with_chinese(raw: bytes) -> list[str]:
    """The parts of a Word file with Chinese in them, but for the faces and rules that it names for Chinese text."""
    with zipfile.ZipFile(io.BytesIO(raw)) as word:
        names = [name for name in word.namelist() if name.endswith("xml") and not name.endswith(_OF_FACES)]
        parts = {name: word.read(name).decode("utf-8") for name in names}
    plain = {name: re.sub(r'w:eastAsia="[^"]*"', "", text) for name, text in parts.items()}
    return [f"{name}: {_CHINESE.findall(text)[:9]}" for name, text in plain.items() if _CHINESE.search(text)]


def test_it_is_in_order(library: World) -> None:
    """Whatever is still to be filled in is a warning."""
    assert did(library, "check").code == 0


@pytest.mark.parametrize("name", TYPES)
def test_card_page_and_flowchart_of_every_type(library: World, tmp_path: Path, name: str) -> None:
    """On the screen, as a page and in Word."""
    card = tmp_path / "card.docx"
    told = [
        did(library, "playbook", "show", name), did(library, "playbook", "graph", name), did(library, "contacts", name),
        did(library, "card", name, "--to", "-"), did(library, "card", name, "--to", str(card)),
        did(library, "start", name, "--place", "stacks", "--zone", "1"), did(library, "status", "--all"),
    ]  # fmt: skip
    assert chinese(*told) == []
    assert parts_with_chinese(card.read_bytes()) == []


def test_a_condition_on_a_card_says_how_things_stand_and_no_question(library: World) -> None:
    """Nobody was asked on paper."""
    card = did(library, "card", "medical", "--to", "-").out
    assert "Only if: an overdose is possible, or it is not known yet" in card
    assert "Decide: whether the patient is breathing normally, whether an overdose is possible" in card


SCREENS = [
    ["contacts"], ["contacts", "1"], ["ready"], ["roster"], ["playbook"], ["doctor"], ["list"], ["status"], ["brief"],
    ["timeline"], ["verify"], ["done", "call-911", "--by", "Lee"], ["skip", "1"], ["done", "nothing"],
    ["note", "!smoke in the stacks"], ["call", "911=no-answer"], ["set", "nothing=1"],
    ["order", "close it", "--from", "Lee"],
    ["report", "initial"], ["report", "initial", "--issued-to", "City Hall", "--to", "first.docx"], ["end"],
    ["end", "handled"], ["report", "final"], ["close"], ["close", "--reason", "over"],
]  # fmt: skip


def test_what_commands_say_and_refuse(library: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From the first screen to the last."""
    monkeypatch.chdir(tmp_path)
    started(library, "fire", "--zone", "1")
    found = {" ".join(line): lines for line in SCREENS if (lines := chinese(emergency(library, *line)))}
    assert found == {}
    assert parts_with_chinese((tmp_path / "first.docx").read_bytes()) == []


@pytest.mark.parametrize("drill", [[], ["--drill"]], ids=["real", "drill"])
def test_every_document(library: World, tmp_path: Path, clock: Clock, drill: list[str]) -> None:
    """Summary of a response and of a drill, in each format that is in one language."""
    started(library, "fire", "--zone", "1", "--place", "stacks", *drill)
    clock.pass_by(minutes=5)
    did(library, "done", "call-911", "--by", "Lee")
    did(library, "end", "handled")
    pages = [did(library, "export", "--format", each, "--to", "-") for each in ("md", "html")]
    assert chinese(*pages) == []
    did(library, "export", "--format", "docx", "--to", str(tmp_path / "summary.docx"))
    assert parts_with_chinese((tmp_path / "summary.docx").read_bytes()) == []


def test_every_page_of_help(library: World) -> None:
    """Examples too."""
    pages = {verb.name: did(library, *verb.name.split(), "--help") for verb in verbs()}
    assert {name: lines for name, page in pages.items() if (lines := chinese(page))} == {}


def test_whatever_is_printed_is_on_letter_paper(library: World, tmp_path: Path) -> None:
    """Cards, sheets, forms, pocket cards, brief, playbook and report, in HTML and in Word: none is A4 or A6."""
    started(library, "fire", "--zone", "1", "--place", "stacks")
    letter, index = ("12240", "15840"), ("5760", "8640")
    every = ["card", "--all", "--contacts", "--briefing", "--handover"]
    for argv, sheet, size in (
        (every, letter, "215.9mm 279.4mm"), (["card", "fire", "--pocket"], index, "101.6mm 152.4mm"),
        (["brief", "--format"], letter, "215.9mm 279.4mm"), (["export", "--format"], letter, "size: Letter"),
    ):  # fmt: skip
        place = tmp_path / f"{argv[0]}-{len(argv)}.docx"
        formats = [[], []] if argv[0] == "card" else [["html"], ["docx"]]
        page = did(library, *argv, *formats[0], "--to", "-").out
        did(library, *argv, *formats[1], "--to", str(place))
        with zipfile.ZipFile(place) as word:
            body = word.read("word/document.xml").decode("utf-8")
        assert set(re.findall(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"', body)) == {sheet}, argv
        assert size in page, argv
        assert not re.search(r"size: (A4|A6|210mm|105mm)", page), argv
    did(library, "playbook", "show", "fire", "--html", str(tmp_path / "fire.html"))
    assert "size: Letter" in (tmp_path / "fire.html").read_text(encoding="utf-8")
