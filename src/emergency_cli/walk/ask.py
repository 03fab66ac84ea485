"""Putting a question to a person: prompt_toolkit on a terminal, plain lines otherwise."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from emergency_cli.core.text import narrow as narrow
from emergency_cli.core.text import readable
from emergency_cli.language import clean
from emergency_cli.world import World

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings

Toolbar = Callable[[], str]


class Left(Exception):
    """The person left: Ctrl-C, end of input, a closed terminal. What was recorded stays recorded."""


class Asker(Protocol):
    """Asks; both ways raise Left when nobody answers any more."""

    def key(self, prompt: str, hot: str, toolbar: Toolbar) -> str:
        """One key of `hot`, at once; or a typed line. Enter alone is the empty string."""

    def line(self, prompt: str, toolbar: Toolbar | None = None) -> str:
        """A typed line, without the spaces round it."""


def asker(world: World) -> Asker:
    """The way to ask in this world."""
    if world.terminal == "full":
        try:
            return _Keys()
        except (ImportError, OSError, EOFError):  # pragma: no cover - a terminal prompt_toolkit cannot use
            pass
    return _Lines(world)


class _Lines:
    """Plain lines: any terminal, any screen reader, and tests."""

    def __init__(self, world: World) -> None:
        self.world = world

    def key(self, prompt: str, hot: str, toolbar: Toolbar) -> str:  # noqa: ARG002 - a line holds any key
        return self.line(prompt)

    def line(self, prompt: str, toolbar: Toolbar | None = None) -> str:  # noqa: ARG002 - plain lines have no toolbar
        self.world.stdout.write(clean(prompt))
        self.world.stdout.flush()
        try:
            text = self.world.stdin.readline()
        except (KeyboardInterrupt, OSError) as stop:
            raise Left from stop
        if not text:
            raise Left
        return readable(text.strip())


class _Keys:
    """prompt_toolkit: keys that act at once, a real line editor for Chinese, a toolbar with a live clock."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession

        self._session: PromptSession[str] = PromptSession()
        self._waiting = False
        self._told_to_end = False

    def key(self, prompt: str, hot: str, toolbar: Toolbar) -> str:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.input.typeahead import clear_typeahead
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

        keys = KeyBindings()
        empty = Condition(lambda: not self._session.default_buffer.text)

        def bind(character: str) -> None:
            @keys.add(character, filter=empty, eager=True)
            def _(event: KeyPressEvent) -> None:
                event.app.exit(result=narrow(character))

        for character in hot:
            bind(character)
            if character.isalnum():
                bind(chr(ord(character) + 0xFEE0))
        _forget_typed_ahead()
        clear_typeahead(self._session.app.input)
        return self._ask(prompt, toolbar, keys)

    def line(self, prompt: str, toolbar: Toolbar | None = None) -> str:
        from prompt_toolkit.key_binding import KeyBindings

        return self._ask(prompt, toolbar, KeyBindings())

    def _ask(self, prompt: str, toolbar: Toolbar | None, keys: "KeyBindings") -> str:
        # A session keeps what it is not told anew: keys and toolbar are named every time.
        try:
            with self._ending_is_leaving():
                answer: str = self._session.prompt(
                    clean(prompt),
                    key_bindings=keys,
                    bottom_toolbar=(lambda: clean(toolbar())) if toolbar else "",
                    refresh_interval=1.0 if toolbar else 0.0,
                    enable_suspend=True,
                    pre_run=self._now_waiting,
                )
        except (EOFError, KeyboardInterrupt) as stop:
            raise Left from stop
        if self._told_to_end:
            raise Left
        return readable(answer.strip())

    def _now_waiting(self) -> None:
        """The prompt is up: from here on it takes signals itself; one that came before ends it now."""
        self._waiting = True
        if self._told_to_end:
            self._session.app.exit(exception=KeyboardInterrupt())

    @contextlib.contextmanager
    def _ending_is_leaving(self) -> Iterator[None]:
        """While a prompt holds the terminal, a signal to end counts as Ctrl-C: the terminal is given back as it was."""

        def leave(*_: object) -> None:
            again, self._told_to_end = self._told_to_end, True
            if self._waiting and not again:
                signal.raise_signal(signal.SIGINT)

        names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {number: signal.signal(number, leave) for number in numbers}
        try:
            yield
        finally:
            self._waiting = False
            for number, how in before.items():
                signal.signal(number, how)


def _forget_typed_ahead() -> None:
    """Keys typed before the card was drawn must not tick it."""
    if sys.platform == "win32":  # pragma: no cover
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios

    with contextlib.suppress(termios.error, OSError, ValueError):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
