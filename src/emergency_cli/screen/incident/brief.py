"""How an incident stands, on one screen."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.exercise import spoken
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import NextReport
from emergency_cli.core.incident.story import tell
from emergency_cli.core.report.briefs.brief import Brief, Owed
from emergency_cli.core.report.cells import in_words
from emergency_cli.core.terms import DOCUMENTS, STAGES, STATES
from emergency_cli.core.text import Clauses, msg
from emergency_cli.language import Words
from emergency_cli.screen.incident.overview import notices
from emergency_cli.screen.line import Line

# How many lines each part may take; with all of them full it is one screen of 24 lines.
_NOW, _ORDERS, _DEEDS, _WAITING = 5, 2, 3, 2


def brief_lines(incident: Incident, brief: Brief, words: Words, now: datetime) -> Iterator[Line]:
    """At most 24 lines, each of them one line of the screen however narrow it is; of people nothing is left out."""
    words = words.within(incident.time_zone)
    for line in _lines(incident, brief, words, now):
        yield Line(line.text, line.style, line.indent, hang=line.hang, cut=not line.hang)


def _lines(incident: Incident, brief: Brief, words: Words, now: datetime) -> Iterator[Line]:
    yield from head_lines(incident, brief, words)
    yield from warning_lines(incident, brief, words)
    yield from _part(msg("To do now:"), brief.now, _NOW, words, now)
    yield from waiting_lines(incident, brief, words)
    yield from _part(msg("Ordered by leaders:"), brief.orders, _ORDERS, words, now)
    if brief.deeds:
        yield Line(words.say("Last done:"), "title")
    for deed in brief.deeds[:_DEEDS]:
        yield Line(f"{words.clock(deed.at)} {words(deed.title)}", "done", indent=1)
    yield from _later(brief, words, now)
    yield Line(words.say("every step: emergency status --all | {id}", id=brief.incident), "quiet")


def head_lines(incident: Incident, brief: Brief, words: Words) -> Iterator[Line]:
    """What it is and since when, where and under whom, how it ended, people, and how much is done, open and late."""
    drill = words.say("[DRILL] ") if brief.drill else ""
    title = words(list(brief.titles)) if brief.titles else brief.incident
    since = msg("{title}, {state}, noticed {time} ({span} ago)", title=title, state=STATES[brief.state].shown,
                time=brief.noticed, span=brief.since)  # fmt: skip
    yield Line(f"{drill}{words(since)}", "drill" if brief.drill else "title")
    where = [in_words(brief.place)] if brief.place is not None else []
    if brief.zone is not None:
        zone = words(in_words(brief.zone))
        where.append(words.say("{step} ({party})", step=zone, party=brief.owner) if brief.owner else zone)
    where_words = words.say("Where: {place}", place=where or msg("not known yet"))
    officer = words.say("officer: {name}", name=brief.officer or msg("no name given"))
    yield Line(f"{where_words} | {officer}")
    for end in brief.ends:
        yield Line(words(tell(incident, end)))
    if brief.people:
        yield Line(words.say("People: {facts}", facts=Clauses(tuple(each.value for each in brief.people))), hang=2)
    counts = [msg("{count} done", count=brief.done), msg("{count} to do now", count=len(brief.now))]
    counts += [msg("{count} late", count=brief.late)] if brief.late else []
    counts += [msg("blanks: {count}", count=brief.blanks)] if brief.blanks else []
    yield Line(words(counts), "late" if brief.late else "plain")


def warning_lines(incident: Incident, brief: Brief, words: Words) -> Iterator[Line]:
    """What whoever looks has to know besides."""
    yield from control_lines(brief, words)
    if brief.conflicts:
        facts = [fact_title(incident, fact) for fact in brief.conflicts]
        yield Line(words.say("Two answers, to be confirmed: {facts}", facts=facts), "warn")
    yield from notices(incident, words)


def control_lines(brief: Brief, words: Words) -> Iterator[Line]:
    """What exercise control says by now, until it is noted in a walk."""
    yield from (Line(words(spoken(text)), "drill", hang=2) for text in brief.control)


def _part(title: object, owed: Sequence[Owed], room: int, words: Words, now: datetime) -> Iterator[Line]:
    """The first of them, each with its limit and who is responsible; how many more there are."""
    if not owed:
        return
    more = len(owed) - room
    yield Line(words.say("{title} (and {count} more)", title=title, count=more) if more > 0 else words(title), "title")
    for each in owed[:room]:
        yield owed_line(each, words, now)


def owed_line(owed: Owed, words: Words, now: datetime) -> Line:
    """A step that is still to be done, with its limit and who is responsible."""
    text = words(owed.title)
    if owed.responsible:
        text = words.say("{step} ({party})", step=text, party=list(owed.responsible))
    if owed.row.deadline:
        text = f"[{_limit(owed, words, now)}] {text}"
    return Line(text, "late" if owed.row.late else "order", indent=1)


def _limit(owed: Owed, words: Words, now: datetime) -> str:
    row = owed.row
    if row.late:
        return words.say("{span} late", span=row.late)
    return words.say("{span} left", span=(row.deadline - now) if row.deadline else timedelta())


def waiting_lines(incident: Incident, brief: Brief, words: Words) -> Iterator[Line]:
    """What waits, by what it waits for, one line each."""
    groups = groupby(brief.waiting, key=lambda each: (each.row.upon or "", each.row.because))
    waits = [([fact] if fact else list(because), [each.title for each in group]) for (fact, because), group in groups]
    for facts, steps in waits[:_WAITING]:
        names = [fact_title(incident, fact) for fact in facts]
        yield Line(words.say("Waiting for “{facts}”: {steps}", facts=names, steps=steps))


def _later(brief: Brief, words: Words, now: datetime) -> Iterator[Line]:
    later = [msg("{stage} {count}", stage=STAGES[stage].shown, count=count) for stage, count in brief.later]
    parts = [words.say("Later: {steps}", steps=later)] if later else []
    if brief.report:
        parts.insert(0, report_due(brief.report, words, now))
    if parts:
        yield Line(" | ".join(parts))


def report_due(report: NextReport, words: Words, now: datetime) -> str:
    """The report upward that comes next, and by when where the centre has set a limit."""
    name = DOCUMENTS[report.kind].shown
    if report.due is None:
        return words.say("Next report: {document}", document=name)
    if now > report.due:
        return words.say("Next report: {document}, {span} late", document=name, span=now - report.due)
    return words.say("Next report: {document}, due {time}", document=name, time=words.clock(report.due))
