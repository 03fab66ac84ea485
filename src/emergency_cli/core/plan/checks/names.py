"""Rules on what things are called: a name means one thing."""

from collections.abc import Iterator, Mapping
from typing import Any

from emergency_cli.core.filename import DEVICES
from emergency_cli.core.plan.checks.place import Books, at
from emergency_cli.core.plan.playbook import GENERAL, ORDERS
from emergency_cli.core.plan.roster import Person, Roster
from emergency_cli.core.text import Fault, Text, msg

Place = tuple[object, ...]
Name = tuple[str, str, Place]


def general_is_there(books: Books, roster: Roster) -> Iterator[Fault]:
    """Every incident runs the general procedure."""
    if GENERAL not in books:
        yield at(GENERAL, what=msg("the general procedure is missing"), hint=msg("add playbooks/general.yaml"))


def orders_are_no_playbook(books: Books, roster: Roster) -> Iterator[Fault]:
    """What leaders order are steps of `orders`, in every incident."""
    if ORDERS in books:
        what = msg("“{id}” is reserved for leaders' orders", id=ORDERS)
        yield at(ORDERS, "id", what=what, hint=msg("give the playbook another id"))


def ids_are_names_of_files(books: Books, roster: Roster) -> Iterator[Fault]:
    """The folder of a plan can be copied to any machine: Windows keeps a few names for devices."""
    for book in books.values():
        if book.id in DEVICES:
            what = msg("Windows can hold no file “{id}.yaml”", id=book.id)
            yield at(book.id, "id", what=what, hint=msg("give the playbook another id"))


def ids_are_unique(books: Books, roster: Roster) -> Iterator[Fault]:
    """A step is named by its id."""
    for book in books.values():
        seen: set[str] = set()
        for number, step in enumerate(book.steps):
            if step.id in seen:
                yield at(book.id, "steps", number, "id", what=msg("step “{id}” appears twice", id=step.id))
            seen.add(step.id)


def names_are_unique(books: Books, roster: Roster) -> Iterator[Fault]:
    """A word means one playbook, one zone, one party: nobody is asked which of two was meant, under stress."""
    yield from _clashes(_playbook_names(books))
    yield from _clashes(_names("zones", roster.zones))
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("people", roster.people), ("units", roster.units), ("roles", roster.roles), ("services", roster.services),
    )  # fmt: skip
    yield from _clashes([name for table, things in tables for name in _names(table, things)])


def _clashes(names: list[Name]) -> Iterator[Fault]:
    """Ids and titles win over aliases, then the first over the later ones."""
    first: dict[str, tuple[str, Place]] = {}
    for name, thing, place in sorted(names, key=lambda each: "aliases" in each[2]):
        other, where = first.setdefault(name.casefold(), (thing, place))
        if other != thing or (where != place and "aliases" in where):
            what = msg("“{name}” already means {other}", name=name, other=other)
            yield at(str(place[0]), *place[1:], what=what, hint=msg("keep it in one place"))


def _playbook_names(books: Books) -> list[Name]:
    """What playbooks are called. A word of the general procedure may be taken over by another playbook."""
    titles = [(name, book.id, (book.id, "title")) for book in books.values() for name in _called(book.id, book.title)]
    aliases = [
        (alias.name, book.id, (book.id, "aliases", number))
        for book in books.values()
        for number, alias in enumerate(book.aliases)
    ]
    taken = {name.casefold() for name, book, _ in (*titles, *aliases) if book != GENERAL}
    return [*titles, *(each for each in aliases if each[1] != GENERAL or each[0].casefold() not in taken)]


def _names(table: str, things: Mapping[str, Any]) -> list[Name]:
    names: list[Name] = []
    for key, thing in things.items():
        member = "name" if isinstance(thing, Person) else "title"
        names += [(name, key, ("", table, key, member)) for name in _called(key, getattr(thing, member))]
        names += [(name, key, ("", table, key, "aliases", number)) for number, name in enumerate(thing.aliases)]
    return names


def _called(key: str, title: Text) -> tuple[str, ...]:
    return (key, title.zh, title.en)
