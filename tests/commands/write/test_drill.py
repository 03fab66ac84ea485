"""The summary of a drill: what a drill is filed with, and nothing that only a real incident has."""

from pathlib import Path

import pytest
from tests.documents import READ
from tests.front import did, emergency, entries, started
from tests.worlds import Clock

from emergency_cli.world import World


@pytest.fixture
def drill(world: World, clock: Clock) -> str:
    """A fire drill in which one limit was kept, one step was left out and one party was not reached."""
    incident = started(world, "fire", "--drill", "--place", "二楼配电间")
    clock.pass_by(minutes=2)
    did(world, "done", "call-119", "-c", "fire-119=reached")
    did(world, "call", "emergency-office=no-answer")
    did(world, "skip", "fight-fire", "--reason", "演练不动用灭火器")
    clock.pass_by(minutes=20)
    return incident


def summary(world: World, *argv: str, language: str = "zh") -> str:
    """The summary as its reader sees it."""
    page = did(world, "export", "--format", "md", "--to", "-", "--lang", language, *argv).out
    return READ["md"](page.encode())


def body(world: World, *argv: str, language: str = "zh") -> str:
    """The summary without its annexes."""
    return summary(world, *argv, language=language).partition("附件1" if language == "zh" else "Annex 1")[0]


def test_its_title_and_headings_are_those_of_a_drill(world: World, drill: str) -> None:
    """As the centre writes them; no casualties, no losses."""
    said = body(world)
    assert said.startswith("【演练】关于")
    assert "应急演练情况的总结报告" in said
    headings = [line.partition("、")[2] for line in said.splitlines() if line[:2] in ("一、", "二、", "三、", "四、")]
    assert headings == ["演练基本情况", "演练过程", "演练效果评估"]
    assert "损失" not in said
    assert "伤亡" not in said


def test_it_says_when_and_what_was_rehearsed_and_who_took_part(world: World, drill: str) -> None:
    """Form, goals, participants and observers are answers like any other, also after the end."""
    did(world, "end", "handled", "--decided", "高石")
    did(world, "set", "drill-form=live", "drill-goals=五分钟内撤离", "participants=税务服务区32人", "observers=李娜")
    said = body(world)
    assert "“火灾、爆炸”演练于" in said
    for told in ("演练采用实战形式", "演练目标为五分钟内撤离", "参加单位和人员为税务服务区32人", "观摩评估人员为李娜"):
        assert told in said
    assert "未记录" not in said


def test_what_nobody_said_of_it_is_not_recorded_and_how_to_say_it_is_told(world: World, drill: str) -> None:
    """No blank to fill in by hand, which would make another document of it."""
    answer = did(world, "export", "--format", "md", "--to", "-", "--lang", "zh")
    assert "未记录：演练形式、演练目标、参加单位和人员、观摩评估人员" in READ["md"](answer.out.encode())
    assert "____" not in answer.out
    assert "drill-form" in answer.err


def test_on_a_terminal_what_it_lacks_is_asked_on_one_sheet_and_kept(world: World, drill: str, tmp_path: Path) -> None:
    """An answer like any other: the document is made from the record, and verifies."""
    did(world, "end", "handled", "--decided", "高石")
    place = str(tmp_path / "d.md")
    answer = emergency(world, "export", "--to", place, "--lang", "zh", typed="2\n2\n3\n五分钟内撤离\n\n")
    assert answer.code == 0
    assert "演练采用实战形式，演练目标为五分钟内撤离" in (tmp_path / "d.md").read_text(encoding="utf-8")
    assert [entry["facts"] for entry in entries(world, drill) if "facts" in entry][-2:] == [
        {"drill-form": "live"},
        {"drill-goals": "五分钟内撤离"},
    ]
    assert did(world, "verify", "--document", place).code == 0


def test_it_tells_what_was_missed(world: World, drill: str) -> None:
    """In words, with the reason."""
    said = body(world)
    assert "未完成：" in said
    assert "演练不动用灭火器" in said
    assert "未联系上：应急办" in said


def test_what_was_on_time_and_what_was_late_is_told_with_the_limit(world: World, clock: Clock) -> None:
    """The plan allows five minutes to report a power failure upward."""
    started(world, "power", "--drill")
    clock.pass_by(minutes=9, seconds=30)
    did(world, "done", "tell-emergency-office", "-c", "emergency-office=reached")
    assert "超时：" in body(world)
    assert "应于发现后5分钟内完成，实际9分30秒，超时4分30秒" in body(world)
    other = started(world, "power", "--drill", "--new")
    clock.pass_by(minutes=2)
    did(world, "done", "tell-emergency-office", "-c", "emergency-office=reached", "-i", other)
    assert "按时完成：报告应急办（5分钟内）" in body(world, other)


def test_improvements_say_who_does_what_by_when(world: World, drill: str) -> None:
    """A drill is held for the sake of these (AQ/T 9009-2015: corrective action)."""
    did(world, "end", "handled", "--decided", "高石")
    did(world, "done", "general/improvement", "-f", "improvement=移开集合点旗杆", "-f", "improvement-owner=曹飞")
    said = body(world)
    assert "存在问题与改进措施" in said
    assert "移开集合点旗杆，由曹飞负责" in said


def test_a_drill_in_which_nothing_was_done_proves_nothing(world: World, clock: Clock) -> None:
    """Its document says so, in either language."""
    started(world, "fire", "--drill")
    clock.pass_by(minutes=3)
    did(world, "end", "handled", "--decided", "高石")
    assert "没有办理任何步骤" in body(world)
    assert "已完成" not in body(world)
    assert "No step was carried out" in body(world, language="en")


def test_the_mark_is_in_the_title_and_once_a_page(world: World, drill: str, tmp_path: Path) -> None:
    """Not before every heading."""
    did(world, "export", "--to", str(tmp_path / "d.docx"), "--lang", "zh")
    seen = READ["docx"]((tmp_path / "d.docx").read_bytes())
    assert seen.count("【演练】") == 1
    assert [line for line in seen.splitlines() if line.startswith("演练　草稿")] != []
    assert emergency(world, "verify", "--document", str(tmp_path / "d.docx")).code == 0
