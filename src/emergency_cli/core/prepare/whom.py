"""Whom to tell of an incident, by what its steps say: now, only if, later; and who follows where nobody answers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.address import Address
from emergency_cli.core.plan.cases import Answers
from emergency_cli.core.plan.conditions import Truth, holds, wanted_by
from emergency_cli.core.plan.playbook import GENERAL, Playbook, Step
from emergency_cli.core.plan.roster import Contact, Roster, ladder
from emergency_cli.core.prepare.outline import Books, by_stage
from emergency_cli.core.prepare.wording import Facts, facts_at_hand, in_brief
from emergency_cli.core.text import Message, msg

# When somebody has to be told; `next` is whoever follows where the one before does not answer.
When = Literal["now", "if", "later", "next"]


class Duty(Struct, frozen=True):
    """Somebody to be told, as which parties, with the steps that say so and their clauses.

    `contact`: the first to be called, `None` for the owner of a zone that was not named.
    """

    parties: tuple[str, ...]
    contact: Contact | None
    steps: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class Case(Struct, frozen=True):
    """Those to be told only under a condition."""

    condition: Message
    duties: tuple[Duty, ...]


class Ladder(Struct, frozen=True):
    """Who follows after the first of a party."""

    party: str
    follow: tuple[Contact, ...]


class Whom(Struct, frozen=True):
    """Whom to tell, in calling order."""

    now: tuple[Duty, ...]
    only_if: tuple[Case, ...] = ()
    later: tuple[Duty, ...] = ()
    ladders: tuple[Ladder, ...] = ()


class _Call(Struct, frozen=True):
    """That a step has a party told."""

    party: str
    step: Step
    address: str
    facts: Facts


def whom_for_zone(roster: Roster, zone: str) -> Whom:
    """Whom to tell of anything in a zone: its owner, then the office that coordinates."""
    office = roster.office
    duties = [_duty(roster, office, zone, clauses=_clauses(roster.units[office].clause))] if office else []
    now = _each_once([_owner(roster, zone), *duties])
    return Whom(tuple(now), ladders=tuple(_ladders(roster, now)))


def whom_to_tell(book: Playbook, books: Books, roster: Roster, answers: Answers, zone: str | None = None) -> Whom:
    """Whom to tell of an incident of this type, as far as these answers decide it.

    What the general procedure says counts for every incident. The call for help comes first, then the owner of the
    zone, then everybody else in the order of the steps; the office that coordinates before those whom it has to tell.
    """
    general = books.get(GENERAL)
    calls = [*_calls(book, books), *(_calls(general, books) if general and general.id != book.id else ())]
    calls = [call for call in calls if holds(call.step.when, lambda fact: [answers.get(fact)]) is not Truth.FALSE]
    due = [call for call in calls if _certain(call, calls, answers)]
    at_once = [call for call in due if call.step.stage == "immediate"]
    now = _merged(roster, zone, _office_first(at_once, roster.office))
    owner = roster.zone_owner
    if zone and all(owner not in duty.parties for duty in now):
        now.append(_owner(roster, zone))
    now.sort(key=lambda duty: (duty.parties[0] not in roster.services, not zone or owner not in duty.parties))
    now = _each_once(now)
    told = {party for duty in now for party in duty.parties}
    doubtful = [call for call in calls if call not in due and call.party not in told]
    doubtful = [call for call in doubtful if not any(_covers(other, call) for other in doubtful)]
    later = [call for call in due if call not in at_once and call.party not in told]
    only_if = tuple(_by_condition(roster, zone, doubtful, answers))
    return Whom(
        now=tuple(now),
        only_if=only_if,
        later=tuple(_merged(roster, zone, later)),
        ladders=tuple(_ladders(roster, [*now, *(duty for case in only_if for duty in case.duties)])),
    )


def _calls(book: Playbook, books: Books) -> Iterator[_Call]:
    facts = facts_at_hand(book, books)
    for stage, steps in by_stage(book).items():
        for step in steps if stage != "review" else ():
            for party in step.contact:
                yield _Call(party, step, str(Address(book.id, step.id)), facts)


def _office_first(calls: Sequence[_Call], office: str | None) -> list[_Call]:
    """The calls in their order, but that to the Emergency Office before the first that is the office's own to make."""
    own = next((place for place, call in enumerate(calls) if office in call.step.actor), len(calls))
    to_office = [call for call in calls[own:] if call.party == office]
    return [*calls[:own], *to_office, *(call for call in calls[own:] if call not in to_office)]


