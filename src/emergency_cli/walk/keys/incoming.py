"""What comes in while a response lasts: arrivals, casualties, another round, orders of leaders, reports upward."""

from datetime import datetime

from msgspec.structs import replace

from emergency_cli.core.events import stamp
from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.cards import awaited, fact_of, next_round, prompt_of
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.names.find import Named
from emergency_cli.core.terms import NOT_KNOWN
from emergency_cli.core.text import Message, Text, msg
from emergency_cli.core.times import parse_time
from emergency_cli.recording.naming import among, step_named
from emergency_cli.recording.times import before_noticing
from emergency_cli.walk.between import take_order
from emergency_cli.walk.person.ask import Left
from emergency_cli.walk.person.ticking import Details
from emergency_cli.walk.walker import Walker


def at_any_time(walker: Walker, state: Board) -> Message | None:
    """What can be gone back to, one line below the card: another round, zones that have not reported."""
    rows = _behind(walker, state)
    return msg("At any time, key d: {steps}", steps=[prompt_of(row.step) for row in rows]) if rows else None


def arrived(walker: Walker, row: Row) -> None:
    """Somebody who was awaited is there: the time, how it stands for whoever came, and then what waited for it."""
    from emergency_cli.walk.keys.reports import show_brief

    waiting = awaited(walker.board())
    if not waiting:
        walker.say(msg("Nothing waits for an arrival."), "warn")
        return
    titles = [(fact, walker.words(fact_title(walker.incident, fact))) for fact in waiting]
    named = [Named(fact, (title,), title=Text(title, title)) for fact, title in titles]
    asked = msg("Number or name (Enter = back):")
    fact = titles[0][0] if len(titles) == 1 else walker.chosen(titles, asked, lambda typed: among(named, typed))
    if fact is None:
        return
    now = walker.moment()
    asked = msg("{fact}: Enter = now ({time}), or the time:", fact=fact_title(walker.incident, fact), time=now)
    typed = walker.line(asked)
    value = _certain(walker, walker.ticking.read(fact, typed)) if typed else stamp(now)
    walker.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))
    walker.jumped = waiting[fact][0].address
    show_brief(walker)


def _certain(walker: Walker, value: str | Personal) -> str | Personal:
    """The time of an arrival as it was typed; one before the noticing is asked about. Raises Misused."""
    if not isinstance(value, str) or value == NOT_KNOWN:
        return value
    now = walker.incident.local(walker.now())
    at = walker.certain(
        datetime.fromisoformat(value),
        lambda again: parse_time(again, now),
        lambda moment: before_noticing(walker.incident, moment, walker.words),
    )
    return stamp(at)


def go_back(walker: Walker, row: Row) -> None:
    """Another round of what goes in rounds, or what was passed by."""
    rows = _behind(walker, walker.board())
    if not rows:
        walker.say(msg("There is nothing to go back to."), "warn")
        return
    titles = [(each.address, walker.words(prompt_of(each.step))) for each in rows]
    named = [replace(step_named(each), title=prompt_of(each.step)) for each in rows]  # by their numbers in this list
    asked = msg("Number or name of the step (Enter = back):")
    walker.jumped = (
        titles[0][0] if len(titles) == 1 else walker.chosen(titles, asked, lambda typed: among(named, typed))
    )


def _behind(walker: Walker, state: Board) -> list[Row]:
    """What goes in rounds, and what was passed by and is still open; but for what is awaited, and casualties.

    Nor what was to be done only if it could be: nobody is sent back to a gas valve.
    """
    now = walker.card(state)
    here = {row.base for row in now.rows} if now else set()
    rows = {
        row.base: row
        for row in reversed(state.rows)
        if row.open and row.status != "waiting" and row.stage != "review" and row.base not in here
        and (row.rounds or (row.base in walker.passed and row.upon is None))
        and row.step.counts is None and not row.step.optional
    }  # fmt: skip
    return list(reversed(rows.values()))


# --- casualties ------------------------------------------------------------------------------------------------------


def casualty(walker: Walker, row: Row) -> None:
    """One more casualty: what is known is on record, names sealed; of nobody nothing is."""
    step = next((each for each in walker.board().rows if each.step.counts), None)
    if step is None or step.status == "done":
        walker.say(msg("This plan has no list of casualties; keep it as a note with personal data."), "warn")
        return
    at, left = walker.moment(), None
    details = Details()
    walker.say(msg("Casualty {number}. Enter leaves one blank.", number=next_round(walker.incident, step)), "title")
    try:
        for name in step.step.wants:
            fact = fact_of(walker.incident, step, name)
            value: str | Personal | None = walker.ticking.fact(fact)
            if value is not None:
                details.facts[fact] = value
    except Left as stop:
        left = stop
    if details.facts:
        if step.status == "not-applicable":
            details.reason = walker.words(msg("a casualty was found"))
        walker.ticking.finish(step, details, at)
    else:
        walker.say(msg("Nothing was said of the casualty: nothing is recorded."), "warn")
    if left:
        raise left


# --- orders ----------------------------------------------------------------------------------------------------------


def order(walker: Walker, row: Row) -> None:
    """A leader's order."""
    if text := walker.line(msg("What was ordered? (Enter = back)")):
        take_order(walker, text)
