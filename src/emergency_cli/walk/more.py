"""The rarer keys of the walk: evidence, jumping, taking back, answers, further playbooks, handover, drill to real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emergency_cli.commands.respond.attach import attach
from emergency_cli.core.events import RoundsFinished, StepCouldNot, StepDeferred, StepDone, StepSkipped
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.board import Row
from emergency_cli.core.incident.story import answer_title, bare, fact_title
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.roster import EMERGENCY_OFFICE, ladder, merged, step_contacts, zone_contacts
from emergency_cli.core.text import msg
from emergency_cli.errors import NotSaved
from emergency_cli.recording.attaching import taken_up
from emergency_cli.recording.naming import answer, fact_address, roster_of, step_address
from emergency_cli.screen.card import explanation, question
from emergency_cli.screen.contacts import contact_lines
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import board_lines
from emergency_cli.session import Request
from emergency_cli.walk.ask import Left, narrow
from emergency_cli.walk.keys import KEYS, MORE, Action, more_action
from emergency_cli.walk.ticking import Talk

if TYPE_CHECKING:
    from emergency_cli.walk.walk import Walk


def do(walk: Walk, row: Row, chosen: Action) -> None:
    """One of the rarer actions."""
    match chosen:
        case "more":
            _more(walk, row)
        case "help":
            _help(walk, row)
        case "contacts":
            _contacts(walk, row)
        case "attach":
            _attach(walk)
        case "jump":
            _jump(walk)
        case "undo":
            undo(walk)
        case "time":
            walk.set_moment()
        case "answer":
            _answer(walk)
        case "board":
            walk.session.screen.show(board_lines(walk.case.incident, walk.board(), walk.words, walk.now()))
        case "also":
            _also(walk)
        case "handover":
            _handover(walk)
        case "end":
            walk.questions.end()
        case "real":
            _turn_real(walk)
        case _:
            pass


def _more(walk: Walk, row: Row) -> None:
    drill = walk.case.incident.drill
    keys = [key for key in MORE if key.action != "real" or drill]
    walk.session.screen.show([Line(f"{key.digit:>2} {key.letter}  {walk.words(key.name)}", indent=2) for key in keys])
    typed = walk.line(msg("Number or letter (Enter = back):"))
    chosen = more_action(typed) if typed else None
    if chosen:
        do(walk, row, chosen)


def _help(walk: Walk, row: Row) -> None:
    words = walk.words
    walk.session.screen.show(explanation(row, words))
    enter = Line(f"  {words(msg('Enter'))} / 1  {words(msg('done'))}")
    walk.session.screen.show([enter, *(Line(f"  {key.letter} / {key.digit}  {words(key.name)}") for key in KEYS)])
    walk.session.screen.show([Line(f"  {key.letter}  {words(key.name)}") for key in MORE])
    walk.session.screen.say(msg("Nothing that was recorded is lost when you leave or the power fails."))


def _contacts(walk: Walk, row: Row) -> None:
    incident = walk.case.incident
    roster = roster_of(walk.session, incident)
    zone = incident.zone
    first = step_contacts(roster, [row.step], zone=zone, on_duty=incident.officer)
    rest = zone_contacts(roster, zone) if zone else ladder(roster, EMERGENCY_OFFICE)
    services = [contact for service in roster.services for contact in ladder(roster, service)]
    title = msg("Whom to contact: {title}", title=bare(row.step.do))
    lines = contact_lines(roster, title, merged([*first, *rest, *services]), walk.words, drill=incident.drill)
    walk.session.screen.show(lines)


def _attach(walk: Walk) -> None:
    file = walk.line(msg("File (Enter = it is only held by somebody):"))
    session = walk.session.asked(Request(incident=walk.case.incident.id, by=walk.session.request.by))
    if file:
        handed = walk.line(msg("Handed over by (Enter = leave blank):"))
        attach(session, file, handed=handed or None)
        return
    name = walk.line(msg("What is it?"))
    held = walk.line(msg("Who holds it?")) if name else ""
    if name and held:
        until = walk.line(msg("Until when is it kept? (Enter = leave blank)"))
        attach(session, None, reference=name, held=held, until=until or None)


def _jump(walk: Walk) -> None:
    """To another step; from there, back to the one that comes next."""
    walk.shown = None
    if walk.jumped:
        walk.jumped = None
        return
    state = walk.board()
    rows = [row for row in state.rows if row.status != "not-applicable"]
    walk.session.screen.show(
        [Line(f"{number:>2}  {walk.words(row.step.do)}  ({row.address})", hang=4) for number, row in enumerate(rows, 1)]
    )
    typed = narrow(walk.line(msg("Number or name of the step (Enter = back):")))
    if not typed:
        return
    if typed.isdigit() and 1 <= int(typed) <= len(rows):
        walk.jumped = rows[int(typed) - 1].address
    else:
        walk.jumped = step_address(walk.case.incident, state, typed)
    row = state.by_address.get(walk.jumped)
    if row is not None and not row.open and row.entry:
        walk.jumped = None
        taken = walk.line(msg("This step is settled. Take it back? 1 yes, Enter = no:"))
        if narrow(taken) in ("1", "y", "是"):
            entry = row.entry
            walk.record(lambda incident: actions.reopen(incident, entry, at=walk.now(), by=walk.by()))


def undo(talk: Talk, *, paper: bool = False) -> bool:
    """Take back what this desk ticked last, or what was copied last from `paper`; whether there was something."""
    incident = talk.case.incident
    ticks = StepDone | StepSkipped | StepCouldNot | StepDeferred | RoundsFinished
    mine = [
        entry
        for entry in incident.entries
        if entry.desk == talk.case.journal.desk
        and isinstance(entry.event, ticks)
        and (entry.event.paper or not paper)
        and entry.hash not in incident.retracted
    ]
    if not mine:
        talk.session.screen.say(msg("There is no tick to take back."), "warn")
        return False
    reason = talk.line(msg("Why is it taken back? (Enter = leave blank)"))
    talk.record(lambda now_true: actions.reopen(now_true, mine[-1], at=talk.now(), by=talk.by(), reason=reason or None))
    return True


def _answer(walk: Walk) -> None:
    incident = walk.case.incident
    facts = [incident.fact_address(held.id, fact) for held in incident.in_order for fact in held.playbook.facts]
    shown = sorted(facts, key=lambda fact: fact in incident.answers)
    lines = []
    for number, fact in enumerate(shown, 1):
        answered = incident.answers.get(fact)
        known = f" = {walk.words(answer_title(incident, fact, answered.value))}" if answered else ""
        lines.append(Line(f"{number:>2}  {walk.words(fact_title(incident, fact))} ({fact}){known}", hang=4))
    walk.session.screen.show(lines)
    typed = narrow(walk.line(msg("Number or name of the question (Enter = back):")))
    if not typed:
        return
    by_number = typed.isdigit() and 1 <= int(typed) <= len(shown)
    fact = shown[int(typed) - 1] if by_number else fact_address(incident, typed)
    spec = incident.fact_spec(fact)
    if spec is None:
        return
    raw = walk.ask.line(question(spec, walk.words) + " > ", walk.toolbar)
    if raw:
        value = answer(walk.session, incident, fact, raw, numbered=True)
        walk.record(lambda now_true: actions.set_facts(now_true, {fact: value}, at=walk.moment(), by=walk.by()))


def _also(walk: Walk) -> None:
    books = [book for book in walk.session.plan.playbooks() if book.id != "general"]
    walk.session.screen.show(
        [Line(f"{number:>2}  {walk.words(book.title)} ({book.id})") for number, book in enumerate(books, 1)]
    )
    typed = narrow(walk.line(msg("Number or name (Enter = back):")))
    if not typed:
        return
    presets: dict[str, str] = {}
    if typed.isdigit() and 1 <= int(typed) <= len(books):
        book = books[int(typed) - 1]
    else:
        book, presets = walk.session.plan.find(typed)
    walk.record(lambda incident: taken_up(incident, book, presets, at=walk.moment(), by=walk.by()))


def _handover(walk: Walk) -> None:
    """Both sides at one terminal: the outgoing officer leaves, the incoming one accepts."""
    name = walk.line(msg("Who takes over? (Enter = back)"))
    if not name:
        return
    text = walk.line(msg("What do they have to know? (Enter = nothing more)"))
    giver = walk.by()
    walk.record(lambda incident: actions.offer_handover(incident, name, at=walk.now(), by=giver, text=text or None))
    left = board_lines(walk.case.incident, walk.board(), walk.words, walk.now(), everything=False, gaps=False)
    walk.session.screen.show(left)
    if text:
        walk.session.screen.say(msg("To know: {text}", text=text), "title")
    accepted = walk.line(msg("{name}: I take over – 1 yes, Enter = not yet:", name=name))
    if narrow(accepted) in ("1", "y", "是"):
        walk.session.recorded_by(name)
        walk.record(lambda incident: actions.accept_handover(incident, name, at=walk.now()))
        walk.named = True


def _turn_real(walk: Walk) -> None:
    """The drill has become earnest: it ends on record and the real incident starts with its first card."""
    from emergency_cli.commands.respond.start import begin

    incident = walk.case.incident
    if not incident.drill or incident.opening is None:
        walk.session.screen.say(msg("This is no drill: it is real already."), "warn")
        return
    opening = incident.opening
    said = {fact.removeprefix(f"{opening.playbook}."): clear(value) for fact, value in opening.facts.items()}
    try:
        walk.record(lambda now_true: actions.end_response(now_true, "turned-real", at=walk.now(), by=walk.by()))
    except NotSaved as error:
        walk.not_saved(error, "")
    begin(walk.session, opening.playbook, {fact: value for fact, value in said.items() if value}, new=True)
    raise Left
