"""Reports upward as the record knows them: which were given out, which comes next, and by when."""

from datetime import datetime, timedelta

from msgspec import Struct

from emergency_cli.core.events import Entry, Issued
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.terms import BULLETINS, Bulletin


class NextReport(Struct, frozen=True):
    """The report upward that comes next; `due` where the centre has set a limit for it."""

    kind: Bulletin
    due: datetime | None


def next_report(incident: Incident, limits: Reporting) -> NextReport | None:
    """The first report until it was given out, then follow-ups, after the end the final one; `None` after that."""
    kind = _next_kind(incident)
    if kind is None:
        return None
    limit = {"initial": limits.initial, "follow-up": limits.follow_up, "final": limits.final}[kind]
    return NextReport(kind, due(incident, kind, limit) if limit else None)


def _next_kind(incident: Incident) -> Bulletin | None:
    if incident.state == "responding":
        return "follow-up" if last_issued(incident) else "initial"
    wanted = incident.ended and not settles_all(incident) and not given_out(incident, "final")
    return "final" if wanted else None


def last_issued(incident: Incident) -> Entry | None:
    """The last bulletin given out, in record order."""
    found = bulletins(incident)
    return found[-1] if found else None


def bulletins(incident: Incident) -> list[Entry]:
    """The bulletins that were given out, in record order."""
    return [entry for entry in incident.issued if _document(entry) in BULLETINS]


def given_out(incident: Incident, kind: Bulletin) -> list[Entry]:
    """The bulletins of a kind that were given out, in record order."""
    return [entry for entry in incident.issued if _document(entry) == kind]


def due(incident: Incident, kind: Bulletin, limit: timedelta) -> datetime | None:
    """When the bulletin is due: see `core.plan.centre.Reporting`; `None` where what starts it has not happened."""
    last, opening, by_clock = last_issued(incident), incident.opening, incident.by_clock
    start = {
        "initial": by_clock(incident.opened, opening.noticed) if incident.opened and opening else None,
        "follow-up": by_clock(last, last.event.occurred) if last else None,
        "final": by_clock(incident.ended, incident.ended.event.occurred) if incident.ended else None,
    }[kind]
    return start + limit if start else None


def _document(entry: Entry) -> str:
    return entry.event.document if isinstance(entry.event, Issued) else ""
