"""Check codes that somebody holds: what they prove of a record."""

import re

from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.core.record.codes import find_code, proves_all, vouched_for
from emergency_cli.core.text import Message, msg, narrow
from emergency_cli.errors import Misused
from emergency_cli.store.home import Case


class Code(Struct, frozen=True):
    """A code that somebody holds, its entry if it is here, and whether all is here that the code vouches for."""

    code: str
    entry: Entry | None
    whole: bool

    @property
    def words(self) -> Message:
        """What the code proves."""
        if self.entry is None:
            return msg(
                "Code {code}: no such entry here – the line it vouches for is missing or was changed.", code=self.code
            )
        if self.whole:
            return msg(
                "Code {code}: entry {entry} and everything it had seen are unchanged.",
                code=self.code,
                entry=self.entry.id,
            )
        return msg(
            "Code {code}: entry {entry} is unchanged, but some of what it had seen is missing or was changed.",
            code=self.code,
            entry=self.entry.id,
        )


def known_code(case: Case, code: str, typed: str) -> Code:
    """What a code proves; `typed` are its digits as `digits_of` reads them."""
    entry = find_code(case.incident.originals.values(), typed)
    return Code(code, entry, entry is not None and proves_all(case.incident.originals, entry))


def unreached(case: Case, vouched: list[Entry]) -> list[Entry]:
    """The entries that none of those that codes vouch for has seen."""
    entries = case.incident.originals
    reached = vouched_for(entries, vouched)
    return [entry for digest, entry in entries.items() if digest not in reached]


_CODE = r"[0-9a-f]{20}|[0-9a-f]{64}"
# What is printed around a code: its name before it, the incident and the entry in brackets after it.
_AROUND = r"^[^:]*:|\(.*$"


def digits_of(code: str) -> str:
    """The digits of a check code as people type, paste or print it. Raises Misused for anything else."""
    plain = re.sub(_AROUND, "", narrow(code)).lower()
    digits = re.sub(r"[\s\-\u2010-\u2015\u2212.,_]+", "", plain)
    if not re.fullmatch(_CODE, digits):
        raise Misused(
            msg("“{text}” is not a check code.", text=code),
            msg("A check code has 20 characters, 0 to 9 and a to f, like 3f9a 02bc 77d1 0e4c 5b88"),
        )
    return digits
