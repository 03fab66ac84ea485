"""Copies of logs that a program which keeps folders in step has put aside, under names of its own.

`k3f9q2 (conflicted copy).jsonl`, `k3f9q2.sync-conflict-….jsonl`, `k3f9q2-DESKTOP-1.jsonl`, a folder with such a name.
What belongs where is told by their lines and not by their names.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from emergency_cli.core.record.chain import read_log
from emergency_cli.core.record.lines import Damaged, decode
from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.disk import is_folder, read_plain
from emergency_cli.store.erasing import PRIVATE
from emergency_cli.store.folders import is_id


def put_aside(folder: Path) -> list[Path]:
    """The files in the folder of an incident that look like logs and are none by name. Raises OSError."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".jsonl" and not _in_place(path.name))


def _in_place(name: str) -> bool:
    return name.startswith(".") or bool(LOG_NAME.fullmatch(name.replace(PRIVATE, ".jsonl")))


def told(path: Path) -> tuple[str, str] | None:
    """The incident and the desk that the lines of a log are of; `None` if none can be read. Raises OSError."""
    for line in read_plain(path).splitlines():
        try:
            entry = decode(line)
        except Damaged:
            continue
        return entry.incident, entry.desk
    return None


def with_more(paths: list[Path], incidents: Path) -> Iterator[Path]:
    """Those of these logs that hold entries which are not in the folder of their incident. Raises OSError."""
    for path in paths:
        if (whose := told(path)) is None:
            continue
        folder = incidents / whose[0]
        here = [each for each in folder.iterdir() if LOG_NAME.fullmatch(each.name)] if is_folder(folder) else []
        known = {digest for each in here for digest in _digests(each, *whose)}
        if not known.issuperset(_digests(path, *whose)):
            yield path


def _digests(path: Path, incident: str, desk: str) -> list[str]:
    return [entry.hash for entry in read_log(incident, desk, read_plain(path)).entries]


def found_aside(folder: Path, incident: str | None = None) -> list[Path]:
    """Copies that another program put aside and that hold entries which are not here: of one incident, or of all.

    A folder that was put aside is named as a whole. What cannot be read is left out.
    """
    found: list[Path] = []
    with contextlib.suppress(OSError):
        for each in _folders_that_may_hold_some(folder, incident):
            with contextlib.suppress(OSError):
                if is_id(each.name):
                    found += with_more(put_aside(each), folder)
                    continue
                logs = [path for path in each.iterdir() if path.suffix == ".jsonl"]
                if any(incident in (None, whose[0]) for path in logs if (whose := told(path))):
                    found += [each] if any(with_more(logs, folder)) else []
    return sorted(found)


def _folders_that_may_hold_some(folder: Path, incident: str | None) -> list[Path]:
    """Of incidents only the one that is meant: the folders of ten thousand others are not looked at. Raises OSError."""
    with os.scandir(folder) as rows:
        near = [row for row in rows if incident in (None, row.name) or not is_id(row.name)]
        return [folder / row.name for row in near if row.is_dir(follow_symlinks=False)]
