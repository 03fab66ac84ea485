"""The stored record of a kind that came later, from its example in `every_kind`: `python -m tests.samples.grow KIND`.

Once: a stored log is never made again. Then `python -m tests.samples.gold`.
"""

import sys
import tempfile
from pathlib import Path

from tests.builders import at, opened
from tests.export.test_export import every_kind
from tests.samples.gold import HERE
from tests.worlds import Clock, make_world

from emergency_cli.store.home import Home


def grow(kind: str) -> str | None:
    """Write the sample; what is in the way of it, if anything is."""
    events = [entry.event for entry in every_kind() if entry.event.kind == kind]
    place = HERE / f"v1-{kind}"
    if not events:
        return f"every_kind() of tests/export/test_export.py has no {kind}"
    if place.exists():
        return f"{place} is there, and a stored log is never made again"
    clock = Clock()
    clock.pass_by(hours=1)
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder), home=str(place / "home"), clock=clock)
        journal = Home(world).create(False, at(), "fire")
        for event in (opened(), *events):
            journal.append(event)
    return None


if __name__ == "__main__":
    sys.exit(grow(sys.argv[1]))
