"""One numbered choice on a terminal: which of several things is meant."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import typer

from emergency_cli.core.text import Message, folded, listed, msg
from emergency_cli.errors import Ambiguous, Misused
from emergency_cli.screen.line import Line
from emergency_cli.session import Session

T = TypeVar("T")


def chosen(session: Session, title: object, choices: Sequence[tuple[T, object]]) -> T:
    """What is picked by its number; Enter alone picks nothing and is asked again. Raises Left."""
    from emergency_cli.walk.person.ask import Asker

    words = session.screen.words
    session.screen.say(title, "title")
    session.screen.show([Line(f"{number:>2}  {words(text)}", hang=4) for number, (_, text) in enumerate(choices, 1)])
    ask = Asker(session.world)
    while True:
        typed = folded(ask.reply(words.say("Number, then Enter (q = leave) > ")))
        if number := listed(typed, len(choices)):
            return choices[number - 1][0]
        if typed:
            session.screen.say(msg("“{text}” is not in the list.", text=typed), "warn")


def picked(session: Session, title: Message, choices: Sequence[tuple[str, object]], *, json: bool = False) -> str:
    """What was left out of a line, picked at a terminal; elsewhere Misused with the list."""
    if session.world.interactive and not json:
        from emergency_cli.walk.person.ask import Left

        try:
            return chosen(session, title, choices)
        except Left:
            raise typer.Exit from None
    names = [msg("{name} ({title})", name=name, title=text) for name, text in choices]
    raise Misused(title, msg("Name one of {names}.", names=names))


def picked_type(session: Session, *, json: bool = False) -> str:
    """The incident type that was left out of a line."""
    books = session.plan.playbooks()
    return picked(session, msg("Which incident type?"), [(book.id, book.title) for book in books], json=json)


def clear(session: Session, typed: str, find: Callable[[str], object], *, json: bool = False) -> str:
    """What was typed, with one thing in the place of a name that several go by: it is picked at a terminal.

    `find` finds what is named. Raises Misused, and Ambiguous where nobody can be asked or nothing was picked.
    """
    while True:
        try:
            find(typed)
        except Ambiguous as error:
            if json or not session.world.interactive:
                raise
            from emergency_cli.walk.person.ask import Left

            try:
                meant = chosen(session, msg("“{text}”: which is it?", text=error.query), error.choices)
            except Left:
                raise error from None
            typed = typed.replace(error.query, meant, 1)
        else:
            return typed


def all_clear(
    session: Session, typed: Iterable[str] | None, find: Callable[[str], object], *, json: bool = False
) -> list[str]:
    """Each of several as `clear` makes it."""
    return [clear(session, each, find, json=json) for each in typed or ()]
