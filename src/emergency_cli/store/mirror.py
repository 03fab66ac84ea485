"""A second copy of the record in another folder: a fire may burn this very computer. It never stops anything.

Writing it begins when the entry is safe in the home, and nothing waits for it but the end of the command, and that only
for a while: a share that hangs costs a warning. Where it was not finished, the next entry catches up.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from emergency_cli.core.events import Destroyed, Entry
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, real, why
from emergency_cli.store.copies import import_record
from emergency_cli.store.erasing import Gone, erase, gone, still_there
from emergency_cli.world import World

if TYPE_CHECKING:
    from queue import SimpleQueue
    from threading import Thread

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
        self._tell = tell
        self._warned = False
        self._late = False
        self._warnings: list[Message] = []
        self._broken: list[BaseException] = []
        self._jobs: SimpleQueue[_Job | None] | None = None
        self._thread: Thread | None = None
        self._busy_since: float | None = None

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
        why_not = self._warnings[-1] if self._warnings else msg("it did not answer")
        self._warnings.clear()
        return 0, why_not

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
        self._say()

    def _do(self, job: _Job) -> None:
        """Do it beside what the command goes on with. Once it is late, nothing more is tried."""
        self._say()
        if self._world.mirror is None or self._late:
            return
        if (since := self._busy_since) is None:
            self._busy_since = time.monotonic()
        elif time.monotonic() - since > self._world.mirror_patience:
            self._give_up()
            return
        if self._jobs is None:
            import queue
            import threading

            self._jobs = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._work, args=(self._jobs,), daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _wait(self) -> None:
        if self._jobs is None or self._thread is None:
            return
        self._jobs.put(None)
        self._thread.join(self._world.mirror_patience)
        if self._thread.is_alive():
            self._give_up()
        self._jobs = self._thread = self._busy_since = None
        if self._broken:
            raise self._broken.pop()

    def _give_up(self) -> None:
        self._late = True
        self._warn(
            msg(
                "The second copy in {path} does not answer. The record itself is saved; the copy follows with the next "
                "entry.",
                path=str(self._world.mirror),
            )
        )
        self._say()

    def _work(self, jobs: SimpleQueue[_Job | None]) -> None:
        try:
            while (job := jobs.get()) is not None:
                self._try(job)
                if jobs.empty():
                    self._busy_since = None
        except BaseException as error:  # for the thread that waits
            self._broken.append(error)

    def _try(self, job: _Job) -> None:
        try:
            if root := self._root():
                job(root)
        except (OSError, ValueError, RuntimeError) as error:
            self._warn(
                msg(
                    "No second copy: {path} ({error}). The record itself is saved.",
                    path=str(self._world.mirror),
                    error=why(error) if isinstance(error, OSError) else type(error).__name__,
                )
            )

    def _say(self) -> None:
        while self._warnings:
            warning = self._warnings.pop(0)
            if not self._warned:
                self._warned = True
                self._tell(warning)

    def _warn(self, what: Message) -> None:
        self._warnings.append(what)

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
            self._warn(
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
            self._warn(msg("No second copy: {path} lies in the records folder itself.", path=str(root)))
            return None
        if not is_folder(root, follow=True):
            self._warn(msg("No second copy: {path} is not there. The record itself is saved.", path=str(root)))
            return None
        return root
