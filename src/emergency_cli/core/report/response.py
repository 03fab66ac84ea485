"""What was done: the response, who was told, what was decided, what was left out."""

from collections.abc import Iterator, Mapping, Sequence

from emergency_cli.core.events import Entry, Issued, StepDone, Told
from emergency_cli.core.events.words import document_title, fact_title, party_title, step_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal, clear
from emergency_cli.core.report.cells import answer_cell, answers_to, clause_cell, rivals
from emergency_cli.core.report.course import points
from emergency_cli.core.report.document import (
    Coded,
    Course,
    Field,
    Fields,
    Material,
    Section,
    Table,
    TableRow,
    Timeline,
)
from emergency_cli.core.report.steps import steps_table, why
from emergency_cli.core.report.timeline import moments
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import CALLS, CONSENTS, STATUSES
from emergency_cli.core.text import Message, msg

STANDINGS: Mapping[str, Message] = {
    "holds": msg("holds"),
    "replaced": msg("replaced later"),
    "corrected": msg("corrected"),
    "taken-back": msg("taken back"),
    "conflict": msg("in conflict, to be confirmed"),
}


BLANKS: Mapping[str, Message] = {
    "reason": msg("why it was not done"),
    "fact": msg("an answer"),
}


def what_was_done(material: Material) -> Section:
    """Command, the course of the response, and how many steps came out how."""
    statuses = [row.status for row in material.board.rows]
    counts = [Field(status, title, statuses.count(status)) for status, title in STATUSES.shown.items()]
    parts = (
        answers_to(material.incident, "command", msg("Command and measures"), "response"),
        Course("course", msg("Course of the response"), tuple(points(material))),
        Fields("counts", msg("Steps in numbers"), tuple(counts)),
    )
    return Section("response", msg("Response"), parts)


def timeline(material: Material) -> Section:
    """Every entry, in story order."""
    whole = Timeline("timeline", msg("Everything on record"), tuple(moments(material)))
    return Section("timeline", msg("Timeline"), (whole,), annex=True)


def steps(material: Material) -> Section:
    """Every step against the plan."""
    return Section("steps", msg("Response against the plan"), (steps_table(material),), annex=True)


def told_section(material: Material) -> Section:
    """Every attempt to tell somebody, failed ones too, and every consent asked."""
    incident, told, asked = material.incident, [], []
    for entry in material.story:
        event, gone = entry.event, entry.hash in material.incident.retracted
        step = getattr(event, "step", None)
        occasion = Coded(step, step_title(incident, step)) if step else ""
        contacts: Sequence[Told] = getattr(event, "contacts", ())
        for one in contacts:
            whom = (Coded(one.party, party_title(incident, one.party)), one.name or "")
            outcome = Coded(one.outcome, CALLS[one.outcome].shown)
            told.append(TableRow((event.occurred, *whom, outcome, occasion, signed(event.by), entry.id), gone))
        if isinstance(event, StepDone) and event.approval:
            consent = event.approval
            whom = (Coded(consent.party, party_title(incident, consent.party)), consent.name or "")
            answer = Coded(consent.answer, CONSENTS[consent.answer].shown)
            asked.append(TableRow((event.occurred, *whom, answer, consent.how or "", occasion, entry.id), gone))
    when = {"at": msg("when"), "party": msg("whom"), "name": msg("name")}
    for_what = {"step": msg("for which step")}
    columns = when | {"outcome": msg("outcome")} | for_what | {"by": msg("recorded by"), "entry": msg("entry")}
    approvals = when | {"answer": msg("answer"), "how": msg("how")} | for_what | {"entry": msg("entry")}
    parts = (
        Table(
            "contacts",
            msg("People told, and calls without an answer"),
            columns,
            tuple(told),
            below={"party": ("name",)},
        ),
        Table("approvals", msg("Consent asked"), approvals, tuple(asked), below={"party": ("name",)}),
        _issued(material),
    )
    return Section("told", msg("Who was told when"), parts, annex=True)


def _issued(material: Material) -> Table:
    """Every document that left the hall, by which code it can be checked, and the hash of its file."""
    columns = {
        "at": msg("when"),
        "document": msg("document"),
        "to": msg("to whom"),
        "approved": msg("approved by"),
        "file": msg("file"),
        "sha256": msg("SHA-256"),
        "built": msg("built from entry"),
        "by": msg("recorded by"),
        "entry": msg("entry"),
    }
    rows = []
    for entry in material.story:
        if isinstance(event := entry.event, Issued):
            title = Coded(event.document, document_title(event.document, event.number))
            to = [party_title(material.incident, name) for name in event.to]
            approved = party_title(material.incident, event.approved) if event.approved else ""
            file = (event.file or "", event.sha256 or "", event.upto.entry)
            rows.append(TableRow((event.occurred, title, to, approved, *file, signed(event.by), entry.id)))
    below = {"document": ("file", "sha256"), "to": ("approved",), "by": ("entry", "built")}
    return Table("issued", msg("Documents issued"), columns, tuple(rows), below=below)


