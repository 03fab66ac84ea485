"""`emergency` alone: a numbered menu, so that nobody needs English verbs."""

from emergency_cli.commands.look.contacts import contacts
from emergency_cli.commands.respond.resume import resume
from emergency_cli.commands.respond.start import start
from emergency_cli.core.incident.board import board
from emergency_cli.core.text import msg, narrow
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.screen.line import Line
from emergency_cli.screen.overview import title_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Asker, Left


def menu(session: Session) -> None:
    """What is open, what can be started, whom to call."""
    words, now = session.screen.words, session.now()
    choices: list[tuple[Line, str, str]] = []
    for case in _open_cases(session):
        if case.incident.state in ("responding", "ended"):
            left = words.say("steps open: {count}", count=len(board(case.incident, now).open()))
            choices.append((Line(f"{title_line(case.incident, words, now).text} – {left}"), "resume", case.incident.id))
    lines = [Line(words.say("Open incidents:"), "title")] if choices else []
    lines += [Line(f"{number:>2}  {line.text}", hang=4) for number, (line, _, _) in enumerate(choices, 1)]
    lines.append(Line(words.say("Start:"), "title"))
    for book in session.plan.playbooks():
        choices.append((Line(words(book.title)), "start", book.id))
        lines.append(Line(f"{len(choices):>2}  {words(book.title)} ({book.id})"))
    choices.append((Line(""), "contacts", ""))
    lines.append(Line(f"{len(choices):>2}  {words.say('Whom to call')}", "title"))
    lines.append(Line(f" d  {words.say('A drill: type d and the number, like d3')}"))
    lines.append(Line(f" p  {words.say('A card filled in by hand: type p and the number, like p3')}"))
    session.screen.show(lines)
    session.warn_of_faults()
    if session.world.interactive:
        _choose(session, choices)
    else:
        session.screen.tell(msg("Commands: emergency --help"))


def _open_cases(session: Session) -> list[Case]:
    """What can be read; the menu works even where the records cannot be."""
    try:
        return session.home.unclosed()
    except EmergencyError as error:
        session.screen.tell(error.message, "warn")
        return []


def _choose(session: Session, choices: list[tuple[Line, str, str]]) -> None:
    ask = Asker(session.world)
    while True:
        try:
            typed = narrow(ask.reply(session.screen.words.say("Number (Enter = leave): "))).lower()
        except Left:
            return
        if not typed:
            return
        if _chosen(session, choices, typed):
            return


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


def _chosen(session: Session, choices: list[tuple[Line, str, str]], typed: str) -> bool:
    """Do what was typed: a number of the list, with `d` as a drill, with `p` from paper; or a type by its name."""
    drill, by_hand = (typed.startswith(letter) and typed[1:].strip().isdigit() for letter in "dp")
    number = typed[1:].strip() if drill or by_hand else typed
    if not number.isdigit():
        return _named(session, typed)
    if not 1 <= int(number) <= len(choices):
        session.screen.say(msg("“{text}” is not in the list.", text=typed), "warn")
        return False
    _, verb, name = choices[int(number) - 1]
    if drill and verb != "start":
        session.screen.say(msg("Only what is under “Start” can be a drill."), "warn")
        return False
    if by_hand and verb != "contacts":
        from emergency_cli.commands.write.paper import paper

        paper(session, name)
    elif verb == "resume":
        resume(session, name)
    elif verb == "start":
        start(session, name, drill=drill)
    else:
        contacts(session)
    return True
