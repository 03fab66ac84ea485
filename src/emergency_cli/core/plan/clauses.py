"""How each language writes the number of a clause of the plan."""

import re

from emergency_cli.core.text import Text

_DIGITS = str.maketrans("一二三四五六七八九（）", "123456789()")
# Compiled when it is first searched for, which few commands do.
_CITED = "[一二三四五六七八九]（[一二三四五六七八九]）"


def clause_title(clause: str) -> Text:
    """A clause as each language cites it: 四（四）1, in English 4(4)1. What is numbered otherwise stays as it is."""
    return Text(clause, clause.translate(_DIGITS))


def in_english(text: str) -> str:
    """An English text of the plan with the clauses that it cites in digits."""
    return text if text.isascii() else re.sub(_CITED, lambda found: found[0].translate(_DIGITS), text)
