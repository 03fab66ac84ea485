"""One numbered choice on a terminal: which of several things is meant."""

from collections.abc import Sequence
from typing import TypeVar

from emergency_cli.core.text import folded, msg
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import title_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker

T = TypeVar("T")


def unclosed(session: Session) -> list[Case]:
    """The incidents that are not closed, real ones first."""
    return sorted(session.home.unclosed(), key=lambda case: case.incident.drill)


def which_of(session: Session, cases: Sequence[Case]) -> Case:
    """The incident that is picked from several. Raises Left."""
    words, now = session.screen.words, session.now()
    return chosen(
        session, msg("Which incident?"), [(case, title_line(case.incident, words, now).text) for case in cases]
    )


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
