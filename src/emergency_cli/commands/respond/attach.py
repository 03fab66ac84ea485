"""`emergency attach`: evidence copied in, or who holds it."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.options import Json, Recording, Remark, verb
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit
from emergency_cli.recording.confirm import confirm
from emergency_cli.recording.evidence import evidence


@verb(msg("emergency attach photo.jpg --from Lee"), Exit.REFUSED, Exit.NOT_SAVED)
def attach(
    session: Recording,
    file: Annotated[str | None, Argument(metavar="FILE", help="The file, which is copied into the record.")] = None,
    *,
    reference: Annotated[str | None, Option("--reference", metavar="TEXT", help="What it is, if not copied.")] = None,
    held: Annotated[str | None, Option("--held", metavar="NAME", help="Who holds it.")] = None,
    until: Annotated[str | None, Option("--until", metavar="TEXT", help="How long it is kept.")] = None,
    handed: Annotated[str | None, Option("--from", metavar="NAME", help="Who handed it over.")] = None,
    text: Remark = None,
    personal: Annotated[
        bool, Option("--personal", help="Its name and text are personal data: sealed, and can be destroyed later.")
    ] = False,
    json: Json = False,
) -> None:
    """Take evidence: copy a file in, or say who holds it."""
    case = session.case()
    at = session.at(case)
    by = session.by(case)
    found = evidence(file, reference=reference, held=held, until=until, handed=handed, text=text,
                     seal=session.seal if personal else str)  # fmt: skip
    case, entry = session.record(case, lambda incident: found.decide(incident, at, by), evidence=found.file)
    confirm(session, case, entry, json=json)
