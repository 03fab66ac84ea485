"""The cases that a playbook tells apart: the choices of the fact that its other names answer."""

from collections.abc import Mapping

from msgspec import Struct

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.text import Text

Answers = Mapping[str, str]


class PlaybookCase(Struct, frozen=True):
    """One of the cases that a playbook tells apart: the choice, its name, and the answer that chooses it."""

    id: str
    title: Text
    answers: Answers


def cases_of(book: Playbook) -> list[PlaybookCase]:
    """The cases of a playbook: the choices of the fact that its other names answer; none where no name does."""
    answered = (fact for alias in book.aliases for fact in alias.sets)
    chosen = next((fact for fact in answered if fact in book.facts and book.facts[fact].choices), None)
    if chosen is None:
        return []
    spec = book.facts[chosen]
    return [
        PlaybookCase(key, title, {chosen: key}) for key, title in spec.choices.items() if key not in spec.nothing_to_do
    ]


def each_case(book: Playbook) -> list[Answers]:
    """The answers that make each card of a playbook: one for each case, none at all where it has no cases."""
    return [case.answers for case in cases_of(book)] or [{}]
