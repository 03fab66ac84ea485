"""What an incident carries of the plan, so that later edits cannot change what it is judged by."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import ValidationError

from emergency_cli.core.personal import seal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import from_plain, plain

# Members of a step that were one value before they could be several.
_NOW_LISTS = ("actor", "warn", "never")


def playbook_snapshot(playbook: Playbook) -> dict[str, Any]:
    """A playbook as a log carries it."""
    return plain(playbook)


def roster_snapshot(roster: Roster, random: Callable[[int], bytes]) -> dict[str, Any]:
    """A roster as a log carries it: phone numbers of people and units are sealed, public service numbers are not.

    `random` gives that many random bytes.
    """
    snapshot = plain(roster)
    for table in ("people", "units"):
        for party in snapshot.get(table, {}).values():
            if party.get("phones"):
                party["phones"] = [seal(str(phone), random(32)) for phone in party["phones"]]
    return snapshot


def read_playbook(snapshot: Mapping[str, Any]) -> Playbook | None:
    """The playbook of a log; `None` where it cannot be read."""
    try:
        return from_plain(_listed(snapshot), Playbook)
    except ValidationError:
        return None


def _listed(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, with a list wherever an earlier version of the program wrote the one value there could be."""
    steps = snapshot.get("steps") if isinstance(snapshot, Mapping) else None
    if not isinstance(steps, list):
        return snapshot
    return {**snapshot, "steps": [_with_lists(step) if isinstance(step, dict) else step for step in steps]}


def _with_lists(step: dict[str, Any]) -> dict[str, Any]:
    return step | {name: [step[name]] for name in _NOW_LISTS if isinstance(step.get(name), str | dict)}


def read_roster(snapshot: Mapping[str, Any]) -> Roster | None:
    """The roster of a log; `None` where it cannot be read."""
    try:
        return from_plain(snapshot, Roster)
    except ValidationError:
        return None
