"""What a report is made of. Every format writes each kind of block, and so covers everything.

`Prose` is what people read; `Fields`, `Table` and `Timeline` are what they look up. What these hold is a *cell*: a str,
datetime, timedelta, int, Text, Message, Personal, `Coded`, a list of these, `None` (a blank to fill by hand) or ""
(nothing belongs here). Keys are stable and English; machines rely on them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from msgspec import Struct

from emergency_cli.core.events import Entry
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board
from emergency_cli.core.plan.centre import NOTHING_SET, Centre, Layout
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.terms import Document
from emergency_cli.core.text import Message, Text, msg
from emergency_cli.core.times import in_zone

DRAFT = msg("Draft")
DRILL = msg("DRILL")
BLANK = msg("____ (to be filled in)")
NONE = msg("None.")
REDACTED = msg("Personal values are left out of this copy; free text is as people typed it.")


# The key of the field that says whom to ask about a document.
CONTACT = "contact"


class Coded(Struct, frozen=True):
    """A value for machines (`code`: an id, or a number) and how people say it."""

    code: str | int
    says: object


class Field(Struct, frozen=True):
    """One named value."""

    key: str
    title: object
    value: object


class Fields(Struct, frozen=True):
    """Named values, one below the other."""

    key: str
    title: Message
    fields: tuple[Field, ...]


class TableRow(Struct, frozen=True):
    """One line of a table. `struck`: it was taken back, replaced or corrected, and is shown struck through."""

    cells: tuple[object, ...]
    struck: bool = False


class Table(Struct, frozen=True):
    """Lines under columns (key -> heading).

    For paper, where columns are dear: `groups` are the columns that become a line of their own above the lines that
    share their cells; `below` maps a column to those whose cells go below its own, in the same cell.
    """

    key: str
    title: Message
    columns: Mapping[str, object]
    lines: tuple[TableRow, ...]
    groups: tuple[str, ...] = ()
    below: Mapping[str, tuple[str, ...]] = {}

    @property
    def filled(self) -> list[str]:
        """The columns in which anything stands, or is to be written."""
        return [key for place, key in enumerate(self.columns)
                if any(line.cells[place] not in ("", []) for line in self.lines)]  # fmt: skip

    @property
    def shown(self) -> list[str]:
        """On paper, the columns that have a place of their own."""
        below = {key: set(self.below.get(key, ())) for key in self.columns}
        placed = {*self.groups, *(key for keys in below.values() for key in keys)}
        filled = set(self.filled)
        return [key for key in self.columns if key not in placed and filled & {key, *below[key]}]


class Correction(Struct, frozen=True):
    """A correction: `was` is shown struck through, then `now`, then `note` (who, when, why)."""

    member: Coded
    was: object
    now: object
    note: Message
    entry: Entry


class Moment(Struct, frozen=True):
    """One entry in the timeline. `day` is given where the date differs from the line before; `marks` qualify it.

    `more`: further entries that say the same, at the same time and by the same people, of other zones or units.
    """

    entry: Entry
    day: datetime | None
    says: Message
    actor: object
    by: object
    struck: bool
    changes: tuple[Correction, ...]
    marks: tuple[Coded, ...]
    more: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that the line tells."""
        return self.entry, *self.more


class Timeline(Struct, frozen=True):
    """Every entry in story order: by when it happened, then record order; what is alike zone by zone in one line."""

    key: str
    title: Message
    moments: tuple[Moment, ...]


class Sentence(Struct, frozen=True):
    """A whole sentence with its full stop, and the entries it rests on."""

    says: Message
    entries: tuple[Entry, ...] = ()


class Paragraph(Struct, frozen=True):
    """Sentences that are read in one go."""

    sentences: tuple[Sentence, ...]


class Short(Struct, frozen=True):
    """A sentence of a short form: the more it matters the smaller its `rank`; at 0 it is never left out.

    `begins`: it stands on a line of its own.
    """

    sentence: Sentence
    rank: int
    begins: bool = False


class Prose(Struct, frozen=True):
    """What is told in sentences."""

    key: str
    paragraphs: tuple[Paragraph, ...]
    title: Message | None = None


class Milestone(Struct, frozen=True):
    """A point of the incident that people remember it by.

    `limit`: when it had to be reached by, and by how much that was missed (0: it was met). A point that was never
    reached has no `entry`, and is where its lateness was last measured.
    """

    at: datetime
    name: object
    entry: Entry | None = None
    limit: tuple[datetime, timedelta] | None = None


class Milestones(Struct, frozen=True):
    """The few points that make up the picture of an incident, in the order of time."""

    key: str
    title: Message
    marks: tuple[Milestone, ...]


