"""Personal values: a log line never holds them, only the hash that seals them.

The law wants them destroyed after use (Emergency Response Law 2024, Art. 85) while the record must stay whole: the
line carries `{"sealed": "<sha256 of salt + value>"}`, a file of its own holds value and salt.
"""

import contextlib
from collections.abc import Collection

import msgspec


class Personal(msgspec.Struct, frozen=True):
    """A personal value. `value` and `salt` are absent where they were destroyed or are not at hand.

    `masked`: it is at hand, and left out of the copy that this belongs to.
    """

    sealed: str
    value: str | None = None
    salt: bytes | None = None
    masked: bool = False

    def matches(self) -> bool:
        """Whether the value at hand is the one that was sealed."""
        return self.value is not None and self.salt is not None and seal(self.value, self.salt).sealed == self.sealed


Words = str | Personal


def masked(sealed: str) -> Personal:
    """A value that is left out: what is read here is for many eyes, or never had it."""
    return Personal(sealed, masked=True)


def seal(value: str, salt: bytes) -> Personal:
    """Seal `value` under 32 random bytes."""
    from hashlib import sha256  # not every command seals or reads a record

    return Personal(sha256(salt + value.encode()).hexdigest(), value, salt)


def clear(value: Words | None) -> str | None:
    """The words behind a value, `None` where they are gone."""
    return value.value if isinstance(value, Personal) else value


# --- a private file: one line per value ------------------------------------------------------------------------------


def read_private(data: bytes) -> dict[str, Personal]:
    """The personal values of a private file, by seal; lines that cannot be read are left out."""
    return {value.sealed: value for line in data.split(b"\n") if (value := _value(line))}


def united(here: bytes, there: bytes, named: Collection[str], destroyed: Collection[str] = ()) -> bytes:
    """A private file with what another copy holds besides: values that match their seal and were not destroyed.

    Of these only those that log lines name (`named`): what no line speaks of, no destruction would find. What is here
    stays in its place; a last line that was never finished is left out.
    """
    held = read_private(here)
    mine = here.split(b"\n")[:-1]
    for line in there.split(b"\n")[:-1]:
        value = _value(line)
        known = held.get(value.sealed) if value else None
        if value and value.sealed in named and value.matches() and not (known and known.matches()):
            mine.append(line)
            held[value.sealed] = value
    return without(b"".join(line + b"\n" for line in mine), destroyed)


def without(data: bytes, destroyed: Collection[str], named: Collection[str] | None = None) -> bytes:
    """A private file without these values; with them goes every line that cannot be read, for it may be one.

    With `named`, the seals that log lines name, also every value that none of them does: what was NOT SAVED.
    """
    if not destroyed:
        return data
    kept = [
        line
        for line in data.split(b"\n")
        if (value := _value(line)) and value.sealed not in destroyed and (named is None or value.sealed in named)
    ]
    return b"".join(line + b"\n" for line in kept)


def _value(line: bytes) -> Personal | None:
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = msgspec.json.decode(line)
        if isinstance(found["sealed"], str):
            return Personal(found["sealed"], str(found["value"]), bytes.fromhex(found["salt"]))
    return None
