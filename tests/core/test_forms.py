"""What is read together is what looking member by member finds; whatever is odd is left to that."""

import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from
from tests.builders import B, sealed_line
from tests.core.test_line_forms import changed
from tests.core.test_lines import events, line_of

from emergency_cli.core.events import KINDS, Entry, Event
from emergency_cli.core.personal import Personal
from emergency_cli.core.record.forms import form_of, make_form
from emergency_cli.core.record.lines import Damaged, decode, dumps
from emergency_cli.core.record.together import read_alike, read_lines

SAMPLES = Path(__file__).parents[1] / "samples"
FORMS = {name: form for name in KINDS if (form := make_form(name))}


def both(line: bytes, kind: str) -> tuple[Entry | None, Entry | None]:
    """What the two ways of reading make of a line with its LF; `None` where there is none."""
    from hashlib import sha256

    digest = sha256(line[:-76]).hexdigest()
    alike = read_alike(FORMS[kind], [line], [digest], {})
    return alike[0] if alike else None, alone(line)


def alone(line: bytes) -> Entry | None:
    """The entry of a line with its LF, read member by member."""
    try:
        return decode(line[:-1])
    except Damaged:
        return None


@given(events())
def test_any_event_is_read_alike(event: Event) -> None:
    """Of every kind, with every text."""
    if event.kind in FORMS:
        fast, slow = both(line_of(event, seen={B: "b" * 64}), event.kind)
        assert fast in (None, slow)


def sample_lines(kind: str) -> list[bytes]:
    """All sound lines of a kind among the samples."""
    logs = [log for log in SAMPLES.rglob("*.jsonl") if ".private" not in log.name]
    lines = [line for log in logs for line in log.read_bytes().splitlines(keepends=True)]
    return [line for line in lines if f'"event":"{kind}"'.encode() in line and both(line, kind)[1]]


@pytest.mark.parametrize("kind", FORMS)
def test_the_lines_that_come_are_read_at_once(kind: str) -> None:
    """Otherwise a form would earn nothing; and they give the same, to the letter of every time."""
    read = [both(line, kind) for line in sample_lines(kind)]
    assert (
        any(fast for fast, _ in read) or kind == "readiness-checked"
    )  # what its lines always say is left out elsewhere
    for fast, slow in read:
        assert fast in (None, slow)
        assert repr(fast) in ("None", repr(slow))


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_odd_is_never_read_otherwise(kind: str) -> None:
    """Missing, empty, out of order, of another type, under a right hash, for every member."""
    for line in sample_lines(kind)[:3]:
        for what, body in changed(json.loads(line[:-76] + b"}")):
            fast, slow = both(sealed_line(dumps(body)[:-1]), kind)
            assert fast in (None, slow), what


def odd(body: bytes) -> Iterator[bytes]:
    """The same line with other bytes, none of which this program writes."""
    yield body.replace(b'"by":"', b'"by": "')
    yield body.replace(b'"v":1', b'"v":1.0')
    yield body.replace(b'"v":1', b'"v":0')
    yield body.replace(b'"v":1', b'"v":1e0')
    yield body.replace(b'"up":', b'"up":-')
    yield body.replace(b'"by":"', b'"by":"\\u0041')
    yield body.replace(b'"by":"', b'"by":"\\/')
    yield body.replace(b'"by":"', b'"by":"\xe2\x80\xae')
    yield body.replace(b'"by":"', b'"by":"\xc2\x9b')
    yield body.replace(b'"by":"', b'"by":"\xff')
    yield body.replace(b'"by":"', b'"by":"\\ud800')
    yield body.replace(b'"by":"', b'"by":"x","by":"')
    yield body.replace(b'"by":"', b'"newer":' + b"[" * 5000 + b"]" * 5000 + b',"by":"')
    yield body.replace(b'"prev":"', b'"seen":{},"prev":"')
    yield body.replace(b'"prev":"', b'"prev":" ')
    yield body[:-2] + b'A"'
    for name in (b"recorded", b"occurred"):
        at = body.index(b'"' + name + b'":"') + len(name) + 4
        for time in (
            b"2026-02-30T10:00:00.000+08:00", b"2026-01-01T24:00:00.000+08:00", b"2026-01-01T23:59:60.000+08:00",
            b"2026-01-01T10:00:00.000-00:00", b"2026-01-01T10:00:00.00000000Z", b"2026-01-01 10:00:00.000+08:00",
            b"2026-01-01T10:00:00.000+08:60", b"2026-01-01T10:00:00.000+24:00", b"0000-01-01T10:00:00.000+08:00",
            b"0001-01-01T00:00:00.000+08:00", b"9999-12-31T23:59:59.999-08:00", b"2026-01-01t10:00:00.000+08:00",
            b"2026-01-01T10:00:00,000+08:00", b"2026-W01-1T10:00:00.000+08:00",
        ):  # fmt: skip
            yield body[:at] + time + body[at + 29 :]


@pytest.mark.parametrize("kind", FORMS)
def test_other_bytes_are_never_read_otherwise(kind: str) -> None:
    """Blanks, escapes, number forms, hidden characters, duplicate names, depth, times that are none."""
    for line in sample_lines(kind)[:2]:
        for body in odd(line[:-76]):
            fast, slow = both(sealed_line(body), kind)
            assert fast in (None, slow), body


# What a file may hold: the sound lines of a kind, others under a right hash, and sound ones under a wrong one.
ANY = {
    kind: [
        line
        for sound in [each for each in sample_lines(kind) if both(each, kind)[0]][:4]
        for line in (*[sound] * 40, *map(sealed_line, odd(sound[:-76])), *[sound[:-67] + b"%064d" % 0 + sound[-3:]] * 4)
    ]
    for kind in FORMS
    if form_of(kind.encode(), 1_000_000)
}
NOT_EMPTY = [kind for kind in ANY if ANY[kind]]
files = sampled_from(NOT_EMPTY).flatmap(lambda kind: lists(sampled_from(ANY[kind]), min_size=1, max_size=60))


def together(lines: list[bytes]) -> list[Entry | None]:
    """The entries of lines with their LF, read together."""
    return [None if isinstance(each, Damaged) else each for each in read_lines(lines, Personal)]


@pytest.mark.parametrize("kind", ANY)
def test_a_file_of_all_that_may_come_is_read_as_each_alone(kind: str) -> None:
    """In turn, so that no odd one has its like beside it."""
    lines = [line for row in range(7) for line in ANY[kind][row::7]]
    assert together(lines) == [alone(line) for line in lines]


@given(files, files)
def test_lines_read_together_are_what_each_is_alone(some: list[bytes], others: list[bytes]) -> None:
    """Sound, odd and damaged ones side by side, of two kinds in turn."""
    lines = [line for pair in zip_longest(some, others) for line in pair if line]
    assert together(lines) == [alone(line) for line in lines]


@given(files)
def test_two_times_in_the_place_of_one_are_none(lines: list[bytes]) -> None:
    """Nor is any other text that lines read together could hide among themselves."""
    one, other = b"2026-01-01T10:00:00.000+08:00", b"2026-01-01T10:00:01.000+08:00"
    wrong = [re.sub(rb'("occurred":")[^"]*', rb"\g<1>%b\\n%b" % (one, other), line[:-76]) for line in lines]
    assert not any(isinstance(each, Entry) for each in read_lines(list(map(sealed_line, wrong)), Personal))
