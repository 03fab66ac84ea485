"""`emergency contacts [ZONE] [--for TYPE]`: whom to contact, in calling order."""

from collections.abc import Mapping
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.options import Json, verb
from emergency_cli.core.plan.find import parties_named, pick, zones_named
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.roster import Contact, Roster, ladder, merged, step_contacts, zone_contacts
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused
from emergency_cli.screen.contacts import all_zones, contact_lines
from emergency_cli.session import Session


@verb("emergency contacts 税务 --for fire", help="For a zone, an incident type, both, or all zones.")
def contacts(
    session: Session,
    zone: Annotated[
        str | None,
        Argument(metavar="ZONE", help="A zone, unit or person: 税务, tax, sw …", autocompletion=complete.contacts),
    ] = None,
    *,
    for_: Annotated[
        str | None,
        Option("--for", metavar="TYPE", help="Whom to tell of this incident type.", autocompletion=complete.types),
    ] = None,
    json: Json = False,
) -> None:
    """By zone, by incident type, by both, or all zones on one page. Works without any incident."""
    roster = session.plan.roster
    zone_id = _found(session, zone) if zone else None
    if zone_id and zone_id not in roster.zones:
        _show_party(session, roster, zone_id, json=json)
        return
    if zone_id is None and for_ is None:
        _show_all(session, roster, json=json)
        return
    lines = zone_contacts(roster, zone_id) if zone_id else []
    title: Message = msg("Whom to contact: {zone}", zone=roster.zones[zone_id].title if zone_id else "")
    if for_:
        playbook, _ = session.plan.find(for_)
        general = session.plan.playbook(GENERAL)
        life_first = sorted(playbook.steps, key=lambda step: (step.stage != "immediate", not step.safety))
        called = step_contacts(roster, life_first, zone=zone_id)
        general_called = step_contacts(roster, general.steps if general else (), zone=zone_id)
        lines = merged([*called, *lines, *general_called])
        title = msg("Whom to contact: {title}", title=playbook.title)
        if zone_id:
            title = msg("Whom to contact: {title}, {zone}", title=playbook.title, zone=roster.zones[zone_id].title)
    session.warn_of_faults()
    if json:
        _data(session, {zone_id: lines})
    else:
        session.screen.show(contact_lines(roster, title, lines, session.screen.words))


def _found(session: Session, query: str) -> str:
    """A zone by any of its names, else a person, unit, role or service."""
    roster, sounds = session.plan.roster, session.plan.sounds
    unknown = msg("No service zone, person or unit “{query}”.", query=query)
    try:
        return pick(query, zones_named(roster), unknown, slips=False, sounds=sounds)
    except Misused as error:
        if error.message is not unknown:
            raise
    return pick(query, [*zones_named(roster), *parties_named(roster)], unknown, sounds=sounds)


def _show_party(session: Session, roster: Roster, party: str, *, json: bool) -> None:
    lines = ladder(roster, party)
    if json:
        _data(session, {None: lines})
        return
    title = msg("Whom to contact: {title}", title=roster.title(party))
    session.screen.show(contact_lines(roster, title, lines, session.screen.words))


def _show_all(session: Session, roster: Roster, *, json: bool) -> None:
    session.warn_of_faults()
    if json:
        _data(session, {key: zone_contacts(roster, key) for key in roster.zones})
    else:
        session.screen.show(all_zones(roster, session.screen.words))


def _data(session: Session, groups: Mapping[str | None, list[Contact]]) -> None:
    from emergency_cli.shapes.plan import Contacts, contact_group

    session.screen.data(Contacts(groups=[contact_group(zone, lines) for zone, lines in groups.items()]))
