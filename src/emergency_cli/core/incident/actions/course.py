"""What may be recorded of the course of an incident: playbooks, officers, the end, the closing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import (
    Attached,
    Closed,
    Ended,
    HandoverAccepted,
    HandoverOffered,
    OfficerNamed,
    Ordered,
    SuggestionDeclined,
)
from emergency_cli.core.incident.actions.allowed import already, not_closed
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Row, board
from emergency_cli.core.incident.steps.cards import name_of
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.terms import SETTLING, Outcome
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused, NotAllowed


def name_officer(incident: Incident, officer: str, *, at: datetime, by: str | None = None) -> OfficerNamed:
    """The officer on duty gives their name; `by`: somebody else says who it was."""
    not_closed(incident)
    return OfficerNamed(occurred=at, by=by or officer, officer=officer)


def attach_playbook(
    incident: Incident,
    playbook: Playbook,
    snapshot: dict[str, Any],
    *,
    at: datetime,
    by: str,
    noticed: datetime | None = None,
    suggested: bool = False,
    presets: Mapping[str, str] | None = None,
) -> Attached:
    """Take up a further playbook; a second one of the same type is numbered."""
    not_closed(incident)
    if incident.state != "responding":
        raise NotAllowed(
            msg("The response has ended; nothing further can be taken up."),
            msg("If it flares up again: emergency reopen. Something new: emergency start {type}", type=playbook.id),
        )
    taken = len([held for held in incident.attachments.values() if held.playbook.id == playbook.id])
    name = playbook.id if not taken else f"{playbook.id}-{taken + 1}"
    facts: dict[str, str | Personal] = {
        str(FactAddress(name if fact in playbook.facts else None, fact)): value
        for fact, value in (presets or {}).items()
    }
    return Attached(
        occurred=at,
        by=by,
        attachment=name,
        noticed=noticed or at,
        suggested=suggested,
        facts=facts,
        playbook=snapshot,
    )


def decline(incident: Incident, playbook: str, *, at: datetime, by: str) -> SuggestionDeclined:
    """A suggested playbook is not taken up."""
    not_closed(incident)
    return SuggestionDeclined(occurred=at, by=by, playbook=playbook)


def give_order(
    incident: Incident,
    text: str,
    *,
    desk: str,
    leader: str,
    to: str,
    at: datetime,
    by: str,
    due: datetime | None = None,
) -> Ordered:
    """A leader ordered something. `desk` is the one that writes: each desk numbers the orders it records."""
    not_closed(incident)
    prefix = "" if incident.opened is None or incident.opened.desk == desk else f"{desk}-"
    taken = {step.id for step in incident.orders.playbook.steps} if incident.orders else set()
    number = next(number for number in count(1) if f"{prefix}{number}" not in taken)
    return Ordered(occurred=at, by=by, order=f"{prefix}{number}", text=text, from_=leader, to=to, due=due)


def offer_handover(incident: Incident, to: str, *, at: datetime, by: str, text: str | None = None) -> HandoverOffered:
    """The outgoing officer leaves; what is open, late and deferred goes on record with it."""
    not_closed(incident)
    state = board(incident, at)
    return HandoverOffered(
        occurred=at,
        by=by,
        to=to,
        open=tuple(row.address for row in state.open() if row.status != "deferred"),
        late=tuple(row.address for row in state.late()),
        deferred=tuple(row.address for row in state.open() if row.status == "deferred"),
        text=text,
    )


def accept_handover(incident: Incident, officer: str, *, at: datetime) -> HandoverAccepted:
    """The incoming officer takes over."""
    not_closed(incident)
    if incident.handover is None:
        raise NotAllowed(
            msg("Nobody has handed this incident over."),
            msg("The outgoing officer does it with: emergency handover --to NAME"),
        )
    return HandoverAccepted(occurred=at, by=officer, officer=officer)


def end_response(
    incident: Incident,
    outcome: Outcome,
    *,
    at: datetime,
    by: str,
    decided: str | None = None,
    condition: str | None = None,
    same_as: str | None = None,
) -> Ended:
    """The response is over. What is still undone is named; some outcomes settle it."""
    not_closed(incident)
    if incident.state == "ended" and incident.ended:
        raise already(incident.ended, msg("the response has already ended"))
    if outcome == "same-as" and not same_as:
        raise Misused(msg("Name the incident that this one is the same as."))
    if outcome == "below-plan" and not decided:
        raise Misused(msg("Say who decided that it is below the threshold of the plan."))
    if same_as == incident.id:
        raise Misused(msg("{id} is this incident itself; name the other one.", id=same_as))
    left = [row for row in board(incident, at).open(response_only=True) if row.owed]
    return Ended(
        occurred=at,
        by=by,
        outcome=outcome,
        decided=decided,
        condition=condition,
        same_as=same_as,
        left=() if outcome in SETTLING else tuple(row.address for row in left),
    )


def close_record(incident: Incident, *, at: datetime, by: str, reason: str | None = None) -> Closed:
    """Close the record. Lists exactly what is still open; one reason settles all of it."""
    not_closed(incident)
    if incident.state != "ended":
        raise NotAllowed(msg("The response is still going on."), msg("End it first: emergency end"))
    if incident.unknown:
        raise NotAllowed(
            msg(
                "Entries of a newer version that cannot be judged here: {count}.",
                count=len(incident.unknown),
            ),
            msg("Close the record with that version."),
        )
    rows = _undone(board(incident, at).open())
    left = [row.address for row in rows]
    if left and not reason:
        names = [name_of(row) for row in {row.base: row for row in rows}.values()]
        raise NotAllowed(
            msg("Still open ({count}): {steps}.", count=len(names), steps=names),
            msg("Do or skip them, or leave them all open for one reason: emergency close --reason '…'"),
        )
    return Closed(occurred=at, by=by, reason=reason if left else None, settled=tuple(left))


def _undone(rows: Iterable[Row]) -> list[Row]:
    """Steps left open; what was done in rounds is over with them, and what nothing ever called for is not owed."""
    return [row for row in rows if not row.rounds and not row.idle]
