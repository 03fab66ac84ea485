"""Rules on conditions: they look at facts that somebody answers, for answers that exist, and they can come true."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from emergency_cli.core.plan.checks.place import Books, Facts, at, conditions_of, declared
from emergency_cli.core.plan.checks.reach import Reach, tests_in, values_in
from emergency_cli.core.plan.facts import ANY_OF, FactSpec, Truth, condition_faults, holds
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.terms import NO, NOT_KNOWN, YES
from emergency_cli.core.text import Fault, Message, msg


def conditions_are_sound(books: Books, roster: Roster) -> Iterator[Fault]:
    """Conditions name known facts, known comparisons and answers that can be given."""
    for book in books.values():
        for place, when in conditions_of(book):
            for what in _unsound(when, declared(books, book), roster):
                yield at(book.id, *place, what=what)


def presets_are_answers(books: Books, roster: Roster) -> Iterator[Fault]:
    """An alias that names a case gives an answer that can be given."""
    for book in books.values():
        for number, alias in enumerate(book.aliases):
            for what in _unsound(alias.sets, declared(books, book), roster):
                yield at(book.id, "aliases", number, what=what)


def _unsound(when: Mapping[str, Any], known: Facts, roster: Roster) -> Iterator[Message]:
    yield from condition_faults({fact: test for fact, test in when.items() if fact != ANY_OF})
    for fact, test in when.items():
        if fact == ANY_OF:
            branches = test if isinstance(test, list) else []
            if not branches or not all(isinstance(branch, dict) for branch in branches):
                yield msg("any-of needs a list of conditions")
            for branch in branches:
                yield from _unsound(branch if isinstance(branch, dict) else {}, known, roster)
        elif fact not in known:
            yield msg("the fact “{fact}” is declared nowhere", fact=fact)
        else:
            yield from _never_said(fact, test, known[fact], roster)


def _never_said(fact: str, test: object, spec: FactSpec, roster: Roster) -> Iterator[Message]:
    """Values that no answer to the fact can have."""
    table: Mapping[str, Mapping[str, object]] = {
        "choice": spec.choices,
        "choices": spec.choices,
        "yes-no": {YES: True, NO: True},
        "zone": roster.zones,
        "party": dict(roster.parties()),
    }
    allowed = table.get(spec.kind)
    for value in values_in(test) if allowed is not None else ():
        if value not in {*(allowed or ()), NOT_KNOWN}:
            choices = [*(allowed or ()), NOT_KNOWN]
            yield msg("“{fact}” is never “{value}”; it is one of {choices}", fact=fact, value=value, choices=choices)


def conditions_can_hold(books: Books, roster: Roster) -> Iterator[Fault]:
    """Some answers, given in some order by steps that come, make each condition true."""
    for book in books.values():
        known = declared(books, book)
        sound = {place: when for place, when in conditions_of(book) if not [*_unsound(when, known, roster)]}
        reach = Reach(book, books.get(GENERAL, book), known)
        for place, when in sound.items():
            nowhere = reach.never_asked(when)
            if nowhere:
                what = msg("no step that comes before asks for “{facts}”, so this can never come", facts=nowhere)
                yield at(book.id, *place, what=what, hint=msg("let a step ask for it"))
            elif not reach.can_hold(when):
                hint = msg("its lines exclude each other, or the step that asks comes only in another case")
                yield at(book.id, *place, what=msg("this condition can never hold"), hint=hint)


def every_choice_leads_somewhere(books: Books, roster: Roster) -> Iterator[Fault]:
    """A choice on which steps depend leads to one, or the plan says that there is nothing to do."""
    for book in books.values():
        for fact, spec in book.facts.items():
            tests = _tests_of(fact, books.values() if book.id == GENERAL else [book])
            for choice in spec.choices if tests else ():
                leads = any(_meets(choice, fact, test) for test in tests)
                if not leads and choice not in spec.nothing_to_do:
                    what = msg("no step and no suggestion depends on the choice “{choice}” of “{fact}”", choice=choice,
                               fact=fact)  # fmt: skip
                    hint = msg("add a step, or list it under nothing-to-do:")
                    yield at(book.id, "facts", fact, "choices", choice, what=what, hint=hint)
                if leads and choice in spec.nothing_to_do:
                    what = msg("something depends on the choice “{choice}”, so there is something to do", choice=choice)
                    yield at(book.id, "facts", fact, "nothing-to-do", what=what, hint=msg("remove it here"))
            for choice in spec.nothing_to_do:
                if choice not in spec.choices:
                    what = msg("“{fact}” has no choice “{choice}”", fact=fact, choice=choice)
                    yield at(book.id, "facts", fact, "nothing-to-do", what=what)


def _meets(choice: str, fact: str, test: Any) -> bool:
    return holds({fact: test}, lambda _: [choice]) is Truth.TRUE


def _tests_of(fact: str, books: Iterable[Playbook]) -> list[Any]:
    return [test for book in books for _, when in conditions_of(book) for name, test in tests_in(when) if name == fact]
