"""All steps against the clauses of the plan: what came of each, by whom, in time or how late, and why not."""

from collections.abc import Mapping
from datetime import timedelta

from emergency_cli.core.address import Address, base_of
from emergency_cli.core.events import (
    Closed,
    Ended,
    Entry,
    Event,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
)
from emergency_cli.core.events.words import fact_title, party_title, step_title
from emergency_cli.core.incident.board import Row
from emergency_cli.core.incident.derived import how_done
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.report.cells import clause_cell, current, in_words
from emergency_cli.core.report.document import BLANK, Coded, Material, Table, TableRow
from emergency_cli.core.terms import OUTCOMES, STAGES, STATUSES, Status
from emergency_cli.core.text import msg

_STATUS_OF: Mapping[type[Event], Status] = {
    StepDone: "done",
    StepSkipped: "skipped",
    StepCouldNot: "could-not",
    StepDeferred: "deferred",
}


def steps_table(material: Material) -> Table:
    """Every step against the plan: each row of the board, its rounds, and ticks of steps the plan does not have."""
    incident, rows = material.incident, []
    for row in material.board.rows:
        rows.append(_step(incident, row.step, row.address, row.status, row.settled_by or row.came_by, row))
        if row.step.repeats:
            rounds = sorted(_rounds(incident, row.address), key=lambda found: found[1].order)
            rows += [_step(incident, row.step, address, _status(entry), entry) for address, entry in rounds]
    for address, entry in incident.ticks.items():
        base = material.board.by_address.get(base_of(address))
        if address not in material.board.by_address and not (base and base.step.repeats):
            rows.append(_step(incident, incident.step(address), address, _status(entry), entry))
    columns = {
        "playbook": msg("playbook"),
        "stage": msg("stage"),
        "step": msg("step"),
        "basis": msg("clause or basis"),
        "status": msg("status"),
        "who": msg("who"),
        "at": msg("when"),
        "due": msg("due"),
        "late": msg("in time"),
        "typed-late": msg("in time, by when it was entered"),
        "reason": msg("reason"),
        "entry": msg("entry"),
    }
    below = {"step": ("basis",), "status": ("late", "typed-late"), "at": ("due",)}
    return Table("steps", msg("Steps against the plan"), columns, tuple(rows), ("playbook", "stage"), below)


def _rounds(incident: Incident, address: str) -> list[tuple[str, Entry]]:
    return [(tick, entry) for tick, entry in incident.ticks.items() if tick.startswith(f"{address}@")]


def _status(entry: Entry) -> Status:
    return _STATUS_OF[type(entry.event)]


def _step(
    incident: Incident, step: Step | None, address: str, status: Status, entry: Entry | None, row: Row | None = None
) -> TableRow:
    basis = [clause_cell(step.clause), *([step.basis.law, step.basis.practice] if step.basis else [])] if step else []
    due = row.deadline if row else None
    held = incident.attachments.get(Address.parse(address).attachment)
    typed_otherwise = row is not None and row.typed_late not in (None, row.late)  # None: copied from paper
    judged = due is not None and (status == "done" or (row is not None and row.late is not None))
    return TableRow((
        Coded(held.id, held.playbook.title) if held else "",
        Coded(step.stage, STAGES[step.stage].shown) if step else "",
        Coded(address, step_title(incident, address)),
        [each for each in basis if each],
        Coded(status, STATUSES[status].shown),
        "" if row and row.through else _who(incident, entry),
        entry.event.occurred if entry else "",
        due or "",
        _lateness(row.late) if row and judged else "",
        _lateness(row.typed_late) if row and judged and status == "done" and typed_otherwise else "",
        why(incident, status, entry, row),
        entry.id if entry else "",
    ))  # fmt: skip


def _who(incident: Incident, entry: Entry | None) -> object:
    """Who did it, as somebody said. Nobody did what was left undone."""
    done = entry.event if entry and isinstance(entry.event, StepDone) else None
    return party_title(incident, done.actor) if done and done.actor else ""


def _lateness(late: timedelta | None) -> Coded:
    return Coded(int(late.total_seconds()), msg("{span} late", span=late)) if late else Coded(0, msg("in time"))


def why(incident: Incident, status: Status, entry: Entry | None, row: Row | None) -> object:
    """Why a step was not done, or not in time. A reason that is owed and missing is a blank."""
    event = entry.event if entry else None
    if row and row.settled_by and isinstance(event, Closed):
        return msg("left open when the record was closed: {reason}", reason=event.reason or BLANK)
    if row and row.settled_by and isinstance(event, Ended):
        return msg("left because the response ended: {outcome}", outcome=OUTCOMES[event.outcome].shown)
    if row and status in ("not-applicable", "waiting"):
        facts = [
            msg("{fact}: {answer}", fact=fact_title(incident, fact), answer=in_words(current(incident, fact)))
            for fact in row.because
        ]
        told = (
            msg("because {facts}", facts=facts)
            if status == "not-applicable"
            else msg("waiting for {facts}", facts=facts)
        )
        return told if facts else msg("not needed with the other playbooks")
    if row and (how := how_done(row)):
        return how
    if isinstance(event, StepDone) and event.same:
        return msg("already done as {other}", other=step_title(incident, event.same))
    if reason := getattr(event, "reason", None):
        return reason
    if row and row.no_longer_applies:
        return msg("with the present answers it would not apply")
    return None if status in ("skipped", "could-not", "deferred") or (row and row.late and event) else ""
