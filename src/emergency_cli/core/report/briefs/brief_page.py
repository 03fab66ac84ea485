"""The brief as a page to print or to hand on."""

from collections.abc import Callable, Sequence
from datetime import datetime

from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.report.briefs.brief import Brief, Owed, brief_of
from emergency_cli.core.report.document import (
    Block,
    Coded,
    Field,
    Fields,
    Paragraph,
    Prose,
    Report,
    Section,
    Table,
    TableRow,
    fields,
)
from emergency_cli.core.report.sentences import course
from emergency_cli.core.report.summaries.summary import finished, material_of
from emergency_cli.core.report.titles import said_to_be
from emergency_cli.core.terms import DOCUMENTS, STATES
from emergency_cli.core.text import Clauses, Message, msg


def brief_report(incident: Incident, now: datetime, centre: Centre, findings: Sequence[Finding] = ()) -> Report:
    """How an incident stands, as a page."""
    material = material_of(incident, now, findings, centre=centre)
    brief = brief_of(incident, material.board, now, centre.reporting)
    title = msg("How it stands: {title}", title=said_to_be(incident) or list(brief.titles) or incident.id)
    told = tuple(Paragraph((sentence,)) for sentence in course(material))
    tables = (
        _table("now", msg("To do now"), brief.now, msg("due"), _due),
        _table("waiting", msg("Waiting"), brief.waiting, msg("waits for"), lambda each: _awaited(incident, each)),
        _table("orders", msg("Leaders' orders"), brief.orders, msg("due"), _due),
    )
    parts: list[Block] = [_facts(brief), *(table for table in tables if table.lines)]
    if told:
        parts.append(Prose("deeds", told, msg("Done")))
    return finished(material, "brief", title, [Section("brief", msg("How it stands"), tuple(parts))])


def _facts(brief: Brief) -> Fields:
    report = brief.report
    named = fields(
        "facts",
        msg("What and where"),
        ("state", msg("state"), Coded(brief.state, STATES[brief.state].shown)),
        ("noticed", msg("noticed"), brief.noticed),
        ("place", msg("place"), brief.place),
        ("zone", msg("service zone"), brief.zone),
        ("owner", msg("zone owner"), brief.owner),
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
    return Fields(named.key, named.title, (*named.fields[:6], *people, *named.fields[6:]))


def _table(key: str, title: Message, owed: Sequence[Owed], last: Message, says: Callable[[Owed], object]) -> Table:
    columns = {"step": msg("step"), "who": msg("responsible"), "last": last}
    rows = [TableRow((Coded(each.row.address, each.title), list(each.responsible), says(each))) for each in owed]
    return Table(key, title, columns, tuple(rows))


def _due(owed: Owed) -> object:
    return msg("LATE by {span}", span=owed.row.late) if owed.row.late else owed.row.deadline or ""


def _awaited(incident: Incident, owed: Owed) -> object:
    """The arrival or the answers that a step waits for."""
    return [fact_title(incident, fact) for fact in ([owed.row.upon] if owed.row.upon else owed.row.because)]
