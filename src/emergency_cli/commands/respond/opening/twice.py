"""A start where an incident of the same kind is open already."""

import contextlib
from collections.abc import Mapping

from emergency_cli.core.incident.actions import close_record, end_response, set_facts
from emergency_cli.core.terms import agreed
from emergency_cli.core.text import folded, msg
from emergency_cli.disk import why
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Asker


def already_open(session: Session, new: Case, playbook: str, drill: bool) -> Case | None:
    """Another open incident of the same kind, if the person says that this is the one. Raises Left."""
    try:
        case = open_one(session, playbook, drill, but=new.journal.incident)
    except (EmergencyError, OSError) as error:  # the new one is on record, whatever happens to the others
        cause = error.message if isinstance(error, EmergencyError) else why(error)
        session.screen.tell(
            msg("Cannot tell whether an incident of this kind is already open ({why}).", why=cause), "warn"
        )
        return None
    return case if case and is_that_one(session, case) else None


def given_up(session: Session, new: Case, other: Case, said: Mapping[str, str]) -> Case:
    """The other incident, with what was said now; the new one is closed as the same."""
    by, at = session.by(new), session.now()
    with contextlib.suppress(NotSaved):  # it stays open: nothing is lost
        new, _ = session.record(
            new, lambda now_true: end_response(now_true, "same-as", at=at, by=by, same_as=other.incident.id)
        )
        reason = other.incident.id
        session.record(new, lambda now_true: close_record(now_true, at=at, by=by, reason=reason))
    if said:
        by = session.by(other)
        other, _ = session.record(other, lambda now_true: set_facts(now_true, said, at=session.now(), by=by))
    return other


def open_one(session: Session, playbook: str, drill: bool, but: str = "") -> Case | None:
    """The latest open incident of the same kind, but not that one."""
    for case in reversed(session.home.unclosed()):
        if case.journal.incident == but:
            continue
        incident = case.incident
        same = incident.opening is not None and incident.opening.playbook == playbook and incident.drill == drill
        if same and incident.state == "responding":
            return case
    return None


def is_that_one(session: Session, case: Case) -> bool:
    """Ask whether an open incident is the one that is meant. Raises Left: then nothing is decided."""
    words = session.screen.words
    session.screen.tell(msg("{id} is already open.", id=case.incident.id), "warn")
    if not session.world.interactive:
        session.screen.tell(
            msg("A new one was opened. To go on with the other: emergency resume {id}", id=case.incident.id)
        )
        return False
    ask = Asker(session.world)
    while True:
        typed = ask.reply(words.say("Enter = go on with that one, n = a new incident: "))
        said = False if folded(typed).startswith(("new", "新")) else agreed(typed or "yes", numbered=True)
        if said is not None:
            return said
        session.screen.say(msg("“{text}” is not one of these.", text=typed), "warn")
