"""What a roster lacks: numbers, names, deputies; and who has too many parts at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Person, Roster, Service, ladder

GapKind = Literal["no-phone", "nobody-named", "no-deputy", "many-roles"]
# With so many parts in one hand, one absence leaves all of them empty.
_MANY = 3


class RosterGap(Struct, frozen=True):
    """One gap. `parts` are the units, roles and zones that one person fills."""

    kind: GapKind
    party: str
    parts: tuple[str, ...] = ()


def roster_gaps(roster: Roster, books: Iterable[Playbook]) -> Iterator[RosterGap]:
    """Every gap, by kind: `check` warns of the first, `ready` lists all, `doctor` counts them."""
    yield from without_phone(roster)
    yield from _nobody_named(roster, {party for book in books for step in book.steps for party in step.contact})
    yield from _alone(roster)
    yield from _many_roles(roster)


def without_phone(roster: Roster) -> Iterator[RosterGap]:
    """People and services without a number."""
    tables: tuple[Mapping[str, Person | Service], ...] = (roster.people, roster.services)
    for table in tables:
        yield from (RosterGap("no-phone", key) for key, party in table.items() if not party.phones)


def _nobody_named(roster: Roster, called: Collection[str]) -> Iterator[RosterGap]:
    """Parties to be told of whom the roster knows neither number nor name."""
    for key, party in roster.parties():
        # Whoever happens to be there cannot be named beforehand; a service without a number is a gap already.
        by_chance = getattr(party, "kind", "") == "public" or getattr(party, "held_by", None)
        if key in called and not by_chance and key not in roster.services and _leads_nowhere(roster, key):
            yield RosterGap("nobody-named", key)


def _leads_nowhere(roster: Roster, party: str) -> bool:
    return all(contact.key == party and not contact.phones for contact in ladder(roster, party))


def _alone(roster: Roster) -> Iterator[RosterGap]:
    """Units and roles that rest on one person; the owners of zones count as one role."""
    for key, unit in roster.units.items():
        if len({*unit.people, *unit.stand_ins}) == 1:
            yield RosterGap("no-deputy", key)
    for key, role in roster.roles.items():
        if len({*role.holders, *role.stand_ins}) + (role.held_by == "zone-owner") == 1:
            yield RosterGap("no-deputy", key)


def _many_roles(roster: Roster) -> Iterator[RosterGap]:
    """People with three parts or more at the same time: owning zones counts as one, however many they are."""
    for key in roster.people:
        units = [name for name, unit in roster.units.items() if key in (*unit.people, *unit.stand_ins)]
        roles = [name for name, role in roster.roles.items() if key in (*role.holders, *role.stand_ins)]
        zones = [name for name, zone in roster.zones.items() if zone.owner == key]
        if len(units) + len(roles) + bool(zones) >= _MANY:
            yield RosterGap("many-roles", key, (*units, *roles, *zones))
