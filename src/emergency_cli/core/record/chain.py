"""What a desk's file and a whole record prove, and what is wrong with them (docs/record.md, sections 3 and 6)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from operator import attrgetter, gt
from typing import cast

from msgspec import Struct

from emergency_cli.core.events.event import ORDER, Entry
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.lines import Damaged, genesis
from emergency_cli.core.record.together import read_lines
from emergency_cli.core.terms import FindingKind
from emergency_cli.core.text import Message, msg

# How many lines may be missing here before a number that nothing explains is damage.
_MISSING_AT_MOST = 1_000_000
# Bytes of lines that are read together.
_AT_ONCE = 1 << 19
_link, _place = attrgetter("n", "prev", "hash"), attrgetter("incident", "desk")


class Finding(Struct, frozen=True):
    """Something a reader of the record has to know: where, which of the kinds of docs/record.md, in words."""

    kind: FindingKind
    file: str
    line: int | None
    what: Message

    @property
    def harmless(self) -> bool:
        """A torn tail was never acknowledged: nothing is missing."""
        return self.kind == "torn-tail"


class DeskLog:
    """One desk's file as far as it was read. `feed` it the bytes that follow; it never fails.

    `places` are the line numbers of `entries`, `numbers` their `n` by hash; `jumps` are the indexes of those that do
    not simply count on. `head` is the hash of the last entry, `last` the last line, `size` what is before the torn
    `tail`. `claimed`: hashes of damaged lines.
    """

    def __init__(self, incident: str, desk: str, file: str) -> None:
        self.incident = incident
        self.desk = desk
        self.file = file
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self.places: list[int] = []
        self.numbers: dict[str, int] = {}
        self.jumps: list[int] = []
        self.lines = 0
        self.size = 0
        self.tail = b""
        self.last = b""
        self.head = genesis(incident, desk)
        self.claimed: set[str] = set()
        self.damaged_end = False
        self._n = 0
        self._continued: set[str] | None = None
        self._after_damage: list[str | None] = []

    def feed(self, data: bytes, personal: Callable[[str], Personal] = Personal) -> None:
        """Read on. Bytes after the last LF are kept as the torn tail; `size` is what is before them."""
        stream, self.tail = BytesIO(self.tail + data), b""
        while lines := stream.readlines(_AT_ONCE):
            if not lines[-1].endswith(b"\n"):
                self.tail = lines.pop()
            found = read_lines(lines, personal)
            if not self._take_chain(lines, found):
                self._take_each(lines, found)
        self.size += stream.tell() - len(self.tail)

    def _take_each(self, lines: Sequence[bytes], found: Sequence[Entry | Damaged]) -> None:
        for line, entry in zip(lines, found, strict=True):
            self._step_over(line)
            if isinstance(entry, Damaged):
                self._leave_out(entry.claimed)
            else:
                self._take_up(entry)

    def _take_chain(self, lines: Sequence[bytes], found: Sequence[Entry | Damaged]) -> bool:
        """Read on by lines that follow one another as they should; `False`, and nothing is done, where they do not."""
        if not found or set(map(type, found)) != {Entry}:
            return False
        entries = cast(Sequence[Entry], found)
        ns, prevs, hashes = map(list, zip(*map(_link, entries), strict=True))
        before, places = [self._n, *ns[:-1]], set(map(_place, entries))
        if prevs != [self.head, *hashes[:-1]] or places != {(self.incident, self.desk)} or not all(map(gt, ns, before)):
            return False
        # Without a finding it is one chain from its beginning, in which nothing comes twice.
        if self.findings and not self.numbers.keys().isdisjoint(hashes):
            return False
        pairs, have = zip(ns, before, strict=True), len(self.entries)
        self.jumps += [have + at for at, (n, last) in enumerate(pairs) if n != last + 1]
        self.numbers |= zip(hashes, ns, strict=True)
        if self._continued is not None:
            self._continued.update(prevs)
        self.entries += entries
        self.places += range(self.lines + 1, self.lines + 1 + len(lines))
        self.lines += len(lines)
        self.last, self.head, self._n = lines[-1], hashes[-1], ns[-1]
        self.damaged_end, self._after_damage = False, []
        return True

    def take(self, line: bytes, entry: Entry) -> None:
        """Read on by one line, LF included, that was decoded to `entry` already; there is no torn tail before it."""
        self.size += len(line)
        self._step_over(line)
        self._take_up(entry)

    def _step_over(self, line: bytes) -> None:
        self.lines += 1
        self.last = line

    def _leave_out(self, claimed: str | None) -> None:
        self.findings.append(damaged(self.file, self.lines))
        self._after_damage.append(claimed)
        self.claimed |= {claimed} if claimed else set()
        self.damaged_end = True

    def _take_up(self, entry: Entry) -> None:
        follows = entry.prev == self.head
        if follows and self.entries and entry.n <= self._n:
            self._leave_out(entry.hash)
            return
        if entry.desk != self.desk or entry.incident != self.incident:
            what = msg("this line belongs to {place}; it is left out", place=f"{entry.incident}/{entry.desk}")
            self._find("wrong-place", what)
            self.damaged_end = True
            return
        if entry.hash in self.numbers:
            self._find("break", msg("this line is a repetition"))
            return
        if not follows:
            self._judge_break(entry)
        if not follows or entry.n != self._n + 1:
            self.jumps.append(len(self.entries))
        self.damaged_end = False
        if self._after_damage:
            self._after_damage = []
        if self._continued is not None:
            self._continued.add(entry.prev)
        self.numbers[entry.hash] = self._n = entry.n
        self.head = entry.hash
        self.entries.append(entry)
        self.places.append(self.lines)

    def _judge_break(self, entry: Entry) -> None:
        if entry.prev in self._after_damage or None in self._after_damage:
            return
        if self._continued is None:
            self._continued = {each.prev for each in self.entries}
        if entry.prev in self._continued:
            self._find("fork", msg("two lines follow the same line: this file was written in two places"))
        else:
            self._find("break", msg("lines before this one are missing, moved or changed"))

    def _find(self, kind: FindingKind, what: Message) -> None:
        self.findings.append(Finding(kind, self.file, self.lines, what))

    @property
    def side(self) -> bool:
        """Whether this is the other side of a file that was written in two places."""
        return ".fork-" in self.file

    def knows(self, digest: str) -> bool:
        """Whether a line of this hash is here."""
        return digest in self.numbers


def read_log(incident: str, name: str, data: bytes, personal: Callable[[str], Personal] = Personal) -> DeskLog:
    """A file of an incident, by its name, which begins with its desk, as far as its bytes can be read."""
    log = DeskLog(incident, name[:6], name)
    log.feed(data, personal)
    return log


def damaged(file: str, line: int) -> Finding:
    """A line that is not what was written."""
    return Finding(
        "damaged", file, line, msg("this line is not what was written; it is left out, everything else is unaffected")
    )


# --- numbers: 1 + the largest of what a line follows and has seen (section 2) -----------------------------------------


def unexplained(logs: Sequence[DeskLog]) -> dict[str, Finding]:
    """Lines whose `n` is neither explained by what they follow and have seen, nor by lines that may be missing here.

    By hash, with those that only count on from them. They are damage: a number that jumps far ahead would leave none
    for those who come after.
    """
    found: dict[str, Finding] = {}
    jumps = sorted(
        ((log.entries[index].n, place, index) for place, log in enumerate(logs) for index in log.jumps),
    )
    if not jumps:
        return found
    most = sum(log.lines for log in logs) + _MISSING_AT_MOST
    of_desk: dict[str, list[DeskLog]] = {}
    for log in logs:
        of_desk.setdefault(log.desk, []).append(log)
    for _, place, index in jumps:
        log = logs[place]
        entry = log.entries[index]
        before = [_number(of_desk, log.desk, entry.prev, found), *(
            _number(of_desk, desk, digest, found) for desk, digest in entry.seen.items()
        )]  # fmt: skip
        known = [n for n in before if n is not None]
        explained = entry.n <= most if len(known) < len(before) else entry.n == 1 + max(known)
        if not explained:
            end = next((each for each in log.jumps if each > index), len(log.entries))
            found |= {log.entries[at].hash: damaged(log.file, log.places[at]) for at in range(index, end)}
    return found


def _number(
    of_desk: Mapping[str, Sequence[DeskLog]], desk: str, digest: str, left_out: Mapping[str, Finding]
) -> int | None:
    """The `n` of a desk's line; 0 where it is what precedes its first; `None` where it cannot be read here."""
    for log in of_desk.get(desk, ()):
        if digest in log.numbers and digest not in left_out:
            return log.numbers[digest]
        if digest == genesis(log.incident, desk):
            return 0
    return None


