"""The rules: what may be recorded now. Each function gives the event, or raises NotAllowed with what to do instead."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from msgspec.structs import replace

from emergency_cli.core.address import FactAddress, base_of, member_of, with_member
from emergency_cli.core.events import (
    Approval,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Destroyed,
    Ended,
    Entry,
    Event,
    EvidenceAdded,
    FactsSet,
    HandoverAccepted,
    HandoverOffered,
    Issued,
    Noted,
    OfficerNamed,
    Opened,
    Ordered,
    Reopened,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    SuggestionDeclined,
    Told,
    as_moment,
)
from emergency_cli.core.events.event import MOMENTS
from emergency_cli.core.events.words import facts, party_title
from emergency_cli.core.incident.board import Board, Row, board
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.occurrences import rounds_of
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import SETTLING, STAGES, Destructible, Document, Member, Outcome
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused, NotAllowed

E = TypeVar("E", bound=Event)
Facts = Mapping[str, str | Personal]


def finish_step(
    incident: Incident,
    address: str,
    *,
    at: datetime,
    by: str,
    actor: str | None = None,
    facts: Facts | None = None,
    contacts: Sequence[Told] = (),
    approval: Approval | None = None,
    same: str | None = None,
    reason: str | None = None,
) -> StepDone:
    """Tick a step. A step that does not apply wants a reason; a repeating one gets its next round."""
    row = _row(incident, address, at)
    if row.status == "done" and row.entry:
        raise _already(row.entry, msg("already done"))
    if row.status == "not-applicable" and not reason:
        raise NotAllowed(
            msg("{step} does not apply here: {facts}.", step=address, facts=_because(incident, row)),
            msg("To do it anyway, give a reason (--reason)."),
        )
    unreached = nobody_reached(contacts)
    if unreached and not reason:
        parties = [party_title(incident, party) for party in unreached]
        raise NotAllowed(
            msg("Nobody was reached: {parties}. The step stays open.", parties=parties),
            msg("Record the calls with emergency call; or emergency could-not; or tick it with a --reason."),
        )
    where = with_member(row.address, row.rounds + 1 if row.step.repeats else None)
    return StepDone(
        occurred=at,
        by=by,
        actor=actor or row.step.actor,
        step=where,
        facts=dict(facts or {}),
        contacts=tuple(contacts),
        approval=approval,
        same=same,
        reason=reason,
    )


def nobody_reached(contacts: Sequence[Told]) -> list[str]:
    """The parties for whom every call went unanswered."""
    answered = {one.party for one in contacts if one.outcome != "no-answer"}
    return list(dict.fromkeys(one.party for one in contacts if one.party not in answered))


def skip_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepSkipped:
    """Leave a step out. A reason is wanted; without one it stays open as a blank."""
    return StepSkipped(occurred=at, by=by, step=_undone(incident, address, at).address, reason=reason)


def could_not(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepCouldNot:
    """A step was tried in vain."""
    return StepCouldNot(occurred=at, by=by, step=_undone(incident, address, at).address, reason=reason)


def defer_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepDeferred:
    """Put a step off to the end of its stage, the second time to the stage after."""
    row = _undone(incident, address, at)
    until = row.stage
    if row.status == "deferred" and row.entry and isinstance(row.entry.event, StepDeferred):
        later = list(STAGES)[STAGES.place(row.entry.event.until or row.stage) :]
        until = later[min(1, len(later) - 1)]
    return StepDeferred(occurred=at, by=by, step=row.address, until=until, reason=reason)


def finish_rounds(incident: Incident, address: str, *, at: datetime, by: str) -> RoundsFinished:
    """A repeating step is over."""
    row = _row(incident, address, at)
    if not row.step.repeats:
        raise NotAllowed(msg("{step} is not done in rounds; tick it with: emergency done {step}", step=address))
    if row.status == "done" and row.entry:
        raise _already(row.entry, msg("already finished"))
    return RoundsFinished(occurred=at, by=by, step=row.address, count=row.rounds)


def set_facts(incident: Incident, facts: Facts, *, at: datetime, by: str, reason: str | None = None) -> FactsSet:
    """Answer questions, or change answers."""
    not_closed(incident)
    for fact in facts:
        if incident.fact_spec(fact) is None:
            raise Misused(msg("No fact “{fact}” in this incident.", fact=fact))
    return FactsSet(occurred=at, by=by, facts=dict(facts), reason=reason)


def name_officer(incident: Incident, officer: str, *, at: datetime, by: str | None = None) -> OfficerNamed:
    """The officer on duty gives their name; `by`: somebody else says who it was."""
    not_closed(incident)
    return OfficerNamed(occurred=at, by=by or officer, officer=officer)


def from_paper(event: E) -> E:
    """The same, marked as copied afterwards from what was written by hand when it happened."""
    return replace(event, paper=True)


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


def note(incident: Incident, text: str | Personal, *, at: datetime, by: str, step: str | None = None) -> Noted:
    """Keep something in the officer's words."""
    not_closed(incident)
    return Noted(occurred=at, by=by, text=text, step=step)


def add_evidence(
    incident: Incident, name: Words, *, at: datetime, by: str, **details: Words | int | None
) -> EvidenceAdded:
    """Evidence was taken: `file`, `sha256`, `size` of a copy, or `held` and `until` of what somebody keeps."""
    not_closed(incident)
    return EvidenceAdded(occurred=at, by=by, name=name, **details)  # type: ignore[arg-type]


