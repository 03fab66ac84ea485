"""What the centre itself has set: how often a preparedness item is checked, how long personal data is kept.

The official plan says 定期 and 定时 and no number; what stands empty here is not set, and none is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from emergency_cli.core.plan.facts import Id, PlanModel
from emergency_cli.core.plan.playbook import Playbook, format_duration, parse_duration
from emergency_cli.core.text import Fault, msg


def _period(value: object) -> object:
    """`30d` -> timedelta, nothing -> None. Raises ValueError for anything else, and for no time at all."""
    if value == "":
        return None
    span = parse_duration(value)
    if span == timedelta():
        raise ValueError("duration")
    return span


def _written(span: timedelta | None) -> str | None:
    return format_duration(span) if span else None


Period = Annotated[timedelta | None, BeforeValidator(_period), PlainSerializer(_written)]


class Reporting(PlanModel):
    """How long after noticing the first report is due, a follow-up after the last report, the final one after the end.

    Local rules differ and none is verified for this hall, so none is preset.
    """

    initial: Period = None
    follow_up: Period = Field(default=None, alias="follow-up")
    final: Period = None


class Centre(PlanModel):
    """The settings of the centre. `intervals`: item -> how long a check of it holds; `reporting`: limits of bulletins.

    `personal_data`: how long after the closing of an incident its personal data is destroyed (Emergency Response Law
    2024, Art. 85, sets the duty and no number).
    """

    intervals: dict[Id, Period] = Field(default_factory=dict)
    reporting: Reporting = Field(default_factory=Reporting)
    personal_data: Period = Field(default=None, alias="personal-data")


def check_centre(centre: Centre, books: Mapping[str, Playbook]) -> Iterator[Fault]:
    """Intervals of items that no playbook has; items of two playbooks under one id."""
    owner: dict[str, str] = {}
    for book in books.values():
        for number, item in enumerate(book.preparedness):
            other = owner.setdefault(item.id, book.id)
            if other != book.id or any(item.id == each.id for each in book.preparedness[:number]):
                what = msg("“{id}” is already a preparedness item of {other}", id=item.id, other=other)
                place = f"playbooks/{book.id}.yaml#preparedness/{number}/id"
                yield Fault(place, None, what, msg("choose another id"))
    for item_id, interval in centre.intervals.items():
        if interval and item_id not in owner:
            near = get_close_matches(item_id, owner, 1, 0.6)
            hint = msg("did you mean “{name}”?", name=near[0]) if near else msg("known: {names}", names=sorted(owner))
            what = msg("no playbook has a preparedness item “{id}”", id=item_id)
            yield Fault(f"centre.yaml#intervals/{item_id}", None, what, hint)
