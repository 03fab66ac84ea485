"""Every fault of the plan, each with its line: always from the YAML files, never from what was compiled of them."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from emergency_cli.core.plan.checks import check_plan
from emergency_cli.core.plan.checks.scenarios import check_scenarios
from emergency_cli.core.plan.names.find import called, parties_named, zones_named
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, msg
from emergency_cli.plans.files import Source
from emergency_cli.plans.leftovers import leftovers
from emergency_cli.plans.plan import load_plan
from emergency_cli.plans.reading import NO_ID
from emergency_cli.world import World


def plan_faults(world: World, instead: Mapping[Path, bytes] = MappingProxyType({})) -> list[Fault]:
    """Every fault of every file, and of what the files say together. Where no roster can be used, of the files only.

    `instead`: what files are to be read as that have not been written yet.
    """
    plan = load_plan(world, compiled=False, instead=instead)
    books = {book.id: book for book in plan.playbooks()}
    centre, roster = plan.centre, plan.roster_read
    for draft in plan.drafts.values():
        if isinstance(draft.value, Roster):
            roster = draft.value
        if isinstance(draft.value, Playbook):
            books[draft.value.id] = draft.value
    if roster is None:
        return plan.faults
    scenarios = plan.scenarios()
    faults = [_with_id(fault, roster) for fault in plan.faults]
    found = [*check_plan(books, roster, centre), *check_scenarios(scenarios, books, roster, centre)]
    found += leftovers(plan, roster)
    sources = plan.sources | {name: draft.source for name, draft in plan.drafts.items()}
    return [*faults, *(_placed(fault, sources) for fault in found)]


def _with_id(fault: Fault, roster: Roster) -> Fault:
    """A fault that says that something is no id; where it is a name of the roster, with the id that was meant."""
    if fault.what.msgid != NO_ID:
        return fault
    named = called(str(fault.what.values["value"]), [*parties_named(roster), *zones_named(roster)])
    known = roster.party(named) or roster.zones.get(named)
    return replace(fault, hint=msg("write its id: {id}", id=named)) if known else fault


def _placed(fault: Fault, sources: Mapping[str, Source]) -> Fault:
    """A fault found by a rule names the place within the file; give it its line."""
    file, _, place = fault.file.partition("#")
    source = sources.get(file)
    path = tuple(int(part) if part.isdigit() else part for part in place.split("/") if part)
    return Fault(
        source.file if source else file, source.line(path) if source else None, fault.what, fault.hint, fault.warning
    )
