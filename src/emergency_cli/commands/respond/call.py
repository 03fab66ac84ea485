"""`emergency call`: who was told, or could not be reached."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import all_clear
from emergency_cli.commands.options import Copyable, Json, verb
from emergency_cli.core.incident import actions
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.contacts import ask_for_zone, next_in_ladder_lines
from emergency_cli.recording.naming import roster_of, told
from emergency_cli.session import Session


@verb(
    "emergency call emergency-office=no-answer",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="OUTCOME is reached, no-answer, or called (waiting; also if left out). After no-answer it says who is next.",
)
def call(
    session: Copyable,
    pairs: Annotated[
        list[str], Argument(metavar="PARTY[=OUTCOME]", help="Who was called.", autocompletion=complete.calls)
    ],
    *,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What was said.")] = None,
    json: Json = False,
) -> None:
    """Somebody was told, or was tried, outside of any step. An unanswered call shows who comes next."""
    try:
        case = session.case()
    except Misused:
        if not _shouted(session, pairs):
            raise
        return
    at, by, roster = session.at(case), session.by(case), roster_of(session, case.incident)
    pairs = all_clear(session, pairs, lambda pair: told(roster, [pair]), json=json)
    contacts = told(roster, pairs)
    case, entry = session.record(case, lambda incident: actions.make_call(incident, contacts, at=at, by=by, text=text))
    confirm(session, case, entry, json=json)
    if json:
        return
    ask_for_zone(session, case.incident, [one.party for one in contacts])
    for one, pair in zip(contacts, pairs, strict=True):
        if one.outcome == "no-answer":
            session.screen.show(next_in_ladder_lines(session, case.incident, one.party))
        elif one.outcome == "called":
            party = pair.replace("＝", "=").partition("=")[0]
            session.screen.tell(msg("Once it is answered: emergency call {party}=reached", party=party))


def _shouted(session: Session, pairs: list[str]) -> bool:
    """Whether nobody was called yet, because nothing is open: “call an ambulance” opens what it means."""
    words = " ".join(pairs)
    shouted = next(
        (said for said in (f"call {words}", words) if not session.plan.meaning(said, slips=False).doubtful), None
    )
    named = session.request.incident is not None
    if shouted is None or named or not all(case.incident.drill for case in session.home.unclosed()):
        return False
    from emergency_cli.commands.respond.opening.start import start

    start(session, shouted)
    return True
