"""Every closed set once: its values as the record has them, what people type for them, what they are shown.

A set is a `Literal`, which types the members of events, and a table of the same values in the order in which they are
offered. What is typed is compared without regard to case and width; the value itself always counts too.
"""

from typing import Literal, TypeVar

from msgspec import Struct

from emergency_cli.core.text import Message, Text, folded, msg

T = TypeVar("T", bound=str)


class Term(Struct, frozen=True):
    """One member of a set.

    `shown`: its name on screens and in documents; `typed`: other words for it; `mark`: its sign where there is no room
    for words.
    """

    shown: Message
    typed: tuple[str, ...] = ()
    mark: str = ""


class Terms(dict[T, Term]):
    """A closed set: value -> term, in the order in which the values are offered."""

    @property
    def shown(self) -> dict[T, Message]:
        """The name of each value."""
        return {value: term.shown for value, term in self.items()}

    @property
    def to_type(self) -> list[Text]:
        """What may be typed for each value, where a person is told: in Chinese its first Chinese word."""
        return [
            Text(next((word for word in term.typed if not word.isascii()), value), value)
            for value, term in self.items()
        ]

    def place(self, value: str) -> int:
        """How many values come before this one."""
        return list[str](self).index(value)

    def name(self, value: str) -> Message | str:
        """What a value is called; itself where it is none of the set, as a newer version may have written it."""
        return next((term.shown for known, term in self.items() if known == value), value)

    def read(self, text: str, *, numbered: bool = False) -> T | None:
        """The value that was typed, `None` if it is none of them. `numbered`: a prompt offered them by number."""
        typed = folded(text)
        return self.words.get(typed) or (self.numbers.get(typed) if numbered else None)

    @property
    def words(self) -> dict[str, T]:
        """Every word that is typed for a value, the value itself among them."""
        return {word: value for value, term in self.items() for word in (str(value), *term.typed)}

    @property
    def numbers(self) -> dict[str, T]:
        """The values by the numbers under which a prompt offers them."""
        return {str(number): value for number, value in enumerate(self, 1)}


# The languages in which the program speaks.
LANGUAGES = ("zh", "en")

# --- answers -------------------------------------------------------------------------------------------------------

YesNo = Literal["yes", "no"]
YES: Literal["yes"] = "yes"
NOT_KNOWN = "not-known"
YES_NO = Terms[YesNo](
    yes=Term(msg("yes"), ("y", "true", "是", "是的", "有", "对", "要", "需要", "会")),
    no=Term(msg("no"), ("n", "false", "否", "不", "不是", "没有", "无", "没", "不要", "不用", "不会")),
)
# To a question whether to go on with something these also agree; as the answer to a fact they could mean anything.
_AGREED = ("ok", "好", "好的", "行", "可以")
_REFUSED = ("不行", "不好")
_NOT_KNOWN = (
    *("?", "unknown", "not known", "don't know"),
    *("不知道", "不清楚", "尚不清楚", "待核实", "未知", "不明", "不详"),
)


def agreed(text: str, *, numbered: bool = False) -> bool | None:
    """Whether somebody who was asked to go on said yes; `None` if it was neither yes nor no.

    `numbered`: the question was put with 1 for yes and 2 for no.
    """
    typed = folded(text)
    if typed in _AGREED or typed in _REFUSED:
        return typed in _AGREED
    said = YES_NO.read(typed, numbered=numbered)
    return said and said == YES


def means_not_known(text: str) -> bool:
    """Whether somebody says that it is not known."""
    typed = folded(text)
    return typed == NOT_KNOWN or typed in _NOT_KNOWN


_NONE = frozenset({"0", "无", "没有", "none", "nothing", "no", "nil"})


def means_none(text: str) -> bool:
    """Whether somebody who was asked what or how many says: none."""
    return folded(text).rstrip("。.") in _NONE


# --- steps ---------------------------------------------------------------------------------------------------------

Stage = Literal["immediate", "respond", "recover", "review"]
STAGES = Terms[Stage](
    immediate=Term(msg("At once")),
    respond=Term(msg("Respond")),
    recover=Term(msg("Back to normal")),
    review=Term(msg("Review")),
)

Status = Literal["todo", "done", "skipped", "could-not", "deferred", "not-applicable", "waiting"]
STATUSES = Terms[Status]({
    "todo": Term(msg("to do"), mark="[ ]"),
    "done": Term(msg("done"), mark="[x]"),
    "skipped": Term(msg("skipped"), mark="[-]"),
    "could-not": Term(msg("could not"), mark="[!]"),
    "deferred": Term(msg("deferred"), mark="[>]"),
    "not-applicable": Term(msg("does not apply"), mark=" . "),
    "waiting": Term(msg("waiting for an answer"), mark="[?]"),
})  # fmt: skip

# --- calls and consent ---------------------------------------------------------------------------------------------

