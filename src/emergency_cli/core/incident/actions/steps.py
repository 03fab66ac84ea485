"""What may be recorded of a step, and of answers."""

from collections.abc import Sequence
from datetime import datetime

from emergency_cli.core.address import member_of, with_member
from emergency_cli.core.events import (
    Approval,
    FactsSet,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    Told,
    personal_values,
)
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.actions.allowed import Facts, already, not_closed, row_of, undone
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import name_of, next_round, with_answer
from emergency_cli.core.plan.facts import OF_DOCUMENTS, zone_fact
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused, NotAllowed


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
    row = row_of(incident, address, at)
    if row.status == "done" and row.entry and not row.through:
        raise already(row.entry, msg("already done"))
    if row.status == "not-applicable" and not reason:
        raise _does_not_apply(incident, row, msg("To do it anyway, give a reason (--reason)."))
    if to_be_destroyed(incident, row.step) and not reason:
        raise NotAllowed(
            msg("A tick destroys nothing, and this incident still holds personal data."),
            msg(
                "Destroy it with: emergency destroy {id} --basis '…'; or tick the step with a --reason.", id=incident.id
            ),
        )
    _all_named(incident, row.step, contacts, facts or {})
    unreached = nobody_reached(contacts)
    if unreached and not reason:
        parties = [party_title(incident, party) for party in unreached]
        raise NotAllowed(
            msg("Nobody was reached: {parties}. The step stays open.", parties=parties),
            msg("Record the calls with emergency call; or emergency could-not; or tick it with a --reason."),
        )
    return StepDone(
        occurred=at,
        by=by,
        actor=actor,
        step=with_member(row.address, _round(incident, row, address)),
        facts=dict(facts or {}),
        contacts=tuple(contacts),
        approval=approval,
        same=same,
        reason=reason,
    )


def _all_named(incident: Incident, step: Step, contacts: Sequence[Told], facts: Facts) -> None:
    """Refuse to take for told whom nobody can name yet, unless somebody says so, or says with the tick which zone."""
    said = {one.party for one in contacts}
    nameless = [party for party in unnamed(incident, step) if party not in said]
    zones, fact = incident.roster.zones if incident.roster else {}, zone_fact(incident.shared_facts)
    if nameless and facts.get(fact or "") not in zones:
        raise NotAllowed(
            msg(
                "Nobody has said yet which zone it is, so nobody knows who is meant: {parties}. The step stays open.",
                parties=[party_title(incident, party) for party in nameless],
            ),
            msg(
                "Say which zone: emergency set {fact}=NAME; or who was reached: --contact {party}=reached",
                fact=fact or "zone",
                party=nameless[0],
            ),
        )


def _round(incident: Incident, row: Row, address: str) -> int | None:
    """The round that a tick is. One that is named by its number has to be the next."""
    if not row.step.repeats:
        return None
    number, named = next_round(incident, row), member_of(address)
    if named and named != str(number):
        raise NotAllowed(
            msg("The next round of {step} is number {number}.", step=name_of(row), number=number),
            msg("Tick it without a number. An answer of another round: emergency set FACT@{number}=…", number=named),
        )
    return number


def to_be_destroyed(incident: Incident, step: Step) -> bool:
    """Whether a step is done by `emergency destroy` and personal values are still there."""
    if not step.destroys:
        return False
    held = (value.sealed for entry in incident.entries for value in personal_values(entry.event))
    return any(seal not in incident.destroyed for seal in held)


def nobody_reached(contacts: Sequence[Told]) -> list[str]:
    """The parties for whom every call went unanswered."""
    answered = {one.party for one in contacts if one.outcome != "no-answer"}
    return list(dict.fromkeys(one.party for one in contacts if one.party not in answered))


def _does_not_apply(incident: Incident, row: Row, hint: Message) -> NotAllowed:
    because = [with_answer(incident, fact) for fact in row.because]
    return NotAllowed(msg("{step} does not apply here: {facts}.", step=name_of(row), facts=because), hint)


def _to_leave(incident: Incident, address: str, at: datetime) -> Row:
    """The row of a step that can be left: one that is not done, and that there would be something to do about."""
    row = undone(incident, address, at)
    if row.status == "not-applicable":
        raise _does_not_apply(incident, row, msg("There is nothing to do about it, and nothing to give a reason for."))
    return row


def skip_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepSkipped:
    """Leave a step out. A reason is wanted; without one it stays open as a blank."""
    return StepSkipped(occurred=at, by=by, step=_to_leave(incident, address, at).address, reason=reason)


def could_not(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepCouldNot:
    """A step was tried in vain."""
    return StepCouldNot(occurred=at, by=by, step=_to_leave(incident, address, at).address, reason=reason)


def defer_step(incident: Incident, address: str, *, at: datetime, by: str, reason: str | None = None) -> StepDeferred:
    """Put a step off to the end of its stage, the second time to the stage after."""
    row = _to_leave(incident, address, at)
    until = row.stage
    if row.status == "deferred" and row.entry and isinstance(row.entry.event, StepDeferred):
        later = list(STAGES)[STAGES.place(row.entry.event.until or row.stage) :]
        until = later[min(1, len(later) - 1)]
    return StepDeferred(occurred=at, by=by, step=row.address, until=until, reason=reason)


def finish_rounds(incident: Incident, address: str, *, at: datetime, by: str) -> RoundsFinished:
    """A repeating step is over."""
    row = row_of(incident, address, at)
    if not row.step.repeats:
        raise NotAllowed(msg("{step} is not done in rounds; tick it with: emergency done {step}", step=address))
    if row.status == "done" and row.entry and not row.through:
        raise already(row.entry, msg("already finished"))
    if not row.rounds:
        raise NotAllowed(
            msg("No round of it is on record, so there is none to finish: {step}.", step=name_of(row)),
            msg("To leave it out: emergency skip {step} --reason '…'", step=address),
        )
    return RoundsFinished(occurred=at, by=by, step=row.address, count=row.rounds)


def set_facts(incident: Incident, facts: Facts, *, at: datetime, by: str, reason: str | None = None) -> FactsSet:
    """Answer questions, or change answers. What only says what a document is may be answered after closing too."""
    specs = [incident.fact_spec(fact) for fact in facts]
    if not all(spec and spec.part in OF_DOCUMENTS for spec in specs):
        not_closed(incident)
    for fact in facts:
        if incident.fact_spec(fact) is None:
            raise Misused(msg("No fact “{fact}” in this incident.", fact=fact))
    return FactsSet(occurred=at, by=by, facts=dict(facts), reason=reason)
