"""A further playbook taken up in an incident."""

from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import board
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot


def taken_up(incident: Incident, playbook: Playbook, presets: dict[str, str], **times: object) -> Event:
    """The event that takes a playbook up; it says so where the answers had suggested it."""
    suggested = playbook.id in board(incident, times["at"]).suggestions  # type: ignore[arg-type]
    snapshot = playbook_snapshot(playbook)
    return actions.attach_playbook(incident, playbook, snapshot, suggested=suggested, presets=presets, **times)  # type: ignore[arg-type]
