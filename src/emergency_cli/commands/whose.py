"""Whose plan is in use, and where it is: the one line that every command says which shows something of the plan."""

from pathlib import Path

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import real
from emergency_cli.errors import NotAllowed
from emergency_cli.places import packaged_plan
from emergency_cli.screen.line import Line
from emergency_cli.session import Session


def plan_line(session: Session, *, cut: bool = False) -> Line:
    """The hall whose plan is in use, and its folder; `cut`: as much of it as one line holds."""
    return Line(session.screen.words(whose_plan(session)), "quiet", cut=cut, hang=0 if cut else 2)


def whose_plan(session: Session) -> Message:
    """The same as a sentence; without the hall where no roster can be read."""
    folder = str(session.plan.folder)
    if session.plan.roster_read is None:
        return msg("Plan in use: {folder}", folder=folder)
    hall = session.plan.roster_read.organisation
    if is_packaged(session.plan.folder):
        return msg("Plan in use: that of {hall}, which came with the program: {folder}", hall=hall, folder=folder)
    return msg("Plan in use: that of {hall}: {folder}", hall=hall, folder=folder)


def is_packaged(folder: Path) -> bool:
    """Whether this is the plan that came with the program."""
    return real(folder) == real(packaged_plan())


def own_folder(session: Session) -> Path:
    """The folder of the hall's own plan, where it may be changed. Raises NotAllowed for the one that was packaged."""
    folder = session.plan.folders[0]
    if is_packaged(folder) and not session.world.env.get("EMERGENCY_PLAN"):
        raise NotAllowed(
            msg("The plan in use came with the program; an update would undo what is changed in it."),
            msg("Make the hall's own plan first: emergency init"),
        )
    return folder
