"""The annexes that tell the log: everything in story order, what leaders ordered, who was told."""

from emergency_cli.core.address import Address
from emergency_cli.core.events import Entry, Ordered, StepDone, stamp
from emergency_cli.core.events.prose import in_prose
from emergency_cli.core.events.words import party_title, step_name
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.plan.playbook import ORDERS
from emergency_cli.core.report.document import Coded, Material, Section, Table, TableRow, Timeline
from emergency_cli.core.report.summaries.milestones import milestones
from emergency_cli.core.report.summaries.timeline import moments
from emergency_cli.core.terms import CALLS, CONSENTS, STATUSES
from emergency_cli.core.text import Message, msg


def timeline(material: Material) -> Section | None:
    """The milestones as a picture, and every entry in story order."""
    if not material.story:
        return None
    title = msg("Timeline of the drill") if material.incident.drill else msg("Timeline of the incident")
    drawn = milestones(material)
    told = Timeline("timeline", msg("Every entry") if drawn else title, tuple(moments(material)))
    return Section("timeline", title, (drawn, told) if drawn else (told,), annex=True)


def orders(material: Material) -> Section | None:
    """What leaders ordered, and what came of it; `None` where nobody did."""
    columns = {
        "at": msg("when"),
        "from": msg("ordered by"),
        "text": msg("instruction"),
        "to": msg("to be carried out by"),
        "due": msg("due"),
        "outcome": msg("what came of it"),
        "entry": msg("entry"),
    }
    lines = [_order(material, entry, entry.event) for entry in material.story if isinstance(entry.event, Ordered)]
    title = msg("Leaders' instructions and what came of them")
    return _annex("orders", title, Table("orders", title, columns, tuple(lines), below={"to": ("due",)}))


def _order(material: Material, entry: Entry, event: Ordered) -> TableRow:
    incident = material.incident
    names = (event.order, f"{event.order}-{entry.hash[:6]}")
    held = [material.board.by_address.get(str(Address(ORDERS, name))) for name in reversed(names)]
    row = next((each for each in held if each), None)
    whose, whom = party_title(incident, event.from_), party_title(incident, event.to)
    outcome = _outcome(material, row) if row else ""
    due = Coded(stamp(event.due), in_prose(incident, event.due)) if event.due else ""
    return TableRow((_at(material, entry), whose, event.text, whom, due, outcome, entry.id))


def _outcome(material: Material, row: Row) -> Coded:
    """How an order stands: when, by whom, why not, and how late."""
    says: Message = STATUSES[row.status].shown
    if row.entry:
        says = msg("{what}, {time}", what=says, time=in_prose(material.incident, row.entry.event.occurred))
        if row.entry.event.actor:
            says = msg("{what}, {who}", what=says, who=party_title(material.incident, row.entry.event.actor))
        if reason := getattr(row.entry.event, "reason", None):
            says = msg("{what}: {reason}", what=says, reason=reason)
    if row.late:
        says = msg("{what} ({reason})", what=says, reason=msg("{span} late", span=row.late))
    return Coded(row.status, says)


def contacts(material: Material) -> Section | None:
    """Every attempt to tell somebody, failed ones too, and every consent asked; `None` where there was none."""
    title = msg("Who was told when")
    return _annex("contacts", title, _told(material), _asked(material))


_WHEN = {"at": msg("when"), "party": msg("whom"), "name": msg("name")}
_STEP = {"step": msg("for which step")}


def _told(material: Material) -> Table:
    incident, lines = material.incident, []
    for entry in material.story:
        for one in getattr(entry.event, "contacts", ()):
            whom = (Coded(one.party, party_title(incident, one.party)), one.name or "")
            outcome = Coded(one.outcome, CALLS[one.outcome].shown)
            told = (_at(material, entry), *whom, outcome, _occasion(material, entry), entry.id)
            lines.append(TableRow(told, entry.hash in incident.retracted))
    columns = _WHEN | {"outcome": msg("outcome")} | _STEP | {"entry": msg("entry")}
    title = msg("People told, and calls without an answer")
    return Table("contacts", title, columns, tuple(lines), below={"party": ("name",)})


def _asked(material: Material) -> Table:
    incident, lines = material.incident, []
    for entry in material.story:
        if isinstance(entry.event, StepDone) and (consent := entry.event.approval):
            whom = (Coded(consent.party, party_title(incident, consent.party)), consent.name or "")
            answer = (Coded(consent.answer, CONSENTS[consent.answer].shown), consent.how or "")
            asked = (_at(material, entry), *whom, *answer, _occasion(material, entry), entry.id)
            lines.append(TableRow(asked, entry.hash in incident.retracted))
    columns = _WHEN | {"answer": msg("answer"), "how": msg("how")} | _STEP | {"entry": msg("entry")}
    return Table("approvals", msg("Consent asked"), columns, tuple(lines), below={"party": ("name",)})


def _at(material: Material, entry: Entry) -> Coded:
    """When it was, with its day only where that is not the day of the opening."""
    at = entry.event.occurred
    return Coded(stamp(at), in_prose(material.incident, at))


def _occasion(material: Material, entry: Entry) -> object:
    step = getattr(entry.event, "step", None)
    return Coded(step, step_name(material.incident, step)) if step else ""


def _annex(key: str, title: Message, *tables: Table) -> Section | None:
    """An annex of the tables that hold something; `None` where none does."""
    held = tuple(table for table in tables if table.lines)
    return Section(key, title, held, annex=True) if held else None
