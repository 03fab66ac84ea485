"""Entries as lines: the timeline, the tick that follows an entry, the check code."""

from collections.abc import Iterator

from emergency_cli.core.events import Entry
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import in_story_order, other_offset, tell
from emergency_cli.core.record.clocks import clock_words
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.signing import account_of, signed
from emergency_cli.language import Words
from emergency_cli.screen.line import Line


def timeline_lines(incident: Incident, words: Words) -> Iterator[Line]:
    """Everything in the order in which it happened; the day whenever it changes, late entries marked.

    Who wrote without giving a name is said once, until somebody else writes.
    """
    words, day, before = words.within(incident.time_zone), None, ""
    for entry in in_story_order(incident.entries):
        if (today := incident.local(entry.event.occurred).date()) != day:
            day = today
            yield Line(words.day(entry.event.occurred), "title")
        gone = entry.hash in incident.retracted
        by = entry.event.by
        again = by == before and account_of(by) is not None
        before = by
        yield Line(entry_words(incident, entry, words, signature=not again), "quiet" if gone else "plain", hang=9)
        original = incident.originals[entry.hash]
        if clock := clock_words(incident.originals.get(entry.prev), original):
            yield Line(words(clock), "late", indent=9, hang=2)
        if original.event is not entry.event:
            text = words.say("originally: {text}", text=tell(incident, original))
            yield Line(f"{words.clock(original.event.occurred)}  {text}", "quiet", indent=9, hang=2)


def entry_words(incident: Incident, entry: Entry, words: Words, *, signature: bool = True) -> str:
    """One entry: when, what, how it can be named, who wrote it and who did it."""
    words = words.within(incident.time_zone)
    text = words(tell(incident, entry))
    if entry.hash in incident.retracted:
        text = words.say("[taken back] {text}", text=text)
    late = (entry.recorded - entry.event.occurred).total_seconds() >= 60
    when = words.say(", entered {time}", time=words.moment(entry.recorded)) if late else ""
    paper = words.say(", copied from paper") if entry.event.paper else ""
    drill = words.say("[DRILL] ") if incident.drill else ""
    clock = words.clock(entry.event.occurred, seconds=True)
    actor = entry.event.actor
    who = words.say("; done by {name}", name=party_title(incident, actor)) if actor else ""
    apart = other_offset(incident, entry)
    under = f", {words(apart)}" if apart else ""
    by = f", {words(signed(entry.event.by))}" if signature else ""
    return f"{clock} {drill}{text}  [{entry.id}{by}{who}{paper}{when}{under}]"


def recorded_line(incident: Incident, entry: Entry, words: Words) -> Line:
    """The tick: shown only once the entry is durable."""
    words = words.within(incident.time_zone)
    drill = words.say("[DRILL] ") if incident.drill else ""
    return Line(drill + words.say("[recorded {entry}] {what}", entry=entry.id, what=tell(incident, entry)), "done")


def ticked_line(incident: Incident, entry: Entry, words: Words) -> Line:
    """The tick in the walk: in short, for what it is called in the log is in the timeline."""
    words = words.within(incident.time_zone)
    time = words.clock(entry.event.occurred)
    return Line(words.say("[recorded {time}] {what}", time=time, what=tell(incident, entry)), "done", hang=2)


def copied_line(incident: Incident, entry: Entry, words: Words) -> Line:
    """The tick of what was copied from paper, with its full date, for it may be another day, and who did it."""
    when, actor, words = entry.event.occurred, entry.event.actor, words.within(incident.time_zone)
    who = f" {words(party_title(incident, actor))}" if actor else ""
    line = recorded_line(incident, entry, words)
    return Line(f"{words.day(when)} {words.clock(when)}{who}  {line.text}", line.style, hang=4)


def closed_lines(incident: Incident, words: Words) -> Iterator[Line]:
    """What is left to do with a closed record: its summary, and its check code to be given to others."""
    yield Line(words.say("Write the summary: emergency export {id}", id=incident.id))
    yield code_line(incident, words)
    yield Line(words.say("Give the code to somebody else: it shows later that nothing was changed or cut off."))


def code_line(incident: Incident, words: Words) -> Line:
    """The check code of the last entry."""
    last = incident.entries[-1]
    return Line(words.say("Check code: {code}  ({id} {entry})", code=check_code(last), id=incident.id, entry=last.id))
