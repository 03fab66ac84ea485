"""What the hub has and the home lacks, and the other way round: the hub as a witness (docs/record.md, section 7)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from emergency_cli.core.record.sides import prev_of
from emergency_cli.core.terms import FindingKind
from emergency_cli.disk import is_folder
from emergency_cli.hub.fetching import folder_of
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.sending import lines_of, logs_of
from emergency_cli.hub.server import Server
from emergency_cli.store.folders import READINESS
from emergency_cli.store.home import Home

Witnessed = Literal["cut-off", "rewritten", "not-fetched"]


class Missing(Struct, frozen=True):
    """A line of the hub that is not here.

    `cut-off`: it was, and what is here ends before it; `rewritten`: something else is in its place; `not-fetched`:
    another desk sent it, and it was never here.
    """

    desk: str
    n: int
    kind: Witnessed

    @property
    def kind_of_finding(self) -> FindingKind:
        """What a check of the record calls it."""
        return "rewritten" if self.kind == "rewritten" else "cut-off"


class Difference(Struct):
    """What is on one side only, of one incident. `unsent` are `desk/n` of lines that the hub does not have."""

    unsent: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


def compare(server: Server, home: Home, memory: Memory, only: str | None = None) -> dict[str, Difference]:
    """Every incident of this hall, or `only` one, that is not the same on both sides. Raises HubAway, OSError."""
    own, read = home.desk().code, memory.read().seq
    there: dict[str, list[tuple[str, str, str, int, int]]] = {}
    for incident, desk, digest, prev, n, seq in server.rows(
        "select incident, desk, hash, prev, n, seq from hub.line where hall = hub.own_hall() "
        "and (%s::text is null or incident = %s) order by seq",
        (only, only),
    ):
        there.setdefault(incident, []).append((desk, bytes(digest).hex(), bytes(prev).hex(), n, seq))
    names = [only] if only else sorted({*there, *home.ids(), READINESS})
    found: dict[str, Difference] = {}
    for incident in names:
        folder = folder_of(home, incident)
        logs = logs_of(home.world.disk, folder) if is_folder(folder) else {}
        lines = {line.key: line for name, data in logs.items() for line in lines_of(data, name[:6])}
        followed = {(desk, prev_of(line.body)) for (desk, _), line in lines.items()}
        keys = {(desk, digest) for desk, digest, *_ in there.get(incident, ())}
        difference = Difference(
            [f"{line.desk}/{line.n}" for key, line in lines.items() if key not in keys],
            [
                Missing(desk, n, "rewritten" if (desk, prev) in followed else "cut-off"
                        if desk == own or seq <= read else "not-fetched")
                for desk, digest, prev, n, seq in there.get(incident, ())
                if (desk, digest) not in lines
            ],
        )  # fmt: skip
        if difference.unsent or difference.missing:
            found[incident] = _spread(difference)
    return found


def _spread(difference: Difference) -> Difference:
    """What follows a line in whose place there is something else was rewritten with it."""
    rewritten: set[str] = set()
    missing = []
    for each in difference.missing:
        if each.kind == "rewritten":
            rewritten.add(each.desk)
        missing.append(Missing(each.desk, each.n, "rewritten") if each.desk in rewritten else each)
    return Difference(difference.unsent, missing)
