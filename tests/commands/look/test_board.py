"""The board: a second screen follows what others record, and never writes."""

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from tests.export.test_html import Node, page_of
from tests.front import did, emergency, everything_below, started
from tests.worlds import Clock, make_world

from emergency_cli.cli import run
from emergency_cli.core.width import columns
from emergency_cli.export.templated import environment
from emergency_cli.world import World


@pytest.fixture
def fire(world: World, clock: Clock) -> str:
    """A fire with an order that is late, and one name that is nobody's business; its id."""
    fire = started(world, "fire", "--zone", "tax", "--place", "second floor")
    did(world, "done", "call-119", "-c", "fire-119=reached", "-f", "caller=Zhao Liu")
    did(world, "order", "count heads", "--from", "Zhang", "--to", "emergency-office", "--due", "2m")
    clock.pass_by(minutes=5)
    return fire


def lookers(tmp_path: Path, clock: Clock, *acts: Callable[[], object]) -> World:
    """Somebody at another terminal who looks, and stops when all of these things have happened between two looks."""
    left = iter(acts)

    def pause(_: float) -> None:
        act = next(left, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    world = make_world(tmp_path, desk="b", clock=clock)
    world.pause = pause
    return world


# --- one screen -------------------------------------------------------------------------------------------------------


def test_where_nobody_is_at_a_terminal_it_shows_one_screen_and_ends(world: World, fire: str) -> None:
    """What, since when, the limit that comes next, who owes what, the last entries, blanks, the next report."""
    lines = did(world, "board").out.splitlines()
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for said in (
        "14:59:00 | Open: 1",
        "Fire or explosion, responding, noticed 23 Nov 14:54 (5 min ago)",
        "Where: second floor, Tax zone (Li Guo'an)",
        "1 late, blanks: ",
        "count heads: 3 min late",
        "Next report: First report",
        "To do now:\n Sound the fire alarm",
        "Ordered by leaders:\n [3 min late] count heads (Emergency Office)",
        "Open, by who is responsible:\n",
        " Emergency Office (late: 1)\n",
        "Waiting for “Fire brigade arrived”",
        "Last entries:\n 14:54:00 Zhang gave the Emergency Office the order",
    ):
        assert said in text
    assert "事件" not in text
    assert "火灾、爆炸，处置中" in did(world, "board", "--lang", "zh").out


def test_several_stand_one_below_the_other_and_drills_last(world: World, fire: str) -> None:
    """Each in short; a part of an id names one, which is shown in full."""
    drill = started(world, "illness", "--drill")
    text = did(world, "board").out
    assert "Open: 1, drills: 1" in text
    assert text.index("Fire or explosion, responding") < text.index("[DRILL] Sudden illness, responding")
    assert "Open, by who is responsible:" not in text
    assert "Open, by who is responsible:" in did(world, "board", drill[-6:] if drill[-6:] != fire[-6:] else drill).out
    found = did(world, "board", "--json").data["incidents"]
    assert [(each["incident"], each["late"], each["limit"]) for each in found] == [
        (fire, 1, "orders/1"), (drill, 0, None),
    ]  # fmt: skip


def test_nothing_open_is_said_and_what_is_not_open_is_refused(world: World) -> None:
    """An empty home is no failure; a name that nothing open has is."""
    assert "No incident is open." in did(world, "board").out
    answer = emergency(world, "board", "fire")
    assert (answer.code, "No open incident “fire”." in answer.err) == (2, True)


def test_it_never_writes_and_shows_no_personal_value(world: World, fire: str, tmp_path: Path, clock: Clock) -> None:
    """Neither in the home, nor in a merged folder, nor in the state of a machine that never recorded anything."""
    did(world, "note", "Zhao Liu is the caller", "--personal")
    did(world, "note", 'he wrote "event":"closed"')
    shutil.copytree(world.home, tmp_path / "merged")
    before = everything_below(tmp_path)
    other = make_world(tmp_path, desk="c", clock=clock)
    for argv in (
        ("board",),
        ("board", "--from", str(tmp_path / "merged")),
        ("board", "--to", "-"),
        ("board", "--json"),
    ):
        text = did(other, *argv).out
        assert fire in text or "Fire or explosion" in text
        assert "Zhao" not in text
        assert "[destroyed]" not in text
    assert everything_below(tmp_path) == before


# --- following --------------------------------------------------------------------------------------------------------


def test_the_screen_follows_what_another_terminal_records(
    world: World, fire: str, tmp_path: Path, clock: Clock
) -> None:
    """Between two looks a step is done; nothing but Ctrl-C ends it, and that is no failure."""
    looking = lookers(
        tmp_path, clock, lambda: clock.pass_by(seconds=1), lambda: did(world, "note", "the lift stands still")
    )
    looking.terminal = "full"
    assert run(["board"], looking) == 0
    assert isinstance(looking.stdout, io.StringIO)
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", looking.stdout.getvalue())
    assert drawn.index("14:59:00 | Open: 1") < drawn.index("14:59:01 | Open: 1") < drawn.index("the lift stands still")
    assert "count heads: 3 min 1 s late" in drawn
    assert "14:59:01 | Open: 1 | Ctrl-C leaves" in drawn
    assert "Ctrl-C" not in did(world, "board").out


def test_an_incident_that_is_closed_leaves_the_board(world: World, fire: str, tmp_path: Path, clock: Clock) -> None:
    """And one that is opened comes onto it."""
    looking = lookers(
        tmp_path,
        clock,
        lambda: did(world, "end", "false-alarm", "--decided", "Li"),
        lambda: did(world, "close", "--reason", "over"),
        lambda: started(world, "lift"),
    )
    looking.terminal = "full"
    assert run(["board"], looking) == 0
    assert isinstance(looking.stdout, io.StringIO)
    drawn = looking.stdout.getvalue()
    assert drawn.index("responding") < drawn.index("in review") < drawn.index("No incident is open.")
    assert drawn.index("No incident is open.") < drawn.index("lift")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 60)])
