"""`emergency attach`: evidence copied in, or who holds it."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.options import Json, Recording, Remark, verb
from emergency_cli.core.events import Event
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.evidence import evidence_members
from emergency_cli.world import typed_path


@verb("emergency attach photo.jpg --from 王强", Exit.REFUSED, Exit.NOT_SAVED)
def attach(
    session: Recording,
    file: Annotated[str | None, Argument(metavar="FILE", help="It is copied into the record.")] = None,
    *,
    reference: Annotated[str | None, Option("--reference", metavar="TEXT", help="What it is, if not copied.")] = None,
    held: Annotated[str | None, Option("--held", metavar="NAME", help="Who holds it.")] = None,
    until: Annotated[str | None, Option("--until", metavar="TEXT", help="Until when it is kept.")] = None,
    handed: Annotated[str | None, Option("--from", metavar="NAME", help="Who handed it over.")] = None,
    text: Remark = None,
    json: Json = False,
) -> None:
    """Take evidence: copy a file in, or say who holds it."""
    at, case = session.at(), session.case()
    by = session.by(case)
    if (file is None) == (reference is None):
        raise Misused(msg("Name a file, or with --reference what it is and with --held who holds it."))
    if reference is not None and not held:
        raise Misused(msg("Say who holds it."), msg("Add --held NAME."))
    name = reference or Path(str(file)).name
    details: dict[str, str | int | None] = {"held": held, "until": until, "handed": handed, "text": text}
    path = typed_path(file) if file is not None else None
    if path:
        details = {"handed": handed, "text": text, **evidence_members(path)}

    def decide(incident: Incident) -> Event:
        return actions.add_evidence(incident, name, at=at, by=by, **details)

    case, entry = session.record(case, decide, evidence=path)
    confirm(session, case, entry, json=json)
