"""Putting a question to a person: a line editor on a terminal, plain lines otherwise. What is typed is a line."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from emergency_cli.core.cleaning import clean
from emergency_cli.core.text import folded, readable
from emergency_cli.core.width import broken, columns
from emergency_cli.walk.person.pace import MORE_AFTER_ENTER, MORE_AFTER_LINE, Pace, more_waits
from emergency_cli.world import World

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings

# How often it is looked whether a prompt has to make way, in seconds.
_LOOK = 0.5
Toolbar = Callable[[], str]
# Ctrl-L: draw again what is asked. No line that somebody types is this one.
REDRAW = "\f"
# What leaves wherever something is asked. On a card further words do (`walk.vocabulary`).
LEAVING = ("q", "quit", "exit", "退出")


class Left(Exception):
    """The person left: q, Ctrl-C, end of input, a closed terminal. What was recorded stays recorded."""


class Asker:
    """Asks one person. The line editor is loaded with the first question, when the card is on the screen already.

    A line is what came until Enter and was followed by nothing: what is pasted, or typed in one burst, is one text of
    several lines. Enter alone counts only some time after its prompt is there (`walk.pace`); sooner it is no answer.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._pace = Pace(world.seconds)
        self._editor: _Editor | None = None
        self._usable = world.terminal == "full"
        self._until: Callable[[], bool] | None = None

    def drawn(self) -> str:
        """A card is on the screen. What was typed before must not tick it; what is typed from now on is kept.

        What was dropped, so that words can be asked for once more.
        """
        waited = drop_typed(self._world)
        return (self._editor.drop_typed() if self._editor else "") + waited

    @contextlib.contextmanager
    def until(self, interrupted: Callable[[], bool]) -> Iterator[None]:
        """Within it a line at which nothing was typed yet ends as `REDRAW` when something is to be shown."""
        self._until = interrupted
        try:
            yield
        finally:
            self._until = None

    def line(self, prompt: str, toolbar: Toolbar | None = None, enter: str = "") -> str:
        """A typed line, without the spaces round it; the empty string is Enter alone. Raises Left.

        `enter`: what Enter alone would record, shown where the line will be. Ctrl-L is `REDRAW`.
        """
        self._pace.drawn()
        editor, prompt = self._loaded(), self._fitting(prompt)
        if editor:
            return editor.line(prompt, toolbar, self._beside(prompt, enter), self._until)
        return self._plain(prompt, enter)

    def reply(self, prompt: str, toolbar: Toolbar | None = None, leaving: Collection[str] = LEAVING) -> str:
        """The answer to a question, as one line; q leaves. Raises Left."""
        while (typed := self.line(prompt, toolbar)) == REDRAW:
            pass
        if folded(typed) in leaving:
            raise Left
        return " ".join(typed.split("\n"))

    def _fitting(self, prompt: str) -> str:
        """The prompt in lines of the screen, broken between words; the space behind it stays."""
        asked, width = prompt.rstrip(" "), self._world.width - 1
        return "\n".join(broken(asked, width, width)) + prompt[len(asked) :]

    def _beside(self, prompt: str, enter: str) -> str:
        """What stands behind a prompt, filled up so that the screen breaks it between words."""
        width = self._world.width
        room = [width - columns(prompt.rpartition("\n")[2]), width]
        pieces = list(broken(enter, max(8, room[0]), width)) if enter else []
        filled = [piece + " " * (room[min(place, 1)] - columns(piece)) for place, piece in enumerate(pieces[:-1])]
        return "".join([*filled, *pieces[-1:]])

    def _loaded(self) -> "_Editor | None":
        """The line editor, `None` where the terminal has none."""
        if self._usable and self._editor is None:
            try:
                self._editor = _Editor(self._pace)
            except (ImportError, OSError, EOFError):  # pragma: no cover - a terminal prompt_toolkit cannot use
                self._usable = False
            except KeyboardInterrupt as stop:
                raise Left from stop
        return self._editor

    def _plain(self, prompt: str, enter: str) -> str:
        shown = f"[{enter}] {prompt}" if enter else prompt
        self._world.stdout.write(clean(shown))
        self._world.stdout.flush()
        try:
            return self._plain_line()
        except (KeyboardInterrupt, OSError) as stop:
            raise Left from stop

    def _plain_line(self) -> str:
        """What came until Enter with nothing behind it. Raises Left."""
        stdin, lines = self._world.stdin, list[str]()
        while True:
            line = stdin.readline()
            if not line:
                raise Left
            lines.append(line)
            text = "".join(lines).strip()
            if more_waits(stdin, MORE_AFTER_LINE if text else MORE_AFTER_ENTER):
                self._pace.entered()
                continue
            if text or REDRAW in line:
                return readable(text) or REDRAW
            if self._pace.entered():
                return ""
            lines.clear()


