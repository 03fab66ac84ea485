"""`emergency export`: the after-action summary."""

from collections.abc import Sequence
from pathlib import Path

from emergency_cli.commands.write.documents import Wanted, make
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.report import Report, build_report
from emergency_cli.core.text import msg
from emergency_cli.session import Session


def export(session: Session, part: str | None, wanted: Wanted) -> None:
    """Write the summary to a file, or with `-` to standard output; with recipients, put it on record as given out."""
    case = session.case(part, closed=True)

    def build(incident: Incident, to: Sequence[str], approved: str | None) -> Report:
        return build_report(incident, session.now(), case.record.findings, to=to, approved=approved)

    given = make(session, case, wanted, build, stem=lambda _: case.journal.incident)
    if given.place and given.place != "-":
        session.screen.say(msg("Written: {path}", path=str(Path(given.place).absolute())), "done")
    if given.entry:
        session.screen.tell(msg("On record as given out [{entry}].", entry=given.entry.id), "done")
