"""How an incident stands, on one screen."""

from pathlib import Path

import pytest
from tests.documents import lines_of
from tests.front import did, emergency, started
from tests.worlds import Clock

from emergency_cli.core.plan.centre import NOTHING_SET
from emergency_cli.core.report.briefs.brief_page import brief_report
from emergency_cli.export.paper.brief import on_paper
from emergency_cli.export.paper.fit import height, room
from emergency_cli.language import Words
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Session
from emergency_cli.world import World

WIDTHS = ["60", "80"]


def busy(world: World, clock: Clock) -> None:
    """A fire in which everything has happened that a brief can tell: late, done, ordered, hurt, handed over."""
    started(world, "fire", "--zone", "tax", "--place", "二楼东侧走廊配电间门口", "--by", "李娜")
    did(world, "set", "injured=yes", "injured-count=2", "fire.trapped=no")
    for name in ("call-119", "sound-alarm", "evacuate", "fire/tell-office"):
        did(world, "done", name)
    did(world, "also", "power-failure")
    did(world, "handover", "--to", "王强", "--text", "看好门口")
    clock.pass_by(hours=1)


@pytest.mark.parametrize("verb", ["status", "brief"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", WIDTHS)
def test_it_is_never_more_than_a_screen(world: World, clock: Clock, verb: str, language: str, columns: str) -> None:
    """24 lines, whatever has happened, and none of them wider than the terminal."""
    busy(world, clock)
    world.env = {**world.env, "COLUMNS": columns}
    lines = did(world, verb, "--lang", language).out.splitlines()
    assert 10 < len(lines) <= 24
    assert max(map(len, lines)) <= int(columns)


def test_it_says_what_where_since_when_who_and_what_is_late_first(world: World, clock: Clock) -> None:
    """What a relief has to know before anything else."""
    busy(world, clock)
    text = did(world, "brief").out
    head, where, *rest = text.splitlines()
    assert head.startswith("Fire or explosion, Power failure, responding, noticed 23 Nov 14:54 (1 h ago)")
    assert where.startswith("Where: 二楼东侧走廊配电间门口, Tax zone (Li Guo'an) | officer: 李娜")
    assert any(line.startswith("People: ") and "2" in line for line in rest)
    now = rest[rest.index(next(line for line in rest if line.startswith("To do now"))) + 1 :]
    assert now[0].startswith(" [")
    assert " late] " in now[0]
    assert "The Emergency Office was told" in "".join(line for line in rest if line.startswith(" 14:54"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_way_to_all_steps_is_whole_on_a_narrow_screen(world: World, clock: Clock, language: str) -> None:
    """Of the last line the end of a long id gives way, never the command."""
    busy(world, clock)
    world.env = {**world.env, "COLUMNS": "60"}
    assert "emergency status --all |" in did(world, "brief", "--lang", language).out.splitlines()[-1]


def test_it_is_a_page_for_those_who_walk_in(world: World, clock: Clock, tmp_path: Path) -> None:
    """Markdown on standard output, HTML and Word in a file; it is no draft and nothing is put on record."""
    busy(world, clock)
    before = did(world, "status", "--json").data["last"]
    text = emergency(world, "brief", "--format", "md").out
    assert text.startswith("# How it stands: Fire or explosion, Power failure")
    assert "Draft" not in text
    for name in ("brief.html", "brief.docx"):
        assert emergency(world, "brief", "--to", str(tmp_path / name)).code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert did(world, "status", "--json").data["last"] == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_paper_it_is_one_page_however_much_there_is(world: World, clock: Clock, language: str) -> None:
    """Late first, the last deeds first, how many have no room; with lines to sign for both who hand over."""
    busy(world, clock)
    for number in range(40):
        did(world, "note", f"{number} 有人在二楼东侧走廊配电间门口看守，等消防队", "--key")
    found = Session(world, Screen(world, Words(language))).case(None)
    (page,) = on_paper(brief_report(found.incident, clock.now, NOTHING_SET), Words(language)).pages
    assert height(page) <= room("A4")
    texts = [line.text for line in lines_of(page)]
    assert min(line.size for line in lines_of(page)) >= 9
    assert any({"zh": "另有", "en": "more)"}[language] in text for text in texts)
    assert {"zh": "交班人", "en": "Handed over by"}[language] in texts


def test_a_format_that_is_none_is_refused(world: World) -> None:
    """With those there are."""
    started(world, "fire")
    answer = emergency(world, "brief", "--format", "pdf")
    assert (answer.code, "docx, html, md" in answer.err) == (2, True)


@pytest.mark.parametrize(("language", "act"), [("zh", "报告应急办"), ("en", "Tell the Emergency Office")])
def test_one_act_of_two_playbooks_is_named_once(world: World, language: str, act: str) -> None:
    """The general procedure asks for it in the same words as the fire; as data both steps are still there."""
    started(world, "fire")
    page = did(world, "brief", "--lang", language, "--format", "md", "--to", "-").out
    assert page.count(f"| {act} |") == 1
    open_ = did(world, "brief", "--json").data["now"]
    assert {"fire/tell-office", "general/tell-office"} <= set(open_)
    did(world, "skip", "fire/tell-office", "--reason", "told by the zone")
    assert f"| {act} |" in did(world, "brief", "--lang", language, "--format", "md", "--to", "-").out
