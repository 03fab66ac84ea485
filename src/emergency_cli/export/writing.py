"""Documents out: whole or not at all, to a file or to standard output."""

import contextlib

from emergency_cli.core.text import msg
from emergency_cli.disk import why
from emergency_cli.errors import Misused, NotSaved
from emergency_cli.world import World, typed_path


def _to_stdout(world: World, content: bytes) -> None:
    """Text as text; other bytes as they are, but never onto a screen. Raises Misused."""
    try:
        world.stdout.write(content.decode())
    except UnicodeDecodeError:
        stream = getattr(world.stdout, "buffer", None)
        if stream is None or world.stdout.isatty():
            raise Misused(
                msg("This is not text and cannot be shown on a screen."), msg("Name a file: --to FILE")
            ) from None
        world.stdout.flush()
        stream.write(content)
        stream.flush()


def write_document(world: World, place: str, content: bytes, *, force: bool = False) -> None:
    """Write a document whole or not at all; `-` is standard output. Never over an existing file unless `force`."""
    if place == "-":
        _to_stdout(world, content)
        return
    path, there = typed_path(place), True
    try:
        if path.is_dir():
            raise Misused(msg("{path} is a folder.", path=str(path)), msg("Name a file in it."))
        there = path.exists()
        if there and not force:
            raise Misused(msg("{path} is there already.", path=str(path)), msg("Name another file, or add --force."))
        world.disk.replace(path, content)
    except OSError as error:
        if not there:  # its name may be there already without being durable
            with contextlib.suppress(OSError):
                world.disk.remove(path)
        raise NotSaved(
            msg("NOT SAVED: {path} cannot be written ({error}).", path=str(path), error=why(error))
        ) from error
