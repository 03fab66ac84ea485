"""A screen that is drawn anew again and again, as long as somebody looks at it."""

import contextlib
from collections.abc import Callable
from itertools import zip_longest

from rich.console import Console
from rich.live import Live
from rich.text import Text

from emergency_cli.core.width import columns
from emergency_cli.screen.incident.board import GAP, Sheet
from emergency_cli.screen.line import Line
from emergency_cli.screen.terminal import Screen


def follow(screen: Screen, draw: Callable[[int, int], Sheet], pause: float) -> None:
    """Draw until somebody presses Ctrl-C, every `pause` seconds; `draw` is given the columns and lines there are."""
    world = screen.world
    console = Console(file=world.stdout, force_terminal=True, highlight=False, markup=False, emoji=False)
    with (
        contextlib.suppress(KeyboardInterrupt),
        Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False) as live,
    ):
        while True:
            width, height = console.size
            live.update(painted(screen, draw(width - 1, height)), refresh=True)
            world.pause(pause)


def painted(screen: Screen, sheet: Sheet) -> Text:
    """A sheet as Rich shows it."""
    rows = [screen.painted(line, sheet.width) for line in sheet.top]
    rows += [_row(screen, cells, sheet.room) for cells in zip_longest(*sheet.sides, fillvalue=Line(""))]
    return Text.from_ansi("\n".join(rows), no_wrap=True, overflow="crop", end="")


def _row(screen: Screen, cells: tuple[Line, ...], room: int) -> str:
    """The lines of all columns that stand beside each other."""
    *first, last = cells
    filled = [screen.painted(line, room) + " " * (room + GAP - columns("".join(line.wrapped(room)))) for line in first]
    return "".join([*filled, screen.painted(last, room)])
