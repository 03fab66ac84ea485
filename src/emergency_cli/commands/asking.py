"""Asking at a terminal for what was not said on the command line."""

from collections.abc import Sequence

from emergency_cli.core.text import Message, Text, msg
from emergency_cli.errors import Misused
from emergency_cli.session import Session


def asked_for(session: Session, given: str | None, question: Message, option: str, usual: str | None = None) -> str:
    """What was given, else what is typed, else what is usual. Raises Misused where nobody can be asked, or leaves."""
    if given and given.strip():
        return given.strip()
    if not session.world.interactive:
        if usual is None:
            raise Misused(msg("Not said: {what}", what=question), msg("Add {option}.", option=option))
        return usual
    from emergency_cli.walk.person.ask import Asker, Left

    words, ask = session.screen.words, Asker(session.world)
    shown = msg("{question} (Enter: {usual}) > ", question=question, usual=usual) if usual else None
    while True:
        try:
            typed = ask.reply(words(shown or msg("{question} > ", question=question)))
        except Left:
            raise Misused(msg("Left; nothing was changed.")) from None
        if typed or usual is not None:
            return typed or usual or ""


def name_asked(
    session: Session,
    languages: Sequence[str],
    given: tuple[str | None, str | None],
    question: Message,
    options: tuple[str, str],
) -> Text:
    """A name in the languages of a plan; where that is one, either option gives it."""
    if len(languages) == 1:
        name = asked_for(session, given[0] or given[1], question, options[0])
        return Text(name, name)
    questions = (msg("{question}, in Chinese", question=question), msg("{question}, in English", question=question))
    zh, en = (asked_for(session, *each) for each in zip(given, questions, options, strict=True))
    return Text(zh, en)
