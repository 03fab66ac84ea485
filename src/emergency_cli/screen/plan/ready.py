"""Whether the hall is ready, as lines: first in numbers, then everything by playbook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from emergency_cli.core.incident.measures import Measure
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.plan.gaps import GapKind, RosterGap
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.prepare.readiness import Drilled, Duty, Kept, Numbers, Readiness, ReadyItem
from emergency_cli.core.prepare.wording import plan_clause
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import BULLETINS, CHECK_STATES, CheckState
from emergency_cli.core.text import Message, msg
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

_STYLES: Mapping[CheckState, str] = {"in-order": "done", "wanting": "warn", "overdue": "late", "never-checked": "plain"}
_GAPS: Mapping[GapKind, Message] = {
    "no-phone": msg("No phone number: {names}"),
    "nobody-named": msg("Neither a name nor a number: {names}"),
    "no-deputy": msg("No deputy for: {names}"),
}


def ready_lines(found: Readiness, roster: Roster, words: Words) -> Iterator[Line]:
    """Everything on one page."""
    yield from _summary(found, words)
    book = None
    for item in found.items:
        if item.playbook is not book:
            book = item.playbook
            yield Line("")
            yield Line(words(book.title), "title")
        yield from _item(item, roster, words)
    yield from measure_lines(found.measures, words)
    yield from _drills(found.drills, words)
    yield from _personal(found.kept, found.keeping, words)
    yield from _reporting(found.reporting, words)
    yield from _duty(found.duty, roster, words)
    yield from _numbers(found.numbers, roster, words)
    yield from _gaps(found.gaps, roster, words)


def _summary(found: Readiness, words: Words) -> Iterator[Line]:
    if not found.items:
        yield Line(words.say("No playbook says what has to be ready: list it under preparedness:"), "title", hang=4)
        return
    states = [item.state for item in found.items]
    counts = [
        msg(text.msgid, count=states.count(state)) for state, text in CHECK_STATES.shown.items() if state in states
    ]
    yield Line(words.say("Preparedness, {all} items: {counts}", all=len(states), counts=counts), "title", hang=4)
    yield Line(words.say("Record a check: emergency ready done ITEM"), "quiet")


def _item(item: ReadyItem, roster: Roster, words: Words) -> Iterator[Line]:
    mark, style = CHECK_STATES[item.state].mark, _STYLES[item.state]
    asks = item.asks
    yield Line(f"{mark} {words(asks.do)}", style, indent=1, hang=4)
    owner = words(roster.title(asks.owner)) if asks.owner else words.say("the plan names nobody")
    yield Line(f"{owner} | {_source(item, words)}", "quiet", indent=5, hang=4)
    yield Line(" | ".join((_last(item, words), _due(item, words))), style if item.overdue else "quiet", 5, 4)


def _source(item: ReadyItem, words: Words) -> str:
    asks = item.asks
    law, practice = (asks.basis.law, asks.basis.practice) if asks.basis else (None, None)
    parts = [words(plan_clause(asks.clause))] if asks.clause else []
    parts += [words.say("law: {text}", text=law)] if law else []
    parts += [words.say("good practice: {text}", text=practice)] if practice else []
    return " | ".join(parts)


def _last(item: ReadyItem, words: Words) -> str:
    check = item.checked
    if check is None:
        return words.say("never checked")
    day, who = words.day(check.occurred), signed(check.by)
    wanting = check.result == "wanting"
    said = words.say("not in order {day}, {who}", day=day, who=who) if wanting else ""
    said = said or words.say("in order {day}, {who}", day=day, who=who)
    return words.say("{what} ({reason})", what=said, reason=check.text) if check.text else said


def _due(item: ReadyItem, words: Words) -> str:
    if item.interval is None:
        return words.say("no interval set")
    if item.due is None:
        return words.say("OVERDUE: to be checked every {span}", span=item.interval)
    day = words.day(item.due)
    return words.say("OVERDUE since {day}", day=day) if item.overdue else words.say("next check by {day}", day=day)


def measure_lines(measures: Sequence[Measure], words: Words) -> Iterator[Line]:
    """What reviews decided to improve and nobody has seen to; nothing where all of it is done."""
    if not measures:
        return
    yield Line("")
    yield Line(words.say("Improvement measures not carried out yet: {count}", count=len(measures)), "title")
    for each in measures:
        yield Line(each.what, indent=1, hang=4)
        owner = msg("{fact}: {answer}", fact=msg("responsible"), answer=each.owner or msg("no name given"))
        due = msg("{fact}: {answer}", fact=msg("by when"), answer=each.due or msg("no limit was set"))
        yield Line(" | ".join((words(owner), words(due), each.id)), "quiet", indent=5, hang=4)
    yield Line(words.say("Record that one was carried out: emergency ready done {id}", id=measures[0].id), "quiet")


def _drills(drills: tuple[Drilled, ...], words: Words) -> Iterator[Line]:
    yield Line("")
    yield Line(words.say("Drills"), "title")
    never = [each.playbook.title for each in drills if each.last is None]
    if never:
        yield Line(words.say("Never drilled: {names}", names=never), indent=1, hang=4)
    for each in drills:
        if each.last:
            text = words.say("{title}: last drilled {day}", title=each.playbook.title, day=words.day(each.last))
            yield Line(text, indent=1, hang=4)


def _personal(kept: tuple[Kept, ...], keeping: timedelta | None, words: Words) -> Iterator[Line]:
    yield Line("")
    yield Line(words.say("Personal data of closed incidents"), "title")
    if keeping is None:
        yield Line(words.say("No period is set for its destruction."), indent=1, hang=4)
    for each in kept:
        what = words.say("{id}: closed {day}, values kept: {count}", id=each.incident, day=words.day(each.closed),
                         count=each.count)  # fmt: skip
        if each.due:
            day = words.day(each.due)
            due = words.say("DUE for destruction since {day}", day=day) if each.overdue else ""
            what += " | " + (due or words.say("to be destroyed by {day}", day=day))
        yield Line(what, "late" if each.overdue else "plain", indent=1, hang=4)
    if not kept:
        yield Line(words.say("No closed incident holds any."), indent=1)


def _reporting(limits: Reporting, words: Words) -> Iterator[Line]:
    """How long after what a bulletin is due."""
    yield Line("")
    yield Line(words.say("Time limits for reports"), "title")
    for bulletin, term in BULLETINS.items():
        limit = getattr(limits, bulletin.replace("-", "_"))
        told = limit or msg("not verified; none is set")
        yield Line(words.say("{fact}: {answer}", fact=term.shown, answer=told), indent=1, hang=4)


def _duty(found: Duty, roster: Roster, words: Words) -> Iterator[Line]:
    yield Line("")
    yield Line(words.say("On duty"), "title")
    if found.until is None:
        yield Line(words.say("Nobody is entered from today on."), indent=1)
        yield Line(words.say("Enter who is: emergency roster duty DAY NAME"), "quiet", indent=1, hang=4)
        return
    names = [roster.title(each) for each in found.today] or msg("nobody is entered")
    yield Line(words.say("Today: {names}", names=names), "plain" if found.today else "late", indent=1, hang=4)
    yield Line(words.say("Entered until {day}", day=words.day(found.until)), indent=1)


def _numbers(found: tuple[Numbers, ...], roster: Roster, words: Words) -> Iterator[Line]:
    """The longest unchecked first."""
    if not found:
        return
    yield Line("")
    yield Line(words.say("Numbers last checked"), "title")
    for checked, group in groupby(found, lambda each: (each.checked, each.overdue)):
        day, overdue = checked
        names = [roster.title(each.party) for each in group]
        when = words.day(day) if day else words.say("never checked")
        told = words.say("OVERDUE: {what}", what=when) if overdue else when
        line = words.say("{label}: {value}", label=told, value=names)
        yield Line(line, "late" if overdue else "plain", indent=1, hang=4)
    yield Line(words.say("Enter a check: emergency roster set NAME --checked today"), "quiet", indent=1, hang=4)


def _gaps(gaps: tuple[RosterGap, ...], roster: Roster, words: Words) -> Iterator[Line]:
    yield Line("")
    yield Line(words.say("Gaps in the roster"), "title")
    for kind, text in _GAPS.items():
        names = [roster.title(gap.party) for gap in gaps if gap.kind == kind]
        if names:
            yield Line(words(msg(text.msgid, names=names)), indent=1, hang=4)
    for gap in gaps:
        if gap.kind == "many-roles":
            parts = [roster.title(part) for part in gap.parts]
            name = roster.title(gap.party)
            yield Line(
                words.say("Many roles held by one person: {name} – {parts}", name=name, parts=parts), indent=1, hang=4
            )
    if not gaps:
        yield Line(words.say("None found."), indent=1)
