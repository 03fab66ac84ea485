"""What happened: basics, occurrence, outcome, losses, and what the units sent in."""

from emergency_cli.core.address import FactAddress, base_of, member_of
from emergency_cli.core.events import Ended, HandoverAccepted, OfficerNamed
from emergency_cli.core.events.words import member_title, party_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.occurrences import in_order_answers
from emergency_cli.core.report.cells import answers_to, class_of, clause_cell, clause_of, current, field_of, marked_with
from emergency_cli.core.report.document import DRILL, Coded, Fields, Material, Section, Table, TableRow, blanks, fields
from emergency_cli.core.signing import signed
from emergency_cli.core.terms import OUTCOMES, STATES
from emergency_cli.core.text import msg

PLAN_DIGITS = 12


def basics(material: Material) -> Section:
    """Which incident this is, by which plan, who was on duty."""
    incident = material.incident
    parts = (_identity(incident), _times(incident), _plan(incident), _playbooks(incident), _officers(material))
    rehearsal = blanks(
        "drill",
        msg("The drill"),
        ("form", msg("table-top or live")),
        ("goals", msg("goals")),
        ("participants", msg("participants")),
        ("observers", msg("observers")),
    )
    return Section("basics", msg("Basics"), (*parts, rehearsal) if incident.drill else parts)


def _identity(incident: Incident) -> Fields:
    roster, playbook = incident.roster, incident.playbook
    owner = party_title(incident, roster.zones[incident.zone].owner) if roster and incident.zone else None
    drill = Coded("drill", DRILL) if incident.drill else Coded("real", msg("real incident"))
    return fields(
        "facts",
        msg("Incident"),
        ("incident", msg("incident"), incident.id),
        ("drill", msg("real or drill"), drill),
        ("type", msg("type"), Coded(playbook.id, playbook.title) if playbook else None),
        ("clause", msg("clause of the plan"), clause_of(incident)),
        ("class", msg("class"), class_of(incident)),
        ("place", msg("place"), current(incident, "place")),
        ("zone", msg("service zone"), current(incident, "zone")),
        ("zone-owner", msg("accountable for the zone"), owner),
        ("state", msg("state"), Coded(incident.state, STATES[incident.state].shown)),
    )


def _times(incident: Incident) -> Fields:
    opening = incident.opening
    return fields(
        "times",
        msg("Times"),
        ("began", msg("began"), opening.began if opening else None),
        ("noticed", msg("noticed"), opening.noticed if opening else None),
        ("opened", msg("opened"), opening.occurred if opening else None),
        ("ended", msg("response ended"), incident.ended.event.occurred if incident.ended else None),
        ("closed", msg("record closed"), incident.closed.event.occurred if incident.closed else None),
    )


def _plan(incident: Incident) -> Fields:
    """The document and the files the incident is judged by."""
    opening, roster = incident.opening, incident.roster
    return fields(
        "plan",
        msg("Plan"),
        ("organisation", msg("organisation"), roster.organisation if roster else None),
        ("document", msg("plan"), roster.document.title if roster else None),
        ("dated", msg("date of the plan"), roster.document.dated if roster else None),
        ("sha256", msg("SHA-256 of the plan files (beginning)"), opening.plan[:PLAN_DIGITS] if opening else None),
        ("program", msg("version of the program"), opening.program if opening else None),
    )


def _playbooks(incident: Incident) -> Table:
    columns = {
        "playbook": msg("playbook"),
        "clause": msg("clause"),
        "noticed": msg("noticed"),
        "entry": msg("entry"),
    }
    rows = [
        TableRow((Coded(held.id, held.playbook.title), clause_cell(held.playbook.clause), held.noticed, held.entry.id))
        for held in incident.in_order
    ]
    return Table("playbooks", msg("Playbooks followed"), columns, tuple(rows))


def _officers(material: Material) -> Table:
    columns = {"officer": msg("officer"), "from": msg("from"), "entry": msg("entry")}
    rows = [
        TableRow((entry.event.officer, entry.event.occurred, entry.id))
        for entry in material.story
        if isinstance(entry.event, OfficerNamed | HandoverAccepted)
    ]
    return Table("officers", msg("Officers on duty"), columns, tuple(rows))


def how_it_happened(material: Material) -> Section:
    """The answers to what happened: those all incidents share, then those of the playbooks."""
    incident = material.incident
    usual = in_order_answers(incident)
    own = (fact for fact in incident.answers if fact not in usual)
    rest = [fact for fact in own if not ((spec := incident.fact_spec(fact)) and spec.part)]
    others = Fields("answers", msg("Further answers"), tuple(field_of(incident, fact) for fact in rest))
    happened = answers_to(incident, "facts", msg("What happened"), "occurrence")
    return Section("occurrence", msg("How it happened"), (happened, others))


def outcome(material: Material) -> Section:
    """How the response ended, who decided it and on what condition."""
    incident = material.incident
    ended = incident.ended.event if incident.ended and isinstance(incident.ended.event, Ended) else None
    left = len(ended.left) if ended else 0
    end = fields(
        "end",
        msg("End of the response"),
        ("outcome", msg("outcome"), Coded(ended.outcome, OUTCOMES[ended.outcome].shown) if ended else None),
        ("at", msg("when"), ended.occurred if ended else None),
        ("decided", msg("decided by"), party_title(incident, ended.decided) if ended and ended.decided else None),
        ("condition", msg("on what condition"), ended.condition if ended else None),
        ("same-as", msg("same as incident"), ended.same_as or "" if ended else ""),
        (
            "left",
            msg("steps left open"),
            Coded(left, msg("{count} at that moment, see the annex “Left out”", count=left)) if left else "",
        ),
        ("entry", msg("entry"), incident.ended.id if incident.ended else ""),
    )
    return Section("outcome", msg("Outcome"), (end, answers_to(incident, "facts", msg("Result"), "outcome")))


def losses(material: Material) -> Section:
    """Casualties and losses."""
    told = answers_to(material.incident, "facts", msg("Losses"), "casualties", "losses")
    return Section("losses", msg("Losses and casualties"), (told,))


def units(material: Material) -> Section:
    """What the units that took part sent in (五（一）1)."""
    incident = material.incident
    columns = {"unit": msg("unit"), "summary": msg("summary"), "by": msg("recorded by"), "entry": msg("entry")}
    rows = []
    for fact in _unit_summaries(material):
        member = member_of(fact)
        answer = incident.answers.get(fact)
        unit = Coded(member, member_title(incident, member)) if member else None
        said = (signed(answer.entry.event.by), answer.entry.id) if answer else ("", "")
        rows.append(TableRow((unit, current(incident, fact), *said)))
    rows = rows or [TableRow((None, None, "", ""))]
    return Section(
        "units", msg("Unit summaries"), (Table("summaries", msg("Sent in by the units"), columns, tuple(rows)),)
    )


def _unit_summaries(material: Material) -> list[str]:
    """The summaries that the plan asks the units for, then others that came in, by address."""
    incident = material.incident
    declared = [fact for fact in marked_with(incident, "lessons") if FactAddress.parse(fact).fact == "unit-summary"]
    asked = [
        incident.fact_address(row.attachment.id, fact, row.member)
        for row in material.board.rows
        for fact in row.step.wants
        if row.member and incident.fact_address(row.attachment.id, fact) in declared
    ]
    given = [fact for fact in incident.answers if base_of(fact) in declared]
    return list(dict.fromkeys((*asked, *given)))
