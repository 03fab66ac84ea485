"""Building the opening of an incident: shared by `start` and by a drill that turns real."""

from collections.abc import Mapping
from datetime import datetime

from emergency_cli import __version__
from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import Entry, Opened
from emergency_cli.core.incident.actions import name_officer
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import next_card
from emergency_cli.core.plan.facts import place_fact, zone_fact
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import on_day
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot
from emergency_cli.core.text import msg
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.overview import board_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case, just_written


def where_it_is(session: Session, place: str | None, zone: str | None) -> dict[str, str]:
    """Place and zone as the plan names these facts. What it has no fact for is said, and left out."""
    shared, found = session.plan.shared_facts, dict[str, str]()
    for value, fact, missing in (
        (place, place_fact(shared), msg("The plan in use asks nowhere for the place; keep it with: emergency note")),
        (zone, zone_fact(shared), msg("The plan in use asks nowhere for the zone; keep it with: emergency note")),
    ):
        if value and fact:
            found[fact] = value
        elif value:
            session.screen.tell(missing, "warn")
    return found


def opening(
    session: Session,
    playbook: Playbook,
    facts: Mapping[str, str],
    *,
    drill: bool,
    noticed: datetime,
    began: datetime | None,
    by: str,
    at: datetime | None = None,
) -> Opened:
    """The opening event: everything the incident will be judged by. Facts are named as the playbook names them.

    `at`: when it was opened, where that is not now: on paper, before it could be recorded.
    """
    plan = session.plan
    general = plan.playbook(GENERAL)
    books = {playbook.id: playbook} | ({GENERAL: general} if general else {})
    shared = general.facts if general else {}
    addressed = {
        str(FactAddress(None if fact in shared else playbook.id, fact)): value for fact, value in facts.items()
    }
    return Opened(
        occurred=at or session.now(),
        by=by,
        playbook=playbook.id,
        drill=drill,
        noticed=noticed,
        began=began,
        facts=dict(addressed),
        playbooks={name: playbook_snapshot(book) for name, book in books.items()},
        roster=roster_snapshot(on_day(plan.roster, session.now().date()), session.world.random),
        plan=plan.digest(books),
        program=__version__,
        host=session.world.host or None,
    )


_NOBODY = "222222"  # the desk of what is not on record


def unrecorded(session: Session, event: Opened) -> Incident:
    """The incident as it will be after its opening, before anything is on disk."""
    stamp = session.now()
    name = f"{'drill-' if event.drill else ''}{stamp:%Y%m%d-%H%M}-{event.playbook}"
    return replay([Entry(name, _NOBODY, 1, stamp, 0, "0" * 8, event, prev="0" * 64, hash="1" * 64)])


def show_card(session: Session, incident: Incident, now: datetime) -> None:
    """Print the card that comes next."""
    state = board(incident, now)
    card = next_card(incident, state)
    if card:
        session.screen.show(card_lines(incident, state, card, session.screen.words, now))


def open_record(session: Session, event: Opened) -> Case:
    """Create the incident's folder and its first line. Raises NotSaved; then nothing is left behind."""
    journal = session.home.create(event.drill, event.occurred, event.playbook)
    try:
        journal.append(event)
    except EmergencyError:
        session.home.abandon(journal)
        raise
    session.wrote(journal.incident)
    return just_written(journal)


def opened_by_name(session: Session, event: Opened) -> Case:
    """The incident on record, with the officer's name if it is known; open even if that could not be saved any more."""
    case = open_record(session, event)
    if session.request.by or session.world.env.get("EMERGENCY_BY"):
        try:
            case, _ = session.record(case, lambda now_true: name_officer(now_true, session.by(), at=session.now()))
        except NotSaved as error:
            session.screen.tell(error.message, "warn")
    return case


def not_recorded(session: Session, incident: Incident, error: EmergencyError | OSError) -> NotSaved:
    """Show the whole list and the card, for all that follows goes on paper; gives back the error to stop with."""
    screen, now = session.screen, session.now()
    screen.show(board_lines(incident, board(incident, now), screen.words, now, blanks=False))
    show_card(session, incident, now)
    cause = error.message if isinstance(error, EmergencyError) else why(error)
    return NotSaved(
        msg("NOT RECORDED – write on paper: times, names, what was done. ({why})", why=cause),
        msg("To record it: fix the cause, or name another folder with --home, e.g. on a USB stick."),
    )
