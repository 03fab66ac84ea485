"""A text cut into chunks for a channel that takes only so many bytes at once."""

import re

from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused

# Room for the number in front of each chunk, "(123/456) ".
_NUMBER = 10
_SMALLEST = 64
# Where a cut hurts least: behind a line, a sentence, a clause, a word.
_ENDS = tuple(map(re.compile, (r"\n", r"[。！？!?]|\.(?=\s)", r"[；;]", r"[，、]|,(?=\s)", r"\s")))
# So many of them are worth a chunk that is not full.
_WHOLE = 2


def chunks(text: str, most: int, mark: str = "") -> list[str]:
    """The text in chunks of at most `most` bytes of UTF-8, each with its number where there are several.

    Each begins with the `mark`, with which the whole text begins. Cut between lines or behind a sentence; one that is
    longer than a chunk, between clauses, words, characters. Raises Misused below 64.
    """
    if most < _SMALLEST:
        raise Misused(msg("{number} is too few bytes for a message.", number=most), msg("Give 64 or more."))
    if len(text.encode()) <= most:
        return [text]
    said, room = text.removeprefix(mark).lstrip(), most - _NUMBER - len(mark.encode())
    found: list[str] = []
    while said:
        cut = _cut(said, room)
        found.append(said[:cut].strip())
        said = said[cut:].lstrip()
    return [f"{mark}({number}/{len(found)}) {chunk}" for number, chunk in enumerate(found, 1)]


def _cut(text: str, most: int) -> int:
    """How many characters of `text` fit into `most` bytes, cut where it hurts least."""
    fits = len(text[: max(most, 1)].encode()[:most].decode(errors="ignore"))
    if fits == len(text):
        return fits
    whole = [end for ends in _ENDS[:_WHOLE] for end in _last(ends, text, fits)]
    if whole:
        return max(whole)
    part = [end for ends in _ENDS[_WHOLE:] for end in _last(ends, text, fits) if end > fits // 2]
    return part[0] if part else fits


def _last(ends: re.Pattern[str], text: str, fits: int) -> list[int]:
    """The last place to cut of a kind, if there is one."""
    return [found.end() for found in ends.finditer(text, 0, fits + 1) if found.end() <= fits][-1:]


def length(text: str) -> Message:
    """How long a text is, as channels count."""
    return msg("{characters} characters, {bytes} bytes", characters=len(text), bytes=len(text.encode()))
