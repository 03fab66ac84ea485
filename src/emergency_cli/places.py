"""Where things are kept on this machine, and paths as people type them."""

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from emergency_cli.disk import is_folder, is_there

APP = "emergency"
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: str, env: Mapping[str, str]) -> Path:
    """Where the system wants a user's `data`, `config` or `state` kept: on Linux as the XDG base directories say.

    An account without a folder of its own gets one where temporary files outlast a restart. Never raises.
    """
    home = home_folder(env)
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if home is None:
        return makeshift_folder() / kind
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    variable, usual = _XDG[kind]
    asked = env.get(variable, "")
    return Path(asked) if asked.startswith("/") else home / usual


def home_folder(env: Mapping[str, str]) -> Path | None:
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
    if os.name != "nt" and re.search(_SHOWN_BYTE, text) and not is_there(path):
        path = Path(os.fsdecode(_bytes_of(str(path))))
    return path


_SHOWN_BYTE = r"\\x[89a-f][0-9a-f]"


def _bytes_of(text: str) -> bytes:
    parts = re.split(r"(\\x[89a-f][0-9a-f])", text)
    return b"".join(bytes.fromhex(each[2:]) if re.fullmatch(_SHOWN_BYTE, each) else os.fsencode(each) for each in parts)


def absolute(path: Path) -> Path:
    """The path from the root; as it is where the working folder is gone."""
    try:
        return path.absolute()
    except OSError:
        return path


def packaged_plan() -> Path:
    """The plan that came with the program: inside the wheel, or at the top of a checkout."""
    inside = Path(__file__).parent / "plan"
    return inside if inside.exists() else Path(__file__).parents[2]
