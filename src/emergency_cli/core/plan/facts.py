"""Facts: typed questions of the plan, and from what a person types to the answer that is recorded.

An answer is text: `yes`, `no`, a number as decimal digits, the id of a choice, several ids joined by commas, an
ISO 8601 time with offset, the id of a zone or party, or free words. Every kind also takes `not-known`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import field

from emergency_cli.core.plan.conditions import When
from emergency_cli.core.plan.values import Id, PlanValue, file_name
from emergency_cli.core.terms import NOT_KNOWN, YES, YES_NO, means_none, means_not_known
from emergency_cli.core.text import Message, Text, listed, msg, within_a_sentence

Kind = Literal["text", "number", "yes-no", "choice", "choices", "time", "zone", "party"]
# Where documents tell a fact.
Part = Literal[
    "title", "occurrence", "place", "cause", "casualties", "response", "outcome", "losses", "lessons", "next", "form",
    "approval", "drill",
]  # fmt: skip

# Parts that say what a document is, not what happened: they may be answered as late as a document is given out.
OF_DOCUMENTS: frozenset[Part] = frozenset({"title", "form", "approval", "drill"})


class Choice(Text, frozen=True, kw_only=True, omit_defaults=True, rename=file_name):
    """An answer to choose; a case of the playbook may have a trigger, a class and a clause of its own.

    `short`: the noun for it, instead of that of the playbook, where nobody said what happened.
    """

    trigger: Text | None = None
    short: Text | None = None
    class_: Id | None = None
    without: tuple[Id, ...] = ()
    clause: str | None = None
    says: Text | None = None


class Says(PlanValue, frozen=True, kw_only=True):
    """An answer as a clause of a sentence, without its full stop: `zh` and `en` with one `{}` for the answer.

    Of a yes-no fact a clause for each answer instead; the one that is missing is not told. `none` and `one` tell those
    answers better than the clause with a number in it would: nobody is missing, one person is missing.
    """

    zh: str | None = None
    en: str | None = None
    yes: Text | None = None
    no: Text | None = None
    none: Text | None = None
    one: Text | None = None

    @property
    def text(self) -> Text | None:
        """The clause with the `{}` in it; `None` where there is none."""
        return Text(self.zh, self.en) if self.zh and self.en else None

    def of(self, kind: Kind, answer: str) -> Text | None:
        """The clause for this answer to a fact of this kind; `None` where it is not told."""
        if kind == "yes-no":
            return {"yes": self.yes, "no": self.no}.get(answer)
        counted = self.one if kind == "number" and answer == "1" else None
        nothing = self.none if means_none(answer) and kind in ("number", "text") else None
        return counted or nothing or self.text


class FactSpec(PlanValue, frozen=True, kw_only=True):
    """What a playbook says of one fact: its kind, its name for people, its choices.

    `personal`: the answer is personal data that the law wants destroyed after use (Emergency Response Law Art. 85).
    `nothing_to_do`: choices that, on purpose, no step or suggestion depends on. `part`: where documents tell it, with
    the words of `says`. `vital`: life safety, told in every bulletin. `once`: it belongs to one document, and
    is asked again for the next. `when`: what must hold for it to be asked and owed. `milestone`: a time that is a point
    of the picture of the response. `total`: the fact of any playbook, answered zone by zone, of which it is the sum.
    """

    kind: Kind
    label: Text
    choices: dict[str, Choice] = field(default_factory=dict)
    nothing_to_do: tuple[str, ...] = ()
    personal: bool = False
    hint: Text | None = None
    part: Part | None = None
    says: Says | None = None
    unit: Text | None = None
    vital: bool = False
    once: bool = False
    when: When | None = None
    milestone: bool = False
    total: Id | None = None

    @property
    def name(self) -> Text:
        """What it is called within a sentence or a list: of yes or no what a yes says, “whether people are trapped”."""
        title = within_a_sentence(self.label)
        said = self.clause(YES) if self.kind == "yes-no" else None
        return Text(title.zh, f"whether {said.en}") if said else title

    def clause(self, answer: str) -> Text | None:
        """The clause that tells this answer, with `{}` where the answer itself belongs; `None` where none does."""
        chosen = self.choices.get(answer)
        if chosen and chosen.says:
            return chosen.says
        return self.says.of(self.kind, answer) if self.says else None


def zone_fact(shared: Mapping[str, FactSpec]) -> str | None:
    """Which of the facts that all playbooks share says in which zone it is; `None` where none does."""
    return next((name for name, spec in shared.items() if spec.kind == "zone"), None)


def place_fact(shared: Mapping[str, FactSpec]) -> str | None:
    """Which of the facts that all playbooks share says where it is; `None` where none does."""
    return next((name for name, spec in shared.items() if spec.part == "place"), None)


_NUMBER = r"[0-9]+(\.[0-9]{1,15})?"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


class BadAnswer(ValueError):
    """The words typed are not an answer to this kind of fact."""

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
    error of their own. `numbered`: the question was put with 1 for yes and 2 for no; elsewhere a digit does not
    answer a yes-no fact: it could as well be a count. Raises `BadAnswer` with what would be an answer.
    """
    text = raw.strip()
    if not text:
        raise BadAnswer(msg("No answer given. Type an answer, or: unknown."))
    if means_not_known(text):
        return NOT_KNOWN
    match spec.kind:
        case "text":
            if not any(each.isalnum() for each in text):  # a full stop, a dash: a slip
                raise BadAnswer(msg("No answer given. Type an answer, or: unknown."))
            return text
        case "yes-no":
            if said := YES_NO.read(text, numbered=numbered):
                return said
            raise BadAnswer(msg("“{answer}” is neither yes nor no. Type yes, no, or: unknown.", answer=text))
        case "number":
            return _number(spec, text)
        case "choice":
            return _choice(spec, text)
        case "choices":
            whole = [text] if any(text.casefold() == label.en.casefold() for label in spec.choices.values()) else None
            chosen = {_choice(spec, part) for part in whole or re.split(r"[,，、;；\s]+", text) if part}
            if not chosen:
                raise BadAnswer(msg("No answer given. Type an answer, or: unknown."))
            return ",".join(key for key in spec.choices if key in chosen)
        case "time":
            return when(text).isoformat(timespec="milliseconds")
        case "zone" | "party" as kind:
            return find(kind, text)


def _number(spec: FactSpec, text: str) -> str:
    """Digits with an optional decimal point, as the record keeps them; full-width ones are read as such.

    What is counted may stand behind them: 2人, 2 people.
    """
    plain = text.translate(_FULL_WIDTH)
    for unit in (spec.unit.zh, spec.unit.en) if spec.unit else ():
        plain = plain.removesuffix(unit).rstrip()
    if not re.fullmatch(_NUMBER, plain) or Decimal(plain) >= 10**15:
        raise BadAnswer(msg("“{answer}” is not a number. Type digits, or: unknown.", answer=text))
    return format(Decimal(plain).normalize(), "f")


def _choice(spec: FactSpec, text: str) -> str:
    if (number := listed(text, len(spec.choices))) and text not in spec.choices:
        return list(spec.choices)[number - 1]
    wanted = text.casefold()
    for key, label in spec.choices.items():
        if wanted in (key.casefold(), label.zh.casefold(), label.en.casefold()):
            return key
    raise BadAnswer(
        msg("“{answer}” is not one of the choices: {choices}.", answer=text, choices=list(spec.choices.values()))
    )
