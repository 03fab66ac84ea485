"""Documents say what the record says: no more than that, of whom it says it, and in the order in which it was so."""

from pathlib import Path

import pytest
from tests.front import did, emergency, started
from tests.worlds import Clock

from emergency_cli.world import World


def page(world: World, *argv: str, lang: str = "zh") -> str:
    """The summary, or another document, as text."""
    return did(world, *(argv or ("export",)), "--to", "-", "--format", "md", "--lang", lang).out.replace("\\", "")


def body(text: str) -> str:
    """What stands before the annexes."""
    return text.split("## 附件1", maxsplit=1)[0].split("## Annex 1", maxsplit=1)[0]


def test_what_comes_next_is_not_told_as_done(world: World) -> None:
    """A promise for a report is no deed in the timeline, alone or with a step."""
    started(world, "火灾", "--by", "Li")
    did(world, "set", "next-steps=排查全部配电间", "trend=火势未扩大")
    for told in (did(world, "timeline", "--lang", "zh").out, page(world)):
        assert "火势未扩大；下一步工作：排查全部配电间" in told.replace("\n", "").replace(" ", "")
    assert "Next steps: 排查全部配电间" in page(world, lang="en")


# --- two casualties --------------------------------------------------------------------------------------------------


@pytest.fixture
def two_ill(world: World, clock: Clock) -> World:
    """Two people fell ill; of the first it is said later that he came round."""
    started(world, "illness", "--by", "Li")
    did(world, "also", "illness")
    for case, state in (("illness", "unconscious"), ("illness-2", "conscious")):
        clock.pass_by(minutes=1)
        did(world, "done", f"{case}/call-120", "-c", "ambulance-120=reached")
        did(world, "set", f"{case}.ill-count=1", f"{case}.patient-state={state}", f"{case}.taken-to={case}医院")
    clock.pass_by(minutes=1)
    did(world, "set", "illness.patient-state=conscious")
    return world


def test_of_two_casualties_each_sentence_says_of_which_it_is(two_ill: World) -> None:
    """How they are, where they were taken, what was done, and what changed."""
    bulletin = page(two_ill, "report", "initial")
    assert "第1起：发病1人，病人意识清醒。第2起：发病1人，病人意识清醒。" in bulletin
    assert "第1起：病人送往illness医院。第2起：病人送往illness-2医院。" in bulletin
    told = page(two_ill)
    for said in ("拨打120（第1起）", "拨打120（第2起）", "同时启用“突发疾病”处置方案（第2起）", "打120［第2起］",
                 "病人意识清醒（第1起）（此前记为病人昏迷、有呼吸）", "病人状态［第1起］"):  # fmt: skip
        assert said in told
    line = "".join(did(two_ill, "timeline", "--lang", "zh").out.split())
    assert "病人送往illness医院（第1起）" in line and "病人送往illness-2医院（第2起）" in line
    told = page(two_ill, lang="en")
    assert "Case 1: One person fell ill" in told and "an ambulance was called on 120 (case 2)" in told


def test_of_a_single_casualty_no_sentence_is_numbered(world: World) -> None:
    """There is nothing to tell apart."""
    started(world, "fire", "--by", "Li")
    did(world, "also", "illness")
    did(world, "done", "illness/call-120", "-c", "ambulance-120=reached")
    did(world, "set", "ill-count=1", "patient-state=conscious")
    assert "第1起" not in page(world) + page(world, "report", "initial")


