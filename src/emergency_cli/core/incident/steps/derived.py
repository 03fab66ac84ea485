"""Steps that are done although nobody ticked them: what the entries prove by themselves, and no more than that.

Nothing of this is recorded, and what somebody says of the step takes its place.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from emergency_cli.core.events import Ended, Entry, Opened, StepDeferred, StepDone
from emergency_cli.core.events.deeds import falls_short
from emergency_cli.core.events.words import bare
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.incident.steps.calling import told_already, told_before
from emergency_cli.core.incident.steps.limits import late_by
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.plan.playbook import GENERAL, Step
from emergency_cli.core.text import Message, msg


def through(incident: Incident, held: Attachment, step: Step, rounds: int) -> Entry | None:
    """The entry from which it follows that a step is done: the opening, the last answer, the end of its rounds."""
    if step.opening:
        return incident.opened
    if step.repeats:
        over = incident.closed if step.stage == "review" else incident.ended
        return over if rounds else None
    return _answered(incident, held, step)


def _answered(incident: Incident, held: Attachment, step: Step) -> Entry | None:
    """The answer with which a decision was complete. What is a call too, or needs consent, is no decision."""
    if not step.ask or step.contact or step.approval or step.each:
        return None
    answers = [incident.answers.get(incident.fact_address(held.id, fact)) for fact in step.ask]
    entries = [answer.entry for answer in answers if answer]
    return max(entries, key=lambda entry: entry.order) if len(entries) == len(answers) else None


# --- what need not be done -------------------------------------------------------------------------------------------


def left_out(incident: Incident, rows: Sequence[Row]) -> list[Row]:
    """The rows, of which those of the general procedure do not apply that every playbook taken up does without.

    Never where an answer says that a life may be at stake, nor once somebody said something of the step.
    """
    taken = [_without(incident, held) for held in incident.in_order if held.playbook.id != GENERAL]
    danger = any(
        answer.value == "yes" and (spec := incident.fact_spec(fact)) and spec.vital
        for fact, answer in incident.answers.items()
    )
    if danger or not taken or not (spared := set.intersection(*map(set, taken))):
        return list(rows)
    because = tuple(dict.fromkeys(fact for each in taken for name, fact in each.items() if fact and name in spared))
    return [
        replace(row, status="not-applicable", because=because)
        if row.status == "todo" and row.attachment.playbook.id == GENERAL and row.step.same in spared
        else row
        for row in rows
    ]


def _without(incident: Incident, held: Attachment) -> dict[str, str | None]:
    """What a playbook does without, by itself or as every case says that was answered, with the fact that says so."""
    found: dict[str, str | None] = dict.fromkeys(held.playbook.without)
    for fact, spec in held.playbook.facts.items():
        address = incident.fact_address(held.id, fact)
        answers = [spec.choices.get(answer) for answer in (incident.value(address) or "").split(",")]
        of_all = [set(choice.without) if choice else set() for choice in answers]
        found |= dict.fromkeys(set.intersection(*of_all), address)
    return found


# --- one act, two steps ----------------------------------------------------------------------------------------------


def with_same(incident: Incident, row: Row, rows: Sequence[Row]) -> Row:
    """A row with the step of another playbook whose act served it too, where that is sure.

    Sure it is if the act came after the danger of this playbook was noticed, said all that this step wants said, and
    said it to everybody whom this step tells, with what is to be written down of it known. Of a call for help nobody
    but the caller knows what was said: that is for a person to say, also of two cases of one playbook. A second
    casualty is another act, so the same playbook taken up again never counts. Nor does any other deed for a step that
    saves lives and calls nobody: getting people out of a smell of gas is not getting them away from a knife.
    """
    if row.step.safety and not row.step.contact:
        return row
    if not row.step.same or row.member or row.status not in ("todo", "deferred"):
        return row
    asked = calls_for_help(incident, row.step)
    acts = [
        other
        for other in rows
        if other.step.same == row.step.same
        and (_another(row, other) or (asked and other.attachment.id == row.attachment.id))
        and _after_noticing(incident, row, other, asked=asked)
    ]
    if not acts:
        return row
    if asked:
        return replace(row, ask_same=acts[0])
    if row.step.approval or not _written_down(incident, row):
        return row
    other = next((other for other in acts if _told_all(incident, row, other) and _said_all(incident, row, other)), None)
    return _served_by(incident, row, other) if other else row


def _another(row: Row, other: Row) -> bool:
    return other.attachment.playbook.id != row.attachment.playbook.id


def _served_by(incident: Incident, row: Row, other: Row) -> Row:
    act = other.entry
    if act is None:
        return row
    late = late_by(row.deadline, incident.by_clock(act, act.event.occurred))
    deadline = incident.as_then(act, row.deadline) if row.deadline else None
    return replace(row, status="done", same=other, through=act, late=late, deadline=deadline, upon=None)


def calls_for_help(incident: Incident, step: Step) -> bool:
    """Whether a step calls 110, 119 or 120."""
    return incident.roster is not None and any(party in incident.roster.services for party in step.contact)


def _after_noticing(incident: Incident, row: Row, other: Row, *, asked: bool) -> bool:
    """Whether the other step is an act of its own, and came after this danger was noticed and this step was deferred.

    Where somebody is `asked` what was said, it may have come before, if this playbook is one that the other suggests:
    120 was called for those for whom the illness was taken up.
    """
    act, held = other.entry, row.attachment
    if act is None or not _is_act(incident, other, act):
        return False
    if row.entry and row.entry.order > act.order:
        return False
    if asked and any(each.playbook == held.playbook.id for each in other.attachment.playbook.suggests):
        return True
    return incident.by_clock(act, act.event.occurred) >= incident.by_clock(held.entry, held.noticed)


def _is_act(incident: Incident, other: Row, act: Entry) -> bool:
    """Whether a step was done by an act of its own, or deferred after a call that reached some of its parties."""
    if isinstance(act.event, StepDone):
        return not act.event.same and _reached(other, act.event, told_before(incident, other))
    return isinstance(act.event, StepDeferred) and bool(told_already(incident, other))


def _reached(other: Row, done: StepDone, before: set[str]) -> bool:
    """Whether nobody whom the step had to tell is on record as not reached, now or `before`."""
    tried = {one.party for one in done.contacts}
    reached = {one.party for one in done.contacts if one.outcome == "reached"} | before
    whole = set(other.step.contact) <= reached or not falls_short(other.step, done.contacts)
    return whole and all(party in reached for party in other.step.contact if party in tried)


def _told_all(incident: Incident, row: Row, other: Row) -> bool:
    """Whether the other step is for everybody, and told each of those whom this one tells."""
    told = told_already(incident, other) if other.status == "deferred" else set(other.step.contact)
    return not other.member and set(row.step.contact) <= told


def _written_down(incident: Incident, row: Row) -> bool:
    """Whether what is to be written down of a call is known: who came upon it, say, or when they arrived."""
    facts = row.step.record if row.step.contact else ()
    return all(incident.fact_address(row.attachment.id, fact) in incident.answers for fact in facts)


def _said_all(incident: Incident, row: Row, other: Row) -> bool:
    said = {incident.fact_address(other.attachment.id, fact) for fact in other.step.say}
    wanted = {incident.fact_address(row.attachment.id, fact) for fact in row.step.say}
    return all(fact in said or _known_by_then(incident, fact, other) for fact in wanted)


def _known_by_then(incident: Incident, fact: str, other: Row) -> bool:
    """Whether a fact was answered by the time of the other step's act, or with it."""
    act, answer = other.entry, incident.answers.get(fact)
    if act is None or answer is None:
        return False
    known = incident.by_clock(answer.entry, answer.entry.event.occurred)
    return answer.entry.hash == act.hash or known <= incident.by_clock(act, act.event.occurred)


# --- in words --------------------------------------------------------------------------------------------------------


def how_done(row: Row) -> Message | None:
    """Why a step is done that nobody ticked; `None` for all others."""
    if row.through is None:
        return None
    if row.same:
        title, step = row.same.attachment.playbook.title, bare(row.same.step.do)
        return msg("together with “{step}” of {playbook}", step=step, playbook=title)
    match row.through.event:
        case Opened() if row.step.opening:
            return msg("by opening the incident")
        case _ if row.step.repeats:
            return msg("its rounds ended with the response")
        case _:
            return msg("answered")


def settles_all(incident: Incident) -> bool:
    """Whether the end leaves nothing to be done, in the review neither: where desks ended it differently, each end."""
    ends = incident.ends
    return bool(ends) and all(isinstance(each.event, Ended) and each.event.settles for each in ends)
