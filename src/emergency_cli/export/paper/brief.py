"""How an incident stands, as a form on one page: to be handed over, signed, read while standing."""

from collections.abc import Iterator
from importlib import import_module
from typing import Literal

from emergency_cli.core.report.document import Fields, Prose, Report, Table
from emergency_cli.core.text import msg
from emergency_cli.export import say
from emergency_cli.export.docx.page import marks
from emergency_cli.export.paper.forms import FormRows, Sheet, page
from emergency_cli.export.paper.page import Booklet, Line, paper_of
from emergency_cli.language import Words

_SIGNED = (msg("Handed over by"), msg("Taken over by"), msg("Time"))
_SMALLEST = 9.0


def export(report: Report, words: Words, name: Literal["html", "docx"]) -> bytes:
    """The page in this format."""
    writer = import_module(f"emergency_cli.export.paper.{name}")
    content: bytes = writer.export(on_paper(report, words), words)
    return content


def on_paper(report: Report, words: Words) -> Booklet:
    """The brief as a form."""
    answers: list[tuple[str, str]] = []
    rows = []
    for block in (block for section in report.body for block in section.parts):
        match block:
            case Fields():
                answers += _answers(block, words)
            case Table():
                rows.append(_table(block, words))
            case Prose():
                rows.append(_prose(block, words))
    title, author = words(report.title), words(report.issuer) if report.issuer else ""
    mark = "  ".join(words(each) for each in marks(report))
    signed = [words(each) for each in _SIGNED]
    made = page(Sheet(author, title, mark, answers, rows, signed, _foot(report, words)), words, paper_of(report.layout))
    return Booklet(title, author, report.built, (made,))


def _answers(block: Fields, words: Words) -> Iterator[tuple[str, str]]:
    """What is known; a place that nobody gave is room to write it."""
    for field in block.fields:
        if field.value != "":
            yield words(field.title), "" if field.value is None else say(field.value, words)


def _table(table: Table, words: Words) -> FormRows:
    _, *others = table.columns.values()
    heads = (words(table.title), *(words(head) for head in others))
    rows = tuple(tuple(say(cell, words) for cell in row.cells) for row in table.lines)
    return FormRows(heads, rows, "step")


def _prose(prose: Prose, words: Words) -> FormRows:
    """The last that was done comes first: that is what a page with little room still says."""
    told = [say(sentence.says, words) for paragraph in prose.paragraphs for sentence in paragraph.sentences]
    return FormRows((words.say("Done, latest first"),), tuple((text,) for text in reversed(told)), "prose")


def _foot(report: Report, words: Words) -> Line:
    codes = [f"{code} ({entry})" for code, entry in report.codes]
    text = words.say("Made {day} {time} from {incident}; check code {codes}", day=words.day(report.built),
                     time=words.clock(report.built), incident=report.incident, codes=codes)  # fmt: skip
    return Line(text, _SMALLEST, "small")
