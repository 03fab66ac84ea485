"""The back of a response card on A4: every action with room for time and initials, and what the front leaves out."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, product

from emergency_cli.core.prepare.cards import Action, ResponseCard
from emergency_cli.core.prepare.wording import NOT_IN_THE_PLAN, grounds
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.export.paper.cards import calls
from emergency_cli.export.paper.cards.front import Shown, conditions, fields_of, heading
from emergency_cli.export.paper.fit import largest, spread
from emergency_cli.export.paper.imprint import imprint, version
from emergency_cli.export.paper.page import Block, Cell, Fields, Group, Line, Lines, Page, Paper, Row, Table, across
from emergency_cli.language import Words

# In points: nothing is smaller than the first of these.
_SIZES = [9 + step / 4 for step in range(9)]
_SMALLEST, _AIR = 9.0, 6.0


def back(card: ResponseCard, words: Words, shown: Shown, paper: Paper) -> Page:
    """On one page if it can: rather with fewer people of a party, rather in brief, than on two; else in large type."""
    for cut, people in product((0, 1, 2), range(calls.PEOPLE, 0, -1)):
        made = partial(_back, card, words, shown, people, across(paper), cut=cut)
        if size := largest(_SIZES, paper, made):
            return spread(Page(paper, tuple(made(size)), front=False), _AIR)
    return Page(paper, tuple(_back(card, words, shown, calls.PEOPLE, across(paper), _SIZES[-1])), front=False)


def _back(
    card: ResponseCard, words: Words, shown: Shown, people: int, wide: float, size: float, *, cut: int = 0
) -> Iterator[Block]:
    kind = words.say("{organisation} – response card, overleaf", organisation=card.imprint.organisation)
    yield heading(card, words, kind, size, wide, titles=(size * 1.6,))
    yield Fields(tuple(words(each) for each in (msg("Date"), msg("Place"), msg("Officer on duty"))), size * 1.1)
    yield _record(card, words, shown, size, wide, cut=cut)
    rest = calls.on_back(card, fields_of(card, shown), people)
    if rest:
        title = words.say("Whom else to call – fill in what is blank")
        yield calls.table(
            title, rest, words, name=size, number=size * 1.2, wide=wide, beside=2 if cut == 1 else 3, shown=True
        )
    yield Lines(tuple(_foot(card, words, brief=cut > 0)))


def _record(card: ResponseCard, words: Words, shown: Shown, size: float, wide: float, *, cut: int) -> Table:
    """Every action with room for its time and initials: in brief where the front says it, else in full.

    `cut`: 1, every order in its few words, and what belongs to it behind each other; 2, without whose it is and on
    what it rests, too.
    """
    groups = [
        Group("" if stage == card.actions[0].stage else words(STAGES[stage].shown),
              tuple(_row(action, words, shown, size, cut=cut) for action in actions))
        for stage, actions in groupby(card.actions, key=lambda action: action.stage)
    ]  # fmt: skip
    heads = (msg("No."), msg("What to do"), msg("Time"), msg("Initials"))
    return Table(
        words.say("Actions in order"), (10.0, wide - 44, 17.0, 17.0), tuple(groups), size,
        heads=tuple(Line(words(head), _SMALLEST, "bold") for head in heads), least=7 if cut > 1 else 8, names_row=1,
    )  # fmt: skip


def _row(action: Action, words: Words, shown: Shown, size: float, *, cut: int) -> Row:
    brief = cut > 0
    number: Cell = (Line(str(action.number), size * 1.15, "bold"),)
    there = action.number <= shown.count
    what = [Line(words(action.short if there or brief else action.do), size if brief else size * 1.15, "bold")]
    known = list(_known(action, said=there and (shown.say_to_all or action.service)))
    behind = action.marks if cut > 1 else (*_who(action), *(_briefly(action) if brief else _behind(action)))
    if there:
        return number, (*what, *_small([*known, *behind], words)), (), ()
    call = [msg("Call: {whom}", whom=list(action.call))] if action.call else []
    told = [Line("  ".join(words(each) for each in known), size)] if known else []
    told = [*conditions(action, words, size), *told]
    if not brief:
        what += told
    elif said := [*(each.text for each in told), *call, *behind]:
        what += _small(said, words)
    cautions = [words.say("CAREFUL: {text}", text=text) for text in action.warn]
    cautions += [words.say("DO NOT: {text}", text=text) for text in action.never]
    what += [Line(each, size, "bold") for each in ([" ".join(cautions)] if brief and cautions else cautions)]
    if not brief:
        what += _small([*_who(action), *call, *_behind(action)], words)
    return number, tuple(what), (), ()


def _briefly(action: Action) -> Iterator[Message]:
    """Its marks, and its clause if it has one."""
    yield from (*action.marks, *(each for each in action.sources[:1] if each != NOT_IN_THE_PLAN))


def _small(said: Sequence[Message | str], words: Words) -> list[Line]:
    return [Line(" | ".join(words(each) for each in said), _SMALLEST, "small")] if said else []


def _who(action: Action) -> list[Message]:
    return [msg("Who: {party}", party=list(action.who))] if action.who and action.who != action.call else []


def _known(action: Action, *, said: bool) -> Iterator[Message]:
    if action.decide:
        yield msg("Decide: {facts}", facts=list(action.decide))
    if action.say and not said:
        yield msg("Say: {facts}", facts=list(action.say))
    if action.record:
        yield msg("Write down: {facts}", facts=list(action.record))


def _behind(action: Action) -> Iterator[Message | str]:
    """Marks and sources, what its cautions rest on where that is not the clause, and its address."""
    yield from (*action.marks, *action.sources)
    found: list[Message] = []
    for basis in (text.basis for text in (*action.warn, *action.never) if text.basis):
        found += [ground for ground in grounds(basis, brief=True) if ground not in found]
    if found:
        yield msg("cautions: {grounds}", grounds=found)
    yield action.step


def _foot(card: ResponseCard, words: Words, *, brief: bool) -> Iterator[Line]:
    said = [msg("Our reading: {text}", text=card.our)] if card.our and not brief else []
    if card.general:
        said.append(msg("Beside this card: {title}.", title=card.general))
    if card.afterwards:
        said.append(msg("Steps after the end, not on this card: {count}.", count=card.afterwards))
    if said:
        yield Line("  ".join(words(each) for each in said), _SMALLEST, "small")
    yield Line(version(card.imprint, words), _SMALLEST, "small") if brief else imprint(card.imprint, words, _SMALLEST)