def test_a_terminal_of_any_size_is_used_and_never_overrun(
    world: World, fire: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch,
    language: str, width: int, height: int,
) -> None:  # fmt: skip
    """On a narrow one every part has its beginning; on a wide one two columns have room for all there is."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LINES", str(height))
    for number in range(12):
        did(world, "note", f"note {number}")
    looking = lookers(tmp_path, clock)
    looking.terminal, looking.env = "full", {**looking.env, "EMERGENCY_LANG": language}
    assert run(["board"], looking) == 0
    assert isinstance(looking.stdout, io.StringIO)
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", looking.stdout.getvalue()).rstrip().splitlines()
    assert len(lines) <= height
    assert max(columns(line) for line in lines) <= width
    parts = ("To do now:", "Ordered by leaders:", "Open, by who is responsible:", "Last entries:")
    if language == "zh":
        parts = ("现在要办：", "领导指示：", "各方待办：", "最新记录：")
    begins = [[number for number, line in enumerate(lines) if part in line] for part in parts]
    assert [len(each) for each in begins] == [1] * 4, lines
    below_each_other = begins == sorted(begins)
    assert below_each_other == (width == 80)


# --- a page -----------------------------------------------------------------------------------------------------------


def test_the_page_is_written_anew_when_something_changes(world: World, fire: str, tmp_path: Path, clock: Clock) -> None:
    """Whole, in place of the one before; while nothing changes it is left alone."""
    place, seen = tmp_path / "board.html", list[tuple[int, bool]]()

    def look() -> None:
        seen.append((place.stat().st_ino, "the lift stands still" in place.read_text("utf-8")))

    def note() -> None:
        look()
        did(world, "note", "the lift stands still")

    os.umask(0o077)
    looking = lookers(tmp_path, clock, look, note, look)
    answer = emergency(looking, "board", "--to", str(place))
    assert (answer.code, answer.err) == (0, "")
    assert "Kept up to date until Ctrl-C" in answer.out
    (first, before), (second, _), (third, after) = seen
    assert (first == second != third, before, after) == (True, False, True)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert os.name == "nt" or place.stat().st_mode & 0o777 == 0o644  # a browser of another account shows it


def test_only_such_a_page_is_replaced(world: World, fire: str, tmp_path: Path) -> None:
    """Yesterday's board may be; a letter of that name may not, and nothing among the records."""
    place = tmp_path / "board.html"
    for _ in range(2):
        did(world, "board", "--to", str(place), "--once")
    place.write_text("Dear Sir", "utf-8")
    assert emergency(world, "board", "--to", str(place)).code == 2
    assert emergency(world, "board", "--to", str(world.home / "board.html"), "--once").code == 2
    assert place.read_text("utf-8") == "Dear Sir"


