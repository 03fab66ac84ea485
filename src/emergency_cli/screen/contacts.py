"""Whom to call, in calling order."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.roster import Contact, Roster
from emergency_cli.core.terms import CALLS
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

if TYPE_CHECKING:  # the first card needs only `called`
    from emergency_cli.core.incident.calling import Rung


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
    rungs: "Sequence[Rung]", follows: Contact | None, words: Words, *, drill: bool = False
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


def called(contact: Contact, words: Words, drill: bool, *, silent: bool = False) -> str:
    """Name and numbers of one contact; in a drill nobody must really be called. `silent` where there is no number."""
    name = words(contact.name)
    if drill:
        return words.say("{name} (drill: simulate, do not really call)", name=name)
    numbers = [words(phone) for phone in contact.phones]
    if not numbers:
        return name if silent else words.say("{name} (no number in the roster)", name=name)
    shown = " / ".join(number for number in numbers if number not in name)
    return f"{name} {shown}".rstrip()
