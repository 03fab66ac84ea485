"""What the shipped playbooks say of an incident in its summary, as the office reads it."""

from tests.front import did, started

from emergency_cli.world import World


def summary(world: World) -> str:
    """The summary as Markdown, without its annexes."""
    return did(world, "export", "--to", "-", "--format", "md", "--lang", "zh").out.split("## 附件")[0]


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
    assert "大厅内发生激烈争吵或肢体冲突，有人动手或受到人身威胁，无人持械" in happened
