"""Which entry had seen which (docs/record.md, section 3)."""

from collections.abc import Iterable, Mapping

from emergency_cli.core.events.event import Entry

Branch = tuple[str, int]


class Knowledge:
    """Which entry had seen which, following `prev` and `seen`.

    Entries of a desk form a branch; where a desk's file was written in two places, the second side is a branch of its
    own. `_reach` says how far an entry had seen each branch, as the largest `n`.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """`entries` in record order."""
        self._reach: dict[str, Mapping[Branch, int]] = {}
        self._branch: dict[str, Branch] = {}
        self._numbers: dict[str, int] = {}
        latest: dict[str, str] = {}
        continued: set[str] = set()
        forks = 0
        for entry in entries:
            before = entry.prev if entry.prev in self._branch else latest.get(entry.desk)
            branch = self._branch[before] if before else (entry.desk, 0)
            reach = self._reach[before] if before else {}
            if entry.prev in continued:
                forks += 1
                reach = {**reach, **({branch: self._numbers[before]} if before else {})}
                branch = (entry.desk, forks)
            self._reach[entry.hash] = self._with_seen(reach, entry) if entry.seen else reach
            self._branch[entry.hash] = branch
            self._numbers[entry.hash] = entry.n
            latest[entry.desk] = entry.hash
            continued.add(entry.prev)

    def _with_seen(self, reach: Mapping[Branch, int], entry: Entry) -> Mapping[Branch, int]:
        joined = dict(reach)
        for digest in entry.seen.values():
            if digest in self._branch:
                _join(joined, self._reach[digest])
                _join(joined, {self._branch[digest]: self._numbers[digest]})
        return joined

    def knows(self, later: Entry, earlier: Entry) -> bool:
        """Whether `later` was written by somebody who had seen `earlier` (or is `earlier`)."""
        branch = self._branch[earlier.hash]
        if branch == self._branch[later.hash]:
            return earlier.n <= later.n
        return self._reach[later.hash].get(branch, -1) >= earlier.n


def _join(into: dict[Branch, int], other: Mapping[Branch, int]) -> None:
    for branch, n in other.items():
        into[branch] = max(into.get(branch, -1), n)
