"""A second copy of the record in another folder: a fire may burn this very computer. It never stops anything.

Writing it begins when the entry is safe in the home, and nothing waits for it but the end of the command, and that only
for a while: a share that hangs costs a warning. Where it was not finished, the next entry catches up.
"""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.events import Destroyed, Entry
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, real, why
from emergency_cli.store.beside import Beside
from emergency_cli.store.copies.importing import import_record
from emergency_cli.store.erasing import Gone, erase, gone, still_there
from emergency_cli.world import World

_Job = Callable[[Path], None]


class Written(Struct, frozen=True):
    """Bytes that were made durable in a file of the home: where, after which ones, and what they are."""

    file: str
    at: int
    before: bytes
    data: bytes


class Mirror:
    """The mirror of one home, as `<mirror>/incidents/...`; it can be read with --home.

    A file there only ever takes what continues it; a folder with another incident of the same name is left alone.
    Whatever goes wrong is a warning, once.
    """

    def __init__(self, world: World, tell: Callable[[Message], None]) -> None:
        self._world = world
        self._beside = Beside(tell)
        self._late = False

    def follow(self, folder: Path, written: Sequence[Written], entries: Sequence[Entry], *, whole: bool) -> None:
        """Write the same there; where the copy is not just as far as the home was, bring it up to date.

        `entries` is the whole record, the new entry last; `whole`: more than these bytes belongs to it.
        """
        most = {each.file: each.at + len(each.data) for each in written}

        def job(root: Path) -> None:
            place = self._place(root, folder)
            if whole or not all(self._append(place, each) for each in written):
                self._import(folder, place, most)
            if any(isinstance(entry.event, Destroyed) for entry in entries) and is_folder(place):
                erase(self._world.disk, place, gone(replay(entries)))

        self._do(job)

    def catch_up(self, folder: Path) -> None:
        """Bring the copy of one incident up to date."""
        self._do(lambda root: self._import(folder, self._place(root, folder), {}))

    def erase(self, folder: Path, destroyed: Gone) -> tuple[int, Message | None]:
        """Remove there too what was destroyed. How much of it was there, and why it could not be reached, if so."""
        if self._world.mirror is None or not destroyed:
            return 0, None
        counts: list[int] = []

        def job(root: Path) -> None:
            place = self._place(root, folder)
            counts.append(erase(self._world.disk, place, destroyed) if is_folder(place) else 0)

        self._do(job)
        self._wait()
        if counts:
            return counts[0], None
        wrong = self._beside.unsaid()
        return 0, wrong[-1] if wrong else msg("it did not answer")

    def still_there(self, folder: Path, destroyed: Gone) -> list[Path]:
        """What was destroyed on record and is still in the second copy, as far as that can be seen."""
        found: list[Path] = []
        if self._world.mirror is not None and destroyed:
            self._do(lambda root: found.extend(self._left(self._place(root, folder), destroyed)))
            self._wait()
        return found

    def _left(self, place: Path, destroyed: Gone) -> list[Path]:
        return still_there(self._world.disk, place, destroyed) if is_folder(place) else []

    # --- beside the command ----------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait for the second copy, but not for long, and say what went wrong with it."""
        self._wait()
        self._beside.say()

    def _do(self, job: _Job) -> None:
        """Do it beside what the command goes on with. Once it is late, nothing more is tried."""
        self._beside.say()
        if self._world.mirror is None or self._late:
            return
        if self._beside.busy() > self._world.mirror_patience:
            self._give_up()
            return
        self._beside.do(lambda: self._try(job))

    def _wait(self) -> None:
        if not self._beside.wait(self._world.mirror_patience):
            self._give_up()

    def _give_up(self) -> None:
        self._late = True
        self._beside.warn(
            msg(
                "The second copy in {path} does not answer. The record itself is saved; the copy follows with the next "
                "entry.",
                path=str(self._world.mirror),
            )
        )
        self._beside.say()

    def _try(self, job: _Job) -> None:
        try:
            if root := self._root():
                job(root)
        except (OSError, ValueError, RuntimeError) as error:
            self._beside.warn(
                msg(
                    "No second copy: {path} ({error}). The record itself is saved.",
                    path=str(self._world.mirror),
                    error=why(error) if isinstance(error, OSError) else type(error).__name__,
                )
            )

    # --- what is done there ----------------------------------------------------------------------------------------

    def _append(self, place: Path, written: Written) -> bool:
        """One write and one sync; `False` if the file there is not the one that this continues."""
        disk, path, start = self._world.disk, place / written.file, written.at - len(written.before)
        if not is_folder(place) or not path.is_file() or disk.read(path, start) != written.before:
            return False
        descriptor = disk.open(path)
        try:
            disk.write_all(descriptor, written.at, written.data)
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)
        return True

    def _import(self, folder: Path, place: Path, most: dict[str, int]) -> None:
        imported = import_record(self._world.disk, folder, place, copy=True, most=most)
        if imported.left:
            names = [name for name, _ in imported.left]
            self._beside.warn(
                msg("Some files in the second copy {path} were left alone ({files}).", path=str(place), files=names)
            )

    def _place(self, root: Path, folder: Path) -> Path:
        """Where the copy of a folder is. Raises OSError where a link leads away from there."""
        place = root / folder.relative_to(self._world.home)
        if any(each.is_symlink() for each in (place, *place.parents) if each.is_relative_to(root) and each != root):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return place

    def _root(self) -> Path | None:
        root, home = self._world.mirror, self._world.home
        if root is None:
            return None
        if real(root).is_relative_to(real(home)):
            self._beside.warn(msg("No second copy: {path} lies in the records folder itself.", path=str(root)))
            return None
        if not is_folder(root, follow=True):
            self._beside.warn(msg("No second copy: {path} is not there. The record itself is saved.", path=str(root)))
            return None
        return root
