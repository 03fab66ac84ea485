"""Whose records are looked at: those of this home, of a folder into which many were merged, or of a hub."""

from typing import Annotated

from typer import Option

from emergency_cli.core.text import msg
from emergency_cli.disk import is_folder
from emergency_cli.errors import Misused
from emergency_cli.places import typed_path
from emergency_cli.session import Session
from emergency_cli.store.following import Folder, Source

From = Annotated[
    str | None, Option("--from", metavar="FOLDER", help="Look at the records in this folder, and not at this home.")
]
Hub = Annotated[bool, Option("--hub", help="Those at the hub, of every hall that may be seen from here.")]


def source_of(session: Session, folder: str | None, *, hub: bool) -> Source:
    """Where incidents are read from; nothing is written there. Raises Misused for what is no folder, HubAway."""
    if hub and folder is not None:
        raise Misused(msg("Either a folder or the hub, not both."), msg("Leave one of them out: --from, --hub"))
    if hub:
        from emergency_cli.commands.at_hub import AtHub

        return AtHub(session.world)
    place = typed_path(folder) if folder is not None else session.world.home
    if folder is not None and not is_folder(place, follow=True):
        raise Misused(msg("{path} is not a folder.", path=folder), msg("Name a folder of records."))
    return Folder(session.world, place, lambda message: session.screen.tell(message, "warn"))
