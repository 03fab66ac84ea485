"""From what was typed to what is on record: used by commands and walk alike."""

from collections.abc import Callable
from datetime import datetime

from emergency_cli.core.events import Event
from emergency_cli.core.incident.incident import Incident

# A decision: what is true now, when it happened, who records -> the event. Raises NotAllowed or Misused.
Decide = Callable[[Incident, datetime, str], Event]
