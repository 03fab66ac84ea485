"""What a playbook says, as messages: conditions, deadlines, kinds of facts, marks of steps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.conditions import ANY_OF, When, wanted_by
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Basis, Playbook, Step
from emergency_cli.core.terms import NOT_KNOWN, YES_NO
from emergency_cli.core.text import Message, PlanName, Text, msg, within_a_sentence

Facts = Mapping[str, FactSpec]

KINDS: Mapping[str, Message] = {
    "text": msg("free text"),
    "number": msg("a number"),
    "yes-no": msg("yes or no"),
    "choice": msg("one of these"),
    "choices": msg("one or several of these"),
    "time": msg("a time"),
    "zone": msg("a service zone"),
    "party": msg("someone in the roster"),
}
LIFE_FIRST = msg("LIFE FIRST")
EACH: Mapping[str, Message] = {"zone": msg("for each service zone"), "unit": msg("for each unit")}
REPEATS = msg("in rounds")
NOT_IN_THE_PLAN = msg("not in the plan")


def facts_at_hand(book: Playbook, books: Mapping[str, Playbook]) -> Facts:
    """The facts that a playbook may ask for: those shared by all, and its own."""
    shared = books[GENERAL].facts if GENERAL in books else {}
    return {**shared, **book.facts}


def fact_title(fact: str, facts: Facts) -> Text | str:
    """What a fact is called; its id where it is declared nowhere."""
    return facts[fact].label if fact in facts else fact


def fact_name(fact: str, facts: Facts) -> Text | str:
    """What a fact is called within a sentence or a list."""
    return facts[fact].name if fact in facts else fact


def condition(when: Mapping[str, Any] | None, facts: Facts) -> Message:
    """A whole condition in words."""
    return _joined(conditions(when, facts), all_hold=True)


def conditions(when: Mapping[str, Any] | None, facts: Facts) -> list[Message]:
    """Every test of a condition in words; all of them must hold."""
    tests: list[Message] = []
    for fact, test in (when or {}).items():
        if fact == ANY_OF:
            alternatives = _either(test, facts, condition)
            tests.append(msg("({text})", text=alternatives) if len(when or {}) > 1 else alternatives)
        else:
            tests.append(
                msg("{fact} – {answers}", fact=fact_title(fact, facts), answers=answers(test, facts.get(fact)))
            )
    return tests


def in_brief(when: Mapping[str, Any] | None, facts: Facts) -> Message:
    """A whole condition in as few words as it takes: of a choice only what is chosen."""
    parts: list[Message] = []
    for fact, test in (when or {}).items():
        spec = facts.get(fact)
        if spec and spec.choices:
            wanted = wanted_by(test)
            parts.append(answers([each for each in wanted if each != NOT_KNOWN] or wanted, spec))
        else:
            parts += conditions({fact: test}, facts)
    return _joined(parts, all_hold=True)


def situation(when: Mapping[str, Any] | None, facts: Facts) -> Message:
    """A whole condition as how things stand (nobody is armed), for paper, where no question was asked before."""
    parts: list[Message] = []
    for fact, test in (when or {}).items():
        if fact == ANY_OF:
            parts.append(_either(test, facts, situation))
        else:
            parts.append(_standing(fact, wanted_by(test), facts))
    return _joined(parts, all_hold=True)


def _either(branches: Iterable[object], facts: Facts, said: Callable[[When, Facts], Message]) -> Message:
    """Alternatives; one of several tests in brackets, or nobody could tell what its “and” holds together."""
    each = [(branch, said(branch, facts)) for branch in branches if isinstance(branch, dict)]
    told = [msg("({text})", text=words) if len(branch) > 1 else words for branch, words in each]
    return _joined(told, all_hold=False)


def _standing(fact: str, wanted: Sequence[str], facts: Facts) -> Message:
    spec = facts.get(fact)
    known = [each for each in wanted if each != NOT_KNOWN]
    told = [_case(each, spec) for each in known] if spec else []
    if not told or None in told:
        return msg("{fact} – {answers}", fact=fact_title(fact, facts), answers=answers(list(wanted), spec))
    said = _joined([msg("{text}", text=each) for each in told], all_hold=False)
    return msg("{case}, or it is not known yet", case=said) if NOT_KNOWN in wanted else said


def _case(answer: str, spec: FactSpec) -> Text | None:
    choice = spec.choices.get(answer)
    return within_a_sentence(choice) if choice else spec.clause(answer)


def answers(test: object, spec: FactSpec | None) -> Message:
    """The answers with which the test of one fact holds."""
    return _joined([_value(each, spec) for each in wanted_by(test)], all_hold=False)


def _value(value: str, spec: FactSpec | None) -> Message:
    if value == NOT_KNOWN:
        return msg("not known")
    if spec and spec.kind == "yes-no":
        return msg("{text}", text=YES_NO.name(value))
    return msg("{text}", text=spec.choices.get(value, value) if spec else value)


def _joined(parts: Sequence[Message], *, all_hold: bool) -> Message:
    if not parts:
        return msg("{text}", text="?")
    first, *rest = parts
    if not rest:
        return first
    others = _joined(rest, all_hold=all_hold)
    return (
        msg("{first} and {rest}", first=first, rest=others)
        if all_hold
        else msg("{first} or {rest}", first=first, rest=others)
    )


def deadline(step: Step, book: Playbook, facts: Facts) -> Message | None:
    """The limit of a step with what starts it."""
    if step.within is None:
        return None
    start = step.from_
    if start and start.step:
        named = book.step(start.step)
        return msg("within {span} after “{what}”", span=step.within, what=named.do if named else start.step)
    if start and start.fact:
        return msg("within {span} after: {what}", span=step.within, what=fact_title(start.fact, facts))
    if start and start.applicable:
        return msg("within {span} once it applies", span=step.within)
    return msg("within {span} of noticing", span=step.within)


def marks(step: Step) -> list[Message]:
    """What is special about a step, each in a word or two."""
    found = [LIFE_FIRST] if step.safety else []
    if step.urgency:
        found.append(msg("{text}", text=PlanName("urgency", step.urgency)))
    if step.optional:
        found.append(msg("where conditions allow"))
    if step.each:
        found.append(EACH[step.each])
    if step.repeats:
        found.append(REPEATS)
    return found


def plan_clause(clause: str) -> Message:
    """The clause of the plan on which something rests."""
    return msg("Plan {clause}", clause=clause_title(clause))


def sources(step: Step, *, brief: bool) -> list[Message]:
    """Clause and urgency word, or what else a step rests on; `brief` only names it."""
    found = [plan_clause(step.clause) if step.clause else NOT_IN_THE_PLAN]
    if step.urgency:
        found.append(msg("{text}", text=PlanName("urgency", step.urgency)))
    if step.optional:
        found.append(msg("where conditions allow"))
    if step.basis:
        found += grounds(step.basis, brief=brief)
    if step.our and brief:
        found.append(msg("our reading"))
    return found


def grounds(basis: Basis, *, brief: bool = False) -> Iterator[Message]:
    """On what something rests that the plan does not say; `brief` only names it."""
    if basis.law:
        yield msg("law") if brief else msg("law: {text}", text=basis.law)
    if basis.practice:
        yield msg("good practice") if brief else msg("good practice: {text}", text=basis.practice)
