"""The step card: the orders, what to say, what not to do, whom to call, by when. What they rest on is behind `?`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from emergency_cli.core.address import member_of, with_member
from emergency_cli.core.events.words import answer_title, fact_title, member_title, occurrence
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.calling import rungs, unnamed
from emergency_cli.core.incident.steps.cards import Card, awaited, fact_of, prompt_of, usual_report, with_answer
from emergency_cli.core.plan.playbook import GENERAL, ORDERS, Caution
from emergency_cli.core.plan.roster import Contact, Role, Roster
from emergency_cli.core.terms import STAGES, STATUSES
from emergency_cli.core.text import Capital, Text
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

# What a card may take of a screen of 24 lines and 60 columns; keys, prompt and bar stand below it.
ROOM, COLUMNS = 18, 60
# So many of those who can be called for a party are named.
_NAMED = 3
# How much of what belongs to an order is on its card: all of it, or less where there is no room; `?` shows the rest.
_ALL, _ALWAYS = 4, 1


def card_lines(incident: Incident, state: Board, card: Card, words: Words, now: datetime) -> list[Line]:
    """A card as lines; with its keys, its prompt and the bar it fits a screen of 24 lines at 60 columns."""
    words, lines = words.within(incident.time_zone), list[Line]()
    for much in range(_ALL, _ALWAYS - 1, -1):
        lines = list(_lines(incident, state, card, words, now, much))
        if sum(len(list(line.wrapped(COLUMNS))) for line in lines) <= ROOM:
            break
    return lines


def _lines(incident: Incident, state: Board, card: Card, words: Words, now: datetime, much: int) -> Iterator[Line]:
    yield Line("")
    yield heading(incident, state, card, words)
    if len(card.rows) > 1:
        yield Line(words.say("Do these together; type the number of each as it is done:"))
    if much == _ALL:
        yield Line("")
    for number, row in enumerate(card.rows, 1):
        prefix = f" {number}  " if len(card.rows) > 1 else " "
        yield from _step(incident, state, row, words, now, prefix, much)
    yield from _awaited(incident, state, card, words)
    if incident.drill and any(row.step.contact for row in card.rows if row.open):
        yield Line(words.say("DRILL: simulate, do not really call"), "drill")


def _awaited(incident: Incident, state: Board, card: Card, words: Words) -> Iterator[Line]:
    """One line for each arrival upon which steps of this stage, or an earlier one, wait; on their own card none."""
    if incident.state != "responding":
        return
    last = STAGES.place(card.current.stage)
    for fact, rows in awaited(state).items():
        steps = [prompt_of(row.step) for row in rows if STAGES.place(row.stage) <= last]
        if steps and card.current.upon != fact:
            text = words.say("Waiting for “{fact}”, key a: {steps}", fact=fact_title(incident, fact), steps=steps)
            yield Line(text, cut=True)


def heading(incident: Incident, state: Board, card: Card, words: Words) -> Line:
    """Drill mark, playbook, since when; the stage and how far it is."""
    row = card.current
    held = row.attachment
    stage = [
        each for each in state.rows if each.stage == row.stage and each.status not in ("not-applicable", "waiting")
    ]
    steps, left = {each.base for each in stage}, {each.base for each in stage if each.open}
    title = words(held.playbook.title)
    if held.id != held.playbook.id:
        title = words.say("{title} (no. {number})", title=title, number=held.id.removeprefix(f"{held.playbook.id}-"))
    time = words.clock(held.noticed)
    noticed = words.say("given {time}", time=time) if held.id == ORDERS else words.say("noticed {time}", time=time)
    far = words.say("{stage} {done}/{all}", stage=STAGES[row.stage].shown, done=len(steps) - len(left), all=len(steps))
    drill = words.say("[DRILL] ") if incident.drill else ""
    return Line(f"{drill}{title}  {noticed}", "drill" if incident.drill else "plain", right=far)


def _step(
    incident: Incident, state: Board, row: Row, words: Words, now: datetime, prefix: str, much: int
) -> Iterator[Line]:
    member = f" [{words(occurrence(incident, row.step, row.member))}]" if row.member and row.step.each != "zone" else ""
    order = f"{words(row.step.do)}{member}"
    if row.status != "todo":
        order = words.say("{what} ({more})", what=order, more=STATUSES[row.status].shown)
    style = "order" if row.open else "done" if row.status == "done" else "quiet"
    yield Line(f"{prefix}{order}", style, hang=len(prefix))
    if row.open:
        for worth, text, look in _details(incident, state, row, words, now):
            if worth <= much:
                yield Line(text, look, indent=4, hang=2)


def _details(incident: Incident, state: Board, row: Row, words: Words, now: datetime) -> Iterator[tuple[int, str, str]]:
    """What belongs to an order: how dispensable it is, the words, how they look."""
    step, roster = row.step, incident.roster
    for caution in step.never:
        if _elsewhere(incident, row, caution):
            continue
        yield 1, words(caution), "never"
    if step.say:
        yield 1, words.say("Say: {facts}", facts=facts_of(incident, row, step.say)), "plain"
    if step.approval and roster:
        yield 1, words.say("Ask for consent first: {party}", party=roster.title(step.approval)), "mind"
    for text in _calls(incident, row, words):
        yield 1, text, "plain"
    for caution in step.warn:
        yield 2, words.say("Mind: {text}", text=caution), "mind"
    if people := responsible(incident, row):
        yield 3, words.say("Responsible: {party}", party=people), "plain"
    if step.record and row.stage != "immediate" and step.each != "zone":
        yield (
            4,
            words.say("Write down: {facts}", facts=facts_of(incident, row, step.record)),
            "plain",
        )
    if row.step.each == "zone":
        yield 1, "  ".join(_zones(incident, state, row, words)), "plain"
        yield 1, _how_to_report(incident, row, words), "plain"
    elif row.member:
        done, every = state.settled(row.base)
        yield 1, words.say("{done}/{all} settled", done=done, all=every), "plain"
    if row.rounds:
        yield 1, words.say("Rounds done: {count}", count=row.rounds), "plain"
    if row.status == "waiting":
        yield 1, words.say("Waiting for: {facts}", facts=[fact_title(incident, fact) for fact in row.because]), "plain"
    if row.deadline:
        yield (1, *due(row, words, now))


def _elsewhere(incident: Incident, row: Row, caution: Caution) -> bool:
    """Whether a do-not is for what nobody can tell, and it is known: gas and live current are no matter of a theft.

    Nor of reporters or a lost child: the words with which the incident was opened said what it is. By practice the
    general procedure names them, for whoever has no other card; `?` shows them always.
    """
    book, opened = incident.playbook, incident.opening
    said = {answer for alias in book.aliases for answer in alias.sets.items()} if book and book.id == GENERAL else set()
    known = book is not None and (
        book.id != GENERAL or (opened is not None and not said.isdisjoint(opened.facts.items()))
    )
    by_practice = caution.basis is not None and caution.basis.practice is not None
    return known and row.attachment.id == GENERAL and by_practice


def _zones(incident: Incident, state: Board, row: Row, words: Words) -> Iterator[str]:
    """Every zone by the number it has on the card, with what it reported."""
    for number, each in enumerate(state.occurrences(row.base), 1):
        name = f"{number} {words(member_title(incident, each.member or ''))}"
        facts = [fact_of(incident, each, fact) for fact in each.step.wants]
        told = [
            answer_title(incident, fact, incident.answers[fact].value) for fact in facts if fact in incident.answers
        ]
        mark = STATUSES[each.status].mark
        yield name if each.open else f"{name} ({words(told)})" if told else f"{name} {mark}"


def _how_to_report(incident: Incident, row: Row, words: Words) -> str:
    """What is typed of a zone; with an example where one answer of several is not enough."""
    usual = [answer_title(incident, fact, value) for fact, value in usual_report(incident, row).items()]
    answers = _reports(incident, row)
    if len(usual) > 1:
        example = " ".join(words(each) for each in usual)
        return words.say("Type a zone and its report: {answers}; like: 2 {example}", answers=answers, example=example)
    return words.say("Type a zone and its report: {answers}", answers=answers)


def _reports(incident: Incident, row: Row) -> list[Text]:
    """What a zone may report: the answers to choose from, else what is asked."""
    specs = [incident.fact_spec(fact_of(incident, row, fact)) for fact in row.step.wants]
    choices: list[Text] = [choice for spec in specs if spec for choice in spec.choices.values()]
    return choices or [spec.label for spec in specs if spec]


def facts_of(incident: Incident, row: Row, facts: Iterable[str]) -> list[object]:
    """Facts that a step asks for, by what they are called, with the answers that are known."""
    asked = [fact_of(incident, row, fact) for fact in facts]
    return [_in_list(incident, fact, with_member(row.base, member_of(fact))) for fact in asked]


def _in_list(incident: Incident, fact: str, known: str) -> object:
    """A fact with its answer; a question that nobody has answered yet without its mark: Whether people are trapped."""
    spec = incident.fact_spec(fact)
    if spec and spec.kind == "yes-no" and fact not in incident.answers:
        return Capital(fact_title(incident, fact, known, within=True))
    return with_answer(incident, fact, known)


def responsible(incident: Incident, row: Row) -> list[object]:
    """Whom the plan makes responsible for a step, as far as it names somebody: whoever is there is no name."""
    roster = incident.roster
    if roster is None:
        return []
    taken = [party for party in row.step.actor if isinstance(role := roster.roles.get(party), Role)
             and not (role.holders or role.held_by or role.stand_ins)]  # fmt: skip
    return [roster.title(party) for party in row.step.actor if party not in taken]


def _calls(incident: Incident, row: Row, words: Words) -> Iterator[str]:
    """Whom to call for a step; nobody where the order itself has the number."""
    if roster := incident.roster:
        yield from filter(None, (_call(incident, roster, row, party, words) for party in row.step.contact))


def _call(incident: Incident, roster: Roster, row: Row, party: str, words: Words) -> str:
    if party in unnamed(incident, row.step):
        who = words.say("{party}: nobody has said yet which zone it is", party=roster.title(party))
        return words.say("Call: {whom}", whom=who)
    order = rungs(incident, roster, party)
    left = [each.contact for each in order if each.tried is None or each.tried.outcome == "reached"]
    contacts = (left or [each.contact for each in order])[:_NAMED]
    title = words(roster.title(party))
    if len(contacts) == 1 and words(contacts[0].name) == title:
        numbers = [words(phone) for phone in contacts[0].phones]
        if numbers and all(number in words(row.step.do) for number in numbers):
            return ""
        return words.say("Call: {whom}", whom=_called(contacts[0], words, drill=incident.drill))
    names = words([_called(contact, words, drill=incident.drill) for contact in contacts])
    if not any(contact.phones for contact in contacts):
        names = words.say("{names}; no numbers in the roster", names=names)
    return words.say("Call: {party} – {names}", party=title, names=names)


def _called(contact: Contact, words: Words, *, drill: bool) -> str:
    """A name with its numbers; in a drill without them, for nobody is really called."""
    name = words(contact.name)
    numbers = [number for phone in contact.phones if (number := words(phone)) not in name]
    return name if drill or not numbers else f"{name} {' / '.join(numbers)}"


def due(row: Row, words: Words, now: datetime) -> tuple[str, str]:
    """The deadline: how long is left, or how late it is."""
    if row.deadline is None:
        return "", "plain"
    at = words.clock(row.deadline, seconds=True)
    if row.late:
        return words.say("Due {time}, {span} late", time=at, span=row.late), "late"
    return words.say("Due {time}, {span} left", time=at, span=row.deadline - now), "soon"


def status_words(row: Row, words: Words) -> str:
    """The status of a step, with how late it is."""
    text = words(STATUSES[row.status].shown)
    if row.late:
        text += words.say(", {span} late", span=row.late)
    return text
