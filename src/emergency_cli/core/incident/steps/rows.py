"""What the board holds: one row for each step, what was left blank, and all of it in order."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from emergency_cli.core.address import base_of
from emergency_cli.core.events import Entry
from emergency_cli.core.events.fold import Attachment
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.terms import Stage, Status

OPEN: frozenset[Status] = frozenset({"todo", "deferred", "waiting"})


class Row(Struct, frozen=True):
    """One step of one attachment, or one occurrence of it (`member`: a zone, a unit).

    `entry`: what somebody recorded of it. `through`: where nobody had to, the entry from which it follows that it is
    done: the opening, the last answer to a decision, the end of rounds; or that of `same`, the step elsewhere whose act
    served this one too. `ask_same`: a call elsewhere that may have served this one; only a person can say.
    `because`: the facts that make it not applicable or for which it waits; `upon`: the time it comes after, while that
    is not known. `late`: by how much, by true time; `typed_late`: by the time it was typed in, and absent for what was
    copied from paper, where that says nothing of how prompt anybody was. `settled_by`: the end or close that settled
    it. `rounds`: of a repeating step. `number`: by which people name the step; it never changes, and is 0 for orders.
    """

    address: str
    attachment: Attachment
    step: Step
    status: Status
    member: str | None = None
    entry: Entry | None = None
    through: Entry | None = None
    because: tuple[str, ...] = ()
    in_doubt: bool = False
    upon: str | None = None
    deadline: datetime | None = None
    late: timedelta | None = None
    typed_late: timedelta | None = None
    settled_by: Entry | None = None
    no_longer_applies: bool = False
    rounds: int = 0
    same: "Row | None" = None
    ask_same: "Row | None" = None
    number: int = 0
    turn: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def base(self) -> str:
        """The address of its step, whichever occurrence this is."""
        return base_of(self.address)

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status in OPEN

    @property
    def idle(self) -> bool:
        """Whether it goes in rounds and nothing called for the first: casualties where nobody spoke of any."""
        return self.step.repeats and self.status == "waiting"

    @property
    def owed(self) -> bool:
        """Whether it is missing while it is open: no further round is, nor what was to be done only if it could be."""
        untouched = self.step.optional and self.status == "todo"
        return self.open and not (self.rounds or self.idle or untouched)

    @property
    def came_by(self) -> Entry | None:
        """The entry by which it came out as it did: its own, or the one from which that follows."""
        return self.through or self.entry

    @property
    def stage(self) -> Stage:
        """The stage of its step."""
        return self.step.stage


class Blank(Struct, frozen=True):
    """Something somebody owes about a settled step: why it was left out, or a fact that it had to say or record."""

    address: str
    kind: Literal["reason", "fact"]
    entry: Entry
    fact: str | None = None


class Board(Struct, frozen=True):
    """All steps, in the order in which they come."""

    rows: tuple[Row, ...]
    blanks: tuple[Blank, ...] = ()
    conflicts: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    by_address: dict[str, Row] = {}

    def open(self, *, response_only: bool = False) -> list[Row]:
        """What is still to be done."""
        return [row for row in self.rows if row.open and not (response_only and row.stage == "review")]

    def late(self) -> list[Row]:
        """Open steps whose deadline has passed."""
        return [row for row in self.rows if row.open and row.late]

    @property
    def how_many(self) -> tuple[int, int]:
        """How many steps are open, and how many of them late; one that is done zone by zone is one."""
        return len({row.base for row in self.open()}), len({row.base for row in self.late()})

    @property
    def next_limit(self) -> Row | None:
        """The step whose limit comes next, or was missed first."""
        due = [(row.deadline, row) for row in self.rows if row.deadline and row.status in ("todo", "deferred")]
        return min(due, key=lambda pair: pair[0])[1] if due else None

    def occurrences(self, address: str) -> list[Row]:
        """The rows of a step that is ticked per zone or unit."""
        return [row for row in self.rows if row.member and row.base == address]

    def settled(self, address: str) -> tuple[int, int]:
        """How many occurrences of a step that is ticked per zone or unit are settled, and how many there are."""
        every = self.occurrences(address)
        return len([row for row in every if not row.open]), len(every)
