"""The cases that a playbook tells apart: the choices of the fact that its other names answer."""

from collections.abc import Mapping

from msgspec import Struct

from emergency_cli.core.plan.facts import Choice
from emergency_cli.core.plan.playbook import Playbook

Answers = Mapping[str, str]


class PlaybookCase(Struct, frozen=True):
    """One of the cases that a playbook tells apart: the choice, its name, and the answer that chooses it."""

    id: str
    title: Choice
    answers: Answers


def cases_of(book: Playbook) -> list[PlaybookCase]:
    """The cases of a playbook: the choices of the fact that its other names answer; none where no name does.

    A choice with nothing to do is no case, unless the plan says when it is one.
    """
    answered = (fact for alias in book.aliases for fact in alias.sets)
    chosen = next((fact for fact in answered if fact in book.facts and book.facts[fact].choices), None)
    if chosen is None:
        return []
    spec = book.facts[chosen]
    return [
        PlaybookCase(key, choice, {chosen: key})
        for key, choice in spec.choices.items()
        if choice.trigger or key not in spec.nothing_to_do
    ]


def chosen_cases(book: Playbook, answers: Answers) -> list[Choice]:
    """The choices that these answers make; of a fact with several choices each that was chosen."""
    return [
        book.facts[fact].choices[choice]
        for fact, answer in answers.items()
        if fact in book.facts
        for choice in answer.split(",")
        if choice in book.facts[fact].choices
    ]


def each_case(book: Playbook) -> list[Answers]:
    """The answers that make each card of a playbook: one for each case, none at all where it has no cases."""
    return [case.answers for case in cases_of(book)] or [{}]
