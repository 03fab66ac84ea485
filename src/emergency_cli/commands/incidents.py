"""Which incident is meant, of those that are not closed."""

from collections.abc import Sequence

from emergency_cli.commands.choice import chosen
from emergency_cli.core.text import msg
from emergency_cli.screen.incident.overview import title_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case


def unclosed(session: Session) -> list[Case]:
    """The incidents that are not closed, real ones first."""
    return sorted(session.home.unclosed(), key=lambda case: case.incident.drill)


def which_of(session: Session, cases: Sequence[Case]) -> Case:
    """The incident that is picked from several. Raises Left."""
    words, now = session.screen.words, session.now()
    return chosen(
        session, msg("Which incident?"), [(case, title_line(case.incident, words, now).text) for case in cases]
    )