def decisions(material: Material) -> Section:
    """Every answer ever given on which steps can depend, and what became of it."""
    incident, rows = material.incident, []
    for fact, settings in incident.given.items():
        spec = incident.fact_spec(fact)
        if spec and spec.kind in ("yes-no", "choice", "choices"):
            rows += [row for value, entry in settings for row in _settings(incident, fact, value, entry)]
    columns = {
        "fact": msg("question"),
        "answer": msg("answer"),
        "at": msg("when"),
        "by": msg("recorded by"),
        "standing": msg("status now"),
        "entry": msg("entry"),
    }
    conflicts = [
        TableRow((Coded(fact, fact_title(incident, fact)), rivals(incident, fact, incident.answers[fact])))
        for fact in material.board.conflicts
    ]
    disputed = {"fact": msg("question"), "answers": msg("answers given")}
    parts = (
        Table("answers", msg("Decisions and their changes"), columns, tuple(rows)),
        Table("conflicts", msg("Answers in conflict"), disputed, tuple(conflicts)),
    )
    return Section("decisions", msg("Decisions"), parts, annex=True)


def _settings(incident: Incident, fact: str, value: str | Personal, entry: Entry) -> Iterator[TableRow]:
    """One answer given; before it, what it was before it was corrected."""
    written: str | Personal | None = getattr(incident.originals[entry.hash].event, "facts", {}).get(fact)
    shown = [(value, _standing(incident, fact, value, entry))]
    if written is not None and clear(written) != clear(value):
        shown.insert(0, (written, "corrected"))
    for given, standing in shown:
        cells = (Coded(fact, fact_title(incident, fact)), answer_cell(incident, fact, given), entry.event.occurred)
        mark = Coded(standing, STANDINGS[standing])
        yield TableRow((*cells, signed(entry.event.by), mark, entry.id), standing not in ("holds", "conflict"))


def _standing(incident: Incident, fact: str, value: str | Personal, entry: Entry) -> str:
    """What became of an answer."""
    answer = incident.answers.get(fact)
    if entry.hash in incident.retracted:
        return "taken-back"
    if answer and answer.conflict and clear(value) in [clear(rival) for rival in answer.rivals]:
        return "conflict"
    return "holds" if answer and answer.entry.hash == entry.hash else "replaced"


def left_out(material: Material) -> Section:
    """Every step that is not done and why, what was left blank, playbooks not taken up."""
    return Section(
        "left-out", msg("Left out"), (_undone(material), _blanks(material), _suggestions(material)), annex=True
    )


def _undone(material: Material) -> Table:
    rows = []
    for row in material.board.rows:
        if row.status != "done":
            entry = row.settled_by or row.entry
            step = Coded(row.address, step_title(material.incident, row.address))
            told = (Coded(row.status, STATUSES[row.status].shown), why(material.incident, row.status, entry, row))
            rows.append(TableRow((step, clause_cell(row.step.clause), *told, entry.id if entry else "")))
    columns = {
        "step": msg("step"),
        "clause": msg("clause"),
        "status": msg("status"),
        "reason": msg("reason"),
        "entry": msg("entry"),
    }
    return Table("steps", msg("Steps not done"), columns, tuple(rows))


def _blanks(material: Material) -> Table:
    rows = []
    for blank in material.board.blanks:
        fact = Coded(blank.fact, fact_title(material.incident, blank.fact)) if blank.fact else ""
        step = Coded(blank.address, step_title(material.incident, blank.address))
        rows.append(TableRow((step, Coded(blank.kind, BLANKS[blank.kind]), fact, None, blank.entry.id)))
    columns = {
        "step": msg("step"),
        "kind": msg("missing"),
        "fact": msg("question"),
        "answer": msg("answer"),
        "entry": msg("entry"),
    }
    return Table("gaps", msg("Gaps still blank"), columns, tuple(rows))


def _suggestions(material: Material) -> Table:
    offers = [(name, Coded("open", msg("not taken up and not declined"))) for name in material.board.suggestions]
    offers += [(name, Coded("declined", msg("declined"))) for name in sorted(material.incident.declined)]
    columns = {"playbook": msg("playbook"), "standing": msg("status now")}
    return Table("suggestions", msg("Playbooks suggested"), columns, tuple(TableRow(offer) for offer in offers))
