"""What the shipped playbooks say of an incident in its summary, as the office reads it."""

from pathlib import Path

import pytest
from tests.front import did, started

from emergency_cli.world import World


def summary(world: World) -> str:
    """The summary as Markdown, without its annexes."""
    return did(world, "export", "--to", "-", "--format", "md", "--lang", "zh").out.split("## 附件")[0]


def test_a_zone_that_set_its_report_right_before_the_count_was_over_is_told_as_it_set_it(world: World) -> None:
    """It said that everybody was out, and then that one is missing: nothing says that everybody of it is out."""
    started(world, "fire", "--by", "Li")
    did(world, "done", "head-count@medical-insurance", "-f", "zone-state=clear", "-f", "zone-missing=0")
    did(world, "set", "zone-state@medical-insurance=missing", "zone-missing@medical-insurance=1")
    did(world, "done", "head-count@all")
    for text in (did(world, "report", "initial").out, did(world, "export", "--to", "-", "--format", "md").out):
        course = text.partition("in 14 service zones")[2].partition(".")[0]
        assert "one person was missing" in course
        assert "everyone is out" not in course


def test_the_outcome_says_what_came_of_it_whatever_deed_it_came_with(world: World) -> None:
    """Whether the thief was seized and what the police call it: answers that were given with a tick."""
    started(world, "小偷", "--by", "Li")
    did(world, "done", "seize", "--fact", "seized=no")
    did(world, "set", "theft.police-arrived=14:54")
    did(world, "done", "meet-police", "--fact", "police-term=theft")
    outcome = summary(world).split("## 三、")[1].split("## 四、")[0]
    assert "未抓住嫌疑人，公安部门认定为盗窃" in outcome


def test_what_happened_says_which_case_it_was_though_more_is_known_of_it(world: World) -> None:
    """That nobody is armed was asked because there was a fight; that there was one is still to be said."""
    started(world, "打架", "--by", "Li")
    did(world, "set", "armed=no")
    happened = summary(world).split("## 一、")[1].split("## 二、")[0]
    assert "大厅内发生激烈争吵或肢体冲突，发生动手或威胁人身安全的情况，无人持械" in happened


def test_casualties_are_told_in_numbers_and_with_their_condition(world: World) -> None:
    """How many and how badly, though it was a step of the course that asked; not only that there are some."""
    started(world, "火灾", "--by", "Li")
    did(world, "set", "injured=yes")
    did(world, "done", "report-county", "--fact", "injured-count=1", "--fact", "dead=0")
    did(world, "done", "casualty", "--fact", "casualty-condition=轻伤")
    losses = summary(world).split("## 四、")[1]
    assert "受伤1人，无人死亡" in losses
    assert "伤病情况为轻伤" in losses
    assert "有人员伤亡" not in losses
    assert "第1名" not in losses


def test_casualties_that_only_follow_from_their_registration_are_told(world: World) -> None:
    """Nobody gave the number: it is that of the casualties registered one by one."""
    started(world, "火灾", "--by", "Li")
    did(world, "done", "casualty", "--fact", "casualty-condition=轻伤")
    assert "受伤1人" in summary(world).split("## 四、")[1]


def test_that_somebody_is_hurt_is_told_with_the_number_of_the_missing(world: World) -> None:
    """People may be missing without anybody being hurt, so the one does not go without saying."""
    started(world, "火灾", "--by", "Li")
    did(world, "set", "injured=yes", "missing=1")
    assert "有人员伤亡，失联1人" in did(world, "report", "initial", "--lang", "zh").out


def test_the_steps_that_applied_are_those_done_and_those_left_out(world: World) -> None:
    """A step that may be left out counts once somebody says why; what is still to be done says how much is review."""
    started(world, "火灾", "--by", "Li")
    did(world, "done", "call-119")
    before = summary(world)
    did(world, "could-not", "extinguish", "--reason", "烟太大")
    after = summary(world)
    applied = int(before.split("适用的措施")[1].split("项，完成1项")[0])
    assert f"适用的措施{applied + 1}项，完成1项。例外情况（处置中未办1项）见附件" in after
    assert "待办，其中总结评估7项" in after


def test_one_act_for_two_playbooks_is_told_once(world: World) -> None:
    """The office was told once, of both; what else it was told stands beside it."""
    started(world, "火灾", "--by", "Li")
    did(world, "also", "突发疾病")
    did(world, "done", "fire/tell-office", "--contact", "emergency-office=reached")
    did(world, "done", "illness/tell-office", "--fact", "discoverer=孙丽")
    told = summary(world)
    assert told.count("报告应急办") == 1
    assert "第一发现人为孙丽" in told


