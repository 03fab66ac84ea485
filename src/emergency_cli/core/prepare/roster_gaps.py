"""What a roster lacks: numbers, names, deputies; and who has too many parts at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from emergency_cli.core.plan.roster import Roster, ladder

GapKind = Literal["no-phone", "nobody-named", "no-deputy", "many-roles"]
# With so many parts in one hand, one absence leaves all of them empty.
_MANY = 3


@dataclass(frozen=True)
class RosterGap:
    """One gap. `parts` are the units, roles and zones that one person fills."""

    kind: GapKind
    party: str
    parts: tuple[str, ...] = ()


def roster_gaps(roster: Roster, called: Collection[str]) -> Iterator[RosterGap]:
    """Every gap, by kind. `called` are the parties that the playbooks want told."""
    yield from _unreachable(roster, called)
    yield from _alone(roster)
    yield from _many_roles(roster)


def _unreachable(roster: Roster, called: Collection[str]) -> Iterator[RosterGap]:
    """People without a number; parties to be told of whom the roster knows neither number nor name."""
    for key, person in roster.people.items():
        if not person.phones:
            yield RosterGap("no-phone", key)
    for key, party in roster.parties():
        # Whoever happens to be there cannot be named beforehand.
        by_chance = getattr(party, "kind", "") == "public" or getattr(party, "held_by", None)
        if key in called and not by_chance and all(x.key == key and not x.phones for x in ladder(roster, key)):
            yield RosterGap("nobody-named", key)


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
