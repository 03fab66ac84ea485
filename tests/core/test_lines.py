"""The bytes of a log line: what is written can be read, and nothing else can."""

import hashlib
import json
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields
from tests.builders import INCIDENT, A, B, C, answered, at, done, noted, opened, sealed_line

from emergency_cli.core.events import (
    KINDS,
    CallMade,
    Event,
    FactsSet,
    Noted,
    StepDone,
    Told,
    Unknown,
)
from emergency_cli.core.events.event import Snapshot
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.record.lines import Damaged, decode, encode, genesis

HIDDEN = "\x00\x07\x1b\x7f\x85\x9b\u061c\u200e\u2028\u2029\u202a\u202e\u2066\u2069"
# Everything a person could paste, with what hides or turns text more often than chance would have it.
words = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(HIDDEN + '火灾😀\ufeff"\\/\n\r\t')))
names = words.filter(bool)
keys = words.filter(lambda name: name != "sealed")
moments = st.integers(-1000, 1).map(at)
snapshots = st.recursive(
    words | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2),
    max_leaves=4,
)
plans = st.dictionaries(keys, snapshots, min_size=1, max_size=2)

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: names,
    int: st.integers(0, 2**53 - 1),
    bool: st.booleans(),
    datetime: moments,
}


def held(kind: Any, *, always: bool = False) -> st.SearchStrategy[Any]:
    """Whatever a member of this type holds in a line; `always`: it is never left out there, and so never empty."""
    parts = get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == Snapshot:
        return plans
    if get_origin(kind) is Annotated:
        return held(parts[0])
    if get_origin(kind) is Literal:
        return st.sampled_from(parts)
    if get_origin(kind) is tuple:
        return st.lists(held(parts[0]), min_size=always, max_size=3).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(keys, held(parts[1]), min_size=always, max_size=3)
    if get_origin(kind) in (Union, UnionType):  # of what is sealed a line has the seal alone; empty is left out
        return st.one_of(
            [st.none() if part is NoneType else held(part).filter(bool) for part in parts if part is not Personal]
        )
    members = {each.name: held(each.type, always=each.required) for each in fields(kind) if each.name != "more"}
    return st.builds(kind, **members)


def events() -> st.SearchStrategy[Event]:
    """Any event: what its members hold is said by their types."""
    return st.one_of([held(kind) for kind in KINDS.values()])


def line_of(event: Event, *, seen: dict[str, str] | None = None) -> bytes:
    """The line of an event at a fixed place in a fixed log."""
    return encode(
        event,
        incident=INCIDENT,
        desk=A,
        n=7,
        recorded=at(1.5),
        up=48211034,
        boot="5eed0001",
        seen=seen or {},
        prev="a" * 64,
    )


@given(events())
def test_whatever_was_written_is_read_back_unchanged(event: Event) -> None:
    """Write -> read gives the same event for every kind and every text."""
    entry = decode(line_of(event, seen={B: "b" * 64})[:-1])
    assert entry.event == event
    assert (entry.id, entry.up, entry.seen, entry.prev) == (f"{A}/7", 48211034, {B: "b" * 64}, "a" * 64)


@pytest.mark.parametrize(
    "event",
    [
        noted(""),
        noted("x", by=""),
        done(""),
        answered(place=""),
        CallMade(occurred=at(1), by="Li", contacts=()),
        CallMade(occurred=at(1), by="Li", contacts=(Told(party="", outcome="reached"),)),
    ],
    ids=lambda event: event.kind,
)
def test_what_is_empty_where_something_must_be_is_not_a_line(event: Event) -> None:
    """Section 2: empty values never. The journal reads what it is about to write, and so never writes it."""
    with pytest.raises(Damaged):
        decode(line_of(event)[:-1])


def test_the_opening_with_its_plan_is_read_back_unchanged() -> None:
    """The snapshots in `opened` survive, sealed phone numbers as seals without their values."""
    line = line_of(opened(facts={"place": "二楼"}))
    event = decode(line[:-1]).event
    assert event.kind == "opened"
    assert line_of(event) == line
    assert "13800000001" not in line.decode()


def test_a_long_note_is_read_back_unchanged() -> None:
    """A note of 70 KiB is one line like any other."""
    text = "浓烟\n" * 10_240
    assert len(text.encode()) == 70 * 1024
    event = decode(line_of(noted(text))[:-1]).event
    assert isinstance(event, Noted)
    assert event.text == text


