"""A text cut into chunks for a channel that takes only so many bytes at once."""

from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused

# Room for the mark in front of each chunk, "(12/34) ", in full-width signs.
_MARK = 16
_SMALLEST = 64


def chunks(text: str, most: int) -> list[str]:
    """The text in chunks of at most `most` bytes of UTF-8, each with its number in front where there are several.

    Cut between lines, else behind a sentence, else between words, else between characters. Raises Misused below 64.
    """
    if most < _SMALLEST:
        raise Misused(msg("{number} bytes are too few for a message.", number=most), msg("Give 64 or more."))
    if len(text.encode()) <= most:
        return [text]
    found: list[str] = []
    place = 0
    while place < len(text):
        window = text[place : place + most]  # a character takes a byte or more
        cut = _cut(window, most - _MARK)
        found.append(window[:cut].strip("\n"))
        place += cut
        while text.startswith("\n", place):
            place += 1
    return [f"({number}/{len(found)}) {chunk}" for number, chunk in enumerate(found, 1)]


def _cut(text: str, most: int) -> int:
    """How many characters of `text` fit into `most` bytes, cut where it hurts least."""
    fits = len(text.encode()[:most].decode(errors="ignore"))
    if fits == len(text):
        return fits
    for marks in ("\n", "。；！？;!?", "，、, "):
        place = max(text.rfind(mark, fits // 2, fits) for mark in marks)
        if place > 0:
            return place + 1
    return fits


def length(text: str) -> Message:
    """How long a text is, as channels count."""
    return msg("{characters} characters, {bytes} bytes", characters=len(text), bytes=len(text.encode()))
