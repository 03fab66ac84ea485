"""The contact sheet: everybody who may have to be called, each once, with the zones they answer for."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import (
    Contact,
    Roster,
    has_a_number,
    ladder,
    merged,
    zone_contacts,
)
from emergency_cli.core.prepare.cards import Imprint, Name, parties_told
from emergency_cli.core.text import Text


class Reached(Struct, frozen=True):
    """A person or switchboard: the zones they are accountable for, and the parties they are called as.

    `checked`: the day on which the numbers were last tried.
    """

    name: Name
    zones: tuple[Text, ...]
    parties: tuple[Name, ...]
    phones: tuple[str | Personal, ...]
    checked: str | None


class ContactSheet(Struct, frozen=True):
    """`people`: whoever the plan names, in its order; `others`: every other party that a playbook has told."""

    services: tuple[Reached, ...]
    people: tuple[Reached, ...]
    others: tuple[Reached, ...]
    zone: Text | None
    imprint: Imprint


def contact_sheet(roster: Roster, books: Iterable[Playbook], imprint: Imprint, zone: str | None = None) -> ContactSheet:
    """The sheet of all zones, or of one of them."""
    zones = [zone] if zone else list(roster.zones)
    told = {party for book in books for party in parties_told(book.steps)}
    parties = [party for party, _ in roster.parties() if party in told and _is_other(roster, party)]
    contacts = merged(
        [
            *ladder(roster, roster.office),
            *(contact for key in zones for contact in zone_contacts(roster, key)[:1]),
            *(contact for party in parties for contact in ladder(roster, party)),
        ]
    )
    order = list(roster.people)
    people = sorted((each for each in contacts if each.key in roster.people), key=lambda each: order.index(each.key))
    return ContactSheet(
        services=tuple(_reached(each, roster, zones) for key in roster.services for each in ladder(roster, key)),
        people=tuple(_reached(each, roster, zones) for each in people),
        others=tuple(_reached(each, roster, zones) for each in contacts if each.key not in roster.people),
        zone=roster.zones[zone].title if zone else None,
        imprint=imprint,
    )


def _reached(contact: Contact, roster: Roster, zones: Iterable[str]) -> Reached:
    owned = tuple(roster.zones[key].title for key in zones if roster.zones[key].owner == contact.key)
    checked = getattr(roster.party(contact.key), "checked", None)
    return Reached(contact.name, owned, tuple(_parts(contact, roster)), contact.phones, checked)


def _parts(contact: Contact, roster: Roster) -> Iterator[Name]:
    """As what else somebody is called; the zones say the rest."""
    for party in contact.parties:
        role = roster.roles.get(party)
        if roster.title(party) != contact.name and not (role and role.held_by):
            yield roster.title(party)


def _is_other(roster: Roster, party: str) -> bool:
    """No outside service, nor a role that changes from zone to zone or from day to day."""
    role = roster.roles.get(party)
    return has_a_number(roster, party) and party not in roster.services and not (role is not None and role.held_by)
