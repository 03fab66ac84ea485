"""Whom to call, on a card: six fields on the front, everybody else on the back."""

from collections.abc import Iterable

from msgspec import Struct

from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.prepare.cards import Action, Call, ResponseCard
from emergency_cli.core.text import msg
from emergency_cli.export.paper.page import Cell, Group, Line, Row, Table
from emergency_cli.language import Words

# How many fields the front has, where it is crowded, and how many people of one party a card names: more would crowd
# out other parties.
FIELDS, FEWER, PEOPLE = 6, 4, 3


class Field(Struct, frozen=True):
    """A party and the person or switchboard to be called for it; `more`: how many of it are not named on the card."""

    call: Call
    contact: Contact
    more: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.call.party, self.contact.key


def on_front(card: ResponseCard, actions: Iterable[Action]) -> list[Field]:
    """The fields of the front: the first of every party of these actions, the owner of the zone, services, others."""
    wanted = [party for action in actions for party in action.contacts]
    calls = sorted(card.calls, key=lambda call: (call.party not in wanted, not _service(call)))
    firsts = [Field(call, call.contacts[0]) for call in calls if call.party in wanted and call.contacts]
    owners = [Field(call, call.contacts[0]) for call in calls if call.party == card.owner and call.contacts]
    firsts = firsts[: FIELDS - 2] if owners else firsts  # the back names the others, but no service that is not called
    services = [Field(call, call.contacts[0]) for call in card.services if call.contacts]
    others = [Field(call, contact) for call in calls for contact in call.contacts[:PEOPLE]]
    found = {field.key: field for field in [*firsts, *owners, *services, *others]}
    return list(found.values())[:FIELDS]


def on_back(card: ResponseCard, front: Iterable[Field], people: int) -> list[Field]:
    """Services and others whom the front has no room for, so many of each party at most; the last says how many."""
    there, fields = {field.key for field in front}, list[Field]()
    for call in {call.party: call for call in (*card.services, *card.calls)}.values():
        left = [contact for contact in call.contacts if Field(call, contact).key not in there]
        fields += [Field(call, contact) for contact in left[:people]]
        if left[people:]:
            fields[-1] = Field(call, left[people - 1], len(left) - people)
    return fields


def _service(call: Call) -> bool:
    return any(contact.service for contact in call.contacts)


def table(
    title: str,
    fields: Iterable[Field],
    words: Words,
    *,
    name: float,
    number: float,
    wide: float,
    beside: int,
    shown: bool = False,
) -> Table:
    """The fields, so many `beside` each other; a blank where no number is known. `shown`: with its title."""
    cells = [_cells(field, words, name, number) for field in fields]
    cells += [((), ())] * (-len(cells) % beside)
    rows = tuple(_row(cells[at : at + beside]) for at in range(0, len(cells), beside))
    each = wide / beside
    widths = (each * 0.52, each * 0.48) * beside
    return Table(title, widths, (Group(title if shown else "", rows),), name, least=max(7.0, number * 0.5))  # fmt: skip


def _row(cells: Iterable[tuple[Cell, Cell]]) -> Row:
    return tuple(cell for pair in cells for cell in pair)


def _cells(field: Field, words: Words, name: float, number: float) -> tuple[Cell, Cell]:
    title, contact = words(field.call.title), words(field.contact.name)
    shown = title if contact == title else words(msg("{party} – {name}", party=title, name=contact))
    if field.more:
        shown = words.say("{what}, and {count} more", what=shown, count=field.more)
    numbers = " / ".join(words(phone) for phone in field.contact.phones)
    return (Line(shown, name),), ((Line(numbers, number, "bold"),) if numbers else ())
