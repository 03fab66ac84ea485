"""The outside world as one value: clock, user, places, streams. A test passes another."""

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from msgspec import Struct, field
from msgspec.structs import replace

from emergency_cli import machine
from emergency_cli.core.text import readable
from emergency_cli.disk import Disk, is_there, read_plain, why_closed
from emergency_cli.places import APP, absolute, home_folder, packaged_plan, typed_path, user_folder

_LONGEST_PATH = 4096
# A zone by its rule and not by its name: CST-8, <+08>-8.
_POSIX_ZONE = r"([A-Za-z]{3,}|<[-+A-Za-z0-9]{3,}>)[-+]?\d"


class World(Struct):
    """Everything outside the program. `terminal`: `full` (keys and colour), `plain` (lines), `none` (nobody there).

    `windows`: whether files are named by its rules. `called` is what has to be typed here to call the program: what
    it says to type begins with that.
    """

    env: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    terminal: str
    user: str
    host: str
    now: Callable[[], datetime] = machine.now
    uptime: Callable[[], int] = machine.uptime
    boot: Callable[[], str] = machine.boot
    seconds: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    random: Callable[[int], bytes] = os.urandom
    disk: Disk = field(default_factory=Disk)
    machine_id: Callable[[], str] = machine.machine_id
    pid: int = field(default_factory=os.getpid)
    lock_patience: float = 10.0
    mirror_patience: float = 2.5
    hub_patience: float = 2.5
    terminal_key: str | None = None
    windows: bool = os.name == "nt"
    called: str = APP

    def __post_init__(self) -> None:
        self.env = {name: readable(value) for name, value in self.env.items()}
        self.user, self.host = readable(self.user), readable(self.host)

    def with_settings(self, settings: Mapping[str, str]) -> "World":
        """The same world with other settings: what is asked for on the command line counts before the environment."""
        plain = self.terminal == "full" and settings.get("EMERGENCY_PLAIN")
        terminal = "plain" if plain else self.terminal
        return replace(self, env={**self.env, **settings}, terminal=terminal) if settings else self

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to answer."""
        return self.terminal != "none"

    @property
    def home(self) -> Path:
        """Where the records are."""
        return self._place(self.env.get("EMERGENCY_HOME"), "data")

    @property
    def mirror(self) -> Path | None:
        """Where a second copy of every record is kept, where one is wanted."""
        asked = self.env.get("EMERGENCY_MIRROR")
        return absolute(typed_path(asked)) if asked else None

    @property
    def machine(self) -> str:
        """Eight hex digits that tell this machine from a copy of it that has another name or number."""
        from hashlib import sha256

        return sha256(f"{self.machine_id()}/{self.host}".encode()).hexdigest()[:8]

    @property
    def state(self) -> Path:
        """What belongs to this machine and never travels with the records.

        Its name is another one: Windows and macOS keep data and state in the same place.
        """
        return self._place(self.env.get("EMERGENCY_STATE"), "state", f"{APP}-desk")

    @property
    def plan_folders(self) -> list[Path]:
        """Where a plan may be, first choice first; the last is the copy that came with the program.

        A folder that was asked for by name is the only one besides that.
        """
        asked = self.env.get("EMERGENCY_PLAN")
        own = typed_path(asked) if asked else self.own_plan
        named = asked or own != self.plan_place
        return [own, packaged_plan()] if named or is_there(own) else [packaged_plan()]

    @property
    def closed_plan(self) -> OSError | None:
        """Why nobody can tell whether this user has a plan of their own, where that is so."""
        if self.env.get("EMERGENCY_PLAN"):
            return None
        return why_closed(self.own_plan)

    @property
    def makeshift_home(self) -> bool:
        """Whether the records are where they are because this account has no folder of its own."""
        asked = self.env.get("EMERGENCY_HOME")
        return not asked and home_folder(self.env) is None

    @property
    def plan_place(self) -> Path:
        """Where this user's own plan is looked for: the folder itself, or a file whose one line names it."""
        return self._place(None, "config") / "plan"

    @property
    def unknown_zone(self) -> str | None:
        """The time zone that was asked for, where the system does not know it and silently tells Greenwich time."""
        asked = self.env.get("TZ", "").removeprefix(":")
        if not asked or sys.platform == "win32" or re.match(_POSIX_ZONE, asked) or asked.startswith("/"):
            return None
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(asked)
        except (ValueError, OSError, LookupError):
            return asked
        return None

    @property
    def own_plan(self) -> Path:
        """The folder of this user's own plan, whether or not it has been made."""
        with contextlib.suppress(OSError):
            named = os.fsdecode(read_plain(self.plan_place, _LONGEST_PATH)).strip()
            return absolute(typed_path(named)) if named else self.plan_place
        return self.plan_place

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return machine.language_named(self.env.get("EMERGENCY_LANG", "")) or machine.system_language(self.env)

    @property
    def width(self) -> int:
        """Columns of the screen; 80 where nobody says."""
        columns = self.env.get("COLUMNS", "")
        if columns.isdecimal() and 0 < len(columns) < 5 and int(columns) > 0:
            return int(columns)
        try:
            return os.get_terminal_size(self.stdout.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    @property
    def colour(self) -> bool:
        """Whether colours may be used (https://no-color.org)."""
        return self.typeface and not self.env.get("NO_COLOR")

    @property
    def typeface(self) -> bool:
        """Whether bold type may be used."""
        return self.terminal == "full" and self.env.get("TERM") != "dumb"

    def _place(self, asked: str | None, kind: str, name: str = APP) -> Path:
        return absolute(typed_path(asked)) if asked else user_folder(kind, self.env) / name


def real_world() -> World:
    """The world this process runs in. No character makes its streams fail, and they can hold Chinese."""
    # A stream that was closed by whoever started us is `None`, and its number would go to the next file opened.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the life of the process
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=machine.encoding_for(stream.encoding), errors="backslashreplace")
    return World(
        env=os.environ,
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        terminal=machine.terminal(os.environ),
        user=machine.user(os.environ),
        host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
        terminal_key=machine.terminal_key(os.environ),
        called=machine.called_as(sys.argv, sys.orig_argv, os.environ),
    )
