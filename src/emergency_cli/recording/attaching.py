"""A further playbook taken up in an incident."""

from collections.abc import Mapping
from datetime import datetime

from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot


def taken_up(
    incident: Incident,
    playbook: Playbook,
    presets: Mapping[str, str],
    *,
    at: datetime,
    by: str,
    noticed: datetime | None = None,
) -> Event:
    """The event that takes a playbook up; it says so where the answers had suggested it."""
    suggested = playbook.id in board(incident, at).suggestions
    return actions.attach_playbook(
        incident, playbook, playbook_snapshot(playbook), at=at, by=by, noticed=noticed, suggested=suggested,
        presets=presets,
    )  # fmt: skip
