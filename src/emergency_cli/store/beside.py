"""What is done beside a command, in a thread of its own: it never stops anything, and says once what went wrong.

Nothing waits for it but the end of the command, and that only for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from emergency_cli.core.text import Message

if TYPE_CHECKING:
    from queue import SimpleQueue
    from threading import Thread

_Job = Callable[[], None]


class Beside:
    """Jobs, one after the other."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        self._tell = tell
        self._warned = False
        self._warnings: list[Message] = []
        self._broken: list[BaseException] = []
        self._jobs: SimpleQueue[_Job | None] | None = None
        self._thread: Thread | None = None
        self._since: float | None = None

    def do(self, job: _Job) -> None:
        """Do it after what is being done."""
        if self._since is None:
            self._since = time.monotonic()
        if self._jobs is None:
            import queue
            import threading

            self._jobs = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._work, args=(self._jobs,), daemon=True)
            self._thread.start()
        self._jobs.put(job)

    @property
    def begun(self) -> bool:
        """Whether there is anything to wait for."""
        return self._jobs is not None

    def busy(self) -> float:
        """The seconds for which it has not been through with everything."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def wait(self, patience: float) -> bool:
        """Wait until all is done, but not for long; `False` if it is not. What was not foreseen is raised here."""
        done = True
        if self._jobs is not None and self._thread is not None:
            self._jobs.put(None)
            self._thread.join(patience)
            done = not self._thread.is_alive()
        self._jobs = self._thread = self._since = None
        if self._broken:
            raise self._broken.pop()
        return done

    def _work(self, jobs: SimpleQueue[_Job | None]) -> None:
        try:
            while (job := jobs.get()) is not None:
                job()
                if jobs.empty():
                    self._since = None
        except BaseException as error:  # for the thread that waits
            self._broken.append(error)

    def warn(self, what: Message) -> None:
        """Have something said by the thread that waits."""
        self._warnings.append(what)

    def unsaid(self) -> list[Message]:
        """What would have been said next, taken out."""
        taken, self._warnings = self._warnings, []
        return taken

    def say(self) -> None:
        """Say the first thing that went wrong in this run, and nothing after it."""
        for warning in self.unsaid():
            if not self._warned:
                self._warned = True
                self._tell(warning)
