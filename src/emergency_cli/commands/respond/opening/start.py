"""`emergency start TYPE`: the first card at once, then everything else."""

from collections.abc import Callable
from functools import reduce
from typing import Annotated, Literal, TypeVar

import typer
from typer import Option

from emergency_cli.commands.options import AnyType, Drill, Json, New, Noticed, Place, Zone, verb
from emergency_cli.commands.respond.opening.doubt import Doubt
from emergency_cli.commands.respond.opening.first import first_card
from emergency_cli.commands.respond.opening.twice import already_open, given_up
from emergency_cli.core.events import Opened
from emergency_cli.core.incident.actions import note
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.text import Message, msg
from emergency_cli.core.times import parse_time
from emergency_cli.errors import EmergencyError, Exit, Misused, NotSaved
from emergency_cli.recording.naming import zone_named
from emergency_cli.recording.opening import not_recorded, opened_by_name, opening, unrecorded, where_it_is
from emergency_cli.session import Request, Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Left

T = TypeVar("T")
Which = Literal["new", "other", "left"]


@verb(
    "emergency start fire --zone tax",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="The verb may be left out: emergency fire. Anything wrong on the line is pointed out after the card.",
)
def start(
    session: Session,
    type_: AnyType = None,
    *,
    drill: Drill = False,
    zone: Zone = None,
    place: Place = None,
    occurred: Annotated[
        str | None, Option("--occurred", metavar="TIME", help="When it began, as far as known.")
    ] = None,
    noticed: Noticed = None,
    new: New = False,
    by: Annotated[str | None, Option("--by", metavar="NAME", help="Who is recording.")] = None,
    json: Json = False,
) -> None:
    """Open an incident and walk it. The card is on screen before anything that could fail is tried."""
    now = session.now()
    doubt = Doubt.of(session, type_ or "", drill=drill)
    told = list(session.slips.told)
    session = _usable(lambda: session.asked(Request(by=by)), told) or session
    where = _usable(lambda: zone_named(session, zone), told)
    began = _usable(lambda: parse_time(occurred, now) if occurred else None, told)
    seen = _usable(lambda: parse_time(noticed, now) if noticed else None, told) or now
    said = where_it_is(session, place, where)

    def opened(book: Playbook, sets: dict[str, str], *, drill: bool) -> Opened:
        return opening(session, book, sets | said, drill=drill, noticed=seen, began=began, by=session.by())

    asking = session.world.interactive and not json
    event = opened(doubt.book, doubt.sets, drill=drill)
    if not json:
        first_card(session, event, now)
    if asking:
        _tell(session, told)
    if doubt.settled(asking=asking):
        event = opened(doubt.book, doubt.sets, drill=doubt.drill)
        first_card(session, event, now)
    for moment in (began, seen):
        if moment:
            session.tell_day(moment, session.now())
    session.warn_of_faults()
    case, which = _on_record(session, event, said, new=new)
    case = _with_words(session, case, doubt.words)
    session.remember(case)
    _tell(session, doubt.also())
    _go_on(session, case, which, json=json)
    told += doubt.told()
    if told and not asking:
        whole = reduce(lambda one, other: msg("{what} {hint}", what=one, hint=other), told)
        raise Misused(whole, doubt.hint() or msg("It was opened without that."))
    if told:
        raise typer.Exit(Exit.USAGE)


def _usable(read: Callable[[], T], told: list[Message]) -> T | None:
    """What an option says; `None` if it cannot be used: that is told after the card, and asked later."""
    try:
        return read()
    except Misused as error:
        told.append(error.message)
    return None


def _tell(session: Session, told: list[Message]) -> None:
    for each in told:
        session.screen.tell(each, "warn")


def _on_record(session: Session, event: Opened, said: dict[str, str], *, new: bool) -> tuple[Case, Which]:
    """The incident on record; the one that is open already, if the person says that this is the one.

    `left`: the person went when that was asked, and both stay open.

    The new one is on record before anybody else's is read: that takes time where there are many.
    """
    try:
        case = opened_by_name(session, event)
        try:
            other = None if new else already_open(session, case, event.playbook, event.drill)
        except Left:
            return case, "left"
        return (case, "new") if other is None else (given_up(session, case, other, said), "other")
    except (EmergencyError, OSError) as error:
        raise not_recorded(session, unrecorded(session, event), error) from error


def _with_words(session: Session, case: Case, words: str | None) -> Case:
    """What was shouted, where it says more than the type: kept as a note."""
    if not words:
        return case
    try:
        at, by = session.now(), session.by(case)
        return session.record(case, lambda incident: note(incident, words, at=at, by=by))[0]
    except NotSaved as error:
        session.screen.tell(error.message, "warn")
    return case


def _go_on(session: Session, case: Case, which: Which, *, json: bool) -> None:
    screen, now = session.screen, session.now()
    if json:
        from emergency_cli.shapes.incident import status

        state = board(case.incident, now)
        screen.data(status(case.incident, state, case.record.findings, case.journal.incident, now))
    elif which == "left":
        screen.say(msg("The incident stays open. To go on: emergency resume {id}", id=case.incident.id), "title")
    elif session.world.interactive:
        from emergency_cli.walk.loop import walk

        walk(session, case, card_shown=which == "new")
    else:
        screen.say(
            msg(
                "Recorded as {id}. Next: emergency done STEP, emergency status; on a terminal: emergency resume",
                id=case.incident.id,
            )
        )
