"""What the centre itself has set: how often a preparedness item is checked, how long personal data is kept.

The official plan says 定期 and 定时 and no number; what is left empty here is not set, and none is invented.
"""

from typing import Literal

from msgspec import field

from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.values import Id, PlanValue, Span
from emergency_cli.core.terms import Document
from emergency_cli.core.text import Text

# What `documents` of the centre gives titles and headings for: the bulletins, the summary of a response, of a drill,
# and of what was no response (a false alarm, a mistake, a matter below the plan).
Titled = Document | Literal["drill", "brief-end"]


class Reporting(PlanValue, frozen=True, kw_only=True):
    """How long after noticing the first report is due, a follow-up after the last report, the final one after the end.

    Local rules differ and none is verified for this hall, so none is preset.
    """

    initial: Span | None = None
    follow_up: Span | None = None
    final: Span | None = None


class DocumentWords(PlanValue, frozen=True, kw_only=True):
    """How a document is called (`{what}`: what happened; `{number}` of a follow-up), and the headings of its parts."""

    title: Text | None = None
    headings: dict[Part, Text] = field(default_factory=dict)


class Centre(PlanValue, frozen=True, kw_only=True):
    """The settings of the centre. `intervals`: item -> how long a check of it holds; `reporting`: limits of bulletins.

    `numbers`: how long a check of phone numbers holds.

    `personal_data`: how long after the closing of an incident its personal data is destroyed (Emergency Response Law
    2024, Art. 85, sets the duty and no number). `documents`: titles and headings as the office writes them.
    """

    intervals: dict[Id, Span | None] = field(default_factory=dict)
    numbers: Span | None = None
    reporting: Reporting = Reporting()
    personal_data: Span | None = None
    documents: dict[Titled, DocumentWords] = field(default_factory=dict)
