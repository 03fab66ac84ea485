"""What Windows takes for the name of a file, and what it takes for something else.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

import re

from emergency_cli.core.text import Message, msg

_NUMBERS = "0123456789¹²³"
_PORTS = (f"{port}{each}" for port in ("com", "lpt") for each in _NUMBERS)
DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
_MARKS = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def why_no_name(name: str) -> Message | None:
    """Why a file cannot be called that on Windows, or would be called something else; `None` where it can."""
    if name.partition(".")[0].strip().casefold() in DEVICES:
        return msg("Windows keeps the name “{name}” for a device.", name=name)
    if found := _MARKS.search(name):
        return msg("Windows allows no {mark} in the name of a file: {name}", mark=found[0], name=name)
    if name not in (".", "..") and name.rstrip(". ") != name:
        return msg("Windows would drop what stands at the end of “{name}”.", name=name)
    return None
