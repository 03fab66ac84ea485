"""A new incident from the head of a card: when it was noticed, where, who was on duty, who copies it."""

from dataclasses import dataclass

from emergency_cli.core.events import Opened
from emergency_cli.core.incident.actions import from_paper, name_officer
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.terms import means_not_known
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_time
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.recording.naming import read_answer
from emergency_cli.recording.opening import open_record, opening
from emergency_cli.screen.card import question
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import copied_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker

RIGHT = msg("Enter = that is right, or type the right time:")


@dataclass
class Head:
    """The head of a card, as far as it is known; as people type it, but for `known`: answers a type's name gives."""

    playbook: Playbook
    known: dict[str, str]
    drill: bool = False
    noticed: str | None = None
    place: str | None = None
    zone: str | None = None
    officer: str | None = None


def opened(session: Session, head: Head, zone: str | None) -> Opened:
    """The opening, as of when it was noticed. `zone` is its id, or not-known. Raises Misused."""
    if not head.noticed:
        raise Misused(
            msg("When was it noticed? That is missing."),
            msg("Say it with --noticed, like --noticed '11-22 14:54' if it was another day."),
        )
    noticed = parse_time(head.noticed, session.now())
    said = {name: value for name, value in (("place", head.place), ("zone", zone)) if value}
    event = opening(
        session, head.playbook, {**head.known, **said}, drill=head.drill, noticed=noticed, began=None,
        by=session.by(), at=noticed,
    )  # fmt: skip
    return from_paper(event)


def recorded(session: Session, event: Opened, officer: str | None) -> Case:
    """Put the opening on record, and who was on duty then. It is open even if that could not be saved any more."""
    case = open_record(session, event)
    session.remember(case)
    if not officer:
        return case
    at, by = event.noticed, session.by()
    try:
        case, _ = session.record(case, lambda now_true: from_paper(name_officer(now_true, officer, at=at, by=by)))
    except NotSaved as error:
        session.screen.say_error(error)
    return case


def begun(session: Session, ask: Asker, head: Head) -> Case:
    """Ask for what is not known yet, and open the incident. Raises Left before anything is on record."""
    words = session.screen.words
    drill = words.say("[DRILL] ") if head.drill else ""
    title = words.say("A card of: {title}", title=head.playbook.title)
    session.screen.show([Line(f"{drill}{title}", "drill" if drill else "title")])
    head.noticed = head.noticed or _noticed(session, ask)
    head.place = head.place or _fact(session, ask, head, "place")
    zone = head.zone or _fact(session, ask, head, "zone")
    head.officer = head.officer or on_duty(ask.line(words.say("Who was on duty then? (Enter = not written)") + " "))
    typist(session, ask, head.officer or session.by())
    case = recorded(session, opened(session, head, zone), head.officer)
    session.screen.show([copied_line(case.incident, entry, words) for entry in case.incident.entries])
    return case


def on_duty(written: str | None) -> str | None:
    """The officer that the card names; not known is nobody."""
    return None if not written or means_not_known(written) else written


def _noticed(session: Session, ask: Asker) -> str:
    """When it was noticed; asked until there is an answer, and shown with its date."""
    words = session.screen.words
    asked = words.say("When was it noticed? (like 14:54 or 11-22 14:54)")
    shown: str | None = None
    while True:
        typed = ask.line(asked + " ")
        if shown and not typed:
            return shown
        try:
            moment = parse_time(typed, session.now())
        except EmergencyError as error:
            session.screen.say_error(error)
            continue
        shown = moment.isoformat()
        day = f"{words.day(moment)} {words.clock(moment)}"
        session.screen.say(msg("Noticed {time}.", time=day))
        asked = words(RIGHT)


def _fact(session: Session, ask: Asker, head: Head, name: str) -> str | None:
    """A fact of the general procedure; Enter leaves it blank."""
    general = session.plan.playbook(GENERAL)
    spec = general.facts.get(name) if general and name not in head.known else None
    while spec is not None:
        typed = ask.line(question(spec, session.screen.words) + " > ")
        try:
            return read_answer(session, session.plan.roster, spec, typed) if typed else None
        except EmergencyError as error:
            session.screen.say_error(error)
    return None


def typist(session: Session, ask: Asker, otherwise: str) -> None:
    """Who copies the card; it need not be who was on duty."""
    if session.request.by or session.world.env.get("EMERGENCY_BY"):
        return
    words = session.screen.words
    shown = words.say("leave blank") if otherwise.startswith("account:") else otherwise
    typed = ask.line(words.say("Who is typing this in? (Enter = {name})", name=shown) + " ")
    session.recorded_by(typed or otherwise)
