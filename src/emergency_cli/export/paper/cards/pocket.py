"""A response card as pocket cards: what is to be done at once, on as many sides as that takes."""

from collections.abc import Iterator

from emergency_cli.core.prepare.cards import ResponseCard
from emergency_cli.core.text import msg
from emergency_cli.export.paper.cards import calls
from emergency_cli.export.paper.cards.front import heading, nevers, now, orders
from emergency_cli.export.paper.fit import heights, room
from emergency_cli.export.paper.imprint import version
from emergency_cli.export.paper.page import Block, Line, Lines, Page, Paper, across
from emergency_cli.language import Words

# In points: orders, and everything else.
_ORDER, _TYPE = 12.0, 10.0
_TITLES = (18.0, 16.0, 14.0, 12.0)


def pages(card: ResponseCard, words: Words, paper: Paper, whole: Paper) -> Iterator[Page]:
    """Its sides; whom to call and what it was made from stand on the last, or on one of their own.

    `whole`: the paper of the card that has every action.
    """
    sides, start, count, wide = list[list[Block]](), 0, now(card), across(paper)
    free = room(paper) - heights([_head(card, words, wide, "9/9")], wide)
    while start < count or not sides:
        end = _end(card, words, start, count, wide, free)
        sides.append(_side(card, words, start, end, wide))
        start = end
    last = list(_last(card, words, count, wide, whole))
    if heights([*sides[-1], *last], wide) <= free:
        sides[-1] += last
    else:
        sides.append(last)
    for number, blocks in enumerate(sides, 1):
        side = f"{number}/{len(sides)}" if len(sides) > 1 else ""
        yield Page(paper, (_head(card, words, wide, side), *blocks), front=number == 1)


def _end(card: ResponseCard, words: Words, start: int, count: int, wide: float, free: float) -> int:
    """Behind which action the side ends that begins behind `start`: rather not between those to be done together."""
    every = range(start + 1, count + 1)
    ends = [end for end in every if heights(_side(card, words, start, end, wide), wide) <= free] or [start + 1]
    last = max(ends)
    whole = [end for end in ends if end == count or card.actions[end].number not in card.actions[end - 1].together]
    return max(whole) if whole and max(whole) - start > (last - start) / 2 else last


def _head(card: ResponseCard, words: Words, wide: float, side: str) -> Block:
    kind = words.say("{organisation} – pocket card", organisation=card.imprint.organisation)
    return heading(card, words, kind, _TYPE, wide, _TITLES, side)


def _side(card: ResponseCard, words: Words, start: int, end: int, wide: float) -> list[Block]:
    actions = card.actions[start:end]
    blocks = list[Block]()
    if not start:
        blocks.append(Lines((Line(words.say("When: {text}", text=card.trigger), _TYPE, "bold"),)))
    blocks.append(orders(actions, words, _ORDER, _TYPE, wide, say_to_all=True))
    never = [text for action in actions for text in action.never]
    if never:
        blocks.append(nevers(never, words, _TYPE))
    return blocks


def _last(card: ResponseCard, words: Words, count: int, wide: float, whole: Paper) -> Iterator[Block]:
    fields = calls.on_front(card, card.actions[:count])
    if fields:
        yield calls.table(words.say("Whom to call"), fields, words, name=_TYPE, number=_ORDER, wide=wide, beside=1)
    beside = []
    if count < len(card.actions):
        beside.append(msg("The first {count} of {all} actions; the {paper} card has them all.",
                          count=count, all=len(card.actions), paper=whole))  # fmt: skip
    if card.general:
        beside.append(msg("Beside this card: {title}.", title=card.general))
    said = [Line(" ".join(words(each) for each in beside), _TYPE)] if beside else []
    yield Lines((*said, Line(version(card.imprint, words), _TYPE, "small")))
