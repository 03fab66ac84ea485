"""A finished report as bytes, one module per format. A format is a function; add one by adding a line to FORMATS."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import cast

from emergency_cli.core.events import Entry
from emergency_cli.core.report.document import BLANK, REDACTED, Coded, Milestone, Paragraph, Report, Section, Timeline
from emergency_cli.core.text import Capital, msg, ordinal
from emergency_cli.language import Words

Format = Callable[[Report, Words], bytes]
Templated = Callable[[Report, Words, bytes], bytes]
OnPaper = Callable[[Report, Words, str], bytes]
# Formats in which a brief is a form on one page.
_ON_PAPER = frozenset({"html", "docx"})


def _lazily(module: str) -> Format:
    """The `export` of a module that is imported only when it is used: some formats need heavy libraries."""

    def export(report: Report, words: Words) -> bytes:
        there = words.within(report.built.tzinfo)
        if report.kind == "brief" and module in _ON_PAPER:
            on_paper = cast(OnPaper, import_module(f"{__name__}.paper.brief").export)
            return on_paper(report, there, module)
        chosen = cast(Format, import_module(f"{__name__}.{module}").export)
        return chosen(report, there)

    return export


def _on_template(module: str) -> Templated:
    """The same on the office's own file."""

    def export(report: Report, words: Words, template: bytes) -> bytes:
        chosen = cast(Templated, import_module(f"{__name__}.{module}").export)
        return chosen(report, words.within(report.built.tzinfo), template)

    return export


# By the ending of the file that comes out.
FORMATS: Mapping[str, Format] = {
    "md": _lazily("markdown"),
    "json": _lazily("json_"),
    "html": _lazily("html"),
    "docx": _lazily("docx"),
}


# Those that take the office's own file for its styles: called with its bytes besides.
TEMPLATED: Mapping[str, Templated] = {"docx": _on_template("docx")}
# Not a document: what is read out on the phone, or pasted into a chat.
short_text = _lazily("text")


def numbered(number: int, words: Words) -> str:
    """The number of a first-level heading: 一、 in Chinese (GB/T 9704-2012), else 1."""
    return words(ordinal(number)) + ("、" if words.language == "zh" else ". ")


def headings(sections: Iterable[Section], words: Words) -> Iterator[tuple[str, Section]]:
    """Sections of the body with their numbered headings; one without a title has that of its part, and no number."""
    number = 0
    for section in sections:
        number += section.title is not None
        own = section.parts[0].title if len(section.parts) == 1 else None
        yield (numbered(number, words) + words(section.title) if section.title else words(own)), section


def annex_heading(number: int, section: Section, words: Words) -> str:
    """The heading of an annex."""
    if section.title is None:
        return words.say("Annex {number}", number=number)
    return words.say("Annex {number}: {title}", number=number, title=section.title)


def numbered_part(number: int, words: Words) -> str:
    """The number of a second-level heading: （一） in Chinese (GB/T 9704-2012), else a."""
    return f"（{words(ordinal(number))}）" if words.language == "zh" else f"{chr(ord('a') + number - 1)}. "


def say(cell: object, words: Words) -> str:
    """A cell of a report in words, for the formats that people read."""
    match cell:
        case None:
            return words(BLANK)
        case Coded():
            return words(cell.says)
        case list() | tuple():
            return words([say(each, words) for each in cell])
        case _:
            return words(cell)


def told(paragraph: Paragraph, report: Report, words: Words) -> Iterator[tuple[str, tuple[tuple[str, Entry], ...]]]:
    """The sentences in words, piece by piece, each with what stands before it and the entries it rests on.

    In Chinese they stand before the full stop (GB/T 7714), where no figure of the next sentence follows them.
    """
    gap = ""
    for sentence in paragraph.sentences:
        says, entries = gap + words(sentence.says), report.rests_on(sentence)
        if entries and says.endswith("。"):
            yield says[:-1], entries
            yield "。", ()
        else:
            yield says, entries
        gap = "" if words.language == "zh" else " "


def cited(runs: Sequence[tuple[str, Entry]]) -> str:
    """The entries behind a sentence, where the reader cannot follow a link: `[12, 15–28]`."""
    return f"[{', '.join(name for name, _ in runs)}]" if runs else ""


def recorded_by(part: Timeline, words: Words) -> tuple[str, Mapping[str, str]]:
    """Who recorded most of the entries, as a sentence above them; the others, by what they signed, for theirs."""
    signed = Counter(moment.entry.event.by for moment in part.moments)
    names = {moment.entry.event.by: moment.by for moment in part.moments}
    said = {by: words(name) for by, name in names.items()}
    counts = Counter[str]()
    for by, count in signed.items():
        counts[said[by]] += count
    ((most, count),) = counts.most_common(1)
    others = {by: name for by, name in said.items() if name != most}
    form = msg("Recorded by {name} unless somebody else is named.") if others else msg("Recorded by {name}.")
    return words.say(form.msgid, name=most), others


def notes(report: Report, words: Words) -> Iterator[str]:
    """What stands below the signature: the attributes of the document, what was left out, by what it can be checked."""
    form = [words.say("{fact}: {answer}", fact=Capital(field.title), answer=say(field.value, words))
            for field in report.form]  # fmt: skip
    built = words.say("Built {day} {clock}", day=words.day(report.built), clock=words.clock(report.built))
    codes = [
        words.say("Check code {code} of {incident}, {entry}", code=code, incident=report.incident, entry=entry)
        for code, entry in report.codes
    ]
    if form:
        yield ("　" if words.language == "zh" else "; ").join(form)
    yield built
    if report.redacted:
        yield words(REDACTED)
    yield from codes


def limit_of(mark: Milestone, words: Words) -> str:
    """What became of the limit of a milestone; nothing where it has none."""
    if mark.limit is None:
        return ""
    due, over = mark.limit
    if mark.entry is None:
        return words.say("limit {due}, not done", due=words.clock(due))
    if not over:
        return words.say("limit {due}, met", due=words.clock(due))
    return words.say("limit {due}, {span} late", due=words.clock(due), span=over)
