"""What the keys of the walk do to the incident, whichever step is on the card."""

import contextlib

from emergency_cli.core.events.words import answer_title, fact_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.occurrences import can_be
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.terms import MEMBERS, STATUSES
from emergency_cli.core.text import msg
from emergency_cli.errors import EmergencyError, NotSaved
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.evidence import evidence
from emergency_cli.recording.naming import fact_address, step_address
from emergency_cli.recording.opening import not_recorded, opened_by_name, opening, show_card, unrecorded
from emergency_cli.store.home import Case
from emergency_cli.walk import between
from emergency_cli.walk.keys import moments
from emergency_cli.walk.person.ask import Left
from emergency_cli.walk.walker import Walker


class TurnedReal(Exception):
    """The drill has become earnest: the walk goes on with the real incident, whose first card is on the screen."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


def leave(walker: Walker, row: Row) -> None:
    """The person goes; nothing is lost."""
    raise Left


def attach(walker: Walker, row: Row) -> None:
    """Evidence: a file, or who holds it."""
    file = walker.line(msg("File (Enter = it is only held by somebody):"))
    if file:
        handed = walker.line(msg("Handed over by (Enter = leave blank):"))
        taken = evidence(file, handed=handed or None)
        walker.record(taken.decide, evidence=taken.file)
        return
    name = walker.line(msg("What is it?"))
    held = walker.line(msg("Who holds it?")) if name else ""
    if name and held:
        until = walker.line(msg("How long is it kept? (Enter = leave blank)"))
        walker.record(evidence(None, reference=name, held=held, until=until or None).decide)


def jump(walker: Walker, row: Row) -> None:
    """To another step; from there, back to the one that comes next."""
    walker.shown = None
    if walker.jumped:
        walker.jumped = None
        return
    state, words = walker.board(), walker.words
    rows = [each for each in state.rows if each.status != "not-applicable"]
    still = {each.base for each in rows if each.open}
    titles = {
        each.base: words(each.step.do if each.base in still else
                         msg("{what} ({more})", what=each.step.do, more=STATUSES[each.status].shown))
        for each in rows
    }  # fmt: skip
    walker.jumped = walker.chosen(
        list(titles.items()),
        msg("Number or name of the step (Enter = back):"),
        lambda typed: step_address(walker.incident, state, typed),
    )
    if walker.jumped and (each := next((row for row in state.occurrences(walker.jumped) if row.open), None)):
        walker.jumped = each.address  # of a step that is ticked one by one, the first that is left
    settled = state.by_address.get(walker.jumped or "")
    if settled is not None and not settled.open and (entry := settled.entry):
        walker.jumped = None
        if walker.agrees(msg("This step is settled. Take it back? 1 yes, Enter = no:")):
            walker.record(lambda incident, at, by: actions.reopen(incident, entry, at=at, by=by))


def undo(walker: Walker, row: Row) -> None:
    """Take back what was recorded last."""
    walker.take_back()


def change_answer(walker: Walker, row: Row) -> None:
    """Answer any question, or change an answer; or say when it was noticed, or began."""
    incident, words = walker.incident, walker.words
    titles = []
    for fact in sorted(_questions(walker), key=lambda fact: fact in incident.answers):
        answered = incident.answers.get(fact)
        known = f" = {words(answer_title(incident, fact, answered.value))}" if answered else ""
        titles.append((fact, f"{words(fact_title(incident, fact))}{known}"))
    titles += [(member, words(MEMBERS[member].shown)) for member in moments.OPENING]
    asked = msg("Number or name of the question (Enter = back):")
    chosen = walker.chosen(titles, asked, lambda typed: fact_address(incident, typed), close=True)
    if member := next((member for member in moments.OPENING if member == chosen), None):
        moments.correct_opening(walker, member)
        return
    if chosen is None:
        return
    value = walker.ticking.fact(chosen)
    if value is not None:
        walker.record(lambda incident, at, by: actions.set_facts(incident, {chosen: value}, at=at, by=by))


def _questions(walker: Walker) -> list[str]:
    """What may be answered now: all that is answered, and what a step of this part of the incident asks."""
    incident, responding = walker.incident, walker.incident.state == "responding"
    asked = {
        incident.fact_address(held.id, fact)
        for held in incident.in_order
        for step in held.playbook.steps
        if step.stage != "review" or not responding
        for fact in step.wants
    }
    every = [incident.fact_address(held.id, fact) for held in incident.in_order for fact in held.playbook.facts]
    return [fact for fact in every if fact in incident.answers or (fact in asked and can_be(incident, fact))]


def show_brief(walker: Walker, row: Row) -> None:
    """How it stands, on one screen."""
    _brief(walker)
    walker.shown = None


def _brief(walker: Walker) -> None:
    from emergency_cli.walk.keys.reports import show_brief

    show_brief(walker)


def bulletin(walker: Walker, row: Row) -> None:
    """The text of the report that comes next."""
    from emergency_cli.walk.keys.reports import show_bulletin

    show_bulletin(walker)


def also(walker: Walker, row: Row) -> None:
    """Take up a further playbook."""
    plan = walker.session.plan
    books = [book for book in plan.playbooks() if book.id != GENERAL]
    none: dict[str, str] = {}
    chosen = walker.chosen(
        [((book, none), walker.words(book.title)) for book in books],
        msg("Number or name (Enter = back):"),
        plan.find,
    )
    if chosen:
        book, presets = chosen
        walker.record(lambda incident, at, by: taken_up(incident, book, presets, at=at, by=by))


def hand_over(walker: Walker, row: Row) -> None:
    """Both sides at one terminal: the outgoing officer leaves, the incoming one accepts."""
    name = walker.person(msg("Who takes over? (Enter = back)"))
    if not name:
        return
    text = walker.line(msg("What do they need to know? (Enter = nothing more)")) or None
    typed_time = walker.typed_time
    walker.record(lambda incident, at, by: actions.offer_handover(incident, name, at=at, by=by, text=text))
    _brief(walker)
    if text:
        walker.say(msg("To know: {text}", text=text), "title")
    if walker.agrees(msg("{name}: I take over – 1 yes, Enter = not yet:", name=name)):
        accepted = typed_time or walker.moment()
        walker.record(lambda incident, at, _: actions.accept_handover(incident, name, at=at), at=accepted)
        walker.relief, walker.named = name, True
    walker.shown = None


def end(walker: Walker, row: Row) -> None:
    """The response is over."""
    while typed := between.end(walker, back=True):
        walker.other_words(typed)
    walker.shown = None


def turn_real(walker: Walker, row: Row) -> None:
    """The drill has become earnest: it ends on record, and the real incident starts with its first card."""
    incident, session = walker.incident, walker.session
    if not incident.drill or incident.opening is None:
        walker.say(msg("This is not a drill: it is real already."), "warn")
        return
    if not walker.agrees(msg("Real now: the drill ends, and a real incident is opened. Sure? 1 yes, Enter = no:")):
        return
    opened = incident.opening
    try:
        walker.record(lambda incident, at, by: actions.end_response(incident, "turned-real", at=at, by=by))
    except NotSaved as error:
        walker.not_saved(error, "")
    playbook, facts = session.plan.find(opened.playbook)
    said = {fact.removeprefix(f"{opened.playbook}."): clear(value) for fact, value in opened.facts.items()}
    facts |= {fact: value for fact, value in said.items() if value}
    event = opening(session, playbook, facts, drill=False, noticed=walker.now(), began=None, by=session.by())
    real = unrecorded(session, event)
    show_card(session, real, walker.now())
    walker.drawn()
    session.warn_of_faults()
    try:
        case = opened_by_name(session, event)
    except (EmergencyError, OSError) as error:
        raise not_recorded(session, real, error) from error
    session.remember(case)
    came = session.screen.words(msg("the drill {incident} became real", incident=incident.id))
    with contextlib.suppress(NotSaved):  # the record of the drill says, too, that it did
        at, by = session.now(), session.by()
        case, _ = session.record(case, lambda real: actions.note(real, came, at=at, by=by, key=True))
    raise TurnedReal(case)
