"""`emergency resume`: go on with an incident."""

from emergency_cli.commands.incidents import unclosed, which_of
from emergency_cli.commands.options import Id, Naming, verb
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.screen.faults import finding_lines
from emergency_cli.screen.incident.overview import board_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Left


@verb("emergency resume", Exit.REFUSED, Exit.NOT_SAVED)
def resume(session: Naming, part: Id = None) -> None:
    """Walk on. Without a terminal: show the board and what to type."""
    try:
        part = session.request.incident if part is None else part
        case = _meant(session) if part is None else session.home.find(part)
    except Left:
        return
    incident, words = case.incident, session.screen.words
    session.screen.show(finding_lines(case.record.findings, words))
    if incident.state == "none":
        raise Misused(
            msg("The opening entry of this incident is missing or damaged, so the steps cannot be walked through."),
            msg("See what can still be read: emergency verify {id}", id=case.journal.incident),
        )
    if incident.state == "closed":
        raise Misused(
            msg("{id} is closed.", id=incident.id), msg("To read it: emergency timeline {id}", id=incident.id)
        )
    session.remember(case)
    if session.world.interactive:
        from emergency_cli.walk.loop import walk

        walk(session, case)
    else:
        now = session.now()
        session.screen.show(board_lines(incident, board(incident, now), words, now))
        session.screen.say(msg("Without a terminal nothing is asked. Next: emergency done STEP, emergency status"))


def _meant(session: Session) -> Case:
    """This terminal's incident; where that is over, or it has none, the open one that is picked, real ones first."""
    mine = session.terminals_case()
    if not session.world.interactive or (mine and mine.incident.state != "closed"):
        return session.case()
    cases = unclosed(session)
    if len(cases) < 2:
        return cases[0] if cases else session.case()
    return which_of(session, cases)
