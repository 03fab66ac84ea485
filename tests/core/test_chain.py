"""What a reader of a desk's file is told when the file is not as it was written."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    INCIDENT,
    A,
    B,
    C,
    PaperDesk,
    answered,
    at,
    done,
    entries_of,
    noted,
    opened,
    sealed_line,
    texts,
)

from emergency_cli.core.events import stamp
from emergency_cli.core.record.chain import DeskLog, across, in_record_order, next_number
from emergency_cli.core.record.codes import check_code, find_code
from emergency_cli.core.record.knowledge import Knowledge
from emergency_cli.core.record.lines import dumps, genesis

FILE = f"{A}.jsonl"


def paper() -> PaperDesk:
    """Six short lines."""
    desk = PaperDesk()
    desk.write(*(noted(f"note {number}") for number in range(1, 7)))
    return desk


PAPER = paper()
LINES = PAPER.lines


def read(data: bytes | Iterable[bytes], file: str = FILE) -> DeskLog:
    """What reading a file gives."""
    log = DeskLog(INCIDENT, file[:6], file)
    log.feed(data if isinstance(data, bytes) else b"".join(data))
    return log


def found(log: DeskLog) -> list[tuple[str, str, int | None]]:
    """Kind, file and line of every finding."""
    return [(finding.kind, finding.file, finding.line) for finding in log.findings]


class OneByOne(DeskLog):
    """A file of which each line is taken up by itself."""

    def _take_chain(self, *_: object) -> bool:
        return False


OTHER = PaperDesk(B)
OTHER.write(noted("of another desk"))
# They follow the last line: under a number that was there, and for another desk.
AFTER = LINES[-1][:-76].replace(LINES[-2][-67:-3], LINES[-1][-67:-3])
BACK = sealed_line(AFTER.replace(b'"n":6', b'"n":2'))
STRAY = sealed_line(AFTER.replace(b'"n":6', b'"n":7').replace(f'"desk":"{A}"'.encode(), f'"desk":"{B}"'.encode()))


@given(st.lists(st.sampled_from([*LINES, *OTHER.lines, BACK, STRAY, LINES[3].replace(b"note", b"nota"), b"{}\n"])))
def test_what_follows_is_taken_up_together_as_one_by_one(lines: list[bytes]) -> None:
    """Whatever was dropped, moved, repeated or put in before and after it."""
    for data in (b"".join(lines), b"".join([*LINES, *lines]), b"".join([*lines, *LINES])):
        one, together = OneByOne(INCIDENT, A, FILE), DeskLog(INCIDENT, A, FILE)
        one.feed(data)
        for half in (data[: len(data) // 2], data[len(data) // 2 :]):
            together.feed(half)
        told = [{name: value for name, value in vars(log).items() if name != "_continued"} for log in (one, together)]
        assert told[0] == told[1]


def test_a_whole_file_has_no_findings() -> None:
    """What was written is read, and nothing is said about it."""
    log = read(PAPER.log)
    assert (found(log), log.tail, log.entries) == ([], b"", PAPER.own)
    assert log.head == PAPER.own[-1].hash


def test_reading_in_pieces_is_reading_in_one_go() -> None:
    """Wherever the file ended at the last look, reading on gives the same."""
    whole = read(PAPER.log)
    for cut in range(len(PAPER.log)):
        log = read(PAPER.log[:cut])
        log.feed(PAPER.log[cut:])
        assert (log.entries, log.findings, log.head, log.size) == (whole.entries, [], whole.head, whole.size)


def test_cut_at_every_byte_the_whole_lines_stand_and_the_rest_is_a_torn_tail() -> None:
    """A file that ends anywhere reads up to its last whole line; no finding, no crash, no half entry."""
    for cut in range(len(PAPER.log) + 1):
        log = read(PAPER.log[:cut])
        whole = PAPER.log[:cut].count(b"\n")
        assert (log.entries, found(log)) == (PAPER.own[:whole], [])
        assert log.tail == PAPER.log[:cut].rpartition(b"\n")[2]
        assert log.size + len(log.tail) == cut


def test_every_single_turned_bit_is_found_and_costs_no_other_line() -> None:
    """Flip every bit of the file: always a finding or a torn tail, and every line without that bit still stands."""
    ends = [len(b"".join(LINES[: number + 1])) for number in range(len(LINES))]
    for place in range(len(PAPER.log)):
        hit = next(number for number, end in enumerate(ends) if place < end)
        at_lf = place + 1 in ends
        for bit in range(8):
            data = bytearray(PAPER.log)
            data[place] ^= 1 << bit
            log = read(bytes(data))
            lost = {hit, hit + 1} if at_lf else {hit}
            stand = [entry for number, entry in enumerate(PAPER.own) if number not in lost]
            assert log.entries == stand
            assert log.findings or log.tail
            assert all(line in (hit + 1, hit + 2) for _, _, line in found(log))


@pytest.mark.parametrize(
    "garbage",
    [
        b"\n",
        b"\r\n",
        b"\0" * 4096 + b"\n",
        b"\xff\xfe\n",
        b"{}\n",
        b"null\n",
        b"[" * 5000 + b"\n",
        b" \n",
        b"x" * 100_000 + b"\n",
    ],
    ids=lambda raw: repr(raw[:8]),
)
@pytest.mark.parametrize("place", [0, 3, 6])
def test_garbage_between_lines_is_one_damaged_line(garbage: bytes, place: int) -> None:
    """An empty line, NULs, another program's text: named with file and line, and nothing else is lost."""
    log = read([*LINES[:place], garbage, *LINES[place:]])
    assert found(log) == [("damaged", FILE, place + 1)]
    assert log.entries == PAPER.own
    assert log.damaged_end == (place == 6)


