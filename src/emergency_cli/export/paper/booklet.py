"""Cards, the contact sheet and forms put together into one document."""

from collections.abc import Sequence

from emergency_cli.core.plan.centre import Layout
from emergency_cli.core.prepare.cards import ResponseCard
from emergency_cli.core.prepare.contact_sheet import ContactSheet
from emergency_cli.core.prepare.forms import Form
from emergency_cli.export.paper import contacts, forms
from emergency_cli.export.paper.cards import index, pocket, wall
from emergency_cli.export.paper.page import Booklet, Heading, Page, paper_of
from emergency_cli.language import Words


def booklet(
    cards: Sequence[ResponseCard],
    sheet: ContactSheet | None,
    blank: Sequence[Form],
    words: Words,
    layout: Layout,
    *,
    small: bool,
) -> Booklet:
    """Which of several cards to take, each card, the contact sheet, the forms. One of them at least has to be there."""
    paper, little = paper_of(layout), paper_of(layout, small=True)
    pages = [index.page(cards, words, paper)] if len(cards) > 1 and not small else []
    for card in cards:
        pages += pocket.pages(card, words, little, paper) if small else wall.pages(card, words, paper)
    pages += [contacts.page(sheet, words, paper)] if sheet else []
    pages += [forms.blank(form, words, paper) for form in blank]
    imprint = next(each.imprint for each in (*cards, sheet, *blank) if each)
    one = len([page for page in pages if page.front]) == 1
    title = _title(pages[0]) if one else words.say("Response cards")
    return Booklet(title, words(imprint.organisation), imprint.made, tuple(pages))


def _title(page: Page) -> str:
    return next((block.title.text for block in page.blocks if isinstance(block, Heading)), "")
