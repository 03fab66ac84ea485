"""Check codes: how they are written, and what of a record each of them proves (docs/record.md, section 7)."""

from collections.abc import Iterable, Mapping

from emergency_cli.core.events.event import Entry
from emergency_cli.core.record.lines import genesis


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
