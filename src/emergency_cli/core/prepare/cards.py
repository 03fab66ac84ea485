"""The response card (应急处置卡) of a playbook, or of one of its cases, as one finished value to be printed.

It holds what such a card has to: trigger, actions in order, what to say, do-nots, whom to call,
clauses and version. It is what the hall uses when nothing else works.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.address import Address
from emergency_cli.core.plan.cases import Answers, chosen_cases
from emergency_cli.core.plan.conditions import Truth, When, holds
from emergency_cli.core.plan.playbook import GENERAL, Caution, Playbook, Step
from emergency_cli.core.plan.roster import Contact, Roster, has_a_number, ladder
from emergency_cli.core.prepare.outline import Books, by_stage
from emergency_cli.core.prepare.wording import (
    EACH,
    REPEATS,
    Facts,
    deadline,
    fact_name,
    facts_at_hand,
    situation,
    sources,
)
from emergency_cli.core.terms import Stage
from emergency_cli.core.text import Message, Text

Name = Text | str

# The review comes after the response has ended, at a desk; the card is for the hall.
LEFT_OUT: Stage = "review"


class Action(Struct, frozen=True):
    """A row of the card. `step` is its address in an incident (`fire/call-119`), `short` its order in a few words.

    `together`: the numbers of the actions at the same time. `only_if`: what is still open of its condition. `service`:
    somebody from outside is called for it.
    """

    number: int
    step: str
    stage: Stage
    safety: bool
    do: Text
    short: Text
    only_if: Message | None
    together: tuple[int, ...]
    who: tuple[Name, ...]
    contacts: tuple[str, ...]
    call: tuple[Name, ...]
    service: bool
    consent: Name | None
    decide: tuple[Name, ...]
    say: tuple[Name, ...]
    record: tuple[Name, ...]
    warn: tuple[Caution, ...]
    never: tuple[Caution, ...]
    limit: Message | None
    marks: tuple[Message, ...]
    sources: tuple[Message, ...]


class Call(Struct, frozen=True):
    """A party of the call list with the first of those to be called for it."""

    party: str
    title: Name
    contacts: tuple[Contact, ...]


class Imprint(Struct, frozen=True):
    """What a printed page was made from. `digest` is that of the plan files, as an incident would record it."""

    organisation: Text
    document: Text
    dated: str
    digest: str
    version: str
    made: datetime


class ResponseCard(Struct, frozen=True):
    """A whole card. `calls`: whom its actions have called; `services`: all outside services.

    `owner`: the party of the call list that is the owner of the zone that was named.
    """

    playbook: str
    title: Text
    case: tuple[Name, ...]
    zone: Text | None
    owner: str | None
    trigger: Text
    our: Text | None
    clause: str | None
    actions: tuple[Action, ...]
    calls: tuple[Call, ...]
    services: tuple[Call, ...]
    general: Text | None
    afterwards: int
    imprint: Imprint

    @property
    def never(self) -> list[tuple[int, Caution]]:
        """The do-nots, each with the number of its action."""
        return [(action.number, text) for action in self.actions for text in action.never]


def response_card(
    book: Playbook, answers: Answers, books: Books, roster: Roster, imprint: Imprint, zone: str | None = None
) -> ResponseCard:
    """The card of a playbook, as far as these answers decide it; `zone` is whose owner is named."""
    facts = facts_at_hand(book, books)
    steps = steps_on_card(book, answers)
    told = parties_told(steps)
    owner = (roster.zone_owner or roster.zones[zone].owner) if zone else None
    cases = chosen_cases(book, answers)
    general = books.get(GENERAL)
    return ResponseCard(
        playbook=book.id,
        title=book.title,
        case=tuple(cases),
        zone=roster.zones[zone].title if zone else None,
        owner=owner,
        trigger=next((case.trigger for case in cases if case.trigger), book.trigger),
        our=book.our,
        clause=next((case.clause for case in cases if case.clause), book.clause),
        actions=tuple(_action(number, steps, book, answers, facts, roster) for number in range(1, len(steps) + 1)),
        calls=tuple(_calls([*told, *([owner] if owner and owner not in told else [])], roster, zone)),
        services=tuple(_calls(roster.services, roster, zone)),
        general=general.title if general and general.id != book.id else None,
        afterwards=len([step for step in book.steps if step.stage == LEFT_OUT and _applies(step.when, answers)]),
        imprint=imprint,
    )


def steps_on_card(book: Playbook, answers: Answers) -> list[Step]:
    """The steps that the card of these answers shows, in the order in which its rows are numbered.

    What only asks for these answers is not among them: whoever took this card in hand has given them.
    """
    return [step for step in _in_order(book) if _applies(step.when, answers) and not _only_asks(step, answers)]


def _only_asks(step: Step, answers: Answers) -> bool:
    """Whether a step is nothing but a question that is answered."""
    more = step.say or step.record or step.contact or step.warn or step.never
    return bool(step.ask) and not more and all(fact in answers for fact in step.ask)


def _in_order(book: Playbook) -> Iterator[Step]:
    for stage, steps in by_stage(book).items():
        if stage != LEFT_OUT:
            yield from steps


def _applies(when: When | None, answers: Answers) -> bool:
    """Only what is certainly false stays off the card."""
    return holds(when, lambda fact: [answers.get(fact)]) is not Truth.FALSE


def _still_open(when: When | None, answers: Answers) -> When:
    """The tests of a condition that these answers do not settle."""
    return {
        fact: test
        for fact, test in (when or {}).items()
        if holds({fact: test}, lambda asked: [answers.get(asked)]) is not Truth.TRUE
    }


def parties_told(steps: Iterable[Step]) -> list[str]:
    """Whoever has to be told or asked in these steps, each once, in their order."""
    return list(dict.fromkeys(party for step in steps for party in _parties(step)))


def _parties(step: Step) -> list[str]:
    return [*step.contact, *([step.approval] if step.approval else [])]


def _action(number: int, steps: list[Step], book: Playbook, answers: Answers, facts: Facts, roster: Roster) -> Action:
    step = steps[number - 1]
    still_open = _still_open(step.when, answers)
    others = [other for other, each in enumerate(steps, 1) if step.together and each.together == step.together]

    def named(wanted: Iterable[str]) -> tuple[Name, ...]:
        return tuple(fact_name(fact, facts) for fact in wanted)

    marks = [EACH[step.each]] if step.each else []
    return Action(
        number=number,
        step=str(Address(book.id, step.id)),
        stage=step.stage,
        safety=step.safety,
        do=step.do,
        short=step.short or step.do,
        only_if=situation(still_open, facts) if still_open else None,
        together=tuple(other for other in others if other != number),
        who=tuple(roster.title(party) for party in step.actor),
        contacts=tuple(_parties(step)),
        call=tuple(roster.title(party) for party in step.contact),
        service=any(party in roster.services for party in step.contact),
        consent=roster.title(step.approval) if step.approval else None,
        decide=named(step.ask),
        say=named(step.say),
        record=named(fact for fact in step.record if fact not in step.say),
        warn=step.warn,
        never=step.never,
        limit=deadline(step, book, facts),
        marks=(*marks, *([REPEATS] if step.repeats else [])),
        sources=tuple(sources(step, brief=True)),
    )


def _calls(parties: Iterable[str], roster: Roster, zone: str | None) -> Iterator[Call]:
    for party in parties:
        if has_a_number(roster, party):
            yield Call(party, roster.title(party), tuple(ladder(roster, party, zone=zone)))
