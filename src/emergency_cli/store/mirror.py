"""A second copy of the record in another folder: a fire may burn this very computer. It never stops anything."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import why
from emergency_cli.store.copies import Gone, bring, erase
from emergency_cli.world import World


@dataclass(frozen=True)
class Written:
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

    def follow(self, folder: Path, written: Sequence[Written], evidence: bool = False) -> None:
        """Write the same there; where the copy is not just as far as the home was, bring it up to date."""
        with self._warning() as root:
            place = root / folder.relative_to(self._world.home) if root else None
            if place and (evidence or not all(self._append(place, each) for each in written)):
                self._bring(folder, place)

    def catch_up(self, folder: Path) -> None:
        """Bring the copy of one incident up to date."""
        with self._warning() as root:
            if root:
                self._bring(folder, root / folder.relative_to(self._world.home))

    def erase(self, folder: Path, destroyed: Gone) -> int:
        """Remove there too what was destroyed; how much of it was there."""
        with self._warning() as root:
            place = root / folder.relative_to(self._world.home) if root else None
            if place and place.is_dir():
                return erase(self._world.disk, place, destroyed)
        return 0

    def _append(self, place: Path, written: Written) -> bool:
        """One write and one sync; `False` if the file there is not the one that this continues."""
        disk, path, start = self._world.disk, place / written.file, written.at - len(written.before)
        if not path.is_file() or disk.read(path, start) != written.before:
            return False
        descriptor = disk.open(path)
        try:
            if disk.write(descriptor, written.at, written.data) != len(written.data):
                raise OSError(28, "disk full")
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)
        return True

    def _bring(self, folder: Path, place: Path) -> None:
        disk = self._world.disk
        brought = bring(disk, folder, place, copy=True)
        if brought.left:
            names = [name for name, _ in brought.left]
            self._warn(
                msg("In the second copy {path} something was left alone ({files}).", path=str(place), files=names)
            )

    @contextlib.contextmanager
    def _warning(self) -> Iterator[Path | None]:
        """The folder, if there is one to write to. What fails becomes one warning."""
        try:
            yield self._root()
        except OSError as error:
            self._warn(
                msg(
                    "No second copy: {path} ({error}). The record itself is saved.",
                    path=str(self._world.mirror),
                    error=why(error) or type(error).__name__,
                )
            )

    def _root(self) -> Path | None:
        root, home = self._world.mirror, self._world.home
        if root is None:
            return None
        if root.resolve() == home.resolve():
            self._warn(msg("No second copy: {path} is the folder of the records itself.", path=str(root)))
            return None
        if not root.is_dir():
            self._warn(msg("No second copy: {path} is not there. The record itself is saved.", path=str(root)))
            return None
        return root

    def _warn(self, what: Message) -> None:
        if not self._warned:
            self._warned = True
            self._tell(what)
