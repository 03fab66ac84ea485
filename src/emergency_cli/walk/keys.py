"""The keys of the walk: what each stands for, by letter, digit and word."""

from dataclasses import dataclass
from typing import Literal

from emergency_cli.core.text import Message, msg
from emergency_cli.walk.ask import narrow

Action = Literal[
    "done", "skip", "could-not", "defer", "note", "contacts", "more", "leave", "attach", "jump", "undo", "time",
    "answer", "board", "handover", "also", "end", "real", "rest", "finished", "help",
]  # fmt: skip


@dataclass(frozen=True)
class Key:
    """One action: its letter, its digit, the words that also mean it, and its name."""

    action: Action
    letter: str
    digit: str
    words: tuple[str, ...]
    name: Message


KEYS = (
    Key("skip", "s", "4", ("skip", "跳过"), msg("skip")),
    Key("could-not", "c", "5", ("could not", "做不了", "无法完成"), msg("could not")),
    Key("defer", "d", "6", ("defer", "later", "稍后", "推迟"), msg("later")),
    Key("note", "n", "7", ("note", "备注", "记录"), msg("note")),
    Key("contacts", "k", "8", ("contacts", "联系人", "通讯录"), msg("contacts")),
    Key("more", "m", "9", ("more", "更多"), msg("more")),
    Key("leave", "q", "0", ("quit", "leave", "exit", "离开", "退出"), msg("leave")),
)
# Behind `more`: the digit is the one in its list.
MORE = (
    Key("attach", "f", "1", ("attach", "证据", "附件"), msg("evidence: file or who holds it")),
    Key("jump", "j", "2", ("jump", "back", "跳到", "返回"), msg("go to another step")),
    Key("undo", "u", "3", ("undo", "撤销"), msg("take the last tick back")),
    Key("time", "t", "4", ("time", "时间"), msg("it really happened at another time")),
    Key("answer", "a", "5", ("answer", "set", "要素", "修改"), msg("answer or change a question")),
    Key("board", "b", "6", ("board", "status", "进展"), msg("show all steps")),
    Key("also", "o", "7", ("also", "启用"), msg("take up another playbook too")),
    Key("handover", "h", "8", ("handover", "交班", "交接"), msg("hand over to a colleague")),
    Key("end", "e", "9", ("end", "结束"), msg("end the response")),
    Key("real", "r", "10", ("real", "转实战", "真的"), msg("this drill is now a real incident")),
    Key("help", "?", "0", ("help", "帮助", "？"), msg("help")),
)
REST = Key("rest", "*", "", ("all", "全部", "其余正常"), msg("all others in order"))
FINISHED = Key("finished", "g", "", ("finished", "巡查结束"), msg("rounds are over"))
HOT = "".join(key.letter for key in (*KEYS, *MORE, REST, FINISHED)) + "".join(key.digit for key in KEYS)


def action(typed: str) -> Action | None:
    """What was typed on a card, `None` if it is no key. Enter and 1 are `done`."""
    text = narrow(typed).strip().casefold()
    if text in ("", "1", "done", "ok", "完成", "好", "好了"):
        return "done"
    for key in (*KEYS, REST, FINISHED):
        if text in (key.letter, key.digit, *key.words) and text:
            return key.action
    return next((key.action for key in MORE if text in (key.letter, *key.words)), None)


def more_action(typed: str) -> Action | None:
    """What was typed in the list behind `more`."""
    text = narrow(typed).strip().casefold()
    return next((key.action for key in MORE if text in (key.letter, key.digit, *key.words)), None)
