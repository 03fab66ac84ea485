"""Calls made outside of a step, and who comes next where nobody answered."""

from emergency_cli.recording.naming import roster_of
from emergency_cli.session import Session
from emergency_cli.store.home import Case


def show_next_in_ladder(session: Session, case: Case, party: str) -> None:
    """Who else can be called for a party that did not answer."""
    from emergency_cli.core.plan.roster import ladder
    from emergency_cli.screen.contacts import contact_lines

    roster = roster_of(session, case.incident)
    lines = ladder(roster, party, zone=case.incident.zone, on_duty=case.incident.officer)
    words = session.screen.words
    session.screen.show(contact_lines(roster, roster.title(party), lines, words, drill=case.incident.drill))