def test_a_known_line_has_exactly_these_bytes() -> None:
    """The gold line: other people's records look like this, so it can never change within version 1."""
    event = StepDone(
        occurred=at(1),
        by="李 “值班”\u2028\x9b",
        actor="first-discoverer",
        step="fire/call-119",
        facts={"fire.trapped": "not-known", "fire.phone": seal("13800000001", b"\x07" * 32)},
        contacts=(Told(party="fire-119", outcome="reached"),),
        reason='a "quoted"\\\n\x01',
    )
    sealed = hashlib.sha256(b"\x07" * 32 + b"13800000001").hexdigest()
    body = (
        '{"v":1,"incident":"20261123-1454-fire-k3f9q2","desk":"k3f9q2","n":7,'
        '"recorded":"2026-11-23T14:55:30.000+08:00","up":48211034,"boot":"5eed0001","occurred":"2026-11-23T14:55:00.000+08:00",'
        '"by":"李 “值班”\\u2028\\u009b","actor":"first-discoverer","event":"step-done","step":"fire/call-119",'
        '"facts":{"fire.trapped":"not-known","fire.phone":{"sealed":'
        '"'
        + sealed
        + '"}},"contacts":[{"party":"fire-119","outcome":"reached"}],"reason":"a \\"quoted\\"\\\\\\n\\u0001",'
        '"seen":{"m7n2rt":"' + "b" * 64 + '"},"prev":"' + "a" * 64 + '"'
    )
    gold = body.encode() + b',"hash":"0888507a4830cc8e59fbe27d8c8ce6ad2d76ae9162f611ae8d8790cef731a6b4"}\n'
    assert line_of(event, seen={B: "b" * 64}) == gold


def test_the_first_line_of_a_desk_starts_from_incident_and_desk() -> None:
    """`prev` of a first line is SHA-256 of `incident/desk`."""
    assert genesis(INCIDENT, A) == hashlib.sha256(f"{INCIDENT}/{A}".encode()).hexdigest()


def test_the_desks_seen_stand_in_the_order_of_their_codes() -> None:
    """`seen` is sorted, whatever order it came in: one entry has one form."""
    assert line_of(noted(), seen={C: "c" * 64, B: "b" * 64}) == line_of(noted(), seen={B: "b" * 64, C: "c" * 64})


@given(names)
def test_no_hidden_character_stands_raw_in_a_line(text: str) -> None:
    """Controls, line separators and bidi characters are escaped; a line is one line for every program."""
    line = line_of(noted(text)).decode()
    assert line.endswith('"}\n')
    assert len(line[:-1].splitlines()) == 1
    assert not set(HIDDEN) & set(line[:-1])


def test_a_lone_surrogate_never_reaches_the_log() -> None:
    """What is no text cannot be written."""
    with pytest.raises(UnicodeEncodeError):
        line_of(noted("\ud800"))


GOOD = line_of(noted("smoke"))
BODY = GOOD[: -len(',"hash":""}\n') - 64]


def test_the_line_that_the_damage_tests_start_from_is_good() -> None:
    """Otherwise they would prove nothing; `sealed_line` puts a right hash on whatever it is given."""
    assert sealed_line(BODY) == GOOD
    assert isinstance(decode(GOOD[:-1]).event, Noted)


