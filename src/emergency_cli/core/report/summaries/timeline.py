"""The timeline of a report: every entry in story order, with its corrections and what qualifies it."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from msgspec.structs import replace

from emergency_cli.core.address import base_of, member_of
from emergency_cli.core.events import Corrected, Entry, Event, Reopened, StepDone, stamp
from emergency_cli.core.events.deeds import deed_of
from emergency_cli.core.events.words import fact_title, party_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import corrected_value, other_offset, tell
from emergency_cli.core.personal import Words
from emergency_cli.core.record.clocks import NOTICEABLE, clock_words
from emergency_cli.core.report.cells import answer_cell
from emergency_cli.core.report.document import Coded, Correction, Material, Moment
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import MEMBERS
from emergency_cli.core.text import Message, msg


def moments(material: Material) -> list[Moment]:
    """A line for each entry, and one for those that say the same of several zones or units."""
    found: list[Moment] = []
    for each in _moments(material):
        if found and _alike(found[-1], each) and deed_of(material.incident, each.entry.event.matter or ""):
            found[-1] = _together(material.incident, found[-1], each.entry)
        else:
            found.append(each)
    return found


def _alike(one: Moment, other: Moment) -> bool:
    """Whether two lines differ in nothing but the zone or unit."""
    if (what := _done(other.entry)) is None or what != _done(one.entry):
        return False
    plain = not (one.changes or other.changes or one.struck or other.struck or other.day)
    return plain and (one.actor, one.by, one.marks) == (other.actor, other.by, other.marks)


def _done(entry: Entry) -> object:
    """What was done in which minute, but for the zone or unit for which it was; `None` for anything else."""
    event = entry.event
    if not isinstance(event, StepDone) or not (member := member_of(event.step)) or member.isdigit():
        return None
    facts = {base_of(fact): value for fact, value in event.facts.items()}
    minute = event.occurred.replace(second=0, microsecond=0)
    return minute, base_of(event.step), facts, event.contacts, event.approval, event.same, event.reason


def _together(incident: Incident, told: Moment, entry: Entry) -> Moment:
    entries = (*told.entries, entry)
    members = [member_of(each.event.matter or "") or "" for each in entries]
    says = cast(StepDone, told.entry.event).told_of(incident, members)
    return replace(told, says=says, more=entries[1:])


def _moments(material: Material) -> Iterator[Moment]:
    incident, day = material.incident, None
    after_close = {entry.hash for entry in incident.after_close}
    for entry in material.story:
        at = incident.local(entry.event.occurred)
        actor = party_title(incident, entry.event.actor) if entry.event.actor else ""
        yield Moment(
            entry=entry,
            day=at if at.date() != day else None,
            says=tell(incident, entry),
            actor=actor,
            by=signed(entry.event.by),
            struck=entry.hash in incident.retracted,
            changes=changes(incident, entry),
            marks=tuple(_marks(incident, entry, entry.hash in after_close)),
        )
        day = at.date()


def _marks(incident: Incident, entry: Entry, after_close: bool) -> Iterator[Coded]:
    if entry.event.paper:
        yield Coded("paper", msg("copied from paper"))
    if entry.recorded - entry.event.occurred >= NOTICEABLE:
        yield Coded("recorded-later", msg("recorded only {time}", time=entry.recorded))
    if apart := other_offset(incident, entry):
        yield Coded("other-offset", apart)
    if clock := clock_words(incident.originals.get(entry.prev), entry):
        yield Coded("clock-set", clock)
    gone = incident.retracted.get(entry.hash)
    if gone and isinstance(gone.event, Reopened):
        by = signed(gone.event.by)
        told = msg("taken back by {who}, {time} [{entry}]", who=by, time=gone.event.occurred, entry=gone.id)
        yield Coded("taken-back", _because(told, gone.event.reason))
    if after_close:
        yield Coded("after-close", msg("recorded after the record was closed"))


def changes(incident: Incident, entry: Entry) -> tuple[Correction, ...]:
    """The corrections of an entry, each with what it replaced."""
    corrections = incident.corrections.get(entry.hash)
    if not corrections:
        return ()
    found = []
    current: dict[tuple[str, str | None], object] = {}
    for correction in corrections:
        event = cast(Corrected, correction.event)
        key = (event.member, event.fact)
        was = current.get(key, _member(incident.originals[entry.hash].event, event))
        current[key] = event.value
        what: object = fact_title(incident, event.fact) if event.fact else MEMBERS[event.member].shown
        told = msg("{what} corrected by {who}, {time} [{entry}]", what=what, who=signed(event.by), time=event.occurred,
                   entry=correction.id)  # fmt: skip
        note = _because(told, event.reason)
        shown = _told_apart(_shown(incident, event, was), _shown(incident, event, event.value))
        found.append(Correction(Coded(event.member, what), *shown, note, correction))
    return tuple(found)


def _member(original: Event, correction: Corrected) -> object:
    if correction.member == "value" and not isinstance(original, Corrected):
        return getattr(original, "facts", {}).get(correction.fact)
    return getattr(original, correction.member, None)


def _shown(incident: Incident, correction: Corrected, value: object) -> object:
    if correction.member == "value" and isinstance(value, str):
        return answer_cell(incident, correction.fact or "", value)
    return "" if value is None else corrected_value(incident, correction, value)


def _told_apart(was: object, now: object) -> tuple[object, object]:
    """Two values as they are shown: times of the same minute with their seconds."""
    if isinstance(was, datetime) and isinstance(now, datetime) and was != now and f"{was:%F %R}" == f"{now:%F %R}":
        return _to_the_second(was), _to_the_second(now)
    return was, now


def _to_the_second(moment: datetime) -> Coded:
    return Coded(stamp(moment), msg("{time}:{seconds}", time=moment, seconds=f"{moment:%S}"))


def _because(told: Message, reason: Words | None) -> Message:
    return msg("{what}: {reason}", what=told, reason=reason) if reason else told
