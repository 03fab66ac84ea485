"""When Enter alone was meant: not before its prompt could be read, and never by a key that is held down."""

import contextlib
from collections.abc import Callable
from typing import TextIO

# How long a prompt has to be there, in seconds, before Enter alone answers it; as long, nobody may have pressed Enter.
QUIET = 0.4
# How long after Enter something else may come that makes it part of a burst. A key that is held down repeats within a
# tenth of a second; what is pasted comes at once.
MORE_AFTER_ENTER = 0.12
MORE_AFTER_LINE = 0.05


class Pace:
    """The times that count: when a prompt was drawn, and when Enter was pressed last. `seconds` only ever goes up."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._since = seconds()

    def drawn(self) -> None:
        """A prompt is on the screen."""
        self._since = max(self._since, self._seconds())

    def entered(self) -> bool:
        """Enter was pressed; whether it counts where nothing else was typed. Too soon, and the time begins anew."""
        now, since = self._seconds(), self._since
        self._since = now
        return now - since >= QUIET


def more_waits(stdin: TextIO, seconds: float) -> bool:
    """Whether something more comes on a plain terminal within that time: what was pasted is one text."""
    import select

    with contextlib.suppress(OSError, ValueError):  # no terminal; on Windows it cannot be asked
        return stdin.isatty() and bool(select.select([stdin.fileno()], [], [], seconds)[0])
    return False
