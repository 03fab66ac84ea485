"""The report as one self-contained HTML page: read on a screen or a phone, or printed on A4.

It runs and fetches nothing; the page's own policy forbids both. Whatever people wrote is text: every value is
escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import groupby, takewhile
from typing import NamedTuple

from markupsafe import Markup, escape

from emergency_cli.core.events import Entry
from emergency_cli.core.report.document import (
    BLANK,
    NONE,
    Block,
    Coded,
    Fields,
    Milestones,
    Moment,
    Prose,
    Report,
    Section,
    Table,
    TableRow,
    Timeline,
)
from emergency_cli.core.text import Capital, msg
from emergency_cli.export import annex_heading, headings, notes, recorded_by, say, told
from emergency_cli.export.milestones import NAME, RAIL, WIDTH, Picture, drawn
from emergency_cli.export.paper.page import paper_of
from emergency_cli.export.templated import environment
from emergency_cli.language import Words

# How wide a column is; those not named share what is left.
_WIDTHS = {
    "moment": ("at", "due", "noticed", "from", "recorded", "when"),
    "short": ("status", "clause", "outcome", "answer", "standing", "count", "line", "kind"),
    "name": ("by", "who", "party", "owner"),
    "entry": ("entry",),
    "step": ("step",),
}
_WIDTH_OF = {column: width for width, columns in _WIDTHS.items() for column in columns}
# What says by itself what it is.
_SPEAKING = {"late"}
# So many values still read well in one line.
FEW = 3


_KINDS: Mapping[type, str] = {Prose: "prose", Milestones: "milestones", Fields: "named"}


class GridHead(NamedTuple):
    """A column: its heading, how wide it is, and its heading as shown before a cell on a phone."""

    title: str
    width: str
    label: Markup


class GridGroup(NamedTuple):
    """Rows that share a line above them, if there is one; each cell with its label."""

    title: Markup
    rows: list[list[tuple[Markup, Markup]]]


class Grid(NamedTuple):
    """A table as it is laid out."""

    heads: list[GridHead]
    groups: list[GridGroup]
    note: str = ""


def export(report: Report, words: Words) -> bytes:
    """The whole page as UTF-8."""
    page = environment().get_template("report.html.j2").render(page=ReportPage(report, words))
    return page.encode("utf-8", "backslashreplace")


class ReportPage:
    """A report in the words of one language, as the template asks for it."""

    # Of the picture of milestones, in px.
    width, rail, name = WIDTH, RAIL, NAME

    def __init__(self, report: Report, words: Words) -> None:
        self.report, self.words = report, words
        self.language = "zh-CN" if words.language == "zh" else "en"
        self.title, self.none = words(report.title), words(NONE)
        self.marks = [words(mark) for mark in report.marks]
        self.contents = words.say("Contents")
        self._blank = _element("span", _element("span", words(BLANK), "hidden"), "blank")

    @cached_property
    def _has_timeline(self) -> bool:
        return any(isinstance(part, Timeline) for section in self.report.sections for part in section.parts)

    @property
    def opening(self) -> list[tuple[str, Section]]:
        """What is read before anything else, above the contents."""
        return list(takewhile(lambda each: each[1].title is None, self.body))

    @property
    def rest(self) -> list[tuple[str, Section]]:
        """The other sections above the signature."""
        return self.body[len(self.opening) :]

    @property
    def body(self) -> list[tuple[str, Section]]:
        """Every section above the signature, with its heading."""
        return list(headings(self.report.body, self.words))

    @property
    def annexes(self) -> list[tuple[str, Section]]:
        """Every section behind it, with its heading."""
        return [(annex_heading(number, each, self.words), each) for number, each in enumerate(self.report.annexes, 1)]

    @property
    def to(self) -> str:
        """To whom it goes, if that is known."""
        return self.words.say("To: {names}", names=self.report.to) if self.report.to else ""

    @property
    def notes(self) -> list[str]:
        """What stands below the signature."""
        return list(notes(self.report, self.words))

    @property
    def listed(self) -> list[tuple[str, Section]]:
        """What the contents name; a page or two need none."""
        named = [each for each in (*self.body, *self.annexes) if each[1].title]
        return named if self.report.annexes else []

    @property
    def running(self) -> dict[str, Markup]:
        """What is printed in the margin of every page, as strings of a style sheet."""
        loose = " · ".join([self.report.incident, *(code for code, _ in self.report.codes[:1])])
        return {"left": _quoted(loose), "right": _quoted(" · ".join(self.marks))}

    @property
    def sheet(self) -> str:
        """The paper and its margins: those of the standard, or an inch on the paper of the country."""
        if self.report.layout == "gb-t-9704":
            return "size: A4; margin: 37mm 26mm 35mm 28mm"
        return f"size: {paper_of(self.report.layout)}; margin: 25.4mm"

    @property
    def signed(self) -> tuple[str, Markup]:
        """Who issues it, and the day."""
        built = self.report.built
        return self.words(self.report.issuer), self._time(built, self.words.day(built))

    def label(self, name: object) -> str:
        """A name in front of its value; a question has its mark already."""
        text = self.words(Capital(name))
        return text if text.endswith(("?", "？")) else self.words.say("{title}:", title=text)

    def cell(self, value: object) -> Markup:
        """A cell of the report; a blank is a line to write on."""
        match value:
            case None:
                return self._blank
            case Coded():
                return self.cell(value.says)
            case datetime():
                return self._time(value, self.words.moment(value))
            case list() | tuple() if len(value) > FEW:
                return _element("ul", Markup().join(_element("li", self.cell(each)) for each in value))
            case _:
                return _lines(say(value, self.words))

    def kind(self, part: Block) -> str:
        """How the template shows it."""
        return _KINDS.get(type(part), "grid")

    def prose(self, part: Prose) -> Iterator[Markup]:
        """Each paragraph."""
        for paragraph in part.paragraphs:
            sentences = told(paragraph, self.report, self.words)
            yield Markup().join(self._tied(says, runs) for says, runs in sentences)

    def _tied(self, says: str, runs: Sequence[tuple[str, Entry]]) -> Markup:
        """A sentence and the entries behind it, which never begin a line."""
        if not runs or self.words.language != "zh":
            return _lines(says) + self._cited(runs)
        return _lines(says[:-1]) + _element("span", _lines(says[-1]) + self._cited(runs), "tied")

    def _cited(self, runs: Sequence[tuple[str, Entry]]) -> Markup:
        """The entries behind a sentence; where the page has their lines, links to them."""
        if not runs:
            return Markup()
        links = [
            Markup('<a href="#{}">{}</a>').format(_id(entry), name) if self._has_timeline else escape(name)
            for name, entry in runs
        ]
        return Markup("<sup>[{}]</sup>").format(Markup(", ").join(links))

    def picture(self, part: Milestones) -> Picture:
        """The milestones as they are drawn."""
        return drawn(part, self.report, self.words)

    def named(self, part: Fields) -> list[tuple[str, Markup]]:
        """Each value with its name; where nothing belongs, nothing is shown."""
        return [(self.label(field.title), self.cell(field.value)) for field in part.fields if field.value != ""]

    def grid(self, part: Table | Timeline) -> Grid:
        """The rows of a table, or of the timeline, a group per day."""
        return self._table(part) if isinstance(part, Table) else self._timeline(part)

    def _time(self, moment: datetime, shown: str) -> Markup:
        return _time(moment.isoformat(timespec="seconds"), shown)

    def _table(self, table: Table) -> Grid:
        keys = list(table.columns)
        shown = table.shown
        heads = [self._head(table.columns[key], _WIDTH_OF.get(key, "")) for key in shown]
        groups = []
        above = [keys.index(key) for key in table.groups]
        for cells, lines in groupby(table.lines, lambda line: [line.cells[place] for place in above]):
            title = Markup(" · ").join(self.cell(cell) for cell in cells if cell != "")
            groups.append(GridGroup(title, [_labelled(heads, self._row(table, shown, line)) for line in lines]))
        return Grid(heads, groups)

    def _row(self, table: Table, shown: Sequence[str], line: TableRow) -> list[Markup]:
        cells = dict(zip(table.columns, line.cells, strict=True))
        row = []
        for key in shown:
            told = self._lookup(key, cells[key])
            for other in table.below.get(key, ()):
                if cells[other] != "":
                    told += _element("div", self._below(other, table.columns[other], cells[other]), "below")
            row.append(_element("del", told) if line.struck and told else told)
        return row

    def _lookup(self, key: str, value: object) -> Markup:
        """A cell; one that names an entry leads to its line, where the page has it."""
        if key != "entry" or not isinstance(value, str) or not value:
            return self.cell(value)
        name, (desk, _, n) = self.report.number_of(value), value.rpartition("/")
        return Markup('<a href="#entry-{}-{}">{}</a>').format(desk, n, name) if self._has_timeline else escape(name)

    def _below(self, key: str, title: object, value: object) -> Markup:
        if key in _SPEAKING:
            return self.cell(value)
        return escape(self.label(title) + ("" if self.words.language == "zh" else " ")) + self.cell(value)

    def _timeline(self, timeline: Timeline) -> Grid:
        columns = [(msg("time"), "clock"), (msg("what"), ""), (msg("who"), "name"), (msg("entry"), "number")]
        heads = [self._head(title, width) for title, width in columns]
        groups: list[GridGroup] = []
        if not timeline.moments:
            return Grid(heads, groups)
        note, others = recorded_by(timeline, self.words)
        for moment in timeline.moments:
            if moment.day is not None:
                groups.append(GridGroup(_time(moment.day.date().isoformat(), self.words.day(moment.day)), []))
            groups[-1].rows.append(_labelled(heads, self._moment(moment, others)))
        return Grid(heads, groups, note)

    def _head(self, title: object, width: str) -> GridHead:
        return GridHead(self.words(Capital(title)), width, escape(self.label(title)))

    def _moment(self, moment: Moment, others: Mapping[str, str]) -> list[Markup]:
        at = moment.entry.event.occurred
        told = self.cell(moment.says)
        told = _element("del", told) if moment.struck else told
        for change in moment.changes:
            was, now = _element("del", self.cell(change.was)), _element("ins", self.cell(change.now))
            told += _element("div", was + " → " + now + " — " + self.cell(change.note), "below")
        for mark in moment.marks:
            told += _element("div", self.cell(mark), "below")
        if (by := others.get(moment.entry.event.by)) is not None:
            told += _element("div", self.words.say("recorded by {name}", name=by), "below")
        name = ", ".join(name for name, _ in self.report.names_of(moment.entries))
        entry = _anchor(moment.entry, name) + Markup().join(_anchor(each) for each in moment.more)
        return [self._time(at, self.words.clock(at)), told, self.cell(moment.actor), entry]


def _element(name: str, inner: str, kind: str = "") -> Markup:
    """An element around words, or around what is markup already."""
    attribute = f' class="{kind}"' if kind else ""
    return Markup(f"<{name}{attribute}>{escape(inner)}</{name}>")  # noqa: S704 - inner is escaped


def _time(moment: str, shown: str) -> Markup:
    return Markup(f'<time datetime="{moment}">{escape(shown)}</time>')  # noqa: S704 - shown is escaped


def _anchor(entry: Entry, shown: str = "") -> Markup:
    return Markup(f'<span id="{escape(_id(entry))}">{escape(shown)}</span>')  # noqa: S704 - both are escaped


def _id(entry: Entry) -> str:
    """What the line of an entry is called in the page."""
    return f"entry-{entry.desk}-{entry.n}"


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n")) if "\n" in text else escape(text)


def _labelled(heads: Sequence[GridHead], cells: Sequence[Markup]) -> list[tuple[Markup, Markup]]:
    return [(head.label, cell) for head, cell in zip(heads, cells, strict=True)]


def _quoted(text: str) -> Markup:
    """A string of a style sheet, in which only letters and digits are left as they are."""
    return Markup('"' + "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in text) + '"')  # noqa: S704 - nothing is left to escape
