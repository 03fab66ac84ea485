"""What a desk's file and a whole record prove, and what is wrong with them (docs/record.md, sections 3, 6 and 7)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from emergency_cli.core.events import Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.lines import Damaged, decode, genesis
from emergency_cli.core.terms import FindingKind
from emergency_cli.core.text import Message, msg

Branch = tuple[str, int]


@dataclass(frozen=True)
class Finding:
    """Something a reader of the record has to know: where, which of the kinds of docs/record.md, in words."""

    kind: FindingKind
    file: str
    line: int | None
    what: Message

    @property
    def harmless(self) -> bool:
        """A torn tail was never acknowledged: nothing is missing."""
        return self.kind == "torn-tail"


@dataclass
class DeskLog:
    """One desk's file as far as it was read. `feed` it the bytes that follow; it never fails."""

    incident: str
    desk: str
    file: str
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    lines: int = 0
    size: int = 0
    tail: bytes = b""
    last: bytes = b""
    head: str = ""
    claimed: set[str] = field(default_factory=set)
    damaged_end: bool = False
    _hashes: set[str] = field(default_factory=set)
    _continued: set[str] = field(default_factory=set)
    _after_damage: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = genesis(self.incident, self.desk)

    def feed(self, data: bytes, personal: Callable[[str], Personal] = Personal) -> None:
        """Read on. Bytes after the last LF are kept as the torn tail; `size` is what lies before them."""
        for line in BytesIO(self.tail + data):
            if not line.endswith(b"\n"):
                self.tail = line
                return
            self._step_over(line)
            try:
                entry = decode(line[:-1], personal)
            except Damaged as damage:
                self._leave_out(damage.claimed)
            else:
                self._take_up(entry)
        self.tail = b""

    def take(self, line: bytes, entry: Entry) -> None:
        """Read on by one line, LF included, that was decoded to `entry` already; there is no torn tail before it."""
        self._step_over(line)
        self._take_up(entry)

    def _step_over(self, line: bytes) -> None:
        self.lines += 1
        self.size += len(line)
        self.last = line

    def _leave_out(self, claimed: str | None) -> None:
        self._find("damaged", msg("this line is not what was written; it is left out, everything else stands"))
        self._after_damage.append(claimed)
        self.claimed |= {claimed} if claimed else set()
        self.damaged_end = True

    def _take_up(self, entry: Entry) -> None:
        if entry.prev == self.head and self.entries and entry.n <= self.entries[-1].n:
            self._leave_out(entry.hash)
            return
        if (entry.incident, entry.desk) != (self.incident, self.desk):
            what = msg("this line belongs to {place}; it is left out", place=f"{entry.incident}/{entry.desk}")
            self._find("wrong-place", what)
            self.damaged_end = True
            return
        if entry.hash in self._hashes:
            self._find("break", msg("this line stands here a second time"))
            return
        if entry.prev != self.head:
            self._judge_break(entry)
        self.damaged_end = False
        self._after_damage.clear()
        self._continued.add(entry.prev)
        self._hashes.add(entry.hash)
        self.head = entry.hash
        self.entries.append(entry)
        self.places.append(self.lines)

    def _judge_break(self, entry: Entry) -> None:
        if entry.prev in self._after_damage or None in self._after_damage:
            return
        if entry.prev in self._continued:
            self._find("fork", msg("two lines continue the same line: this file was written in two places"))
        else:
            self._find("break", msg("lines before this one are missing, moved or changed"))

    def _find(self, kind: FindingKind, what: Message) -> None:
        self.findings.append(Finding(kind, self.file, self.lines, what))

    @property
    def side(self) -> bool:
        """Whether this is the other side of a file that was written in two places."""
        return ".fork-" in self.file

    def knows(self, digest: str) -> bool:
        """Whether a line of this hash stands here."""
        return digest in self._hashes


def in_record_order(logs: Iterable[DeskLog]) -> list[Entry]:
    """All entries, each once, by `n` and then desk."""
    unique = {entry.hash: entry for log in logs for entry in log.entries}
    return sorted(unique.values(), key=lambda entry: entry.order)


def across(logs: Sequence[DeskLog]) -> list[Finding]:
    """What only shows when all files are looked at together: lines that somebody had seen and that are gone, forks."""
    known = {(log.desk, entry.hash) for log in logs for entry in log.entries}
    known |= {(log.desk, lost) for log in logs for lost in log.claimed}
    findings = list(_forks(logs))
    for log in logs:
        for entry in log.entries:
            for desk, digest in entry.seen.items():
                if (desk, digest) not in known:
                    what = msg("entry {entry} had seen a line of this desk that is gone", entry=entry.id)
                    findings.append(Finding("gone-back", f"{desk}.jsonl", None, what))
    return findings


def _forks(logs: Sequence[DeskLog]) -> Iterator[Finding]:
    """The sides that were kept of files written in two places: where each leaves the file that it continues."""
    continued: dict[tuple[str, str], str] = {}
    forked = {log.desk for log in logs if log.side}
    for log in sorted((log for log in logs if log.desk in forked), key=lambda log: (log.side, log.file)):
        left = False
        for entry, line in zip(log.entries, log.places, strict=True):
            if continued.setdefault((log.desk, entry.prev), entry.hash) != entry.hash and log.side and not left:
                left = True
                what = msg("from here on another side of {desk}: its file was written in two places", desk=log.desk)
                yield Finding("fork", log.file, line, what)


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


def vouched_for(entries: Mapping[str, Entry], heads: Iterable[Entry]) -> set[str]:
    """The hashes that codes of `heads` prove (section 7): whatever `prev` and `seen` lead to, line by line.

    `entries` by hash. Where a line is missing or damaged the proof ends: it may have had any `prev`.
    """
    todo, reached = [head.hash for head in heads], set[str]()
    while todo:
        if (digest := todo.pop()) in entries and digest not in reached:
            reached.add(digest)
            todo += [entries[digest].prev, *entries[digest].seen.values()]
    return reached


def proves_all(entries: Mapping[str, Entry], head: Entry) -> bool:
    """Whether everything that a code of `head` vouches for is here: the proof leads back to first lines alone."""
    reached = [entries[digest] for digest in vouched_for(entries, [head])]
    firsts = {genesis(each.incident, each.desk) for each in reached}
    return all(digest in entries or digest in firsts for each in reached for digest in (each.prev, *each.seen.values()))


def check_code(entry: Entry) -> str:
    """The code of an entry as people write it: 20 hex digits in five groups."""
    return " ".join(entry.hash[at : at + 4] for at in range(0, 20, 4))


def find_code(entries: Iterable[Entry], code: str) -> Entry | None:
    """The entry of a check code, however it was spaced."""
    digits = "".join(code.split()).replace("-", "").lower()
    if len(digits) < 20:
        return None
    return next((entry for entry in entries if entry.hash.startswith(digits)), None)
