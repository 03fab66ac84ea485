"""What an incident carries of the plan, so that later edits cannot change what it is judged by."""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any, get_args

from msgspec import ValidationError
from msgspec.structs import replace

from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Centre, Titled
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.scenario import Rehearsed
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.terms import Document

# Members of a step that were one value before they could be several.
_NOW_LISTS = ("actor", "warn", "never")
# The unit that coordinates, and the fact that says where it is, before a plan could say which they are.
_OFFICE, _PLACE = "emergency-office", "place"
# Parts of documents that became one with another.
_NOW_PARTS = {"extent": "occurrence"} | dict.fromkeys(("measure", "conduct", "upward", "unit-summary"), "lessons")


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


def centre_snapshot(centre: Centre, document: Document) -> dict[str, Any]:
    """What a document takes of the settings of the hall, as a log carries it: what it is called, and the classes."""
    kinds: tuple[Titled, ...] = (document, "drill", "brief-end") if document == "summary" else (document,)
    documents = {kind: centre.documents[kind] for kind in kinds if kind in centre.documents}
    return plain(Centre(documents=documents, classes=centre.classes))


def read_centre(snapshot: Mapping[str, Any], now: Centre) -> Centre:
    """The settings of `now` with what a document took of those of then; those of now where a log carries none."""
    try:
        then = from_plain(snapshot, Centre)
    except ValidationError:
        return now
    return replace(now, documents=then.documents, classes=then.classes) if snapshot else now


def read_playbook(snapshot: Mapping[str, Any]) -> Playbook | None:
    """The playbook of a log; `None` where it cannot be read."""
    try:
        found = _listed(snapshot)
        return _rehearsed(found) or from_plain(found, Playbook)
    except ValidationError:
        return None


def _rehearsed(snapshot: Mapping[str, Any]) -> Playbook | None:
    """The playbook with its scenario; `None` where there is none, or none that can be read."""
    if isinstance(snapshot, Mapping) and "scenario" in snapshot:
        with contextlib.suppress(ValidationError):
            return from_plain(snapshot, Rehearsed)
    return None


def _listed(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, with lists and parts of documents as this version of the program has them."""
    if not isinstance(snapshot, Mapping):
        return snapshot
    found = dict(snapshot)
    if isinstance(steps := found.get("steps"), list):
        found["steps"] = [_with_lists(step) if isinstance(step, dict) else step for step in steps]
    if isinstance(facts := found.get("facts"), dict):
        found["facts"] = {name: _with_part(fact) if isinstance(fact, dict) else fact for name, fact in facts.items()}
        if found.get("id") == GENERAL and isinstance(place := found["facts"].get(_PLACE), dict):
            known = any(isinstance(fact, dict) and fact.get("part") == "place" for fact in found["facts"].values())
            found["facts"] |= {} if known else {_PLACE: place | {"part": "place"}}
    return found


def _with_part(fact: dict[str, Any]) -> dict[str, Any]:
    part = fact.get("part")
    known = _NOW_PARTS.get(part, part) if isinstance(part, str) else None
    if known in get_args(Part):
        return fact | {"part": known}
    return {name: value for name, value in fact.items() if name != "part"}


def _with_lists(step: dict[str, Any]) -> dict[str, Any]:
    return step | {name: [step[name]] for name in _NOW_LISTS if isinstance(step.get(name), str | dict)}


def read_roster(snapshot: Mapping[str, Any]) -> Roster | None:
    """The roster of a log; `None` where it cannot be read."""
    try:
        roster = from_plain(snapshot, Roster)
    except ValidationError:
        return None
    office = roster.units.get(_OFFICE)
    if roster.office or office is None:
        return roster
    return replace(roster, units=roster.units | {_OFFICE: replace(office, coordinates=True)})
