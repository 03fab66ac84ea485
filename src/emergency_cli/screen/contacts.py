"""Whom to call, in calling order."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.incident.calling import Rung
from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.roster import EMERGENCY_OFFICE, Contact, Roster, ladder, zone_contacts
from emergency_cli.core.terms import CALLS
from emergency_cli.core.text import msg
from emergency_cli.language import Words
from emergency_cli.screen.line import Line


def contact_lines(
    roster: Roster, title: object, contacts: Sequence[Contact], words: Words, *, drill: bool = False
) -> Iterator[Line]:
    """A calling order: number, name, phones; post, as whom they are called, clause."""
    yield Line(words(title), "title")
    if drill:
        yield Line(words.say("DRILL: simulate, do not really call"), "drill")
    for number, contact in enumerate(contacts, 1):
        yield Line(f"{number}. {called(contact, words, drill)}", "order", indent=1, hang=3)
        yield Line(detail(roster, contact, words), "quiet", indent=4, hang=2)


def ladder_lines(
    rungs: Sequence[Rung], follows: Contact | None, words: Words, *, drill: bool = False
) -> Iterator[Line]:
    """Whom to call now, and the calling order with how it went with each so far."""
    if follows:
        yield Line(words.say("Call next: {whom}", whom=called(follows, words, drill)), "order")
    else:
        yield Line(words.say("Everybody on this list was tried. Begin again at the top."), "warn")
    for number, rung in enumerate(rungs, 1):
        line = f"{number}. {called(rung.contact, words, drill)}"
        if tried := rung.tried:
            line = words.say(
                "{what} — {time} {outcome}", what=line, time=words.clock(tried.at), outcome=CALLS[tried.outcome].shown
            )
        yield Line(line, "quiet", indent=1, hang=3)


def detail(roster: Roster, contact: Contact, words: Words) -> str:
    """Post, roles and clauses of one contact."""
    name = words(contact.name)
    roles = [words(roster.title(party)) for party in contact.parties]
    parts = [words(contact.post)] if contact.post else []
    parts += [words([role for role in roles if role != name])] if any(role != name for role in roles) else []
    if contact.clauses:
        parts.append(words.say("Plan {clause}", clause=[clause_title(each) for each in contact.clauses]))
    return " | ".join(parts)


def all_zones(roster: Roster, words: Words) -> Iterator[Line]:
    """Every zone with its owner, then who is called for all of them."""
    yield Line(words.say("Whom to contact, by service zone"), "title")
    for key, zone in roster.zones.items():
        owner = zone_contacts(roster, key)[0]
        yield Line(f"{words(zone.title)} ({key}): {called(owner, words, False)}", indent=1, hang=4)
    yield Line("")
    yield Line(words.say("For every zone, after its owner:"), "title")
    title = roster.title(EMERGENCY_OFFICE)
    yield from contact_lines(roster, title, ladder(roster, EMERGENCY_OFFICE), words)
    services = [called(line, words, False) for key in roster.services for line in ladder(roster, key)]
    yield Line(words(msg("Outside: {services}", services=services)), "order")


def called(contact: Contact, words: Words, drill: bool) -> str:
    """Name and numbers of one contact; in a drill nobody must really be called."""
    name = words(contact.name)
    numbers = [words(phone) for phone in contact.phones]
    shown = " / ".join(number for number in numbers if number not in name)
    if not numbers:
        shown = words.say("(no number in the roster)")
    if drill:
        shown = words.say("(drill: simulate, do not really call)")
    return f"{name} {shown}".rstrip()
