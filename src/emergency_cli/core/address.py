"""What names a step or a fact of an incident: `fire/call-119`, `weather/doors@tax`, `fire.trapped`, `weather.leak@2`.

The record, and whoever types, has addresses as text; what follows `@` is the occurrence meant: a zone, a unit or
the number of a round. This is the one place that takes them apart and puts them together. Any text is an address, for
a foreign log may hold any: what is missing in it is empty.
"""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

# What people type behind `@` to mean all occurrences that are open.
EVERY = ("all", "全部")


class Address(Struct, frozen=True):
    """A step of an attachment, or one occurrence of it."""

    attachment: str
    step: str
    member: str | None = None

    @classmethod
    @lru_cache
    def parse(cls, text: str) -> "Address":
        """The address that a text is."""
        attachment, _, step = base_of(text).partition("/")
        return cls(attachment, step, member_of(text))

    def __str__(self) -> str:
        return with_member(f"{self.attachment}/{self.step}", self.member)


class FactAddress(Struct, frozen=True):
    """A fact of an attachment, or one occurrence of it; without an attachment one that all of them share."""

    attachment: str | None
    fact: str
    member: str | None = None

    @classmethod
    @lru_cache
    def parse(cls, text: str) -> "FactAddress":
        """The address that a text is."""
        attachment, _, fact = base_of(text).rpartition(".")
        return cls(attachment or None, fact, member_of(text))

    def __str__(self) -> str:
        return with_member(f"{self.attachment}.{self.fact}" if self.attachment else self.fact, self.member)


def base_of(address: str) -> str:
    """The step or fact itself, whichever occurrence is meant."""
    return address.partition("@")[0]


def member_of(address: str) -> str | None:
    """The occurrence meant: a zone, a unit, a round."""
    return address.partition("@")[2] or None


def by_base(addresses: Iterable[str]) -> dict[str, list[str]]:
    """The addresses of each step or fact, by itself."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(base_of(address), []).append(address)
    return found


def with_member(base: str, member: str | int | None) -> str:
    """The address of one occurrence; of the whole where there is none."""
    return f"{base}@{member}" if member else base


def how_many(addresses: Iterable[str]) -> int:
    """How many steps these are: one that is done zone by zone is one, however many of its zones there are."""
    return len({base_of(address) for address in addresses})
