"""The one place where something reaches a screen. Text is never markup and never a command to the terminal."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from emergency_cli.errors import EmergencyError
from emergency_cli.language import Words, clean, escaped
from emergency_cli.screen.line import Line
from emergency_cli.world import World

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    "order": "bold",
    "warn": "bold red",
    "late": "bold red",
    "drill": "bold yellow",
    "quiet": "dim",
    "done": "green",
    "title": "bold",
    "plain": "",
}


class Screen:
    """Results go to standard output, everything else to standard error."""

    def __init__(self, world: World, words: Words) -> None:
        self.world = world
        self.words = words

    @property
    def width(self) -> int:
        """Columns to be used."""
        return max(20, min(self.world.width, 100))

    def show(self, lines: Iterable[Line]) -> None:
        """Show lines on standard output."""
        self._print(lines, error=False)

    def tell(self, value: object, style: str = "plain") -> None:
        """Say something that is no result: on standard error."""
        self._print([Line(self.words(value), style)], error=True)

    def say(self, value: object, style: str = "plain") -> None:
        """Say something on standard output."""
        self._print([Line(self.words(value), style)], error=False)

    def say_error(self, error: EmergencyError) -> None:
        """What is wrong, and what to do: to a person who is being asked."""
        self.say(error.message, "warn")
        if error.hint:
            self.say(error.hint)

    def data(self, value: object) -> None:
        """A machine-readable answer on standard output."""
        with contextlib.suppress(OSError):
            self.world.stdout.write(escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")
            self.world.stdout.flush()

    def _print(self, lines: Iterable[Line], *, error: bool) -> None:
        """Nobody reading any more (`| head`) is no reason to stop recording.

        Names and addresses of a forged log or plan come here as they stand: the last place to take their power away.
        """
        with contextlib.suppress(OSError):
            self._write((replace(line, text=clean(line.text)) for line in lines), error=error)

    def _write(self, lines: Iterable[Line], *, error: bool) -> None:
        stream = self.world.stderr if error else self.world.stdout
        if not self.world.colour:
            for line in lines:
                for text in line.wrapped(self.width):
                    stream.write(text + "\n")
        else:
            console = self._console(error)
            for line in lines:
                for text in line.wrapped(self.width):
                    console.print(
                        text,
                        style=_STYLES[line.style],
                        markup=False,
                        emoji=False,
                        highlight=False,
                        no_wrap=True,
                        crop=False,
                        overflow="ignore",
                    )
        stream.flush()

    def _console(self, error: bool) -> "Console":
        from rich.console import Console

        stream = self.world.stderr if error else self.world.stdout
        return Console(
            file=stream, width=1000, force_terminal=True, markup=False, emoji=False, highlight=False, soft_wrap=True
        )
