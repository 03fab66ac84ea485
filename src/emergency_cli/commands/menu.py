"""`emergency` alone: a numbered menu, so that nobody needs English verbs. A number means the same whatever is open."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from emergency_cli.commands.incidents import unclosed, which_of
from emergency_cli.commands.look.contacts import contacts
from emergency_cli.commands.look.timeline import timeline
from emergency_cli.commands.respond.opening.resume import resume
from emergency_cli.commands.respond.opening.start import start
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.text import Message, folded, listed, msg
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.screen.incident.overview import title_line
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.person.ask import Asker, Left


class _Act(NamedTuple):
    """Something that can be done besides starting."""

    title: Message
    do: Callable[[Session], None]


def menu(session: Session) -> None:
    """What is open, what can be started, whom to call, what can be written."""
    books = session.plan.playbooks()
    session.screen.show([*_open_lines(session), *_choices(session, books)])
    session.warn_of_faults()
    if not session.world.interactive:
        session.screen.tell(msg("Commands: emergency --help"))
        return
    ask = Asker(session.world)
    try:
        while not _done(
            session, books, folded(ask.reply(session.screen.words.say("Number, then Enter (q = leave) > ")))
        ):
            pass
    except Left:
        return


def _open_lines(session: Session) -> list[Line]:
    """The open incidents, real ones first. The menu works even where the records cannot be read."""
    words, now = session.screen.words, session.now()
    try:
        cases = _open_ones(session)
    except EmergencyError as error:
        session.screen.tell(error.message, "warn")
        return []
    lines = [Line(words.say("Open incidents:"), "title")] if cases else []
    for case in cases:
        left = words.say("steps open: {count}", count=board(case.incident, now).how_many[0])
        lines.append(Line(f"    {title_line(case.incident, words, now).text} – {left}", hang=4))
    return lines


def _open_ones(session: Session) -> list[Case]:
    return [case for case in unclosed(session) if case.incident.state in ("responding", "ended")]


def _choices(session: Session, books: Sequence[Playbook]) -> list[Line]:
    words = session.screen.words
    lines = [Line(words.say("Start:"), "title")]
    lines += [Line(f"{number:>2}  {words(book.title)}") for number, book in enumerate(books, 1)]
    lines.append(Line(words.say("Or:"), "title"))
    lines += [Line(f"{number:>2}  {words(act.title)}") for number, act in enumerate(_ACTS, len(books) + 1)]
    lines.append(Line(f" d  {words.say('A drill: type d and the number, like d3')}"))
    lines.append(Line(f" p  {words.say('A card filled in by hand: type p and the number, like p3')}"))
    return lines


def _done(session: Session, books: Sequence[Playbook], typed: str) -> bool:
    """Do what was typed: a number, with `d` as a drill, with `p` from paper; or a type by its name."""
    letter = typed[:1] if typed[:1] in ("d", "p") and typed[1:].strip().isdecimal() else ""
    number = typed.removeprefix(letter).strip()
    if not typed:
        return False
    if not number.isdecimal():
        return _named(session, typed)
    place = listed(number, len(books) + len(_ACTS)) - 1
    if place < 0:
        session.screen.say(msg("“{text}” is not in the list.", text=typed), "warn")
        return False
    if place < len(books):
        _begun(session, books[place], letter)
        return True
    act = _ACTS[place - len(books)]
    if letter and not (letter == "p" and act.do is resume):
        session.screen.say(msg("Only what is under “Start” can be a drill."), "warn")
        return False
    if letter:
        from emergency_cli.commands.write.paper import paper

        paper(session, _which(session))
        return True
    try:
        act.do(session)
    except EmergencyError as error:  # what is wrong is said, and something else can be chosen
        session.screen.say_error(error)
        return False
    return True


def _begun(session: Session, book: Playbook, letter: str) -> None:
    if letter == "p":
        from emergency_cli.commands.write.paper import paper

        paper(session, book.id)
    else:
        start(session, book.id, drill=letter == "d")


def _named(session: Session, typed: str) -> bool:
    """Start what was typed by its name, or with `d` before it its drill. Slips are not forgiven here."""
    hint = None
    for name, drill in ((typed, False), (typed[1:].strip(), True)):
        if name and (not drill or typed.startswith("d")):
            try:
                session.plan.find(name, slips=False)
            except Misused as error:
                hint = hint or error.hint
            else:
                start(session, name, drill=drill)
                return True
    session.screen.say(msg("“{text}” is not in the list.", text=typed), "warn")
    if hint:
        session.screen.say(hint)
    return False


# --- what can be done with an incident -------------------------------------------------------------------------------


def _which(session: Session) -> str:
    """The id of the incident meant: this terminal's, else one that is open, else the latest. Raises Left, Misused."""
    cases = _open_ones(session)
    if session.terminals_case() or len(cases) < 2:
        return session.case(cases[0].journal.incident if len(cases) == 1 else None, closed=True).journal.incident
    return which_of(session, cases).journal.incident


def _report(session: Session) -> None:
    from emergency_cli.commands.write.report import report

    report(session, None, _which(session))


def _export(session: Session) -> None:
    from emergency_cli.commands.write.export import export

    export(session, _which(session))


def _timeline(session: Session) -> None:
    timeline(session, _which(session))


_ACTS = (
    _Act(msg("Go on with an open incident"), resume),
    _Act(msg("Whom to call"), contacts),
    _Act(msg("Write a report: first, follow-up or final"), _report),
    _Act(msg("Write the after-action summary"), _export),
    _Act(msg("Show everything on record"), _timeline),
)
