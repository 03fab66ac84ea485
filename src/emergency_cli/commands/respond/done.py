"""`emergency done`: a step and how it came out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from typer import Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import all_clear, clear
from emergency_cli.commands.options import Contacts, Copyable, Facts, Json, Reason, Step, verb
from emergency_cli.core.address import EVERY, base_of, member_of, with_member
from emergency_cli.core.events import Approval, Event
from emergency_cli.core.events.words import fact_title, member_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Row, board
from emergency_cli.core.incident.steps.cards import fact_of, in_order, next_round, said_otherwise
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.terms import CONSENTS
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused, NotAllowed
from emergency_cli.recording.confirm import addresses, confirm
from emergency_cli.recording.contacts import ask_for_zone
from emergency_cli.recording.naming import answers, check_names, roster_of, told
from emergency_cli.session import Session


@verb(
    "emergency done call-119 --fact trapped=no --contact 119=reached",
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="STEP@ZONE for one zone, STEP@all if all the others are in order.",
)
def done(
    session: Copyable,
    query: Step = None,
    *,
    facts: Facts = None,
    contacts: Contacts = None,
    actor: Annotated[str | None, Option("--actor", metavar="NAME", help="Who did it.")] = None,
    approval: Annotated[
        str | None,
        Option(
            "--approval",
            metavar="ANSWER",
            help="Consent: given, refused or not-reached.",
            autocompletion=complete.one_of(CONSENTS.shown),
        ),
    ] = None,
    approval_by: Annotated[str | None, Option("--approval-by", metavar="NAME", help="Who consented, by name.")] = None,
    approval_how: Annotated[str | None, Option("--approval-how", metavar="TEXT", help="How it was asked.")] = None,
    finished: Annotated[bool, Option("--finished", help="End the rounds of a repeating step.")] = False,
    reason: Reason = None,
    json: Json = False,
) -> None:
    """Tick a step; `@all` ticks all occurrences still open; without a step, the one that comes next."""
    case = session.case()
    at, by = session.at(case), session.by(case)
    query = query and clear(session, query, lambda text: addresses(case.incident, text, at), json=json)
    found = addresses(case.incident, query, at)
    roster = roster_of(session, case.incident)
    contacts = all_clear(session, contacts, lambda pair: told(roster, [pair]), json=json)
    near = found[0]
    facts = all_clear(session, facts, lambda pair: check_names(session, case.incident, pair, near), json=json)

    def decide(address: str, every: bool) -> Callable[[Incident], Event]:
        def event(incident: Incident) -> Event:
            if finished:
                return actions.finish_rounds(incident, address, at=at, by=by)
            row = board(incident, at).by_address.get(address)
            place = with_member(address, next_round(incident, row) if row and row.step.repeats else None)
            given = answers(session, incident, facts, place, at=at)
            return actions.finish_step(
                incident,
                address,
                at=at,
                by=by,
                actor=actor,
                facts={**(in_order(incident, row) if every and row else {}), **given},
                contacts=told(roster_of(session, incident), contacts),
                approval=_approval(row.step.approval if row else None, approval, approval_by, approval_how),
                reason=reason,
            )

        return event

    every = member_of(query or "") in EVERY
    if every:
        found = _in_order_as_far_as_known(session, case.incident, found, at)
    entries = []
    for address in found:
        case, entry = session.record(case, decide(address, every))
        entries.append(entry)
    now = session.now()
    confirm(session, case, entries, json=json, now=now)
    _say_unanswered(session, case.incident, [entry.event.matter or "" for entry in entries], now)


def _in_order_as_far_as_known(session: Session, incident: Incident, found: list[str], at: datetime) -> list[str]:
    """Those of whom nobody has said that they are not in order. Raises NotAllowed where there is none."""
    rows = [board(incident, at).by_address[address] for address in found]
    otherwise = [row for row in rows if said_otherwise(incident, row)]
    names = [member_title(incident, row.member) for row in otherwise if row.member]
    what = msg("Reported otherwise, and left open: {names}.", names=names)
    if len(otherwise) == len(rows):
        raise NotAllowed(what, msg("Tick each by its own name."))
    if otherwise:
        session.screen.tell(what, "warn")
    return [row.address for row in rows if row not in otherwise]


def _say_unanswered(session: Session, incident: Incident, ticked: Sequence[str], now: datetime) -> None:
    """A question may be ticked without its answer, but not unnoticed."""
    state = board(incident, now)
    found = {address: state.by_address.get(address) or state.by_address.get(base_of(address)) for address in ticked}
    rows = {address: row for address, row in found.items() if row}
    asked = [_asked(incident, row, fact, member_of(address)) for address, row in rows.items() for fact in row.step.ask]
    left = [fact for fact in dict.fromkeys(asked) if fact not in incident.answers]
    if left:
        titles, typed = [fact_title(incident, fact) for fact in left], " ".join(f"{fact}=…" for fact in left)
        session.screen.tell(msg("Not answered: {facts} – emergency set {typed}", facts=titles, typed=typed), "warn")
    if zone_fact(incident.shared_facts) not in left:
        ask_for_zone(session, incident, [party for row in rows.values() for party in row.step.contact])


def _asked(incident: Incident, row: Row, fact: str, ticked: str | None) -> str:
    """The address of an answer that a tick wants: of a round that is done that of this round, not of the next."""
    if row.step.repeats and incident.per_round(row.attachment.id, fact):
        return incident.fact_address(row.attachment.id, fact, ticked)
    return fact_of(incident, row, fact)


def _approval(asked: str | None, answer: str | None, name: str | None, how: str | None) -> Approval | None:
    if answer is None:
        return None
    if asked is None:
        raise Misused(msg("This step needs no consent."), msg("Leave out --approval."))
    said = CONSENTS.read(answer)
    if said is None:
        raise Misused(
            msg("“{text}” is not an answer to a request for consent.", text=answer),
            msg("Use one of {names}.", names=CONSENTS.to_type),
        )
    return Approval(party=asked, answer=said, name=name, how=how)
