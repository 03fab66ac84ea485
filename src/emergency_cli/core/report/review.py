"""What is learned: what went well, what did not and why, measures; commendation, accountability, where it is filed.

The program only lists what the record shows; to judge is for people, who write into the blanks (Law Art. 92, 五).
"""

from collections.abc import Iterator

from msgspec.structs import replace

from emergency_cli.core.address import FactAddress, base_of, member_of, with_member
from emergency_cli.core.events import Entry, StepCouldNot, StepDone, Told
from emergency_cli.core.events.words import fact_title, party_title, step_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.report.cells import answers_to, clause_cell, current, marked_with
from emergency_cli.core.report.document import Coded, Fields, Material, Section, Table, TableRow
from emergency_cli.core.report.steps import why
from emergency_cli.core.text import msg

_STEP = {"step": msg("step"), "clause": msg("clause")}
_PROBLEMS = _STEP | {"what": msg("what the record shows"), "cause": msg("cause"), "entry": msg("entry")}


def review(material: Material) -> Section:
    """Strengths, problems with causes, improvement actions with owner and due date."""
    parts = (
        _assessment(material.incident),
        _kept(material),
        Table("problems", msg("Problems that the record shows"), _PROBLEMS, tuple(_problems(material))),
        _actions(material),
    )
    return Section("review", msg("Lessons and measures"), parts)


def _assessment(incident: Incident) -> Fields:
    told, rounds = answers_to(incident, "facts", msg("Assessment"), "lessons"), _in_rounds(incident)
    return replace(told, fields=tuple(each for each in told.fields if base_of(each.key) not in rounds))


def _kept(material: Material) -> Table:
    """Every limit that the plan, the law or the centre sets and that was kept."""
    columns = {
        "step": msg("step"),
        "clause": msg("clause"),
        "due": msg("due"),
        "at": msg("when"),
        "entry": msg("entry"),
    }
    rows = [
        TableRow((Coded(row.address, step_title(material.incident, row.address)), clause_cell(row.step.clause),
              row.deadline, row.came_by.event.occurred, row.came_by.id))
        for row in material.board.rows
        if row.status == "done" and row.deadline and row.came_by and not row.late
    ]  # fmt: skip
    return Table("kept", msg("Limits kept"), columns, tuple(rows))


def _problems(material: Material) -> Iterator[TableRow]:
    """Steps that were late or could not be done, parties that nobody reached; a cause not on record is a blank."""
    incident = material.incident
    for row in material.board.rows:
        entry = row.came_by
        step = Coded(row.address, step_title(incident, row.address))
        cause = why(incident, row.status, entry, row) or None
        if row.late:
            what = Coded("late", msg("{span} late", span=row.late))
            yield TableRow((step, clause_cell(row.step.clause), what, cause, entry.id if entry else ""))
        if entry and isinstance(entry.event, StepCouldNot):
            what = Coded("could-not", msg("could not"))
            yield TableRow((step, clause_cell(row.step.clause), what, cause, entry.id))
    for party, entry in _unreached(material).items():
        event = entry.event
        step_id = event.step if isinstance(event, StepDone) else ""
        for_what = Coded(step_id, step_title(incident, step_id)) if step_id else ""
        what = Coded("unreached", msg("{party} was not reached", party=party_title(incident, party)))
        yield TableRow((for_what, "", what, None, entry.id))


def _unreached(material: Material) -> dict[str, Entry]:
    """Who was tried and never reached, with the last attempt."""
    last: dict[str, Entry] = {}
    reached = set()
    for entry in material.story:
        contacts: tuple[Told, ...] = getattr(entry.event, "contacts", ())
        for one in contacts if entry.hash not in material.incident.retracted else ():
            last[one.party] = entry
            reached |= {one.party} if one.outcome != "no-answer" else set()
    return {party: entry for party, entry in last.items() if party not in reached}


def _in_rounds(incident: Incident) -> list[str]:
    """What the plan asks of each of several, one after the other: of each measure."""
    told = [(fact, FactAddress.parse(fact)) for fact in marked_with(incident, "lessons")]
    repeated = {
        fact for held in incident.in_order for step in held.playbook.steps if step.repeats for fact in step.wants
    }
    return [fact for fact, where in told if where.fact in repeated]


def _actions(material: Material) -> Table:
    """A line for each measure decided, under what the plan asks of one; one to fill in where none is on record."""
    incident, names = material.incident, _in_rounds(material.incident)
    columns: dict[str, object] = {name: fact_title(incident, name) for name in names}
    rounds = dict.fromkeys(member_of(fact) for fact in incident.answers if base_of(fact) in names)
    rows = [TableRow(tuple(current(incident, with_member(name, number)) for name in names)) for number in rounds]
    blank = (TableRow((None,) * len(names)),) if names else ()
    return Table("actions", msg("Measures to be taken"), columns, tuple(rows) or blank)
