"""What follows the body: the list of annexes, who signs and when, and the notes."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from emergency_cli.core.report.document import Report, Section
from emergency_cli.core.width import halves
from emergency_cli.export import notes
from emergency_cli.export.docx.styles import ATTACHMENTS, BODY, NOTE, SIGNATURE
from emergency_cli.export.docx.text import KEEP, Writer


def attachments(annexes: Sequence[Section], writer: Writer) -> Iterator[str]:
    """附件：1. …: a line below the body, two characters in; names that run over stay below their first character."""
    if not annexes:
        return
    yield writer.text(BODY, "", KEEP)
    head = writer.words.say("Annexes:") if len(annexes) > 1 else writer.words.say("Annex:")
    head += "" if writer.chinese else " "
    start = 200 + halves(head) * 50
    for number, section in enumerate(annexes, 1):
        said = writer.words(section.title or "")
        if len(annexes) > 1:
            said = f"{number}. {said}"
        hanging = 100 if len(annexes) > 1 else 0
        first = hanging + halves(head) * 50 if number == 1 else hanging
        yield writer.text(ATTACHMENTS, (head if number == 1 else "") + said, _hanging(start + hanging, first, writer))


def _hanging(left: int, hanging: int, writer: Writer) -> str:
    """Indents in hundredths of a character, and in twips for readers that do not count in characters."""
    em = 316 if writer.chinese else 240
    return (
        f'{KEEP}<w:ind w:leftChars="{left}" w:left="{left * em // 100}" '
        f'w:hangingChars="{hanging}" w:hanging="{hanging * em // 100}"/>'
    )


def signature(report: Report, writer: Writer) -> Iterator[str]:
    """The issuer and, below, the date; one line below what precedes them."""
    day = writer.words.day(report.built)
    issuer = writer.words(report.issuer) if report.issuer else ""
    yield writer.text(SIGNATURE, "")
    indents = signature_indents(halves(issuer), halves(day)) if writer.chinese else (0, 0)
    for said, indent in zip((issuer, day), indents, strict=True):
        if said:
            right = f'<w:ind w:rightChars="{indent}" w:right="{indent * 316 // 100}"/>' if indent else ""
            yield writer.text(SIGNATURE, said, right)


def signature_indents(issuer: int, date: int) -> tuple[int, int]:
    """How far from the right edge issuer and date end, in hundredths of a character, from their widths in halves.

    Without a seal: the issuer ends two characters from the edge, and the date begins two characters behind the
    issuer's beginning; a date too long for that ends two characters from the edge, and the issuer moves instead
    (GB/T 9704-2012, 7.3.5.2).
    """
    if date <= issuer:
        return 200, (issuer - date) * 50
    return (date + 8 - issuer) * 50, 200


def below(report: Report, writer: Writer) -> Iterator[str]:
    """The notes below the signature, which stay together. The check code is there unless an annex has it."""
    coded = not any(section.key == "integrity" for section in report.annexes)
    said = list(notes(report if coded else replace(report, codes=()), writer.words))
    for place, note in enumerate(said, 1):
        yield writer.text(NOTE, note, KEEP if place < len(said) else "")
