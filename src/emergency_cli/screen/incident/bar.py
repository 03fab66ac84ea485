"""The bar below the prompt of the walk: what runs while somebody thinks."""

from collections.abc import Iterator
from datetime import datetime

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import next_report
from emergency_cli.core.incident.steps.board import Board
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.terms import DOCUMENTS
from emergency_cli.language import Words


def bar(incident: Incident, state: Board, limits: Reporting, words: Words, now: datetime) -> str:
    """Since noticed, the next deadline, the next report where it has a limit, how much is left blank."""
    return " | ".join(_parts(incident, state, limits, words.within(incident.time_zone), now)) or incident.id


def _parts(incident: Incident, state: Board, limits: Reporting, words: Words, now: datetime) -> Iterator[str]:
    if incident.drill:
        yield words.say("[DRILL] ").strip()
    if incident.opening:
        yield words.say("{span} since noticed", span=incident.since_noticed(now))
    if (row := state.next_limit) and row.deadline:
        yield time_left(prompt_of(row.step), row.deadline, words, now)
    report = next_report(incident, limits)
    if report and report.due:
        yield time_left(DOCUMENTS[report.kind].shown, report.due, words, now)
    if state.blanks:
        yield words.say("blanks: {count}", count=len(state.blanks))


def time_left(what: object, due: datetime, words: Words, now: datetime) -> str:
    """How much time is left for something, or how late it is."""
    if now > due:
        return words.say("{step}: {span} late", step=what, span=now - due)
    return words.say("{step} in {span}", step=what, span=due - now)