CallOutcome = Literal["reached", "called", "no-answer"]
CALLS = Terms[CallOutcome]({
    "reached": Term(msg("reached"), ("通了", "已接通", "已通知到", "通知到")),
    "called": Term(msg("called"), ("已拨打", "打了")),
    "no-answer": Term(msg("no answer"), ("no answer", "无人接听", "没人接", "没接通")),
})  # fmt: skip

Consent = Literal["given", "refused", "not-reached"]
CONSENTS = Terms[Consent]({
    "given": Term(msg("consent given"), ("同意",)),
    "refused": Term(msg("consent refused"), ("不同意",)),
    "not-reached": Term(msg("could not be reached for consent"), ("联系不上",)),
})  # fmt: skip

# --- the incident --------------------------------------------------------------------------------------------------

State = Literal["none", "responding", "ended", "closed"]
STATES = Terms[State](
    none=Term(msg("not readable")),
    responding=Term(msg("responding")),
    ended=Term(msg("ended, in review")),
    closed=Term(msg("closed")),
)

Outcome = Literal[
    "handled", "handed-over", "below-plan", "false-alarm", "opened-by-mistake", "same-as", "turned-real",
]  # fmt: skip
OUTCOMES = Terms[Outcome]({
    "handled": Term(msg("handled"), ("处置完毕", "已处置")),
    "handed-over": Term(msg("handed over"), ("已移交", "移交")),
    "below-plan": Term(msg("below the threshold of the plan"), ("未达预案启动标准",)),
    "false-alarm": Term(msg("false alarm"), ("误报",)),
    "opened-by-mistake": Term(msg("opened by mistake"), ("误建", "误开")),
    "same-as": Term(msg("the same as another incident"), ("同一事件",)),
    "turned-real": Term(msg("the drill became a real incident")),
})  # fmt: skip
# After these nothing of the response is owed any more.
SETTLING: frozenset[Outcome] = frozenset({"below-plan", "false-alarm", "opened-by-mistake", "same-as", "turned-real"})

# --- documents and the record --------------------------------------------------------------------------------------

Document = Literal["initial", "follow-up", "final", "summary"]
DOCUMENTS = Terms[Document]({
    "initial": Term(msg("First report"), ("first", "初报", "首报", "chubao")),
    "follow-up": Term(msg("Follow-up report"), ("followup", "续报", "xubao")),
    "final": Term(msg("Final report"), ("终报", "zhongbao")),
    "summary": Term(msg("After-action summary")),
})  # fmt: skip
# Reports upward while it lasts (Art. 61; Shandong regulation 2012, Art. 29-30).
Bulletin = Literal["initial", "follow-up", "final"]
BULLETINS = Terms[Bulletin]({
    "initial": DOCUMENTS["initial"],
    "follow-up": DOCUMENTS["follow-up"],
    "final": DOCUMENTS["final"],
})  # fmt: skip

Destructible = Literal["personal", "evidence", "all"]
DESTRUCTIBLE = Terms[Destructible](
    personal=Term(msg("personal values"), ("个人信息",)),
    evidence=Term(msg("evidence files"), ("证据", "证据文件")),
    all=Term(msg("personal values and evidence files"), ("全部",)),
)

# What of an entry can be corrected.
Member = Literal["occurred", "noticed", "began", "actor", "text", "reason", "value"]
MEMBERS = Terms[Member](
    occurred=Term(msg("time")),
    noticed=Term(msg("time of noticing")),
    began=Term(msg("time of the beginning")),
    actor=Term(msg("done by")),
    text=Term(msg("text")),
    reason=Term(msg("reason")),
    value=Term(msg("answer")),
)

FindingKind = Literal[
    "torn-tail", "damaged", "break", "fork", "wrong-place", "gone-back", "missing-value", "altered-value",
    "not-destroyed", "cut-off", "rewritten",
]  # fmt: skip
FINDINGS = Terms[FindingKind]({
    "torn-tail": Term(msg("torn tail")),
    "damaged": Term(msg("damaged")),
    "break": Term(msg("break")),
    "fork": Term(msg("fork")),
    "wrong-place": Term(msg("wrong place")),
    "gone-back": Term(msg("gone back")),
    "missing-value": Term(msg("missing value")),
    "altered-value": Term(msg("altered value")),
    "not-destroyed": Term(msg("not destroyed")),
    "cut-off": Term(msg("cut off")),
    "rewritten": Term(msg("rewritten")),
})  # fmt: skip
Repair = Literal["torn-tail", "damage", "gone-back"]

# --- preparedness --------------------------------------------------------------------------------------------------

CheckResult = Literal["in-order", "wanting"]
CheckState = Literal["in-order", "wanting", "overdue", "never-checked"]
CHECK_STATES = Terms[CheckState]({
    "wanting": Term(msg("{count} not in order"), mark="[!]"),
    "overdue": Term(msg("{count} overdue"), mark="[!]"),
    "never-checked": Term(msg("{count} never checked"), mark="[ ]"),
    "in-order": Term(msg("{count} in order"), mark="[x]"),
})  # fmt: skip
