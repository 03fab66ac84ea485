"""An incident on one screen or one page: what, where, since when, who, what is done, open and late, what is due next.

For the relief at a shift change, the fire officer and the leader who walk in, and for whoever asks how things stand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from emergency_cli.core.events import Entry, StepDone
from emergency_cli.core.events.deeds import deed_of, with_answers
from emergency_cli.core.events.prose import answers_of
from emergency_cli.core.events.words import step_title
from emergency_cli.core.incident.exercise import due
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.reporting import NextReport, next_report
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.derived import settles_all
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.plan.facts import FactSpec, place_fact, zone_fact
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.report.cells import current, facts_in, field_of, in_words, vital
from emergency_cli.core.report.document import Field
from emergency_cli.core.report.prose import as_it_is
from emergency_cli.core.report.standing import overtaken
from emergency_cli.core.terms import NOT_KNOWN, STAGES, Stage, State
from emergency_cli.core.text import Capital, Clauses, Text, msg


class Owed(Struct, frozen=True):
    """A step that is still to be done. `row` is how it stands on the board, `title` what it says.

    One that is done zone by zone is one step, with how many of them are settled in its title. `alike`: steps of other
    playbooks that ask for the same act in the same words.
    """

    row: Row
    title: object
    responsible: tuple[object, ...] = ()
    alike: tuple[Row, ...] = ()


class Owing(Struct, frozen=True):
    """Who is responsible for steps that can be done now: how many, and how many of them are late.

    `party` is `None` for those of which the plan does not say whose they are.
    """

    party: object
    open: int
    late: int


class Deed(Struct, frozen=True):
    """A step that was done."""

    at: datetime
    title: object
    entry: Entry


class Brief(Struct, frozen=True, kw_only=True):
    """How an incident stands.

    `people`: what is known of those in danger or hurt, one field each, as a clause where the plan has one. `now`: what
    can be done now, late first; `waiting`: what waits for an arrival or an answer; `later`: how much of later stages is
    open. `deeds`: what was done, latest first. `orders`: instructions that are not carried out yet. `report`: the next
    report upward. `limit`: the step whose limit comes next, or was missed first. `owing`: what can be done now and was
    ordered, by who is responsible, those with late steps first. `control`: what exercise control says by now
    and no walk has noted.
    """

    incident: str
    drill: bool
    state: State
    titles: tuple[object, ...]
    place: object
    zone: object
    owner: object
    noticed: datetime | None
    since: timedelta
    ends: tuple[Entry, ...]
    officer: str | None
    people: tuple[Field, ...]
    done: int
    late: int
    now: tuple[Owed, ...]
    waiting: tuple[Owed, ...]
    later: tuple[tuple[Stage, int], ...]
    orders: tuple[Owed, ...]
    deeds: tuple[Deed, ...]
    report: NextReport | None
    blanks: int
    conflicts: tuple[str, ...]
    limit: Row | None = None
    owing: tuple[Owing, ...] = ()
    control: tuple[Text, ...] = ()


def brief_of(incident: Incident, state: Board, now: datetime, limits: Reporting) -> Brief:
    """How an incident stands at `now`, by its board. Total: what nobody said is `None`, or empty."""
    opening, roster = incident.opening, incident.roster
    hand, waiting, later, orders = _parted(incident, state)
    return Brief(
        incident=incident.id,
        drill=incident.drill,
        state=incident.state,
        titles=_titles(incident),
        place=_shared(incident, place_fact),
        zone=_shared(incident, zone_fact),
        owner=roster.title(roster.zones[incident.zone].owner) if roster and incident.zone else None,
        noticed=opening.noticed if opening else None,
        since=incident.since_noticed(now),
        ends=incident.ends if incident.state != "responding" else (),
        officer=incident.officer,
        people=tuple(_people(incident)),
        done=len([row for row in state.rows if row.status == "done"]),
        late=len({row.base for row in state.late()}),
        now=tuple(_owed(incident, state, sorted(hand, key=lambda row: row.late is None))),
        waiting=tuple(_owed(incident, state, waiting)),
        later=tuple(_by_stage(later)),
        orders=tuple(_owed(incident, state, orders)),
        deeds=tuple(_deeds(incident, state)),
        report=next_report(incident, limits),
        blanks=len(state.blanks),
        conflicts=state.conflicts,
        limit=state.next_limit,
        owing=tuple(_owing(incident, [*hand, *orders])),
        control=tuple(inject.says for inject in due(incident, now)),
    )


def _shared(incident: Incident, which: Callable[[Mapping[str, FactSpec]], str | None]) -> object:
    fact = which(incident.shared_facts)
    return current(incident, fact) if fact else None


def _titles(incident: Incident) -> tuple[object, ...]:
    """The playbooks taken up; the general procedure, part of every incident, only where there is no other."""
    named = tuple(held.playbook.title for held in incident.in_order if held.playbook.id != GENERAL)
    return named or tuple(held.playbook.title for held in incident.in_order)


def _people(incident: Incident) -> Iterator[Field]:
    of_life = vital(incident)
    known = [fact for fact in incident.answers if fact in of_life]
    over = settles_all(incident)  # then nothing is to be verified any more
    for fact in dict.fromkeys((*known, *facts_in(incident, "casualties"))):
        told = fact in incident.answers and not (over and incident.value(fact) == NOT_KNOWN)
        if told and not overtaken(incident, fact):
            field = field_of(incident, fact)
            label = msg("{fact}: {answer}", fact=field.title, answer=in_words(field.value))
            yield replace(field, value=as_it_is(incident, fact) or label)


def _parted(incident: Incident, state: Board) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    """What is open: can be done now, waits for something, comes later, was ordered.

    What can be done now is of the stage that is on hand, or late.
    """
    ordered = incident.orders.id if incident.orders else None
    orders = [row for row in state.open() if row.attachment.id == ordered]
    rows = [row for row in state.open() if row.attachment.id != ordered]
    ready = [row for row in rows if _can_be_done(incident, row)]
    if incident.state != "responding":  # what the response left undone comes after the review
        ready.sort(key=lambda row: row.stage != "review")
    stage = ready[0].stage if ready else None
    hand = [row for row in ready if row.stage == stage or (row.late and incident.state == "responding")]
    waiting = [row for row in rows if row.upon or (row.status == "waiting" and row.stage == stage)]
    return hand, waiting, [row for row in rows if row not in hand and row not in waiting], orders


def _can_be_done(incident: Incident, row: Row) -> bool:
    """Whether nothing has to come first. The review comes after the end, another round when somebody wants it."""
    too_early = row.stage == "review" and incident.state == "responding"
    return not (too_early or row.status == "waiting" or row.upon or row.rounds)


def _by_stage(rows: Sequence[Row]) -> Iterator[tuple[Stage, int]]:
    for stage in STAGES:
        if steps := {row.base for row in rows if row.stage == stage}:
            yield stage, len(steps)


def _owed(incident: Incident, state: Board, rows: Iterable[Row]) -> Iterator[Owed]:
    """Each step once, where the first of its occurrences comes; one act that several playbooks ask for once, too."""
    acts: dict[object, dict[str, Row]] = {}
    for row in rows:
        act = (row.step.same, row.step.do) if row.step.same and not row.member else row.base
        acts.setdefault(act, {}).setdefault(row.base, row)
    for held in acts.values():
        row, *alike = sorted(held.values(), key=lambda each: each.deadline is None)
        parties = dict.fromkeys(party for each in (row, *alike) for party in each.step.actor)
        titles = tuple(incident.roster.title(party) for party in parties) if incident.roster else ()
        yield Owed(row, _title(incident, state, row), titles, tuple(alike))


def _owing(incident: Incident, rows: Iterable[Row]) -> list[Owing]:
    """Each step once, under everybody whose it is."""
    found: dict[object, list[Row]] = {}
    for row in {row.base: row for row in sorted(rows, key=lambda row: row.late is not None)}.values():
        for party in row.step.actor or (None,):
            found.setdefault(party, []).append(row)
    title = incident.roster.title if incident.roster else str
    owing = [
        Owing(None if party is None else title(str(party)), len(rows), len([row for row in rows if row.late]))
        for party, rows in found.items()
    ]
    return sorted(owing, key=lambda each: (each.party is None, -each.late, -each.open))


def _title(incident: Incident, state: Board, row: Row) -> object:
    if not row.member:
        return step_title(incident, row.address)
    done, every = state.settled(row.base)
    return msg("{step}: {done}/{all}", step=step_title(incident, row.base), done=done, all=every)


def _deeds(incident: Incident, state: Board) -> Iterator[Deed]:
    """Every step that somebody did, latest first."""
    done = [(row.address, row.entry) for row in state.rows if row.status == "done"]
    told = [(address, entry) for address, entry in done if entry and isinstance(entry.event, StepDone)]
    for address, entry in sorted(told, key=lambda each: (each[1].event.occurred, each[1].order), reverse=True):
        yield Deed(entry.event.occurred, _told(incident, address, entry), entry)


def _told(incident: Incident, address: str, entry: Entry) -> object:
    """What was done or became known, in words of a sentence; a question that was not answered by its title."""
    deed = deed_of(incident, address, getattr(entry.event, "contacts", ()))
    if deed:
        return Capital(with_answers(incident, deed, address, entry.event.answers))
    known = answers_of(incident, entry.event.answers)
    return Capital(Clauses(tuple(known))) if known else step_title(incident, address)
