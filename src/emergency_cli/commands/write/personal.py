"""What a document holds of personal values, said before it is written; nothing is refused for it."""

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.report.document import Report
from emergency_cli.core.report.redaction import held_in, suspects
from emergency_cli.core.text import msg
from emergency_cli.session import Session


def tell_personal(session: Session, incident: Incident, report: Report, shown: Report, *, issued: bool = False) -> None:
    """One line on the personal values of a report, one on what looks like them in free words of what is `shown`."""
    if held := held_in(report, incident):
        if shown.redacted:
            said = msg("Left out as personal: {what}. To leave them in: --with-personal", what=held) if issued else None
        elif issued:
            said = msg("Personal values are in it: {what}", what=held)
        else:
            said = msg("This draft holds personal values: {what}. What is issued leaves them out.", what=held)
        if said:
            session.screen.tell(said, "warn")
    if found := suspects(shown, incident):
        told = [msg("{what} [{entry}]", what=list(each.what), entry=each.entry.id) for each in found]
        session.screen.tell(
            msg(
                "Looks personal, and is shown as it was typed: {what}. To change it: emergency correct ENTRY", what=told
            ),
            "warn",
        )
