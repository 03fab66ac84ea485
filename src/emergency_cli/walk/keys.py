"""The keys of the walk: what each does, by its letter and by the words that mean it. This is their only table."""

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from emergency_cli.core.incident.board import Row
from emergency_cli.core.text import Message, folded, msg
from emergency_cli.language import Words
from emergency_cli.screen.explanation import explanation
from emergency_cli.screen.line import Line
from emergency_cli.walk import acts, calls, course, incoming, moments
from emergency_cli.walk.walker import Walker

Act = Callable[[Walker, Row], None]
Name = Literal[
    "done", "skip", "could-not", "defer", "no-answer", "waiting", "note", "contacts", "more", "leave", "help",
    "undo", "time", "facts", "handover", "also", "end", "real", "board", "attach", "jump", "personal",
    "rest", "finished", "arrived", "go-back", "casualty", "order", "bulletin",
]  # fmt: skip


class Key(Struct, frozen=True):
    """One key: its letter, the words that also mean it, what it is called, what it does.

    `place`: where it is offered: with every `card`, behind `?` and in the list of the rarer ones (`more`), on a step
    that is ticked one by one (`each`) or in `rounds`. Letters and words work in all places.
    """

    name: Name
    letter: str
    words: tuple[str, ...]
    title: Message
    act: Act
    place: Literal["card", "call", "more", "each", "rounds", "word"] = "card"

    def typed(self, text: str) -> bool:
        """Whether its letter or one of its words was typed."""
        return text in (self.letter, *self.words)


def offered(keys: Iterable[Key], words: Words) -> str:
    """Keys in a row: each with its letter and what it does."""
    return "  ".join(f"{key.letter} {words(key.title)}" for key in keys)


def _more(walker: Walker, row: Row) -> None:
    """The list of the rarer keys, by number or letter."""
    every = {str(number): key for number, key in enumerate(MORE, 1)}
    shown = {number: key for number, key in every.items() if key.name != "real" or walker.incident.drill}
    walker.show(
        [Line(f"{number:>2} {key.letter:1}  {walker.words(key.title)}", indent=2) for number, key in shown.items()]
    )
    typed = folded(walker.line(msg("Number or letter (Enter = back):")))
    key = shown.get(typed) or next((key for key in shown.values() if typed and key.typed(typed)), None)
    if key:
        key.act(walker, row)
    elif typed:
        walker.no_such(typed)


def _help(walker: Walker, row: Row) -> None:
    """What is behind the step, the keys that are not under the card, and then the card again: one screen in all."""
    words = walker.words
    walker.show(explanation(walker.incident, row, words))
    walker.show([Line(offered([key for key in KEYS if key.place == "more"], words), hang=2)])
    walker.say(
        msg(
            "Whatever else you type is kept as a note, with ! in front as one for the reports; u takes it back. "
            "Nothing recorded is ever lost."
        )
    )
    walker.shown = None


DONE = Key(
    "done", "", ("done", "ok", "完成", "已完成", "好", "好了", "做完了", "办好了"), msg("done"), acts.tick, "word"
)
KEYS = (
    Key("skip", "s", ("skip", "跳过"), msg("skip"), acts.skip),
    Key("could-not", "c", ("could not", "could-not", "couldn't", "无法办理", "无法完成", "做不了", "办不了"),
        msg("could not"), acts.could_not),
    Key("defer", "l", ("defer", "later", "稍后办", "稍后", "推迟", "暂缓"), msg("later"), acts.defer),
    Key("no-answer", "x", ("no answer", "no-answer", "无人接听", "没人接", "没接通"), msg("no answer"), calls.no_answer,
        "call"),
    Key("waiting", "w", ("called", "waiting", "已拨打", "等回话"), msg("called, waiting for the answer"), calls.waiting,
        "call"),
    Key("help", "?", ("help", "帮助", "说明"), msg("explain; other keys"), _help),
    Key("note", "n", ("note", "备注", "记录"), msg("note"), acts.note, "more"),
    Key("contacts", "k", ("contacts", "call", "phone", "联系人", "通讯录", "电话"), msg("contacts"), acts.contacts,
        "more"),
    Key("more", "m", ("more", "menu", "更多", "菜单"), msg("all other keys"), _more, "more"),
    Key("leave", "q", ("quit", "leave", "exit", "离开", "退出"), msg("leave; go on at any time"), course.leave, "more"),
)  # fmt: skip
REST = Key("rest", "*", ("all", "全部", "其余正常"), msg("all the others are in order"), acts.rest, "each")
FINISHED = Key("finished", "g", ("finished", "巡查结束"), msg("rounds are over"), acts.finished, "rounds")
# A key keeps its number in this list.
MORE = (
    Key("undo", "u", ("undo", "reopen", "撤销", "撤回"), msg("take back what was recorded last"), course.undo, "more"),
    Key("time", "t", ("time", "时间"), msg("it really happened at another time"), moments.real_time, "more"),
    Key("facts", "f", ("facts", "set", "answer", "要素", "修改"), msg("answer or change a question"),
        course.change_answer, "more"),
    Key("jump", "j", ("jump", "goto", "back", "跳到", "返回"), msg("go to another step"), course.jump, "more"),
    Key("board", "i", ("board", "status", "brief", "进展", "办理情况"), msg("how it stands, on one screen"),
        course.show_brief, "more"),
    Key("handover", "h", ("handover", "交班", "交接"), msg("hand over to a colleague"), course.hand_over, "more"),
    Key("also", "p", ("also", "启用"), msg("take up another playbook too"), course.also, "more"),
    Key("attach", "", ("attach", "evidence", "证据", "附件"), msg("evidence: file or who holds it"), course.attach,
        "more"),
    Key("personal", "", ("personal", "个人信息", "敏感"), msg("note with personal data: sealed"), acts.personal_note,
        "more"),
    Key("end", "e", ("end", "结束"), msg("end the response"), course.end, "more"),
    Key("real", "r", ("real", "转实战", "真的"), msg("this drill is now a real incident"), course.turn_real, "more"),
    Key("arrived", "a", ("arrived", "到了", "到场"), msg("somebody expected has arrived"), incoming.arrived, "more"),
    Key("casualty", "v", ("casualty", "伤员", "伤亡"), msg("a casualty"), incoming.casualty, "more"),
    Key("order", "o", ("order", "领导指示", "指示"), msg("a leader's order"), incoming.order, "more"),
    Key("bulletin", "b", ("bulletin", "初报", "续报", "终报"), msg("text of the next report upward"),
        course.bulletin, "more"),
    Key("go-back", "d", ("again", "再做一次", "补办"), msg("another round, or what was passed by"), incoming.go_back,
        "more"),
)  # fmt: skip
_ALL = (DONE, *KEYS, REST, FINISHED, *MORE)
# Verbs of the command line that the walk has no key for. Typed alone, they are no note.
COMMANDS = frozenset({
    "start", "resume", "correct", "close", "list", "timeline", "verify", "report", "export", "paper", "card", "check",
    "ready", "playbook", "merge", "destroy", "doctor", "completion",
})  # fmt: skip


def key_typed(typed: str) -> Key | None:
    """The key whose letter or word was typed, `None` if it is none of them. Enter is `done`."""
    text = folded(typed)
    if not text:
        return DONE
    return next((key for key in _ALL if key.typed(text)), None)
