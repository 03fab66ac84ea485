"""What is used in place of a plan file in which something is wrong."""

from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import PlanValue, to_json
from emergency_cli.core.text import Message, msg

V = TypeVar("V", bound=PlanValue)
# Files whose entries stand each for itself; a playbook without one of its steps would be another procedure.
_OF_ENTRIES = (Roster,)


def in_place_of(path: Path, raw: bytes, before: bytes | None, kind: type[V]) -> tuple[V, bytes, bool] | None:
    """What is used of a faulty file, the bytes that stand for it, and whether it is the file but for some entries.

    `before` are its bytes when nothing was wrong with it. A list of entries lacks the faulty ones, or has them as they
    were then; of any other file, and where nothing can be read, that earlier version is used as a whole.
    """
    from emergency_cli.plans.reading import read_plan_file, what_is_left

    earlier = read_plan_file(before, str(path), kind)[1] if before is not None else None
    if kind in _OF_ENTRIES:
        left, places = what_is_left(raw, str(path), kind)
        if left is not None:
            left = _with_earlier(left, earlier, {place[:2] for place in places}) if earlier is not None else left
            return left, to_json(left), True
    return None if earlier is None or before is None else (earlier, before, False)


def _with_earlier(left: V, earlier: V, places: Iterable[tuple[str | int, ...]]) -> V:
    """A list of entries with those at `places` as they were earlier, where they were there."""
    tables = {str(table) for table, _ in places}
    found: dict[str, object] = {}
    for table in tables:
        now, then = getattr(left, table), getattr(earlier, table)
        if isinstance(now, dict):
            wanted = {str(entry) for place, entry in places if place == table}
            found[table] = now | {name: then[name] for name in then if name in wanted}
    return replace(left, **found)


def remarks(faulty: Set[str], *, partly: Set[str], earlier: Set[str], packaged: Set[str]) -> Iterator[Message]:
    """What is used in place of these files."""
    if files := sorted(faulty & partly):
        yield msg("Faults in {files}: the faulty entries are as they were before, or left out.", files=files)
    if files := sorted(faulty & earlier):
        yield msg("{files} cannot be used; the last version without faults is used.", files=files)
    left = faulty - partly - earlier
    if files := sorted(left & packaged):
        yield msg("Faults in {files}; the copy that came with the program is used.", files=files)
    if files := sorted(left - packaged):
        yield msg("Faults in {files}; nothing of it is used.", files=files)
    if any(Path(file).name == "roster.yaml" for file in faulty - earlier):
        yield msg("Where it says “no number”, none could be read.")