@pytest.mark.parametrize(
    "line",
    {
        "CR": GOOD[:-1] + b"\r",
        "trailing space": GOOD[:-1] + b" ",
        "leading space": b" " + GOOD[:-1],
        "BOM": b"\xef\xbb\xbf" + GOOD[:-1],
        "empty": b"",
        "NULs": b"\0" * 300,
        "garbage": b"\xff\xfe garbage",
        "upper-case hash": GOOD[:-67] + GOOD[-67:-3].upper() + GOOD[-3:-1],
        "only an ending": GOOD[-76:-1],
        "another hash": GOOD[:-67] + b"0" * 64 + b'"}',
        "no hash": BODY + b"}",
    }.items(),
    ids=lambda case: case[0],
)
def test_bytes_round_the_line_are_damage(line: tuple[str, bytes]) -> None:
    """A line ends in its hash, exactly, and begins with its brace."""
    with pytest.raises(Damaged):
        decode(line[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"by":"Li"', b'"by":"Li","by":"Li"'),
        (b'"text":"smoke"', b'"text":"smoke","x":{"a":{"b":"1","b":"1"}}'),
        (b'"text":"smoke"', b'"text":"smoke","x":[{"b":"1","b":"2"}]'),
        (b'"text":"smoke"', b'"text":{"sealed":"1","sealed":"1"}'),
        (b'"smoke"', b'"\\ud800"'),
        (b'"smoke"', b'"\xed\xa0\x80"'),
        (b'"smoke"', b'"\xff"'),
        (b'"smoke"', b'"sm\\u006fke"'),
        (b'"smoke"', '"\u2028"'.encode()),
        (b'"smoke"', b'"\\/"'),
        (b'"smoke"', b'"\\u001B"'),
        (b'"smoke"', b'"\x01"'),
        (b'"v":1', b'"v": 1'),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":0'),
        (b'"boot":"5eed0001",', b""),
        (b'"boot":"5eed0001"', b'"boot":"5EED0001"'),
        (b'"boot":"5eed0001"', b'"boot":7'),
        (b'"n":7', b'"n":9007199254740992'),
        (b'"n":7', b'"n":-7'),
        (b'"n":7', b'"n":"7"'),
        (b'"n":7', b'"n":7e0'),
        (b'"n":7', b'"n":' + b"7" * 5000),
        (b'"text":"smoke"', b'"text":"smoke","x":NaN'),
        (b'"v":1,', b'\n"v":1,'),
        (b'{"v":1,', b'\xef\xbb\xbf{"v":1,'),
        (b'{"v":1,', b'["v",1,'),
        (b'"v":1,"incident":"20261123-1454-fire-k3f9q2",', b'"incident":"20261123-1454-fire-k3f9q2","v":1,'),
        (b'"by":"Li",', b""),
        (b'"by":"Li"', b'"by":5'),
        (b'"desk":"k3f9q2"', b'"desk":"aeiouy"'),
        (b'"desk":"k3f9q2"', b'"desk":["k3f9q2"]'),
        (b'"recorded":"2026-11-23T14:55:30.000+08:00"', b'"recorded":"2026-11-23T14:55:30.000"'),
        (b'"recorded":"2026-11-23T14:55:30.000+08:00"', b'"recorded":"yesterday"'),
        (b'"occurred":"2026-11-23T14:55:00.000+08:00"', b'"occurred":"2026-11-23T14:55:00.000"'),
        (b'"occurred":"2026-11-23T14:55:00.000+08:00"', b'"occurred":{}'),
        (b',"prev":"' + b"a" * 64 + b'"', b""),
        (b',"prev":"', b',"prev":5,"x":"'),
        (b',"prev":"', b',"seen":5,"prev":"'),
        (b',"prev":"', b',"seen":{"m7n2rt":5},"prev":"'),
        (b',"prev":"', b',"seen":{"sealed":"x"},"prev":"'),
        (b'"event":"noted",', b""),
        (b'"event":"noted"', b'"event":{"a":"b"}'),
        (b'"text":"smoke"', b'"x":' + b"[" * 100_000 + b"]" * 100_000),
    ],
    ids=repr,
)
def test_a_line_in_another_form_is_damage_even_under_a_right_hash(old: bytes, new: bytes) -> None:
    """Duplicate members at any depth, surrogates, other escapes, other numbers, missing members: not our line."""
    assert old in BODY
    with pytest.raises(Damaged):
        decode(sealed_line(BODY.replace(old, new, 1))[:-1])


@pytest.mark.parametrize("count", range(12))
def test_a_line_that_stops_early_is_damage_even_under_a_right_hash(count: int) -> None:
    """However many members are missing at the end, reading says so and does not break."""
    members = list(json.loads(BODY + b"}").items())[:count]
    body = json.dumps(dict(members), separators=(",", ":"))[:-1]
    with pytest.raises(Damaged):
        decode(sealed_line(body)[:-1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"recorded":"2026-11-23T14:55:30.000+08:00"', b'"recorded":"20261123T145530+0800"'),
        (b'"occurred":"2026-11-23T14:55:00.000+08:00"', b'"occurred":1795417300'),
        (b'"occurred":"2026-11-23T14:55:00.000+08:00"', b'"occurred":"2026-11-23 14:55Z"'),
        *(
            (f'"{member}":"2026-11-23T14:5{minute}.000+08:00"'.encode(), f'"{member}":"{text}"'.encode())
            for member, minute in (("recorded", "5:30"), ("occurred", "5:00"))
            for text in (
                "2026-11-23T14:55:00.000-00:00",
                "2026-11-23T14:55:00.000+24:00",
                "2026-11-23T14:55:00.000+08:00:00",
                "2026-11-23T24:00:00.000+08:00",
                "2026-11-23T14:55:60.000+08:00",
                "2026-11-31T14:55:00.000+08:00",
                "0000-11-23T14:55:00.000+08:00",
                "2026-11-23T14:55:00,000+08:00",
                "2026-11-23T14:55:00.0000+08:00",
                "２０２６-11-23T14:55:00.000+08:00",
            )
        ),
        (b'"text":"smoke"', b'"text":"smoke","x":1.5'),
        (b'"text":"smoke"', b'"text":"smoke","x":2.0'),
        (b'"text":"smoke"', b'"text":"smoke","x":-0'),
        (b'"text":"smoke"', b'"text":"smoke","x":Infinity'),
        (b'"text":"smoke"', b'"text":"smoke","x":[{"a":null}]'),
        (b'"text":"smoke"', b'"text":"smoke","x":null'),
        (b'"text":"smoke"', b'"text":"smoke","x":9007199254740992'),
    ],
    ids=repr,
)
def test_times_and_numbers_have_one_form(old: bytes, new: bytes) -> None:
    """docs/record.md, section 2: times with exactly three decimals, no fractions, no null, integers below 2^53."""
    with pytest.raises(Damaged):
        decode(sealed_line(BODY.replace(old, new, 1))[:-1])


