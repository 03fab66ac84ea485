"""A line of text and how it breaks: Chinese and Latin mixed, no line beginning with a closing mark."""

from collections.abc import Iterator
from dataclasses import dataclass

# Marks that must not begin a line, and those that must not end one (行首行尾禁则).
_NOT_FIRST = set("，。、；：？！）】》〉」』”’…—,.;:?!)]}%")
_NOT_LAST = set("（【《〈「『“‘([{")


@dataclass(frozen=True)
class Line:
    """Text with a style; `indent` columns stand before it, `hang` more before the lines it breaks into."""

    text: str
    style: str = "plain"
    indent: int = 0
    hang: int = 0

    def wrapped(self, width: int) -> Iterator[str]:
        """The text broken to a width in columns."""
        pad = self.indent
        for part in self.text.split("\n"):
            for piece in _broken(part, max(8, width - self.indent), max(8, width - self.indent - self.hang)):
                yield " " * pad + piece
                pad = self.indent + self.hang


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _broken(text: str, first: int, rest: int) -> Iterator[str]:
    room = first
    while columns(text) > room and (cut := _cut(text, room)) < len(text):
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
        room = rest
    yield text


def _cut(text: str, room: int) -> int:
    """Where to break: between columns, at a space or beside a wide character, as far to the right as fits."""
    fits, used = 0, columns(text[0])
    while used <= room:
        fits += 1
        used += columns(text[fits])
    apart = text.rfind("  ", max(fits - 30, 1), fits + 1)
    if apart > 0:
        return apart
    for at in range(fits, max(fits - 40, 0), -1):
        before, after = text[at - 1], text[at]
        if after == " ":
            return at
        if after in _NOT_FIRST or before in _NOT_LAST or before == " ":
            continue
        if columns(before) == 2 or columns(after) == 2:
            return at
    return next((at for at in range(max(fits, 1), len(text)) if text[at] == " " or columns(text[at]) == 2), len(text))


def padded(text: str, width: int) -> str:
    """Text filled with spaces to a width in columns."""
    return text + " " * max(0, width - columns(text))


def grid(rows: list[list[str]], gap: int = 2) -> list[str]:
    """Rows as aligned columns; the last column is left ragged."""
    widths = [max((columns(row[at]) for row in rows), default=0) for at in range(len(rows[0]) - 1)] if rows else []
    return [
        (" " * gap).join([*(padded(c, w) for c, w in zip(row, widths, strict=False)), row[-1]]).rstrip() for row in rows
    ]
