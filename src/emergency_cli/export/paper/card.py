"""A response card on A4: the front to be read at arm's length, the back to write on."""

from collections.abc import Iterator, Sequence
from itertools import groupby, product

from msgspec import Struct

from emergency_cli.core.plan.playbook import Caution
from emergency_cli.core.prepare.cards import Action, Imprint, ResponseCard
from emergency_cli.core.prepare.wording import grounds, plan_clause
from emergency_cli.core.terms import STAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.export.paper import calls
from emergency_cli.export.paper.fit import largest, line, spread
from emergency_cli.export.paper.page import (
    SIDE,
    Block,
    Cell,
    Fields,
    Group,
    Heading,
    Line,
    Lines,
    Page,
    Row,
    Table,
    across,
)
from emergency_cli.language import Words

# Type of the front in points: nothing is smaller than `_ARM`; orders are as large as fits, and rather this large than
# with everything beside them.
_ARM, _WISHED = 14.0, 20.0
_ORDERS = [15 + step / 2 for step in range(23)]
_TITLES = (34.0, 30.0, 26.0, 22.0, 18.0)
# Type of the back: nothing is smaller than the first of these.
_BACK = [9 + step / 4 for step in range(9)]
_SMALLEST, _AIR = 9.0, 6.0
_WIDE = across("A4")


class Shown(Struct, frozen=True):
    """What the front shows: so many actions, what to say to services alone or to everybody, whose do-nots."""

    count: int
    say_to_all: bool
    every_never: bool


def pages(card: ResponseCard, words: Words) -> Iterator[Page]:
    """The front, and the back."""
    shown, size = _chosen(card, words)
    front = _front(card, words, shown, size)
    yield spread(Page("A4", tuple(front)), size)
    fits = largest(_BACK, "A4", lambda size: _back(card, words, shown, size))
    back = Page("A4", tuple(_back(card, words, shown, fits or _BACK[-1])), front=False)
    yield spread(back, _AIR) if fits else back


# --- the front -------------------------------------------------------------------------------------------------------


def now(card: ResponseCard) -> int:
    """How many actions are to be done at once; where none is, those of the first stage."""
    first = card.actions[0].stage if card.actions else "immediate"
    return len([action for action in card.actions if action.stage == first])


def _chosen(card: ResponseCard, words: Words) -> tuple[Shown, float]:
    """As much as fits in large type; where not even the least does, fewer actions, and the others are on the back."""
    for count in range(now(card), 0, -1):
        choices = [Shown(count, *both) for both in product((True, False), repeat=2)]
        sizes = [(_size(card, words, one), one) for one in choices]
        found = [(size, one) for size, one in sizes if size]
        large = [(size, one) for size, one in found if size >= _WISHED]
        if large:
            return large[0][1], large[0][0]
        if found:
            size, one = max(found, key=lambda each: each[0])
            return one, size
    return Shown(1, say_to_all=False, every_never=False), _ORDERS[0]


def _size(card: ResponseCard, words: Words, shown: Shown) -> float | None:
    """The largest type in which the front can show this."""
    return largest(_ORDERS, "A4", lambda size: _front(card, words, shown, size))


def _front(card: ResponseCard, words: Words, shown: Shown, size: float) -> Sequence[Block]:
    actions = card.actions[: shown.count]
    blocks: list[Block] = [
        heading(card, words, words.say("{organisation} – response card", organisation=card.imprint.organisation), _ARM),
        Lines((Line(words.say("When: {text}", text=card.trigger), _ARM, "bold"),)),
        orders(actions, words, size, _ARM, _WIDE, say_to_all=shown.say_to_all),
    ]
    never = card.never if shown.every_never else [each for each in card.never if each[0] <= shown.count]
    if never:
        blocks.append(nevers([text for _, text in never], words, _ARM))
    fields = calls.on_front(card, actions)
    if fields:
        title = words.say("Whom to call")
        blocks.append(calls.table(title, fields, words, name=_ARM, number=_ARM + 4, wide=_WIDE, beside=2))
    blocks.append(Lines((Line(_overleaf(card, words, shown), _ARM),)))
    return blocks


