"""What is learned: what went well, what did not and why, measures; commendation, accountability, where it is filed.

The program only lists what the record shows; to judge is for people, who write into the blanks (Law Art. 92, 五).
"""

from collections.abc import Iterator

from emergency_cli.core.events import Entry, StepCouldNot, StepDone, Told
from emergency_cli.core.incident.story import party_title, step_title
from emergency_cli.core.report.cells import answers_to, current
from emergency_cli.core.report.document import Case, Coded, Line, Section, Table
from emergency_cli.core.report.steps import why
from emergency_cli.core.terms import STATUSES
from emergency_cli.core.text import msg

REVIEW = ("strengths", "problems", "cause", "lessons", "improvement", "improvement-owner", "improvement-due")
_STEP = {"step": msg("step"), "clause": msg("clause")}
_PROBLEMS = _STEP | {"what": msg("what the record shows"), "cause": msg("cause"), "entry": msg("entry")}
CONDUCT, UPWARD = ("commended", "accountability", "archive-ref"), ("reported-up", "reported-up-why")


def review(case: Case) -> Section:
    """Strengths, problems with causes, improvement actions with owner and due date."""
    parts = (
        answers_to(case, "facts", msg("Assessment"), ("strengths", "problems", "lessons")),
        _kept(case),
        Table("problems", msg("What the record shows as a problem"), _PROBLEMS, tuple(_problems(case))),
        _actions(case),
    )
    return Section("review", msg("Lessons and measures"), parts)


def conduct(case: Case) -> Section:
    """Commendation and accountability (五（二）), reporting up (五（一）2), and where it is filed (Law Art. 94)."""
    facts = answers_to(case, "facts", msg("Commendation, accountability and filing"), CONDUCT)
    upward = answers_to(case, "upward", msg("Whether the summary is reported up"), UPWARD)
    return Section("conduct", msg("Commendation, accountability and filing"), (facts, upward))


def _kept(case: Case) -> Table:
    """Every limit that the plan, the law or the centre sets and that was kept."""
    columns = {
        "step": msg("step"),
        "clause": msg("clause"),
        "due": msg("due"),
        "at": msg("when"),
        "entry": msg("entry"),
    }
    rows = [
        Line((Coded(row.address, step_title(case.incident, row.address)), row.step.clause or "", row.deadline,
              row.entry.event.occurred, row.entry.id))
        for row in case.board.rows
        if row.status == "done" and row.deadline and row.entry and not row.late
    ]  # fmt: skip
    return Table("kept", msg("Limits kept"), columns, tuple(rows))


def _problems(case: Case) -> Iterator[Line]:
    """Steps that were late or could not be done, parties that nobody reached; a cause not on record is a blank."""
    incident = case.incident
    for row in case.board.rows:
        entry = row.entry
        step = Coded(row.address, step_title(incident, row.address))
        cause = why(incident, row.status, entry, row) or None
        if row.late:
            what = Coded("late", msg("{span} late", span=row.late))
            yield Line((step, row.step.clause or "", what, cause, entry.id if entry else ""))
        if entry and isinstance(entry.event, StepCouldNot):
            what = Coded("could-not", STATUSES["could-not"].shown)
            yield Line((step, row.step.clause or "", what, cause, entry.id))
    for party, entry in _unreached(case).items():
        event = entry.event
        step_id = event.step if isinstance(event, StepDone) else ""
        for_what = Coded(step_id, step_title(incident, step_id)) if step_id else ""
        what = Coded("unreached", msg("{party} was not reached", party=party_title(incident, party)))
        yield Line((for_what, "", what, None, entry.id))


def _unreached(case: Case) -> dict[str, Entry]:
    """Who was tried and never reached, with the last attempt."""
    last: dict[str, Entry] = {}
    reached = set()
    for entry in case.story:
        contacts: tuple[Told, ...] = getattr(entry.event, "contacts", ())
        for one in contacts if entry.hash not in case.incident.retracted else ():
            last[one.party] = entry
            reached |= {one.party} if one.outcome != "no-answer" else set()
    return {party: entry for party, entry in last.items() if party not in reached}


def _actions(case: Case) -> Table:
    """A line for each measure decided, with who and until when; one to fill in where none is on record."""
    columns = {"action": msg("measure"), "owner": msg("who sees to it"), "due": msg("until when")}
    names = ("improvement", "improvement-owner", "improvement-due")
    rounds = dict.fromkeys(fact.partition("@")[2] for fact in case.incident.answers if fact.partition("@")[0] in names)
    rows = [
        Line(tuple(current(case.incident, f"{name}@{number}" if number else name) for name in names))
        for number in rounds
    ]
    return Table("actions", msg("Measures to be taken"), columns, tuple(rows) or (Line((None, None, None)),))
