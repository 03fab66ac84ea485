"""What may be taken back, corrected or destroyed."""

from collections.abc import Iterable
from datetime import datetime

from emergency_cli.core.events import (
    Attached,
    Corrected,
    Destroyed,
    Entry,
    Opened,
    Reopened,
    as_moment,
)
from emergency_cli.core.events.event import MOMENTS
from emergency_cli.core.incident.actions.allowed import already, not_closed, row_of, settled_itself
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.occurrences import rounds_of
from emergency_cli.core.personal import Words
from emergency_cli.core.terms import Destructible, Member
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused, NotAllowed


def reopen(incident: Incident, entry: Entry, *, at: datetime, by: str, reason: str | None = None) -> Reopened:
    """Take back a tick with the answers it gave, a call, or the end of the response."""
    not_closed(incident)
    if entry.hash in incident.retracted:
        raise already(incident.retracted[entry.hash], msg("already taken back"))
    if not entry.event.can_be_taken_back:
        raise NotAllowed(
            msg("Entry {entry} is neither a tick nor a call nor the end of the response.", entry=entry.id),
            msg("To put it right: emergency correct {entry}", entry=entry.id),
        )
    return Reopened(occurred=at, by=by, target=entry.ref, reason=reason)


def reopen_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> Reopened:
    """Take back what was last recorded of a step."""
    row = row_of(incident, address, at)
    if row.through:
        raise settled_itself(row)
    entry = row.entry or next(reversed(rounds_of(incident, row.address)), None)
    if entry is None:
        raise NotAllowed(msg("{step} has not been ticked; there is nothing to take back.", step=address))
    return reopen(incident, entry, at=at, by=by, reason=reason)


def reopen_response(incident: Incident, *, at: datetime, by: str, reason: str | None = None) -> Reopened:
    """The end is taken back: it flares up again."""
    if incident.ended is None or incident.state == "responding":
        raise NotAllowed(msg("The response has not ended; there is nothing to reopen."))
    return reopen(incident, incident.ended, at=at, by=by, reason=reason)


def correct(
    entry: Entry,
    member: Member,
    value: Words,
    *,
    at: datetime,
    by: str,
    fact: str | None = None,
    reason: str | None = None,
) -> Corrected:
    """Correct one member of an entry; the original stays visible. Allowed after closing too.

    Of a correction, what it said is corrected by naming the same member again.
    """
    event = entry.event
    if isinstance(event, Corrected) and member == event.member:
        member, fact = "value", fact or event.fact
    fitting = member in ("occurred", "actor", *event.corrigible)
    if not fitting and not (member == "value" and (fact in event.answers or isinstance(event, Corrected))):
        raise NotAllowed(
            msg("Entry {entry} holds nothing of that kind to correct.", entry=entry.id),
            msg("See what it holds: emergency timeline --json"),
        )
    meant = event.member if isinstance(event, Corrected) and member == "value" else member
    if meant in MOMENTS and (moment := as_moment(value)):
        _check_moment(entry, meant, moment)
    was_blank = not getattr(event, member, None) if member in ("actor", "text", "reason", "began") else False
    if not reason and not was_blank:
        raise NotAllowed(msg("A correction needs a reason."), msg("Give one with --reason."))
    return Corrected(occurred=at, by=by, target=entry.ref, member=member, fact=fact, value=value, reason=reason)


def _check_moment(entry: Entry, member: Member, moment: datetime) -> None:
    """Nothing happened after it was recorded, and nothing was noticed before it began. Raises NotAllowed."""
    if moment > entry.recorded:
        raise NotAllowed(
            msg(
                "Entry {entry} was recorded {time}; it cannot have happened later.", entry=entry.id, time=entry.recorded
            )
        )
    event = entry.event
    if isinstance(event, Opened | Attached):
        began = moment if member == "began" else event.began
        noticed = moment if member == "noticed" else event.noticed
        if began and began > noticed:
            raise NotAllowed(
                msg("It cannot have begun {began}, after it was noticed {noticed}.", began=began, noticed=noticed)
            )


def destroy(
    incident: Incident, what: Destructible, targets: Iterable[str], *, at: datetime, by: str, basis: str | None
) -> Destroyed:
    """Personal values or evidence are to be removed: allowed once the response has ended, after closing too.

    `targets` are all seals and SHA-256 of what is meant; those that were destroyed before are left out.
    """
    if incident.state == "responding":
        raise NotAllowed(
            msg("The response is still going on; what it needs cannot be destroyed."),
            msg("End it first: emergency end"),
        )
    if not basis:
        raise Misused(msg("State the basis: --basis '…', the law or the decision."))
    fresh = sorted(set(targets) - set(incident.destroyed))
    return Destroyed(occurred=at, by=by, what=what, targets=tuple(fresh), basis=basis)
