"""The card that stands on the screen before anything is recorded."""

from datetime import datetime

from emergency_cli.core.events import Opened
from emergency_cli.recording.opening import show_card, unrecorded
from emergency_cli.session import Session
from emergency_cli.walk.person.ask import drop_typed
from emergency_cli.walk.person.vocabulary import too_early


def first_card(session: Session, event: Opened, now: datetime) -> None:
    """Show it. What was typed before it was there answers nothing, and words that are lost are named."""
    show_card(session, unrecorded(session, event), now)
    if lost := too_early(drop_typed(session.world)):
        session.screen.say(lost, "warn")
