"""The numbers of a year in words: what was counted under which title, and sentences for the rest."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.report.numbers.figures import Figures, Mark
from emergency_cli.core.report.numbers.year import LastDrill, Share, Spread, Tally, Year
from emergency_cli.core.text import Message, Text, counted, msg

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def headline(year: Year) -> Message:
    """How many incidents and drills there were."""
    counts = {"year": year.year, "count": year.incidents, "open": year.going_on, "drills": year.drills}
    if year.halls > 1:
        said = msg("{year}: incidents: {count} (not closed: {open}), drills: {drills}, halls: {halls}")
        return Message(said.msgid, {**counts, "halls": year.halls})
    return Message(msg("{year}: incidents: {count} (not closed: {open}), drills: {drills}").msgid, counts)


def tallied(year: Year) -> Iterator[tuple[Message, Sequence[Tally]]]:
    """What was counted, under its title; what did not come up is left out."""
    months = [Tally(Mark(str(number), Text(f"{number}月", name)), count)
              for number, (name, count) in enumerate(zip(_MONTHS, year.months, strict=True), 1)]  # fmt: skip
    every = (
        (msg("By type"), year.types),
        (msg("By zone"), year.zones),
        (msg("By month"), months if year.incidents else ()),
        (msg("How they ended"), year.outcomes),
        (msg("Most often late"), year.late),
        (msg("Most often skipped or not possible"), year.left_out),
        (msg("Most often not reached"), year.not_reached),
    )
    yield from (each for each in every if each[1])


def how_quick(year: Year) -> Iterator[Message]:
    """How soon somebody acted and reported, and how many limits were kept."""
    yield from _spread(msg("first life-saving step"), year.first_step)
    yield from _spread(msg("first report"), year.first_report)
    if year.reported:
        yield _share(msg("first reports within the limit"), year.reported)
    if year.within.all:
        yield _share(msg("limits of steps that were kept"), year.within)


def _spread(what: Message, spread: Spread | None) -> Iterator[Message]:
    if spread:
        of = counted(spread.count, msg("one incident"), msg("{count} incidents"))
        yield msg("{what}: half of them within {median}, the slowest {longest} ({incidents})", what=what,
                  median=spread.median, longest=spread.longest, incidents=of)  # fmt: skip


def _share(what: Message, share: Share) -> Message:
    return msg("{what}: {kept} of {all} ({percent}%)", what=what, kept=share.kept, all=share.all,
               percent=round(100 * share.kept / share.all) if share.all else 0)  # fmt: skip


def drilled(drill: LastDrill) -> Message:
    """A playbook, how often it was drilled, and how the last drill of it went."""
    title, last = drill.mark.title, drill.last
    if last is None:
        return msg("{title}: {count}, none brought to its end", title=title, count=drill.count)
    return msg("{title}: {count}, the last on {day}: {how}", title=title, count=drill.count,
               day=last.noticed, how=list(_how(last)))  # fmt: skip


def _how(drill: Figures) -> Iterator[Message]:
    if drill.goals:
        yield msg("reached {count} of {all} goals", count=drill.reached, all=drill.goals)
    yield msg("done {done} of {all} steps", done=drill.done, all=drill.applied)
    for what, marks in (
        (msg("{count} late"), drill.late),
        (msg("{count} left out"), drill.left_out),
        (msg("{count} not reached"), drill.not_reached),
    ):
        if marks:
            yield Message(what.msgid, {"count": len(marks)})
