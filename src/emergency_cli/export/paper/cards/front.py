"""The front of a response card on A4: what to do now and what never to do, to be read at arm's length."""

from collections.abc import Iterator, Sequence
from itertools import groupby, product

from msgspec import Struct

from emergency_cli.core.plan.playbook import Caution
from emergency_cli.core.prepare.cards import Action, ResponseCard
from emergency_cli.core.prepare.wording import NOT_IN_THE_PLAN, plan_clause
from emergency_cli.export.paper.cards import calls
from emergency_cli.export.paper.fit import largest, line
from emergency_cli.export.paper.page import SIDE, Block, Group, Heading, Line, Lines, Paper, Row, Table, across
from emergency_cli.language import Words

# In points: nothing is smaller than `_ARM`; orders are as large as fits, and rather this large than with everything
# beside them.
_ARM, _WISHED = 14.0, 20.0
_ORDERS = [14 + step / 2 for step in range(25)]
_TITLES = (34.0, 30.0, 26.0, 22.0, 18.0)


class Shown(Struct, frozen=True):
    """What the front shows: so many actions, what to say to services alone or to everybody, whose do-nots.

    `tight`: its title is smaller, and there is room for fewer numbers; `brief`: what is not done with the first is
    ordered in few words, too.
    """

    count: int
    say_to_all: bool
    every_never: bool
    tight: bool = False
    brief: bool = False


def now(card: ResponseCard) -> int:
    """How many actions are to be done at once; where none is, those of the first stage."""
    first = card.actions[0].stage if card.actions else "immediate"
    return len([action for action in card.actions if action.stage == first])


def chosen(card: ResponseCard, words: Words, paper: Paper) -> tuple[Shown, float]:
    """As much as fits in large type; where not even the least does, fewer actions, and the others are on the back."""
    for count in range(now(card), 0, -1):
        choices = [Shown(count, *both) for both in product((True, False), repeat=2)]
        for least in (Shown(count, False, False, tight=True), Shown(count, False, False, tight=True, brief=True)):
            choices = choices if _size(card, words, choices[-1], paper) else [least]
        sizes = [(_size(card, words, one, paper), one) for one in choices]
        found = [(size, one) for size, one in sizes if size]
        large = [(size, one) for size, one in found if size >= _WISHED]
        if large:
            return large[0][1], large[0][0]
        if found:
            size, one = max(found, key=lambda each: each[0])
            return one, size
    return Shown(1, say_to_all=False, every_never=False), _ORDERS[0]


def _size(card: ResponseCard, words: Words, shown: Shown, paper: Paper) -> float | None:
    """The largest type in which the front can show this."""
    return largest(_ORDERS, paper, lambda size: front(card, words, shown, size, across(paper)))


def front(card: ResponseCard, words: Words, shown: Shown, size: float, wide: float) -> Sequence[Block]:
    """The front, with its orders in this type, on a page of this width."""
    actions = card.actions[: shown.count]
    kind = words.say("{organisation} – response card", organisation=card.imprint.organisation)
    blocks: list[Block] = [
        heading(card, words, kind, _ARM, wide, _TITLES[-2:] if shown.tight else _TITLES),
        Lines((Line(words.say("When: {text}", text=card.trigger), _ARM, "bold"),)),
        orders(actions, words, size, _ARM, wide, say_to_all=shown.say_to_all, brief=shown.brief),
    ]
    never = card.never if shown.every_never else [each for each in card.never if each[0] <= shown.count]
    if never:
        blocks.append(nevers([text for _, text in never], words, _ARM))
    fields = fields_of(card, shown)
    if fields:
        title = words.say("Whom to call")
        number = _ARM if shown.tight else _ARM + 4
        blocks.append(calls.table(title, fields, words, name=_ARM, number=number, wide=wide, beside=2))
    blocks.append(Lines((Line(_overleaf(card, words, shown), _ARM),)))
    return blocks


def fields_of(card: ResponseCard, shown: Shown) -> list[calls.Field]:
    """Whom to call, as far as the front has room for it."""
    fields = calls.on_front(card, card.actions[: shown.count])
    return fields[: calls.FEWER] if shown.tight else fields


def _overleaf(card: ResponseCard, words: Words, shown: Shown) -> str:
    if shown.count < len(card.actions):
        return words.say("Times and initials, and from no. {number} on: overleaf.", number=shown.count + 1)
    return words.say("Times and initials: overleaf.")


def card_title(card: ResponseCard, words: Words) -> str:
    """What a card is called: its playbook, and its case."""
    return words(card.title) + (f" – {words(list(card.case))}" if card.case else "")


def heading(
    card: ResponseCard,
    words: Words,
    kind: str,
    size: float,
    wide: float,
    titles: Sequence[float] = _TITLES,
    side: str = "",
) -> Heading:
    """The head of a side, its title as large as it fits on a line; `side`: which of several it is."""
    title = card_title(card, words)
    clause = plan_clause(card.clause) if card.clause else NOT_IN_THE_PLAN
    mark = "  ".join(filter(None, (words([clause, *([card.zone] if card.zone else [])]), side)))
    fits = (each for each in titles if line(Line(title, each, "bold"), wide) <= each * 1.25)
    return Heading(Line(kind, size, "bold"), Line(title, next(fits, titles[-1]), "bold"), Line(mark, size, "bold"))


def nevers(texts: Sequence[Caution], words: Words, size: float) -> Lines:
    """The do-nots, in a frame."""
    title = Line(words.say("Do-nots"), size, "bold")
    return Lines((title, *(Line(f"✕ {words(text)}", size, "bold") for text in texts)), framed=True)


def orders(
    actions: Sequence[Action],
    words: Words,
    size: float,
    small: float,
    wide: float,
    *,
    say_to_all: bool,
    brief: bool = False,
) -> Table:
    """The actions as orders; those to be done at the same time have that at their side.

    `brief`: in few words what is not done with the first.
    """
    groups = []
    for together, some in groupby(actions, key=_first_of_group):
        rows = tuple(_order(action, words, size, small, say_to_all=say_to_all, brief=brief) for action in some)
        groups.append(Group(words.say("together") if together and len(rows) > 1 else "", rows))
    number = max(size * 1.5 / 72 * 25.4, 8)
    side = any(group.title for group in groups)
    widths = (number, wide - SIDE * side - number)
    return Table(words.say("Actions in order"), widths, tuple(groups), small, names_row=1, side=side)


def _first_of_group(action: Action) -> int:
    """The number of the first action that is done at the same time as this one; 0 where none is."""
    return min((action.number, *action.together)) if action.together else 0


def _order(action: Action, words: Words, size: float, small: float, *, say_to_all: bool, brief: bool) -> Row:
    do = action.short if brief and 1 not in (action.number, *action.together) else action.do
    lines = [Line(words(do), size, "bold"), *conditions(action, words, small)]
    if action.say and (say_to_all or action.service):
        lines.append(Line(words.say("Say: {facts}", facts=list(action.say)), small))
    lines += [Line(words.say("CAREFUL: {text}", text=text), small) for text in action.warn]
    return (Line(str(action.number), size, "bold"),), tuple(lines)


def conditions(action: Action, words: Words, size: float) -> Iterator[Line]:
    """When it is to be done at all, with whose consent, and by when."""
    if action.only_if:
        yield Line(words.say("Only if: {condition}", condition=action.only_if), size, "bold")
    if action.consent:
        yield Line(words.say("Ask for consent first: {party}", party=action.consent), size, "bold")
    if action.limit:
        yield Line(words.say("Limit: {limit}", limit=action.limit), size, "bold")
