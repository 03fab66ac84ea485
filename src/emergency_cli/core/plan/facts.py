"""Facts: typed answers, and the three-valued conditions that look at them.

An answer is text: `yes`, `no`, a number as decimal digits, the id of a choice, several ids joined by commas, an
ISO 8601 time with offset, the id of a zone or party, or free words. Every kind also takes `not-known`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field

from emergency_cli.core.terms import NOT_KNOWN, YES_NO, means_not_known
from emergency_cli.core.text import Message, Text, msg

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Kind = Literal["text", "number", "yes-no", "choice", "choices", "time", "zone", "party"]
# Where documents tell a fact.
Part = Literal[
    "occurrence", "extent", "casualties", "losses", "response", "outcome",
    "lessons", "measure", "conduct", "upward", "unit-summary",
]  # fmt: skip


class PlanModel(BaseModel):
    """Base of everything read from a plan file or from a snapshot of one.

    Unknown members are kept: a snapshot written by a newer version must still open. The reader of plan files turns
    them into faults.
    """

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            """What this version does not know is never taken for a member that another model has."""
            raise AttributeError(name)


class FactSpec(PlanModel):
    """What a playbook says of one fact: its kind, its name for people, its choices.

    `personal`: the answer is personal data that the law wants destroyed after use (Emergency Response Law Art. 85).
    `nothing_to_do`: choices that, on purpose, no step or suggestion depends on.
    `part`: where documents tell it. `bulletin`: whether a shared fact belongs in reports upward, `always` (to be
    verified where nobody has answered) or once it was `answered`.
    """

    kind: Kind
    label: Text
    choices: dict[str, Text] = Field(default_factory=dict)
    nothing_to_do: tuple[str, ...] = Field(default=(), alias="nothing-to-do")
    personal: bool = False
    hint: Text | None = None
    part: Part | None = None
    bulletin: Literal["always", "answered"] | None = None


# --- answers -------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[0-9]+(\.[0-9]{1,15})?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


class BadAnswer(ValueError):
    """The words typed are no answer to this kind of fact."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


def parse_answer(
    spec: FactSpec,
    raw: str,
    *,
    find: Callable[[Literal["zone", "party"], str], str],
    when: Callable[[str], datetime],
    numbered: bool = False,
) -> str:
    """Turn what a person typed into the answer that is recorded.

    `find` resolves a zone or party by any of its names to its id, `when` reads a time; both raise `BadAnswer` or an
    error of their own. `numbered`: the question was put with 1 for yes and 2 for no; elsewhere a digit is no answer to
    a yes-no fact, it could as well be a count. Raises `BadAnswer` with what would be an answer.
    """
    text = raw.strip()
    if not text:
        raise BadAnswer(msg("No answer given. Type an answer, or ? for not known."))
    if means_not_known(text):
        return NOT_KNOWN
    match spec.kind:
        case "text":
            return text
        case "yes-no":
            if said := YES_NO.read(text, numbered=numbered):
                return said
            raise BadAnswer(msg("“{answer}” is neither yes nor no. Type yes, no, or ? for not known.", answer=text))
        case "number":
            return _number(text)
        case "choice":
            return _choice(spec, text)
        case "choices":
            whole = [text] if any(text.casefold() == label.en.casefold() for label in spec.choices.values()) else None
            chosen = {_choice(spec, part) for part in whole or re.split(r"[,，、;；\s]+", text) if part}
            if not chosen:
                raise BadAnswer(msg("No answer given. Type an answer, or ? for not known."))
            return ",".join(key for key in spec.choices if key in chosen)
        case "time":
            return when(text).isoformat(timespec="milliseconds")
        case "zone" | "party" as kind:
            return find(kind, text)


def _number(text: str) -> str:
    """Digits with an optional decimal point, as the record keeps them; full-width ones are read as such."""
    plain = text.translate(_FULL_WIDTH)
    if not _NUMBER.fullmatch(plain) or Decimal(plain) >= 10**15:
        raise BadAnswer(msg("“{answer}” is not a number. Type digits, or ? for not known.", answer=text))
    return format(Decimal(plain).normalize(), "f")


def _choice(spec: FactSpec, text: str) -> str:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(spec.choices) and text not in spec.choices:
        return list(spec.choices)[int(text) - 1]
    wanted = text.casefold()
    for key, label in spec.choices.items():
        if wanted in (key.casefold(), label.zh.casefold(), label.en.casefold()):
            return key
    raise BadAnswer(
        msg("“{answer}” is not one of the choices: {choices}.", answer=text, choices=list(spec.choices.values()))
    )