def test_a_run_of_nuls_without_an_end_is_a_torn_tail() -> None:
    """What a file system leaves of a write that never came: harmless."""
    log = read(PAPER.log + b"\0" * 4096)
    assert (found(log), log.tail, log.entries) == ([], b"\0" * 4096, PAPER.own)


def test_a_run_of_nuls_over_a_line_costs_only_that_line() -> None:
    """A lost sector takes one line; the chain goes on behind it."""
    log = read([*LINES[:2], b"\0" * (len(LINES[2]) - 1) + b"\n", *LINES[3:]])
    assert found(log) == [("damaged", FILE, 3)]
    assert log.entries == [*PAPER.own[:2], *PAPER.own[3:]]


def test_a_file_rewritten_with_crlf_is_damaged_in_every_line() -> None:
    """An editor that changes line ends has changed the record, and it is said for each line."""
    log = read(PAPER.log.replace(b"\n", b"\r\n"))
    assert found(log) == [("damaged", FILE, number) for number in range(1, 7)]


@pytest.mark.parametrize("dropped", range(5))
def test_a_dropped_line_is_a_break_where_it_stood(dropped: int) -> None:
    """The line after the gap is named; a dropped last line shows by what others have seen of it."""
    log = read([*LINES[:dropped], *LINES[dropped + 1 :]])
    assert found(log) == [("break", FILE, dropped + 1)]
    assert log.entries == [*PAPER.own[:dropped], *PAPER.own[dropped + 1 :]]


@pytest.mark.parametrize("first", range(5))
def test_two_lines_that_changed_places_are_a_break(first: int) -> None:
    """The first of the two is named; both still stand in the record."""
    moved = list(LINES)
    moved[first], moved[first + 1] = moved[first + 1], moved[first]
    log = read(moved)
    assert found(log)[0] == ("break", FILE, first + 1)
    assert in_record_order([log]) == PAPER.own


@pytest.mark.parametrize(("doubled", "place"), [(doubled, place) for place in range(6) for doubled in range(place + 1)])
def test_a_doubled_line_is_a_break_and_counts_once(doubled: int, place: int) -> None:
    """A copy of a line anywhere behind it is named; the record is as without it."""
    log = read([*LINES[: place + 1], LINES[doubled], *LINES[place + 1 :]])
    assert found(log) == [("break", FILE, place + 2)]
    assert log.entries == PAPER.own


def test_an_inserted_line_shows_by_the_line_it_continues() -> None:
    """A line put in between under a right hash makes a fork; an invented `prev` makes a break."""
    other = PaperDesk()
    other.write(noted("note 1"), noted("never happened"))
    log = read([*LINES[:2], other.lines[1], *LINES[2:]])
    assert ("fork", FILE, 3) in found(log)
    invented = sealed_line(other.lines[1][:-76].replace(PAPER.own[0].hash.encode(), b"0" * 64))
    assert ("break", FILE, 3) in found(read([*LINES[:2], invented, *LINES[2:]]))


