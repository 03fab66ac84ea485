"""The words of the document, part by part, in the order of GB/T 9704-2012.

Title, recipient, body, list of annexes, signature, notes; then the annexes, the first from a new page.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from emergency_cli.core.report.document import (
    DRAFT,
    NONE,
    Block,
    Field,
    Fields,
    Milestones,
    Prose,
    Report,
    Section,
    Table,
    TableRow,
    Timeline,
)
from emergency_cli.core.text import Capital, msg
from emergency_cli.core.width import broken, halves
from emergency_cli.export import cited, headings, numbered, numbered_part, told
from emergency_cli.export.docx.closing import attachments, below, signature
from emergency_cli.export.docx.milestones import milestones
from emergency_cli.export.docx.styles import (
    ANNEX,
    BODY,
    CITATION,
    HEADING,
    MARK,
    RECIPIENT,
    SUBHEADING,
    TITLE,
)
from emergency_cli.export.docx.tables import table, timeline
from emergency_cli.export.docx.text import KEEP, Writer

# How many characters of a title fit on a line (156 mm, 22 pt), in halves.
_TITLE_LINE = 40
# A list longer than this, in halves of a character, is set out item by item.
_ONE_LINE = 56
# Unlike U+2060 it has no width in any version of Word, and nothing breaks beside it.
_TIE = "\ufeff"
# Parts that are elsewhere in this format: the check codes below the signature and on every page.
_ELSEWHERE = frozenset({"codes"})


def written(report: Report, writer: Writer) -> Iterator[str]:
    """The document from its title to the last annex."""
    yield from _head(report, writer)
    yield from _kept(_sections(report, writer))
    yield from attachments(report.annexes, writer)
    yield from signature(report, writer)
    yield from below(report, writer)
    for number, section in enumerate(report.annexes, 1):
        yield from _annex(section, report, number, writer)


def _sections(report: Report, writer: Writer) -> Iterator[str]:
    for heading, section in headings(report.body, writer.words):
        if heading:
            yield writer.text(HEADING, heading)
        yield from _section(section, report, writer)


def _kept(blocks: Iterator[str]) -> Iterator[str]:
    """The last paragraph stays with what follows: no signature is alone on a page without words to sign."""
    held = ""
    for block in blocks:
        yield held
        held = block
    yield held.replace('"/>', f'"/>{KEEP}', 1) if held.startswith("<w:p>") else held


def _head(report: Report, writer: Writer) -> Iterator[str]:
    """The title; whether it is a draft; to whom it goes.

    There is no red rule that the title would be two lines below. A drill is marked in the title and in the head of
    every page, a redacted copy in that head and in the notes.
    """
    yield writer.text(TITLE, _broken(report, writer))
    if DRAFT in report.marks:
        said = writer.words(DRAFT)
        yield writer.text(MARK, f"（{said}）" if writer.chinese else f"({said})")
    if writer.chinese:
        yield writer.text(BODY, "")
    if report.to:
        yield writer.text(RECIPIENT, writer.words.say("{title}:", title=report.to))


def _broken(report: Report, writer: Writer) -> str:
    """A title too long for one line is broken by sense: behind the issuer, else behind 的, else in even parts."""
    title, issuer = writer.words(report.title), writer.words(report.issuer) if report.issuer else ""
    if not writer.chinese or halves(title) <= _TITLE_LINE:
        return title
    places = [title.rfind(issuer) + len(issuer)] if issuer and issuer in title else []
    places += [place + 1 for place, char in enumerate(title) if char == "的"][-1:]
    for place in places:
        if 0 < place < len(title) and halves(title[:place]) <= _TITLE_LINE and halves(title[place:]) <= _TITLE_LINE:
            return f"{title[:place]}\n{title[place:]}"
    lines = broken(title, -(-halves(title) // 2) + 1, _TITLE_LINE, halves)
    return "\n".join(lines)


def _section(section: Section, report: Report, writer: Writer) -> Iterator[str]:
    parts = tuple(part for part in section.parts if part.key not in _ELSEWHERE)
    number = 0
    for heading, part in replace(section, parts=parts).headed:
        if heading is not None:
            number += 1
            yield writer.text(SUBHEADING, numbered_part(number, writer.words) + writer.words(heading))
        yield from _part(part, report, writer)


def _part(part: Block, report: Report, writer: Writer) -> Iterator[str]:
    match part:
        case Prose():
            yield from _prose(part, report, writer)
        case Milestones():
            yield from milestones(part, report, writer)
        case Fields():
            yield from _fields(part, writer)
        case Table():
            yield from table(part, report, writer)
        case Timeline():
            yield from timeline(part, report, writer)


def _prose(part: Prose, report: Report, writer: Writer) -> Iterator[str]:
    for paragraph in part.paragraphs:
        runs = []
        for says, entries in told(paragraph, report, writer.words):
            runs += [writer.run(says), writer.run(_tied(cited(entries)), style=CITATION)]
        yield writer.paragraph(BODY, *runs)


def _tied(numbers: str) -> str:
    """The numbers of entries on one line with the word before them: at a change of face a line may break otherwise."""
    return _TIE + numbers.replace(", ", ",\u00a0") if numbers else ""


def _fields(part: Fields, writer: Writer) -> Iterator[str]:
    """A paragraph for each; numbers that belong together in one."""
    fields = [field for field in part.fields if field.value != ""]
    if len(fields) > 1 and all(isinstance(field.value, int) for field in fields):
        counts = [writer.named(field.title, str(field.value)) for field in fields]
        yield writer.text(BODY, ("；" if writer.chinese else "; ").join(counts))
        return
    for field in fields:
        yield from _field(field, writer)
    if not fields:
        yield writer.text(BODY, writer.words(NONE))


def _field(field: Field, writer: Writer) -> Iterator[str]:
    value = field.value
    if value is None:
        yield writer.blank(BODY, field.title)
        return
    said = writer.says(value)
    if isinstance(value, list | tuple) and len(value) > 1 and halves(said) > _ONE_LINE:
        yield writer.text(BODY, writer.words.say("{title}:", title=writer.label(field.title)))
        for number, each in enumerate(value, 1):
            yield writer.text(BODY, (f"（{number}）" if writer.chinese else f"({number}) ") + writer.says(each))
        return
    yield writer.text(BODY, writer.named(field.title, said))


def _annex(section: Section, report: Report, number: int, writer: Writer) -> Iterator[str]:
    """Its number and its title; the first is on a new page, and the others run on."""
    words, alone = writer.words, len(report.annexes) == 1
    said = words.say("Annex") if alone else words.say("Annex {number}", number=number)
    if section.title:
        said += ("　" if writer.chinese else ": ") + words(section.title)
    yield writer.text(ANNEX, said, "<w:pageBreakBefore/>" if number == 1 else "")
    place = 0
    for heading, part in section.headed:
        if heading is not None:
            place += 1
            yield writer.text(HEADING, numbered(place, writer.words) + writer.words(heading))
        # What is looked up is a table there, and no text to be read.
        yield from _part(_as_table(part) if isinstance(part, Fields) else part, report, writer)


def _as_table(part: Fields) -> Table:
    lines = tuple(
        TableRow((msg("{text}", text=Capital(field.title)), field.value)) for field in part.fields if field.value != ""
    )
    return Table(part.key, part.title, {"item": msg("item"), "value": msg("what is on record")}, lines)
