"""Rules on who acts, is told, owns: they are in the roster, and the roster can reach them."""

import re
from collections.abc import Iterator

from emergency_cli.core.plan.checks.place import Books, at, steps_of
from emergency_cli.core.plan.gaps import without_phone
from emergency_cli.core.plan.roster import Roster, Unit
from emergency_cli.core.text import Fault, Message, msg

# Marks between two numbers, and those that an editor leaves round one: quotes of another width, a lost bracket.
_BETWEEN, _ROUND = re.compile("[,，、;；/|\n]"), re.compile("[\"'“”‘’「」『』＂＇\\[\\]{}\u3000]")
# 15 digits are the longest number there is (ITU-T E.164); an extension may follow.
_DIGITS = 20


def parties_are_known(books: Books, roster: Roster) -> Iterator[Fault]:
    """Whoever acts, is told, is asked or owns is in the roster."""
    hint = msg("add it to roster.yaml, or correct the id")
    for book, number, step in steps_of(books):
        named = [(member, party) for member in ("actor", "contact") for party in getattr(step, member)]
        named += [("approval", step.approval)] if step.approval else []
        for member, party in named:
            if roster.party(party) is None:
                yield at(book.id, "steps", number, member, what=_unknown(party), hint=hint)
    for book in books.values():
        for number, item in enumerate(book.preparedness):
            if item.owner and roster.party(item.owner) is None:
                yield at(book.id, "preparedness", number, "owner", what=_unknown(item.owner), hint=hint)
    yield from _roster_parties(roster)


def those_in_charge_are_named(books: Books, roster: Roster) -> Iterator[Fault]:
    """One unit coordinates; where there are zones, one role is that of their owners."""
    offices = [key for key, unit in roster.units.items() if unit.coordinates]
    if len(offices) != 1:
        what = msg("{count} units coordinate, and one should: {names}", count=len(offices), names=offices)
        none = msg("no unit coordinates: nobody is called where the owner of a zone does not answer")
        place = ("units", *offices[1:2])
        yield at("", *place, what=what if offices else none, hint=msg("write coordinates: true for one of them"))
    owners = [key for key, role in roster.roles.items() if role.held_by == "zone-owner"]
    if len(owners) > 1 or (roster.zones and not owners):
        what = msg("{count} roles are held by the owner of the zone, and one should", count=len(owners))
        yield at("", "roles", *owners[1:2], what=what, hint=msg("write held-by: zone-owner for one of them"))


def _roster_parties(roster: Roster) -> Iterator[Fault]:
    for table, parties in (("units", roster.units), ("roles", roster.roles)):
        for key, each in parties.items():
            named = [(member, party) for member in ("people", "holders") for party in getattr(each, member, ())]
            named += [("stand-ins", party) for party in each.stand_ins]
            named += [("part-of", each.part_of)] if isinstance(each, Unit) and each.part_of else []
            for member, party in named:
                if roster.party(party) is None:
                    yield at("", table, key, member, what=_unknown(party))
    for day, on_duty in roster.duty.items():
        for number, person in enumerate(on_duty):
            if person not in roster.people:
                yield at("", "duty", day, number, what=_unknown(person))
    for key, zone in roster.zones.items():
        if zone.owner not in roster.people:
            yield at("", "zones", key, "owner", what=_unknown(zone.owner))


def _unknown(party: str) -> Message:
    return msg("“{party}” is not in the roster", party=party)


def numbers_can_be_dialled(books: Books, roster: Roster) -> Iterator[Fault]:
    """Each number is one, with digits, and without what belongs to the writing of the file."""
    tables = (("people", roster.people), ("units", roster.units), ("services", roster.services))
    for table, key, number, phone in (
        (table, key, number, str(phone))
        for table, parties in tables
        for key, party in parties.items()
        for number, phone in enumerate(party.phones)
    ):
        if wrong := _undiallable(phone):
            what, hint = wrong
            yield at("", table, key, "phones", number, what=what, hint=hint)


def _undiallable(phone: str) -> tuple[Message, Message] | None:
    digits = sum(each.isdecimal() for each in phone)
    if not digits:
        return msg("“{phone}” is no phone number", phone=phone), msg("write [] where none is known")
    if _ROUND.search(phone):
        return msg("“{phone}” holds characters that belong to no number", phone=phone), msg(
            'write it like ["0537-1234567"]'
        )
    if _BETWEEN.search(phone):
        hint = msg("write each in quotes of its own, with a half-width comma between them")
        return msg("“{phone}” is more than one number", phone=phone), hint
    if digits > _DIGITS:
        return msg("“{phone}” is too long for a phone number", phone=phone[:_DIGITS] + "…"), msg("correct it")
    return None


def preparedness_has_owners(books: Books, roster: Roster) -> Iterator[Fault]:
    """A warning: the plan does not always say who keeps something ready; the centre has to."""
    for book in books.values():
        for number, item in enumerate(book.preparedness):
            if not item.owner:
                what = msg("nobody owns the preparedness item “{id}”", id=item.id)
                yield at(book.id, "preparedness", number, what=what, hint=msg("add owner:"), warning=True)


def phones_are_there(books: Books, roster: Roster) -> Iterator[Fault]:
    """People and services without a number are a warning: the plan gives none, the centre has to add them."""
    missing = [gap.party for gap in without_phone(roster)]
    people = [key for key in missing if key in roster.people]
    if people:
        names = [roster.people[key].name for key in people]
        what = msg("no phone number for {count} people: {names}", count=len(people), names=names)
        yield at("", "people", people[0], what=what, hint=msg("add them under phones:"), warning=True)
    for key in missing[len(people) :]:
        what = msg("no phone number for {name}", name=roster.services[key].title)
        yield at("", "services", key, what=what, hint=msg("add them under phones:"), warning=True)
