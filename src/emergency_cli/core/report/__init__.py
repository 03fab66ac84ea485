"""The after-action summary (五（一）2) as one finished value, built from nothing but the entries of an incident.

`document` says what a report is made of, the other modules make its sections.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from emergency_cli.core.chain import Finding, check_code
from emergency_cli.core.events import Entry
from emergency_cli.core.incident import Incident, replay
from emergency_cli.core.progress import board
from emergency_cli.core.report.document import (
    BLANK,
    DRAFT,
    DRILL,
    NONE,
    Case,
    Change,
    Coded,
    Field,
    Fields,
    Line,
    Moment,
    Report,
    Section,
    Table,
    Timeline,
)
from emergency_cli.core.report.occurrence import basics, how_it_happened, losses, outcome, units
from emergency_cli.core.report.record import evidence, heads, review, sign_off, state_of_record
from emergency_cli.core.report.response import decisions, left_out, told_section, what_was_done
from emergency_cli.core.text import Message, msg

__all__ = [
    "BLANK", "DRAFT", "DRILL", "NONE", "Change", "Coded", "Field", "Fields", "Line", "Moment", "Report", "Section",
    "Table", "Timeline", "build_report",
]  # fmt: skip

_SECTIONS: tuple[Callable[[Case], Section], ...] = (
    basics,
    how_it_happened,
    what_was_done,
    told_section,
    decisions,
    left_out,
    outcome,
    losses,
    units,
    evidence,
    state_of_record,
    review,
    sign_off,
)


def build_report(source: Incident | Iterable[Entry], now: datetime, findings: Sequence[Finding] = ()) -> Report:
    """The after-action summary as it stands at `now`. Total: what is missing becomes a blank."""
    incident = source if isinstance(source, Incident) else replay(source)
    story = sorted(incident.entries, key=lambda entry: (entry.event.occurred, entry.order))
    case = Case(incident, board(incident, now), tuple(story), tuple(findings))
    title: object = incident.playbook.title if incident.playbook else incident.id
    sections = tuple(make(case) for make in _SECTIONS)
    return Report(
        incident=incident.id,
        title=_marked(incident, msg("After-action summary: {title}", title=title)),
        drill=incident.drill,
        built=now,
        sections=tuple(_section(incident, section) for section in sections),
        codes=tuple((check_code(entry), entry.id) for entry in heads(incident)),
        entries=tuple(incident.originals.values()),
    )


def _section(incident: Incident, section: Section) -> Section:
    parts = tuple(replace(part, title=_marked(incident, part.title)) for part in section.parts)
    return replace(section, title=_marked(incident, section.title), parts=parts)


def _marked(incident: Incident, title: Message) -> Message:
    """A drill says so in every heading, whatever the format."""
    return msg("[{mark}] {title}", mark=DRILL, title=title) if incident.drill else title
