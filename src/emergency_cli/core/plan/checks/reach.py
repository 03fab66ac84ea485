"""Which conditions can come true: tries the answers between which they can tell, as far as steps ask for them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import chain, combinations, product
from math import prod
from typing import Any

from emergency_cli.core.plan.checks.place import Facts, conditions_of
from emergency_cli.core.plan.facts import ANY_OF, Truth, When, facts_of, holds
from emergency_cli.core.plan.playbook import Playbook, Step
from emergency_cli.core.terms import NO, NOT_KNOWN, YES

Answers = Mapping[str, Sequence[str | None]]
# More combinations than this are not tried; such a condition counts as one that can hold.
_MOST = 50_000
# What the start of an incident may answer.
_AT_THE_START = frozenset({"zone", "place"})


class Reach:
    """What can be answered in an incident of one playbook, which always runs the general procedure too."""

    def __init__(self, book: Playbook, general: Playbook, facts: Facts) -> None:
        self.book = book
        self.facts = facts
        self.steps = tuple({id(step): step for step in (*book.steps, *general.steps)}.values())
        self.preset = _AT_THE_START | {fact for alias in book.aliases for fact in alias.sets}
        tests = [test for each in (book, general) for _, when in conditions_of(each) for test in tests_in(when)]
        self.looked_for = {fact: {value for name, test in tests if name == fact for value in values_in(test)}
                           for fact in facts}  # fmt: skip
        self.coming = [step for step in self.steps if not step.when or step.safety]
        while more := [step for step in self.steps if step not in self.coming and self._comes(step)]:
            self.coming += more

    def never_asked(self, when: When) -> list[str]:
        """The facts of a condition that nobody ever answers."""
        return [fact for fact in facts_of(when) if fact not in self.preset and not self.askers(fact)]

    def can_hold(self, when: When) -> bool:
        """Whether some answers make it true."""
        return any(holds(when, _said(answers)) is Truth.TRUE for answers in self._tried(when)) or self._too_many(when)

    def askers(self, fact: str) -> list[Step]:
        """The steps that ask for a fact, of those that can come: without a condition, or on answers to earlier ones."""
        return [step for step in self.coming if fact in step.wants]

    def _comes(self, step: Step) -> bool:
        when = step.when or {}
        return not self.never_asked(when) and all(fact in self.facts for fact in facts_of(when)) and self.can_hold(when)

    def _tried(self, when: When) -> Iterator[Answers]:
        """Combinations of answers that can stand together: each given by a step that comes under the others."""
        ways = self._ways(when)
        if self._too_many(when):
            return
        for said in product(*ways.values()):
            answers = dict(zip(ways, said, strict=True))
            if all(answers[fact] == (None,) or self._asked(fact, answers) for fact in answers):
                yield answers

    def _asked(self, fact: str, answers: Answers) -> bool:
        if fact in self.preset:
            return True
        truths = ((step, holds(step.when, _said(answers))) for step in self.askers(fact))
        return any(truth is Truth.TRUE or (step.safety and truth is Truth.UNKNOWN) for step, truth in truths)

    def _too_many(self, when: When) -> bool:
        return prod(len(answers) for answers in self._ways(when).values()) > _MOST

    def _ways(self, when: When) -> dict[str, list[tuple[str | None, ...]]]:
        """The facts a condition rests on, also by way of the steps that ask for them, with their possible answers."""
        wanted, found = facts_of(when), list[str]()
        while wanted:
            fact = wanted.pop()
            if fact not in found and fact in self.facts:
                found.append(fact)
                wanted += chain.from_iterable(facts_of(step.when) for step in self.askers(fact))
        return {fact: [*self._answers(fact), (None,)] for fact in found}

    def _answers(self, fact: str) -> list[tuple[str, ...]]:
        """The answers to a fact between which conditions can tell; two at once where zones or units each give one."""
        each = [*self._known(fact), NOT_KNOWN]
        one_by_one = any(step.each for step in self.steps if fact in step.wants)
        return [(one,) for one in each] + (list(combinations(each, 2)) if one_by_one else [])

    def _known(self, fact: str) -> list[str]:
        spec = self.facts[fact]
        match spec.kind:
            case "yes-no":
                return [YES, NO]
            case "choice":
                return list(spec.choices)
            case "choices":
                some = [",".join(two) for two in combinations(spec.choices, 2)]
                return [*spec.choices, *some, ",".join(spec.choices)]
            case "number":
                return sorted(
                    {str(limit + step) for limit in _numbers(self.looked_for[fact]) for step in (-1, 0, 1)} | {"0"}
                )
            case _:
                return [*sorted(self.looked_for[fact]), "…"]


def tests_in(when: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each fact that a condition looks at, with its test."""
    for fact, test in when.items():
        if fact == ANY_OF:
            for branch in test if isinstance(test, list) else ():
                yield from tests_in(branch if isinstance(branch, dict) else {})
        else:
            yield fact, test


def values_in(test: object) -> Iterator[str]:
    """The answers that a test names."""
    match test:
        case str():
            yield from test.split(",")
        case list():
            for inner in test:
                yield from values_in(inner)
        case dict():
            for inner in test.values():
                yield from values_in(inner)


def _said(answers: Answers) -> Any:
    return lambda fact: answers.get(fact, ())


def _numbers(values: set[str]) -> Iterator[Decimal]:
    for value in values:
        try:
            yield Decimal(value)
        except InvalidOperation:
            continue
