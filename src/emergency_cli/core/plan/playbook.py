"""Playbooks: one incident type's procedure. docs/playbooks.md says what each member means."""

from functools import cached_property
from typing import Literal

from msgspec import field

from emergency_cli.core.plan.conditions import When
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.values import Id, PlanValue, Span
from emergency_cli.core.terms import Stage
from emergency_cli.core.text import Text

GENERAL = "general"
# The class of a playbook that serves all classes of the law, or where the plan has none.
ANY_CLASS = "any"
# More points than this are a list, and no picture of an incident.
MOST_MILESTONES = 10
# The attachment that leaders' orders are steps of; no playbook may have its name.
ORDERS = "orders"


class Basis(PlanValue, frozen=True, kw_only=True):
    """Where a step comes from that the plan itself does not say: a law, or good practice."""

    law: Text | None = None
    practice: Text | None = None


class Caution(Text, frozen=True, kw_only=True, omit_defaults=True):
    """A warning or a do-not; `basis` says on what it rests where the clause of its step does not say it."""

    basis: Basis | None = None


class Alias(PlanValue, frozen=True, kw_only=True):
    """Another name for a playbook; one that names a case also answers the facts that choose it."""

    name: str
    sets: dict[str, str] = field(default_factory=dict)


class Start(PlanValue, frozen=True, kw_only=True):
    """What starts a deadline, when it is not the noticing of the incident.

    Exactly one of: a `step` done, a time `fact`, or `applicable` (the moment the step became applicable).
    """

    step: Id | None = None
    fact: Id | None = None
    applicable: bool = False


class Step(PlanValue, frozen=True, kw_only=True):
    """One thing somebody must do.

    `actor`: who is responsible for it by the plan; who did it is only what somebody said.
    `upon`: the time fact for which it waits, such as the arrival of the fire brigade. `opening`: the opening of the
    incident is this act. `short`: the order in the few words that a prompt has room for. `did`: what a document says
    was done. `milestone`: it is a point of the picture of the response. `round_`: what a round of it is called, with
    `{}` for its number. `counts`: the fact that the number of its rounds answers; `implies`: the answers that follow
    once there is a round. `destroys`: it is the destruction of personal data.
    """

    id: Id
    stage: Stage
    do: Text
    short: Text | None = None
    did: Text | None = None
    clause: str | None = None
    basis: Basis | None = None
    our: Text | None = None
    readings: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    actor: tuple[Id, ...] = ()
    urgency: str | None = None
    safety: bool = False
    together: Id | None = None
    contact: tuple[Id, ...] = ()
    ask: tuple[Id, ...] = ()
    say: tuple[Id, ...] = ()
    record: tuple[Id, ...] = ()
    warn: tuple[Caution, ...] = ()
    never: tuple[Caution, ...] = ()
    when: When | None = None
    upon: Id | None = None
    opening: bool = False
    within: Span | None = None
    from_: Start | None = None
    approval: Id | None = None
    optional: bool = False
    each: Literal["zone", "unit"] | None = None
    in_order: dict[Id, str] = field(default_factory=dict)
    repeats: bool = False
    round_: Text | None = None
    counts: Id | None = None
    implies: dict[Id, str] = field(default_factory=dict)
    same: Id | None = None
    milestone: bool = False
    destroys: bool = False

    @property
    def wants(self) -> tuple[str, ...]:
        """Every fact this step asks for, in the order they are put."""
        return tuple(dict.fromkeys((*self.ask, *self.say, *self.record)))


class Suggestion(PlanValue, frozen=True, kw_only=True):
    """When these answers are given, offer to attach another playbook, with the facts of its case answered."""

    when: When
    playbook: Id
    sets: dict[str, str] = field(default_factory=dict)


class Preparedness(PlanValue, frozen=True, kw_only=True):
    """Something that must be ready before anything happens."""

    id: Id
    do: Text
    owner: Id | None = None
    clause: str | None = None
    basis: Basis | None = None
    our: Text | None = None
    readings: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


class Playbook(PlanValue, frozen=True, kw_only=True, dict=True):
    """One incident type's procedure. `short`: the noun for titles of documents where nobody said what happened."""

    id: Id
    title: Text
    short: Text | None = None
    aliases: tuple[Alias, ...] = ()
    clause: str | None = None
    class_: Id = ANY_CLASS
    without: tuple[Id, ...] = ()
    trigger: Text
    our: Text | None = None
    readings: tuple[str, ...] = ()
    facts: dict[Id, FactSpec] = field(default_factory=dict)
    steps: tuple[Step, ...]
    suggests: tuple[Suggestion, ...] = ()
    preparedness: tuple[Preparedness, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of this id, if there is one."""
        return self._by_id.get(step_id)

    @cached_property
    def _by_id(self) -> dict[str, Step]:
        return {step.id: step for step in reversed(self.steps)}
