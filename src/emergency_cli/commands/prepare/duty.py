"""`emergency roster duty`: who is on duty when; the table is in the roster."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Json, verb
from emergency_cli.commands.prepare.entries import edited, one, people_named
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_day
from emergency_cli.errors import Exit, Misused
from emergency_cli.screen.plan.roster import duty_lines
from emergency_cli.session import Session
from emergency_cli.shapes.plan import DutyTable

if TYPE_CHECKING:
    from emergency_cli.plans.editing import PlanFile

# A table is made for a month or a holiday; whoever types more has mistyped a year.
_MOST = 366


@verb(
    msg("emergency roster duty 2026-12-01 Lee"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="With a day and names, first to be called first, enter them; '' takes a day out.",
)
def duty(
    session: Session,
    day: Annotated[
        str | None, Argument(metavar="DAY", help="Which day: 2026-12-01, 12-01, today; none: from today on.")
    ] = None,
    who: Annotated[
        list[str] | None, Argument(metavar="NAME", help="Who is on duty.", autocompletion=complete.parties)
    ] = None,
    *,
    until: Annotated[
        str | None, Option("--until", metavar="DAY", help="The last of several days, each with the same people.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the table, or write into it. Raises Misused, and as `roster set` does; then nothing was changed."""
    now, roster = session.now(), session.plan.roster
    if day is None:
        days = sorted(each for each in roster.duty if each >= now.date().isoformat())
    else:
        days = _days(parse_day(day, now, ahead=True), parse_day(until or day, now, ahead=True))
    if who:
        roster = _entered(session, days, [each for each in who if each.strip()])
    else:
        session.warn_of_faults()
    table = {each: list(roster.duty.get(each, ())) for each in days}
    if json:
        session.screen.data(DutyTable(duty=table))
        return
    session.screen.show(duty_lines(roster, table, session.screen.words))
    if not table:
        session.screen.say(msg("Nobody is entered from today on."))
    if not who:
        session.screen.show([plan_line(session)])


def _days(first: date, last: date) -> list[str]:
    count = (last - first).days + 1
    if not 0 < count <= _MOST:
        raise Misused(msg("From {first} to {last} is no span of days.", first=first.isoformat(), last=last.isoformat()))
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]


def _entered(session: Session, days: Sequence[str], names: Sequence[str]) -> Roster:
    def put(file: "PlanFile", roster: Roster) -> None:
        people = list(dict.fromkeys(one(session, each, people_named(roster)) for each in names))
        file.put("duty", dict.fromkeys(days, people or None))

    return edited(session, put)[0]
