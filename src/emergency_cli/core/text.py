"""Words that are not yet in any language: texts of the plan, and messages of the program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Said = Annotated[str, Meta(min_length=1)]


class Text(Struct, frozen=True):
    """The same sentence in Chinese and in English."""

    zh: Said
    en: Said


class Message(Struct, frozen=True):
    """An English sentence with `{names}` in it (the gettext msgid) and the values for them.

    A value may itself be a `Text`, a `Message`, a date, or a list of these; only the edge turns it into words.
    """

    msgid: str
    values: Mapping[str, object] = {}


class Filled(Struct, frozen=True):
    """A text of the plan with places in it (`{}` is the place named ""), and what stands there."""

    text: Text
    values: Mapping[str, object]


class InProse(Struct, frozen=True):
    """A time of day within a sentence, 14时55分 or 14:55; with its day where that is not clear, or its day and year."""

    moment: datetime
    day: Literal["", "day", "year"] = ""


class Clauses(Struct, frozen=True):
    """Clauses of one sentence.

    `close`: several things reported in one breath, in Chinese with 、 between them. `whole`: they are all of a
    sentence, so that in English what is long may stand in a sentence of its own.
    """

    parts: tuple[object, ...]
    close: bool = False
    whole: bool = False


class PlanName(Struct, frozen=True):
    """Something of the plan of which no more than the id is at hand: the plan in use may know what it is called."""

    kind: Literal["playbook", "urgency", "class"]
    id: str


class Capital(Struct, frozen=True):
    """What begins a sentence or a line: in English with a capital letter."""

    says: object


class Title(Struct, frozen=True):
    """The title of a document, in which no word stands twice in a row."""

    says: Message


class Series(Struct, frozen=True):
    """Several things said in a row, kept further apart than the values within each of them."""

    parts: tuple[object, ...]


class Because(Struct, frozen=True):
    """A sentence with the free words behind it in brackets; without them where it says the same."""

    says: object
    words: object


def msg(msgid: str, **values: object) -> Message:
    """Mark `msgid` for translation and carry the values that belong into it."""
    return Message(msgid, values)


def counted(count: int, one: Message, several: Message) -> Message:
    """The one of two messages that fits a number; `count` in it is that number."""
    form = one if count == 1 else several
    return Message(form.msgid, {**form.values, "count": count})


def is_bare(clause: object) -> bool:
    """Whether a clause is nothing but the words that were answered: in English it stands alone, or behind a colon."""
    says = clause.values.get("text") if isinstance(clause, Message) else None
    return isinstance(says, Filled) and says.text.en == "{}"


def readable(text: str) -> str:
    r"""Text from outside that can be written: bytes that were not UTF-8, and NUL, become visible as \xNN.

    A line ends as lines end everywhere: what is pasted from Windows ends them otherwise.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\0", r"\x00")
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def narrow(text: str) -> str:
    """Full-width letters, digits and marks as the half-width ones that they are meant for."""
    if text.isascii():
        return text
    from unicodedata import normalize  # only what is typed in Chinese needs it

    return normalize("NFKC", text)


def unaccented(text: str) -> str:
    """The same, and Latin letters without their accents, as people type them in a hurry: fumee for fumée."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return "".join(each for each in normalize("NFKD", text) if not "\u0300" <= each <= "\u036f")


def folded(text: str) -> str:
    """What was typed, as words are compared: without regard to case, width and blanks around it."""
    return narrow(text).strip().casefold()


def whole(text: str) -> int | None:
    """The number that digits say; `None` for anything else, and for more digits than anything is counted with."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def listed(text: str, count: int) -> int:
    """The number, from 1, that digits name in a list of `count` things; 0 where they name none."""
    number = whole(text) or 0
    return number if number <= count else 0


# Python refuses to read numbers of thousands of digits, which a person or a log can hold.
_MOST_DIGITS = 15
_NUMERALS = "一二三四五六七八九"


def ordinal(number: int) -> Text:
    """A number below 100 as headings and follow-ups count: 一, 十二, 二十 (GB/T 9704-2012); in English as digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return Text(str(number), str(number))
    front = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return Text(front + (_NUMERALS[ones - 1] if ones else ""), str(number))


def within_a_sentence(title: Text) -> Text:
    """A title without its capital and its question mark."""
    english = title.en if title.en[1:2].isupper() else title.en[0].lower() + title.en[1:]
    return Text(title.zh.rstrip("？?"), english.rstrip("?"))


class Fault(Struct, frozen=True):
    """Something wrong in a file that a person wrote, or in a log: where, what, and what to do."""

    file: str
    line: int | None
    what: Message
    hint: Message | None = None
    warning: bool = False