class _Editor:
    """prompt_toolkit: a real line editor for Chinese, and a toolbar with a live clock."""

    def __init__(self, pace: Pace) -> None:
        from prompt_toolkit import PromptSession

        self._session: PromptSession[str] = PromptSession()
        # A warning in English, in the middle of a card, about a terminal that nobody will change now.
        self._session.app.renderer.cpr_not_supported_callback = None
        self._pace = pace
        self._waiting = False
        self._told_to_end = False
        # An Enter after which something may still come: whatever does takes its meaning away.
        self._enter: object = None
        self._until: Callable[[], bool] | None = None
        self._keys = self._bound()
        self._drawn = False
        self._session.app.key_processor.before_key_press += lambda _: self._more_came()
        self._session.app.after_render += lambda _: self._rendered()

    def drop_typed(self) -> str:
        """Forget what was read at the last prompt and belongs to no answer: this was it."""
        from prompt_toolkit.input.typeahead import get_typeahead

        return "".join(key.data for key in get_typeahead(self._session.app.input))

    def line(self, prompt: str, toolbar: Toolbar | None, enter: str, until: Callable[[], bool] | None = None) -> str:
        """A typed line. Raises Left."""
        self._until = until
        # A session keeps what it is not told anew: keys and toolbar are named every time.
        try:
            with self._ending_is_leaving():
                answer: str = self._session.prompt(
                    clean(prompt),
                    placeholder=[("class:auto-suggestion", clean(enter))] if enter else "",
                    key_bindings=self._keys,
                    bottom_toolbar=(lambda: clean(toolbar())) if toolbar else "",
                    refresh_interval=1.0 if toolbar else 0.0,
                    enable_suspend=True,
                    pre_run=self._now_waiting,
                )
        except (EOFError, KeyboardInterrupt, OSError) as stop:  # OSError: the window was closed, nobody is there
            raise Left from stop
        if self._told_to_end:
            raise Left
        return answer if answer == REDRAW else readable(answer.strip())

    # --- Enter -----------------------------------------------------------------------------------------------------

    def _rendered(self) -> None:
        """From the moment at which the prompt can be read its time begins."""
        if not self._drawn:
            self._drawn = True
            self._pace.drawn()

    def _bound(self) -> "KeyBindings":
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

        keys = KeyBindings()

        @keys.add("enter", eager=True)
        @keys.add("c-j", eager=True)
        def _(_: KeyPressEvent) -> None:
            self._entered()

        @keys.add("c-l", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.renderer.clear()
            if not event.app.current_buffer.text:
                event.app.exit(result=REDRAW)

        return keys

    def _entered(self) -> None:
        """Enter was pressed: it counts if nothing comes right behind it, and alone only in its time."""
        import asyncio

        empty = not self._session.default_buffer.text.strip()
        counts = self._pace.entered()
        self._enter = mine = object()

        def settled() -> None:
            if self._enter is mine:
                self._enter = None
                if counts or not empty:
                    self._session.default_buffer.validate_and_handle()

        wait = MORE_AFTER_ENTER if empty else MORE_AFTER_LINE
        asyncio.get_running_loop().call_later(wait, settled)

    def _more_came(self) -> None:
        """A key right behind an Enter: both are part of one text."""
        if self._enter is not None:
            self._enter = None
            buffer = self._session.default_buffer
            if buffer.text.strip():
                buffer.cursor_position = len(buffer.text)
                buffer.insert_text("\n")

    async def _make_way(self, interrupted: Callable[[], bool]) -> None:
        """End the line for something that is to be shown, unless somebody is typing."""
        import asyncio

        while True:
            await asyncio.sleep(_LOOK)
            if self._enter is None and not self._session.default_buffer.text and interrupted():
                self._session.app.exit(result=REDRAW)
                return

    # --- signals ---------------------------------------------------------------------------------------------------

    def _now_waiting(self) -> None:
        """The prompt is up: from here on it takes signals itself; one that came before ends it now."""
        self._waiting, self._enter, self._drawn = True, None, False
        if self._until:
            self._session.app.create_background_task(self._make_way(self._until))
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


def drop_typed(world: World) -> str:
    """Drop the keys that wait in the terminal: they were typed before what they would answer could be read.

    What was dropped, as far as it was ended by Enter.
    """
    if not world.stdin.isatty():
        return ""
    if sys.platform == "win32":  # pragma: no cover
        import msvcrt

        return "".join(iter(lambda: msvcrt.getwch() if msvcrt.kbhit() else "", ""))
    import select
    import termios

    waited = b""
    with contextlib.suppress(termios.error, OSError, ValueError):
        terminal = world.stdin.fileno()
        while select.select([terminal], [], [], 0)[0] and (line := os.read(terminal, 4096)):
            waited += line
        termios.tcflush(terminal, termios.TCIFLUSH)
    return waited.decode(errors="replace")
