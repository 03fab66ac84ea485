"""`emergency drill`: a drill by a scenario of the plan, in which exercise control says things when their time comes."""

from collections.abc import Mapping
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import clear, picked
from emergency_cli.commands.options import Beginning, Json, verb
from emergency_cli.commands.respond.opening.first import first_card
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.exercise import CONTROL, spoken
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.names.find import Named, pick
from emergency_cli.core.plan.scenario import Scenario, rehearsed
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.opening import opened_by_name, opening
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case

# How many times faster it goes with --fast: a minute of the scenario takes ten seconds.
_FAST = 6


@verb(msg("emergency drill fire-stairwell --by Lee"), Exit.NOT_SAVED)
def drill(
    session: Beginning,
    name: Annotated[
        str | None,
        Argument(metavar="SCENARIO", help="Which scenario of the plan.", autocompletion=complete.scenarios),
    ] = None,
    *,
    fast: Annotated[bool, Option("--fast", help="For practice at a desk: a minute takes ten seconds.")] = False,
    json: Json = False,
) -> None:
    """Open a drill and walk it; what exercise control says appears when its time comes. Raises Misused, NotSaved."""
    scenarios = {each.id: each for each in session.plan.scenarios()}
    session.warn_of_faults()
    if not scenarios:
        raise Misused(
            msg("This plan has no scenario of a drill."),
            msg("Add one in its folder drills, or drill without: emergency start TYPE --drill"),
        )
    choices = [(each.id, each.title) for each in scenarios.values()]
    typed = name or picked(session, msg("Which scenario?"), choices, json=json)
    meant = clear(session, typed, lambda query: _found(session, scenarios, query), json=json)
    case = _begun(session, scenarios[_found(session, scenarios, meant)], _FAST if fast else 1, show=not json)
    session.remember(case)
    if json:
        from emergency_cli.shapes.incident import status

        now = session.now()
        state = board(case.incident, now)
        session.screen.data(status(case.incident, state, case.record.findings, case.journal.incident, now))
    elif session.world.interactive:
        from emergency_cli.walk.loop import walk

        walk(session, case, card_shown=True)
    else:
        session.screen.say(
            msg("Recorded as {id}. What exercise control says comes in the walk: emergency resume", id=case.incident.id)
        )


def _found(session: Session, scenarios: Mapping[str, Scenario], query: str) -> str:
    """The id of the scenario somebody means, by any name of it or of its playbook. Raises Misused."""
    return pick(query, [_named(session, each) for each in scenarios.values()], msg("No scenario “{name}”.", name=query))


def _named(session: Session, scenario: Scenario) -> Named:
    book = session.plan.playbook(scenario.playbook)
    titles = [scenario.title, *([book.title] if book else [])]
    return Named(scenario.id, tuple(name for title in titles for name in (title.zh, title.en)), title=scenario.title)


def _begun(session: Session, scenario: Scenario, pace: int, *, show: bool) -> Case:
    """The drill, opened as `start` does it: the card first, then the record, then the scene."""
    book = session.plan.playbook(scenario.playbook)
    if book is None:
        raise Misused(
            msg("There is no playbook “{id}”, which the scenario names.", id=scenario.playbook),
            msg("See what is wrong: emergency check"),
        )
    now, words = session.now(), session.screen.words
    event = opening(session, rehearsed(book, scenario, pace), {}, drill=True, noticed=now, began=None, by=session.by())
    scene = words(spoken(scenario.scene))
    if show:
        first_card(session, event, now)
    case = opened_by_name(session, event)
    case, _ = session.record(case, lambda incident: actions.note(incident, scene, at=session.now(), by=words(CONTROL)))
    if show:
        session.screen.show([Line(scene, "drill", hang=2)])
    return case
