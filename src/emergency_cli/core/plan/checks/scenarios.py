"""Rules on scenarios of drills: what they name is there, and the answers that they expect can be given."""

from collections.abc import Iterable, Iterator

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.conditions import unsound
from emergency_cli.core.plan.checks.place import Books, declared, in_drill
from emergency_cli.core.plan.checks.texts import texts_below
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.scenario import Goal, Scenario
from emergency_cli.core.text import Fault, msg


def check_scenarios(scenarios: Iterable[Scenario], books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """Everything that the rules find."""
    for scenario in scenarios:
        for path, what, hint in texts_below(scenario, centre):
            yield in_drill(scenario.id, *path, what=what, hint=hint)
        if scenario.playbook not in books:
            what = msg("there is no playbook “{id}”", id=scenario.playbook)
            yield in_drill(scenario.id, "playbook", what=what, hint=msg("name one of {names}", names=list(books)))
            continue
        yield from _injects(scenario, books, roster)
        for number, goal in enumerate(scenario.goals):
            yield from _goal(scenario, number, goal, books)


def _injects(scenario: Scenario, books: Books, roster: Roster) -> Iterator[Fault]:
    seen: set[str] = set()
    known = declared(books, books[scenario.playbook])
    for number, inject in enumerate(scenario.injects):
        if inject.id in seen:
            what = msg("the inject “{id}” appears twice", id=inject.id)
            yield in_drill(scenario.id, "injects", number, "id", what=what, hint=msg("give it another id"))
        seen.add(inject.id)
        for what in unsound(inject.expects, known, roster):
            yield in_drill(scenario.id, "injects", number, "expects", what=what)


def _goal(scenario: Scenario, number: int, goal: Goal, books: Books) -> Iterator[Fault]:
    for member, named in (("step", goal.step), ("after", goal.after)):
        if named is None:
            continue
        book, _, step = scenario.address(named).partition("/")
        if book not in books or books[book].step(step) is None:
            what = msg("there is no step “{step}”", step=scenario.address(named))
            hint = msg("see its steps: emergency playbook show {id}", id=book if book in books else scenario.playbook)
            yield in_drill(scenario.id, "goals", number, member, what=what, hint=hint)
    if goal.from_ and goal.from_ not in {inject.id for inject in scenario.injects}:
        what = msg("there is no inject “{id}”", id=goal.from_)
        names = [inject.id for inject in scenario.injects]
        yield in_drill(scenario.id, "goals", number, "from", what=what, hint=msg("name one of {names}", names=names))
