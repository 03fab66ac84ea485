"""Two copies of an incident's logs: what one has to take from the other, worked out on bytes alone."""

from tests.builders import INCIDENT, A, B, PaperDesk, noted, opened

from emergency_cli.core.record.merge import Change, merge_logs


def desk(*words: str) -> PaperDesk:
    """A desk that opened a fire and wrote notes."""
    paper = PaperDesk()
    paper.write(opened(), *(noted(word) for word in words))
    return paper


def told(changes: list[Change]) -> list[tuple[str, str, int]]:
    """Kind, file and number of new entries of each change."""
    return [(change.kind, change.file, len(change.fresh)) for change in changes]


def test_a_file_that_is_not_here_is_taken_whole() -> None:
    """An empty home takes everything."""
    there = {f"{A}.jsonl": desk("one").log}
    changes = merge_logs(INCIDENT, {}, there)
    assert (told(changes), changes[0].data) == ([("new", f"{A}.jsonl", 2)], there[f"{A}.jsonl"])


def test_a_longer_copy_takes_the_place_of_a_shorter_one_and_never_the_other_way_round() -> None:
    """At every pair of lengths."""
    lines = desk("one", "two", "three").lines
    for mine in range(1, 5):
        for other in range(1, 5):
            here, there = ({f"{A}.jsonl": b"".join(lines[:count])} for count in (mine, other))
            expected = [("longer", f"{A}.jsonl", other - mine)] if other > mine else []
            assert told(merge_logs(INCIDENT, here, there)) == expected


def test_the_torn_tail_of_another_copy_is_not_carried() -> None:
    """Cut at every byte: only finished lines come."""
    log, lines = desk("one").log, desk("one").lines
    for cut in range(len(lines[0]), len(log)):
        changes = merge_logs(INCIDENT, {}, {f"{A}.jsonl": log[:cut]})
        assert [change.data for change in changes] == [lines[0]]


def test_a_copy_from_which_nothing_can_be_read_adds_nothing() -> None:
    """Garbage, another desk's lines, another incident's lines."""
    other = PaperDesk(B)
    other.write(noted("b"))
    elsewhere = PaperDesk(A, "20260101-0000-fire-k3f9q2")
    elsewhere.write(noted("elsewhere"))
    for data in (b"", b"\x00" * 500 + b"\n", b"{}\n", other.log, elsewhere.log):
        assert merge_logs(INCIDENT, {f"{A}.jsonl": desk("one").log}, {f"{A}.jsonl": data}) == []
        assert merge_logs(INCIDENT, {}, {f"{A}.jsonl": data}) == []


def test_a_copy_with_a_damaged_line_brings_the_lines_behind_it_beside_the_whole_one() -> None:
    """The readable lines of both count; the one here is not touched."""
    paper = desk("one", "two", "three")
    spoilt = paper.log.replace(b"one", b"0ne")
    here = {f"{A}.jsonl": b"".join(paper.lines[:3])}
    [change] = merge_logs(INCIDENT, here, {f"{A}.jsonl": spoilt})
    assert (change.kind, [entry.hash for entry in change.fresh]) == ("fork", [paper.own[3].hash])


def test_two_different_ends_are_both_kept_and_the_second_time_nothing_is_new() -> None:
    """The other side is named after its first line that was not here; a longer other side goes on in its own file."""
    here, there = desk("one"), desk("one")
    here.write(noted("mine"))
    there.write(noted("theirs"))
    fork = f"{A}.fork-{there.own[-1].hash[:8]}.jsonl"
    mine = {f"{A}.jsonl": here.log}
    for kind in ("fork", "longer"):
        [change] = merge_logs(INCIDENT, mine, {f"{A}.jsonl": there.log}, own=A)
        assert (change.kind, change.file, change.data, len(change.fresh)) == (kind, fork, there.log, 1)
        mine[change.file] = change.data
        assert merge_logs(INCIDENT, mine, {f"{A}.jsonl": there.log}, own=A) == []
        there.write(noted("theirs again"))


def test_more_of_ones_own_file_is_reported_and_left() -> None:
    """It may be written at this moment; but where there is none here, it is taken."""
    lines = desk("one", "two").lines
    here, there = {f"{A}.jsonl": lines[0]}, {f"{A}.jsonl": b"".join(lines)}
    assert told(merge_logs(INCIDENT, here, there, own=A)) == [("gone-back", f"{A}.jsonl", 2)]
    assert told(merge_logs(INCIDENT, here, there, own=B)) == [("longer", f"{A}.jsonl", 2)]
    assert told(merge_logs(INCIDENT, {}, there, own=A)) == [("new", f"{A}.jsonl", 3)]
