"""Putting a question to a person: a line editor on a terminal, plain lines otherwise."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from emergency_cli.core.text import narrow, readable
from emergency_cli.language import clean
from emergency_cli.world import World

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings

Toolbar = Callable[[], str]


class Left(Exception):
    """The person left: Ctrl-C, end of input, a closed terminal. What was recorded stays recorded."""


class Asker:
    """Asks one person. The line editor is loaded with the first question, when the card is on the screen already."""

    def __init__(self, world: World, *, drawn: bool = False) -> None:
        """Get ready to ask; `drawn`: a card is on the screen, and what was typed before it has been dropped."""
        self._world = world
        self._editor: _Editor | None = None
        self._usable = world.terminal == "full"
        self._drawn = drawn

    def drawn(self) -> None:
        """A card is on the screen. What was typed before must not tick it; what is typed from now on is kept."""
        drop_typed(self._world)
        if self._editor:
            self._editor.drop_typed()
        self._drawn = True

    def key(self, prompt: str, hot: str, toolbar: Toolbar) -> str:
        """One key of `hot`, at once; or a typed line. Enter alone is the empty string. Raises Left."""
        if not self._drawn:
            self.drawn()
        self._drawn = False
        editor = self._loaded()
        return editor.key(prompt, hot, toolbar) if editor else self._plain(prompt)

    def line(self, prompt: str, toolbar: Toolbar | None = None) -> str:
        """A typed line, without the spaces round it. Raises Left."""
        editor = self._loaded()
        return editor.line(prompt, toolbar) if editor else self._plain(prompt)

    def _loaded(self) -> "_Editor | None":
        """The line editor, `None` where the terminal has none: then any key is a line of its own."""
        if self._usable and self._editor is None:
            try:
                self._editor = _Editor()
            except (ImportError, OSError, EOFError):  # pragma: no cover - a terminal prompt_toolkit cannot use
                self._usable = False
            except KeyboardInterrupt as stop:
                raise Left from stop
        return self._editor

    def _plain(self, prompt: str) -> str:
        self._world.stdout.write(clean(prompt))
        self._world.stdout.flush()
        try:
            text = self._world.stdin.readline()
        except (KeyboardInterrupt, OSError) as stop:
            raise Left from stop
        if not text:
            raise Left
        return readable(text.strip())


class _Editor:
    """prompt_toolkit: keys that act at once, a real line editor for Chinese, a toolbar with a live clock."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession

        self._session: PromptSession[str] = PromptSession()
        self._waiting = False
        self._told_to_end = False

    def drop_typed(self) -> None:
        """Forget what was read at the last prompt and belongs to no answer."""
        from prompt_toolkit.input.typeahead import clear_typeahead

        clear_typeahead(self._session.app.input)

    def key(self, prompt: str, hot: str, toolbar: Toolbar) -> str:
        from prompt_toolkit.filters import Condition
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
                bind(chr(ord(character) + 0xFEE0))  # its full-width form
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


def drop_typed(world: World) -> None:
    """Drop the keys that wait in the terminal: they were typed before what they would answer could be read."""
    if world.terminal != "full":
        return
    if sys.platform == "win32":  # pragma: no cover
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios

    with contextlib.suppress(termios.error, OSError, ValueError):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
