"""A response card for the wall: its front, and its back."""

from collections.abc import Iterator

from emergency_cli.core.prepare.cards import ResponseCard
from emergency_cli.export.paper.cards.back import back
from emergency_cli.export.paper.cards.front import chosen, front
from emergency_cli.export.paper.fit import spread
from emergency_cli.export.paper.page import Page, Paper, across
from emergency_cli.language import Words


def pages(card: ResponseCard, words: Words, paper: Paper) -> Iterator[Page]:
    """The front on one page, the back on one or two."""
    shown, size = chosen(card, words, paper)
    yield spread(Page(paper, tuple(front(card, words, shown, size, across(paper)))), size)
    yield back(card, words, shown, paper)