def test_a_round_is_called_as_the_plan_calls_it_also_where_a_fact_is_only_named(world: World) -> None:
    """A casualty, not the first time."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "injured=yes")
    did(world, "done", "casualty", "-f", "casualty-name=孙某")
    did(world, "set", "casualty-name@1=孙某某", "--reason", "写错")
    told = page(world)
    assert "伤病员姓名［第1名伤病员］：孙某某" in told and "第1次" not in told


# --- what was no incident --------------------------------------------------------------------------------------------


def test_a_false_alarm_is_nowhere_called_what_it_was_taken_for(world: World) -> None:
    """Not in its title, nor in what was noticed; it has no class, and the final report says why it was none."""
    started(world, "fire", "--zone", "notary", "--by", "Li")
    did(world, "note", "是电热水壶的水蒸气")
    did(world, "end", "false-alarm", "--decided", "高石")
    for told in (page(world), page(world, "report", "final")):
        assert told.startswith("# 关于公证处火情误报")
        assert "发现疑似公证处火情" in told and "是电热水壶的水蒸气" in told and "事故灾难" not in told
    told = page(world, lang="en")
    assert told.startswith("# Note for the file: a false alarm of a fire in the Notary Office")
    assert "What was taken for a fire in the Notary Office was noticed at" in told


def test_what_somebody_said_of_a_false_alarm_stands_as_they_said_it(world: World) -> None:
    """Nothing is suspected of what is known."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "what=水壶冒汽")
    did(world, "end", "false-alarm", "--decided", "高石")
    assert "发现水壶冒汽" in page(world)


def test_of_a_record_opened_by_mistake_nobody_noticed_a_fire(world: World) -> None:
    """The record is what was begun, and what ended."""
    started(world, "fire", "--by", "Li")
    did(world, "end", "opened-by-mistake", "--decided", "Li")
    for told in (page(world), page(world, "report", "final")):
        assert "误建“火情”记录" in told and "经Li决定，记录结束（误建）" in told
        assert "发现" not in told and "应急处置" not in told
    assert "A record opened by mistake (a fire) was begun at" in page(world, lang="en")


def test_a_drill_that_turned_real_is_told_as_a_drill(world: World) -> None:
    """Nobody noticed a fire in it, and it is the drill that ended."""
    incident = started(world, "fire", "--drill", "--by", "Li")
    emergency(world, "resume", typed="real\n1\nq\n")
    told = page(world, "export", "-i", incident)
    assert "关于火情演练的情况说明" in told and "“火灾、爆炸”演练于2026年11月23日14时54分开始" in told
    assert "演练结束（演练转为真实事件）" in told and "发现" not in told


# --- the order of things ---------------------------------------------------------------------------------------------


def test_what_came_out_before_the_end_stands_before_it(world: World, clock: Clock) -> None:
    """By when it was so, however late it was typed."""
    started(world, "network-attack", "--by", "Li")
    clock.pass_by(minutes=10)
    did(world, "end", "handled", "--decided", "高石", "--condition", "系统恢复")
    did(world, "set", "network-attack.restored-at=14:59")
    told = body(page(world)).split("、处理结果")[1]
    assert told.index("14时59分网络恢复") < told.index("系统恢复，经高石决定")


def test_a_limit_that_nobody_kept_does_not_grow_once_the_response_is_over(world: World, clock: Clock) -> None:
    """In the picture it stands where it ran out; a week later the document says the same."""
    started(world, "power-failure", "--by", "Li")
    clock.pass_by(minutes=20)
    did(world, "end", "handled", "--decided", "高石", "--condition", "来电")
    for days in (0, 7):
        clock.pass_by(days=days)
        told = page(world)
        assert "应于发现后5分钟内完成，至处置结束未完成" in told
        assert "| 14:59 | 报告应急办 | 时限14:59，未完成 |" in told
    assert "due within 5 min of noticing; not done when the response ended" in page(world, lang="en")


def test_a_first_report_tells_who_was_called_for_help_and_that_the_plan_is_in_force(world: World, clock: Clock) -> None:
    """There is room for more than the first orders."""
    started(world, "fire", "--by", "Li")
    did(world, "done", "call-119", "-c", "fire-119=reached")
    for step in ("sound-alarm", "evacuate", "extinguish"):
        clock.pass_by(minutes=1)
        did(world, "done", step)
    did(world, "also", "illness")
    clock.pass_by(minutes=1)
    did(world, "done", "illness/call-120", "-c", "ambulance-120=reached")
    assert "拨打120" in page(world, "report", "initial")


