"""`emergency note`: something worth keeping, in the officer's words."""

import contextlib
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.options import Copyable, Json, verb
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.actions.allowed import LONGEST
from emergency_cli.core.text import msg, readable
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.session import Session


@verb(msg("emergency note 'smoke from the switch room'"), Exit.REFUSED, Exit.NOT_SAVED)
def note(
    session: Copyable,
    text: Annotated[
        str | None, Argument(metavar="TEXT", help="The note, in quotes; without it, or as -, it is asked for.")
    ] = None,
    *,
    personal: Annotated[bool, Option("--personal", help="Personal data: sealed, and can be destroyed later.")] = False,
    key: Annotated[bool, Option("--key", help="A key note: it goes into bulletins and the summary.")] = False,
    json: Json = False,
) -> None:
    """Keep something in the officer's words; `personal` seals it, `key` marks it."""
    case = session.case()
    at, by = session.at(case), session.by(case)
    words = _asked(session) if text is None or text == "-" else text.strip()
    if not words:
        raise Misused(
            msg("The note is empty."), msg("Type the text after the command, in quotes, or when it is asked for.")
        )
    plain, marked = (words, False) if personal else actions.as_noted(words)
    kept = session.seal(plain) if personal else plain
    case, entry = session.record(case, lambda incident: actions.note(incident, kept, at=at, by=by, key=key or marked))
    confirm(session, case, entry, json=json)


def _asked(session: Session) -> str:
    """What is typed at the question, or comes through a pipe: no shell's history and no list of processes has it."""
    if not session.world.interactive:
        return readable(session.world.stdin.read(LONGEST + 1)).strip()
    from emergency_cli.walk.person.ask import Asker, Left

    with contextlib.suppress(Left):
        return Asker(session.world).reply(session.screen.words.say("Note:") + " ")
    return ""
