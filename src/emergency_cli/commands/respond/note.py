"""`emergency note`: something worth keeping, in the officer's words."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.options import Copyable, Json, verb
from emergency_cli.core.incident import actions
from emergency_cli.core.personal import seal
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm


@verb("emergency note '烟从配电间出来'", Exit.REFUSED, Exit.NOT_SAVED)
def note(
    session: Copyable,
    text: Annotated[str, Argument(metavar="TEXT", help="The note, in quotes.")],
    *,
    personal: Annotated[bool, Option("--personal", help="Personal data: sealed, and can be destroyed later.")] = False,
    json: Json = False,
) -> None:
    """Keep something in the officer's words; `personal` seals it."""
    case = session.case()
    at, by = session.at(case), session.by(case)
    words = text.strip()
    if not words:
        raise Misused(msg("The note is empty."), msg("Type the text after the command, in quotes."))
    kept = seal(words, session.world.random(32)) if personal else words
    case, entry = session.record(case, lambda incident: actions.note(incident, kept, at=at, by=by))
    confirm(session, case, entry, json=json)
