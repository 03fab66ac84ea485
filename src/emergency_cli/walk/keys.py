"""The keys of the walk: what each does, by letter, digit and word."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from emergency_cli.core.incident.board import Row
from emergency_cli.core.text import Message, folded, msg
from emergency_cli.screen.card import explanation
from emergency_cli.screen.line import Line
from emergency_cli.walk import acts, course
from emergency_cli.walk.walker import Walker

Act = Callable[[Walker, Row], None]
Name = Literal[
    "done", "skip", "could-not", "defer", "note", "personal", "contacts", "more", "leave",
    "attach", "jump", "undo", "time",
    "answer", "board", "handover", "also", "end", "real", "rest", "finished", "help",
]  # fmt: skip


class Key(Struct, frozen=True):
    """One key: its letter, its digit, the words that also mean it, what it is called, what it does.

    `place`: where its digit counts and it is offered: on every `card`, in the list behind `more`, on a step that is
    ticked one by one (`each`) or in `rounds`. Letters and words work in all places.
    """

    name: Name
    letter: str
    digit: str
    words: tuple[str, ...]
    title: Message
    act: Act
    place: Literal["card", "more", "each", "rounds"] = "card"

    def typed(self, text: str) -> bool:
        """Whether its letter or one of its words was typed."""
        return text in (self.letter, *self.words)


def _more(walker: Walker, row: Row) -> None:
    """The list of the rarer keys."""
    offered = [key for key in MORE if key.name != "real" or walker.incident.drill]
    walker.show([Line(f"{key.digit:>2} {key.letter}  {walker.words(key.title)}", indent=2) for key in offered])
    typed = folded(walker.line(msg("Number or letter (Enter = back):")))
    key = next((key for key in MORE if typed and (typed == key.digit or key.typed(typed))), None)
    if key:
        key.act(walker, row)


def _help(walker: Walker, row: Row) -> None:
    """What is behind the step, and every key."""
    words = walker.words
    walker.show(explanation(row, words))
    enter = Line(f"  {words(msg('Enter'))} / 1  {words(msg('done'))}")
    walker.show([enter, *(Line(f"  {key.letter} / {key.digit}  {words(key.title)}") for key in KEYS)])
    walker.show([Line(f"  {key.letter}  {words(key.title)}") for key in MORE])
    walker.say(msg("Nothing that was recorded is lost when you leave or the power fails."))


DONE = Key("done", "", "1", ("done", "ok", "完成", "好", "好了"), msg("done"), acts.tick)
KEYS = (
    Key("skip", "s", "4", ("skip", "跳过"), msg("skip"), acts.skip),
    Key("could-not", "c", "5", ("could not", "做不了", "无法完成"), msg("could not"), acts.could_not),
    Key("defer", "d", "6", ("defer", "later", "稍后", "推迟"), msg("later"), acts.defer),
    Key("note", "n", "7", ("note", "备注", "记录"), msg("note"), acts.note),
    Key("contacts", "k", "8", ("contacts", "联系人", "通讯录"), msg("contacts"), acts.contacts),
    Key("more", "m", "9", ("more", "更多"), msg("more"), _more),
    Key("leave", "q", "0", ("quit", "leave", "exit", "离开", "退出"), msg("leave"), course.leave),
)
REST = Key("rest", "*", "", ("all", "全部", "其余正常"), msg("all the others are in order"), acts.rest, "each")
FINISHED = Key("finished", "g", "", ("finished", "巡查结束"), msg("rounds are over"), acts.finished, "rounds")
MORE = (
    Key("attach", "f", "1", ("attach", "证据", "附件"), msg("evidence: file or who holds it"), course.attach, "more"),
    Key("jump", "j", "2", ("jump", "back", "跳到", "返回"), msg("go to another step"), course.jump, "more"),
    Key("undo", "u", "3", ("undo", "撤销"), msg("take the last tick back"), course.undo, "more"),
    Key("time", "t", "4", ("time", "时间"), msg("it really happened at another time"), course.real_time, "more"),
    Key("answer", "a", "5", ("answer", "set", "要素", "修改"), msg("answer or change a question"),
        course.change_answer, "more"),
    Key("board", "b", "6", ("board", "status", "进展"), msg("show all steps"), course.show_board, "more"),
    Key("also", "o", "7", ("also", "启用"), msg("take up another playbook too"), course.also, "more"),
    Key("handover", "h", "8", ("handover", "交班", "交接"), msg("hand over to a colleague"), course.hand_over, "more"),
    Key("end", "e", "9", ("end", "结束"), msg("end the response"), course.end, "more"),
    Key("real", "r", "10", ("real", "转实战", "真的"), msg("this drill is now a real incident"), course.turn_real,
        "more"),
    Key("personal", "p", "11", ("personal", "个人信息", "敏感"), msg("note with personal data: sealed"),
        acts.personal_note, "more"),
    Key("help", "?", "0", ("help", "帮助"), msg("help"), _help, "more"),
)  # fmt: skip
_ALL = (DONE, *KEYS, REST, FINISHED, *MORE)
# What acts at once, without Enter.
HOT = "".join(key.letter for key in _ALL) + "".join(key.digit for key in KEYS)


def key_typed(typed: str) -> Key | None:
    """The key that was typed on a card, `None` if it is none of them. Enter is `done`."""
    text = folded(typed)
    if not text:
        return DONE
    return next((key for key in _ALL if key.typed(text) or (key.place == "card" and text == key.digit)), None)
