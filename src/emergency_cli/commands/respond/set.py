"""`emergency set`: answers given or changed."""

from typing import Annotated

from typer import Argument

from emergency_cli.commands import complete
from emergency_cli.commands.choice import all_clear
from emergency_cli.commands.options import Copyable, Json, Reason, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import awaited
from emergency_cli.core.personal import Personal
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit
from emergency_cli.recording.confirm import confirm, point_out_arrival
from emergency_cli.recording.naming import answers, check_names


@verb(
    msg("emergency set trapped=no 'place=second floor'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="Type ? or not-known if the answer is not known.",
)
def set_facts(
    session: Copyable,
    pairs: Annotated[
        list[str], Argument(metavar="FACT=VALUE", help="Questions and answers.", autocompletion=complete.facts)
    ],
    *,
    reason: Reason = None,
    json: Json = False,
) -> None:
    """Answer questions, or change answers."""
    case = session.case()
    at, by = session.at(case), session.by(case)
    pairs = all_clear(session, pairs, lambda pair: check_names(session, case.incident, pair), json=json)

    given = answers(session, case.incident, pairs, at=at)
    # The line has no seal for the reason of an answer, a correction has: why a name changed often names somebody.
    apart = reason if any(isinstance(value, Personal) for value in given.values()) else None

    def decide(incident: Incident) -> Event:
        facts = given if incident is case.incident else answers(session, incident, pairs, at=at)
        return actions.set_facts(incident, facts, at=at, by=by, reason=None if apart else reason)

    awaiting = awaited(board(case.incident, session.now()))
    case, entry = session.record(case, decide)
    for fact in awaiting.keys() & given.keys():
        point_out_arrival(session, case.incident, fact)
    if apart:
        sealed = session.seal(apart)
        case, _ = session.record(case, lambda _: actions.correct(entry, "reason", sealed, at=at, by=by))
    confirm(session, case, entry, json=json)
