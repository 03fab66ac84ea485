"""`emergency paper ID|TYPE`: a card that was filled by hand, typed in afterwards with its true times."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Contacts, Drill, Facts, FromPaper, Json, New, Noticed, Place, Zone, verb
from emergency_cli.commands.respond.start import is_that_one, open_one, zone_named
from emergency_cli.core.incident.actions import from_paper, not_closed
from emergency_cli.core.incident.board import board
from emergency_cli.core.prepare.paper import on_paper
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import entry_data
from emergency_cli.recording.opening import unrecorded
from emergency_cli.screen.overview import copied_line, title_line
from emergency_cli.session import Session
from emergency_cli.store.home import Case
from emergency_cli.walk.ask import Left, asker
from emergency_cli.walk.paper_head import Head, begun, on_duty, opened, recorded, typist
from emergency_cli.walk.paper_rows import Card, Decide, Given
from emergency_cli.walk.paper_walk import Copying


@verb(
    "emergency paper fire --noticed 14:54 --row call-119=14:56,王强",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="Row by row, or with --row.",
)
def paper(
    session: FromPaper,
    what: Annotated[
        str | None,
        Argument(
            metavar="TYPE|ID",
            help="A type opens a new incident; part of an id goes on with that one.",
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
    rows: Annotated[
        list[str] | None,
        Option(
            "--row",
            metavar="STEP=TIME[,NAME]",
            help="A row of the card; STEP=x TIME,REASON could not be done, STEP=- TIME,REASON skipped; "
            "may be repeated.",
        ),
    ] = None,
    facts: Facts = None,
    contacts: Contacts = None,
    reason: Annotated[
        str | None, Option("--reason", metavar="TEXT", help="Why rows were done that do not apply.")
    ] = None,
    json: Json = False,
) -> None:
    """Copy a card: of a new incident where `what` is a type, else of the one that is meant.

    Without rows it asks for them; with rows all of them are tried before the first one is recorded.
    """
    given = Given(rows or (), facts or (), contacts or (), reason)
    asking = session.world.interactive and not json
    if not given and not asking:
        raise Misused(
            msg("Without a terminal nothing is asked."), msg("Give the rows: --row STEP=TIME,NAME, one for each.")
        )
    target: Case | Head
    head = _head(session, what)
    case = session.case(what) if head is None else None if new else _open_already(session, head, drill)
    if case is not None:
        options = {
            "--new": new, "--noticed": noticed, "--place": place, "--zone": zone, "--officer": officer,
            "--drill": drill and head is None,
        }  # fmt: skip
        _goes_on(case, [name for name, value in options.items() if value])
        target = case
    elif head is not None:
        head.drill, head.noticed, head.place, head.zone, head.officer = drill, noticed, place, zone, on_duty(officer)
        target = head
    if given:
        _take(session, target, given, json=json)
    else:
        _ask(session, target)


def _head(session: Session, what: str | None) -> Head | None:
    """A card of the incident type that is meant; `None` where an incident is."""
    if what is None:
        return None
    if session.request.incident:
        raise Misused(
            msg("“{what}” and -i {id} both say which incident is meant.", what=what, id=session.request.incident),
            msg("Leave out one of them."),
        )
    try:
        return Head(*session.plan.find(what, slips=False))
    except Misused:
        is_part_of_an_id = any(what.strip().lower() in name for name in session.home.ids())
        return None if is_part_of_an_id else Head(*session.plan.find(what))


def _open_already(session: Session, head: Head, drill: bool) -> Case | None:
    """An incident of this type that is open, if that is the one. Without a terminal nobody can say so."""
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
            msg("{options} is only for a new incident; {id} is there already.", options=for_a_new_one,
                id=case.incident.id),
            msg("For a new one name its type, and add --new: emergency paper TYPE --new"),
        )  # fmt: skip


# --- as options ----------------------------------------------------------------------------------------------------


def _take(session: Session, target: Case | Head, given: Given, *, json: bool) -> None:
    """Try everything; only if all of it can be recorded, record it."""
    if isinstance(target, Case):
        card = Card(session, target.incident, given, session.by(target))
        _refuse(session, card)
        case = target
    else:
        zone, slip = _zone(session, target)
        event = opened(session, target, zone)
        card = Card(session, unrecorded(session, event), given, session.by())
        _refuse(session, card, slip)
        case = recorded(session, event, target.officer)
        if not json:
            session.screen.show(
                [copied_line(case.incident, entry, session.screen.words) for entry in case.incident.entries]
            )
    fresh = [] if isinstance(target, Case) else list(case.incident.entries)
    for _, decide in card.decisions:
        case, entry = session.record(case, _copied(decide))
        fresh.append(entry)
        if not json:
            session.screen.show([copied_line(case.incident, entry, session.screen.words)])
    if json:
        session.screen.data({"incident": case.incident.id, "entries": [entry_data(entry) for entry in fresh]})
    else:
        _closing(session, case)


def _zone(session: Session, head: Head) -> tuple[str | None, Misused | None]:
    """The zone, or what is wrong with it: that is told together with the faults of the rows."""
    try:
        return zone_named(session, head.zone), None
    except Misused as slip:
        return None, slip


def _refuse(session: Session, card: Card, slip: Misused | None = None) -> None:
    """Name every fault, one line each, and stop. What is only odd is said."""
    if slip:
        card.fault("--zone", slip)
    for fault in card.faults or card.warnings:
        session.screen.tell(fault, "warn")
    if card.faults:
        raise Misused(msg("Nothing was recorded. Faults: {count}.", count=len(card.faults)))


def _copied(decide: Decide) -> Decide:
    return lambda incident: from_paper(decide(incident))


# --- at a terminal -------------------------------------------------------------------------------------------------


def _ask(session: Session, target: Case | Head) -> None:
    """The head of the card where the incident is new, then row by row."""
    ask = asker(session.world)
    try:
        if isinstance(target, Case):
            case = target
            session.remember(case)
            session.screen.show([title_line(case.incident, session.screen.words, session.now())])
            typist(session, ask, session.by(case))
        else:
            target.zone = zone_named(session, target.zone)
            case = begun(session, ask, target)
    except Left:
        session.screen.say("")
        session.screen.say(msg("Nothing was recorded."), "warn")
        return
    copying = Copying(session, case, ask)
    try:
        copying.run()
    except Left:
        session.screen.say("")
    _closing(session, copying.case)


def _closing(session: Session, case: Case) -> None:
    """What is on record now, what is left, and what to do with the card itself."""
    incident, screen = case.incident, session.screen
    copied = len(on_paper(incident))
    state = board(incident, session.now())
    left = len(state.open(response_only=incident.state == "responding"))
    screen.say(msg("Copied from the card: {count}. Steps still open: {open}.", count=copied, open=left), "title")
    screen.say(msg("More of the card: emergency paper {id}", id=incident.id))
    for playbook in state.suggestions:
        screen.say(msg("By the answers also: emergency also {type} -i {id}", type=playbook, id=incident.id))
    screen.say(msg("From here on step by step: emergency resume {id}", id=incident.id))
    screen.say(msg("Keep the card. Its photo goes on record with: emergency attach PHOTO -i {id}", id=incident.id))
