"""What the rules ask first: whether the record is open, whether there is such a step, whether it is done already."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from emergency_cli.core.address import base_of, member_of
from emergency_cli.core.events import (
    Attached,
    Destroyed,
    Entry,
    Event,
    Opened,
    RosterUpdated,
    members_of,
    personal_values,
)
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row, board
from emergency_cli.core.incident.steps.cards import name_of
from emergency_cli.core.incident.steps.derived import how_done
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.record.lines import dumps
from emergency_cli.core.signing import signed
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused, NotAllowed

E = TypeVar("E", bound=Event)
Facts = Mapping[str, str | Personal]


LONGEST = 1 << 20
"""Bytes that one entry may hold, personal values included (docs/record.md, section 5)."""


def short_enough(event: Event) -> None:
    """Refuse an entry that would burden every reading of the record.

    What carries a plan is as long as that is, and a destruction names all it means: these are never refused.
    """
    if isinstance(event, Opened | Attached | RosterUpdated | Destroyed):
        return
    typed = sum(len((value.value or "").encode()) for value in personal_values(event))
    if len(dumps(members_of(event)).encode()) + typed > LONGEST:
        raise Misused(
            msg("This is too long for one entry: at most {count} KiB.", count=LONGEST >> 10),
            msg("Put it into a file and keep that as evidence: emergency attach FILE"),
        )


def not_closed(incident: Incident) -> None:
    """Refuse what can only be added while the record is open."""
    if incident.state == "none":
        raise NotAllowed(
            msg("The opening entry of this incident is missing or damaged; nothing that depends on it can be added."),
            msg("See what can still be read: emergency verify {id}", id=incident.id),
        )
    if incident.state == "closed" and incident.closed:
        raise NotAllowed(
            msg(
                "{id} was closed {time} by {who}.",
                id=incident.id,
                time=incident.closed.event.occurred,
                who=signed(incident.closed.event.by),
            ),
            msg("Corrections: emergency correct. Another incident: -i and part of its id, see emergency list"),
        )


def row_of(incident: Incident, address: str, now: datetime) -> Row:
    """The row of an address. Raises NotAllowed when the record is closed, Misused when there is no such step."""
    not_closed(incident)
    state = board(incident, now)
    base, member = base_of(address), member_of(address)
    row = state.by_address.get(address) or (state.by_address.get(base) if member and member.isdigit() else None)
    if row is None:
        raise _missing(state, incident.roster, base, address)
    return row


def undone(incident: Incident, address: str, now: datetime) -> Row:
    """The row of a step that is not done yet. Raises NotAllowed where it is done, and as `row_of` does.

    That another act served it is a conclusion, and whoever knows better may say so.
    """
    row = row_of(incident, address, now)
    if row.status == "done" and row.entry and not row.through:
        raise already(row.entry, msg("already done"))
    if row.status == "done" and not row.same:
        raise settled_itself(row)
    return row


def settled_itself(row: Row) -> NotAllowed:
    """The refusal to change what nobody recorded: it is so because of something else."""
    return NotAllowed(msg("{step} is settled: {why}.", step=name_of(row), why=how_done(row) or ""))


def _missing(state: Board, roster: Roster | None, base: str, address: str) -> Misused:
    occurrences = state.occurrences(base)
    if occurrences:
        names = [roster.title(row.member) if roster and row.member else row.member for row in occurrences]
        step, number = name_of(occurrences[0]), occurrences[0].number or base
        return Misused(
            msg("“{step}” is ticked for each of {names}.", step=step, names=names),
            msg("Type {step}@NAME.", step=number),
        )
    return Misused(
        msg("No step “{step}” in this incident.", step=address), msg("See all of them: emergency status --all")
    )


def already(entry: Entry, what: Message) -> NotAllowed:
    """The refusal of what an entry has done already, with how to take that back."""
    return NotAllowed(
        msg("{what} {time} by {who}.", what=what, time=entry.event.occurred, who=signed(entry.event.by)),
        msg("To take it back: emergency reopen {entry}", entry=entry.id),
    )


def from_paper(event: E) -> E:
    """The same, marked as copied afterwards from what was written by hand when it happened."""
    return replace(event, paper=True)
