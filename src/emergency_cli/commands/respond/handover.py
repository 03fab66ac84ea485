"""`emergency handover`: both sides of a shift change."""

from typing import Annotated

from typer import Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Json, Recording, verb
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.report.briefs.brief import brief_of
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.screen.incident.brief import brief_lines


@verb(
    msg("emergency handover --to Kim --text '…'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="--to NAME leaves, --accept takes over; both together do it in one go.",
)
def handover(
    session: Recording,
    *,
    to: Annotated[
        str | None, Option("--to", metavar="NAME", help="Who takes over.", autocompletion=complete.parties)
    ] = None,
    accept: Annotated[bool, Option("--accept", help="Take over.")] = False,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What they need to know.")] = None,
    json: Json = False,
) -> None:
    """Both sides of a shift change: `--to NAME` leaves, `--accept` takes over; both together do it in one go."""
    case = session.case()
    at = session.at(case)
    if to is not None and not to.strip():
        raise Misused(msg("Say who takes over: --to NAME."))
    if not to and not accept:
        raise Misused(
            msg("Say who takes over (--to NAME), or that you do (--accept --by NAME)."),
        )
    entries = []
    if to:
        giver, receiver = session.by(case), to
        case, written = session.record(
            case, lambda incident: actions.offer_handover(incident, receiver, at=at, by=giver, text=text)
        )
        entries.append(written)
    if accept:
        offered = case.incident.handover
        taker = to or session.request.by or getattr(offered.event if offered else None, "to", None) or session.by(case)
        case, written = session.record(
            case, lambda incident: actions.accept_handover(incident, taker, at=session.now())
        )
        entries.append(written)
    confirm(session, case, entries, json=json)
    if not json:
        now = session.now()
        found = brief_of(case.incident, board(case.incident, now), now, session.plan.centre.reporting)
        session.screen.show(brief_lines(case.incident, found, session.screen.words, now))
