"""Conditions: what of the plan applies, as far as the answers to facts tell. True, false, or not to be told yet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from emergency_cli.core.terms import NOT_KNOWN


class Truth(Enum):
    """True, false, or not to be told yet."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


Wanted = str | list[str]
# What another version of the program may test: an object, which comes to unknown.
Other = dict[str, Any]
# A condition: fact id -> the answers wanted. `any-of` holds alternatives. All members must hold.
When = dict[str, str | list[str | dict[str, Wanted | Other]] | Other]
ANY_OF = "any-of"

# Looks a fact up: all answers recorded for it, one per occurrence (`None` = not answered, or answered in conflict).
Lookup = Callable[[str], Sequence[str | None]]


def all_of(truths: Sequence[Truth]) -> Truth:
    """One false makes false; otherwise any unknown makes unknown; nothing at all is true."""
    if Truth.FALSE in truths:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


def any_of(truths: Sequence[Truth]) -> Truth:
    """One true makes true; otherwise any unknown makes unknown; nothing at all is false."""
    if Truth.TRUE in truths:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.FALSE


def holds(when: Mapping[str, Any] | None, lookup: Lookup) -> Truth:
    """Whether a condition holds, as far as the answers tell."""
    return all_of([truth for _, truth in judge(when, lookup)])


def judge(when: Mapping[str, Any] | None, lookup: Lookup) -> list[tuple[str, Truth]]:
    """Each fact that a condition looks at, with what its test came to."""
    judged: list[tuple[str, Truth]] = []
    for fact, test in (when or {}).items():
        if fact == ANY_OF:
            branches = [judge(branch, lookup) for branch in alternatives(test)]
            whole = any_of([all_of([truth for _, truth in branch]) for branch in branches])
            judged += [(name, whole) for branch in branches for name, _ in branch] or [(ANY_OF, whole)]
        else:
            judged.append((fact, _tested(test, lookup(fact) or [None])))
    return judged


def _tested(test: object, answers: Sequence[str | None]) -> Truth:
    if isinstance(test, dict):
        return Truth.UNKNOWN
    wanted = wanted_by(test)
    return any_of([_is_one_of(answer, wanted) for answer in answers])


def _is_one_of(answer: str | None, wanted: Sequence[str]) -> Truth:
    if answer is None:
        return Truth.UNKNOWN
    if answer in wanted:
        return Truth.TRUE
    if answer == NOT_KNOWN:
        return Truth.UNKNOWN
    return Truth.TRUE if set(answer.split(",")) & set(wanted) else Truth.FALSE


# --- looking into conditions -----------------------------------------------------------------------------------------


def alternatives(test: object) -> list[dict[str, Any]]:
    """The conditions below an `any-of`."""
    return [branch for branch in test if isinstance(branch, dict)] if isinstance(test, list) else []


def wanted_by(test: object) -> list[str]:
    """The answers with which the test of a fact holds."""
    if isinstance(test, str):
        return [test]
    return [each for each in test if isinstance(each, str)] if isinstance(test, list) else []


def tests_in(when: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Each fact that a condition looks at, alternatives included, with its test."""
    for fact, test in (when or {}).items():
        if fact == ANY_OF:
            for branch in alternatives(test):
                yield from tests_in(branch)
        else:
            yield fact, test


def facts_of(when: Mapping[str, Any] | None) -> list[str]:
    """The facts a condition looks at, each once, in order."""
    return list(dict.fromkeys(fact for fact, _ in tests_in(when)))
