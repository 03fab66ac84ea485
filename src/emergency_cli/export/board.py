"""The board as one self-contained page for a screen on the wall: no script; the browser reads it anew by itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.exercise import spoken
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.incident.story import tell
from emergency_cli.core.report.briefs.brief import Owed, Owing
from emergency_cli.core.report.briefs.watch import Watched, how_many, in_turn
from emergency_cli.core.report.cells import in_words
from emergency_cli.core.terms import DOCUMENTS, STATES
from emergency_cli.core.text import Clauses, msg
from emergency_cli.export.templated import environment
from emergency_cli.language import Words

# By this a page that may be replaced is known.
MARK = b'<meta name="generator" content="emergency board">'
# After how many seconds the browser reads the page again.
_AGAIN = 2
# How many of each list stand on the page where one incident fills it, and where several share it.
_ALONE, _AMONG = 5, 2


class Said(NamedTuple):
    """A line, how much it matters (`late`, `soon` or nothing), and what stands before it."""

    text: str
    look: str = ""
    front: str = ""


class Part(NamedTuple):
    """A list under a title."""

    title: str
    lines: list[Said]


class Wall(NamedTuple):
    """An incident on the page."""

    hall: str
    drill: str
    title: str
    since: str
    facts: list[Said]
    limits: list[Said]
    parts: list[Part]


def export(found: Sequence[Watched], now: datetime, words: Words, notice: str = "") -> bytes:
    """The page as UTF-8. `notice`: what is wrong with what it is read from."""
    most = _ALONE if len(found) == 1 else _AMONG
    page = (
        environment()
        .get_template("board.html.j2")
        .render(
            language="zh-CN" if words.language == "zh" else "en",
            mark=MARK.decode(),
            again=_AGAIN,
            title=words(how_many(found)) if found else words.say("No incident is open."),
            built=words.say("As of {time}", time=words.clock(now)),
            stands=words.say("If this time stands still, the page is no longer updated."),
            notice=notice,
            walls=[_wall(each, now, words.within(each.incident.time_zone), most) for each in in_turn(found)],
        )
    )
    return page.encode("utf-8", "backslashreplace")


def _wall(each: Watched, now: datetime, words: Words, most: int) -> Wall:
    brief = each.brief
    since = msg("{state}, noticed {time} ({span} ago)", state=STATES[brief.state].shown, time=brief.noticed,
                span=words.minutes(brief.since))  # fmt: skip
    return Wall(
        hall=each.hall,
        drill=words.say("[DRILL] ").strip() if brief.drill else "",
        title=words(list(brief.titles)) if brief.titles else brief.incident,
        since=words(since),
        facts=list(_facts(each, words)),
        limits=list(_limits(each, now, words)),
        parts=[part for part in _parts(each, words, most) if part.lines],
    )


def _facts(each: Watched, words: Words) -> Iterator[Said]:
    """Where, who, people; what is done, late, blank; what whoever looks has to know besides."""
    incident, brief = each.incident, each.brief
    where = [in_words(found) for found in (brief.place, brief.zone, brief.owner) if found is not None]
    for text in brief.control:
        yield Said(words(spoken(text)), "late")
    yield Said(words.say("Where: {place}", place=where or msg("not known yet")))
    yield Said(words.say("officer: {name}", name=brief.officer or msg("no name given")))
    for end in brief.ends:
        yield Said(words(tell(incident, end)))
    if brief.people:
        yield Said(words.say("People: {facts}", facts=Clauses(tuple(found.value for found in brief.people))))
    yield Said(words.say("{count} done", count=brief.done))
    if brief.late:
        yield Said(words.say("{count} late", count=brief.late), "late")
    if brief.blanks:
        yield Said(words.say("blanks: {count}", count=brief.blanks))
    if brief.conflicts:
        facts = [fact_title(incident, fact) for fact in brief.conflicts]
        yield Said(words.say("Two answers, to be confirmed: {facts}", facts=facts), "late")


def _limits(each: Watched, now: datetime, words: Words) -> Iterator[Said]:
    row, report = each.brief.limit, each.brief.report
    if row and row.deadline:
        yield _limit(words(prompt_of(row.step)), row.deadline, now, words)
    if report and report.due:
        yield _limit(words(DOCUMENTS[report.kind].shown), report.due, now, words)
    elif report:
        yield Said(words.say("Next report: {document}", document=DOCUMENTS[report.kind].shown))


def _limit(what: str, due: datetime, now: datetime, words: Words) -> Said:
    if now > due:
        return Said(what, "late", words.say("{span} late", span=words.minutes(now - due)))
    return Said(what, "soon", words.say("{span} left", span=words.minutes(due - now)))


def _parts(each: Watched, words: Words, most: int) -> Iterator[Part]:
    brief = each.brief
    yield _part(msg("To do now:"), [_owed(owed, words) for owed in brief.now], words, most)
    yield _part(msg("Ordered by leaders:"), [_owed(owed, words) for owed in brief.orders], words, most)
    yield _part(
        msg("Open, by who is responsible:"), [_owing(owing, words) for owing in brief.owing], words, min(most, 3)
    )
    latest = reversed(each.incident.entries[-most:])
    lines = [Said(words(tell(each.incident, entry)), "", words.clock(entry.event.occurred)) for entry in latest]
    yield Part(words.say("Last entries:"), lines)


def _part(title: object, lines: Sequence[Said], words: Words, most: int) -> Part:
    more = len(lines) - most
    said = words.say("{title} (and {count} more)", title=title, count=more) if more > 0 else words(title)
    return Part(said, list(lines[:most]))


def _owed(owed: Owed, words: Words) -> Said:
    """A step in its few words; one that is done zone by zone with how many are."""
    step = owed.title if owed.row.member else prompt_of(owed.row.step)
    party = list(owed.responsible)
    due = words.say("due {time}", time=words.clock(owed.row.deadline)) if owed.row.deadline else ""
    text = words.say("{step} ({party})", step=step, party=party) if party else words(step)
    return Said(text, "late" if owed.row.late else "", due)


def _owing(owing: Owing, words: Words) -> Said:
    party = words(owing.party or msg("the plan names nobody"))
    if owing.late:
        return Said(words.say("{text} (late: {count})", text=party, count=owing.late), "late", str(owing.open))
    return Said(party, "", str(owing.open))
