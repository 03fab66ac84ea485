"""What an event is: the members that every kind has, and what a kind says of itself.

A kind is a subclass of `Event` in a module of `core/events/kinds/`: its members in the order in which its log line
carries them, how the incident changes by it (`fold`), what it says (`tell`), and the properties below. A kind once
released is never renamed, a member never changes its meaning.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

import msgspec
from msgspec.structs import replace

from emergency_cli.core.personal import Personal, Words, clear
from emergency_cli.core.terms import Member, Status
from emergency_cli.core.text import Message, msg

if TYPE_CHECKING:  # the state that an event folds itself into holds entries, and these hold events
    from emergency_cli.core.events.fold import Fold

Facts = dict[str, Words]
Names = tuple[str, ...]
Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
# Words in the objects inside a line: what is empty is left out.
Filled = Annotated[str, msgspec.Meta(min_length=1)]
Snapshot = dict[str, Any]
# The members that are times.
MOMENTS: tuple[Member, ...] = ("occurred", "noticed", "began")


def stamp(moment: datetime) -> str:
    """A time as the log writes it: ISO 8601, milliseconds, with offset."""
    return moment.isoformat(timespec="milliseconds")


class Ref(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another entry of the same incident: `desk/n` and its hash."""

    entry: Filled
    hash: Filled


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. `by` recorded it, `actor` did it (a party or a name; absent where nobody is named).

    `paper`: copied afterwards from a card or note that was written by hand when it happened. `more`: members of a
    newer version, kept and written again as they were read; no line can hold one of its name.
    """

    kind: ClassVar[str] = ""
    # Whether the decision to record this rests on the state of the incident, so that it must be taken again when
    # another terminal wrote meanwhile.
    rests_on_state: ClassVar[bool] = True
    # How the step that it names came out; what outweighs what where desks contradict each other.
    outcome_of_step: ClassVar[Status | None] = None
    weight: ClassVar[int] = 0
    # Whether it changes what earlier entries come to, so that they are folded anew.
    amends: ClassVar[bool] = False
    # Whether `reopened` takes it back.
    can_be_taken_back: ClassVar[bool] = False
    # What can be corrected besides `occurred` and `actor`.
    corrigible: ClassVar[tuple[Member, ...]] = ()

    occurred: datetime
    by: str
    actor: str | None = None
    paper: bool = False
    more: tuple[tuple[str, Any], ...] = msgspec.field(name="\x7f", default=())

    def fold(self, fold: "Fold", entry: "Entry") -> None:
        """Take this event, that of `entry`, into what is true now. Never fails: what makes no sense changes nothing."""

    def tell(self, fold: "Fold") -> Message:
        """What it says, in one sentence."""
        return msg("An entry of kind “{kind}”.", kind=self.kind)

    @property
    def matter(self) -> str | None:
        """What a tick is about, a step or the response as a whole: two that are about the same may contradict."""
        return None

    @property
    def words(self) -> Words | None:
        """The free words it carries."""
        for name in ("text", "reason"):
            if name in self.corrigible and (found := getattr(self, name)):
                return found  # type: ignore[no-any-return]
        return None

    @property
    def answers(self) -> Mapping[str, Words]:
        """The answers it gives, by the address of the fact."""
        return {}

    def corrected(self, member: Member, value: Words, fact: str | None = None) -> Self:
        """The same with one member replaced, with an answer replaced where that is `value`.

        An empty `value` leaves the member out. What does not fit changes nothing.
        """
        if member == "actor":
            return replace(self, actor=clear(value) or None)
        if member == "occurred":
            moment = as_moment(value)
            return replace(self, occurred=moment) if moment else self
        if member == "value":
            if fact not in self.answers:
                return self
            return replace(self, facts={**self.answers, fact: value})
        if member not in self.corrigible:
            return self
        if member in MOMENTS:
            moment = as_moment(value)
            kept = moment is None and (clear(value) or member != "began")  # nobody can say that nothing was noticed
            return self if kept else replace(self, **{member: moment})
        return replace(self, **{member: value or None})


def as_moment(value: Words | None) -> datetime | None:
    """The moment that a corrected or answered time means; `None` for anything else."""
    try:
        moment = datetime.fromisoformat(clear(value) or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class Entry(msgspec.Struct, frozen=True):
    """An event with what the journal puts round it.

    `n` is a Lamport number; `up` the milliseconds since the start of the machine that `boot` names; `seen` maps other
    desks to the hash of their last line known when this one was written; `prev` and `hash` chain the lines of a desk.
    """

    incident: str
    desk: str
    n: int
    recorded: datetime
    up: int
    boot: str
    event: Event
    prev: str
    hash: str
    seen: Mapping[str, str] = {}

    @property
    def id(self) -> str:
        """`desk/n`."""
        return f"{self.desk}/{self.n}"

    @property
    def ref(self) -> Ref:
        """How other entries name this one."""
        return Ref(self.id, self.hash)

    @property
    def order(self) -> tuple[int, str, str]:
        """Its place in record order."""
        return (self.n, self.desk, self.hash)


# The same as a key to sort by: long records are sorted on every reading.
ORDER = attrgetter("n", "desk", "hash")


class Unknown(Event, frozen=True, kw_only=True):
    """An entry of a kind that this version does not know, or of a known kind in a shape it cannot read."""

    kind = "unknown"
    name: str
    members: dict[str, Any]

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """Kept, counted, and in the way of closing."""
        fold.unknown.append(entry)

    def tell(self, fold: "Fold") -> Message:
        """That it is there."""
        return msg("An entry of a newer version (“{kind}”) that cannot be read here.", kind=self.name)


@cache
def _reader(kind: type[msgspec.Struct]) -> Callable[[msgspec.Struct], Iterable[Any]]:
    first, *others = kind.__struct_fields__
    return attrgetter(first, *others) if others else lambda value: (getattr(value, first),)


def parts_of(value: object) -> Iterable[Any]:
    """What a value is made of, if it is of anything: long records are searched for what few entries have."""
    if isinstance(value, msgspec.Struct):
        return _reader(type(value))(value)
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, tuple | list) else ()


# What cannot be or hold a personal value, as most members of an event.
_PLAIN = frozenset({str, datetime, bool, int, type(None)})


def personal_values(value: object) -> "list[Personal]":
    """Every personal value in an event, or in a part of one."""
    if isinstance(value, Personal):
        return [value]
    return [found for part in parts_of(value) if part and type(part) not in _PLAIN for found in personal_values(part)]
