"""Board, timeline and list of incidents as lines."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from emergency_cli.core.events.words import answer_title, bare, fact_title, occurrence, party_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import NextReport
from emergency_cli.core.incident.steps.board import Blank, Board, Row
from emergency_cli.core.incident.steps.cards import with_answer
from emergency_cli.core.incident.steps.derived import how_done
from emergency_cli.core.incident.story import tell
from emergency_cli.core.terms import DOCUMENTS, MEMBERS, OUTCOMES, STAGES, STATES, STATUSES, State
from emergency_cli.core.text import Capital, Message, Text, msg
from emergency_cli.language import Words
from emergency_cli.screen.incident.bar import time_left
from emergency_cli.screen.incident.card import due, status_words
from emergency_cli.screen.line import Line
from emergency_cli.store.index import Known


def title_line(incident: Incident, words: Words, now: datetime) -> Line:
    """What it is, its state, since when."""
    title = incident.playbook.title if incident.playbook else incident.id
    noticed = incident.opening.noticed if incident.opening else now
    words = words.within(incident.time_zone)
    return _title(incident.id, title, incident.state, noticed, incident.since_noticed(now), words)


def _title(name: str, title: Text | str, state: State, noticed: datetime, span: timedelta, words: Words) -> Line:
    drill = name.startswith("drill-")
    text = words.say(
        "{title}, {state}, noticed {time} ({span} ago)",
        title=title,
        state=STATES[state].shown,
        time=noticed,
        span=max(span, timedelta()),
    )
    return Line(f"{words.say('[DRILL] ') if drill else ''}{name}  {text}", "drill" if drill else "title")


def board_lines(
    incident: Incident, state: Board, words: Words, now: datetime, *, everything: bool = True, blanks: bool = True
) -> Iterator[Line]:
    """The board by stages; every step is on it, those that do not apply with their reason."""
    words = words.within(incident.time_zone)
    yield title_line(incident, words, now)
    if incident.officer:
        yield Line(words.say("Officer on duty: {name}.", name=incident.officer))
    for end in incident.ends if incident.state != "responding" else ():
        yield Line(words(tell(incident, end)))
    for stage in STAGES:
        rows = [row for row in state.rows if row.stage == stage]
        if not rows:
            continue
        yield Line("")
        yield Line(words(STAGES[stage].shown), "title")
        for row in rows:
            if row.member and row is next(each for each in rows if each.base == row.base):
                yield _count_line(state, row, words)
            if everything or row.open:
                yield from row_lines(incident, row, words, now)
    yield from _remarks(incident, state, words, blanks=blanks)


def _count_line(state: Board, row: Row, words: Words) -> Line:
    """A step that is done zone by zone, and how many of them are settled; the zones stand below it."""
    done, every = state.settled(row.base)
    text = words.say("{step}: {done}/{all}", step=bare(row.step.do), done=done, all=every)
    return Line(f"    {row.number:>2} {text}", indent=1, hang=7)


def row_lines(incident: Incident, row: Row, words: Words, now: datetime) -> Iterator[Line]:
    """One step of the board."""
    words = words.within(incident.time_zone)
    style = {"done": "done", "not-applicable": "quiet", "waiting": "quiet"}.get(row.status, "plain")
    style = "late" if row.late and row.open else style
    number = f"{row.number:>2} " if row.number else ""
    what = (
        f"   [{words(occurrence(incident, row.step, row.member))}]" if row.member else f"{number}{words(row.step.do)}"
    )
    yield Line(f"{STATUSES[row.status].mark} {what}", style, indent=1, hang=7)
    if detail := _detail(incident, row, words, now):
        yield Line(detail, "quiet", indent=8, hang=2)


def _detail(incident: Incident, row: Row, words: Words, now: datetime) -> str:
    parts = list(_outcome(row, words))
    if row.entry and (actor := row.entry.event.actor):
        parts.append(words.say("done by {name}", name=party_title(incident, actor)))
    if row.open and row.step.actor and not row.member:
        parts.append(
            words.say("responsible: {party}", party=[party_title(incident, party) for party in row.step.actor])
        )
    if row.typed_late and row.typed_late != row.late:
        parts.append(words.say("{span} late, by when it was entered", span=row.typed_late))
    if row.because:
        answers = [with_answer(incident, fact) for fact in row.because]
        parts.append(words.say("because: {facts}", facts=answers) if row.status == "not-applicable" else words(answers))
    if row.upon:
        parts.append(words.say("comes after: {fact}", fact=fact_title(incident, row.upon)))
    if row.settled_by:
        parts.append(words(tell(incident, row.settled_by)))
    if row.no_longer_applies:
        parts.append(words.say("no longer applies with the present answers"))
    if row.rounds:
        parts.append(words.say("Rounds done: {count}", count=row.rounds))
    if row.deadline and row.open:
        parts.append(due(row, words, now)[0])
    return " | ".join(part for part in parts if part)


def _outcome(row: Row, words: Words) -> Iterator[str]:
    """How a step came out and when, by the entry of somebody or because of something else; and why."""
    if row.status == "todo":
        return
    event = row.came_by.event if row.came_by else None
    when = f" {words.clock(event.occurred)}" if event else ""
    yield f"{status_words(row, words)}{when}"
    if row.through:
        yield words(how_done(row) or "")
    elif event:
        yield getattr(event, "reason", None) or ""
        yield words.say("copied from paper") if event.paper else ""


def _remarks(incident: Incident, state: Board, words: Words, *, blanks: bool) -> Iterator[Line]:
    for fact in state.conflicts:
        rivals = [answer_title(incident, fact, value) for value in incident.answers[fact].rivals]
        text = words.say("Conflict: {fact} was answered {answers}; confirm with: emergency set {address}=…",
                         fact=fact_title(incident, fact), answers=rivals, address=fact)  # fmt: skip
        yield Line(text, "warn")
    yield from notices(incident, words)
    if state.blanks and blanks:
        yield Line("")
        yield Line(words.say("Still blank:"), "title")
        for blank in state.blanks:
            yield Line(blank_words(incident, blank, words), indent=1, hang=4)


def notices(incident: Incident, words: Words) -> Iterator[Line]:
    """What whoever looks has to know besides: ends that differ, a handover to accept, entries that cannot be read."""
    if len(incident.ends) > 1:
        settle = msg("Different ends: emergency reopen, then emergency end")
        closed = Capital(msg("different ends, to be confirmed"))
        yield Line(words(closed if incident.state == "closed" else settle), "warn")
    if incident.handover:
        yield Line(words.say("Handed over and not yet accepted: emergency handover --accept"), "warn")
    if count := len(incident.unknown):
        yield Line(words.say("Entries of a newer version that cannot be read here: {count}.", count=count), "warn")


def blank_words(incident: Incident, blank: Blank, words: Words) -> str:
    """What a ticked step left blank."""
    what = fact_title(incident, blank.fact) if blank.fact else MEMBERS.name(blank.kind)
    return f"{blank.address}: {words(what)}"


def steps_open(count: int, late: int) -> Message:
    """How much is open, and how much of it late."""
    if late:
        return msg("steps open: {open}, late: {late}", open=count, late=late)
    return msg("steps open: {count}", count=count)


def list_lines(
    incidents: Iterable[Known], words: Words, now: datetime, reports: Mapping[str, NextReport]
) -> Iterator[Line]:
    """One line per incident, how much is open, and when its next report upward is due, where the centre set a limit."""
    for known in incidents:
        title = Text(**known.title) if known.title else known.id
        noticed = known.noticed or now
        own = words.within(noticed.tzinfo)
        yield _title(known.id, title, known.state, noticed, now - (known.since or noticed), own)
        if known.outcome and known.state != "responding":
            yield Line(words(OUTCOMES.name(known.outcome)), indent=4)
        if known.state != "closed":
            yield Line(
                words(steps_open(known.open, known.late)),
                "late" if known.late else "plain",
                indent=4,
            )
        if (following := reports.get(known.id)) and following.due:
            style = "late" if following.due < now else "plain"
            yield Line(time_left(DOCUMENTS[following.kind].shown, following.due, own, now), style, indent=4)