# --- conditions ----------------------------------------------------------------------------------------------------


class Truth(Enum):
    """True, false, or not to be told yet."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


Wanted = str | list[str]
Test = Wanted | dict[str, Wanted]
# A condition: fact id -> test. `any-of` holds alternatives. All members must hold.
When = dict[str, Test | list[dict[str, Test]]]
ANY_OF = "any-of"
OPERATORS = ("at-least", "at-most", "not", "any", "all")

# Looks a fact up: all answers recorded for it, one per occurrence (`None` = not answered, or answered in conflict).
Lookup = Callable[[str], Sequence[str | None]]


def all_of(truths: Sequence[Truth]) -> Truth:
    """One false makes false; otherwise any unknown makes unknown; nothing at all is true."""
    if Truth.FALSE in truths:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


def any_of(truths: Sequence[Truth]) -> Truth:
    """One true makes true; otherwise any unknown makes unknown; nothing at all is false."""
    if Truth.TRUE in truths:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.FALSE


def holds(when: When | None, lookup: Lookup) -> Truth:
    """Whether a condition holds, as far as the answers tell."""
    return all_of([truth for _, truth in judge(when, lookup)])


def judge(when: Mapping[str, Any] | None, lookup: Lookup) -> list[tuple[str, Truth]]:
    """Each fact that a condition looks at, with what its test came to."""
    judged: list[tuple[str, Truth]] = []
    for fact, test in (when or {}).items():
        if fact == ANY_OF:
            branches = [judge(branch, lookup) for branch in test if isinstance(branch, dict)]
            whole = any_of([all_of([truth for _, truth in branch]) for branch in branches])
            judged += [(name, whole) for branch in branches for name, _ in branch] or [(ANY_OF, whole)]
        elif isinstance(test, dict):
            judged.append((fact, all_of([_operator(op, wanted, lookup(fact)) for op, wanted in test.items()])))
        else:
            wanted = [test] if isinstance(test, str) else [one for one in test if isinstance(one, str)]
            judged.append((fact, any_of([_is_one_of(answer, wanted) for answer in _answers(lookup(fact))])))
    return judged


def facts_of(when: When | None) -> list[str]:
    """The facts a condition looks at, each once, in order."""
    return list(dict.fromkeys(fact for fact, _ in judge(when, lambda _: [])))


def _answers(answers: Sequence[str | None]) -> Sequence[str | None]:
    return answers or [None]


def _is_one_of(answer: str | None, wanted: Sequence[str]) -> Truth:
    if answer is None:
        return Truth.UNKNOWN
    if answer in wanted:
        return Truth.TRUE
    if answer == NOT_KNOWN:
        return Truth.UNKNOWN
    return Truth.TRUE if set(answer.split(",")) & set(wanted) else Truth.FALSE


def _operator(op: str, wanted: Wanted, answers: Sequence[str | None]) -> Truth:
    wants = [wanted] if isinstance(wanted, str) else wanted
    each = [_is_one_of(answer, wants) for answer in _answers(answers)]
    match op:
        case "any":
            return any_of(each)
        case "all":
            return all_of(each)
        case "not":
            return _not(any_of(each))
        case "at-least":
            return any_of(
                [_compared(answer, lambda number: number >= Decimal(wants[0])) for answer in _answers(answers)]
            )
        case "at-most":
            return any_of(
                [_compared(answer, lambda number: number <= Decimal(wants[0])) for answer in _answers(answers)]
            )
        case _:
            return Truth.UNKNOWN


def _not(truth: Truth) -> Truth:
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, Truth.UNKNOWN)


def _compared(answer: str | None, test: Callable[[Decimal], bool]) -> Truth:
    try:
        return Truth.TRUE if test(Decimal(answer or "")) else Truth.FALSE
    except (InvalidOperation, IndexError):
        return Truth.UNKNOWN


def condition_faults(when: Mapping[str, object]) -> list[Message]:
    """What is wrong with the shape of a condition."""
    faults: list[Message] = []
    for test in when.values():
        if isinstance(test, dict):
            faults += [
                msg("unknown comparison “{op}”; use one of {known}", op=op, known=list(OPERATORS))
                for op in test
                if op not in OPERATORS
            ]
            for op in ("at-least", "at-most"):
                if op in test and not re.fullmatch(r"-?\d+(\.\d+)?", str(test[op])):
                    faults.append(msg("“{op}” needs a number, not “{value}”", op=op, value=str(test[op])))
    return faults
