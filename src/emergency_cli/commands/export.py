"""`emergency export`: the after-action summary."""

from pathlib import Path

from emergency_cli.core.report import build_report
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.export import FORMATS
from emergency_cli.files import write_document
from emergency_cli.session import Session


def export(
    session: Session, part: str | None, *, format_: str | None = None, to: str | None = None, force: bool = False
) -> None:
    """Write the summary to a file, or with `-` to standard output."""
    case = session.home.find(part) if part else session.case()
    suffix = to.rpartition(".")[2].lower() if to and "." in to else ""
    name = format_ or {"json": "json", "md": "md"}.get(suffix, "md")
    if name not in FORMATS:
        raise Misused(msg("No format “{name}”.", name=name), msg("Use one of {names}.", names=list(FORMATS)))
    report = build_report(case.incident, session.now(), case.record.findings)
    place = to or f"{case.journal.incident}.{name}"
    write_document(session.world, place, FORMATS[name](report, session.screen.words), force=force)
    if place != "-":
        session.screen.say(msg("Written: {path}", path=str(Path(place).absolute())), "done")
