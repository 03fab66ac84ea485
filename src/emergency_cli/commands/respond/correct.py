"""`emergency correct`: one member of an entry, the original kept."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import clear
from emergency_cli.commands.options import Json, Reason, Recording, verb
from emergency_cli.core.events import Event, stamp
from emergency_cli.core.events.event import MOMENTS
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Words
from emergency_cli.core.terms import Member
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm, point_out
from emergency_cli.recording.naming import answer, check_names, entry, fact_address, fact_and_value


@verb(
    "emergency correct 7 --occurred 14:51 --reason '…'",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="One thing at a time. Works after closing too.",
)
def correct(
    session: Recording,
    query: Annotated[str, Argument(metavar="ENTRY", help="desk/n as the timeline shows it, or n alone.")],
    *,
    occurred: Annotated[str | None, Option("--occurred", metavar="TIME", help="The true time.")] = None,
    noticed: Annotated[
        str | None, Option("--noticed", metavar="TIME", help="When it was noticed, for an opening or a playbook.")
    ] = None,
    began: Annotated[
        str | None, Option("--began", metavar="TIME", help="When it began, for an opening or a playbook.")
    ] = None,
    actor: Annotated[str | None, Option("--actor", metavar="NAME", help="Who actually did it.")] = None,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="The text, or the reason.")] = None,
    fact: Annotated[
        str | None,
        Option("--set", metavar="FACT=VALUE", help="The answer as it should be.", autocompletion=complete.facts),
    ] = None,
    reason: Reason = None,
    json: Json = False,
) -> None:
    """Correct one member of an entry; the original stays visible."""
    case = session.case()
    at = session.at(case)
    by = session.by(case)
    offered: tuple[tuple[Member, str | None], ...] = (
        ("occurred", occurred), ("noticed", noticed), ("began", began),
        ("actor", actor), ("text", text), ("value", fact),
    )  # fmt: skip
    given = [(name, value) for name, value in offered if value is not None]
    if len(given) != 1:
        raise Misused(
            msg("Correct one thing at a time: --occurred, --noticed, --began, --actor, --text or --set FACT=VALUE.")
        )
    member, raw = given[0]
    if member == "value":
        step = getattr(entry(case.incident, query).event, "step", None)
        raw = clear(session, raw, lambda pair: check_names(session, case.incident, pair, step), json=json)
    since = case.incident.noticed if member == "occurred" else None
    moment = session.moment(raw, case.incident.local(session.now()), since) if member in MOMENTS else None

    def decide(incident: Incident) -> Event:
        target = entry(incident, query)
        value: Words = raw
        name = None
        which = member
        if moment:
            value = stamp(moment)
        elif which == "value":
            left, right = fact_and_value(raw)
            name = fact_address(incident, left, getattr(target.event, "step", None))
            value = answer(session, incident, name, right)
        elif which == "text" and "text" not in (*target.event.corrigible, getattr(target.event, "member", None)):
            which = "reason"
        return actions.correct(target, which, value, at=at, by=by, fact=name, reason=reason)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
    if moment and member == "occurred":
        point_out(session, case.incident, moment, written)
