"""How wide a text is, how it breaks into lines and how it is cut: on a terminal and in print, Chinese and Latin mixed.

Widths are counted in halves of a Chinese character: columns of a terminal, halves of the type size in print. The two
differ in quotation marks, dashes and dots, which a terminal shows narrow and a Chinese face as wide as a character.
All of it is linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate, count

Measure = Callable[[str], float]  # the width of one character

# Marks that must not begin a line, and those that must not end one (行首行尾禁则).
_NOT_FIRST = frozenset("，。、；：？！）］】》〉」』”’…—,.;:?!)]}%")
_NOT_LAST = frozenset("（［【《〈「『“‘([{")
# The characters of ordinary Chinese text are known without the tables of Unicode: wide ones, narrow ones, and those
# that are either. All but the last of these take three bytes in UTF-8.
_WIDE = (("一", "龥"), ("、", "】"), ("！", "～"))
_AMBIGUOUS = "‘’“”–—…·"
_CJK = "".join(f"{first}-{last}" for first, last in _WIDE)
_RUNS = f"[{_CJK}]+|[ -~{_AMBIGUOUS}]+|."
_ORDINARY, _ORDINARY_IN_PRINT = f"[ -~{_CJK}]*", f"[ -~{_CJK}{_AMBIGUOUS[:-1]}]*"
# How far back from the edge a line may break: at two spaces, which part columns; else between words.
_BETWEEN_COLUMNS, _BETWEEN_WORDS = 30, 40
# So many characters are measured at once.
_STRETCH = 80


@cache
def _made_of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


# The ranges of Chinese take longer to compile than so many texts to measure, more than a light command prints.
_FEW = 100
_measured = count()


def _few() -> bool:
    """Whether few texts were measured so far."""
    return next(_measured) < _FEW


class _Widths(dict[str, int]):
    """Character -> width, looked up in the tables of Unicode when it first occurs."""

    def __init__(self, wide: str) -> None:
        super().__init__()
        self.wide = wide

    def __missing__(self, char: str) -> int:
        self[char] = found = self._looked_up(char)
        return found

    def _looked_up(self, char: str) -> int:
        if " " <= char <= "~":
            return 1
        if any(first <= char <= last for first, last in _WIDE):
            return 2
        if char in _AMBIGUOUS:
            return 1 + ("A" in self.wide)
        import unicodedata  # ordinary text does without it

        if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= char <= "\u11ff":
            return 0
        return 1 + (unicodedata.east_asian_width(char) in self.wide)


_ON_SCREEN, _IN_PRINT = _Widths("WF"), _Widths("WFA")
on_screen: Measure = _ON_SCREEN.__getitem__


def width(text: str, measure: Measure) -> float:
    """How wide a text is by a measure."""
    return sum(map(measure, text))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    ordinary = not _few() and _made_of(_ORDINARY).fullmatch(text)
    return _of_two(text) if ordinary else sum(map(_ON_SCREEN.__getitem__, text))


def halves(text: str) -> int:
    """How wide a text is in print, in halves of its type size."""
    return _of_two(text) if _made_of(_ORDINARY_IN_PRINT).fullmatch(text) else sum(map(_IN_PRINT.__getitem__, text))


def _of_two(text: str) -> int:
    """The width of a text of narrow characters of one byte and wide ones of three."""
    return (len(text) + len(text.encode())) // 2


def in_type(size: float, latin: float) -> Measure:
    """The measure of a face in print: a Chinese character is as wide as its `size`, any other `latin` of that."""
    widths = (0.0, latin * size, size)
    return lambda char: widths[_IN_PRINT[char]]


def broken(
    text: str, first: float, rest: float, measure: Measure = on_screen, *, within: bool = False
) -> Iterator[str]:
    """The lines of one paragraph: `first` wide, then `rest`.

    A word that has no room on a line by itself sticks out, or is broken where the room ends (`within`).
    """
    start, room, end = 0, first, len(text)
    while True:
        fits = _fits(text, start, room, measure)
        at = end if fits == end else _break(text, start, fits, within=within)
        if at == end:
            yield text[start:]
            return
        yield text[start:at].rstrip()
        start, room = at, rest
        while start < end and text[start].isspace():
            start += 1


def packed(items: Iterable[str], width: int, gap: str = "   ") -> Iterator[str]:
    """Short texts in lines, several on each, none broken but what has no room on a line of its own."""
    line = ""
    for item in items:
        longer = f"{line}{gap}{item}" if line else item
        if line and columns(longer) > width:
            yield line
            longer = item
        line = longer
    if line:
        yield line


def _fits(text: str, start: int, room: float, measure: Measure) -> int:
    """Where the first character is that has no room on the line that begins at `start`; the end where all have."""
    used = 0.0
    if measure is on_screen and 2 * (len(text) - start) <= room:
        return len(text)
    if measure is on_screen and not _few():  # run by run: a long record is thousands of lines
        for run in _made_of(_RUNS).finditer(text, start):
            at, end = run.span()
            each = _ON_SCREEN[text[at]]
            if used + each * (end - at) > room:
                return at + int(room - used) // each
            used += each * (end - at)
        return len(text)
    for at in range(start, len(text), _STRETCH):
        sums = list(accumulate(map(measure, text[at : at + _STRETCH]), initial=used))
        if sums[-1] > room:
            return at + bisect_right(sums, room, 1) - 1
        used = sums[-1]
    return len(text)


def _break(text: str, start: int, fits: int, *, within: bool) -> int:
    """Where the line that begins at `start` ends, if the character at `fits` has no room on it.

    Between columns, at a space or beside a wide character, as far to the right as fits.
    """
    least = start + 1 + (fits - start) // 3  # a number in front of a text is no column
    apart = text.rfind("  ", max(fits - _BETWEEN_COLUMNS, least), fits + 1)
    if apart > 0:
        return apart
    for at in range(fits, max(fits - _BETWEEN_WORDS, start), -1):
        before, after = text[at - 1], text[at]
        if after == " ":
            return at
        if after in _NOT_FIRST or before in _NOT_LAST or before == " ":
            continue
        if _ON_SCREEN[before] == 2 or _ON_SCREEN[after] == 2:
            return at
    first = max(fits, start + 1)
    if within:
        return first
    later = range(first, len(text))
    return next((at for at in later if text[at] == " " or _ON_SCREEN[text[at]] == 2), len(text))


def cut(text: str, room: float, measure: Measure = on_screen) -> str:
    """As much of a text on one line as there is room for; what is left out is three dots."""
    text = " ".join(text.split())
    used, kept, dots = 0.0, 0, measure("…")
    for at, char in enumerate(text):
        used += measure(char)
        if used > room:
            return text[:kept].rstrip() + "…"
        if used + dots <= room:
            kept = at + 1
    return text


def fitted(text: str, room: float, lines: int, measure: Measure = on_screen) -> list[str]:
    """A text on at most so many lines; the last is cut if there is more."""
    rest, found = " ".join(text.split()), list[str]()
    while rest and len(found) < lines - 1:
        found.append(next(broken(rest, room, room, measure, within=True)))
        rest = rest[len(found[-1]) :].lstrip()
    return [*found, cut(rest, room, measure)] if rest else found
