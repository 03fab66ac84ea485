"""The step card: the order in plain words, who, whom to call, what to say, the warning, the clause, the deadline."""

from collections.abc import Iterator
from datetime import datetime

from emergency_cli.core.events.words import answer_title, fact_title, member_title
from emergency_cli.core.incident.board import Board, Row
from emergency_cli.core.incident.cards import Card, fact_of
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.roster import Roster, ladder
from emergency_cli.core.prepare.wording import sources
from emergency_cli.core.terms import STAGES, STATUSES
from emergency_cli.core.text import msg
from emergency_cli.language import Words
from emergency_cli.screen.contacts import called
from emergency_cli.screen.line import Line

_MARKS = {"done": "[x]", "skipped": "[-]", "could-not": "[!]", "deferred": "[>]", "not-applicable": "[ ]"}


def card_lines(incident: Incident, state: Board, card: Card, words: Words, now: datetime) -> Iterator[Line]:
    """A card as lines."""
    words = words.within(incident.time_zone)
    yield Line("")
    yield heading(incident, state, card, words)
    together = len(card.rows) > 1
    if together:
        yield Line(words(msg("At the same time – each has its own digit:")), "quiet")
    for number, row in enumerate(card.rows, 1):
        current = row.address == card.current.address
        prefix = f"{number} " if together else ""
        yield from _step(incident, state, row, words, now, prefix, current)


def heading(incident: Incident, state: Board, card: Card, words: Words) -> Line:
    """Drill mark, playbook, stage and how far it is."""
    row = card.current
    stage = [
        each for each in state.rows if each.stage == row.stage and each.status not in ("not-applicable", "waiting")
    ]
    settled = len([each for each in stage if not each.open])
    progress = words.say("{stage}: {done} of {all} done", stage=STAGES[row.stage].shown, done=settled, all=len(stage))
    parts = [words(row.attachment.playbook.title), progress]
    if row.attachment.id != row.attachment.playbook.id:
        parts[0] += f" ({row.attachment.id})"
    drill = words.say("[DRILL] ") if incident.drill else ""
    return Line(f"== {drill}" + " | ".join(parts) + " ==", "drill" if incident.drill else "title")


def _step(
    incident: Incident, state: Board, row: Row, words: Words, now: datetime, prefix: str, current: bool
) -> Iterator[Line]:
    step = row.step
    mark = " > " if current and row.open else STATUSES[row.status].mark
    member = f" [{words(member_title(incident, row.member))}]" if row.member else ""
    style = "done" if row.status == "done" else "order"
    yield Line(f"{prefix}{mark} {words(step.do)}{member}", style, hang=len(prefix) + 4)
    if not row.open:
        return
    indent = len(prefix) + 4
    for text, style in _details(incident, state, row, words, now):
        yield Line(text, style, indent=indent, hang=4)


def _details(incident: Incident, state: Board, row: Row, words: Words, now: datetime) -> Iterator[tuple[str, str]]:
    step, roster = row.step, incident.roster
    for text in step.warn:
        yield words.say("CAREFUL: {text}", text=text), "warn"
    for text in step.never:
        yield words.say("DO NOT: {text}", text=text), "warn"
    if row.same and row.same.entry:
        when = row.same.entry.event.occurred
        yield (
            words.say(
                "Already done at {time} as {step}; Enter counts that.",
                time=words.clock(when),
                step=row.same.address,
            ),
            "done",
        )
    if step.actor and roster:
        yield words.say("Who: {party}", party=[roster.title(party) for party in step.actor]), "plain"
    if roster:
        for party in step.contact:
            yield from _calls(incident, roster, party, words)
    if step.approval and roster:
        yield words.say("Ask for consent first: {party}", party=roster.title(step.approval)), "warn"
    for name, facts in ((msg("Say: {facts}"), step.say), (msg("Write down: {facts}"), step.record)):
        if facts:
            labels = [_fact(incident, row, fact) for fact in facts]
            yield words(msg(name.msgid, facts=labels)), "plain"
    if row.member:
        every = state.occurrences(row.base)
        done = len([each for each in every if not each.open])
        yield words.say("{done}/{all} settled; * = all the others are in order", done=done, all=len(every)), "plain"
    if row.rounds:
        yield words.say("Rounds done: {count}", count=row.rounds), "plain"
    if row.status == "waiting":
        yield words.say("Waiting for: {facts}", facts=[fact_title(incident, fact) for fact in row.because]), "quiet"
    if row.deadline:
        yield due(row, words, now)
    yield source(row, words, brief=row.stage == "immediate"), "quiet"
    if step.our and row.stage != "immediate":
        yield words.say("Our reading: {text}", text=step.our), "quiet"


def _fact(incident: Incident, row: Row, fact: str) -> object:
    address = fact_of(incident, row, fact)
    answer = incident.answers.get(address)
    if answer is None:
        return fact_title(incident, address)
    return msg(
        "{fact}: {answer}", fact=fact_title(incident, address), answer=answer_title(incident, address, answer.value)
    )


def _calls(incident: Incident, roster: Roster, party: str, words: Words) -> Iterator[tuple[str, str]]:
    lines = ladder(roster, party, zone=incident.zone, on_duty=incident.officer)
    names = [called(contact, words, incident.drill) for contact in lines[:3]]
    title = words(roster.title(party))
    if len(lines) == 1 and words(lines[0].name) == title:
        yield words.say("Call: {whom}", whom=names[0]), "plain"
    else:
        yield words.say("Call: {party} – {names}", party=title, names=names), "plain"


def due(row: Row, words: Words, now: datetime) -> tuple[str, str]:
    """The deadline: how long is left, or how late it is."""
    if row.deadline is None:
        return "", "plain"
    at = words.clock(row.deadline, seconds=True)
    if row.late:
        return words.say("Due {time}, late by {span}", time=at, span=row.late), "late"
    return words.say("Due {time}, {span} left", time=at, span=row.deadline - now), "warn"


def source(row: Row, words: Words, *, brief: bool = False) -> str:
    """Clause and urgency word, or the other basis; `brief` only names it (? shows all)."""
    return " | ".join(words(each) for each in sources(row.step, brief=brief))


def explanation(row: Row, words: Words) -> Iterator[Line]:
    """Everything that a step rests on."""
    yield Line(words(row.step.do), "title")
    yield Line(source(row, words), indent=4, hang=4)
    if row.step.our:
        yield Line(words.say("Our reading: {text}", text=row.step.our), indent=4, hang=4)


def question(spec: FactSpec, words: Words) -> str:
    """A question with what may be answered."""
    match spec.kind:
        case "yes-no":
            return words.say("{label} – 1/y yes, 2/n no, ? not known", label=spec.label)
        case "choice" | "choices":
            options = [f"{number} {words(text)}" for number, text in enumerate(spec.choices.values(), 1)]
            several = words.say(" (several: 1 3)") if spec.kind == "choices" else ""
            asked = words(spec.label) + several
            answers = "  ".join([*options, f"? {words.say('not known')}"])
            return words.say("{fact}: {answer}", fact=asked, answer=answers)
        case "time":
            return words.say("{label} – like 14:54, . = now, ? not known", label=spec.label)
        case _:
            return words.say("{label} (? = not known)", label=spec.label)


def status_words(row: Row, words: Words) -> str:
    """The status of a step, with how late it is."""
    text = words(STATUSES[row.status].shown)
    if row.late:
        text += words.say(", {span} late", span=row.late)
    return text
