"""A drill by a scenario: what exercise control has said, what is due, and how what was done compares with the goals."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.events import CallMade, Entry, Noted
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.rows import Board
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.scenario import Goal, Inject, Rehearsed, Scenario
from emergency_cli.core.text import Message, msg

# Reached, and in time where there is a limit; too late; not at all; before what has to come first; nobody was told.
Verdict = Literal["on-time", "late", "missed", "out-of-order", "not-said"]


CONTROL = msg("exercise control")


def spoken(text: object) -> Message:
    """What exercise control says, as it is shown and noted: it is never anybody's answer."""
    return msg("Exercise control: {text}", text=text)


class Judged(Struct, frozen=True):
    """A goal, or an answer that an inject calls for, and what became of it.

    `step` or `fact` is its address; `took`: how long it took from the beginning or from the inject, `limit` how long it
    may have. `entry`: with which it was reached. `inject`: what called for it.
    """

    verdict: Verdict
    step: str = ""
    fact: str = ""
    wanted: str = ""
    took: timedelta | None = None
    limit: timedelta | None = None
    after: str = ""
    entry: Entry | None = None
    inject: Inject | None = None


def scenario_of(incident: Incident) -> Scenario | None:
    """The scenario that the log of a drill carries; `None` for any other incident."""
    book = incident.playbook
    return book.scenario if incident.drill and isinstance(book, Rehearsed) else None


def said(incident: Incident, scenario: Scenario) -> dict[str, Entry]:
    """The injects that are on record, by id: the notes that say what they say."""
    found: dict[str, Entry] = {}
    for entry in incident.entries:
        if isinstance(entry.event, Noted) and entry.hash not in incident.retracted and entry.event.step is None:
            text = clear(entry.event.text) or ""
            for inject in scenario.injects:
                if inject.id not in found and text.endswith((inject.says.zh, inject.says.en)):
                    found[inject.id] = entry
    return found


def due(incident: Incident, now: datetime) -> list[Inject]:
    """The injects whose time has come and that are not on record yet, in the order of their times."""
    scenario = scenario_of(incident)
    if scenario is None or incident.state != "responding":
        return []
    known, since = said(incident, scenario), incident.since_noticed(now)
    found = [inject for inject in scenario.injects if inject.at <= since and inject.id not in known]
    return sorted(found, key=lambda inject: inject.at)


def judged(incident: Incident, state: Board) -> list[Judged]:
    """Every goal of the scenario, and every answer that an inject called for, in the order of the file."""
    scenario = scenario_of(incident)
    if scenario is None or incident.opened is None or incident.noticed is None:
        return []
    noticed = incident.by_clock(incident.opened, incident.noticed)
    injects = said(incident, scenario)
    goals = [_goal(incident, state, scenario, goal, noticed, injects) for goal in scenario.goals]
    return [*goals, *(each for inject in scenario.injects for each in _answers(incident, inject, injects))]


def _goal(
    incident: Incident, state: Board, scenario: Scenario, goal: Goal, noticed: datetime, injects: dict[str, Entry]
) -> Judged:
    step, after = scenario.address(goal.step), scenario.address(goal.after) if goal.after else ""
    inject = next((each for each in scenario.injects if each.id == goal.from_), None)
    start = noticed
    if inject:
        if inject.id not in injects:
            return Judged("not-said", step, limit=goal.within, inject=inject)
        start = _when(incident, injects[inject.id])
    entry = _done(incident, state, step)
    if entry is None:
        return Judged("missed", step, limit=goal.within, inject=inject)
    at, first = _when(incident, entry), _done(incident, state, after) if after else None
    took = max(at - start, timedelta())
    verdict: Verdict = "late" if goal.within and took > goal.within else "on-time"
    if after and (first is None or _when(incident, first) > at):
        verdict = "out-of-order"
    return Judged(verdict, step, took=took, limit=goal.within, after=after, entry=entry, inject=inject)


def _answers(incident: Incident, inject: Inject, injects: dict[str, Entry]) -> Iterator[Judged]:
    """What an inject calls for: on record since it was said, or before and still so."""
    entry = injects.get(inject.id)
    for fact, wanted in inject.expects.items():
        address = incident.fact_address(incident.opening.playbook if incident.opening else "", fact)
        answer = incident.answers.get(address)
        found = Judged("missed", fact=address, wanted=wanted, limit=inject.within, inject=inject)
        if entry is None:
            yield Judged("not-said", fact=address, wanted=wanted, inject=inject)
        elif answer is None or clear(answer.value) != wanted:
            yield found
        else:
            took = max(_when(incident, answer.entry) - _when(incident, entry), timedelta())
            late = inject.within is not None and took > inject.within
            yield replace(found, verdict="late" if late else "on-time", took=took, entry=answer.entry)


def _done(incident: Incident, state: Board, address: str) -> Entry | None:
    """What did a step; of one that is done zone by zone the last, once all of them are settled.

    Whom it tells may have been reached by calls, without a tick: the document tells so, and may not call it missed.
    """
    rows = [row for row in state.rows if row.base == address]
    entries = [row.came_by for row in rows if row.status == "done" and row.came_by]
    if len(rows) == 1 and not entries and (wanted := rows[0].step.contact):
        reached = _reached(incident)
        entries = [reached[party] for party in wanted] if reached.keys() >= set(wanted) else []
    elif any(row.open for row in rows):
        return None
    return max(entries, key=lambda entry: entry.event.occurred, default=None)


def _reached(incident: Incident) -> dict[str, Entry]:
    """The first call that reached each party."""
    found: dict[str, Entry] = {}
    for entry in incident.entries:
        if isinstance(entry.event, CallMade) and entry.hash not in incident.retracted:
            for told in entry.event.contacts:
                if told.outcome == "reached":
                    found.setdefault(told.party, entry)
    return found


def _when(incident: Incident, entry: Entry) -> datetime:
    return incident.by_clock(entry, entry.event.occurred)
