"""`emergency paper ID|TYPE`: a card that was filled by hand, typed in afterwards with its true times."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import clear
from emergency_cli.commands.options import Drill, FromPaper, Json, New, Noticed, Place, Zone, verb
from emergency_cli.commands.respond.opening.twice import is_that_one, open_one
from emergency_cli.core.incident.actions import not_closed
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.prepare.paper import on_paper
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.naming import zone_named
from emergency_cli.screen.incident.overview import title_line
from emergency_cli.session import Session
from emergency_cli.shapes.incident import recorded
from emergency_cli.store.home import Case
from emergency_cli.walk.paper.head import CardHead, show_opened, typist
from emergency_cli.walk.paper.rows import Copying
from emergency_cli.walk.person.ask import Asker, Left


@verb(
    "emergency paper fire --noticed 14:54",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="On a terminal, row by row; otherwise one command for each row, with --at TIME --paper.",
)
def paper(
    session: FromPaper,
    what: Annotated[
        str | None,
        Argument(
            metavar="TYPE|ID",
            help="A type opens a new incident; part of an id continues that one.",
            autocompletion=complete.types,
        ),
    ] = None,
    *,
    noticed: Noticed = None,
    place: Place = None,
    zone: Zone = None,
    officer: Annotated[str | None, Option("--officer", metavar="NAME", help="Who was on duty then.")] = None,
    drill: Drill = False,
    new: New = False,
    json: Json = False,
) -> None:
    """Copy a card, row by row: of a new incident where `what` is a type, else of the one that is meant.

    Without a terminal only the incident is opened; its rows are commands of their own, with `--paper`.
    """
    head = _head(session, what)
    try:
        case = session.case(what) if head is None else None if new else _open_already(session, head, drill)
    except Left:
        _nothing(session)
        return
    if case is not None or head is None:
        case = case or session.case(what)
        options = {
            "--new": new, "--noticed": noticed, "--place": place, "--zone": zone, "--officer": officer,
            "--drill": drill and head is None,
        }  # fmt: skip
        _goes_on(case, [name for name, value in options.items() if value])
    else:
        head.drill, head.noticed, head.place, head.officer = drill, noticed, place, officer
        zone = zone and clear(session, zone, lambda text: zone_named(session, text), json=json)
        head.zone = zone_named(session, zone)
    target = case or head
    if target and session.world.interactive and not json:
        _ask(session, target)
    elif isinstance(target, CardHead):
        _open(session, target, json=json)
    else:
        raise Misused(
            msg("Without a terminal nothing is asked."),
            msg("Record the rows one by one, like: emergency done STEP --at 14:56 --paper"),
        )


def _head(session: Session, what: str | None) -> CardHead | None:
    """A card of the incident type that is meant; `None` where an incident is."""
    if what is None:
        return None
    if session.request.incident:
        raise Misused(
            msg("“{what}” and -i {id} both say which incident is meant.", what=what, id=session.request.incident),
            msg("Leave out one of them."),
        )
    wanted = what.strip().lower()
    if wanted not in session.plan.ids and any(wanted in name for name in session.home.ids()):
        return None
    return CardHead(*session.plan.find(what))


def _open_already(session: Session, head: CardHead, drill: bool) -> Case | None:
    """An incident of this type that is open, if that is the one. Without a terminal nobody can say so. Raises Left."""
    case = open_one(session, head.playbook.id, drill)
    if case is None or session.world.interactive:
        return case if case and is_that_one(session, case) else None
    raise Misused(
        msg("{id} is already open.", id=case.incident.id),
        msg("To go on with it: emergency paper {id}. For a new one add --new.", id=case.incident.id),
    )


def _goes_on(case: Case, for_a_new_one: list[str]) -> None:
    """Refuse what a record that is closed, or that is there already, cannot take."""
    not_closed(case.incident)
    if for_a_new_one:
        raise Misused(
            msg("{options} is only for a new incident; {id} already exists.", options=for_a_new_one,
                id=case.incident.id),
            msg("For a new one name its type, and add --new: emergency paper TYPE --new"),
        )  # fmt: skip


def _open(session: Session, head: CardHead, *, json: bool) -> None:
    """The incident, from the head of its card alone."""
    case = head.open(session, session.by())
    if json:
        session.screen.data(recorded(case.incident.id, case.incident.entries))
        return
    show_opened(session, case)
    session.screen.say(msg("Its rows, one by one: emergency done STEP --at 14:56 --paper -i {id}", id=case.incident.id))


def _ask(session: Session, target: Case | CardHead) -> None:
    """The head of the card where the incident is new, then row by row."""
    ask = Asker(session.world)
    try:
        if isinstance(target, CardHead):
            by = target.ask(session, ask)
            case = target.open(session, by)
            show_opened(session, case)
        else:
            case = target
            session.remember(case)
            session.screen.show([title_line(case.incident, session.screen.words, session.now())])
            by = typist(session, ask, session.by(case))
    except Left:
        _nothing(session)
        return
    copying = Copying(session, case, ask, by)
    try:
        copying.run()
    except Left:
        session.screen.say("")
    _closing(session, copying.case)


def _nothing(session: Session) -> None:
    session.screen.say("")
    session.screen.say(msg("Nothing was recorded."), "warn")


def _closing(session: Session, case: Case) -> None:
    """What is on record now, what is left, and what to do with the card itself."""
    incident, screen = case.incident, session.screen
    copied = len(on_paper(incident))
    state = board(incident, session.now())
    left = len(state.open(response_only=incident.state == "responding"))
    screen.say(msg("Copied from the card: {count}. Steps still open: {open}.", count=copied, open=left), "title")
    screen.say(msg("To add more rows of the card: emergency paper {id}", id=incident.id))
    for playbook in state.suggestions:
        screen.say(msg("The answers also suggest: emergency also {type} -i {id}", type=playbook, id=incident.id))
    screen.say(msg("To go on step by step: emergency resume {id}", id=incident.id))
    screen.say(msg("Keep the card. Add a photo of it to the record: emergency attach PHOTO -i {id}", id=incident.id))
