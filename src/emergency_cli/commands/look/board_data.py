"""Board, list and timeline as data, for scripts."""

from datetime import datetime
from typing import Any

from emergency_cli.core.events import Entry, members_of, stamp
from emergency_cli.core.incident.board import Board, board
from emergency_cli.core.incident.cards import next_card
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.chain import check_code
from emergency_cli.core.record.clocks import clock_set
from emergency_cli.store.home import Case

# What an entry carries of the plan; a timeline names the event, not the whole plan again.
_SNAPSHOTS = ("playbooks", "roster")


def summary_data(incident: Incident, state: Board) -> dict[str, Any]:
    """One incident in a list."""
    return {
        "incident": incident.id,
        "drill": incident.drill,
        "state": incident.state,
        "playbooks": [held.id for held in incident.in_order],
        "open": len(state.open()),
        "late": len(state.late()),
    }


def board_data(case: Case, now: datetime) -> dict[str, Any]:
    """The board as data: every step with its status, and what comes next."""
    incident = case.incident
    state = board(incident, now)
    card = next_card(incident, state)
    last = incident.entries[-1] if incident.entries else None
    return {
        **summary_data(incident, state),
        "id": case.journal.incident,
        "officer": incident.officer,
        "zone": incident.zone,
        "next": [row.address for row in card.rows] if card else [],
        "steps": [
            {
                "step": row.address,
                "stage": row.stage,
                "status": row.status,
                "clause": row.step.clause,
                "entry": row.entry.id if row.entry else None,
                "deadline": stamp(row.deadline) if row.deadline else None,
                "late_seconds": int(row.late.total_seconds()) if row.late else None,
                "typed_late_seconds": int(row.typed_late.total_seconds()) if row.typed_late else None,
                "because": list(row.because),
                "reason": getattr(row.entry.event, "reason", None) if row.entry else None,
            }
            for row in state.rows
        ],
        "facts": {fact: _plain(answer.value) for fact, answer in incident.answers.items()},
        "conflicts": list(state.conflicts),
        "gaps": [{"step": blank.address, "kind": blank.kind, "fact": blank.fact} for blank in state.blanks],
        "suggestions": list(state.suggestions),
        "findings": [{"kind": each.kind, "file": each.file, "line": each.line} for each in case.record.findings],
        "last": last.id if last else None,
        "code": check_code(last) if last else None,
    }


def entries_data(incident: Incident) -> list[dict[str, Any]]:
    """Entries as data, in story order, corrections applied."""
    ordered = sorted(incident.entries, key=lambda entry: (entry.event.occurred, entry.order))
    return [
        {
            "entry": entry.id,
            "event": entry.event.kind,
            "recorded": stamp(entry.recorded),
            **{name: _plain(value) for name, value in members_of(entry.event).items() if name not in _SNAPSHOTS},
            "taken_back": entry.hash in incident.retracted,
            **_clock(incident, entry),
            "corrected": incident.originals[entry.hash].event is not entry.event,
            "hash": entry.hash,
        }
        for entry in ordered
    ]


def _clock(incident: Incident, entry: Entry) -> dict[str, int]:
    """By how many seconds the clock was set before an entry; nothing where it was not."""
    jump = clock_set(incident.originals.get(entry.prev), entry.recorded, entry.up, entry.boot)
    return {"clock_set_seconds": int(jump.total_seconds())} if jump else {}


def _plain(value: Any) -> Any:
    match value:
        case Personal():
            return {"sealed": value.sealed}
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value
