"""How wide the columns of a table have to be. Pure: a text's width is counted in halves of a character."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from emergency_cli.core.width import halves

# Beyond this a cell is prose, and runs over several lines anyway.
_PROSE = 80
# Up to this a line of a cell is not broken: a name, a time, the name of an entry.
_SHORT = 13
# An unbroken word up to this is kept whole; a longer one, like a hash, is broken.
_WORD = 14
# Where a figure meets a Chinese character; many programs leave a quarter of a character between them.
_JOINTS = re.compile("[!-~](?=[⺀-￯])|[⺀-￯](?=[!-~])")
_UNBROKEN = re.compile("[!-~]+")


def widths(columns: Sequence[Sequence[str]], total: int) -> list[int]:
    """The width of each column, of `total` altogether, from the texts in it.

    Each gets what its longest unbroken word needs; what is left is shared by how much more most of its lines need.
    """
    # Names and times are in many lines; each is measured once.
    lines = [Counter(line for text in column for line in text.split("\n")) for column in columns]
    floors = [_floor(column) for column in lines]
    needs = [max(floor, _need(column)) for floor, column in zip(floors, lines, strict=True)]
    if sum(needs) <= total or sum(floors) >= total:
        wanted: list[float] = [float(need if sum(needs) <= total else floor)
                               for need, floor in zip(needs, floors, strict=True)]  # fmt: skip
    else:
        spare = (total - sum(floors)) / (sum(needs) - sum(floors))
        wanted = [floor + (need - floor) * spare for need, floor in zip(needs, floors, strict=True)]
    shares = [int(each * total / sum(wanted)) for each in wanted]
    shares[shares.index(max(shares))] += total - sum(shares)
    return shares


def _need(lines: Mapping[str, int]) -> int:
    """What nine lines of ten would need to stay whole; a single long one does not widen its column."""
    found = Counter[int]()
    for line, count in lines.items():
        if line:
            found[min(halves(line[:_PROSE]), _PROSE)] += count
    last = math.ceil((found.total() - 1) * 0.9)
    for need in sorted(found):
        last -= found[need]
        if last < 0:
            return need
    return 1


def _floor(lines: Iterable[str]) -> int:
    """What the longest unbroken word of a column needs."""
    found = 1
    for text in lines:
        whole = halves(text[: _SHORT + 1])
        if whole <= _SHORT:
            # Latin letters are wider in the faces of some machines than in that of the layout.
            latin = len(text) if text.isascii() else sum(map(str.isascii, text))
            found = max(found, whole + math.ceil(len(_JOINTS.findall(text)) / 2 + latin / 5))
        elif found < _WORD:
            found = max(found, min(_WORD, max(map(len, _UNBROKEN.findall(text)), default=0) or 4))
    return found
