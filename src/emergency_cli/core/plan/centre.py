"""What the hall itself has set: its languages, the words of its plan, how its documents look, periods and limits.

What is left empty here is not set, and nothing is invented in its place.
"""

from typing import Literal

from msgspec import field

from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.values import Id, PlanValue, Span, file_name
from emergency_cli.core.terms import Document
from emergency_cli.core.text import Text

# What `documents` of the centre gives titles and headings for: the bulletins, the summary of a response, of a drill,
# and of what was no response (a false alarm, a mistake, a matter below the plan).
Titled = Document | Literal["drill", "brief-end"]
# How a document in Word is laid out: as Chinese official documents are, or as a plain letter on A4 or US Letter.
Layout = Literal["gb-t-9704", "a4", "letter"]


class Reporting(PlanValue, frozen=True, kw_only=True):
    """How long after noticing the first report is due, a follow-up after the last report, the final one after the end.

    Local rules differ and none is verified for this hall, so none is preset.
    """

    initial: Span | None = None
    follow_up: Span | None = None
    final: Span | None = None


class Overview(PlanValue, frozen=True, kw_only=True):
    """What stands above a first paragraph; empty in a language that has no heading there."""

    zh: str = ""
    en: str = ""


class DocumentWords(PlanValue, frozen=True, kw_only=True):
    """How a document is called (`{what}`: what happened; `{number}` of a follow-up), and the headings of its parts."""

    title: Text | None = None
    overview: Overview | None = None
    headings: dict[Part, Text] = field(default_factory=dict)


class Clauses(PlanValue, frozen=True, kw_only=True):
    """The clauses of the official plan: `known` are all of them; none: they are not checked.

    `limits`: the spans of time that clauses set. `cautions`: clauses that themselves warn or forbid.
    """

    known: tuple[str, ...] = ()
    limits: dict[str, Span] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


class IncidentClass(Text, frozen=True, kw_only=True, omit_defaults=True, rename=file_name):
    """A class of the law. `by_case`: a document names it only where the plan says so of the case that was answered."""

    by_case: bool = False


class Centre(PlanValue, frozen=True, kw_only=True):
    """The settings of the hall. `intervals`: item -> how long a check of it holds; `reporting`: limits of bulletins.

    `urgencies`: the plan's words for how soon, and what screens call them; `classes`: those of the law. `menu`: the
    order of the incident types; others follow. `numbers`: how long a check of phone numbers holds. `personal_data`: how
    long after the closing of an incident its personal data is destroyed. `documents`: titles and headings as the office
    writes them.
    """

    languages: tuple[str, ...] = ("zh", "en")
    clauses: Clauses = Clauses()
    urgencies: dict[str, Text] = field(default_factory=dict)
    classes: dict[Id, IncidentClass] = field(default_factory=dict)
    menu: tuple[Id, ...] = ()
    layout: Layout = "a4"
    intervals: dict[Id, Span | None] = field(default_factory=dict)
    numbers: Span | None = None
    reporting: Reporting = Reporting()
    personal_data: Span | None = None
    documents: dict[Titled, DocumentWords] = field(default_factory=dict)


NOTHING_SET = Centre()
