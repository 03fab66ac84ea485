"""The back of a response card on A4: every action with room for time and initials, and what the front leaves out."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from emergency_cli.core.prepare.cards import Action, Imprint, ResponseCard
from emergency_cli.core.prepare.wording import grounds
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, asked, msg
from emergency_cli.export.paper import calls
from emergency_cli.export.paper.fit import largest, spread
from emergency_cli.export.paper.front import Shown, conditions, heading
from emergency_cli.export.paper.page import Block, Cell, Fields, Group, Line, Lines, Page, Row, Table, across
from emergency_cli.language import Words

# In points: nothing is smaller than the first of these.
_SIZES = [9 + step / 4 for step in range(9)]
_SMALLEST, _AIR = 9.0, 6.0
_WIDE = across("A4")


def back(card: ResponseCard, words: Words, shown: Shown) -> Page:
    """On one page if it can, rather with fewer people of a party than on two; else in large type on two."""
    for people in range(calls.PEOPLE, 0, -1):
        made = partial(_back, card, words, shown, people)
        if size := largest(_SIZES, "A4", made):
            return spread(Page("A4", tuple(made(size)), front=False), _AIR)
    return Page("A4", tuple(_back(card, words, shown, calls.PEOPLE, _SIZES[-1])), front=False)


def _back(card: ResponseCard, words: Words, shown: Shown, people: int, size: float) -> Iterator[Block]:
    kind = words.say("{organisation} – response card, overleaf", organisation=card.imprint.organisation)
    yield heading(card, words, kind, size, titles=(size * 1.6,))
    yield Fields(tuple(words(each) for each in (msg("Date"), msg("Place"), msg("Officer on duty"))), size * 1.1)
    yield _record(card, words, shown, size)
    rest = calls.on_back(card, calls.on_front(card, card.actions[: shown.count]), people)
    if rest:
        title = words.say("Whom else to call – fill in what is blank")
        yield calls.table(title, rest, words, name=size, number=size * 1.2, wide=_WIDE, beside=3, shown=True)
    yield Lines(tuple(_foot(card, words)))


def _record(card: ResponseCard, words: Words, shown: Shown, size: float) -> Table:
    """Every action with room for its time and initials: in brief where the front says it, else in full."""
    groups = [
        Group("" if stage == card.actions[0].stage else words(STAGES[stage].shown),
              tuple(_row(action, words, shown, size) for action in actions))
        for stage, actions in groupby(card.actions, key=lambda action: action.stage)
    ]  # fmt: skip
    heads = (msg("No."), msg("What to do"), msg("Time"), msg("Initials"))
    return Table(
        words.say("Actions in order"), (10.0, 148.0, 17.0, 17.0), tuple(groups), size,
        heads=tuple(Line(words(head), _SMALLEST, "bold") for head in heads), least=8, names_row=1,
    )  # fmt: skip


def _row(action: Action, words: Words, shown: Shown, size: float) -> Row:
    number: Cell = (Line(str(action.number), size * 1.15, "bold"),)
    if action.number <= shown.count:
        left = _known(action, said=shown.say_to_all or action.service)
        small = _small([*left, *_who(action), *_behind(action)], words)
        return number, (Line(words(action.short), size * 1.15, "bold"), small), (), ()
    what = [Line(words(action.do), size * 1.15, "bold"), *conditions(action, words, size)]
    if known := list(_known(action, said=False)):
        what.append(Line("  ".join(words(each) for each in known), size))
    what += [Line(words.say("CAREFUL: {text}", text=text), size, "bold") for text in action.warn]
    what += [Line(words.say("DO NOT: {text}", text=text), size, "bold") for text in action.never]
    call = [msg("Call: {whom}", whom=list(action.call))] if action.call else []
    what.append(_small([*_who(action), *call, *_behind(action)], words))
    return number, tuple(what), (), ()


def _small(said: Sequence[Message | str], words: Words) -> Line:
    return Line(" | ".join(words(each) for each in said), _SMALLEST, "small")


def _who(action: Action) -> list[Message]:
    return [msg("Who: {party}", party=list(action.who))] if action.who else []


def _known(action: Action, *, said: bool) -> Iterator[Message]:
    if action.decide:
        yield msg("Decide: {facts}", facts=list(action.decide))
    if action.say and not said:
        yield msg("Say: {facts}", facts=list(map(asked, action.say)))
    if action.record:
        yield msg("Write down: {facts}", facts=list(map(asked, action.record)))


def _behind(action: Action) -> Iterator[Message | str]:
    """Marks and sources, what its cautions rest on where that is not the clause, and its address."""
    yield from (*action.marks, *action.sources)
    found: list[Message] = []
    for basis in (text.basis for text in (*action.warn, *action.never) if text.basis):
        found += [ground for ground in grounds(basis, brief=True) if ground not in found]
    if found:
        yield msg("cautions: {grounds}", grounds=found)
    yield action.step


def _foot(card: ResponseCard, words: Words) -> Iterator[Line]:
    said = [msg("Our reading: {text}", text=card.our)] if card.our else []
    if card.general:
        said.append(msg("Beside this card: {title}.", title=card.general))
    if card.afterwards:
        said.append(msg("Steps after the end, not on this card: {count}.", count=card.afterwards))
    if said:
        yield Line("  ".join(words(each) for each in said), _SMALLEST, "small")
    yield imprint(card.imprint, words, _SMALLEST)


def imprint(made: Imprint, words: Words, size: float) -> Line:
    """What the page was made from."""
    text = words.say(
        "{document}, {dated} | plan files {digest} | emergency {version} | made {day}",
        document=made.document, dated=made.dated, digest=made.digest, version=made.version, day=words.day(made.made),
    )  # fmt: skip
    return Line(text, size, "small")
