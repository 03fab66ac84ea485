"""From what was typed of a leader's order to what is recorded: shared by the command and the walk."""

from collections.abc import Callable
from datetime import datetime

from emergency_cli.core.events import Ordered
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.names.find import called, parties_named
from emergency_cli.recording.naming import roster_of
from emergency_cli.session import Session
from emergency_cli.store.home import Case


def ordered(
    session: Session, case: Case, text: str, *, leader: str, to: str, due: datetime | None = None
) -> Callable[[Incident, datetime, str], Ordered]:
    """What records the order, given the incident, the time and who records it.

    Whoever is in the roster by exactly this name is meant; a leader from elsewhere is recorded as typed.
    """
    named = parties_named(roster_of(session, case.incident))
    desk = case.journal.desk

    def decide(incident: Incident, at: datetime, by: str) -> Ordered:
        return actions.give_order(
            incident, text, desk=desk, leader=called(leader, named), to=called(to, named), at=at, by=by, due=due
        )

    return decide
