"""`emergency timeline`: everything on record, in the order in which it happened."""

from emergency_cli.commands.options import Id, Json, Looking, verb
from emergency_cli.screen.faults import finding_lines
from emergency_cli.screen.incident.entries import timeline_lines
from emergency_cli.screen.incident.overview import title_line


@verb("emergency timeline")
def timeline(session: Looking, part: Id = None, *, json: Json = False) -> None:
    """Everything on record, in the order in which it happened."""
    case = session.case(part)
    if json:
        from emergency_cli.shapes.incident import timeline as as_data

        session.screen.data(as_data(case.incident, case.journal.incident))
        return
    words = session.screen.words
    session.screen.show([title_line(case.incident, words, session.now())])
    session.screen.show(timeline_lines(case.incident, words))
    session.screen.show(finding_lines(case.record.findings, words))
