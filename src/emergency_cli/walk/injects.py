"""What exercise control says in a drill: shown and noted when its time has come, and never an answer of the officer."""

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.exercise import CONTROL, due, spoken
from emergency_cli.core.plan.scenario import Inject
from emergency_cli.errors import NotSaved
from emergency_cli.screen.line import Line
from emergency_cli.walk.walker import Walker


def waiting(walker: Walker) -> bool:
    """Whether something is to be said now."""
    return bool(_unheard(walker))


def give(walker: Walker) -> None:
    """Say what is due; it is said even where it cannot be noted."""
    for inject in _unheard(walker):
        walker.heard.add(inject.id)
        text, by = walker.words(spoken(inject.says)), walker.words(CONTROL)
        walker.show([Line(text, "drill", hang=2)])
        _noted(walker, text, by)


def _unheard(walker: Walker) -> list[Inject]:
    return [inject for inject in due(walker.incident, walker.now()) if inject.id not in walker.heard]


def _noted(walker: Walker, text: str, by: str) -> None:
    """Beside the tick of the officer: it is shown already, and a time that was typed is none of its."""
    at = walker.now()
    try:
        walker.case, entry = walker.session.record(
            walker.case, lambda incident: actions.note(incident, text, at=at, by=by)
        )
    except NotSaved as error:
        walker.not_saved(error, text)
    else:
        walker.written.add(entry.hash)
