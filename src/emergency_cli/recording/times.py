"""Times that people type: what is doubtful about one."""

from datetime import datetime

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.text import Message, msg
from emergency_cli.language import Words


def before_noticing(incident: Incident, at: datetime, words: Words) -> Message | None:
    """Why a typed time is doubtful, `None` if it is not: before anybody noticed it is true at times, mostly a slip."""
    opening = incident.opening
    if opening is None or at >= opening.noticed.replace(second=0, microsecond=0):  # people type minutes
        return None
    return msg(
        "{time} is before it was noticed ({noticed}).", time=full(at, words), noticed=full(opening.noticed, words)
    )


def full(moment: datetime, words: Words) -> str:
    """A time with its day and year."""
    return f"{words.day(moment)} {words.clock(moment)}"
