"""The roster: people, units, roles, services and zones, and whom to contact in which order."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.values import Id, PlanValue
from emergency_cli.core.text import Text

# Who holds a role that no named person has.
HeldBy = Literal["zone-owner", "on-duty"]
HELD_BY: tuple[str, ...] = get_args(HeldBy)


class Person(PlanValue, frozen=True, kw_only=True):
    """Somebody the plan names. `post` is what the plan calls them; a rank is a rank, never a post.

    `checked`: the day on which somebody last tried the numbers, as 2026-11-28.
    """

    name: Text
    post: Text | None = None
    clause: str | None = None
    phones: tuple[str | Personal, ...] = ()
    checked: str | None = None
    aliases: tuple[str, ...] = ()


class Unit(PlanValue, frozen=True, kw_only=True):
    """An office, section, company or group. `people` and then `stand_ins` are its ladder, first to be called first.

    `sums_up`: having taken part, it sums up its work afterwards. `coordinates`: it is the office that coordinates.
    """

    title: Text
    kind: Literal["internal", "contractor", "external", "public"] = "internal"
    clause: str | None = None
    phones: tuple[str | Personal, ...] = ()
    checked: str | None = None
    people: tuple[Id, ...] = ()
    stand_ins: tuple[Id, ...] = ()
    part_of: Id | None = None
    sums_up: bool = False
    coordinates: bool = False
    aliases: tuple[str, ...] = ()
    our: Text | None = None
    readings: tuple[str, ...] = ()


class Role(PlanValue, frozen=True, kw_only=True):
    """A part somebody plays: held by named people, by whoever owns the zone, or taken by whoever is there."""

    title: Text
    clause: str | None = None
    holders: tuple[Id, ...] = ()
    held_by: HeldBy | None = None
    stand_ins: tuple[Id, ...] = ()
    aliases: tuple[str, ...] = ()
    our: Text | None = None
    readings: tuple[str, ...] = ()


class Service(PlanValue, frozen=True, kw_only=True):
    """An outside service with a public number: 110, 119, 120."""

    title: Text
    phones: tuple[str, ...] = ()
    clause: str | None = None
    aliases: tuple[str, ...] = ()


class Zone(PlanValue, frozen=True, kw_only=True):
    """A service zone and the deputy head accountable for it (包保负责人)."""

    title: Text
    owner: Id
    clause: str | None = None
    aliases: tuple[str, ...] = ()
    our: Text | None = None
    readings: tuple[str, ...] = ()


class PlanDocument(PlanValue, frozen=True, kw_only=True):
    """The official document that the plan files were made from."""

    title: Text
    issuer: Text
    dated: str
    legal_basis: Text | None = None


class Roster(PlanValue, frozen=True, kw_only=True):
    """Everybody who acts or is told, and how to reach them.

    `duty`: a day, as 2026-12-01 -> who is on duty, in calling order.
    """

    organisation: Text
    document: PlanDocument
    people: dict[Id, Person]
    units: dict[Id, Unit]
    roles: dict[Id, Role]
    services: dict[Id, Service]
    zones: dict[Id, Zone]
    duty: dict[str, tuple[Id, ...]] = field(default_factory=dict)

    def party(self, party_id: str) -> Person | Unit | Role | Service | None:
        """Whoever goes by this id."""
        return (
            self.people.get(party_id)
            or self.units.get(party_id)
            or self.roles.get(party_id)
            or self.services.get(party_id)
        )

    @property
    def office(self) -> str | None:
        """The unit that coordinates; `None` where none does."""
        return next((key for key, unit in self.units.items() if unit.coordinates), None)

    @property
    def zone_owner(self) -> str | None:
        """The role of whoever owns a zone; `None` where there is none."""
        return next((key for key, role in self.roles.items() if role.held_by == "zone-owner"), None)

    def title(self, party_id: str) -> Text | str:
        """What to call a party; a name that is not an id is returned unchanged."""
        party = self.party(party_id)
        if party is None:
            zone = self.zones.get(party_id)
            return zone.title if zone else party_id
        return party.name if isinstance(party, Person) else party.title

    def parties(self) -> Iterator[tuple[str, Person | Unit | Role | Service]]:
        """Every party with its id."""
        for table in (self.people, self.units, self.roles, self.services):
            yield from table.items()


def on_day(roster: Roster, day: date) -> Roster:
    """The roster as it counts on that day: whoever is on duty then holds the roles of those on duty."""
    people = roster.duty.get(day.isoformat(), ())
    on_duty = {
        key: replace(role, holders=tuple(dict.fromkeys((*people, *role.holders))))
        for key, role in roster.roles.items()
        if role.held_by == "on-duty"
    }
    return replace(roster, roles=roster.roles | on_duty, duty={}) if roster.duty else roster


def has_a_number(roster: Roster, party: str) -> bool:
    """Whether a party can be called: the public is in the hall and has no number."""
    found = roster.party(party)
    return not (isinstance(found, Unit) and found.kind == "public")


class Contact(Struct, frozen=True):
    """One line of a calling order: a person or a switchboard, for the parties they are called as.

    `by_zone`: whoever owns the zone, and nobody has said yet which one that is.
    """

    key: str
    name: Text | str
    post: Text | None
    parties: tuple[str, ...]
    phones: tuple[str | Personal, ...]
    clauses: tuple[str, ...]
    service: bool = False
    by_zone: bool = False


def ladder(
    roster: Roster, party_id: str | None, *, zone: str | None = None, on_duty: str | None = None
) -> list[Contact]:
    """Whom to call for a party, first to be called first; stand-ins follow. Each person appears once.

    A role held by the zone's owner needs the zone; without it the role itself is the one line. Nobody for no party.
    """
    return merged(_climb(roster, party_id, party_id, zone, on_duty, frozenset())) if party_id else []


def _climb(
    roster: Roster, party_id: str, called_as: str, zone: str | None, on_duty: str | None, seen: frozenset[str]
) -> Iterator[Contact]:
    if party_id in seen:
        return
    seen |= {party_id}
    party = roster.party(party_id)
    clauses = (party.clause,) if party and party.clause else ()
    match party:
        case Person():
            yield Contact(party_id, party.name, party.post, (called_as,), party.phones, clauses)
        case Service():
            yield Contact(party_id, party.title, None, (called_as,), party.phones, clauses, service=True)
        case Unit():
            if party.phones or not (party.people or party.stand_ins):
                yield Contact(party_id, party.title, None, (called_as,), party.phones, clauses)
            for member in (*party.people, *party.stand_ins):
                yield from _climb(roster, member, called_as, zone, on_duty, seen)
        case Role():
            holders = list(party.holders)
            if party.held_by == "zone-owner" and zone in roster.zones:
                holders.insert(0, roster.zones[zone or ""].owner)
            if party.held_by == "on-duty" and on_duty:
                if known := _named(roster, on_duty):
                    holders.insert(0, known)
                else:
                    yield Contact(f"{party_id}:{on_duty}", on_duty, None, (called_as,), (), clauses)
            elif not holders and not party.stand_ins:
                by_zone = party.held_by == "zone-owner"
                yield Contact(party_id, party.title, None, (called_as,), (), clauses, by_zone=by_zone)
            for member in (*holders, *party.stand_ins):
                yield from _climb(roster, member, called_as, zone, on_duty, seen)
        case None:
            yield Contact(party_id, party_id, None, (called_as,), (), ())


def _named(roster: Roster, name: str) -> str | None:
    """The one person of this name."""
    found = [key for key, person in roster.people.items() if name in (person.name.zh, person.name.en)]
    return found[0] if len(found) == 1 else None


def merged(contacts: Iterable[Contact]) -> list[Contact]:
    """The same calling order with each person once, at their first place, under all parties they are called as."""
    lines: dict[str, Contact] = {}
    for contact in contacts:
        known = lines.get(contact.key)
        if known is None:
            lines[contact.key] = contact
        else:
            lines[contact.key] = replace(
                known,
                parties=tuple(dict.fromkeys((*known.parties, *contact.parties))),
                clauses=tuple(dict.fromkeys((*known.clauses, *contact.clauses))),
            )
    return list(lines.values())


def calling_order(
    roster: Roster, party_id: str, *, zone: str | None = None, on_duty: str | None = None
) -> list[Contact]:
    """Whom to call for a party until somebody answers: its ladder; after a zone's owner the coordinating office."""
    lines = ladder(roster, party_id, zone=zone, on_duty=on_duty)
    return merged([*lines, *ladder(roster, roster.office)]) if party_id == roster.zone_owner else lines


def zone_contacts(roster: Roster, zone: str) -> list[Contact]:
    """Whom to call for a zone: its owner, then the office that coordinates."""
    owner = ladder(roster, roster.zone_owner or roster.zones[zone].owner, zone=zone)
    return merged([*owner, *ladder(roster, roster.office)])