def make_call(
    incident: Incident, contacts: Sequence[Told], *, at: datetime, by: str, text: str | None = None
) -> CallMade:
    """Somebody was told, or was tried, outside of any step."""
    not_closed(incident)
    return CallMade(occurred=at, by=by, contacts=tuple(contacts), text=text)


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
        raise _already(incident.ended, msg("the response has already ended"))
    if outcome == "same-as" and not same_as:
        raise Misused(msg("Name the incident that this one is the same as."))
    if outcome == "below-plan" and not decided:
        raise Misused(msg("Say who decided that it is below the threshold of the plan."))
    if same_as == incident.id:
        raise Misused(msg("{id} is this incident itself; name the other one.", id=same_as))
    left = [row.address for row in board(incident, at).open(response_only=True)]
    return Ended(
        occurred=at,
        by=by,
        outcome=outcome,
        decided=decided,
        condition=condition,
        same_as=same_as,
        left=() if outcome in SETTLING else tuple(left),
    )


def close_record(incident: Incident, *, at: datetime, by: str, reason: str | None = None) -> Closed:
    """Close the record. Lists exactly what is still open; one reason settles all of it."""
    not_closed(incident)
    if incident.state != "ended":
        raise NotAllowed(msg("The response is still going on."), msg("First end it: emergency end"))
    if incident.unknown:
        raise NotAllowed(
            msg(
                "Entries of a newer version that cannot be judged here: {count}.",
                count=len(incident.unknown),
            ),
            msg("Close the record with that version."),
        )
    left = [row.address for row in board(incident, at).open()]
    if left and not reason:
        raise NotAllowed(
            msg("Still open ({count}): {steps}.", count=len(left), steps=left),
            msg("Do or skip them, or leave them all for one reason: emergency close --reason '…'"),
        )
    return Closed(occurred=at, by=by, reason=reason if left else None, settled=tuple(left))


def reopen(incident: Incident, entry: Entry, *, at: datetime, by: str, reason: str | None = None) -> Reopened:
    """Take back a tick with the answers it gave, or the end of the response."""
    not_closed(incident)
    if entry.hash in incident.retracted:
        raise _already(incident.retracted[entry.hash], msg("already taken back"))
    if not entry.event.can_be_taken_back:
        raise NotAllowed(
            msg("Entry {entry} is neither a tick nor the end of the response.", entry=entry.id),
            msg("To put it right: emergency correct {entry}", entry=entry.id),
        )
    return Reopened(occurred=at, by=by, target=entry.ref, reason=reason)


def reopen_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> Reopened:
    """Take back what was last recorded of a step."""
    row = _row(incident, address, at)
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
            msg("First end it: emergency end"),
        )
    if not basis:
        raise Misused(msg("State the basis: --basis '…', the law or the decision."))
    fresh = sorted(set(targets) - set(incident.destroyed))
    return Destroyed(occurred=at, by=by, what=what, targets=tuple(fresh), basis=basis)


def issue(
    incident: Incident,
    document: Document,
    upto: Entry | None,
    *,
    at: datetime,
    by: str,
    number: int | None = None,
    to: Sequence[str] = (),
    approved: str | None = None,
    text: str | Personal | None = None,
    file: str | None = None,
    sha256: str | None = None,
) -> Issued:
    """A document is given out. Allowed after closing too, for the summary is written then."""
    if upto is None or incident.state == "none":
        raise NotAllowed(msg("There is nothing on record that could be reported."))
    if not to:
        raise Misused(msg("Name the recipient: --issued-to NAME"))
    return Issued(
        occurred=at, by=by, document=document, number=number, to=tuple(to), approved=approved, text=text,
        file=file, sha256=sha256, upto=upto.ref,
    )  # fmt: skip


def not_closed(incident: Incident) -> None:
    """Refuse what can only be added while the record is open."""
    if incident.state == "none":
        raise NotAllowed(
            msg("The opening entry of this incident is missing or damaged; nothing can be added that rests on it."),
            msg("See what can still be read: emergency verify {id}", id=incident.id),
        )
    if incident.state == "closed" and incident.closed:
        raise NotAllowed(
            msg(
                "This record was closed {time} by {who}.",
                time=incident.closed.event.occurred,
                who=signed(incident.closed.event.by),
            ),
            msg("What was recorded wrongly can still be corrected: emergency correct"),
        )


def _row(incident: Incident, address: str, now: datetime) -> Row:
    """The row of an address. Raises NotAllowed when the record is closed, Misused when there is no such step."""
    not_closed(incident)
    state = board(incident, now)
    base, member = base_of(address), member_of(address)
    row = state.by_address.get(address) or (state.by_address.get(base) if member and member.isdigit() else None)
    if row is None:
        raise _missing(state, base, address)
    return row


def _missing(state: Board, base: str, address: str) -> Misused:
    occurrences = state.occurrences(base)
    if occurrences:
        names = [row.member for row in occurrences]
        return Misused(msg("{step} is ticked for each of {names}: type {step}@NAME.", step=base, names=names))
    return Misused(msg("No step “{step}” in this incident.", step=address), msg("See all of them: emergency status"))


def _undone(incident: Incident, address: str, now: datetime) -> Row:
    row = _row(incident, address, now)
    if row.status == "done" and row.entry:
        raise _already(row.entry, msg("already done"))
    return row


def _already(entry: Entry, what: Message) -> NotAllowed:
    return NotAllowed(
        msg("{what} {time} by {who}.", what=what, time=entry.event.occurred, who=signed(entry.event.by)),
        msg("To take it back: emergency reopen {entry}", entry=entry.id),
    )


def _because(incident: Incident, row: Row) -> list[object]:
    answers = incident.answers
    return [facts(incident, {fact: answers[fact].value}) if fact in answers else fact for fact in row.because]
