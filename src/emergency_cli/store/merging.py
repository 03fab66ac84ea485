"""Merging into this home what another one holds: a folder of records, or a log, wherever it comes from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.core.text import msg
from emergency_cli.disk import is_folder, read_plain, real
from emergency_cli.errors import Misused
from emergency_cli.store.copies.aside import told
from emergency_cli.store.copies.importing import Imported
from emergency_cli.store.folders import READINESS, cannot_be_read, holds_logs, is_id
from emergency_cli.store.home import Home


def merge(home: Home, place: Path) -> Iterator[Imported]:
    """Import what another home holds, its `incidents` folder, or the folder of one incident; what each gained.

    Raises Misused if it is none of these or cannot be read, NotSaved if it cannot be written here. What was
    imported stays.
    """
    if place.is_file():
        yield from _merge_file(home, place)
        return
    try:
        found = list(_records_in(home, place))
    except OSError as error:
        raise cannot_be_read(Path(error.filename or place), error) from error
    if not found:
        raise Misused(
            msg("No records in {path}.", path=str(place)),
            msg("Name another folder of records, its folder incidents, or the folder of one incident."),
        )
    for source, target in found:
        if real(target) == real(source):
            raise Misused(msg("{path} is the records folder itself.", path=str(place)))
        yield home.take_in(source, target)


def _merge_file(home: Home, path: Path) -> Iterator[Imported]:
    """Import one log, whatever it is called. Raises Misused if it is none."""
    try:
        whose = told(path)
        if whose is None:
            raise Misused(
                msg("No records in {path}.", path=str(path)), msg("Name a folder of records, or one file of a log.")
            )
        incident, desk = whose
        yield take_in(home, incident, {f"{desk}.jsonl": read_plain(path)})
    except OSError as error:
        raise cannot_be_read(path, error) from error


def take_in(home: Home, incident: str, files: Mapping[str, bytes]) -> Imported:
    """Import logs of one incident that are at hand as bytes, by file name. Raises as `merge` does."""
    if not is_id(incident) or not all(LOG_NAME.fullmatch(name) for name in files):
        raise Misused(msg("“{name}” is not the name of an incident.", name=incident))
    with TemporaryDirectory() as place:
        source = Path(place) / incident
        source.mkdir()
        for name, data in files.items():
            (source / name).write_bytes(data)
        return home.take_in(source, (home.world.home if incident == READINESS else home.folder) / incident)


def _records_in(home: Home, place: Path) -> Iterator[tuple[Path, Path]]:
    """The folders of records at a place, each with where it belongs here. Symbolic links below it do not count."""
    place = real(place)
    above = place / "incidents" if is_folder(place / "incidents") else place
    if holds_logs(place):
        whose = next((found for path in sorted(place.iterdir()) if (found := _told_by_log(path))), None)
        name = place.name if place.name == READINESS or is_id(place.name) else whose
        if name:
            yield place, (home.world.home if name == READINESS else home.folder) / name
        return
    for path in sorted(above.iterdir()) if is_folder(above, follow=True) else ():
        if is_id(path.name) and path.name != READINESS and is_folder(path) and holds_logs(path):
            yield path, home.folder / path.name
    if is_folder(place / READINESS) and holds_logs(place / READINESS):
        yield place / READINESS, home.world.home / READINESS


def _told_by_log(path: Path) -> str | None:
    """The incident of which a log is; `None` for any other file."""
    whose = told(path) if LOG_NAME.fullmatch(path.name) else None
    return whose[0] if whose else None
