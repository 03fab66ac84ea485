"""One numbered choice on a terminal: which of several things is meant."""

from collections.abc import Sequence
from typing import TypeVar

from emergency_cli.core.text import folded, msg
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.walk.ask import Asker

T = TypeVar("T")


def chosen(session: Session, title: object, choices: Sequence[tuple[T, str]]) -> T:
    """What is picked by its number; Enter alone picks nothing and is asked again. Raises Left."""
    words = session.screen.words
    session.screen.say(title, "title")
    session.screen.show([Line(f"{number:>2}  {text}", hang=4) for number, (_, text) in enumerate(choices, 1)])
    ask = Asker(session.world)
    while True:
        typed = folded(ask.reply(words.say("Number, then Enter (q = leave) > ")))
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1][0]
        if typed:
            session.screen.say(msg("“{text}” is not in the list.", text=typed), "warn")
