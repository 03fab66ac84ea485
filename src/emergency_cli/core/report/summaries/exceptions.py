"""The annex of what did not go by the plan: late, not reached, not done and why, changed, in conflict, not recorded."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from msgspec.structs import replace

from emergency_cli.core.address import base_of, member_of
from emergency_cli.core.events import Closed, Entry, Told
from emergency_cli.core.events.prose import in_prose
from emergency_cli.core.events.words import answer_title, fact_title, member_title, party_title, step_name
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.rows import Blank, Row
from emergency_cli.core.personal import Words, clear
from emergency_cli.core.plan.facts import OF_DOCUMENTS
from emergency_cli.core.plan.playbook import ORDERS
from emergency_cli.core.plan.roster import Person, Roster, Unit
from emergency_cli.core.report.cells import clause_cell, current, rivals
from emergency_cli.core.report.document import Coded, Material, Section, Table, TableRow
from emergency_cli.core.report.sentences import ended_at
from emergency_cli.core.report.standing import calls, given_up, late, left_out, not_reached
from emergency_cli.core.report.summaries.timeline import changes
from emergency_cli.core.terms import STATUSES
from emergency_cli.core.text import Message, Series, msg

KINDS: Mapping[str, Message] = {
    "late": msg("Late"),
    "not-reached": msg("Not reached"),
    "not-done": msg("Not done"),
    "changed": msg("Answers that changed"),
    "corrected": msg("Corrections"),
    "conflict": msg("Answers in conflict"),
    "given-up": msg("Answers that no longer apply"),
    "not-recorded": msg("Not recorded"),
}
_COLUMNS = {
    "kind": msg("kind"),
    "matter": msg("matter"),
    "clause": msg("clause"),
    "what": msg("what the record shows"),
    "why": msg("reason"),
    "entry": msg("entry"),
}
_NO_REASON = msg("no reason on record")


def exceptions(material: Material) -> Section | None:
    """Everything out of the ordinary, kind by kind; `None` where there is none of it."""
    incident = material.incident
    found = (
        *(_of_step(incident, "late", row, lateness(incident, row), _reason(row.came_by)) for row in late(material)),
        *_not_reached(material), *_not_done(material), *_changed(incident), *_corrected(material),
        *_conflicts(material), *_given_up(material), *_not_recorded(material),
    )  # fmt: skip
    if not found:
        return None
    title = msg("Exceptions")
    table = Table("exceptions", title, _COLUMNS, found, ("kind",), {"matter": ("clause",)})
    return Section("exceptions", title, (table,), annex=True)


def _row(kind: str, matter: object, what: object, why: object, entry: Entry | None, clause: object = "") -> TableRow:
    return TableRow((Coded(kind, KINDS[kind]), matter, clause, what, why or "", entry.id if entry else ""))


def _act(row: Row) -> object:
    """What was left out: one act that several playbooks ask for is one, where it was tried or left out at once."""
    if not (row.step.same and row.came_by):
        return row.address
    event = row.came_by.event
    minute = event.occurred.replace(second=0, microsecond=0)
    return row.step.same, row.status, minute, clear(getattr(event, "reason", None))


def _of_step(incident: Incident, kind: str, row: Row, what: object, why: object) -> TableRow:
    entry, matter = row.came_by, Coded(row.address, step_name(incident, row.address))
    return _row(kind, matter, what, why, entry, clause_cell(row.step.clause))


def _reason(entry: Entry | None) -> object:
    return getattr(entry.event, "reason", None) if entry else None


# --- late ------------------------------------------------------------------------------------------------------------


def lateness(incident: Incident, row: Row) -> Message:
    """By how much a limit was missed: `due within 5 min of noticing; done after 9 min 30 s, 4 min 30 s late`.

    What nobody did before the response was over does not grow later from then on.
    """
    limit, over = row.step.within or timedelta(), row.late or timedelta()
    if row.attachment.id == ORDERS:
        due = msg("due by {due}", due=in_prose(incident, row.deadline) if row.deadline else "")
    else:
        due = msg("due within {limit} of {start}", limit=limit, start=_start(incident, row))
    if row.status != "done" and incident.state != "responding":
        return msg("{due}; not done when the response ended", due=due)
    if row.status != "done":
        return msg("{due}; not done, {late} overdue", due=due, late=over)
    if row.attachment.id == ORDERS:
        return msg("{due}; done {late} late", due=due, late=over)
    return msg("{due}; done after {took}, {late} late", due=due, took=limit + over, late=over)


def _start(incident: Incident, row: Row) -> object:
    """What a limit runs from."""
    source = row.step.from_
    if source and source.step:
        return msg("“{step}”", step=step_name(incident, f"{row.attachment.id}/{source.step}"))
    if source and source.fact:
        return msg("“{step}”", step=fact_title(incident, incident.fact_address(row.attachment.id, source.fact)))
    return msg("becoming necessary") if source else msg("noticing")


# --- not reached, not done -------------------------------------------------------------------------------------------


def _not_reached(material: Material) -> Iterator[TableRow]:
    """Who never answered, and who was reached in their place."""
    incident = material.incident
    for party, entry in not_reached(material).items():
        event = entry.event
        what = msg("no answer at {time}", time=in_prose(incident, event.occurred))
        if instead := _instead(material, party, entry):
            then, other = instead
            what = msg(
                "{what}; {party} was reached {span} later",
                what=what,
                party=party_title(incident, other.party),
                span=then.event.occurred - event.occurred,
            )
        why = getattr(event, "text", None) or _reason(entry)
        yield _row("not-reached", Coded(party, party_title(incident, party)), what, why, entry)


def _instead(material: Material, party: str, entry: Entry) -> tuple[Entry, Told] | None:
    """The first who was reached from then on in place of a party: of the same unit, or for the same step besides."""
    address = getattr(entry.event, "step", None)
    step, near = material.incident.step(address or ""), _near(material.incident.roster, party)
    for later, one in calls(material):
        stands_in = step is not None and getattr(later.event, "step", None) == address and one.party not in step.contact
        after = one.outcome == "reached" and later.event.occurred >= entry.event.occurred
        if after and (stands_in or one.party in near):
            return later, one
    return None


def _near(roster: Roster | None, party: str) -> frozenset[str]:
    """The unit of a person and the others in it; of a unit, its people."""
    near: set[str] = set()
    for name, unit in roster.parties() if roster else ():
        if not isinstance(unit, Person) and party in (name, *getattr(unit, "people", ())):
            near |= {name, *unit.people} if isinstance(unit, Unit) else set()
    return frozenset(near - {party})


def _not_done(material: Material) -> Iterator[TableRow]:
    """What was left out or tried in vain, and why; what the close settled, in one line with its one reason."""
    incident = material.incident
    acts: dict[object, list[Row]] = {}
    for row in left_out(material):
        acts.setdefault(_act(row), []).append(row)
    for row, *others in acts.values():
        what = STATUSES[row.status].shown
        if row.came_by:
            what = msg("{what}, {time}", what=what, time=in_prose(incident, row.came_by.event.occurred))
        told = _of_step(incident, "not-done", row, what, _reason(row.came_by) or _NO_REASON)
        cited = dict.fromkeys(each.step.clause for each in (row, *others))
        clauses = [clause_cell(clause) for clause in cited if clause]
        yield replace(told, cells=(*told.cells[:2], clauses, *told.cells[3:])) if others else told
    closed = incident.closed
    if closed and isinstance(closed.event, Closed) and closed.event.settled:
        steps = Series(tuple(step_name(incident, address) for address in closed.event.settled))
        what = msg("left open when the record was closed")
        yield _row("not-done", msg("{facts}", facts=steps), what, closed.event.reason or _NO_REASON, closed)


# --- answers ---------------------------------------------------------------------------------------------------------


def _changed(incident: Incident) -> Iterator[TableRow]:
    """Answers that were given anew with another content; not what each document says of itself.

    What desks said without knowing of each other is in conflict, and was not changed.
    """
    knows = incident.knowledge.knows
    for fact, settings in incident.given.items():
        spec = incident.fact_spec(fact)
        live = [(value, entry) for value, entry in settings if entry.hash not in incident.retracted]
        told = [each for place, each in enumerate(live) if not place or clear(each[0]) != clear(live[place - 1][0])]
        renewed = any(knows(later, before) for (_, before), (_, later) in pairwise(told))
        if renewed and not (spec and (spec.once or spec.part in OF_DOCUMENTS)):
            last = told[-1][1]
            what = Series(tuple(_answer(incident, fact, *each) for each in told))
            yield _row("changed", _fact(incident, fact), msg("{facts}", facts=what), _reason(last), last)


def _answer(incident: Incident, fact: str, value: Words, entry: Entry) -> Message:
    time = in_prose(incident, entry.event.occurred)
    return msg("{time}: {answer}", time=time, answer=answer_title(incident, fact, value))


def _fact(incident: Incident, fact: str) -> Coded:
    return Coded(fact, fact_title(incident, fact))


def _corrected(material: Material) -> Iterator[TableRow]:
    """What was corrected in an entry, with what stood there."""
    for entry in material.story:
        for change in changes(material.incident, entry):
            what = msg("{was} → {now}", was=_plain(change.was), now=_plain(change.now))
            why = _reason(change.entry)
            yield _row("corrected", change.member, what, why, change.entry)


def _plain(cell: object) -> object:
    return cell.says if isinstance(cell, Coded) else msg("not recorded") if cell in (None, "") else cell


def _conflicts(material: Material) -> Iterator[TableRow]:
    incident = material.incident
    for fact in material.board.conflicts:
        answer = incident.answers[fact]
        given = [_plain(rival) for rival in rivals(incident, fact, answer)]
        yield _row("conflict", _fact(incident, fact), given, msg("to be confirmed"), answer.entry)
    if incident.ended and len(incident.ends) > 1:
        ends = [ended_at(incident, each) for each in incident.ends]
        told = msg("{facts}", facts=Series(tuple(ends)))
        yield _row("conflict", Coded("ended", msg("Response ended")), told, msg("to be confirmed"), incident.ended)


def _given_up(material: Material) -> Iterator[TableRow]:
    incident = material.incident
    for fact in sorted(given_up(material)):
        yield _row("given-up", _fact(incident, fact), current(incident, fact), "", incident.answers[fact].entry)


def _not_recorded(material: Material) -> Iterator[TableRow]:
    """What a step that was done had to say or to record, and nobody did; that of several zones or units in one line."""
    incident = material.incident
    found: dict[str, list[Blank]] = {}
    for blank in material.board.blanks:
        if blank.kind == "fact" and blank.fact:
            found.setdefault(base_of(blank.fact), []).append(blank)
    for fact, blanks in found.items():
        what = msg("not recorded with “{step}”", step=step_name(incident, base_of(blanks[0].address)))
        members = [member for blank in blanks if (member := member_of(blank.fact or ""))]
        if members:
            what = msg("{what} ({reason})", what=what, reason=[member_title(incident, each) for each in members])
        yield _row("not-recorded", _fact(incident, fact), what, "", blanks[0].entry)
