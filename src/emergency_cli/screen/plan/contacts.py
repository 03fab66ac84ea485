"""Whom to call, in calling order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.roster import Contact, Roster
from emergency_cli.core.terms import CALLS
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

if TYPE_CHECKING:  # the first card needs only `called`
    from emergency_cli.core.incident.steps.calling import Rung


def contact_lines(roster: Roster, title: object, contacts: Sequence[Contact], words: Words) -> Iterator[Line]:
    """A calling order: number, name, phones, post, as whom they are called, clause."""
    yield Line(words(title), "title")
    for number, contact in enumerate(contacts, 1):
        text = words.say("{what} — {more}", what=called(contact, words, False), more=detail(roster, contact, words))
        yield Line(f"{number}. {text}", "order", indent=1, hang=3)


def step_lines(
    roster: Roster,
    title: object,
    orders: Mapping[str, "Sequence[Rung]"],
    others: Sequence[Contact],
    words: Words,
    *,
    drill: bool = False,
) -> Iterator[Line]:
    """Whom to call at a step: for each party its calling order, with how it went so far; then who else there is."""
    yield Line(words(title), "title")
    if drill:
        yield Line(words.say("DRILL: simulate, do not really call"), "drill")
    for number, (party, (first, *follow)) in enumerate(orders.items(), 1):
        name = _how_it_went(first, words, drill=drill)
        whom = (
            name if first.contact.key == party else words.say("{party}: {whom}", party=roster.title(party), whom=name)
        )
        yield Line(f"{number}. {whom}", "order", indent=1, hang=3)
        if follow:
            names = [_how_it_went(rung, words, drill=drill, brief=True) for rung in follow]
            yield Line(words.say("No answer: {whom}", whom=names), indent=4, hang=2)
    yield Line(words.say("Others: {whom}", whom=[called(each, words, drill, brief=True) for each in others]), hang=2)


def ladder_lines(
    rungs: "Sequence[Rung]", follows: Contact | None, words: Words, *, drill: bool = False
) -> Iterator[Line]:
    """Whom to call now, and the calling order with how it went with each so far."""
    if follows:
        yield Line(words.say("Call next: {whom}", whom=called(follows, words, drill)), "order")
    else:
        yield Line(words.say("Everybody on this list was tried. Begin again at the top."), "warn")
    for number, rung in enumerate(rungs, 1):
        yield Line(f"{number}. {_how_it_went(rung, words, drill=drill)}", "quiet", indent=1, hang=3)


def _how_it_went(rung: "Rung", words: Words, *, drill: bool, brief: bool = False) -> str:
    """A line of a calling order, and the last call to it."""
    name = called(rung.contact, words, drill, brief=brief)
    if rung.tried is None:
        return name
    outcome = CALLS[rung.tried.outcome].shown
    return words.say("{what} — {time} {outcome}", what=name, time=words.clock(rung.tried.at), outcome=outcome)


def detail(roster: Roster, contact: Contact, words: Words) -> str:
    """Post, roles and clauses of one contact."""
    name = words(contact.name)
    roles = [words(roster.title(party)) for party in contact.parties]
    parts = [words(contact.post)] if contact.post else []
    parts += [words([role for role in roles if role != name])] if any(role != name for role in roles) else []
    if contact.clauses:
        parts.append(words.say("Plan {clause}", clause=[clause_title(each) for each in contact.clauses]))
    return " | ".join(parts)


def called(contact: Contact, words: Words, drill: bool, *, brief: bool = False) -> str:
    """Name and numbers of one contact; `brief`: in a row of several, with the first number alone.

    In a drill the name alone, for nobody must really be called.
    """
    name = words(contact.name)
    if contact.by_zone:
        return words.say("{party}: nobody has said yet which zone it is", party=name)
    if drill:
        return name
    numbers = [words(phone) for phone in contact.phones]
    if not numbers:
        return name if brief else words.say("{name} (no number)", name=name)
    shown = " / ".join(number for number in numbers[: 1 if brief else None] if number not in name)
    return f"{name} {shown}".rstrip()
