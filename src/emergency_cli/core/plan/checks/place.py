"""What a rule is, and how it says where in the plan a fault is.

`Fault.file` carries the file and, after `#`, the place in it as a path; the reader of the files turns that into a line.
"""

from collections.abc import Callable, Iterator, Mapping

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.conditions import When
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Playbook, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, Message

Books = Mapping[str, Playbook]
Facts = Mapping[str, FactSpec]
Rule = Callable[[Books, Roster], Iterator[Fault]]
# A rule that also looks at what the hall has set.
RuleOfCentre = Callable[[Books, Roster, Centre], Iterator[Fault]]


def at(book: str, *path: object, what: Message, hint: Message | None = None, warning: bool = False) -> Fault:
    """A fault at a place in the file of a playbook; `book` is empty for the roster."""
    place = "/".join(str(part) for part in path)
    file = f"playbooks/{book}.yaml" if book else "roster.yaml"
    return Fault(f"{file}#{place}", None, what, hint, warning)


def in_drill(scenario: str, *path: object, what: Message, hint: Message | None = None) -> Fault:
    """A fault at a place in the file of a scenario."""
    return Fault(f"drills/{scenario}.yaml#{'/'.join(str(part) for part in path)}", None, what, hint)


def in_centre(*path: object, what: Message, hint: Message | None = None, warning: bool = False) -> Fault:
    """A fault at a place in centre.yaml."""
    return Fault(f"centre.yaml#{'/'.join(str(part) for part in path)}", None, what, hint, warning)


def shared(books: Books) -> Facts:
    """The facts that all playbooks share."""
    return books[GENERAL].facts if GENERAL in books else {}


def declared(books: Books, book: Playbook) -> Facts:
    """Every fact that the steps of a playbook may name."""
    return {**shared(books), **book.facts}


def steps_of(books: Books) -> Iterator[tuple[Playbook, int, Step]]:
    """Every step with its playbook and its number."""
    for book in books.values():
        for number, step in enumerate(book.steps):
            yield book, number, step


def conditions_of(book: Playbook) -> Iterator[tuple[tuple[object, ...], When]]:
    """Every condition of a playbook, of steps, of facts and of suggestions, with its place."""
    for number, step in enumerate(book.steps):
        if step.when is not None:
            yield ("steps", number, "when"), step.when
    for fact, spec in book.facts.items():
        if spec.when is not None:
            yield ("facts", fact, "when"), spec.when
    for number, suggestion in enumerate(book.suggests):
        yield ("suggests", number, "when"), suggestion.when