def _certain(call: _Call, calls: Sequence[_Call], answers: Answers) -> bool:
    """Whether a party is told in any case: without a condition, or in each of the cases that there are."""
    if call.step.optional or call.step.approval:
        return False
    if holds(call.step.when, lambda fact: [answers.get(fact)]) is Truth.TRUE:
        return True
    when = call.step.when or {}
    if len(when) != 1:
        return False
    (fact,) = when
    spec = call.facts.get(fact)
    told = {
        choice
        for other in calls
        if other.party == call.party and other.step.stage == call.step.stage and set(other.step.when or ()) == {fact}
        for choice in wanted_by((other.step.when or {})[fact])
    }
    return bool(spec and spec.choices) and told >= set(spec.choices if spec else ())


def _covers(other: _Call, call: _Call) -> bool:
    """Whether a party is told under a part of the condition already."""
    narrower, wider = call.step.when or {}, other.step.when or {}
    return other.party == call.party and wider.items() < narrower.items()


def _merged(roster: Roster, zone: str | None, calls: Iterable[_Call]) -> list[Duty]:
    """Each party once, at its first place."""
    by_party: dict[str, list[_Call]] = {}
    for call in calls:
        by_party.setdefault(call.party, []).append(call)
    return [
        _duty(
            roster,
            party,
            zone,
            steps=tuple(call.address for call in same),
            clauses=_clauses(*(call.step.clause for call in same)),
        )
        for party, same in by_party.items()
    ]


def _by_condition(roster: Roster, zone: str | None, calls: Iterable[_Call], answers: Answers) -> Iterator[Case]:
    """Those to be told under each condition, as far as it is open."""
    conditions: list[tuple[Message, list[_Call]]] = []
    for call in calls:
        still_open = _open(call, answers, roster)
        same = next((calls for condition, calls in conditions if condition == still_open), None)
        if same is None:
            conditions.append((still_open, [call]))
        else:
            same.append(call)
    for condition, same in conditions:
        yield Case(condition, tuple(_each_once(_merged(roster, zone, same))))


def _open(call: _Call, answers: Answers, roster: Roster) -> Message:
    left = {
        fact: test
        for fact, test in (call.step.when or {}).items()
        if holds({fact: test}, lambda asked: [answers.get(asked)]) is not Truth.TRUE
    }
    condition = in_brief(left, call.facts) if left else msg("where conditions allow")
    if call.step.approval is None:
        return condition
    return msg("{condition}, if {party} consents", condition=condition, party=roster.title(call.step.approval))


def _each_once(duties: Iterable[Duty]) -> list[Duty]:
    """A person who is to be called for two parties is called once (AMB-28)."""
    found: dict[str, Duty] = {}
    for duty in duties:
        key = duty.contact.key if duty.contact else duty.parties[0]
        known = found.get(key)
        found[key] = (
            duty
            if known is None
            else replace(
                known,
                parties=(*known.parties, *duty.parties),
                steps=(*known.steps, *duty.steps),
                clauses=_clauses(*known.clauses, *duty.clauses),
            )
        )
    return list(found.values())


def _clauses(*clauses: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for clause in clauses if clause))


def _owner(roster: Roster, zone: str) -> Duty:
    owned = roster.zones[zone]
    return _duty(roster, roster.zone_owner or owned.owner, zone, clauses=_clauses(owned.clause))


def _duty(roster: Roster, party: str, zone: str | None, **why: Any) -> Duty:
    contacts = ladder(roster, party, zone=zone) if zone or party != roster.zone_owner else []
    return Duty((party,), contacts[0] if contacts else None, **why)


def _ladders(roster: Roster, duties: Iterable[Duty]) -> Iterator[Ladder]:
    """Who follows after the first of each party."""
    for party in dict.fromkeys(party for duty in duties for party in duty.parties):
        follow = ladder(roster, party)[1:]
        if follow:
            yield Ladder(party, tuple(follow))
