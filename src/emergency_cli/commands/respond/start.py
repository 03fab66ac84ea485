"""`emergency start TYPE`: the first card at once, then everything else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Beginning, Drill, Json, New, Noticed, Place, Type, Zone, verb
from emergency_cli.core.incident.actions import name_officer, set_facts
from emergency_cli.core.incident.board import board, next_card
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.find import find_zone
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_time
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, Exit, Misused, NotSaved
from emergency_cli.recording.opening import open_record, opening, unrecorded
from emergency_cli.screen.card import card_lines
from emergency_cli.screen.overview import board_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case


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
    known = {"place": place} if place else {}
    begin(session, type_, known, zone=zone, drill=drill, occurred=occurred, noticed=noticed, new=new, json=json)


def begin(
    session: Session,
    type_: str,
    known: Mapping[str, str],
    *,
    zone: str | None = None,
    drill: bool = False,
    occurred: str | None = None,
    noticed: str | None = None,
    new: bool = False,
    json: bool = False,
) -> None:
    """Start with answers that are there already, named as the playbook names them."""
    now = session.now()
    playbook, facts = session.plan.find(type_)
    facts |= known
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
    if slip:
        raise slip
    session.warn_of_faults()
    try:
        case = None if new else _already_open(session, playbook.id, drill)
        said = {name: value for name, value in facts.items() if name in ("zone", "place")}
        if case is not None and said:
            by = session.by(case)
            case, _ = session.record(case, lambda now_true: set_facts(now_true, said, at=session.now(), by=by))
        if case is None:
            case = _named(session, open_record(session, event))
    except (EmergencyError, OSError) as error:
        raise _not_recorded(session, incident, error) from error
    session.remember(case)
    _go_on(session, case, json=json)


def show_card(session: Session, incident: Incident, now: datetime) -> None:
    """Print the card that comes next."""
    state = board(incident, now)
    card = next_card(incident, state)
    if card:
        session.screen.show(card_lines(incident, state, card, session.screen.words, now))


def zone_named(session: Session, zone: str | None) -> str | None:
    """The zone meant, by any of its names. Raises Misused."""
    if not zone:
        return None
    return find_zone(session.plan.roster, zone, session.plan.sounds)


def _times(session: Session, occurred: str | None, noticed: str | None) -> tuple[datetime | None, datetime]:
    now = session.now()
    began = parse_time(occurred, now) if occurred else None
    return began, parse_time(noticed, now) if noticed else now


def _already_open(session: Session, playbook: str, drill: bool) -> Case | None:
    """An open incident of the same kind, if the person says that this is the one."""
    case = open_one(session, playbook, drill)
    return case if case and is_that_one(session, case) else None


def open_one(session: Session, playbook: str, drill: bool) -> Case | None:
    """The latest open incident of the same kind."""
    for case in reversed(session.home.unclosed()):
        incident = case.incident
        same = incident.opening is not None and incident.opening.playbook == playbook and incident.drill == drill
        if same and incident.state == "responding":
            return case
    return None


def is_that_one(session: Session, case: Case) -> bool:
    """Ask whether an open incident is the one that is meant."""
    from emergency_cli.walk.ask import Left, asker

    words = session.screen.words
    session.screen.tell(msg("{id} is already open.", id=case.incident.id), "warn")
    if not session.world.interactive:
        session.screen.tell(
            msg("A new one was opened. To go on with the other: emergency resume {id}", id=case.incident.id)
        )
        return False
    try:
        answer = asker(session.world).line(words.say("Enter = go on with that one, n = a new incident: "))
    except Left:
        answer = ""
    return not answer.lower().startswith(("n", "新", "2"))


def _named(session: Session, case: Case) -> Case:
    """The officer goes on record too; the incident is open even where that could not be saved any more."""
    if session.request.by or session.world.env.get("EMERGENCY_BY"):
        try:
            case, _ = session.record(case, lambda now_true: name_officer(now_true, session.by(), at=session.now()))
        except NotSaved as error:
            session.screen.tell(error.message, "warn")
    return case


def _not_recorded(session: Session, incident: Incident, error: EmergencyError | OSError) -> NotSaved:
    """The card stands; what follows has to go on paper. Shows the whole list and gives the error to stop with."""
    screen, now = session.screen, session.now()
    screen.show(board_lines(incident, board(incident, now), screen.words, now, gaps=False))
    show_card(session, incident, now)
    cause = error.message if isinstance(error, EmergencyError) else why(error)
    return NotSaved(
        msg("NOT RECORDED – write on paper: times, names, what was done. ({why})", why=cause),
        msg("To record it: mend the cause, or name another folder with --home, e.g. on a USB stick."),
    )


def _go_on(session: Session, case: Case, *, json: bool) -> None:
    screen, now = session.screen, session.now()
    if json:
        from emergency_cli.commands.look.board_data import board_data

        screen.data(board_data(case, now))
    elif session.world.interactive:
        from emergency_cli.walk.walk import walk

        walk(session, case, card_shown=True)
    else:
        screen.show(board_lines(case.incident, board(case.incident, now), screen.words, now))
        screen.say(
            msg(
                "Recorded as {id}. Next: emergency done STEP, emergency status; on a terminal: emergency resume",
                id=case.incident.id,
            )
        )
