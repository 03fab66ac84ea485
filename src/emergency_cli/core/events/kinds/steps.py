"""How a step came out: done, left out, tried in vain, deferred; and the rounds of a repeating one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import msgspec

from emergency_cli.core.events.deeds import deed_line, deed_of, line, put_off, undone
from emergency_cli.core.events.event import Count, Entry, Event, Facts, Filled
from emergency_cli.core.events.kinds.calls import Told
from emergency_cli.core.events.words import step_title, with_reason
from emergency_cli.core.personal import Words
from emergency_cli.core.terms import Consent, Member
from emergency_cli.core.text import Message, counted, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Somebody's consent: asked of whom, by which way, and what they said."""

    party: Filled
    answer: Consent
    name: Filled | None = None
    how: Filled | None = None


class Tick(Event, frozen=True, kw_only=True):
    """How a step came out."""

    can_be_taken_back = True
    corrigible: ClassVar[tuple[Member, ...]] = ("reason",)

    step: str

    @property
    def matter(self) -> str:
        """The step."""
        return self.step

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """One outcome of the step; which of several counts is judged by the whole."""
        fold.tick(self.step, entry)


class StepDone(Tick, frozen=True, kw_only=True):
    """A step was done. `same` names the step of another playbook by which the same act was done already."""

    kind = "step-done"
    outcome_of_step = "done"
    weight = 3

    facts: Facts = {}
    contacts: tuple[Told, ...] = ()
    approval: Approval | None = None
    same: str | None = None
    reason: str | None = None

    @property
    def answers(self) -> Mapping[str, Words]:
        """What the step asked for."""
        return self.facts

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """The tick with its answers."""
        fold.tick(self.step, entry)
        if self.facts:
            fold.answer(self.facts, entry)

    def tell(self, fold: "Fold") -> Message:
        """What was done, with whose consent, who was told, what was answered."""
        return self.told_of(fold)

    def told_of(self, fold: "Fold", members: Sequence[str] = ()) -> Message:
        """The same of several zones or units for which it was done alike, in one line."""
        message = deed_line(fold, self.step, self.facts, self.contacts, self.approval, members)
        if self.same:
            message = msg("{what} (already done as {other})", what=message, other=step_title(fold, self.same))
        return with_reason(message, self.reason)


class StepSkipped(Tick, frozen=True, kw_only=True):
    """A step was left out on purpose."""

    kind = "step-skipped"
    outcome_of_step = "skipped"
    weight = 1

    reason: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """Which, and why."""
        return line(undone(fold, self.step, tried=False), self.reason)


class StepCouldNot(Tick, frozen=True, kw_only=True):
    """A step was tried and could not be done."""

    kind = "step-could-not"
    outcome_of_step = "could-not"
    weight = 2

    reason: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """Which, and why."""
        return line(undone(fold, self.step, tried=True), self.reason)


class StepDeferred(Tick, frozen=True, kw_only=True):
    """A step was deferred: to the end of its stage, and the second time to the stage after."""

    kind = "step-deferred"
    outcome_of_step = "deferred"

    until: str | None = None
    reason: str | None = None

    def tell(self, fold: "Fold") -> Message:
        """Which, and why."""
        return line(put_off(fold, self.step), self.reason)


class RoundsFinished(Tick, frozen=True, kw_only=True):
    """A repeating step is over, after `count` rounds."""

    kind = "rounds-finished"
    outcome_of_step = "done"
    corrigible = ()

    count: Count

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """No round comes after it, unless it was taken back."""
        if entry.hash not in fold.retracted:
            fold.rounds_over[self.step] = entry

    def tell(self, fold: "Fold") -> Message:
        """Which, and after how many."""
        deed = deed_of(fold, self.step)
        says = deed or msg("done: “{step}”", step=step_title(fold, self.step))
        several = msg("{deed}; finished, {count} times in all", deed=says)
        return line(counted(self.count, msg("{deed}; finished, once in all", deed=says), several))
