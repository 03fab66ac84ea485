"""Documents out: whole or not at all, to a file or to standard output."""

import contextlib
from collections.abc import Collection
from pathlib import Path

from emergency_cli.core.filename import why_no_name
from emergency_cli.core.text import msg
from emergency_cli.disk import why
from emergency_cli.errors import Misused, NotSaved
from emergency_cli.places import typed_path
from emergency_cli.world import World


def format_named(known: Collection[str], named: str | None, to: str | None, *, without: str) -> str:
    """The format of a document: as named, else by the ending of the file, else `without`. Raises Misused."""
    name = named or (Path(to).suffix[1:].lower() if to and to != "-" else without)
    if name not in known:
        raise Misused(msg("No format “{name}”.", name=name or str(to)), msg("Use one of {names}.", names=list(known)))
    return name


def refuse_place(world: World, place: str, *, force: bool) -> None:
    """Refuse beforehand a place where `write_document` would not write. Raises Misused."""
    path = typed_path(place)
    _refuse_name(world, path)
    with contextlib.suppress(OSError):  # what cannot be looked at is told when it is written
        _refuse_among_records(world, path)
        _refuse_what_is_there(path, force=force)


def write_document(world: World, place: str, content: bytes, *, force: bool = False) -> None:
    """Write a document whole or not at all; `-` is standard output.

    Never over an existing file unless `force`, never over anything but a plain file, never among the records. Raises
    Misused, and NotSaved where it cannot be written.
    """
    if place == "-":
        write_to_stdout(world, content)
        return
    path = typed_path(place)
    _refuse_name(world, path)
    _refuse_among_records(world, path)
    there = True
    try:
        there = path.exists() or path.is_symlink()
        _refuse_what_is_there(path, force=force)
        world.disk.replace(path, content)
    except OSError as error:
        if not there:  # its name may be there already without being durable
            with contextlib.suppress(OSError):
                world.disk.remove(path)
        raise NotSaved(
            msg("NOT SAVED: {path} cannot be written ({error}).", path=str(path), error=why(error))
        ) from error


def unused(name: str) -> str:
    """A file name of our own choice, with a number where one of that name is there already."""
    path, number = Path(name), 1
    while path.exists() or path.is_symlink():
        number += 1
        path = Path(name).with_stem(f"{Path(name).stem}-{number}")
    return str(path)


def write_to_stdout(world: World, content: bytes) -> None:
    """Text as text; other bytes as they are, but never onto a screen. All of it is with the reader afterwards.

    Raises Misused, and NotSaved where nobody takes it.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    binary = None if text or not content else getattr(world.stdout, "buffer", None)
    if content and not text and (binary is None or world.stdout.isatty()):
        raise Misused(msg("This is not text and cannot be shown on a screen."), msg("Name a file: --to FILE"))
    try:
        world.stdout.write(text)
        world.stdout.flush()
        if binary is not None:
            binary.write(content)
            binary.flush()
    except OSError as error:
        raise NotSaved(msg("NOT SAVED: standard output cannot be written ({error}).", error=why(error))) from error


def _refuse_name(world: World, path: Path) -> None:
    if world.windows and (why_not := why_no_name(path.name)):
        raise Misused(why_not, msg("Name another file."))


def _refuse_what_is_there(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Misused(msg("{path} is a folder.", path=str(path)), msg("Name a file in it."))
    if path.exists() and not path.is_file():
        raise Misused(msg("{path} is not a plain file.", path=str(path)), msg("Name another file."))
    if path.exists() and not force:
        raise Misused(msg("{path} already exists.", path=str(path)), msg("Name another file, or add --force."))


def _refuse_among_records(world: World, path: Path) -> None:
    """Whatever its name: a link into the records leads there too."""
    ours = [place.resolve() for place in (world.home, world.state, world.mirror) if place]
    meant = (path.absolute(), path.parent.resolve() / path.name, path.resolve())
    if any(each.is_relative_to(place) for each in meant for place in ours):
        raise Misused(
            msg("{path} is among the records of this program.", path=str(path)), msg("Name a file in another folder.")
        )