@pytest.mark.parametrize(("inside", "outside"), [("[", "]"), ('{"x":', "}")], ids=["lists", "objects"])
def test_ninety_deep_is_read_and_one_deeper_is_damage(inside: str, outside: str) -> None:
    """docs/record.md, section 2: a reader must not depend on how deep the machine it runs on can go."""

    def line(deep: int) -> bytes:
        value = inside * deep + '"x"' + outside * deep
        return sealed_line(BODY.replace(b'"text":"smoke"', f'"text":"smoke","x":{value}'.encode()))[:-1]

    assert decode(line(90)).event.more
    with pytest.raises(Damaged):
        decode(line(91))


def test_damage_tells_the_hash_that_the_line_claims() -> None:
    """So that the line after it can still be placed."""
    with pytest.raises(Damaged) as damage:
        decode(GOOD[:-1].replace(b"smoke", b"smoko"))
    assert damage.value.claimed == GOOD[-67:-3].decode()


@given(st.integers(0, len(GOOD) * 8 - 9))
def test_one_turned_bit_is_damage(bit: int) -> None:
    """No bit of a line can change unnoticed."""
    line = bytearray(GOOD[:-1])
    line[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        decode(bytes(line))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
members = st.dictionaries(
    st.sampled_from(["occurred", "by", "step", "facts", "contacts", "text", "target", "playbooks", "noticed", "roster"])
    | words,
    json_values,
    max_size=6,
)


@given(st.sampled_from([*KINDS, "unknown", "of-2031"]), members)
def test_any_object_under_a_right_hash_is_an_entry_or_damage(kind: str, extra: dict[str, Any]) -> None:
    """Reading never fails in another way, whatever a line holds."""
    data = json.loads(BODY + b"}")
    prev = data.pop("prev")
    body = json.dumps({**data, "event": kind, **extra, "prev": prev}, ensure_ascii=False, separators=(",", ":"))
    try:
        entry = decode(sealed_line(body.encode("utf-8", "surrogatepass")[:-1])[:-1])
    except Damaged:
        return
    assert entry.desk == A


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"event":"noted"', b'"event":"of-2031"'),
        (b'"text":"smoke"', b'"text":["smoke"]'),
        (b'"event":"noted","text":"smoke"', b'"event":"facts-set","facts":{"place":{"a":"b"}}'),
        (b'"event":"noted"', b'"event":"unknown"'),
        (b'"noted","text":"smoke"', b'"step-skipped","step":"fire/alarm","reason":{"sealed":"%b"}' % (b"a" * 64)),
    ],
    ids=repr,
)
def test_an_entry_in_a_shape_unknown_here_is_kept(old: bytes, new: bytes) -> None:
    """A newer program's entry is no damage: it is there, with its members, as of unknown kind."""
    event = decode(sealed_line(BODY.replace(old, new, 1))[:-1]).event
    assert isinstance(event, Unknown)
    assert event.by == "Li"
    assert event.members


def test_a_member_of_a_newer_version_is_kept() -> None:
    """What this version does not know of a known kind is written out again as it was read."""
    line = sealed_line(BODY.replace(b'"text":"smoke"', b'"text":"smoke","mood":"calm"'))
    assert line_of(decode(line[:-1]).event) == line


def test_a_sealed_value_is_found_behind_its_seal() -> None:
    """The line carries the seal; reading asks for the value behind it."""
    secret = seal("13800000001", b"\x07" * 32)
    line = line_of(answered(fire__phone=secret))
    assert b"13800000001" not in line
    event = decode(line[:-1], {secret.sealed: secret}.__getitem__).event
    assert isinstance(event, FactsSet)
    assert event.facts == {"fire.phone": secret}
    bare = decode(line[:-1]).event
    assert isinstance(bare, FactsSet)
    assert bare.facts == {"fire.phone": Personal(secret.sealed)}


def test_a_tick_may_be_of_any_time_before_it_was_recorded() -> None:
    """`occurred` and `recorded` are two times, both with milliseconds and offset."""
    entry = decode(line_of(done("fire/alarm", 1.0001))[:-1])
    assert (entry.event.occurred, entry.recorded) == (at(1.0001), at(1.5))
