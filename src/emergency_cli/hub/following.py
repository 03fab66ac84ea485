"""After a tick: send it, and take in what other desks sent, beside what the officer goes on with.

Nothing waits for the hub but the end of a command, and that for a moment. What was not sent goes with the next entry.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import EmergencyError
from emergency_cli.hub.fetching import fetch, folder_of
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.sending import send
from emergency_cli.hub.server import HubAway, Server, named
from emergency_cli.store.home import Home
from emergency_cli.world import World

# Seconds after which a server that says nothing is given up: by then nobody waits for it any more.
_PATIENCE = 10
# Seconds in which a command shows what it has to show before the driver is loaded beside it.
_FIRST = 0.3


class Follower:
    """The hub of one run. It never raises, and says once what went wrong."""

    def __init__(self, world: World, tell: Callable[[Message], None]) -> None:
        self._world = world
        self._tell = tell
        self._memory = Memory(world, named(world))
        self._home = Home(world)
        self._jobs: queue.SimpleQueue[bool] | None = None
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self._server: Server | None = None
        self._warnings: list[Message] = []
        self._warned = False

    def wrote(self, incident: str) -> None:
        """Something was put on record."""
        self._say()
        self._memory.owe(incident)
        if self._memory.rests():
            return
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._work, args=(self._jobs,), daemon=True)
            self._thread.start()
        self._jobs.put(True)

    def settle(self) -> None:
        """Wait for the hub, but not for long, and say what went wrong with it."""
        if self._jobs is not None and self._thread is not None:
            self._jobs.put(False)
            self._ending.set()
            self._thread.join(self._world.hub_patience)
            if self._thread.is_alive():
                self._memory.failed()
                self._warnings.append(
                    msg("The hub does not answer. The record itself is saved; it is sent with the next entry.")
                )
            self._jobs = self._thread = None
        self._say()

    def _say(self) -> None:
        while self._warnings:
            warning = self._warnings.pop(0)
            if not self._warned:
                self._warned = True
                self._tell(warning)

    # --- beside the command ----------------------------------------------------------------------------------------

    def _work(self, jobs: queue.SimpleQueue[bool]) -> None:
        self._ending.wait(_FIRST)
        while jobs.get():
            while not jobs.empty():  # one look is enough for what was written meanwhile
                if not jobs.get():
                    jobs.put(False)
                    break
            if not self._memory.rests():
                self._try()
        if self._server:
            self._server.close()

    def _try(self) -> None:
        try:
            self._catch_up()
        except HubAway as error:
            if self._server:
                self._server.close()
            self._server = None
            self._memory.failed()
            self._warnings.append(
                msg("{what} The record itself is saved; it is sent with the next entry.", what=error.message)
            )
        except EmergencyError as error:
            hint = error.hint
            self._warnings.append(msg("{what} {hint}", what=error.message, hint=hint) if hint else error.message)
        except OSError as error:
            self._warnings.append(msg("Not sent to the hub: {error}. The record itself is saved.", error=why(error)))

    def _catch_up(self) -> None:
        if self._server is None:
            self._server = Server(named(self._world), _PATIENCE)
            self._server.check_schema()
        for incident in self._memory.owed():
            folder = folder_of(self._home, incident)
            if not is_folder(folder):
                continue
            outcome = send(self._server, self._world.disk, folder, self._memory)
            if outcome.refused and self._memory.first_time(f"refused-{incident}"):
                self._warnings.append(
                    msg("The hub did not take some lines of {id}; see: emergency hub send", id=incident)
                )
        for imported in fetch(self._server, self._home, self._memory):
            if imported.of_kind("fork") or imported.of_kind("gone-back"):
                self._warnings.append(
                    msg("What the hub has of {id} does not continue what is here; see: emergency verify --hub",
                        id=imported.incident)
                )  # fmt: skip
        self._memory.answered()
