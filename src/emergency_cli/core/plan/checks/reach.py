"""Which conditions can come true: whether some step asks for what they look at, and no two tests exclude each other."""

from collections.abc import Iterator
from typing import Any

from emergency_cli.core.plan.checks.place import Facts
from emergency_cli.core.plan.conditions import ANY_OF, When, alternatives, facts_of, tests_in, wanted_by
from emergency_cli.core.plan.facts import place_fact, zone_fact
from emergency_cli.core.plan.playbook import Playbook, Step

# What must be among the answers to a fact, test by test.
Tests = list[tuple[str, frozenset[str]]]
# After so many tries a condition counts as one that can hold.
_MOST = 5_000


class Reach:
    """What can be answered in an incident of one playbook, which always runs the general procedure too."""

    def __init__(self, book: Playbook, general: Playbook, facts: Facts) -> None:
        self.facts = facts
        steps = (*book.steps, *(general.steps if general is not book else ()))
        # The start of an incident may answer where it is.
        where = [fact for fact in (zone_fact(general.facts), place_fact(general.facts)) if fact]
        self.preset = frozenset([*where, *(fact for alias in book.aliases for fact in alias.sets)])
        # Zone by zone and unit by unit answers may differ; where several may be chosen they need not.
        self.several = {fact for step in steps if step.each for fact in step.wants}
        self.several |= {fact for fact, spec in facts.items() if spec.kind == "choices"}
        self.coming = [step for step in steps if _always(step)]
        later = [step for step in steps if not _always(step)]
        while more := [step for step in later if step not in self.coming and not self.never_asked(step.when or {})]:
            self.coming += more

    def never_asked(self, when: When) -> list[str]:
        """The facts of a condition that nobody ever answers."""
        return [fact for fact in facts_of(when) if fact not in self.preset and not self._askers(fact)]

    def can_hold(self, when: When) -> bool:
        """Whether some answers make it true, each of them asked by a step that comes under the others."""
        self.tries = 0
        return any(self._possible(way, self.preset) for way in _ways(when))

    def _askers(self, fact: str) -> list[Step]:
        return [step for step in self.coming if fact in step.wants]

    def _possible(self, tests: Tests, settled: frozenset[str]) -> bool:
        self.tries += 1
        if self.tries > _MOST:
            return True
        if self._exclude_each_other(tests):
            return False
        fact = next((fact for fact, _ in tests if fact not in settled), None)
        if fact is None:
            return True
        ways = (way for step in self._askers(fact) for way in ([[]] if _always(step) else _ways(step.when)))
        return any(self._possible([*tests, *way], settled | {fact}) for way in ways)

    def _exclude_each_other(self, tests: Tests) -> bool:
        left: dict[str, frozenset[str]] = {}
        for fact, wanted in tests:
            if fact not in self.several:
                left[fact] = left.get(fact, wanted) & wanted
        return not all(left.values())


def _always(step: Step) -> bool:
    return not step.when or step.safety


def _ways(when: Any) -> Iterator[Tests]:
    """The ways in which a condition can hold: what all of them want, with each of its alternatives."""
    whole = {fact: test for fact, test in (when or {}).items() if fact != ANY_OF}
    branches: list[dict[str, Any]] = alternatives(when[ANY_OF]) if when and ANY_OF in when else [{}]
    for branch in branches:
        yield [(fact, frozenset(wanted_by(test))) for part in (whole, branch) for fact, test in tests_in(part)]
