"""Whom to tell of an incident type, for a zone, or for all zones."""

from collections.abc import Iterable, Iterator
from datetime import date

from emergency_cli.core.plan.clauses import clause_title
from emergency_cli.core.plan.roster import Roster, has_a_number, ladder, zone_contacts
from emergency_cli.core.prepare.whom import Duty, Whom
from emergency_cli.language import Words
from emergency_cli.screen.line import Line
from emergency_cli.screen.plan.contacts import called

# So many of those who follow are named; `contacts` with the party's own name lists them all.
_FOLLOW = 4
_ROWS, _LEAST = 23, 2  # of 24: the last one says whose plan it is


def whom_lines(roster: Roster, title: object, whom: Whom, words: Words, width: int) -> list[Line]:
    """Whom to tell: now, only if, later, each with the clause of the duty; then who follows where nobody answers.

    Where that is more than a screen of this width holds, first the clauses are left out, then whoever comes later:
    whoever looks here has to call somebody now.
    """
    pages = (list(_lines(roster, title, whom, words, leave_out)) for leave_out in range(_LEAST + 1))
    page: list[Line] = []
    for page in pages:
        if sum(1 for line in page for _ in line.wrapped(width)) <= _ROWS:
            break
    return page


def _lines(roster: Roster, title: object, whom: Whom, words: Words, leave_out: int) -> Iterator[Line]:
    yield Line(words(title), "title")
    if whom.now:
        yield Line(words.say("Tell now:"))
    for number, duty in enumerate(whom.now, 1):
        told = _now(roster, duty, words)
        yield Line(f"{number}. {told if leave_out else _cited(told, [duty], words)}", "order", indent=1, hang=4)
    if whom.only_if:
        yield Line(words.say("Only if:"))
    for case in whom.only_if:
        text = words.say("{condition} → {whom}", condition=case.condition,
                         whom=[_named(roster, duty, words) for duty in case.duties])  # fmt: skip
        yield Line(text if leave_out else _cited(text, case.duties, words), indent=1, hang=2)
    if whom.later and leave_out < _LEAST:
        later = [_named(roster, duty, words) for duty in whom.later]
        yield Line(words.say("Later: {whom}", whom=later), hang=2)
    for each in whom.ladders:
        follow = [called(contact, words, False, brief=True) for contact in each.follow[: _FOLLOW // (leave_out + 1)]]
        text = words.say("No answer, {party}: {whom}", party=roster.title(each.party), whom=follow)
        left = len(each.follow) - len(follow)
        yield Line(words.say("{what}, and {count} more", what=text, count=left) if left else text, hang=2)


def _cited(text: str, duties: Iterable[Duty], words: Words) -> str:
    clauses = dict.fromkeys(clause for duty in duties for clause in duty.clauses)
    return (
        words.say("{what} [{clauses}]", what=text, clauses=[clause_title(each) for each in clauses])
        if clauses
        else text
    )


def _now(roster: Roster, duty: Duty, words: Words) -> str:
    text = _named(roster, duty, words, brief=False)
    if duty.contact:
        return text
    zone = next(iter(roster.zones.values()), None)
    if zone is None:
        return text
    return words.say("{party}: depends on the zone, so add it, like: {zone}", party=text, zone=zone.title)


def _named(roster: Roster, duty: Duty, words: Words, *, brief: bool = True) -> str:
    """As whom somebody is told, and the name and number of whoever is called first."""
    titles = [roster.title(party) for party in duty.parties]
    if duty.contact is None:
        return words(titles)
    name = called(duty.contact, words, False, brief=brief or not has_a_number(roster, duty.contact.key))
    return name if titles == [duty.contact.name] else words.say("{party}: {whom}", party=titles, whom=name)


def all_zones(roster: Roster, words: Words) -> Iterator[Line]:
    """Every zone with its owner, then who is called for all of them."""
    yield Line(words.say("Whom to tell, by service zone:"), "title")
    for number, (key, zone) in enumerate(roster.zones.items(), 1):
        owner = zone_contacts(roster, key)[0]
        line = words.say("{party}: {whom}", party=zone.title, whom=called(owner, words, False))
        yield Line(f"{number:>2} {line}", "order", hang=3)
    if roster.office:
        office = [called(contact, words, False, brief=True) for contact in ladder(roster, roster.office)]
        title = roster.title(roster.office)
        yield Line(words.say("Then, for every zone, the {office}: {whom}", office=title, whom=office), hang=2)
    services = [called(line, words, False, brief=True) for key in roster.services for line in ladder(roster, key)]
    yield Line(words.say("Outside: {services}", services=services), hang=2)


def duty_today(roster: Roster, day: date, words: Words) -> Iterator[Line]:
    """Whoever the table has on duty on that day; nothing where it has nobody."""
    if people := roster.duty.get(day.isoformat()):
        whom = [called(contact, words, False, brief=True) for each in people for contact in ladder(roster, each)]
        yield Line(words.say("On duty today: {whom}", whom=whom), hang=2)
