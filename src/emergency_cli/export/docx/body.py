"""The words of the document, part by part, in the order of GB/T 9704-2012.

Title, recipient, body, list of annexes, signature, notes; then the annexes, each from a new page.
"""

from collections.abc import Iterator

from emergency_cli.core.report import NONE, Block, Course, Field, Fields, Report, Section, Table, Timeline
from emergency_cli.core.width import halves
from emergency_cli.export import numbered, numbered_part
from emergency_cli.export.docx.closing import attachments, notes, signature
from emergency_cli.export.docx.page import marks
from emergency_cli.export.docx.styles import (
    ANNEX,
    BODY,
    HEADING,
    MARK,
    RECIPIENT,
    REFERENCE,
    SUBHEADING,
    TITLE,
)
from emergency_cli.export.docx.tables import table, timeline
from emergency_cli.export.docx.text import KEEP, Pen

# How many characters of a title fit on a line (156 mm, 22 pt), in halves.
_TITLE_LINE = 40
# A list longer than this, in halves of a character, is set out item by item.
_ONE_LINE = 56
# Parts that stand elsewhere in this format: the check codes below the signature and on every page.
_ELSEWHERE = frozenset({"codes"})


def written(report: Report, pen: Pen) -> Iterator[str]:
    """The document from its title to the last annex."""
    yield from _head(report, pen)
    yield from _kept(_sections(report, pen))
    yield from attachments(report.annexes, pen)
    yield from signature(report, pen)
    yield from notes(report, pen)
    for number, section in enumerate(report.annexes, 1):
        yield from _annex(section, report, number if len(report.annexes) > 1 else None, pen)


def _sections(report: Report, pen: Pen) -> Iterator[str]:
    for number, section in enumerate(report.body, 1):
        yield pen.text(HEADING, numbered(number, pen.words) + pen.words(section.title))
        yield from _section(section, report, pen)


def _kept(blocks: Iterator[str]) -> Iterator[str]:
    """The last paragraph stays with what follows: no signature stands on a page without words to sign."""
    held = ""
    for block in blocks:
        yield held
        held = block
    yield held.replace('"/>', f'"/>{KEEP}', 1) if held.startswith("<w:p>") else held


def _head(report: Report, pen: Pen) -> Iterator[str]:
    """The title, two lines down; whether it is a drill or a draft; to whom it goes."""
    if pen.chinese:
        yield from [pen.text(BODY, "")] * 2
    yield pen.text(TITLE, _broken(report, pen))
    if said := [pen.words(mark) for mark in marks(report)]:
        yield pen.text(MARK, f"（{'　'.join(said)}）" if pen.chinese else f"({', '.join(said)})")
    if pen.chinese:
        yield pen.text(BODY, "")
    if report.to:
        yield pen.text(RECIPIENT, pen.words.say("{title}:", title=report.to))


def _broken(report: Report, pen: Pen) -> str:
    """A title too long for one line is broken by sense: behind the name of the issuer."""
    title, issuer = pen.words(report.title), pen.words(report.issuer) if report.issuer else ""
    before, named, rest = title.partition(issuer) if issuer else (title, "", "")
    if not pen.chinese or halves(title) <= _TITLE_LINE or not rest:
        return title
    return f"{before}{named}\n{rest}"


def _section(section: Section, report: Report, pen: Pen) -> Iterator[str]:
    parts = [part for part in section.parts if part.key not in _ELSEWHERE]
    for number, part in enumerate(parts, 1):
        # One part alone needs no heading of its own: that of the section says it.
        if len(parts) > 1:
            yield pen.text(SUBHEADING, numbered_part(number, pen.words) + pen.words(part.title))
        yield from _part(part, report, pen)


def _part(part: Block, report: Report, pen: Pen) -> Iterator[str]:
    match part:
        case Fields():
            yield from _fields(part, pen)
        case Course():
            yield from _course(part, report, pen)
        case Table():
            yield from table(part, pen)
        case Timeline():
            yield from timeline(part, pen)


def _fields(part: Fields, pen: Pen) -> Iterator[str]:
    """A paragraph for each; numbers that belong together in one."""
    fields = [field for field in part.fields if field.value != ""]
    if len(fields) > 1 and all(isinstance(field.value, int) for field in fields):
        counts = [pen.named(field.title, str(field.value)) for field in fields]
        yield pen.text(BODY, ("；" if pen.chinese else "; ").join(counts))
        return
    for field in fields:
        yield from _field(field, pen)
    if not fields:
        yield pen.text(BODY, pen.words(NONE))


def _field(field: Field, pen: Pen) -> Iterator[str]:
    value = field.value
    if value is None:
        yield pen.blank(BODY, field.title)
        return
    said = pen.says(value)
    if isinstance(value, list | tuple) and len(value) > 1 and halves(said) > _ONE_LINE:
        yield pen.text(BODY, pen.words.say("{title}:", title=pen.label(field.title)))
        for number, each in enumerate(value, 1):
            yield pen.text(BODY, (f"（{number}）" if pen.chinese else f"({number}) ") + pen.says(each))
        return
    yield pen.text(BODY, pen.named(field.title, said))


def _course(course: Course, report: Report, pen: Pen) -> Iterator[str]:
    """A short paragraph for each point, with the day where it changes and the entry it rests on."""
    for number, point in enumerate(course.points):
        clock = pen.words.clock(point.at)
        if point.day or not number:
            clock = pen.words.day(point.at) + ("" if pen.chinese else ", ") + clock
        entry = report.name_of(point.entry)
        entry = f"〔{entry}〕" if pen.chinese else f" [{entry}] "
        yield pen.paragraph(BODY, pen.run(clock), pen.run(entry, style=REFERENCE), pen.run(pen.says(point.says)))
    if not course.points:
        yield pen.text(BODY, pen.words(NONE))


def _annex(section: Section, report: Report, number: int | None, pen: Pen) -> Iterator[str]:
    """On a new page: its number at the top left, its title two lines below, in the middle."""
    yield pen.text(ANNEX, pen.words.say("Annex {number}", number=number) if number else pen.words.say("Annex"))
    if pen.chinese:
        yield pen.text(BODY, "")
    yield pen.text(TITLE, pen.words(section.title))
    if pen.chinese:
        yield pen.text(BODY, "", KEEP)
    parts = section.parts
    for place, part in enumerate(parts, 1):
        if len(parts) > 1:
            yield pen.text(HEADING, numbered(place, pen.words) + pen.words(part.title))
        yield from _part(part, report, pen)
