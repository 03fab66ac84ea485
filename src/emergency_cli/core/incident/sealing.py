"""What is personal in an event, and sealed before it is written: one place, whoever made the event."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from emergency_cli.core.events import CallMade, Corrected, Entry, Event, FactsSet, StepDone, Told
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal, Words
from emergency_cli.core.terms import NOT_KNOWN, Member

Seal = Callable[[str], Personal]


def with_seals(incident: Incident, event: Event, seal: Seal) -> Event:
    """The event with everything personal in it sealed.

    Personal are answers that the plan calls so; the name of whoever answered a call, unless their party is one of the
    hall; what replaces a personal value in a correction, with the reason for it; and the reason for a personal answer.
    """
    match event:
        case StepDone():
            facts = _answers(incident, event.facts, seal)
            return replace(event, facts=facts, contacts=_contacts(incident, event.contacts, seal))
        case FactsSet():
            return replace(event, facts=_answers(incident, event.facts, seal))
        case CallMade():
            return replace(event, contacts=_contacts(incident, event.contacts, seal))
        case Corrected() if _replaces_personal(incident, event):
            value = _sealed(event.value, seal) if event.value else event.value
            return replace(event, value=value, reason=event.reason and _sealed(event.reason, seal))
        case _:
            return event


def _sealed(words: Words, seal: Seal) -> Words:
    return seal(words) if isinstance(words, str) else words


def _answers(incident: Incident, facts: Mapping[str, Words], seal: Seal) -> dict[str, Words]:
    return {
        fact: _sealed(value, seal) if _is_personal(incident, fact) and value != NOT_KNOWN else value
        for fact, value in facts.items()
    }


def _is_personal(incident: Incident, fact: str | None) -> bool:
    spec = incident.fact_spec(fact) if fact else None
    return spec is not None and spec.personal


def _contacts(incident: Incident, contacts: tuple[Told, ...], seal: Seal) -> tuple[Told, ...]:
    return tuple(
        replace(each, name=_sealed(each.name, seal)) if each.name and not _of_the_hall(incident, each.party) else each
        for each in contacts
    )


def _of_the_hall(incident: Incident, party: str) -> bool:
    """Whether a party is one the hall works with: people, offices, roles. The public never asked to be on record."""
    roster = incident.roster
    if roster is None:
        return False
    unit = roster.units.get(party)
    return unit.kind != "public" if unit else party in roster.people or party in roster.roles


def _replaces_personal(incident: Incident, correction: Corrected) -> bool:
    """Whether a correction touches a personal value: followed through corrections to the entry that is meant."""
    member: Member = correction.member
    fact = correction.fact
    target: Entry | None = incident.originals.get(correction.target.hash)
    seen = set[str]()
    while target is not None and target.hash not in seen:
        seen.add(target.hash)
        event = target.event
        if not isinstance(event, Corrected) or member != "value":
            break
        if isinstance(event.value, Personal):
            return True
        member, fact = event.member, event.fact
        target = incident.originals.get(event.target.hash)
    if target is None:
        return False
    if member == "reason" and any(isinstance(value, Personal) for value in target.event.answers.values()):
        return True
    if member == "value":
        return isinstance(target.event.answers.get(fact or ""), Personal) or _is_personal(incident, fact)
    return isinstance(getattr(target.event, member, None), Personal)