def _overleaf(card: ResponseCard, words: Words, shown: Shown) -> str:
    if shown.count < len(card.actions):
        return words.say("Times and initials, and from no. {number} on: overleaf.", number=shown.count + 1)
    return words.say("Times and initials: overleaf.")


def heading(
    card: ResponseCard, words: Words, kind: str, size: float, titles: Sequence[float] = _TITLES, wide: float = _WIDE
) -> Heading:
    """The head of a side, its title as large as it fits on a line."""
    title = words(card.title) + (f" – {words(list(card.case))}" if card.case else "")
    clause = plan_clause(card.clause) if card.clause else msg("not in the plan")
    mark = words([clause, *([card.zone] if card.zone else [])])
    fits = (each for each in titles if line(Line(title, each, "bold"), wide) <= each * 1.25)
    return Heading(Line(kind, size, "bold"), Line(title, next(fits, titles[-1]), "bold"), Line(mark, size, "bold"))


def nevers(texts: Sequence[Caution], words: Words, size: float) -> Lines:
    """The do-nots, in a frame."""
    title = Line(words.say("Do-nots"), size, "bold")
    return Lines((title, *(Line(f"✕ {words(text)}", size, "bold") for text in texts)), framed=True)


def orders(
    actions: Sequence[Action], words: Words, size: float, small: float, wide: float, *, say_to_all: bool
) -> Table:
    """The actions as orders; those to be done at the same time have that at their side."""
    groups = []
    for together, some in groupby(actions, key=_first_of_group):
        rows = tuple(_order(action, words, size, small, say_to_all=say_to_all) for action in some)
        groups.append(Group(words.say("together") if together and len(rows) > 1 else "", rows))
    number = max(size * 1.5 / 72 * 25.4, 8)
    return Table(words.say("Actions in order"), (number, wide - SIDE - number), tuple(groups), small, names_row=1,
                 side=True)  # fmt: skip


def _first_of_group(action: Action) -> int:
    """The number of the first action that is done at the same time as this one; 0 where none is."""
    return min((action.number, *action.together)) if action.together else 0


def _order(action: Action, words: Words, size: float, small: float, *, say_to_all: bool) -> Row:
    lines = [Line(words(action.do), size, "bold"), *_conditions(action, words, small)]
    if action.say and (say_to_all or action.service):
        lines.append(Line(words.say("Say: {facts}", facts=list(action.say)), small))
    lines += [Line(words.say("CAREFUL: {text}", text=text), small) for text in action.warn]
    return (Line(str(action.number), size, "bold"),), tuple(lines)


# --- the back --------------------------------------------------------------------------------------------------------


def _back(card: ResponseCard, words: Words, shown: Shown, size: float) -> Iterator[Block]:
    kind = words.say("{organisation} – response card, overleaf", organisation=card.imprint.organisation)
    yield heading(card, words, kind, size, titles=(size * 1.6,))
    yield Fields(tuple(words(each) for each in (msg("Date"), msg("Place"), msg("Officer on duty"))), size * 1.1)
    yield _record(card, words, shown, size)
    rest = calls.on_back(card, calls.on_front(card, card.actions[: shown.count]))
    if rest:
        title = words.say("Whom else to call – fill in what is blank")
        yield Lines((Line(title, size, "bold"),))
        yield calls.table(title, rest, words, name=size, number=size * 1.2, wide=_WIDE, beside=3)
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
    what = [Line(words(action.do), size * 1.15, "bold"), *_conditions(action, words, size)]
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
        yield msg("Say: {facts}", facts=list(action.say))
    if action.record:
        yield msg("Write down: {facts}", facts=list(action.record))


def _conditions(action: Action, words: Words, size: float) -> Iterator[Line]:
    """When it is to be done at all, with whose consent, and by when."""
    if action.only_if:
        yield Line(words.say("Only if: {condition}", condition=action.only_if), size, "bold")
    if action.consent:
        yield Line(words.say("Ask for consent first: {party}", party=action.consent), size, "bold")
    if action.limit:
        yield Line(words.say("Limit: {limit}", limit=action.limit), size, "bold")


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
