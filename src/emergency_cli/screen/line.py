"""A line of a screen: its text, how it looks, and how far it is set in."""

from collections.abc import Iterator

from msgspec import Struct

from emergency_cli.core.width import broken, columns, cut


class Line(Struct, frozen=True):
    """Text with a style; `indent` columns come before it, `hang` more before the lines it breaks into.

    `right` stands at the end of the line where there is room for it, else behind the text. With `cut` it is one line,
    and what has no room on it is left out.
    """

    text: str
    style: str = "plain"
    indent: int = 0
    hang: int = 0
    right: str = ""
    cut: bool = False

    def wrapped(self, width: int) -> Iterator[str]:
        """The text broken to a width in columns."""
        if self.cut:
            yield " " * self.indent + cut(self.text, max(8, width - self.indent))
            return
        pad = self.indent
        for part in self._whole(width).split("\n"):
            for piece in broken(part, max(8, width - self.indent), max(8, width - self.indent - self.hang)):
                yield " " * pad + piece
                pad = self.indent + self.hang

    def _whole(self, width: int) -> str:
        if not self.right:
            return self.text
        apart = width - self.indent - columns(self.text) - columns(self.right)
        return f"{self.text}{' ' * max(apart, 2)}{self.right}"
