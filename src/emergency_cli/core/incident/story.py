"""The story of an incident: its entries in the order in which things happened, and what each says."""

from collections.abc import Iterable

from emergency_cli.core.events import Corrected, Entry, Event, ReadinessChecked
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.text import Message, msg
from emergency_cli.core.times import offset


def in_story_order(entries: Iterable[Entry]) -> list[Entry]:
    """By when things happened, then in record order."""
    return sorted(entries, key=lambda entry: (entry.event.occurred, entry.n, entry.desk, entry.hash))


def tell(incident: Incident, entry: Entry) -> Message:
    """What an entry says."""
    return entry.event.tell(incident)


def tell_event(incident: Incident, event: Event) -> Message:
    """What an event says, on record or not."""
    return event.tell(incident)


def other_offset(incident: Incident, entry: Entry) -> Message | None:
    """That the desk of an entry was set to another offset from Greenwich than the one in which the incident is told."""
    there, zone = entry.recorded.tzinfo, incident.time_zone
    if there == zone or entry.recorded.utcoffset() == incident.local(entry.recorded).utcoffset():
        return None
    return msg("recorded under {offset}", offset=offset(entry.recorded))


def corrected_value(incident: Incident, correction: Corrected, value: object) -> object:
    """What was, or now is, in the place that a correction names, as people say it."""
    return correction.value_title(incident, value)


def checked(event: ReadinessChecked, item: object) -> Message:
    """How a preparedness item was found; `item` is what it is called."""
    return event.told_of(item)
