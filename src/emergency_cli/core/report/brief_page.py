"""The brief as a page to print or to hand on."""

from collections.abc import Sequence
from datetime import datetime

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.report.brief import Brief, Owed, brief_of
from emergency_cli.core.report.document import Coded, Field, Fields, Report, Section, Table, TableRow, fields
from emergency_cli.core.report.summary import finished, material_of
from emergency_cli.core.terms import DOCUMENTS, STATES
from emergency_cli.core.text import Clauses, Message, msg


def brief_report(incident: Incident, now: datetime, limits: Reporting, findings: Sequence[Finding] = ()) -> Report:
    """How an incident stands, as a page."""
    material = material_of(incident, now, findings)
    brief = brief_of(incident, material.board, now, limits)
    title = msg("How it stands: {title}", title=list(brief.titles) or incident.id)
    parts = (
        _facts(brief),
        _table("now", msg("To do now"), brief.now),
        _table("waiting", msg("Waiting"), brief.waiting),
        _table("orders", msg("Leaders' orders"), brief.orders),
        _done(brief),
    )
    filled = tuple(part for part in parts if not isinstance(part, Table) or part.lines)
    return finished(material, "brief", title, [Section("brief", msg("How it stands"), filled)])


def _facts(brief: Brief) -> Fields:
    report = brief.report
    named = fields(
        "facts",
        msg("What and where"),
        ("state", msg("state"), Coded(brief.state, STATES[brief.state].shown)),
        ("place", msg("place"), brief.place),
        ("zone", msg("service zone"), brief.zone),
        ("noticed", msg("noticed"), brief.noticed),
        ("officer", msg("officer on duty"), brief.officer),
        ("done", msg("steps done"), brief.done),
        ("open", msg("to do now"), len(brief.now)),
        ("late", msg("late"), brief.late),
        ("blanks", msg("left blank"), brief.blanks),
        ("report", msg("next report"), Coded(report.kind, DOCUMENTS[report.kind].shown) if report else ""),
        ("due", msg("due"), (report.due if report else None) or ""),
    )
    told = Clauses(tuple(each.value for each in brief.people))
    people = (Field("people", msg("people"), told),) if brief.people else ()
    return Fields(named.key, named.title, (*named.fields[:5], *people, *named.fields[5:]))


def _table(key: str, title: Message, owed: Sequence[Owed]) -> Table:
    columns = {"step": msg("step"), "who": msg("responsible"), "due": msg("due"), "late": msg("late")}
    rows = [
        TableRow((Coded(each.row.address, each.title), list(each.responsible), each.row.deadline or "",
                  each.row.late or ""))
        for each in owed
    ]  # fmt: skip
    return Table(key, title, columns, tuple(rows))


def _done(brief: Brief) -> Table:
    columns = {"at": msg("when"), "step": msg("step"), "entry": msg("entry")}
    rows = [TableRow((deed.at, deed.title, deed.entry.id)) for deed in reversed(brief.deeds)]
    return Table("deeds", msg("Done"), columns, tuple(rows))
