"""The first page of several cards: what has happened, and which card to take."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.prepare.cards import ResponseCard
from emergency_cli.export.paper.cards.front import card_title
from emergency_cli.export.paper.fit import largest, spread
from emergency_cli.export.paper.imprint import imprint
from emergency_cli.export.paper.page import Block, Group, Heading, Line, Lines, Page, Paper, Table, across
from emergency_cli.language import Words

_SIZES = [10 + step / 2 for step in range(13)]
_TITLE, _KIND, _SMALLEST = 30.0, 14.0, 9.0


def page(cards: Sequence[ResponseCard], words: Words, paper: Paper) -> Page:
    """A row for each card, in type as large as fits."""
    size = largest(_SIZES, paper, lambda size: _blocks(cards, words, size, across(paper))) or _SIZES[0]
    return spread(Page(paper, tuple(_blocks(cards, words, size, across(paper)))), size)


def _blocks(cards: Sequence[ResponseCard], words: Words, size: float, wide: float) -> Iterator[Block]:
    kind = words.say("{organisation} – response cards", organisation=cards[0].imprint.organisation)
    yield Heading(Line(kind, _KIND, "bold"), Line(words.say("Which card?"), _TITLE, "bold"))
    rows = tuple(((Line(words(card.trigger), size),), (Line(card_title(card, words), size, "bold"),)) for card in cards)
    heads = (Line(words.say("What has happened"), size), Line(words.say("Take this card"), size))
    yield Table(words.say("Which card?"), (wide - 80, 80), (Group("", rows),), size, heads=heads)
    yield Lines((imprint(cards[0].imprint, words, _SMALLEST),))