# --- said once, and as a clerk writes it -----------------------------------------------------------------------------


def test_the_place_is_not_told_again_where_the_title_has_it(world: World) -> None:
    """Nor the zone, nor the case, by which the incident is called."""
    started(world, "power-failure", "--place", "大楼全楼", "--by", "Li")
    did(world, "set", "what=大楼全楼停电")
    assert "地点为" not in page(world, "report", "initial")
    started(world, "storm", "--zone", "tax", "--by", "Li", "--new")
    told = page(world, "report", "initial", "-i", "weather")
    assert "发现税务服务区强对流天气" in told and "出现强对流天气" not in told and "涉及税务服务区" not in told


def test_free_words_that_changed_are_quoted_as_they_were(world: World) -> None:
    """Without the name of the fact a second time."""
    started(world, "network-attack", "--by", "Li")
    did(world, "set", "repair-state=正在恢复")
    did(world, "set", "repair-state=已恢复", "--reason", "备份可用")
    assert "修复进展为已恢复（此前记为“正在恢复”；备份可用）" in page(world)


def test_days_stand_as_documents_write_them(world: World) -> None:
    """Of the plan, and until when somebody keeps a piece of evidence."""
    started(world, "fire", "--by", "Li")
    did(world, "attach", "--reference", "监控录像", "--held", "督查指导科", "--until", "2026-12-23")
    told = page(world)
    assert "2022年9月16日" in told and "保管至2026年12月23日" in told
    assert "2022-09-16" not in told and "2026-12-23" not in told


def test_a_column_in_which_nothing_stands_is_left_out(world: World) -> None:
    """And there is no second column of the same name."""
    started(world, "fire", "--by", "Li")
    did(world, "attach", "--reference", "监控录像", "--held", "督查指导科")
    told = page(world)
    assert "| 证据名称 | 保管人 | 时间 | 记录人 | 记录 |" in told
    assert "| Piece of evidence | Held by | When | Recorded by | Entry |" in page(world, lang="en")


def test_the_attributes_of_a_document_have_a_line_of_their_own(world: World, tmp_path: Path) -> None:
    """When it was made and by what it can be checked stand below them; in English each begins with a capital."""
    started(world, "fire", "--by", "Li")
    assert "\nOfficer on duty: Li\n\nBuilt 23 November 2026 14:54\n\nCheck code" in page(
        world, "report", "initial", lang="en"
    )
    did(world, "set", "drafted-by=王强", "contact-person=曹斐")
    assert "\n起草人：王强　联系人：曹斐\n\n2026年11月23日14:54生成\n\n校验码" in page(world, "report", "initial")


def test_the_picture_of_a_drill_says_that_it_was_one(world: World, clock: Clock) -> None:
    """Nothing was noticed, and no response ended."""
    started(world, "fire", "--drill", "--by", "Li")
    did(world, "done", "call-119", "-c", "fire-119=reached")
    clock.pass_by(minutes=5)
    did(world, "end", "handled", "--decided", "高石", "--condition", "科目完成")
    told = page(world)
    assert "| 14:54 | 演练开始 |" in told and "| 14:59 | 演练结束 |" in told
    assert "“火灾、爆炸”演练于2026年11月23日14时54分开始，14时59分结束" in told
    assert "rehearsed from 14:54 to 14:59 on 23 November 2026" in page(world, lang="en")


def test_a_brief_is_called_by_what_happened_once_somebody_said_so(world: World) -> None:
    """Until then by what is in hand."""
    started(world, "fire", "--by", "Li")
    assert "火灾、爆炸" in page(world, "brief").splitlines()[0]
    did(world, "set", "what=二楼配电间冒烟")
    assert "情况简报：二楼配电间冒烟" in page(world, "brief").splitlines()[0]
