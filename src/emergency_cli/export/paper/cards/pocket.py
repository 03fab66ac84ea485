"""A response card as pocket cards (A6): what is to be done at once, on as many sides as that takes."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.prepare.cards import ResponseCard
from emergency_cli.core.text import msg
from emergency_cli.export.paper.cards import calls
from emergency_cli.export.paper.cards.front import heading, nevers, now, orders
from emergency_cli.export.paper.fit import heights, room
from emergency_cli.export.paper.imprint import version
from emergency_cli.export.paper.page import Block, Line, Lines, Page, across
from emergency_cli.language import Words

# In points: orders, and everything else.
_ORDER, _TYPE = 12.0, 10.0
_TITLES = (18.0, 16.0, 14.0, 12.0)
_WIDE = across("A6")


def pages(card: ResponseCard, words: Words) -> Iterator[Page]:
    """Its sides; whom to call and what it was made from stand on the last, or on one of their own."""
    sides, start, count = list[list[Block]](), 0, now(card)
    while start < count or not sides:
        end = _end(card, words, start, count)
        sides.append(_side(card, words, start, end))
        start = end
    last = list(_last(card, words, count))
    if _fits([*sides[-1], *last]):
        sides[-1] += last
    else:
        sides.append([_head(card, words), *last])
    for number, blocks in enumerate(sides):
        yield Page("A6", tuple(blocks), front=number == 0)


def _end(card: ResponseCard, words: Words, start: int, count: int) -> int:
    """Behind which action the side ends that begins behind `start`: rather not between those to be done together."""
    ends = [end for end in range(start + 1, count + 1) if _fits(_side(card, words, start, end))] or [start + 1]
    last = max(ends)
    whole = [end for end in ends if end == count or card.actions[end].number not in card.actions[end - 1].together]
    return max(whole) if whole and max(whole) - start > (last - start) / 2 else last


def _fits(blocks: Sequence[Block]) -> bool:
    return heights(blocks, _WIDE) <= room("A6")


def _head(card: ResponseCard, words: Words) -> Block:
    kind = words.say("{organisation} – pocket card", organisation=card.imprint.organisation)
    return heading(card, words, kind, _TYPE, _TITLES, _WIDE)


def _side(card: ResponseCard, words: Words, start: int, end: int) -> list[Block]:
    actions = card.actions[start:end]
    blocks = [_head(card, words)]
    if not start:
        blocks.append(Lines((Line(words.say("When: {text}", text=card.trigger), _TYPE, "bold"),)))
    blocks.append(orders(actions, words, _ORDER, _TYPE, _WIDE, say_to_all=True))
    never = [text for action in actions for text in action.never]
    if never:
        blocks.append(nevers(never, words, _TYPE))
    return blocks


def _last(card: ResponseCard, words: Words, count: int) -> Iterator[Block]:
    fields = calls.on_front(card, card.actions[:count])
    if fields:
        yield calls.table(words.say("Whom to call"), fields, words, name=_TYPE, number=_ORDER, wide=_WIDE, beside=1)
    beside = []
    if count < len(card.actions):
        beside.append(msg("The first {count} of {all} actions; the A4 card has them all.",
                          count=count, all=len(card.actions)))  # fmt: skip
    if card.general:
        beside.append(msg("Beside this card: {title}.", title=card.general))
    said = [Line(" ".join(words(each) for each in beside), _TYPE)] if beside else []
    yield Lines((*said, Line(version(card.imprint, words), _TYPE, "small")))
