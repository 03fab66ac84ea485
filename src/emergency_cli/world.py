"""The outside world as one value: clock, user, places, streams. A test passes another."""

import contextlib
import hashlib
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TextIO

from msgspec import Struct, field
from msgspec.structs import replace

from emergency_cli.core.text import readable
from emergency_cli.disk import Disk, is_folder, is_there, read_plain, why_closed

APP = "emergency"
_LONGEST_PATH = 4096


def _now() -> datetime:
    """This moment in the machine's time zone. A log holds offsets of whole minutes below a day, no others."""
    try:
        now = datetime.now().astimezone()
    except (ValueError, OverflowError):
        return datetime.now(UTC)
    minutes = (now.utcoffset() or timedelta()) // timedelta(minutes=1)
    return now.astimezone(timezone(timedelta(minutes=minutes)))


def _uptime() -> int:
    # The one that goes on while the machine sleeps: on Linux CLOCK_BOOTTIME, on macOS CLOCK_MONOTONIC.
    boottime = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
    seconds = time.clock_gettime_ns(boottime) if boottime is not None else time.monotonic_ns()
    return seconds // 1_000_000


def _boot() -> str:
    """8 hex digits that tell one start of this machine from another; zeros where the system does not say."""
    try:
        found = _start_of_machine()
    except (OSError, ValueError, AttributeError, ImportError):
        found = ""
    return hashlib.sha256(found.encode()).hexdigest()[:8] if found else "0" * 8


def _start_of_machine() -> str:
    """What the system calls this start. It must not change when the clock is set, as a time of starting would."""
    if sys.platform == "win32":
        import winreg

        place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "BootId")[0])
    if sys.platform == "darwin":
        import ctypes

        text, size = ctypes.create_string_buffer(64), ctypes.c_size_t(64)
        if ctypes.CDLL(None).sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, 0):
            return ""
        return text.value.decode("ascii")
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


def _machine_id() -> str:
    """The number that the system gave this machine; nothing where it gives none."""
    with contextlib.suppress(OSError, ValueError):
        return Path("/etc/machine-id").read_text("ascii").strip()
    return ""


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
    now: Callable[[], datetime] = _now
    uptime: Callable[[], int] = _uptime
    boot: Callable[[], str] = _boot
    seconds: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    random: Callable[[int], bytes] = os.urandom
    disk: Disk = field(default_factory=Disk)
    machine_id: Callable[[], str] = _machine_id
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
        return _absolute(typed_path(asked)) if asked else None

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
        return not asked and _home_folder(self.env) is None

    @property
    def plan_place(self) -> Path:
        """Where this user's own plan is looked for: the folder itself, or a file whose one line names it."""
        return self._place(None, "config") / "plan"

    @property
    def unknown_zone(self) -> str | None:
        """The time zone that was asked for, where the system does not know it and silently tells Greenwich time."""
        asked = self.env.get("TZ", "").removeprefix(":")
        if not asked or sys.platform == "win32" or _POSIX_ZONE.match(asked) or asked.startswith("/"):
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
            return _absolute(typed_path(named)) if named else self.plan_place
        return self.plan_place

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return language_named(self.env.get("EMERGENCY_LANG", "")) or _system_language(self.env)

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
        return _absolute(typed_path(asked)) if asked else user_folder(kind, self.env) / name


# A zone by its rule and not by its name: CST-8, <+08>-8.
_POSIX_ZONE = re.compile(r"([A-Za-z]{3,}|<[-+A-Za-z0-9]{3,}>)[-+]?\d")
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: str, env: Mapping[str, str]) -> Path:
    """Where the system wants a user's `data`, `config` or `state` kept: on Linux as the XDG base directories say.

    An account without a folder of its own gets one where temporary files outlast a restart. Never raises.
    """
    home = _home_folder(env)
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if home is None:
        return makeshift_folder() / kind
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    variable, usual = _XDG[kind]
    asked = env.get(variable, "")
    return Path(asked) if asked.startswith("/") else home / usual


def _home_folder(env: Mapping[str, str]) -> Path | None:
    """The user's own folder, by the environment or the list of accounts."""
    if sys.platform == "win32":
        return typed_path("~")
    if env.get("HOME", "").startswith("/"):
        return typed_path(env["HOME"])
    with contextlib.suppress(KeyError):
        import pwd

        found = Path(pwd.getpwuid(os.getuid()).pw_dir)
        return found if found.is_absolute() and is_folder(found, follow=True) else None
    return None


MAKESHIFT = Path("/var/tmp")  # noqa: S108 - the folder made there is private


def makeshift_folder() -> Path:
    """A private folder of an account that has no other; the first one that nobody else was quicker to make."""
    first = MAKESHIFT / f"{APP}-{os.getuid()}"
    for path in (first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))):
        if not is_there(path) and not path.is_symlink():
            return path
        if is_folder(path) and path.stat().st_uid == os.getuid() and not path.stat().st_mode & 0o077:
            return path
    return first


def typed_path(text: str) -> Path:
    r"""A path as somebody typed it. `~` of a user who is not there is a name like any other.

    What was made visible as \xNN goes to the system as the byte it was, unless a file is named like that.
    """
    path = Path(text)
    with contextlib.suppress(RuntimeError):
        path = path.expanduser()
    if os.name != "nt" and _SHOWN_BYTE.search(text) and not is_there(path):
        path = Path(os.fsdecode(_bytes_of(str(path))))
    return path


