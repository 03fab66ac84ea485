"""The report as a short text for phone and chat: whole sentences, the most important of them, within a limit."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.report.document import CONTACT, DRAFT, DRILL, Prose, Report, Short
from emergency_cli.core.report.sentences import same_minute, untimed
from emergency_cli.core.text import Capital, Message
from emergency_cli.language import Words

# Signs that a phone shows without scrolling, and that are read out in a minute; what an English sentence says takes
# about twice as many.
LIMITS = {"zh": 300, "en": 600}


def export(report: Report, words: Words) -> bytes:
    """The whole text as UTF-8. Tables, annexes, and what has no room are left to the document that follows."""
    return (_text(report, words) + "\n").encode("utf-8", "backslashreplace")


def marks(report: Report, words: Words) -> str:
    """What every part of the text begins with, as the whole does: that it is a drill, that it is a draft."""
    return "".join(_mark(mark, words) for mark in (DRILL, DRAFT) if mark in report.marks)


def _mark(mark: Message, words: Words) -> str:
    return words.say("[{mark}] {title}", mark=mark, title="")


def _text(report: Report, words: Words) -> str:
    """As much as there is room for, by how much it matters, in the order in which it is told."""
    head, foot = _head(report, words), "\n".join(_foot(report, words))
    short = report.abridged or _plain(report)
    more = words.say("More in the written report.")
    room = LIMITS[words.language] - len(head) - len(foot) - 3 - len(more)
    kept = set[int]()
    for place in sorted(range(len(short)), key=lambda place: short[place].rank):
        size = len(_joined(short, kept | {place}, words))
        if short[place].rank == 0 or size <= room:
            kept.add(place)
    body = _joined(short, kept, words)
    if len(kept) < len(short):
        body += ("" if words.language == "zh" else " ") + more
    return "\n".join(part for part in (head, body, foot) if part)


def _plain(report: Report) -> tuple[Short, ...]:
    """The sentences of a document that says nothing of how much each of them matters."""
    paragraphs = (each for section in report.body for part in section.parts if isinstance(part, Prose)
                  for each in part.paragraphs)  # fmt: skip
    return tuple(Short(each, 1) for paragraph in paragraphs for each in paragraph.sentences)


def _head(report: Report, words: Words) -> str:
    return marks(report, words) + words(report.title).removeprefix(_mark(DRILL, words))


def _joined(short: Sequence[Short], kept: set[int], words: Words) -> str:
    """The sentences that are kept; the time of day once where it does not change."""
    text, gap, before = "", "" if words.language == "zh" else " ", None
    for place in sorted(kept):
        told = short[place].sentence
        text += ("\n" if short[place].begins else gap) if text else ""
        text += words((untimed(told) if before and same_minute(before, told) else told).says)
        before = told
    return text


def _foot(report: Report, words: Words) -> Iterator[str]:
    """Whom to ask, and by what it can be checked."""
    for field in report.form:
        if field.key == CONTACT:
            yield words.say("{title}: {value}", title=Capital(field.title), value=field.value)
    when = {"day": words.day(report.built), "clock": words.clock(report.built)}
    for code, _ in report.codes:
        yield words.say("Check code {code} of {incident}, {day} {clock}", code=code, incident=report.incident, **when)
