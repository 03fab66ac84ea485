"""What the report rests on: evidence, corrections and repairs, check codes, and who signs."""

from collections.abc import Iterator

from emergency_cli.core.events import Destroyed, Entry, EvidenceAdded, Repaired, Unknown
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.story import tell
from emergency_cli.core.record.chain import check_code
from emergency_cli.core.report.document import Coded, Material, Section, Table, TableRow, fields
from emergency_cli.core.report.timeline import changes
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import DESTRUCTIBLE
from emergency_cli.core.text import msg


def heads(incident: Incident) -> list[Entry]:
    """The last entry, and the last of every desk that its writer had not seen: together they vouch for all."""
    last = incident.entries[-1:]
    ends = {entry.desk: entry for entry in incident.entries}
    return last + [end for end in ends.values() for top in last if not incident.knowledge.knows(top, end)]


def evidence(material: Material) -> Section:
    """What was kept, with its hash, or who holds it."""
    columns = {
        "name": msg("name"),
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
            about = (event.held or "", event.until or "", event.handed or "", remark or "")
            rows.append(TableRow((*file, *about, event.occurred, signed(event.by), entry.id)))
    below = {"name": ("sha256", "size"), "held": ("until", "handed"), "by": ("at",)}
    table = Table("files", msg("List of evidence"), columns, tuple(rows), below=below)
    return Section("evidence", msg("Evidence"), (table,), annex=True)


def state_of_record(material: Material) -> Section:
    """What was corrected, repaired and found damaged."""
    incident = material.incident
    corrections = [
        TableRow((entry.id, change.member, change.was, change.now, change.note))
        for entry in material.story
        for change in changes(incident, entry)
    ]
    repairs = [TableRow((entry.id, entry.recorded, tell(incident, entry))) for entry in material.story
               if isinstance(entry.event, Repaired | Unknown)]  # fmt: skip
    damage = [
        TableRow((Coded(found.kind, found.what), found.file, "" if found.line is None else found.line))
        for found in material.findings
    ]
    changed = {
        "entry": msg("entry"),
        "member": msg("what"),
        "was": msg("was"),
        "now": msg("is now"),
        "note": msg("by whom and why"),
    }
    repaired = {"entry": msg("entry"), "recorded": msg("recorded"), "what": msg("what")}
    destroyed = {
        "entry": msg("entry"),
        "when": msg("when"),
        "what": msg("what"),
        "count": msg("how many"),
        "basis": msg("basis"),
        "by": msg("recorded by"),
    }
    parts = (
        Table("corrections", msg("Corrections"), changed, tuple(corrections)),
        Table("repairs", msg("Repairs, and entries that cannot be read here"), repaired, tuple(repairs)),
        Table("destroyed", msg("Destroyed"), destroyed, tuple(_destroyed(material))),
        Table("findings", msg("Damage found in the record"),
              {"kind": msg("what"), "file": msg("file"), "line": msg("line")}, tuple(damage)),
    )  # fmt: skip
    return Section("record", msg("State of the record"), parts, annex=True)


def _destroyed(material: Material) -> Iterator[TableRow]:
    """What the law or a decision had removed."""
    for entry in material.story:
        if isinstance(event := entry.event, Destroyed):
            what = Coded(event.what, DESTRUCTIBLE[event.what].shown)
            yield TableRow((entry.id, event.occurred, what, len(event.targets), event.basis, signed(event.by)))


def sign_off(material: Material) -> Section:
    """Who signs, and the codes by which the record can be checked."""
    signatures = fields(
        "signatures",
        msg("Signatures"),
        ("number", msg("number of the document"), None),
        ("prepared", msg("prepared by"), None),
        ("reviewed", msg("reviewed by"), None),
        ("approved", msg("approved by"), material.approved),
        ("date", msg("date"), None),
    )
    columns = {"code": msg("check code"), "incident": msg("incident"), "entry": msg("entry")}
    codes = [TableRow((check_code(entry), material.incident.id, entry.id)) for entry in heads(material.incident)]
    return Section(
        "approval", msg("Review and approval"), (signatures, Table("codes", msg("Check code"), columns, tuple(codes)))
    )