def next_number(logs: Sequence[DeskLog]) -> int:
    """The `n` of the next line of a desk that has read these files: of the other side of a file it says nothing."""
    left_out = unexplained(logs)
    numbers = [
        next((entry.n for entry in reversed(log.entries) if entry.hash not in left_out), 0)
        for log in logs
        if not log.side
    ]
    return 1 + max(numbers, default=0)


def in_record_order(logs: Sequence[DeskLog]) -> list[Entry]:
    """All entries, each once, by `n` and then desk; without those whose number nothing explains."""
    left_out = unexplained(logs)
    if len(logs) == 1 and not left_out and not logs[0].findings:
        return list(logs[0].entries)
    unique = {entry.hash: entry for log in logs for entry in log.entries if entry.hash not in left_out}
    return sorted(unique.values(), key=ORDER)


def across(logs: Sequence[DeskLog]) -> list[Finding]:
    """What only shows when all files are looked at together.

    Numbers that nothing explains, lines that somebody had seen and that are gone, forks.
    """
    findings = [*unexplained(logs).values(), *_forks(logs)]
    heads: dict[str, list[DeskLog]] = {}
    for log in logs:
        heads.setdefault(log.desk, []).append(log)
    for log in logs:
        for entry in log.entries:
            for desk, digest in entry.seen.items():
                if not any(digest in other.numbers or digest in other.claimed for other in heads.get(desk, ())):
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
                what = msg("from here on, another version of {desk}: its file was written in two places", desk=log.desk)
                yield Finding("fork", log.file, line, what)
