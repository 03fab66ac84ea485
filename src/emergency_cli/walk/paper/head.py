"""A new incident from the head of a card: when it was noticed, where, who was on duty, who copies it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from emergency_cli.core.incident.actions import from_paper, name_officer
from emergency_cli.core.plan.cases import cases_of
from emergency_cli.core.plan.facts import FactSpec, place_fact, zone_fact
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.signing import account_of
from emergency_cli.core.terms import means_not_known
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_time
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.recording.naming import read_answer
from emergency_cli.recording.opening import open_record, opening, where_it_is
from emergency_cli.recording.times import full
from emergency_cli.screen.incident.entries import copied_line
from emergency_cli.screen.line import Line
from emergency_cli.screen.question import question
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Asker
from emergency_cli.walk.person.talk import RIGHT


class CardHead:
    """The head of a card, as far as it is known; as people type it, but for the zone, which is its id or not-known."""

    def __init__(self, playbook: Playbook, known: dict[str, str], *, drill: bool = False) -> None:
        """Take a card of `playbook`; `known`: answers that the name of its type gives."""
        self.playbook = playbook
        self.known = known
        self.drill = drill
        self.noticed: str | None = None
        self.place: str | None = None
        self.zone: str | None = None
        self.officer: str | None = None

    def ask(self, session: Session, ask: Asker) -> str:
        """Ask for what is not known yet; who types it in. Raises Left before anything is on record."""
        words = session.screen.words
        drill = words.say("[DRILL] ") if self.drill else ""
        title = words.say("Card: {title}", title=self.playbook.title)
        session.screen.show([Line(f"{drill}{title}", "drill" if drill else "title")])
        for fact in {fact for case in cases_of(self.playbook) for fact in case.answers} - set(self.known):
            if answer := _answered(session, ask, self.playbook.facts[fact]):
                self.known[fact] = answer
        self.noticed = self.noticed or _noticed(session, ask)
        self.place = self.place or self._fact(session, ask, place_fact)
        self.zone = self.zone or self._fact(session, ask, zone_fact)
        self.officer = self.officer or ask.reply(words.say("Who was on duty then? (Enter = not written)") + " ")
        return typist(session, ask, self.on_duty or session.by())

    def _fact(self, session: Session, ask: Asker, which: Callable[[Mapping[str, FactSpec]], str | None]) -> str | None:
        """A fact of the general procedure; Enter leaves it blank."""
        shared = session.plan.shared_facts
        name = which(shared)
        return _answered(session, ask, shared[name]) if name and name not in self.known else None

    @property
    def on_duty(self) -> str | None:
        """The officer that the card names; not known is nobody."""
        return None if not self.officer or means_not_known(self.officer) else self.officer

    def open(self, session: Session, by: str) -> Case:
        """Put on record the opening, as of when it was noticed, and who was on duty then. Raises Misused, NotSaved.

        It is open even if the officer could not be saved any more.
        """
        if not self.noticed:
            raise Misused(
                msg("The time when it was noticed is missing."),
                msg("Give it with --noticed, and with its date if it was another day: --noticed '11-22 14:54'."),
            )
        noticed = parse_time(self.noticed, session.now())
        said = where_it_is(session, self.place, self.zone)
        event = opening(
            session, self.playbook, {**self.known, **said}, drill=self.drill, noticed=noticed, began=None, by=by,
            at=noticed,
        )  # fmt: skip
        case = open_record(session, from_paper(event))
        session.remember(case)
        if officer := self.on_duty:
            try:
                case, _ = session.record(
                    case, lambda incident: from_paper(name_officer(incident, officer, at=noticed, by=by))
                )
            except NotSaved as error:
                session.screen.say_error(error)
        return case


def _answered(session: Session, ask: Asker, spec: FactSpec) -> str | None:
    """The answer to a question of the head; Enter leaves it blank."""
    while typed := ask.reply(question(spec, session.screen.words) + " > "):
        try:
            return read_answer(session, session.plan.roster, spec, typed, numbered=True)
        except EmergencyError as error:
            session.screen.say_error(error)
    return None


def show_opened(session: Session, case: Case) -> None:
    """What of the head is on record now."""
    words = session.screen.words
    session.screen.show([copied_line(case.incident, entry, words) for entry in case.incident.entries])


def typist(session: Session, ask: Asker, otherwise: str) -> str:
    """Who copies the card; it need not be who was on duty."""
    if session.request.by or session.world.env.get("EMERGENCY_BY"):
        return session.by()
    words = session.screen.words
    shown = words.say("leave blank") if account_of(otherwise) is not None else otherwise
    return ask.reply(words.say("Who is typing this in? (Enter = {name})", name=shown) + " ") or otherwise


def _noticed(session: Session, ask: Asker) -> str:
    """When it was noticed; asked until there is an answer, and shown with its date."""
    words = session.screen.words
    asked = words.say("When was it noticed? (like 14:54 or 11-22 14:54)")
    moment: datetime | None = None
    while True:
        typed = ask.reply(asked + " ")
        if moment and not typed:
            return moment.isoformat()
        try:
            moment = parse_time(typed, session.now())
        except EmergencyError as error:
            session.screen.say_error(error)
            continue
        session.screen.say(msg("Noticed {time}.", time=full(moment, words)))
        asked = words(RIGHT)
