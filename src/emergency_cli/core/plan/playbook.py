"""Playbooks: one incident type's procedure, as officers write it in YAML."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from emergency_cli.core.plan.facts import FactSpec, Id, PlanModel, When
from emergency_cli.core.terms import IncidentClass, Stage
from emergency_cli.core.text import Text

# The plan's urgency words (plan/clauses.md 1B.4; 定期 and 定时 count as one of its ten): shown as they stand, never
# turned into minutes.
Urgency = Literal["首先", "第一时间", "立即", "迅速", "及时", "同时", "随时", "尽快", "定期", "定时", "必要时"]

GENERAL = "general"

_DURATION = re.compile(r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?")


def parse_duration(value: object) -> object:
    """`5m`, `1h30m`, `2d` -> timedelta. Raises ValueError for anything else."""
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    if not match or not any(match.groups()):
        raise ValueError("duration")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def format_duration(span: timedelta) -> str:
    """Timedelta -> `1h30m`, the form plan files use."""
    left = int(span.total_seconds())
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


Duration = Annotated[timedelta, BeforeValidator(parse_duration), PlainSerializer(format_duration)]


class Basis(PlanModel):
    """Where a step comes from that the plan itself does not say: a law, or good practice."""

    law: Text | None = None
    practice: Text | None = None


class Alias(PlanModel):
    """Another name for a playbook; one that names a case also answers the facts that choose it."""

    name: str
    sets: dict[str, str] = Field(default_factory=dict)


def _alias(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class Start(PlanModel):
    """What starts a deadline, when it is not the noticing of the incident.

    Exactly one of: a `step` done, a time `fact`, or `applicable` (the moment the step became applicable).
    """

    step: Id | None = None
    fact: Id | None = None
    applicable: bool = False


class Step(PlanModel):
    """One thing somebody must do. See docs/playbooks.md for each member."""

    id: Id
    stage: Stage
    do: Text
    clause: str | None = None
    basis: Basis | None = None
    our: Text | None = None
    readings: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    actor: Id | None = None
    urgency: Urgency | None = None
    safety: bool = False
    together: Id | None = None
    contact: tuple[Id, ...] = ()
    ask: tuple[Id, ...] = ()
    say: tuple[Id, ...] = ()
    record: tuple[Id, ...] = ()
    warn: Text | None = None
    never: Text | None = None
    when: When | None = None
    within: Duration | None = None
    from_: Start | None = Field(default=None, alias="from")
    approval: Id | None = None
    optional: bool = False
    each: Literal["zone", "unit"] | None = None
    in_order: dict[Id, str] = Field(default_factory=dict, alias="in-order")
    repeats: bool = False
    same: Id | None = None

    @property
    def wants(self) -> tuple[str, ...]:
        """Every fact this step asks for, in the order they are put."""
        return tuple(dict.fromkeys((*self.ask, *self.say, *self.record)))


class Suggestion(PlanModel):
    """When these answers are given, offer to attach another playbook."""

    when: When
    playbook: Id


class Preparedness(PlanModel):
    """Something that must be ready before anything happens."""

    id: Id
    do: Text
    owner: Id | None = None
    clause: str | None = None
    basis: Basis | None = None
    our: Text | None = None
    readings: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


class Playbook(PlanModel):
    """One incident type's procedure."""

    id: Id
    title: Text
    aliases: tuple[Annotated[Alias, BeforeValidator(_alias)], ...] = ()
    clause: str | None = None
    class_: IncidentClass = Field(alias="class")
    trigger: Text
    our: Text | None = None
    readings: tuple[str, ...] = ()
    facts: dict[Id, FactSpec] = Field(default_factory=dict)
    steps: tuple[Step, ...]
    suggests: tuple[Suggestion, ...] = ()
    preparedness: tuple[Preparedness, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of this id, if there is one."""
        return next((step for step in self.steps if step.id == step_id), None)
