"""A response card, or the contact sheet, as a page in words: what every format of it prints, and how large."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.plan.playbook import Caution
from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.prepare.cards import Action, Call, Imprint, ResponseCard
from emergency_cli.core.prepare.contact_sheet import ContactSheet
from emergency_cli.core.prepare.wording import LIFE_FIRST, plan_clause
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.core.width import halves, in_type, width
from emergency_cli.language import Words

Paper = Literal["A4", "A6"]
Weight = Literal["order", "plain", "warn", "small"]


class Paragraph(Struct, frozen=True):
    """A paragraph; `weight` is how it looks: an order, plain, a warning, small print."""

    text: str
    weight: Weight = "plain"


Cell = tuple[Paragraph, ...]


class RowGroup(Struct, frozen=True):
    """Rows under a heading of their own; each row has a cell for each column, and an empty cell is filled by hand."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class CardTable(Struct, frozen=True):
    """`widths` in millimetres; `names_row`: the column whose cell names its row."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    groups: tuple[RowGroup, ...]
    names_row: int


class CardPage(Struct, frozen=True):
    """One printed page. `blanks` are filled by hand, `calls` go side by side.

    `size` is the type, `air` what is left over for each row to be higher; both in points.
    """

    paper: Paper
    kind: str
    title: str
    mark: str
    lead: tuple[Paragraph, ...]
    blanks: tuple[str, ...]
    table: CardTable
    never_title: str
    never: tuple[str, ...]
    calls: tuple[CardTable, ...]
    foot: tuple[str, ...]
    size: float = 0.0
    air: float = 0.0


class Booklet(Struct, frozen=True):
    """Pages that become one document. `author` is the hall."""

    title: str
    author: str
    made: datetime
    pages: tuple[CardPage, ...]


# Paper, its margin, and the type sizes that may be chosen, all for print: millimetres and points.
SHEETS: dict[Paper, tuple[float, float]] = {"A4": (210, 297), "A6": (105, 148)}
MARGIN: dict[Paper, float] = {"A4": 9, "A6": 4}
_SIZES: dict[Paper, tuple[float, float]] = {"A4": (6.5, 14.0), "A6": (5.5, 9.0)}
# A pocket card carries five to seven actions: seven where they can still be read easily.
# How many people of one party a card names: more would crowd out those of the other parties.
_PEOPLE = 3
_POCKET, _EASILY_READ = (7, 6, 5), 6.5
# Fonts differ from machine to machine; so much of the sheet is planned for.
_SPARE, _STEP = 0.975, 0.1
_HALF_A_WORD = 1.5
# How large each kind of line is against the type of the page.
SCALE: dict[Weight, float] = {"order": 1.2, "plain": 0.95, "warn": 0.95, "small": 0.78}
TITLE, HEADS, FOOT, LEADING = 2.0, 0.85, 0.72, 1.25
# Points: with large type a head would no longer fit over a column for a number or a time.
MOST_HEAD = 9.0


def booklet(cards: Sequence[ResponseCard], sheet: ContactSheet | None, words: Words, *, pocket: bool) -> Booklet:
    """Each card as a page, then the contact sheet. At least one of them has to be there."""
    pages = [_pocket(card, words) if pocket else _fitted(_card(card, words, "A4")) for card in cards]
    imprints = [*(card.imprint for card in cards), *([sheet.imprint] if sheet else [])]
    pages += [_sheet(sheet, words)] if sheet else []
    title = pages[0].title if len(pages) == 1 else words.say("Response cards")
    return Booklet(title, words(imprints[0].organisation), imprints[0].made, tuple(pages))


def _pocket(card: ResponseCard, words: Words) -> CardPage:
    pages = [_fitted(_card(card.first(count), words, "A6")) for count in _POCKET]
    return next((page for page in pages if page.size >= _EASILY_READ), pages[-1])


def _card(card: ResponseCard, words: Words, paper: Paper) -> CardPage:
    wide = paper == "A4"
    title = words(card.title) + (f" – {words(list(card.case))}" if card.case else "")
    clause = plan_clause(card.clause) if card.clause else msg("not in the plan")
    blanks = (msg("Date"), msg("Place"), msg("Officer on duty")) if wide else (msg("Date"), msg("Officer on duty"))
    return CardPage(
        paper=paper,
        kind=words.say("{organisation} – response card", organisation=card.imprint.organisation),
        title=title,
        mark=words([clause, *([card.zone] if card.zone else [])]),
        lead=tuple(_lead(card, words, wide=wide)),
        blanks=tuple(words(each) for each in blanks),
        table=_actions(card, words, wide=wide),
        never_title=words.say("Do-nots"),
        never=tuple(_never(number, text, words) for number, text in card.never),
        calls=_call_tables(card, words, wide=wide),
        foot=tuple(_foot(card, words)),
    )


def _never(number: int, text: Caution, words: Words) -> str:
    """A do-not with the number of its action; what the clause of that action does not say names what it rests on."""
    basis = text.basis and (text.basis.law or msg("good practice"))
    if basis:
        return words.say("{text} (no. {number}; {basis})", text=text, number=number, basis=basis)
    return words.say("{text} (no. {number})", text=text, number=number)


def _lead(card: ResponseCard, words: Words, *, wide: bool) -> Iterator[Paragraph]:
    yield Paragraph(words.say("When: {text}", text=card.trigger), "warn")
    if card.our and wide:
        yield Paragraph(words.say("Our reading: {text}", text=card.our), "small")


def _actions(card: ResponseCard, words: Words, *, wide: bool) -> CardTable:
    groups = []
    for (stage, safety), actions in groupby(card.actions, key=lambda action: (action.stage, action.safety)):
        title = words(STAGES[stage].shown) + (f" – {words(LIFE_FIRST)}" if safety else "")
        groups.append(RowGroup(title, tuple(_row(action, words, wide=wide) for action in actions)))
    heads = [msg("No."), msg("What to do"), msg("Who, whom to call"), msg("Time"), msg("Initials")]
    widths = (9.0, 99.0, 51.0, 16.5, 16.5) if wide else (7.0, 65.0, 12.5, 12.5)
    if not wide:
        del heads[2]
    return CardTable(words.say("Actions in order"), tuple(words(head) for head in heads), widths, tuple(groups), 1)


def _row(action: Action, words: Words, *, wide: bool) -> tuple[Cell, ...]:
    number: Cell = (Paragraph(str(action.number), "order"),)
    behind = [*action.marks, *action.sources] if wide else action.sources[:1]
    small = Paragraph(" | ".join([action.step, *(words(each) for each in behind)]), "small")
    if wide:
        return number, tuple(_what(action, words, wide=True)), (*_whom(action, words, wide=True), small), (), ()
    return number, (*_what(action, words, wide=False), *_whom(action, words, wide=False), small), (), ()


def _what(action: Action, words: Words, *, wide: bool) -> Iterator[Paragraph]:
    """The order, on what condition, what it needs to be known, what to mind; a pocket card leaves the writing out."""
    yield Paragraph(words(action.do), "order")
    if action.only_if:
        yield Paragraph(words.say("Only if: {condition}", condition=action.only_if), "warn")
    known = []
    if action.decide and wide:
        known.append(msg("Decide: {facts}", facts=list(action.decide)))
    if action.say:
        known.append(msg("Say: {facts}", facts=list(action.say)))
    if action.record and wide:
        known.append(msg("Write down: {facts}", facts=list(action.record)))
    yield from _run_on(known, words)
    for text in action.warn:
        yield Paragraph(words.say("CAREFUL: {text}", text=text), "warn")


def _whom(action: Action, words: Words, *, wide: bool) -> Iterator[Paragraph]:
    found = [msg("Who: {party}", party=list(action.who))] if action.who else []
    if action.call:
        found.append(msg("Call: {whom}", whom=list(action.call)))
    together = msg("At the same time as no. {numbers}", numbers=[str(each) for each in action.together])
    if action.together and not wide:
        found.append(together)
    yield from _run_on(found, words)
    if action.consent:
        yield Paragraph(words.say("Ask for consent first: {party}", party=action.consent), "warn")
    if action.limit:
        yield Paragraph(words.say("Limit: {limit}", limit=action.limit), "warn")
    if action.together and wide:
        yield Paragraph(words(together))


def _run_on(messages: Sequence[Message], words: Words) -> Iterator[Paragraph]:
    """Several short things on one line, so that the type can be large."""
    if messages:
        yield Paragraph("  ".join(words(each) for each in messages))


def _foot(card: ResponseCard, words: Words) -> Iterator[str]:
    count = len(card.actions)
    beside = []
    if count < card.actions_of_all:
        beside.append(msg("The first {count} of {all} actions; the A4 card has them all.",
                          count=count, all=card.actions_of_all))  # fmt: skip
    if card.general:
        beside.append(msg("Beside this card: {title}.", title=card.general))
    if card.afterwards and count == card.actions_of_all:
        beside.append(msg("Steps after the end, not on this card: {count}.", count=card.afterwards))
    if beside:
        yield " ".join(words(each) for each in beside)
    yield from _imprint(card.imprint, words)


def _imprint(imprint: Imprint, words: Words) -> Iterator[str]:
    yield words.say(
        "{document}, {dated} | plan files {digest} | emergency {version} | made {day}",
        document=imprint.document,
        dated=imprint.dated,
        digest=imprint.digest,
        version=imprint.version,
        day=words.day(imprint.made),
    )


# --- whom to call ----------------------------------------------------------------------------------------------------


def _call_tables(card: ResponseCard, words: Words, *, wide: bool) -> tuple[CardTable, ...]:
    rows = [row for call in card.calls for row in _called(call, words, _PEOPLE if wide else _PEOPLE - 1)]
    halves = [rows[: (len(rows) + 1) // 2], rows[(len(rows) + 1) // 2 :]] if wide and len(rows) > 1 else [rows]
    widths = (56.0, 38.0) if len(halves) > 1 else (115.0, 77.0) if wide else (60.0, 37.0)
    heads = (words.say("Whom to call"), words.say("Number"))
    title = words.say("Call list – fill in what is blank")
    return tuple(CardTable(title, heads, widths, (RowGroup("", tuple(half)),), 0) for half in halves if half)


def _called(call: Call, words: Words, people: int) -> Iterator[tuple[Cell, ...]]:
    title = words(call.title)
    for contact in call.contacts[:people]:
        name = words(contact.name)
        shown = title if name == title else f"{title} – {name}"
        yield (Paragraph(shown),), _numbers(contact, words)


def _numbers(contact: Contact, words: Words) -> Cell:
    """The numbers of the roster; where it has none, room for one."""
    numbers = " / ".join(words(phone) for phone in contact.phones)
    return (Paragraph(numbers, "order"),) if numbers else ()


def _sheet(sheet: ContactSheet, words: Words) -> CardPage:
    """The contact sheet as a page."""
    groups = [
        RowGroup(words.say("Service zones and their owners"), tuple(_reached(sheet.zones, words))),
        RowGroup(words.say("For every zone, after its owner:"), tuple(_reached([sheet.office], words))),
        RowGroup(words.say("Outside services"), tuple(_reached(sheet.services, words))),
        RowGroup(words.say("Others to be told under the plan"), tuple(_reached(sheet.others, words))),
    ]
    heads = (msg("Whom to call"), msg("Name"), msg("Number"), msg("Checked on"))
    table = CardTable(words.say("Whom to contact, by service zone"), tuple(words(head) for head in heads),
                  (66.0, 40.0, 54.0, 32.0), tuple(group for group in groups if group.rows), 0)  # fmt: skip
    page = CardPage(
        paper="A4",
        kind=words.say("{organisation} – contact sheet", organisation=sheet.imprint.organisation),
        title=words.say("Whom to contact, by service zone"),
        mark=words(sheet.zone) if sheet.zone else "",
        lead=(),
        blanks=(),
        table=table,
        never_title="",
        never=(),
        calls=(),
        foot=tuple(_imprint(sheet.imprint, words)),
    )
    return _fitted(page)


def _reached(calls: Sequence[Call], words: Words) -> Iterator[tuple[Cell, ...]]:
    for call in calls:
        title = words(call.title)
        for contact in call.contacts:
            name = words(contact.name)
            yield (Paragraph(title),), ((Paragraph(name),) if name != title else ()), _numbers(contact, words), ()


# --- how large -------------------------------------------------------------------------------------------------------


def _fitted(page: CardPage) -> CardPage:
    """The page in the largest type that fits all of it on one sheet; in the smallest where none does."""
    low, high = _SIZES[page.paper]
    room = (SHEETS[page.paper][1] - 2 * MARGIN[page.paper]) * 72 / 25.4 * _SPARE
    sizes = [round(low + step * _STEP, 1) for step in range(round((high - low) / _STEP) + 1)]
    size = sizes[max(bisect_right(sizes, room, key=lambda size: height(page, size)) - 1, 0)]
    rows = sum(len(group.rows) for group in page.table.groups)
    air = (room - height(page, size)) / max(rows, 1)
    return replace(page, size=size, air=round(min(max(air, 0), size), 1))


def height(page: CardPage, size: float) -> float:
    """Points that a page takes up in this type, a little more rather than less."""
    across = SHEETS[page.paper][0] - 2 * MARGIN[page.paper]
    height = _lines(page.title, across * 0.75, size * TITLE) + sum(_line(line, across, size) for line in page.lead)
    height += size * 2.5 + (size * 2.2 if page.blanks else 0)
    height += _table(page.table, size)
    if page.never:
        height += size * 2.2 + sum(_lines(text, across - 8, size * SCALE["warn"], bold=True) for text in page.never)
    height += max((_table(table, size) + size * 1.5 for table in page.calls), default=0)
    return height + sum(_lines(text, across, size * FOOT) for text in page.foot) + size * 0.5


def _table(table: CardTable, size: float) -> float:
    height = size * HEADS * LEADING + size * 0.3
    for group in table.groups:
        height += size * 1.5 if group.title else 0
        for row in group.rows:
            cells = [
                sum(_line(line, width - 0.3 * size, size) for line in cell)
                for cell, width in zip(row, table.widths, strict=True)
            ]
            height += max(*cells, size * 1.3) + size * 0.3 + 0.75
    return height


def _line(line: Paragraph, across: float, size: float) -> float:
    return _lines(line.text, across, size * SCALE[line.weight], bold=line.weight in ("order", "warn"))


def _lines(text: str, across: float, size: float, *, bold: bool = False) -> float:
    """Points that a paragraph takes up; `across` in millimetres. Lines of words end with room for half a word."""
    wide = halves(text) - len(text)
    length = width(text, in_type(size, 0.525 if bold else 0.49))
    room = across * 72 / 25.4
    if length > room and len(text) > 2 * wide:
        room = max(room - _HALF_A_WORD * size, size)
    return max(1, math.ceil(length * 1.02 / room)) * size * LEADING
