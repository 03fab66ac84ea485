"""Rules on conditions: they look at facts that somebody answers, for answers that exist, and they can come true."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from emergency_cli.core.plan.checks.place import Books, Facts, at, conditions_of, declared
from emergency_cli.core.plan.checks.reach import Reach
from emergency_cli.core.plan.conditions import ANY_OF, tests_in, wanted_by
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.terms import NOT_KNOWN, YES_NO
from emergency_cli.core.text import Fault, Message, msg


def conditions_are_sound(books: Books, roster: Roster) -> Iterator[Fault]:
    """Conditions name known facts and answers that can be given."""
    for book in books.values():
        for place, when in conditions_of(book):
            for what in unsound(when, declared(books, book), roster):
                yield at(book.id, *place, what=what)


def presets_are_answers(books: Books, roster: Roster) -> Iterator[Fault]:
    """An alias that names a case, and a suggestion of one, give an answer that can be given."""
    for book in books.values():
        for number, alias in enumerate(book.aliases):
            for what in unsound(alias.sets, declared(books, book), roster):
                yield at(book.id, "aliases", number, what=what)
        for number, suggestion in enumerate(book.suggests):
            if other := books.get(suggestion.playbook):
                for what in unsound(suggestion.sets, declared(books, other), roster):
                    yield at(book.id, "suggests", number, what=what)


def unsound(when: Mapping[str, Any], known: Facts, roster: Roster) -> Iterator[Message]:
    """What is wrong with a condition, or with answers that are given beforehand."""
    for fact, test in when.items():
        listed = test if isinstance(test, list) else []
        conditions = [each for each in listed if isinstance(each, dict)]
        if fact == ANY_OF and (not conditions or len(conditions) < len(listed)):
            yield msg("any-of needs a list of conditions")
        elif fact != ANY_OF and conditions:
            yield msg("a condition within “{fact}”; alternatives belong under any-of", fact=fact)
    for fact, test in tests_in(when):
        if fact not in known:
            yield msg("the fact “{fact}” is not declared anywhere", fact=fact)
        else:
            yield from _never_said(fact, test, known[fact], roster)


def _never_said(fact: str, test: object, spec: FactSpec, roster: Roster) -> Iterator[Message]:
    """Values that no answer to the fact can have."""
    table: Mapping[str, Iterable[str]] = {
        "choice": spec.choices,
        "choices": spec.choices,
        "yes-no": YES_NO,
        "zone": roster.zones,
        "party": dict(roster.parties()),
    }
    if spec.kind not in table:
        return
    choices = [*table[spec.kind], NOT_KNOWN]
    for value in [each for wanted in wanted_by(test) for each in wanted.split(",")]:
        if value not in choices:
            yield msg("“{fact}” is never “{value}”; it is one of {choices}", fact=fact, value=value, choices=choices)


def conditions_can_hold(books: Books, roster: Roster) -> Iterator[Fault]:
    """Some answers, asked by steps that come, make each condition true."""
    for book in books.values():
        known = declared(books, book)
        sound = {place: when for place, when in conditions_of(book) if not [*unsound(when, known, roster)]}
        reach = Reach(book, books.get(GENERAL, book), known)
        for place, when in sound.items():
            nowhere = reach.never_asked(when)
            if nowhere:
                what = msg("no earlier step asks for “{facts}”, so this can never come up", facts=nowhere)
                yield at(book.id, *place, what=what, hint=msg("let a step ask for it"))
            elif not reach.can_hold(when):
                hint = msg("its lines exclude each other, or the step that asks comes up only in another case")
                yield at(book.id, *place, what=msg("this condition can never hold"), hint=hint)


def every_choice_leads_somewhere(books: Books, roster: Roster) -> Iterator[Fault]:
    """A choice on which steps depend leads to one, or the plan says that there is nothing to do."""
    for book in books.values():
        for fact, spec in book.facts.items():
            wanted = _wanted_of(fact, books.values() if book.id == GENERAL else [book])
            for choice in spec.choices if wanted else ():
                if choice not in wanted and choice not in spec.nothing_to_do:
                    what = msg("no step and no suggestion depends on the choice “{choice}” of “{fact}”", choice=choice,
                               fact=fact)  # fmt: skip
                    hint = msg("add a step, or list it under nothing-to-do:")
                    yield at(book.id, "facts", fact, "choices", choice, what=what, hint=hint)
                if choice in wanted and choice in spec.nothing_to_do:
                    what = msg("something depends on the choice “{choice}”, so there is something to do", choice=choice)
                    yield at(book.id, "facts", fact, "nothing-to-do", what=what, hint=msg("remove it here"))
            for choice in spec.nothing_to_do:
                if choice not in spec.choices:
                    what = msg("“{fact}” has no choice “{choice}”", fact=fact, choice=choice)
                    yield at(book.id, "facts", fact, "nothing-to-do", what=what)


def _wanted_of(fact: str, books: Iterable[Playbook]) -> set[str]:
    """The answers to a fact on which something depends."""
    tests = [test for book in books for _, when in conditions_of(book) for name, test in tests_in(when) if name == fact]
    return {each for test in tests for wanted in wanted_by(test) for each in wanted.split(",")}
