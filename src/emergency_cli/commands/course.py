"""`emergency also`, `handover`, `reopen`, `correct`, `end`, `close`: the course of an incident."""

from typing import get_args

from emergency_cli.commands.naming import answer, entry, fact_address, step_address
from emergency_cli.commands.steps import confirm
from emergency_cli.core import actions
from emergency_cli.core.actions import Outcome
from emergency_cli.core.events import Corrected, Event, stamp
from emergency_cli.core.incident import Incident
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.playbook import Playbook
from emergency_cli.core.progress import board
from emergency_cli.core.snapshot import playbook_snapshot
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_time
from emergency_cli.errors import Misused
from emergency_cli.session import Session

OUTCOMES: dict[str, Outcome] = {name: name for name in get_args(Outcome) if name != "turned-real"}


def also(
    session: Session, type_: str, *, noticed: str | None = None, decline: bool = False, json: bool = False
) -> None:
    """Take up a further playbook, or decline one that is suggested."""
    at, case = session.at(), session.case()
    by = session.by(case)
    playbook, presets = session.plan.find(type_)
    session.warn_of_faults()
    when = parse_time(noticed, session.now()) if noticed else at

    def decide(incident: Incident) -> Event:
        if decline:
            return actions.decline(incident, playbook.id, at=at, by=by)
        return taken_up(incident, playbook, presets, at=at, by=by, noticed=when)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)


def taken_up(incident: Incident, playbook: Playbook, presets: dict[str, str], **times: object) -> Event:
    """The event that takes a playbook up; it says so where the answers had suggested it."""
    suggested = playbook.id in board(incident, times["at"]).suggestions  # type: ignore[arg-type]
    snapshot = playbook_snapshot(playbook)
    return actions.attach_playbook(incident, playbook, snapshot, suggested=suggested, presets=presets, **times)  # type: ignore[arg-type]


def handover(
    session: Session, *, to: str | None = None, accept: bool = False, text: str | None = None, json: bool = False
) -> None:
    """Both sides of a shift change: `--to NAME` leaves, `--accept` takes over; both together do it in one go."""
    at, case = session.at(), session.case()
    if to is not None and not to.strip():
        raise Misused(msg("Say who takes over: --to NAME."))
    if not to and not accept:
        raise Misused(
            msg("Say who takes over (--to NAME), or that you do (--accept --by NAME)."),
        )
    entries = []
    if to:
        giver, receiver = session.by(case), to
        case, written = session.record(
            case, lambda incident: actions.offer_handover(incident, receiver, at=at, by=giver, text=text)
        )
        entries.append(written)
    if accept:
        offered = case.incident.handover
        taker = to or session.by_option or getattr(offered.event if offered else None, "to", None) or session.by(case)
        case, written = session.record(
            case, lambda incident: actions.accept_handover(incident, taker, at=session.now())
        )
        entries.append(written)
    confirm(session, case, entries, json=json)


def reopen(session: Session, query: str | None, *, reason: str | None = None, json: bool = False) -> None:
    """Take back a tick (by step or entry), or without a name the end of the response."""
    at, case = session.at(), session.case()
    by = session.by(case)

    def decide(incident: Incident) -> Event:
        if query is None:
            return actions.reopen_response(incident, at=at, by=by, reason=reason)
        if incident.find(query):
            return actions.reopen(incident, entry(incident, query), at=at, by=by, reason=reason)
        address = step_address(incident, board(incident, at), query)
        return actions.reopen_step(incident, address, at=at, by=by, reason=reason)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)


def correct(
    session: Session,
    query: str,
    *,
    occurred: str | None = None,
    actor: str | None = None,
    text: str | None = None,
    fact: str | None = None,
    reason: str | None = None,
    json: bool = False,
) -> None:
    """Correct one member of an entry; the original stays visible."""
    at, case = session.at(), session.case()
    by = session.by(case)
    offered: tuple[tuple[actions.Member, str | None], ...] = (
        ("occurred", occurred), ("actor", actor), ("text", text), ("value", fact),
    )  # fmt: skip
    given = [(name, value) for name, value in offered if value is not None]
    if len(given) != 1:
        raise Misused(msg("Correct one thing at a time: --occurred, --actor, --text or --set FACT=VALUE."))
    member, raw = given[0]

    def decide(incident: Incident) -> Event:
        target = entry(incident, query)
        value: str | Personal = raw
        name = None
        which = member
        again = isinstance(target.event, Corrected) and which == target.event.member
        if which == "occurred":
            value = stamp(parse_time(raw, session.now()))
        elif which == "text" and isinstance(getattr(target.event, "text", None), Personal):
            value = seal(raw, session.world.random(32))
        elif which == "text" and not again and not hasattr(target.event, "text"):
            which = "reason"
        elif which == "value":
            left, equals, right = raw.partition("=")
            if not equals:
                raise Misused(msg("“{text}” is not FACT=VALUE.", text=raw), msg("Type it like trapped=no"))
            name = fact_address(incident, left, getattr(target.event, "step", None))
            value = answer(session, incident, name, right)
        if again:
            which = "value"
        return actions.correct(target, which, value, at=at, by=by, fact=name, reason=reason)

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)


def end(
    session: Session,
    outcome: str | None,
    *,
    decided: str | None = None,
    condition: str | None = None,
    same_as: str | None = None,
    json: bool = False,
) -> None:
    """End the response: who decided, on what condition, with which outcome."""
    at, case = session.at(), session.case()
    by = session.by(case)
    if outcome is None:
        raise Misused(
            msg("Say how it ended: emergency end OUTCOME."), msg("OUTCOME is one of {names}.", names=list(OUTCOMES))
        )
    if outcome not in OUTCOMES:
        raise Misused(
            msg("“{text}” is no outcome.", text=outcome), msg("OUTCOME is one of {names}.", names=list(OUTCOMES))
        )
    known = OUTCOMES[outcome]
    other = session.home.find(same_as).journal.incident if same_as else None

    def decide(incident: Incident) -> Event:
        return actions.end_response(
            incident,
            known,
            at=at,
            by=by,
            decided=decided,
            condition=condition,
            same_as=other,
        )

    case, written = session.record(case, decide)
    confirm(session, case, written, json=json)
    asked = ((msg("decided by"), decided), (msg("on what condition"), condition))
    blank = [title for title, said in asked if not said]
    if blank and known == "handled":
        session.screen.tell(msg("Still blank: {titles}.", titles=blank))


def close(session: Session, *, reason: str | None = None, json: bool = False) -> None:
    """Close the record; what is still open is listed, and may all be left on one reason."""
    at, case = session.at(), session.case()
    by = session.by(case)
    case, written = session.record(case, lambda incident: actions.close_record(incident, at=at, by=by, reason=reason))
    confirm(session, case, written, json=json)
