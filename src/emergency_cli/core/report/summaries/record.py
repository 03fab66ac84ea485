"""What a document rests on: evidence, documents given out, plan and program, check codes, repairs, destructions."""

from collections.abc import Iterable

from emergency_cli.core.events import Destroyed, Entry, EvidenceAdded, Issued, Repaired, Unknown
from emergency_cli.core.events.words import day_or_words, document_title, party_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import tell
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.report.document import Coded, Fields, Material, Section, Table, TableRow, fields
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import DESTRUCTIBLE
from emergency_cli.core.text import msg

PLAN_DIGITS = 12


def heads(incident: Incident) -> list[Entry]:
    """The last entry, and the last of every desk that its writer had not seen: together they vouch for all."""
    last = incident.entries[-1:]
    ends = {entry.desk: entry for entry in incident.entries}
    return last + [end for end in ends.values() for top in last if not incident.knowledge.knows(top, end)]


def integrity(material: Material) -> Section:
    """Evidence, and by what the record can be checked; of the rest only what happened."""
    tables = (_evidence(material), _issued(material), _codes(material), _repairs(material), _destroyed(material),
              _damage(material))  # fmt: skip
    held = tuple(table for table in tables if table.lines)
    return Section("integrity", msg("Evidence and integrity"), (_plan(material.incident), *held), annex=True)


def _plan(incident: Incident) -> Fields:
    """The document and the files the incident is judged by, and what wrote the record."""
    opening, roster = incident.opening, incident.roster
    ends = heads(incident)
    document = roster.document if roster else None
    named = (
        ("incident", msg("incident"), incident.id),
        ("document", msg("plan"), document.title if document else ""),
        ("dated", msg("date of the plan"), day_or_words(document.dated) if document else ""),
        ("sha256", msg("SHA-256 of the plan files (beginning)"), opening.plan[:PLAN_DIGITS] if opening else ""),
        ("program", msg("version of the program"), opening.program if opening else ""),
        ("entries", msg("entries"), len(incident.originals)),
        ("code", msg("check code"), check_code(ends[0]) if len(ends) == 1 else ""),
    )
    return fields("plan", msg("Plan and record"), *(each for each in named if each[2] != ""))


def _evidence(material: Material) -> Table:
    """What was kept, with its hash, or who holds it."""
    columns = {
        "name": msg("piece of evidence"),
        "sha256": msg("SHA-256"),
        "size": msg("size in bytes"),
        "held": msg("held by"),
        "until": msg("until"),
        "handed": msg("handed over by"),
        "text": msg("remark"),
        "at": msg("when"),
        "by": msg("recorded by"),
        "entry": msg("entry"),
    }
    rows = []
    for entry in material.story:
        if isinstance(event := entry.event, EvidenceAdded):
            file = (event.name, event.sha256 or "", "" if event.size is None else event.size)
            remark: list[object] = [event.text] if event.text else []
            remark += [msg("[destroyed]")] if event.sha256 in material.incident.destroyed else []
            about = (event.held or "", day_or_words(event.until or ""), event.handed or "", remark or "")
            rows.append(TableRow((*file, *about, event.occurred, signed(event.by), entry.id)))
    below = {"name": ("sha256", "size"), "held": ("until", "handed"), "by": ("at",)}
    return Table("evidence", msg("List of evidence"), columns, tuple(rows), below=below)


def _issued(material: Material) -> Table:
    """Every document that left the hall, by which code it can be checked, and the hash of its file."""
    columns = {
        "at": msg("when"),
        "document": msg("document"),
        "to": msg("to whom"),
        "approved": msg("approved by"),
        "file": msg("file name"),
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


def _codes(material: Material) -> Table:
    """The codes of several desks; that of one stands with the record."""
    columns = {"code": msg("check code"), "entry": msg("entry")}
    ends = heads(material.incident)
    codes = [TableRow((check_code(entry), entry.id)) for entry in ends] if len(ends) > 1 else []
    return Table("codes", msg("Check code"), columns, tuple(codes))


def _repairs(material: Material) -> Table:
    columns = {"entry": msg("entry"), "recorded": msg("recorded"), "what": msg("what")}
    rows = [TableRow((entry.id, entry.recorded, tell(material.incident, entry)))
            for entry in _of(material, Repaired, Unknown)]  # fmt: skip
    return Table("repairs", msg("Repairs, and entries that cannot be read here"), columns, tuple(rows))


def _destroyed(material: Material) -> Table:
    """What the law or a decision had removed."""
    columns = {
        "entry": msg("entry"),
        "when": msg("when"),
        "what": msg("what"),
        "count": msg("how many"),
        "basis": msg("basis"),
        "by": msg("recorded by"),
    }
    rows = []
    for entry in material.story:
        if isinstance(event := entry.event, Destroyed):
            what = Coded(event.what, DESTRUCTIBLE[event.what].shown)
            told = (event.occurred, what, len(event.targets), event.basis, signed(event.by))
            rows.append(TableRow((entry.id, *told)))
    return Table("destroyed", msg("Destroyed"), columns, tuple(rows))


def _damage(material: Material) -> Table:
    columns = {"kind": msg("what"), "file": msg("file"), "line": msg("line")}
    rows = [
        TableRow((Coded(found.kind, found.what), found.file, "" if found.line is None else found.line))
        for found in material.findings
    ]
    return Table("findings", msg("Damage found in the record"), columns, tuple(rows))


def _of(material: Material, *kinds: type) -> Iterable[Entry]:
    return (entry for entry in material.story if isinstance(entry.event, kinds))