def test_a_file_written_in_two_places_is_a_fork() -> None:
    """Two lines continue the same line: both are kept, and it is said where."""
    other = PaperDesk()
    other.write(noted("note 1"), noted("the other machine"))
    log = read([*LINES, other.lines[1]])
    assert found(log) == [("fork", FILE, 7)]
    assert texts(log.entries)[-1] == "the other machine"


def test_a_line_behind_a_damaged_one_is_no_break() -> None:
    """It continues the hash that the damaged line still tells."""
    log = read([LINES[0], LINES[1].replace(b"note 2", b"note X"), *LINES[2:]])
    assert found(log) == [("damaged", FILE, 2)]


def test_damage_hides_no_break_where_the_damaged_line_still_tells_its_hash() -> None:
    """A damaged line whose hash can be read, and then a line that continues neither: lines are missing too."""
    log = read([LINES[0], LINES[1].replace(b"note 2", b"note X"), *LINES[3:]])
    assert found(log) == [("damaged", FILE, 2), ("break", FILE, 3)]


def test_a_line_of_another_incident_is_in_the_wrong_place() -> None:
    """It is left out and named; the lines round it stand."""
    stranger = PaperDesk(incident="20261123-1454-fire-k3f9q2-2")
    stranger.write(noted("elsewhere"))
    log = read([*LINES[:3], *stranger.lines, *LINES[3:]])
    assert found(log) == [("wrong-place", FILE, 4)]
    assert log.entries == PAPER.own


def test_a_line_of_another_desk_is_in_the_wrong_place() -> None:
    """One desk's file holds that desk's lines only."""
    stranger = PaperDesk(B)
    stranger.write(noted("elsewhere"))
    assert found(read([*LINES, *stranger.lines])) == [("wrong-place", FILE, 7)]


def test_a_renamed_file_is_wrong_in_every_line() -> None:
    """A file under another desk's name is not taken for that desk's."""
    log = read(PAPER.log, f"{B}.jsonl")
    assert found(log) == [("wrong-place", f"{B}.jsonl", number) for number in range(1, 7)]
    assert log.entries == []


def test_a_cut_end_shows_by_what_another_desk_has_seen() -> None:
    """A file shortened by whole lines reads well by itself; the other desk's `seen` tells."""
    first, second = PaperDesk(A), PaperDesk(B)
    first.write(opened(), noted("one"), noted("two"))
    second.learn(first)
    second.write(noted("I saw two"))
    whole, short, other = read(first.log), read(first.lines[:2]), read(second.log, f"{B}.jsonl")
    assert across([whole, other]) == []
    assert [(finding.kind, finding.file) for finding in across([short, other])] == [("gone-back", FILE)]


def test_a_damaged_line_that_was_seen_is_not_also_gone() -> None:
    """One damage is one finding."""
    first, second = PaperDesk(A), PaperDesk(B)
    first.write(noted("one"))
    second.learn(first)
    second.write(noted("I saw one"))
    assert across([read(first.log.replace(b"one", b"two")), read(second.log, f"{B}.jsonl")]) == []


@given(st.lists(st.sampled_from([*LINES, b"\n", b"garbage\n", b"\0\0", b"torn"]), max_size=12))
def test_reading_never_fails_and_invents_nothing(pieces: list[bytes]) -> None:
    """Whatever the file is made of, the entries read are some of those written, each once."""
    log = read(pieces)
    hashes = [entry.hash for entry in log.entries]
    assert set(hashes) <= {entry.hash for entry in PAPER.own}
    assert len(hashes) == len(set(hashes))
    assert log.size + len(log.tail) == len(b"".join(pieces))


# --- who knew of what ----------------------------------------------------------------------------------------------


def test_an_entry_knows_what_its_desk_had_seen_and_all_before_it() -> None:
    """Following `prev` and `seen` through a third desk."""
    first, second, third = PaperDesk(A), PaperDesk(B), PaperDesk("z9w8x7")
    one = first.write(opened())
    second.learn(first)
    two = second.write(noted("two"))
    late = first.write(noted("nobody saw this"))
    third.learn(second)
    del third.heads[A]  # so that only the second desk's line leads there
    three = third.write(noted("three"))
    knowledge = Knowledge(in_record_order([]) + sorted(entries_of(first, second, third), key=lambda entry: entry.order))
    assert knowledge.knows(three, two)
    assert knowledge.knows(three, one)
    assert not knowledge.knows(three, late)
    assert not knowledge.knows(two, three)
    assert not knowledge.knows(late, two)


