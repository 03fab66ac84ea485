"""The course of the response in its main points: what the body of a summary and a bulletin say was done."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from emergency_cli.core.address import base_of, member_of
from emergency_cli.core.events import (
    Attached,
    CallMade,
    Ended,
    Entry,
    HandoverAccepted,
    Opened,
    Reopened,
    RoundsFinished,
    StepCouldNot,
    StepDone,
)
from emergency_cli.core.events.words import step_title, told
from emergency_cli.core.incident.story import tell, tell_event
from emergency_cli.core.report.document import Material, Point
from emergency_cli.core.text import Message, msg


def points(material: Material) -> Iterator[Point]:
    """Opening, playbooks, steps done or tried in vain, calls, reliefs, the end; nothing that was taken back."""
    day, last = None, _last_of_many(material)
    for entry in material.story:
        says = None if entry.hash in material.incident.retracted else _says(material, entry, last)
        if says:
            at = material.incident.local(entry.event.occurred)
            yield Point(at, at if at.date() != day else None, says, entry)
            day = at.date()


def _last_of_many(material: Material) -> dict[str, tuple[int, Entry]]:
    """Of each step done zone by zone or in rounds: how often it was done, and the last tick in story order."""
    found: dict[str, tuple[int, Entry]] = {}
    ticks = {entry.hash for entry in material.incident.ticks.values()}
    for entry in material.story:
        if entry.hash in ticks and isinstance(entry.event, StepDone) and member_of(entry.event.step):
            base = base_of(entry.event.step)
            found[base] = (found[base][0] + 1 if base in found else 1, entry)
    return found


def _says(material: Material, entry: Entry, last: Mapping[str, tuple[int, Entry]]) -> Message | None:
    match entry.event:
        case StepDone() as event if not event.same:
            return _done(material, entry, event, last)
        case Opened() as event:
            return tell_event(material.incident, replace(event, facts={}))
        case Attached() | StepCouldNot() | CallMade() | HandoverAccepted() | Ended() | RoundsFinished():
            return tell(material.incident, entry)
        case Reopened(target=target):
            back = material.incident.originals.get(target.hash)
            return tell(material.incident, entry) if back and isinstance(back.event, Ended) else None
        case _:
            return None


def _done(material: Material, entry: Entry, event: StepDone, last: Mapping[str, tuple[int, Entry]]) -> Message | None:
    """What was done, and whom it told. Of a step done zone by zone or in rounds only the last tick, with a count."""
    base, member = base_of(event.step), member_of(event.step)
    says: Message = msg("{text}", text=step_title(material.incident, base if member else event.step))
    if member:
        count, latest = last.get(base, (0, entry))
        if base in material.incident.rounds_over or entry.hash != latest.hash:
            return None
        says = msg("{step} ({count} times)", step=says, count=count) if count > 1 else says
    if event.contacts:
        return msg("{what} — {more}", what=says, more=told(material.incident, event.contacts))
    return says
