"""`emergency order`: what a leader instructed, read back, and a step of its own until its result is known."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Json, Recording, verb
from emergency_cli.core.address import Address
from emergency_cli.core.events import Ordered
from emergency_cli.core.plan.playbook import ORDERS
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_due
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.ordering import ordered


@verb(
    msg("emergency order 'close the second floor' --from Lee --to guards --due 15:30"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="Its result is recorded like that of any step: emergency done orders/1.",
)
def order(
    session: Recording,
    text: Annotated[str, Argument(metavar="TEXT", help="What was ordered, in quotes.")],
    *,
    from_: Annotated[
        str | None, Option("--from", metavar="NAME", help="Who ordered it.", autocompletion=complete.parties)
    ] = None,
    to: Annotated[
        str | None, Option("--to", metavar="PARTY", help="Who has to do it.", autocompletion=complete.parties)
    ] = None,
    due: Annotated[str | None, Option("--due", metavar="TIME", help="By when: 15:30, or 30m from now.")] = None,
    json: Json = False,
) -> None:
    """Record what a leader ordered. It is a step of its own, open until it is done or could not be."""
    case = session.case()
    at, by = session.at(case), session.by(case)
    if not text.strip():
        raise Misused(msg("Say what was ordered, in quotes."))
    if not from_ or not to:
        raise Misused(msg("Say who ordered it and who has to do it: --from NAME --to PARTY."))
    until = parse_due(due, case.incident.local(session.now())) if due else None
    decide = ordered(session, case, text.strip(), leader=from_, to=to, due=until)
    case, entry = session.record(case, lambda incident: decide(incident, at, by))
    confirm(session, case, entry, json=json)
    if isinstance(entry.event, Ordered) and not json:
        address = str(Address(ORDERS, entry.event.order))
        session.screen.say(msg("When it is done: emergency done {step}", step=address))
