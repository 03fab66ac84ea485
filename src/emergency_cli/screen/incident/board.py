"""The board: incidents that go on, on a second screen. What has no room is left out, and how much of it is said."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.report.briefs.brief import Owing
from emergency_cli.core.report.briefs.watch import Watched, how_many, in_turn
from emergency_cli.core.terms import DOCUMENTS
from emergency_cli.core.text import msg
from emergency_cli.language import Words
from emergency_cli.screen.incident.bar import time_left
from emergency_cli.screen.incident.brief import head_lines, owed_line, report_due, waiting_lines, warning_lines
from emergency_cli.screen.incident.entries import entry_words
from emergency_cli.screen.line import Line

# The width that a column of the board needs, and what lies between two.
_COLUMN, GAP = 76, 3
_LATEST = 12


class Block(Struct, frozen=True):
    """Lines that belong together: those above, and of those below as many as there is room for, `least` at least."""

    above: tuple[Line, ...]
    below: tuple[Line, ...] = ()
    least: int = 2


class Sheet(Struct, frozen=True):
    """A whole screen: lines across all of it, and below them one or several columns of `room` each."""

    width: int
    top: list[Line]
    sides: list[list[Line]]
    room: int


def board_sheet(
    found: Sequence[Watched], words: Words, now: datetime, width: int, height: int, notice: str = ""
) -> Sheet:
    """Everything that is open, one incident in full and several in short, on a screen of this size.

    `notice`: what is wrong with what it is read from.
    """
    top = [*_top(found, words, now), *([Line(notice, "warn")] if notice else [])]
    if len(found) == 1:
        head, *blocks = one_blocks(found[0], words, now)
        top = [*top, *head.above]
    else:
        blocks = [short_block(each, words, now) for each in in_turn(found)]
    count = max(1, min(len(blocks), (width + GAP) // (_COLUMN + GAP)))
    sides = [_fitted(side, words, height - len(top)) for side in _shared_out(blocks, count)]
    return Sheet(width, _cut(top), [_cut(side) for side in sides], (width + GAP) // count - GAP)


def _cut(lines: Iterable[Line]) -> list[Line]:
    return [Line(line.text, line.style, line.indent, cut=True) for line in lines]


def _top(found: Sequence[Watched], words: Words, now: datetime) -> list[Line]:
    local = found[0].incident.local(now) if len(found) == 1 else now
    text = words.say("{time} | {what}", time=words.clock(local, seconds=True), what=how_many(found))
    return [Line(text, "quiet"), *([] if found else [Line(words.say("No incident is open."), "title")])]


# --- an incident ------------------------------------------------------------------------------------------------------


def one_blocks(each: Watched, words: Words, now: datetime) -> list[Block]:
    """An incident in full: its head, and then what to do, limits, who owes what, the last entries."""
    incident, brief, words = each.incident, each.brief, words.within(each.incident.time_zone)
    head = (*_hall(each, words), *head_lines(incident, brief, words), *warning_lines(incident, brief, words))
    limits = tuple(_limits(each, words, now))
    entries = reversed(incident.entries[-_LATEST:])
    blocks = [
        Block(limits),
        _titled(msg("To do now:"), [owed_line(owed, words, now) for owed in brief.now], words, 3),
        _titled(msg("Ordered by leaders:"), [owed_line(owed, words, now) for owed in brief.orders], words),
        _titled(msg("Open, by who is responsible:"), [_owing(owing, words) for owing in brief.owing], words),
        Block((), tuple(waiting_lines(incident, brief, words)), 1),
        _titled(
            msg("Last entries:"), [Line(entry_words(incident, entry, words), indent=1) for entry in entries], words, 3
        ),
    ]
    return [Block(head), *(block for block in blocks if block.above or block.below)]


def short_block(each: Watched, words: Words, now: datetime) -> Block:
    """An incident among others."""
    incident, brief, words = each.incident, each.brief, words.within(each.incident.time_zone)
    head = (Line(""), *_hall(each, words), *head_lines(incident, brief, words))
    first = [owed_line(owed, words, now) for owed in brief.now[:5]]
    last = [Line(entry_words(incident, entry, words), "quiet", indent=1) for entry in reversed(incident.entries[-3:])]
    return Block(head, (*_limits(each, words, now), *warning_lines(incident, brief, words), *first, *last), 1)


def _hall(each: Watched, words: Words) -> Iterator[Line]:
    if each.hall:
        yield Line(words(each.hall), "title")


def _limits(each: Watched, words: Words, now: datetime) -> Iterator[Line]:
    """The limit that comes next, and the next report upward."""
    row, report = each.brief.limit, each.brief.report
    if row and row.deadline:
        late = now > row.deadline
        yield Line(time_left(prompt_of(row.step), row.deadline, words, now), "late" if late else "soon")
    if report and report.due:
        text = time_left(DOCUMENTS[report.kind].shown, report.due, words, now)
        yield Line(text, "late" if now > report.due else "soon")
    elif report:
        yield Line(report_due(report, words, now))


def _owing(owing: Owing, words: Words) -> Line:
    party = owing.party or msg("the plan names nobody")
    text = words.say("{count} {party}", count=f"{owing.open:>2}", party=party)
    if owing.late:
        return Line(words.say("{text} (late: {count})", text=text, count=owing.late), "late", indent=1)
    return Line(text, indent=1)


def _titled(title: object, lines: Iterable[Line], words: Words, least: int = 2) -> Block:
    below = tuple(lines)
    return Block((Line(words(title), "title"),), below, least) if below else Block(())


# --- on a screen ------------------------------------------------------------------------------------------------------


def _shared_out(blocks: Sequence[Block], count: int) -> Iterator[list[Block]]:
    """The blocks in so many columns of about the same length, in their order."""
    left = list(blocks)
    for columns in range(count, 0, -1):
        whole, taken = sum(_length(block) for block in left), 0
        side: list[Block] = []
        while left and (not side or columns == 1 or taken + _length(left[0]) / 2 <= whole / columns):
            taken += _length(left[0])
            side.append(left.pop(0))
        yield side


def _length(block: Block) -> int:
    return len(block.above) + len(block.below)


def _fitted(blocks: Sequence[Block], words: Words, height: int) -> list[Line]:
    """A column of at most so many lines: of each block the first ones, one more of each in turn while there is room."""
    shown = [min(block.least, len(block.below)) for block in blocks]
    free = height - sum(len(block.above) for block in blocks) - sum(shown)
    while free > 0 and any(count < len(block.below) for count, block in zip(shown, blocks, strict=True)):
        for number, block in enumerate(blocks):
            if free > 0 and shown[number] < len(block.below):
                shown[number] += 1
                free -= 1
    lines = [line for block, count in zip(blocks, shown, strict=True) for line in _with_rest(block, count, words)]
    return lines[:height]


def _with_rest(block: Block, count: int, words: Words) -> Iterator[Line]:
    """The first of a block; its title says how many more there are."""
    more = len(block.below) - count
    *above, title = block.above or (None,)
    yield from (line for line in above if line)
    if title and more and title.style == "title" and len(block.above) == 1:
        yield Line(words.say("{title} (and {count} more)", title=title.text, count=more), title.style)
    elif title:
        yield title
    yield from block.below[:count]