def test_the_two_sides_of_a_fork_do_not_know_each_other() -> None:
    """docs/record.md, section 3: only a chain of `prev` and `seen` is knowledge; the same desk code is none."""
    first, other = PaperDesk(), PaperDesk()
    first.write(opened())
    other.write(opened())
    one = first.write(answered(fire__trapped="yes"))
    two = other.write(noted("elsewhere"), answered(fire__trapped="no"))
    knowledge = Knowledge(
        sorted({entry.hash: entry for entry in entries_of(first, other)}.values(), key=lambda e: e.order)
    )
    assert not knowledge.knows(two, one)
    assert not knowledge.knows(one, two)


# --- check codes ---------------------------------------------------------------------------------------------------


def test_a_check_code_is_five_groups_of_four_and_finds_its_entry() -> None:
    """However it was typed: spaces, hyphens, capitals."""
    entry = PAPER.own[3]
    code = check_code(entry)
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){4}", code)
    for typed in (code, code.replace(" ", ""), code.replace(" ", "-"), code.upper(), f" {code} "):
        assert find_code(PAPER.own, typed) == entry


def test_a_code_that_is_too_short_or_unknown_finds_nothing() -> None:
    """Fewer than 20 digits prove nothing."""
    assert find_code(PAPER.own, check_code(PAPER.own[0])[:-1]) is None
    assert find_code(PAPER.own, "0000 0000 0000 0000 0000") is None


def test_a_tick_is_part_of_the_chain_like_any_line() -> None:
    """Changing a tick's step changes its hash."""
    desk = PaperDesk()
    desk.write(done("fire/alarm"))
    assert found(read(desk.log.replace(b"alarm", b"alarn"))) == [("damaged", FILE, 1)]


# --- numbers -------------------------------------------------------------------------------------------------------


def numbered(n: int, prev: str, desk: str = B, **around: Any) -> bytes:
    """A line with its right hash and this number."""
    head = {"v": 1, "incident": INCIDENT, "desk": desk, "n": n, "recorded": stamp(at(60)), "up": 1, "boot": "5eed0001"}
    body = {**head, "occurred": stamp(at(1)), "by": "Li", "event": "noted", "text": "x", **around, "prev": prev}
    return sealed_line(dumps(body)[:-1])


def log_of(desk: str, *lines: bytes) -> DeskLog:
    """A desk's file that was read."""
    log = DeskLog(INCIDENT, desk, f"{desk}.jsonl")
    log.feed(b"".join(lines))
    return log


@pytest.mark.parametrize("n", [2**53 - 2, 5_000_000, 7, 3])
def test_a_number_that_nothing_explains_is_damage_and_is_left_out(n: int) -> None:
    """A jump would leave no number for those who come after; the lines that only count on from it go with it."""
    first = PaperDesk(A)
    first.write(opened())
    bad = numbered(n, genesis(INCIDENT, B), seen={A: first.own[0].hash})
    after = numbered(n + 1, bad[-67:-3].decode())
    logs = [log_of(A, *first.lines), log_of(B, bad, after)]
    assert [(found.kind, found.file, found.line) for found in across(logs)] == [
        ("damaged", f"{B}.jsonl", 1), ("damaged", f"{B}.jsonl", 2)
    ]  # fmt: skip
    assert [entry.id for entry in in_record_order(logs)] == [f"{A}/1"]
    assert next_number(logs) == 2


def test_a_number_is_explained_by_what_a_line_follows_and_has_seen() -> None:
    """Two desks that learn of each other jump ahead, and nothing is wrong."""
    first, second = PaperDesk(A), PaperDesk(B)
    first.write(opened(), noted(), noted())
    second.learn(first)
    second.write(noted())
    first.learn(second)
    first.write(noted())
    logs = [log_of(desk.code, *desk.lines) for desk in (first, second)]
    assert (across(logs), next_number(logs)) == ([], 6)


def test_lines_that_are_missing_here_may_explain_a_number() -> None:
    """The file of a desk that was seen is not here: the jump is believed, but no jump beyond all measure."""
    near, far = (numbered(n, genesis(INCIDENT, B), seen={C: "c" * 64}) for n in (900_000, 1_100_000))
    assert [found.kind for found in across([log_of(B, near)])] == ["gone-back"]
    assert sorted(found.kind for found in across([log_of(B, far)])) == ["damaged", "gone-back"]
