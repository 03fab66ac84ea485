"""The guide of the tour: at each prompt of the walk it says what can be typed there, or types it."""

from collections import deque

from msgspec import Struct

from emergency_cli.core.text import Message, msg
from emergency_cli.screen.line import Line
from emergency_cli.screen.terminal import Screen
from emergency_cli.walk.person.ask import Asker, Left, Toolbar
from emergency_cli.world import World


class _Hint(Struct, frozen=True):
    """Something to know at a prompt, and what to type there to see it; `""` is Enter."""

    text: Message
    typed: Message | None = None


_HINTS = (
    _Hint(
        msg("The card comes before any question. Enter does what the prompt says; it is on disk before the next one.")
    ),
    _Hint(
        msg("Whatever else you type is kept as a note, with its time."), msg("The back door sticks, somebody is at it")
    ),
    _Hint(msg("? explains the step: where the plan says it, and the other keys."), msg("{text}", text="?")),
    _Hint(
        msg("i shows on one screen how it stands: for a leader who walks in, or the relief."), msg("{text}", text="i")
    ),
    _Hint(msg("The next step is always in the prompt. A digit ticks another step of the card.")),
)
_QUESTION = _Hint(
    msg("A question: type its answer; that nobody knows is one too. Nothing is filled in for you."), msg("unknown")
)
_LAST = _Hint(
    msg("Go on as long as you like. q leaves at any time, and nothing is lost: here it leads on to the documents."),
    msg("{text}", text="q"),
)
# How many prompts are passed with Enter where nobody types, before the walk is left.
_PLAYED = 6


class Guide(Asker):
    """Asks as everything does, with a hint before it. `auto`: nobody is there, and what a hint says is typed."""

    def __init__(self, world: World, screen: Screen, *, auto: bool) -> None:
        super().__init__(world)
        self._screen, self._auto = screen, auto
        self._hints = deque(_HINTS)
        self._asked = 0
        self._over = False

    def say(self, text: Message) -> None:
        """Something that the guide says, and not the program."""
        words = self._screen.words
        self._screen.show([Line(""), Line(words.say("» {text}", text=text), "mind", hang=2)])

    def command(self, typed: str) -> None:
        """A command as it would be typed."""
        self._screen.show([Line(f"$ {self._screen.words.called} {typed}", "order", hang=4)])

    def pause(self) -> None:
        """Wait until it was read. Raises Left."""
        if not self._auto:
            self.reply(self._screen.words.say("Enter = go on (q = leave the tour) > "))

    def line(self, prompt: str, toolbar: Toolbar | None = None, enter: str = "") -> str:
        """A typed line, as of everybody who asks. Raises Left."""
        hint = self._hint(step=bool(enter), card=toolbar is not None and prompt.endswith("> "))
        if hint:
            self.say(hint.text)
        typed = self._screen.words(hint.typed) if hint and hint.typed else ""
        if not self._auto:
            if hint:
                said = typed or self._screen.words.say("Enter")
                self._screen.say(msg("  Try it: {typed}", typed=said), "mind")
            return super().line(prompt, toolbar, enter)
        self._screen.say(f"{prompt}{typed}" if typed else f"{prompt}↵")
        if typed == "q":
            raise Left
        return typed

    def _hint(self, *, step: bool, card: bool) -> _Hint | None:
        """What is to be known at this prompt: each hint once, in their order, those of a step where one is asked."""
        if not card or self._over:
            return None
        if step and self._hints:
            return self._hints.popleft()
        self._asked += 1
        if self._asked > (_PLAYED if self._auto else 1):
            self._over = True
            return _LAST
        return _QUESTION if not step else None
