"""Trying a folder out as the record would use it: for `emergency doctor`."""

import contextlib
import os
from pathlib import Path

from emergency_cli.disk import Disk


def try_out(disk: Disk, folder: Path) -> tuple[bool, bool]:
    """Write, sync and remove a small file there, as the record would be. Raises OSError.

    Whether permissions are kept, and whether the names in the folder can be made durable.
    """
    path = folder / f".try-{os.urandom(4).hex()}"
    descriptor = disk.open(path, create=True)
    try:
        disk.write_all(descriptor, 0, b"emergency\n")
        disk.sync(descriptor)
        private = disk.keeps_permissions(path)
    finally:
        with contextlib.ExitStack() as stack:  # removed whatever closing says
            stack.callback(disk.remove, path)
            disk.close(descriptor)
    disk.sync_folder(folder)
    return private, folder not in disk.unsynced
