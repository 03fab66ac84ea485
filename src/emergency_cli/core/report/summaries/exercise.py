"""A drill beside the goals of its scenario: what was reached in time, late, not at all, or before what comes first."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.events.words import answer_title, fact_title, step_name
from emergency_cli.core.incident.exercise import Judged, Verdict, judged, scenario_of
from emergency_cli.core.plan.scenario import Rehearsed
from emergency_cli.core.report.document import Material, Sentence
from emergency_cli.core.report.prose import sentence
from emergency_cli.core.text import Clauses, Message, msg

_TITLES: dict[Verdict, Message] = {
    "on-time": msg("reached: {goals}"),
    "late": msg("reached late: {goals}"),
    "out-of-order": msg("out of order: {goals}"),
    "missed": msg("missed: {goals}"),
    "not-said": msg("not put to the test, because exercise control had not come to it: {goals}"),
}


def assessed(material: Material) -> Iterator[Sentence]:
    """How many of the goals were reached, then each of them; nothing for a drill without a scenario."""
    scenario, found = scenario_of(material.incident), judged(material.incident, material.board)
    if scenario is None or not found:
        return
    tested = [each for each in found if each.verdict != "not-said"]
    reached = len([each for each in tested if each.verdict == "on-time"])
    says = msg("beside the goals that the scenario “{title}” sets itself, {count} of {all} were reached",
               title=scenario.title, count=reached, all=len(tested))  # fmt: skip
    book = material.incident.playbook
    pace = book.pace if isinstance(book, Rehearsed) else 1
    yield sentence(
        [says, *([msg("everything ran {count} times as fast as in earnest", count=pace)] if pace > 1 else [])]
    )
    for verdict, form in _TITLES.items():
        if goals := [each for each in found if each.verdict == verdict]:
            yield _told(material, form, goals)


def _told(material: Material, form: Message, goals: Sequence[Judged]) -> Sentence:
    told = Message(form.msgid, {"goals": Clauses(tuple(_goal(material, each) for each in goals), close=True)})
    return sentence([told], [each.entry for each in goals if each.entry])


def _goal(material: Material, goal: Judged) -> object:
    """What it is, and how long it took."""
    incident = material.incident
    what: object = step_name(incident, goal.step)
    if goal.fact:
        answer = answer_title(incident, goal.fact, goal.wanted)
        what = msg("{fact}: {answer}", fact=fact_title(incident, goal.fact), answer=answer)
    if goal.verdict == "out-of-order":
        return msg("{step} (before “{first}”)", step=what, first=step_name(incident, goal.after))
    if goal.took is None and goal.limit is None:
        return msg("{text}", text=what)
    if goal.took is None:
        return msg("{step} (within {limit})", step=what, limit=goal.limit)
    if goal.limit is None:
        return msg("{step} ({span})", step=what, span=goal.took)
    return msg("{step} ({span}, within {limit})", step=what, span=goal.took, limit=goal.limit)
