"""The contact sheet: every service zone with its owner, then whom to call for all of them; to be printed, filled in."""

from collections.abc import Iterable

from msgspec import Struct

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import EMERGENCY_OFFICE, Roster, has_a_number, ladder, zone_contacts
from emergency_cli.core.prepare.cards import Call, Imprint, parties_told
from emergency_cli.core.text import Text


class ContactSheet(Struct, frozen=True):
    """`zones`: each with its owner alone. `others`: every other party that a playbook has told."""

    zones: tuple[Call, ...]
    office: Call
    services: tuple[Call, ...]
    others: tuple[Call, ...]
    zone: Text | None
    imprint: Imprint


def contact_sheet(roster: Roster, books: Iterable[Playbook], imprint: Imprint, zone: str | None = None) -> ContactSheet:
    """The sheet of all zones, or of one of them."""
    zones = {key: roster.zones[key] for key in ([zone] if zone else roster.zones)}
    told = {party for book in books for party in parties_told(book.steps)}
    return ContactSheet(
        zones=tuple(Call(key, each.title, tuple(zone_contacts(roster, key)[:1])) for key, each in zones.items()),
        office=_call(roster, EMERGENCY_OFFICE),
        services=tuple(_call(roster, key) for key in roster.services),
        others=tuple(
            _call(roster, party) for party, _ in roster.parties() if party in told and _is_other(roster, party)
        ),
        zone=roster.zones[zone].title if zone else None,
        imprint=imprint,
    )


def _call(roster: Roster, party: str) -> Call:
    return Call(party, roster.title(party), tuple(ladder(roster, party)))


def _is_other(roster: Roster, party: str) -> bool:
    """Neither on another part of the sheet, nor a role that changes from zone to zone or from day to day."""
    role = roster.roles.get(party)
    elsewhere = party == EMERGENCY_OFFICE or party in roster.services or (role is not None and role.held_by)
    return has_a_number(roster, party) and not elsewhere