Block = Prose | Milestones | Fields | Table | Timeline


class Section(Struct, frozen=True):
    """A part of the document: numbered; without a number where it has no `title`, as a first paragraph has.

    That is headed by its one part, if by anything. An `annex` follows the signatures and has a numbering of its own.
    """

    key: str
    title: Message | None
    parts: tuple[Block, ...]
    annex: bool = False

    @property
    def headed(self) -> tuple[tuple[Message | None, Block], ...]:
        """The parts, each with the heading it needs: one part alone is named by the section."""
        alone = len(self.parts) == 1
        return tuple((None if alone else part.title, part) for part in self.parts)


# Documents that are given out, and how the incident stands, which is no document of the record.
Paper = Document | Literal["brief"]


class Report(Struct, frozen=True, kw_only=True, dict=True):
    """The whole document: the after-action summary, a bulletin (`number` counts the follow-ups), or a brief.

    `issuer` signs; `to` are the recipients, as far as they are known; until it was `approved` by somebody it is a
    draft.
    `codes`: check code and `desk/n` of the last entry, then of desks it had not seen. `entries` are the log's, in
    record order, as they were written. `redacted`: personal values were left out. `cited`: each sentence names the
    entries it rests on. `form` are the attributes of the document itself: its number, who drafted and who reviewed it.
    `abridged` is the form for phone and chat. `layout`: how it looks in Word.
    """

    kind: Paper
    incident: str
    title: Message
    drill: bool
    built: datetime
    sections: tuple[Section, ...]
    codes: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    issuer: Text | None = None
    number: int | None = None
    to: tuple[object, ...] = ()
    approved: object = None
    redacted: bool = False
    cited: bool = False
    form: tuple[Field, ...] = ()
    abridged: tuple[Short, ...] = ()
    layout: Layout = "gb-t-9704"

    def local(self, moment: datetime) -> datetime:
        """A moment in the time zone of the document, which is that of its incident."""
        return in_zone(moment, self.built.tzinfo)

    @property
    def body(self) -> tuple[Section, ...]:
        """What comes before the signatures."""
        return tuple(section for section in self.sections if not section.annex)

    @property
    def annexes(self) -> tuple[Section, ...]:
        """What comes after them."""
        return tuple(section for section in self.sections if section.annex)

    @cached_property
    def _one_desk(self) -> bool:
        return len({entry.desk for entry in self.entries}) == 1

    def name_of(self, entry: Entry) -> str:
        """An entry as a text names it: by its number alone only where the whole log is of one desk."""
        return str(entry.n) if self._one_desk else entry.id

    def number_of(self, entry: str) -> str:
        """The id of an entry as a text names it."""
        return entry.rpartition("/")[2] if self._one_desk else entry

    def names_of(self, entries: Iterable[Entry]) -> tuple[tuple[str, Entry], ...]:
        """Entries as a text names them, each once and with the first it names: `12`, `15–28`."""
        held = list(entries)
        if len(held) == 1:
            return ((self.name_of(held[0]), held[0]),)
        runs: list[list[Entry]] = []
        for entry in sorted({each.id: each for each in held}.values(), key=lambda entry: (entry.desk, entry.n)):
            if runs and (entry.desk, entry.n) == (runs[-1][-1].desk, runs[-1][-1].n + 1):
                runs[-1].append(entry)
            else:
                runs.append([entry])
        return tuple((f"{self.name_of(run[0])}–{run[-1].n}" if run[1:] else self.name_of(run[0]), run[0])
                     for run in runs)  # fmt: skip

    def rests_on(self, sentence: Sentence) -> tuple[tuple[str, Entry], ...]:
        """The entries that a sentence rests on, as a reader sees them; none in a document that cites none."""
        return self.names_of(sentence.entries) if self.cited else ()

    @property
    def marks(self) -> tuple[Message, ...]:
        """What has to be on every page: that it is a drill, that it has neither been given out nor approved."""
        final = self.approved or self.to or self.kind == "brief"
        return (*((DRILL,) if self.drill else ()), *(() if final else (DRAFT,)))


class Material(Struct, frozen=True):
    """What the sections are built from: `story` is the entries by when they happened, `approved` who approved it.

    `centre`: what the plan folder says of documents and classes.
    """

    incident: Incident
    board: Board
    story: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    now: datetime
    approved: object = None
    centre: Centre = NOTHING_SET


def fields(key: str, title: Message, *named: tuple[str, Message, object]) -> Fields:
    """Values with their keys and names."""
    return Fields(key, title, tuple(Field(*each) for each in named))