def test_a_time_that_was_corrected_by_seconds_shows_them(world: World) -> None:
    """What was and what is are not printed alike."""
    started(world, "火灾", "--by", "Li")
    did(world, "done", "call-119", "--at", "14:53:30")
    did(world, "correct", "3", "--occurred", "14:53:10", "--reason", "看错表")
    did(world, "order", "看好大门", "--from", "高石", "--to", "guards", "--due", "30m")
    pages = did(world, "export", "--to", "-", "--format", "md", "--lang", "zh").out
    assert "14:53:30 → " in pages and "14:53:10 | " in pages
    assert "| 时间 | 指示人 | 指示内容 | 承办单位或人员 | 时限 |" in pages


def test_the_short_form_of_a_final_report_says_that_it_ended(world: World) -> None:
    """However much happened before."""
    started(world, "火灾", "--by", "Li")
    for number in range(9):
        did(world, "note", "--key", f"第{number}次查看配电间，一切正常，继续留人看守，有情况马上报告")
    did(world, "end", "handled", "--decided", "高石", "--condition", "火已扑灭")
    said = did(world, "report", "final", "--lang", "zh").out
    assert "火已扑灭，经高石决定，应急处置结束" in said


def test_improvement_measures_are_announced_and_a_single_round_is_not_numbered(world: World) -> None:
    """A list does not follow on the lesson unannounced."""
    started(world, "火灾", "--by", "Li")
    did(world, "done", "direct", "--fact", "measures=封闭二楼")
    did(world, "done", "improvement", "--fact", "improvement@1=更换线路")
    told = summary(world)
    assert "提出以下改进措施：（1）更换线路" in told
    assert "明确分工和处置措施，封闭二楼" in told


def test_how_many_were_hurt_is_told_no_more_once_somebody_said_that_nobody_was(world: World) -> None:
    """What was told of it is corrected; who is missing stays on the page, for that may be all the same."""
    started(world, "fire", "--place", "二楼")
    did(world, "set", "injured=yes")
    did(world, "set", "injured-count=3", "missing=2")
    did(world, "report", "initial", "--issued-to", "县政府")
    did(world, "set", "injured=no", "--reason", "误传")
    text = did(world, "report", "follow-up", "--lang", "zh").out
    assert "更正：初报称受伤3人，经复核，无人员伤亡（误传）。" in text
    assert "截至11月23日14时54分，无人员伤亡，失联2人。" in text
    assert "受伤3人" not in did(world, "brief", "--lang", "zh").out
    page = summary(world)
    assert "受伤3人" not in page
    assert "失联2人" in page.partition("四、")[2]


def test_the_end_of_a_drill_and_a_loss_say_what_they_are(world: World) -> None:
    """A drill is no response that ended, and a bare amount is said to be a loss."""
    started(world, "火灾", "--drill", "--by", "Li")
    did(world, "set", "losses=打印机2台")
    did(world, "end", "handled", "--decided", "高石", "--condition", "科目全部完成")
    final = did(world, "report", "final", "--lang", "zh").out
    assert "科目全部完成，经高石决定，演练结束" in final
    assert "造成的损失为打印机2台" in final


@pytest.mark.parametrize(
    ("shouted", "noun"),
    [
        ("爆炸", "爆炸"), ("着火了", "火情"), ("炸弹", "可疑物或危险品"), ("有人持刀", "持械行凶或劫持人质"),
        ("吵架", "争吵冲突"), ("暴雨", "强降雨"), ("东西被偷了", "财物被盗"),
    ],
)  # fmt: skip
def test_the_title_and_the_first_sentence_name_the_case_that_was_shouted(world: World, shouted: str, noun: str) -> None:
    """An explosion is no fire, and a bomb is more than “disorder”: the first page is what the county reads."""
    started(world, shouted, "--by", "Li")
    first = summary(world)
    named = noun if noun.endswith("情") else f"{noun}情况"
    assert f"# 关于{named}的总结评估报告" in first
    assert f"发现{noun}。" in first or f"发现{noun}，" in first


def test_of_two_cases_at_once_the_title_is_what_holds_for_both(world: World) -> None:
    """A crowd and a fight in it: neither of them alone is what happened."""
    started(world, "打架", "--by", "Li")
    did(world, "set", "disorder.cases=surge,conflict")
    assert "# 关于秩序混乱情况的总结评估报告" in summary(world)


def test_a_section_that_says_what_it_is_is_not_called_a_clause_besides(world: World) -> None:
    """Section 4.2 of another hall's manual."""
    library = str(Path(__file__).parents[3] / "examples" / "library")
    started(world, "fire", "--by", "Li", "--plan", library)
    told = did(world, "export", "--to", "-", "--format", "md", "--plan", library).out
    assert "falls under “Fire”, Section 4.2 of the plan" in told


def test_what_nobody_knew_is_not_to_be_verified_any_more_once_it_was_a_false_alarm(world: World) -> None:
    """While it lasts it is; afterwards there is nothing to find out."""
    started(world, "fire")
    did(world, "set", "trapped=unknown")
    assert "待核实" in did(world, "brief", "--lang", "zh").text
    did(world, "end", "false-alarm", "--decided", "zhang-yiheng")
    assert "待核实" not in did(world, "brief", "--lang", "zh").text