_SHOWN_BYTE = re.compile(r"\\x[89a-f][0-9a-f]")


def _bytes_of(text: str) -> bytes:
    parts = re.split(r"(\\x[89a-f][0-9a-f])", text)
    return b"".join(bytes.fromhex(each[2:]) if _SHOWN_BYTE.fullmatch(each) else os.fsencode(each) for each in parts)


def _absolute(path: Path) -> Path:
    """The path from the root; as it is where the working folder is gone."""
    try:
        return path.absolute()
    except OSError:
        return path


def packaged_plan() -> Path:
    """The plan that came with the program: inside the wheel, or at the top of a checkout."""
    inside = Path(__file__).parent / "plan"
    return inside if inside.exists() else Path(__file__).parents[2]


# What people and systems call the two languages, without country and encoding.
_NAMES = {
    "zh": ("zh", "cn", "chs", "zho", "chi", "chinese", "中文", "汉语", "简体中文", "中"),
    "en": ("en", "eng", "english", "英文", "英语", "英"),
}


def language_named(text: str) -> str | None:
    """`zh` or `en`, by any name of it: `zh-CN`, `zh_CN.UTF-8`, `cn`, `中文`; `None` for any other language."""
    first = re.split(r"[-_.@ ]", text.strip().lower(), maxsplit=1)[0]
    return next((language for language, names in _NAMES.items() if first in names), None)


def _system_language(env: Mapping[str, str]) -> str:
    """As gettext decides it: the list in LANGUAGE counts first, unless the locale is C. English where no other is."""
    locale_ = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    if locale_.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = [*env.get("LANGUAGE", "").split(":"), locale_]
    if not any(wanted):
        import locale

        wanted = [locale.getlocale()[0] or ""]
    return next((found for each in wanted if (found := language_named(each))), "en")


def _terminal(env: Mapping[str, str]) -> str:
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        return "none"
    plain = env.get("TERM") == "dumb" or env.get("EMERGENCY_PLAIN") or not _obeys_escapes()
    return "plain" if plain else "full"


def _obeys_escapes() -> bool:
    """Whether the terminal obeys escape sequences. A Windows console has to be asked to, since 2016."""
    if sys.platform == "win32":
        import ctypes

        console, mode = ctypes.windll.kernel32, ctypes.c_ulong()
        output = console.GetStdHandle(-11)
        return bool(
            console.GetConsoleMode(output, ctypes.byref(mode)) and console.SetConsoleMode(output, mode.value | 4)
        )
    return True


def _terminal_key(env: Mapping[str, str]) -> str | None:
    """A name for this terminal that lasts as long as it is open."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        return f"{os.ttyname(0).strip('/').replace('/', '-')}-{os.getsid(0)}"
    session = env.get("WT_SESSION", "")
    return session if session.replace("-", "").isalnum() else None


def _user(env: Mapping[str, str]) -> str:
    """The name of this system account, `?` where it has none."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if env.get(name):
            return env[name]
    with contextlib.suppress(ImportError, KeyError):  # no such module on Windows; an account without an entry
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    return "?"


def encoding_for(said: str | None) -> str:
    """The encoding of a stream: the one the system names where Chinese can be written in it, else UTF-8.

    A terminal set to GB 18030 shows UTF-8 as other characters, and so does a Windows program that reads code page 936.
    """
    try:
        "应急处置，第一时间…“：”".encode(said or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return said or "utf-8"


def called_as(argv: Sequence[str], typed: Sequence[str], env: Mapping[str, str]) -> str:
    """How this program is called again: by its name alone where a shell finds this very file by it, else by its path.

    `argv` begins with the script, `typed` with the interpreter.
    """
    script = Path(argv[0]) if argv else Path()
    python = _quoted(typed[0]) if typed else "python3"
    if script.name == "__main__.py":
        return f"{python} -m emergency_cli"
    if script.suffix == ".pyz":
        return f"{python} {_quoted(argv[0])}"
    if script.stem != APP:
        return APP
    folders = [Path(folder) for folder in env.get("PATH", "").split(os.pathsep) if folder]
    # On Windows the file is emergency.exe, and its launcher takes the ending off the name that it hands over.
    names = dict.fromkeys((script.name, f"{APP}.exe"))
    found = next((folder / name for folder in folders for name in names if is_there(folder / name)), None)
    same = found and found.resolve().with_suffix("") == script.resolve().with_suffix("")
    return APP if same else _quoted(argv[0])


def _quoted(word: str) -> str:
    """A word as a shell takes it for one."""
    return f'"{word}"' if " " in word else word


def real_world() -> World:
    """The world this process runs in. No character makes its streams fail, and they can hold Chinese."""
    # A stream that was closed by whoever started us is `None`, and its number would go to the next file opened.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the life of the process
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding_for(stream.encoding), errors="backslashreplace")
    return World(
        env=os.environ,
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        terminal=_terminal(os.environ),
        user=_user(os.environ),
        host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
        terminal_key=_terminal_key(os.environ),
        called=called_as(sys.argv, sys.orig_argv, os.environ),
    )
