"""`emergency start TYPE`: the first card at once, then everything else."""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Beginning, Drill, Json, New, Noticed, Place, Type, Zone, verb
from emergency_cli.core.incident.actions import close_record, end_response, set_facts
from emergency_cli.core.incident.board import board
from emergency_cli.core.terms import agreed
from emergency_cli.core.text import folded, msg
from emergency_cli.core.times import parse_time
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, Exit, Misused, NotSaved
from emergency_cli.recording.naming import zone_named
from emergency_cli.recording.opening import not_recorded, opened_by_name, opening, show_card, unrecorded
from emergency_cli.screen.overview import board_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker, Left, drop_typed


@verb("emergency start fire --zone tax", Exit.REFUSED, Exit.NOT_SAVED)
def start(
    session: Beginning,
    type_: Type,
    *,
    drill: Drill = False,
    zone: Zone = None,
    place: Place = None,
    occurred: Annotated[
        str | None, Option("--occurred", metavar="TIME", help="When it began, as far as known.")
    ] = None,
    noticed: Noticed = None,
    new: New = False,
    json: Json = False,
) -> None:
    """Open an incident and walk it. The card is on screen before anything that could fail is tried."""
    now = session.now()
    playbook, facts = session.plan.find(type_)
    facts |= {"place": place} if place else {}
    slip: Misused | None = None
    began, seen = None, now
    try:
        facts |= {"zone": found} if (found := zone_named(session, zone)) else {}
        began, seen = _times(session, occurred, noticed)
    except Misused as error:
        slip = error
    event = opening(session, playbook, facts, drill=drill, noticed=seen, began=began, by=session.by())
    incident = unrecorded(session, event)
    if not json:
        show_card(session, incident, now)
        drop_typed(session.world)
    if slip:
        raise slip
    session.warn_of_faults()
    try:
        case = opened_by_name(session, event)
        other = None if new else _already_open(session, case, playbook.id, drill)
        if other is not None:
            said = {name: value for name, value in facts.items() if name in ("zone", "place")}
            case = _given_up(session, case, other, said)
    except (EmergencyError, OSError) as error:
        raise not_recorded(session, incident, error) from error
    session.remember(case)
    _go_on(session, case, json=json)


def _times(session: Session, occurred: str | None, noticed: str | None) -> tuple[datetime | None, datetime]:
    now = session.now()
    began = parse_time(occurred, now) if occurred else None
    return began, parse_time(noticed, now) if noticed else now


def _already_open(session: Session, new: Case, playbook: str, drill: bool) -> Case | None:
    """Another open incident of the same kind, if the person says that this is the one.

    The new one is on record before anybody else's is read: that takes time where there are many.
    """
    try:
        case = open_one(session, playbook, drill, but=new.journal.incident)
    except (EmergencyError, OSError) as error:  # the new one is on record, whatever happens to the others
        cause = error.message if isinstance(error, EmergencyError) else why(error)
        session.screen.tell(msg("Whether a like incident is open already cannot be seen ({why}).", why=cause), "warn")
        return None
    return case if case and is_that_one(session, case) else None


def _given_up(session: Session, new: Case, other: Case, said: Mapping[str, str]) -> Case:
    """The other incident, with what was said now; the new one is closed as the same."""
    by, at = session.by(new), session.now()
    with contextlib.suppress(NotSaved):  # it stays open: nothing is lost
        new, _ = session.record(
            new, lambda now_true: end_response(now_true, "same-as", at=at, by=by, same_as=other.incident.id)
        )
        reason = other.incident.id
        session.record(new, lambda now_true: close_record(now_true, at=at, by=by, reason=reason))
    if said:
        by = session.by(other)
        other, _ = session.record(other, lambda now_true: set_facts(now_true, said, at=session.now(), by=by))
    return other


def open_one(session: Session, playbook: str, drill: bool, but: str = "") -> Case | None:
    """The latest open incident of the same kind, but not that one."""
    for case in reversed(session.home.unclosed()):
        if case.journal.incident == but:
            continue
        incident = case.incident
        same = incident.opening is not None and incident.opening.playbook == playbook and incident.drill == drill
        if same and incident.state == "responding":
            return case
    return None


def is_that_one(session: Session, case: Case) -> bool:
    """Ask whether an open incident is the one that is meant."""
    words = session.screen.words
    session.screen.tell(msg("{id} is already open.", id=case.incident.id), "warn")
    if not session.world.interactive:
        session.screen.tell(
            msg("A new one was opened. To go on with the other: emergency resume {id}", id=case.incident.id)
        )
        return False
    ask = Asker(session.world)
    while True:
        try:
            typed = ask.line(words.say("Enter = go on with that one, n = a new incident: "))
        except Left:
            return True
        said = False if folded(typed).startswith(("new", "新")) else agreed(typed or "yes", numbered=True)
        if said is not None:
            return said
        session.screen.say(msg("“{text}” is not one of these.", text=typed), "warn")


def _go_on(session: Session, case: Case, *, json: bool) -> None:
    screen, now = session.screen, session.now()
    if json:
        from emergency_cli.shapes.incident import status

        state = board(case.incident, now)
        screen.data(status(case.incident, state, case.record.findings, case.journal.incident))
    elif session.world.interactive:
        from emergency_cli.walk.loop import walk

        walk(session, case, card_shown=True)
    else:
        screen.show(board_lines(case.incident, board(case.incident, now), screen.words, now))
        screen.say(
            msg(
                "Recorded as {id}. Next: emergency done STEP, emergency status; on a terminal: emergency resume",
                id=case.incident.id,
            )
        )
