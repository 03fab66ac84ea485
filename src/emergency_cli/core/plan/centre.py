"""What the centre itself has set: how often a preparedness item is checked, how long personal data is kept.

The official plan says 定期 and 定时 and no number; what is left empty here is not set, and none is invented.
"""

from msgspec import field

from emergency_cli.core.plan.values import Id, PlanValue, Span


class Reporting(PlanValue, frozen=True, kw_only=True):
    """How long after noticing the first report is due, a follow-up after the last report, the final one after the end.

    Local rules differ and none is verified for this hall, so none is preset.
    """

    initial: Span | None = None
    follow_up: Span | None = None
    final: Span | None = None


class Centre(PlanValue, frozen=True, kw_only=True):
    """The settings of the centre. `intervals`: item -> how long a check of it holds; `reporting`: limits of bulletins.

    `personal_data`: how long after the closing of an incident its personal data is destroyed (Emergency Response Law
    2024, Art. 85, sets the duty and no number).
    """

    intervals: dict[Id, Span | None] = field(default_factory=dict)
    reporting: Reporting = Reporting()
    personal_data: Span | None = None
