"""What somebody types for a row of a card: the time and who, or that it could not be done or was skipped."""

import re
from typing import Literal

from msgspec import Struct

from emergency_cli.core.text import msg, narrow
from emergency_cli.core.times import split_time
from emergency_cli.errors import Misused
from emergency_cli.walk.keys.table import key_typed

How = Literal["done", "could-not", "skip", "note"]
_SIGNS: dict[str, How] = {"x": "could-not", "×": "could-not", "✗": "could-not"}
_SIGNS |= dict.fromkeys("-－—–", "skip")
_SIGN = re.compile(r"([xXｘＸ×✗](?![A-Za-z])|[-－—–]+)(.*)", re.DOTALL)
_MEMBER = re.compile(r"[@＠](\S+)\s*(.*)", re.DOTALL)


class CardLine(Struct, frozen=True):
    """A row as typed: how it came out, its time as written, and the words: initials, a reason, a note.

    `member`: the zone or unit it is about, where a step is ticked one by one.
    """

    how: How
    time: str | None = None
    words: str | None = None
    member: str | None = None


def read_card_line(typed: str) -> CardLine:
    """`14:56 王强`, `x REASON`, `- REASON`, `n NOTE`; a time may come before reason or note, `@ZONE` before it all.

    Raises Misused for a row that was done without its time.
    """
    text, member = typed.strip(), None
    if found := _MEMBER.fullmatch(text):
        member, text = found.groups()
    how, text = _sign(text)
    time, words = split_time(text)
    if how == "done" and time is None:
        raise Misused(
            msg("“{text}” has no time.", text=typed.strip()),
            msg("Type the time and who, like 14:56 Lee; x REASON if it could not be done; Enter if the row is empty."),
        )
    return CardLine(how, time, words or None, member)


def _sign(text: str) -> tuple[How, str]:
    """How a row came out, and the rest: by its sign, or by the word or letter that the walk has for it."""
    if found := _SIGN.fullmatch(text):
        return _SIGNS[narrow(found[1][0]).lower()], found[2].lstrip(":：,， ")
    first, _, rest = text.partition(" ")
    key = key_typed(first)
    if key and key.name in ("could-not", "skip", "note") and (len(first) > 1 or first in "nN" or not rest):
        return key.name, rest
    return "done", text
