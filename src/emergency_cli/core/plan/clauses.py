"""The clauses of the official plan by number, the one limit it sets, and where it warns or forbids.

Taken from 嘉祥县为民服务中心安全应急预案 of 16 September 2022: parts, sections and numbered items.
"""

import re
from collections.abc import Iterator, Mapping

from emergency_cli.core.text import Text

OF = "嘉祥县为民服务中心安全应急预案"

# Each part, and how many numbered items each of its sections has.
_PARTS: Mapping[str, tuple[int, ...]] = {
    "一": (0, 5, 0, 3),
    "二": (0, 6),
    "三": (0, 0, 0),
    "四": (5, 5, 4, 3, 3, 2, 3, 3),
    "五": (2, 2),
}


def _numbers() -> Iterator[str]:
    for part, sections in _PARTS.items():
        yield part
        for section, items in zip("一二三四五六七八", sections, strict=False):
            yield f"{part}（{section}）"
            yield from (f"{part}（{section}）{item}" for item in range(1, items + 1))


CLAUSES = frozenset(_numbers())

# 四（一）1: the bureau office reports a power failure within five minutes. Everywhere else the plan uses words.
LIMITS: Mapping[str, str] = {"四（一）1": "5m"}

# Where the plan itself warns or forbids: nobody inflames matters (三（二）, 四（二）3, 四（八）2) or takes sides
# (三（三）); equipment left on is damaged (四（一）3); only the firefighting team stays (四（四）1); nobody enters a
# scene, and personal safety comes first (四（七）); accountability has two conditions (五（二）2).
CAUTIONS = frozenset((
    "三（二）", "三（三）", "四（一）3", "四（二）3", "四（四）1", "四（七）", "四（七）1", "四（七）2", "四（七）3",
    "四（八）2", "五（二）2",
))  # fmt: skip

_DIGITS = str.maketrans("一二三四五六七八九（）", "123456789()")
# Compiled when it is first searched for, which few commands do.
_CITED = "[一二三四五六七八九]（[一二三四五六七八九]）"


def clause_title(clause: str) -> Text:
    """A clause as each language cites it: 四（四）1, in English 4(4)1. What is numbered otherwise stays as it is."""
    return Text(clause, clause.translate(_DIGITS))


def in_english(text: str) -> str:
    """An English text of the plan with the clauses that it cites in digits."""
    return text if text.isascii() else re.sub(_CITED, lambda found: found[0].translate(_DIGITS), text)
