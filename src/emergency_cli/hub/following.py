"""After a tick: send it, and take in what other desks sent, beside what the officer goes on with.

Nothing waits for the hub but the end of a command, and that for a moment. What was not sent goes with the next entry.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import EmergencyError
from emergency_cli.hub.fetching import fetch, folder_of
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.sending import send
from emergency_cli.hub.server import HubAway, Server, named
from emergency_cli.store.beside import Beside
from emergency_cli.store.home import Home
from emergency_cli.world import World

# Seconds in which a command shows what it has to show before the driver is loaded beside it.
_FIRST = 0.3
# Seconds after which whoever waits at a prompt looks again for what other desks sent.
_EVERY = 3.0


class Follower:
    """The hub of one run. It never raises, and says once what went wrong."""

    def __init__(self, world: World, tell: Callable[[Message], None]) -> None:
        self._world = world
        self._memory = Memory(world, named(world))
        self._home = Home(world)
        self._beside = Beside(tell)
        self._wanted, self._ending = threading.Event(), threading.Event()
        self._looked: float | None = None
        self._server: Server | None = None

    def wrote(self, incident: str) -> None:
        """Something was put on record."""
        self._beside.say()
        self._memory.owe(incident)
        self._want()

    def look(self) -> None:
        """Take in what other desks sent, while somebody only waits; at once, and then every few seconds."""
        now = self._world.seconds()
        if self._looked is None or now - self._looked >= _EVERY:
            self._looked = now
            self._want()

    def _want(self) -> None:
        if not self._memory.rests():
            self._wanted.set()
            self._beside.do(self._exchange)

    def settle(self) -> None:
        """Wait for the hub, but not for long, and say what went wrong with it."""
        self._ending.set()
        if self._beside.begun:
            self._beside.do(self._close)
        if not self._beside.wait(self._world.hub_patience):
            self._memory.failed()
            self._beside.warn(
                msg("The hub does not answer. The record itself is saved; it is sent with the next entry.")
            )
        self._beside.say()

    # --- beside the command ----------------------------------------------------------------------------------------

    def _exchange(self) -> None:
        """Send what is owed and fetch what came. Once is enough for all that was wanted meanwhile."""
        if self._server is None:
            self._ending.wait(_FIRST)
        if self._wanted.is_set() and not self._memory.rests():
            self._wanted.clear()
            self._try()

    def _close(self) -> None:
        if self._server:
            self._server.close()
        self._server = None

    def _try(self) -> None:
        try:
            self._catch_up()
        except HubAway as error:
            self._close()
            self._memory.failed()
            self._beside.warn(
                msg("{what} The record itself is saved; it is sent with the next entry.", what=error.message)
            )
        except EmergencyError as error:
            hint = error.hint
            self._beside.warn(msg("{what} {hint}", what=error.message, hint=hint) if hint else error.message)
        except OSError as error:
            self._beside.warn(msg("Not sent to the hub: {error}. The record itself is saved.", error=why(error)))

    def _catch_up(self) -> None:
        if self._server is None:
            self._server = Server(named(self._world))
            self._server.check_schema()
        for incident in self._memory.owed():
            folder = folder_of(self._home, incident)
            if not is_folder(folder):
                continue
            outcome = send(self._server, self._world.disk, folder, self._memory)
            if outcome.refused and self._memory.first_time(f"refused-{incident}"):
                self._beside.warn(msg("The hub did not take some lines of {id}; see: emergency hub send", id=incident))
        for imported in fetch(self._server, self._home, self._memory):
            if imported.of_kind("fork") or imported.of_kind("gone-back"):
                self._beside.warn(
                    msg("What the hub has of {id} does not continue what is here; see: emergency verify --hub",
                        id=imported.incident)
                )  # fmt: skip
        self._memory.answered()
