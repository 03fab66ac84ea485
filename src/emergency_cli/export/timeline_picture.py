"""The timeline picture in words: what is written beside the shapes that core has placed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from emergency_cli.core.report.document import DRILL, Report
from emergency_cli.core.report.picture.drawing import LATE, TICK, TURN, draw
from emergency_cli.core.report.picture.picture import OUTCOMES, Outcome, Picture, picture
from emergency_cli.core.report.picture.shapes import LEFT, Drawing, Gap
from emergency_cli.core.text import Message, msg
from emergency_cli.core.width import Measure, cut, fitted, in_type, width
from emergency_cli.language import Words

SMALL, NORMAL = 10.0, 11.0
TITLE = msg("Who did what when")


def _lettered(size: float) -> Measure:
    """The faces of a browser: a Latin letter is a little over half as wide as a Chinese character."""
    return in_type(size, 0.58)


class Figure(NamedTuple):
    """A drawing with the words of one language; `legend` has the outcomes that occur."""

    drawing: Drawing
    title: str
    description: str
    notes: list[str]
    legend: Mapping[Outcome, str]
    limits: Mapping[str, str]
    words: Words
    mark: str

    def lane(self, who: object) -> list[str]:
        """The name of a lane on at most two lines."""
        return fitted(self.words(who), LEFT - 14, 2, _lettered(NORMAL))

    def late(self, span: timedelta) -> str:
        """By how much a limit was missed."""
        return self.words.say("{span} late", span=span)

    def gap(self, gap: Gap) -> str:
        """How long a gap is, where it can be said in full."""
        length = self.words(gap.span)
        return length if width(length, _lettered(SMALL)) <= gap.room else ""

    def short(self, value: object, room: str) -> str:
        """As much as there is room for."""
        return cut(self.words(value), {"turn": TURN - 8, "late": LATE - 6, "tick": TICK - 2}[room], _lettered(SMALL))


def figure(report: Report, words: Words) -> Figure | None:
    """The picture of a report, if it has one."""
    shown = picture(report)
    if shown is None:
        return None
    drawing = draw(shown)
    found = {mark.outcome for mark in shown.marks}
    legend: dict[Outcome, str] = {outcome: words(says) for outcome, says in OUTCOMES.items() if outcome in found}
    limits = {mark.late is None for mark in shown.marks if mark.due}
    bars = {"kept": words.say("limit kept"), "missed": words.say("limit missed")}
    return Figure(
        drawing=drawing,
        title=words(msg("[{mark}] {title}", mark=DRILL, title=TITLE) if report.drill else TITLE),
        description=words(_description(shown)),
        notes=[words(note) for note in _notes(report, drawing)],
        legend=legend,
        limits={name: says for name, says in bars.items() if (name == "kept") in limits},
        words=words,
        mark=words(DRILL) if report.drill else "",
    )


def _description(shown: Picture) -> Message:
    counts: list[Message] = [
        msg("{what}: {count}", what=says, count=shown.count(outcome))
        for outcome, says in OUTCOMES.items()
        if shown.count(outcome)
    ]
    times = [mark.at for mark in shown.marks] + [turn.at for turn in shown.turns]
    return msg(
        "From {first} to {last}, by {lanes}. {counts}. The tables of this document say the same in words.",
        first=min(times), last=max(times), lanes=[lane.who for lane in shown.lanes], counts=counts,
    )  # fmt: skip


def _notes(report: Report, drawing: Drawing) -> list[Message]:
    annexes = {section.key: number for number, section in enumerate(report.annexes, 1)}
    notes = [
        msg(
            "The number beside a mark is that of its entry in annex {number}; notes, answers and what "
            "was taken back are only there. A mark is in the row of whoever did it, or else of whoever "
            "recorded it. The order in time is true; the distances are not to scale.",
            number=annexes.get("timeline", ""),
        )
    ]
    if drawing.bundled:
        notes.append(
            msg(
                "Where there was no room, {count} marks are drawn together as +n; each is in annex {number}.",
                count=drawing.bundled,
                number=annexes.get("timeline", ""),
            )
        )
    return notes
