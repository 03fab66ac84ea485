"""An incident in figures: how soon somebody acted and reported, what was late or left out, whom nobody reached."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from emergency_cli.core.events import Ended, Entry, StepDone
from emergency_cli.core.events.words import party_title
from emergency_cli.core.incident.exercise import judged
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.past import past_of
from emergency_cli.core.incident.reporting import bulletins
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.plan.playbook import GENERAL, ORDERS
from emergency_cli.core.report.document import Material
from emergency_cli.core.report.standing import in_time, late, left_out, not_reached
from emergency_cli.core.report.summaries.summary import material_of
from emergency_cli.core.terms import Outcome, State, Status

_NOT_ASKED: frozenset[Status] = frozenset({"not-applicable", "waiting"})


class Mark(Struct, frozen=True):
    """Something that is counted: by what it is told apart, and what it is called."""

    key: str
    title: object


class Figures(Struct, frozen=True, kw_only=True):
    """What one incident adds to the numbers of a year.

    `first_step`: how long after noticing somebody had done the first step that saves lives, `first_report` had given
    out the first bulletin. `kept`: how many limits of steps were kept; `late`: the steps that missed theirs.
    `done` of the steps of the response that applied, which are `applied`. `drilled`: a drill that was brought to its
    end; by a scenario `reached` of its `goals`, of those that were put to the test.
    """

    incident: str
    hall: str
    drill: bool
    state: State
    outcome: Outcome | Literal["contested"] | None
    noticed: datetime
    types: tuple[Mark, ...]
    zone: Mark | None
    first_step: timedelta | None
    first_report: timedelta | None
    kept: int
    late: tuple[Mark, ...]
    left_out: tuple[Mark, ...]
    not_reached: tuple[Mark, ...]
    done: int
    applied: int
    drilled: bool
    reached: int
    goals: int


def figures_of(incident: Incident, now: datetime, hall: str = "") -> Figures | None:
    """An incident in figures at `now`; `None` where nothing opened it."""
    opening = incident.opening
    if opening is None:
        return None
    closed = incident.closed if incident.state == "closed" else None
    material = material_of(incident, closed.event.occurred if closed else now)
    rows = [row for row in material.board.rows if row.stage != "review" and row.status not in _NOT_ASKED]
    outcomes = [each.event.outcome for each in incident.ends if isinstance(each.event, Ended)]
    goals = [each.verdict for each in judged(incident, material.board) if each.verdict != "not-said"]
    return Figures(
        incident=incident.id,
        hall=hall,
        drill=incident.drill,
        state=incident.state,
        outcome="contested" if len(outcomes) > 1 else next(iter(outcomes), None),
        noticed=incident.local(opening.noticed),
        types=tuple(_types(incident)),
        zone=Mark(incident.zone, party_title(incident, incident.zone)) if incident.zone else None,
        first_step=_since_noticed(incident, _life_saving(material)),
        first_report=_since_noticed(incident, bulletins(incident)[:1]),
        kept=len({row.base for row in in_time(material)} - {row.base for row in late(material)}),
        late=tuple(_steps(late(material))),
        left_out=tuple(_steps(left_out(material))),
        not_reached=tuple(Mark(party, party_title(incident, party)) for party in not_reached(material)),
        done=len({row.base for row in rows if row.status == "done"}),
        applied=len({row.base for row in rows}),
        drilled=past_of(incident).drilled is not None,
        reached=goals.count("on-time"),
        goals=len(goals),
    )


def _types(incident: Incident) -> Iterator[Mark]:
    """The playbook it was opened with, and those taken up later; the general procedure where there is no other."""
    own = [held.playbook for held in incident.in_order if held.playbook.id != GENERAL]
    for book in own or [held.playbook for held in incident.in_order]:
        yield Mark(book.id, book.title)


def _steps(rows: Sequence[Row]) -> Iterator[Mark]:
    """Each step once: zones and rounds of one are one, and so are leaders' orders."""
    for base, row in {row.base: row for row in rows if row.attachment.id != ORDERS}.items():
        yield Mark(f"{row.attachment.playbook.id}/{base.partition('/')[2]}", prompt_of(row.step))
    yield from {Mark(ORDERS, row.attachment.playbook.title) for row in rows if row.attachment.id == ORDERS}


def _life_saving(material: Material) -> Iterator[Entry]:
    """What somebody did of the steps that come before all others."""
    for row in material.board.rows:
        if row.step.safety and row.entry and isinstance(row.entry.event, StepDone):
            yield row.entry


def _since_noticed(incident: Incident, entries: Iterable[Entry]) -> timedelta | None:
    """How long after noticing the first of these was; nothing is before that."""
    if incident.opened is None or incident.noticed is None:
        return None
    noticed = incident.by_clock(incident.opened, incident.noticed)
    spans = [incident.by_clock(entry, entry.event.occurred) - noticed for entry in entries]
    return max(min(spans), timedelta()) if spans else None
