"""Scenarios of drills: what exercise control says and when, and what is to be reached (form: docs/playbooks.md)."""

from msgspec import field
from msgspec.structs import replace

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.values import Id, PlanValue, Span
from emergency_cli.core.text import Text


class Inject(PlanValue, frozen=True, kw_only=True):
    """Something that exercise control says, so long after the beginning.

    `expects`: the answers that are to be on record after it, `within` so long where there is a limit. They are for the
    assessment: nobody but the officer ever answers.
    """

    id: Id
    at: Span
    says: Text
    expects: dict[Id, str] = field(default_factory=dict)
    within: Span | None = None


class Goal(PlanValue, frozen=True, kw_only=True):
    """A step that is to be done: `within` so long of the beginning, or `from_` an inject; `after` another step.

    Steps are of the playbook that is drilled, or of another with its id before a slash: `general/activate`.
    """

    step: str
    within: Span | None = None
    from_: Id | None = None
    after: str | None = None


class Scenario(PlanValue, frozen=True, kw_only=True):
    """A drill that is prepared. `scene`: what is said at the beginning."""

    id: Id
    title: Text
    playbook: Id
    scene: Text
    injects: tuple[Inject, ...] = ()
    goals: tuple[Goal, ...] = ()

    def address(self, step: str) -> str:
        """The address of a step that the scenario names."""
        return step if "/" in step else f"{self.playbook}/{step}"


class Rehearsed(Playbook, frozen=True, kw_only=True):
    """A playbook as the log of a drill carries it: with the scenario by which the drill is assessed.

    `pace`: how many times faster the drill runs than the scenario is written; its times are those of the drill.
    """

    scenario: Scenario
    pace: int = 1


def _faster(scenario: Scenario, pace: int) -> Scenario:
    """The same scenario, so many times faster: for practice at a desk."""

    def short(span: Span | None) -> Span | None:
        return None if span is None else _shortened(span, pace)

    return replace(
        scenario,
        injects=tuple(
            replace(each, at=_shortened(each.at, pace), within=short(each.within)) for each in scenario.injects
        ),
        goals=tuple(replace(each, within=short(each.within)) for each in scenario.goals),
    )


def _shortened(span: Span, pace: int) -> Span:
    return Span(seconds=max(1, round(span.total_seconds() / pace)))


def rehearsed(playbook: Playbook, scenario: Scenario, pace: int = 1) -> Rehearsed:
    """The playbook with a scenario that runs so many times faster."""
    members = {name: getattr(playbook, name) for name in playbook.__struct_fields__}
    return Rehearsed(**members, scenario=_faster(scenario, pace), pace=pace)
