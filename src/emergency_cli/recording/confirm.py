"""Saying what is now on record, and which steps a person meant."""

from datetime import datetime

from emergency_cli.core.address import EVERY, base_of, member_of
from emergency_cli.core.events import Entry, as_moment
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import next_card
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused, NotAllowed
from emergency_cli.recording.naming import step_address
from emergency_cli.recording.times import before_noticing
from emergency_cli.screen.incident.entries import copied_line, recorded_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case


def confirm(
    session: Session, case: Case, entries: Entry | list[Entry], *, json: bool = False, now: datetime | None = None
) -> None:
    """Say what is now on record, and what comes next, at `now`. As data it is one answer, however many entries."""
    written = entries if isinstance(entries, list) else [entries]
    words = session.screen.words
    if session.request.at:
        for entry in written:
            point_out(session, case.incident, entry.event.occurred, entry)
    if json:
        from emergency_cli.shapes.incident import recorded

        session.screen.data(recorded(case.incident.id, written))
        return
    by_hash = {each.hash: each for each in case.incident.entries}
    shown = copied_line if session.request.paper else recorded_line
    session.screen.show([shown(case.incident, by_hash[entry.hash], words) for entry in written])
    session.screen.say(case.incident.id, "quiet")
    state = board(case.incident, now or session.now())
    card = next_card(case.incident, state)
    if card:
        session.screen.say(msg("Next: {number}. {text}", number=card.current.number, text=card.current.step.do))
    elif case.incident.state == "responding":
        session.screen.say(msg("Nothing more to do in the response. When it is over: emergency end"))
    elif case.incident.state == "ended":
        session.screen.say(words.say("Nothing more to do. Close the record with: emergency close"))


def point_out(session: Session, incident: Incident, at: datetime, entry: Entry) -> None:
    """A doubtful time that was typed is kept, and pointed out."""
    what = before_noticing(incident, at, session.screen.words)
    if what:
        hint = msg("If that is wrong: emergency correct {entry} --occurred TIME", entry=entry.id)
        session.screen.tell(msg("{what} {hint}", what=what, hint=hint), "warn")


def point_out_arrival(session: Session, incident: Incident, fact: str) -> None:
    """Nobody who was called comes before it was noticed: such a time is kept, and pointed out."""
    at = as_moment(incident.value(fact) or "")
    what = before_noticing(incident, at, session.screen.words) if at else None
    if what:
        hint = msg("If that is wrong: emergency set {fact}=TIME", fact=fact)
        session.screen.tell(msg("{what} {hint}", what=what, hint=hint), "warn")


def addresses(incident: Incident, query: str | None, at: datetime) -> list[str]:
    """The steps meant: one, all open occurrences of one (`@all`), or without a name the next. Raises Misused."""
    actions.not_closed(incident)
    state = board(incident, at)
    if query is None:
        card = next_card(incident, state)
        if card is None:
            raise Misused(msg("No step is waiting to be done."), msg("Name one: emergency done STEP"))
        return [card.current.address]
    if member_of(query) in EVERY:
        base = step_address(incident, state, base_of(query))
        left = [row.address for row in state.occurrences(base) if row.open]
        if not left:
            raise NotAllowed(msg("{step}: nothing in it is still open.", step=base))
        return left
    return [step_address(incident, state, query)]