def test_the_page_is_whole_by_itself_and_reads_itself_anew(world: World, fire: str) -> None:
    """No script, no address, nothing fetched; what is typed is text."""
    did(world, "note", "<script>alert(1)</script>")
    page = did(world, "board", "--to", "-").out
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "&lt;script&gt;" in page
    assert not [each for each in ("<script", "http://", "https://", "src=", "url(") if each in page]
    assert '<li class="late"><b>3 min late</b> count heads</li>' in page
    headings = re.findall(r"<h(\d)", page)
    assert headings[:3] == ["1", "2", "3"]


@pytest.mark.parametrize("verb", ["board", "stats"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_whoever_hears_the_page_is_told_what_whoever_sees_it_is(
    world: World, fire: str, verb: str, language: str
) -> None:
    """What axe checks: language, title, landmarks, headings in order, lists of items, type that can be enlarged.

    axe has no fault to find but the refresh, which is what the page is for.
    """
    started(world, "theft", "--drill")
    page = page_of(did(world, verb, "--to", "-", "--lang", language).out.encode())
    assert page.attributes["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    assert page.one("head").one("title").text.strip()
    body = page.one("body")
    assert [node.tag for node in body.parts if isinstance(node, Node)] in (["header", "main"], ["main"])
    assert [part for part in body.parts if isinstance(part, str) and part.strip()] == []
    levels = [int(node.tag[1]) for node in page.all("h1", "h2", "h3", "h4")]
    assert (levels.count(1), levels[0]) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(node.text.strip() for node in page.all("h1", "h2", "h3", "h4", "li", "caption", "th"))
    for node in page.all("ul", "ol"):
        assert {part.tag for part in node.parts if isinstance(part, Node)} == {"li"}
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    (viewport,) = (node for node in page.all("meta") if node.attributes.get("name") == "viewport")
    assert viewport.attributes["content"] == "width=device-width, initial-scale=1"
    for node in page.all("svg"):
        assert node.attributes.get("aria-hidden") == "true" or node.attributes.get("role") == "img"


_MEASURE = """
<!DOCTYPE html><meta charset="utf-8"><body>FRAMES<p id="said"></p><script>
addEventListener("load", () => {
  document.getElementById("said").textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, size = name => parseFloat(getComputedStyle(page.querySelector(name)).fontSize);
    const root = page.documentElement, last = page.querySelector("article").getBoundingClientRect().bottom;
    return [root.scrollWidth - root.clientWidth, size("h2"), size("li"), last];
  }));
});
</script>
"""


def test_a_browser_lays_it_out_for_a_wall_and_for_a_telephone(world: World, fire: str, tmp_path: Path) -> None:
    """At 1920 pixels all of it is on the screen, in type that is read from four metres; at 390 nothing is cut off."""
    browser = next((found for name in ("chromium", "google-chrome", "chrome") if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("there is no Chromium on this machine")
    page = did(world, "board", "--to", "-", "--lang", "zh").out.replace('http-equiv="', 'data-was="')
    frames = [
        f'<iframe style="border: 0; width: {width}px; height: {height}px" srcdoc="{escape(page)}"></iframe>'
        for width, height in ((1920, 1080), (390, 844))
    ]
    (tmp_path / "frames.html").write_text(_MEASURE.replace("FRAMES", "".join(frames)), "utf-8")
    line = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [*line, "--window-size=2000,2000", "--dump-dom", f"file://{tmp_path / 'frames.html'}"],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    said = re.search(r'<p id="said">(.*?)</p>', done.stdout.decode())
    assert said is not None
    wall, telephone = json.loads(said[1])
    assert (wall[0], telephone[0]) == (0, 0)
    # 30 px on a 55-inch screen of 1920 pixels are 19 mm: at four metres more than a quarter of a degree.
    assert (wall[1] >= 80, wall[2] >= 30, telephone[1] >= 28, telephone[2] >= 16) == (True, True, True, True)
    assert wall[3] <= 1080


def test_its_colours_can_be_told_apart_from_afar() -> None:
    """Every colour of text against the ground: more than 7 to 1 (WCAG 2.1, level AAA)."""
    assert environment().loader is not None
    source = environment().loader.get_source(environment(), "board.css")[0]  # type: ignore[union-attr]
    colours = dict(re.findall(r"--(\w+): (#\w+);", source))
    ground = _light(colours["ground"])
    for name in ("ink", "quiet", "late", "soon"):
        assert (_light(colours[name]) + 0.05) / (ground + 0.05) > 7, name


def _light(colour: str) -> float:
    """The relative luminance of a colour, by WCAG 2.1."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
