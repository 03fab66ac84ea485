"""What this machine says of itself: its clock, its start, its terminal, whose account it is."""

import contextlib
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from emergency_cli.disk import is_there
from emergency_cli.places import APP


def now() -> datetime:
    """This moment in the machine's time zone. A log holds offsets of whole minutes below a day, no others."""
    try:
        moment = datetime.now().astimezone()
    except (ValueError, OverflowError):
        return datetime.now(UTC)
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    return moment.astimezone(timezone(timedelta(minutes=minutes)))


def uptime() -> int:
    """Milliseconds since the machine was started."""
    # The one that goes on while the machine sleeps: on Linux CLOCK_BOOTTIME, on macOS CLOCK_MONOTONIC.
    boottime = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
    seconds = time.clock_gettime_ns(boottime) if boottime is not None else time.monotonic_ns()
    return seconds // 1_000_000


def boot() -> str:
    """8 hex digits that tell one start of this machine from another; zeros where the system does not say."""
    try:
        found = _start_of_machine()
    except (OSError, ValueError, AttributeError, ImportError):
        found = ""
    if not found:
        return "0" * 8
    from hashlib import sha256

    return sha256(found.encode()).hexdigest()[:8]


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


def machine_id() -> str:
    """The number that the system gave this machine; nothing where it gives none."""
    with contextlib.suppress(OSError, ValueError):
        return Path("/etc/machine-id").read_text("ascii").strip()
    return ""


# What people and systems call the two languages, without country and encoding.
_NAMES = {
    "zh": ("zh", "cn", "chs", "zho", "chi", "chinese", "中文", "汉语", "简体中文", "中"),
    "en": ("en", "eng", "english", "英文", "英语", "英"),
}


def language_named(text: str) -> str | None:
    """`zh` or `en`, by any name of it: `zh-CN`, `zh_CN.UTF-8`, `cn`, `中文`; `None` for any other language."""
    first = re.split(r"[-_.@ ]", text.strip().lower(), maxsplit=1)[0]
    return next((language for language, names in _NAMES.items() if first in names), None)


def system_language(env: Mapping[str, str]) -> str:
    """As gettext decides it: the list in LANGUAGE counts first, unless the locale is C. English where no other is."""
    locale_ = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    if locale_.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = [*env.get("LANGUAGE", "").split(":"), locale_]
    if not any(wanted):
        import locale

        wanted = [locale.getlocale()[0] or ""]
    return next((found for each in wanted if (found := language_named(each))), "en")


def terminal(env: Mapping[str, str]) -> str:
    """`full`, `plain` or `none`, as `World` has it."""
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


def terminal_key(env: Mapping[str, str]) -> str | None:
    """A name for this terminal that lasts as long as it is open."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        return f"{os.ttyname(0).strip('/').replace('/', '-')}-{os.getsid(0)}"
    session = env.get("WT_SESSION", "")
    return session if session.replace("-", "").isalnum() else None


def user(env: Mapping[str, str]) -> str:
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
