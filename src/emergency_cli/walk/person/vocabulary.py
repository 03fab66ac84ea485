"""What can be typed in the walk besides answers: the letter and the words of each key, and the other verbs."""

import re
from typing import Literal

from emergency_cli.core.text import Message, folded, msg, readable
from emergency_cli.places import APP

Name = Literal[
    "done", "skip", "could-not", "defer", "no-answer", "waiting", "note", "contacts", "more", "leave", "help",
    "undo", "time", "facts", "handover", "also", "end", "real", "board", "attach", "jump", "personal",
    "rest", "finished", "arrived", "go-back", "casualty", "order", "bulletin",
]  # fmt: skip

# A leader's order of what follows.
_ORDER = re.compile(r"(?i)(?:o\s|ｏ\s|(?:o|ｏ|指示|order)\s*[:：])\s*(?=.)")

# The letter of each key, and the words that also mean it. Enter is `done`. This is their only table.
SPOKEN: dict[Name, tuple[str, tuple[str, ...]]] = {
    "done": ("", ("done", "ok", "完成", "已完成", "好", "好了", "做完了", "办好了")),
    "skip": ("s", ("skip", "跳过")),
    "could-not": ("c", ("could not", "could-not", "couldn't", "无法办理", "无法完成", "做不了", "办不了")),
    "defer": ("l", ("defer", "later", "稍后办", "稍后", "推迟", "暂缓")),
    "no-answer": ("x", ("no answer", "no-answer", "无人接听", "没人接", "没接通")),
    "waiting": ("w", ("called", "waiting", "已拨打", "等回话")),
    "help": ("?", ("help", "帮助", "说明")),
    "note": ("n", ("note", "备注", "记录")),
    "contacts": ("k", ("contacts", "call", "phone", "联系人", "通讯录", "电话")),
    "more": ("m", ("more", "menu", "更多", "菜单")),
    "leave": ("q", ("quit", "leave", "exit", "离开", "退出")),
    "rest": ("*", ("all", "全部", "其余正常")),
    "finished": ("g", ("finished", "巡查结束")),
    "undo": ("u", ("undo", "reopen", "撤销", "撤回")),
    "time": ("t", ("time", "时间")),
    "facts": ("f", ("facts", "set", "answer", "要素", "修改")),
    "jump": ("j", ("jump", "goto", "back", "跳到", "返回")),
    "board": ("i", ("board", "status", "brief", "进展", "办理情况")),
    "handover": ("h", ("handover", "交班", "交接")),
    "also": ("p", ("also", "启用")),
    "attach": ("", ("attach", "evidence", "证据", "附件")),
    "personal": ("", ("personal", "个人信息", "敏感")),
    "end": ("e", ("end", "结束")),
    "real": ("r", ("real", "转实战", "真的")),
    "arrived": ("a", ("arrived", "到了", "到场")),
    "casualty": ("v", ("casualty", "伤员", "伤亡")),
    "order": ("o", ("order", "领导指示", "指示")),
    "bulletin": ("b", ("bulletin", "初报", "续报", "终报")),
    "go-back": ("d", ("again", "再做一次", "补办")),
}
# Verbs of the command line that the walk has no key for. Typed alone, they are no note.
COMMANDS = frozenset({
    "start", "resume", "correct", "close", "list", "timeline", "verify", "report", "export", "paper", "card", "check",
    "ready", "playbook", "roster", "init", "tour", "drill", "stats", "merge", "destroy", "doctor", "hub",
    "completion",
})  # fmt: skip


def is_undo(typed: str) -> bool:
    """Whether what was typed takes back what was recorded last."""
    letter, words = SPOKEN["undo"]
    return folded(typed) in (letter, *words)


# Verbs that make a line of the command line, behind the name of the program: “emergency exit blocked” is none.
_BEHIND = COMMANDS | {
    "status", "brief", "board", "contacts", "end", "done", "skip", "defer", "note", "set", "handover", "also",
    "attach", "reopen",
}  # fmt: skip


def command_typed(typed: str) -> str | None:
    """The line of the command line that was typed, without the name of the program; `None` if it is none."""
    text = folded(typed)
    named = text.removeprefix(f"{APP} ")
    return named if text in COMMANDS or (named != text and named.split()[:1] and named.split()[0] in _BEHIND) else None


def is_word(typed: str) -> bool:
    """Whether what was typed is a letter or word of a key, or a line of the command line."""
    text = folded(typed)
    return command_typed(typed) is not None or any(text in (letter, *words) for letter, words in SPOKEN.values())


def too_early(typed: str) -> Message | None:
    """What is said of keys that were dropped because no card was there yet: words are asked for once more."""
    lines = [readable(line.strip()) for line in typed.replace("\r", "\n").split("\n")[:-1]]
    lost = [line for line in lines if are_words(line)]
    return msg("Typed before the card was there and not recorded; type it again: {text}", text=lost) if lost else None


def are_words(typed: str) -> bool:
    """Whether a line says something of its own: no key, no verb, no number."""
    return len(folded(typed)) > 1 and not folded(typed).isdigit() and not is_word(typed)


def is_order(typed: str) -> bool:
    """Whether the key of a leader's order was typed, or a word for it."""
    letter, words = SPOKEN["order"]
    return folded(typed) in (letter, *words)


def order_typed(typed: str) -> str | None:
    """What a leader ordered, where it was typed in one line: “o close the gate”, “指示：封锁大门”."""
    front = _ORDER.match(typed)
    return typed[front.end() :] if front else None
