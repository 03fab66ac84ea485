"""The one place where something reaches a screen. Text is never markup and never a command to the terminal."""

import contextlib
import re
from collections.abc import Iterable
from datetime import tzinfo
from typing import TextIO

from msgspec.structs import replace

from emergency_cli.core.cleaning import clean, escaped
from emergency_cli.errors import EmergencyError
from emergency_cli.language import Words
from emergency_cli.screen.line import Line
from emergency_cli.shapes import Answer, as_json, as_line
from emergency_cli.world import World

# What a style looks like, as a terminal is told (Select Graphic Rendition, ECMA-48). Nothing is stronger than an order:
# bold says what to do, red what not to do and what is late, yellow what to mind.
_LOOKS = {
    "order": "1",
    "title": "1",
    "never": "31",
    "warn": "31",
    "late": "31",
    "soon": "33",
    "mind": "33",
    "drill": "33",
    "quiet": "2",
    "done": "32",
    "plain": "",
}
_BOLD = "1"


class Screen:
    """Results go to standard output, everything else to standard error."""

    def __init__(self, world: World, words: Words) -> None:
        self.world = world
        self.words = words

    def tell_times_in(self, zone: tzinfo | None) -> None:
        """From here on every time is told in this zone: that of the incident with which the command is concerned."""
        self.words = self.words.within(zone)

    @property
    def width(self) -> int:
        """Columns to be used."""
        return max(20, min(self.world.width, 100))

    def show(self, lines: Iterable[Line]) -> None:
        """Show lines on standard output."""
        self._print(lines, error=False)

    def tell(self, value: object, style: str = "plain") -> None:
        """Say something that is not a result: on standard error."""
        self._print([Line(self.words(value), style)], error=True)

    def say(self, value: object, style: str = "plain") -> None:
        """Say something on standard output."""
        self._print([Line(self.words(value), style)], error=False)

    def say_error(self, error: EmergencyError) -> None:
        """What is wrong, and what to do: to a person who is being asked."""
        self.say(error.message, "warn")
        if error.hint:
            self.say(error.hint)

    def data(self, answer: Answer) -> None:
        """A machine-readable answer on standard output."""
        with contextlib.suppress(OSError):
            self.world.stdout.write(_json_for(self.world.stdout, escaped(as_json(answer))) + "\n")
            self.world.stdout.flush()

    def tell_data(self, answer: Answer) -> None:
        """Something machine-readable that is not a result: one line on standard error."""
        with contextlib.suppress(OSError):
            self.world.stderr.write(_json_for(self.world.stderr, escaped(as_line(answer))) + "\n")
            self.world.stderr.flush()

    def _print(self, lines: Iterable[Line], *, error: bool) -> None:
        """Nobody reading any more (`| head`) is not a reason to stop recording.

        Names and addresses of a forged log or plan come here unchanged: this is the last place to make them harmless.
        """
        with contextlib.suppress(OSError):
            self._write(map(_harmless, lines), error=error)

    def _write(self, lines: Iterable[Line], *, error: bool) -> None:
        stream, width = self.world.stderr if error else self.world.stdout, self.width
        for line in lines:
            look = self._look(line.style)
            stream.write("".join([_painted(text, look) + "\n" for text in line.wrapped(width)]))
        stream.flush()

    def painted(self, line: Line, width: int) -> str:
        """A line that is cut to a width, as it is written to the terminal."""
        return _painted(next(replace(_harmless(line), cut=True).wrapped(width)), self._look(line.style))

    def _look(self, style: str) -> str:
        """How a style looks here: who wants no colour is still shown what is bold."""
        look = _LOOKS[style]
        return look if self.world.colour or (self.world.typeface and look == _BOLD) else ""


def _harmless(line: Line) -> Line:
    text, right = clean(line.text), clean(line.right)
    return line if (text, right) == (line.text, line.right) else replace(line, text=text, right=right)


def _painted(text: str, look: str) -> str:
    return f"\x1b[{look}m{text}\x1b[0m" if look and text else text


def _json_for(stream: TextIO, text: str) -> str:
    """JSON as a stream can hold it: a program that reads it expects UTF-8, of which ASCII is a part."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "")
    if text.isascii() or encoding == "utf8":
        return text
    import json

    return re.sub("[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], text)
