"""How wide words will be in a picture that nobody has drawn yet, and how they are cut to their room."""

from unicodedata import east_asian_width

WIDE, NARROW = 1.0, 0.58


def width(text: str, size: float) -> float:
    """About how wide a text is at a font size: Chinese characters fill a square, others a little over half of it."""
    return size * sum(WIDE if east_asian_width(char) in "WFA" else NARROW for char in text)


def cut(text: str, room: float, size: float) -> str:
    """As much of a text on one line as there is room for."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[: min(len(text) - 1, int(room / size / NARROW) + 1)]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """A text on at most two lines, broken at a space where there is one."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return [text]
    first = cut(text, room, size).rstrip("…")
    space = first.rfind(" ")
    if space > 0 and text[len(first) : len(first) + 1].strip():
        first = first[:space]
    return [first, cut(text[len(first) :], room, size)]
