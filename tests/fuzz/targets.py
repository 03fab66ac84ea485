"""What is fuzzed: a function of bytes each, that raises when something holds no longer. Runs with and without atheris.

`plan_file`: YAML as officers write it, then the rules over a plan. `log_bytes`: a desk's file. `log_lines`: lines with
right hashes around any members, told, shown and exported. `courses`: entries of every kind in any order, by many desks.
"""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from tests.builders import FIRE, GENERAL, ROSTER, A, B, C, at, opened, sealed_line
from tests.documents import READ
from tests.front import GENERAL as GENERAL_FILE
from tests.front import ROSTER as ROSTER_FILE
from tests.front import WATER
from tests.fuzz.drawn import Choices, drawn

from emergency_cli.core.cleaning import clean
from emergency_cli.core.events import KINDS, members_of, stamp
from emergency_cli.core.events.shapes import shape_of
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import next_card
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks import check_plan
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.snapshot import playbook_snapshot, read_playbook, read_roster, roster_snapshot
from emergency_cli.core.plan.values import PlanValue
from emergency_cli.core.prepare.graph import graph
from emergency_cli.core.prepare.outline import outline
from emergency_cli.core.record.chain import DeskLog, across, in_record_order
from emergency_cli.core.record.lines import Damaged, decode, dumps, genesis
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.export import FORMATS
from emergency_cli.language import Words
from emergency_cli.plans.forms.base import Form, members
from emergency_cli.plans.reading import read_plan_file
from emergency_cli.screen.faults import fault_lines, finding_lines
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.entries import timeline_lines
from emergency_cli.screen.incident.overview import board_lines, list_lines
from emergency_cli.screen.line import Line
from emergency_cli.screen.plan.playbook import outline_lines
from emergency_cli.screen.terminal import Screen
from emergency_cli.store.index import known_of
from emergency_cli.world import World

INCIDENT = "20261123-1454-fire-k3f9q2"
WORDS = (Words("zh"), Words("en"))
_KINDS: tuple[type[PlanValue], ...] = (Playbook, Roster, Centre)


# --- what is shown -------------------------------------------------------------------------------------------------

_CLOCK = {"up": 1, "boot": "5eed0001"}


def shown(words: Words, *parts: Iterable[Line]) -> str:
    """Lines as they stand on a screen; nothing in them steers it."""
    stream = io.StringIO()
    env = {"COLUMNS": "80"}
    world = World(env, io.StringIO(), stream, stream, terminal="none", user="duty", host="", now=at)
    screen = Screen(world, words)
    for part in parts:
        screen.show(part)
    text = stream.getvalue()
    assert clean(text) == text, f"steering characters on the screen: {text!r}"
    return text


# --- plan files ----------------------------------------------------------------------------------------------------


def plan_file(data: bytes) -> None:
    """Any bytes as a plan file: faults with their line, or a plan that everything can be done with."""
    kind = _KINDS[data[0] % len(_KINDS)] if data else Playbook
    source, built, whole = read_plan_file(data[1:], "file.yaml", kind)
    assert whole != any(not fault.warning for fault in source.faults)
    assert all(fault.line is None or fault.line >= 1 for fault in source.faults)
    for words in WORDS:
        shown(words, fault_lines(source.faults, words))
    match built:
        case Playbook():
            _playbook(built)
        case Roster():
            snapshot = json.loads(dumps(roster_snapshot(built, lambda count: b"\x07" * count)))
            assert read_roster(roster_snapshot(built, lambda count: b"\x07" * count))
            assert snapshot
            _checked({"fire": FIRE, "general": GENERAL}, built, Centre())
        case Centre():
            _checked({"fire": FIRE, "general": GENERAL}, ROSTER, built)


def _playbook(book: Playbook) -> None:
    snapshot = playbook_snapshot(book)
    assert read_playbook(json.loads(dumps(snapshot))) == book
    books = {"general": GENERAL, book.id: book}
    _checked(books, ROSTER, Centre())
    graph(book, books, ROSTER)
    whole = outline(book, books, ROSTER)
    for words in WORDS:
        shown(words, outline_lines(whole, words))
    entries = _entries([(A, {"event": "opened", **_head(), **_opening({book.id: snapshot})})])
    _told(replay(entries))


def _checked(books: Mapping[str, Playbook], roster: Roster, centre: Centre) -> None:
    faults = check_plan(dict(books), roster, centre)
    for words in WORDS:
        shown(words, fault_lines(faults, words))


# --- logs ----------------------------------------------------------------------------------------------------------


def log_bytes(data: bytes) -> None:
    """Any bytes as a desk's file: read in pieces or as a whole they come to the same."""
    whole, pieces = _log(A), _log(A)
    whole.feed(data)
    step = 1 + len(data) // 7
    for start in range(0, len(data), step):
        pieces.feed(data[start : start + step])
    assert vars(pieces) == vars(whole)
    assert whole.size + len(whole.tail) == len(data)
    assert whole.lines == data.count(b"\n")
    told = replay(whole.entries)
    for words in WORDS:
        shown(words, timeline_lines(told, words), finding_lines(whole.findings, words))


def log_lines(data: bytes) -> None:
    """Each line of the data as the members of a log line, chained and sealed with right hashes."""
    lines = []
    for raw in data.split(b"\n")[:12]:
        try:
            members = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        if isinstance(members, dict):
            lines.append((B if members.get("desk") == B else A, members))
    _told(replay(_entries(lines)))


def courses(data: bytes) -> None:
    """Entries of all kinds, members drawn from what could stand there, by three desks that read each other or not."""
    taken = Choices(data)
    lines: list[tuple[str, dict[str, Any]]] = [(A, {"event": "opened", **_head(), **_opening()})]
    while taken.left and len(lines) < 24:
        lines.append((taken.one_of((A, A, B, C)), drawn(taken)))
    _told(replay(_entries(lines, taken)))


def _log(desk: str) -> DeskLog:
    return DeskLog(INCIDENT, desk, f"{desk}.jsonl")


def _head() -> dict[str, Any]:
    return {"occurred": stamp(at(0)), "by": "Li"}


def _opening(playbooks: Mapping[str, Any] | None = None) -> dict[str, Any]:
    drop = ("occurred", "by")
    members = {name: value for name, value in members_of(opened()).items() if name not in drop}
    if playbooks:
        members |= {"playbook": next(iter(playbooks)), "playbooks": {**members["playbooks"], **playbooks}}
    return members


def _entries(lines: list[tuple[str, dict[str, Any]]], taken: "Choices | None" = None) -> list[Any]:
    """The entries of lines written by desks in turn; every other time a desk has read what the others wrote."""
    logs = {desk: _log(desk) for desk in (A, B, C)}
    hashes: dict[str, str] = {}
    for number, (desk, given) in enumerate(lines, 1):
        log = logs[desk]
        if isinstance(target := given.get("target"), dict):  # `#2` is whichever entry was the second
            given = given | {"target": {**target, "hash": hashes.get(str(target.get("hash")), "0" * 64)}}
        read = taken is not None and bool(taken.byte() % 2)
        seen = {other: each.head for other, each in logs.items() if read and other != desk and each.entries}
        around = {
            "v": 1,
            "incident": INCIDENT,
            "desk": desk,
            "n": 1 + max(each.numbers.get(each.head, 0) for name, each in logs.items() if name in (desk, *seen)),
            "recorded": stamp(at(60)),
            "up": number,
            "boot": "5eed0001",
        }
        body: dict[str, Any] = {
            name: value for name, value in given.items() if name not in (*around, "seen", "prev", "hash")
        }
        head: dict[str, Any] = {name: body.pop(name) for name in ("occurred", "by", "actor", "event") if name in body}
        line: dict[str, Any] = {
            **around,
            **head,
            **body,
            **({"seen": dict(sorted(seen.items()))} if seen else {}),
            "prev": log.head,
        }
        try:
            log.feed(sealed_line(dumps(line)[:-1]))
        except (UnicodeEncodeError, RecursionError, ValueError):
            continue
        hashes[f"#{number}"] = log.head
    assert across(list(logs.values())) == []
    assert log_head_is_right(logs)
    return in_record_order(list(logs.values()))


def log_head_is_right(logs: Mapping[str, DeskLog]) -> bool:
    """What the next line of each desk would continue."""
    return all(
        log.head == (log.entries[-1].hash if log.entries else genesis(INCIDENT, desk)) for desk, log in logs.items()
    )


def _told(incident: Incident) -> None:
    """Everything that is ever made of an incident can be made of this one, in both languages."""
    now = at(61)
    state = board(incident, now)
    card = next_card(incident, state)
    report = build_report(incident, now)
    for words in WORDS:
        cards = card_lines(incident, state, card, words, now) if card else iter(())
        listed = list_lines([known_of(incident.id, incident, now, ())], words, now, {})
        shown(words, board_lines(incident, state, words, now), timeline_lines(incident, words), cards, listed)
        for name, export in FORMATS.items():
            if name == "docx" and words.language == "en":
                continue  # the slowest by far; its form is the same
            content = export(report, words)
            text = READ[name](content) if name == "docx" else content.decode()
            assert clean(text) == text or not incident.entries, "steering characters in a document"


# --- where it starts -----------------------------------------------------------------------------------------------


TARGETS: dict[str, Callable[[bytes], None]] = {
    "plan_file": plan_file,
    "log_bytes": log_bytes,
    "log_lines": log_lines,
    "courses": courses,
}


def seeds(target: str) -> list[bytes]:
    """Good examples, from which the way to bad ones is short."""
    match target:
        case "plan_file":
            files = (WATER, GENERAL_FILE), (ROSTER_FILE,), ("intervals: {medicine-stock: 30d}\npersonal-data: 90d\n",)
            return [bytes([model]) + text.encode() for model, texts in enumerate(files) for text in texts]
        case "log_bytes":
            log = _log(A)
            lines: list[bytes] = []
            for line in _bodies():
                one = {
                    "v": 1,
                    "incident": INCIDENT,
                    "desk": A,
                    "n": len(lines) + 1,
                    "recorded": stamp(at(60)),
                    "up": 1,
                    "boot": "5eed0001",
                }
                head = {name: line.pop(name) for name in ("occurred", "by", "event")}
                whole = sealed_line(dumps({**one, **head, **line, "prev": log.head})[:-1])
                try:
                    decode(whole[:-1])
                except Damaged:  # drawn with something empty, or out of order
                    continue
                lines.append(whole)
                log.feed(whole)
            assert not log.findings
            return [b"".join(lines), *lines]
        case "log_lines":
            bodies = [dumps(line).encode() for line in _bodies()]
            return [b"\n".join(bodies), *(bodies[0] + b"\n" + body for body in bodies[1:])]
        case _:
            return [bytes((7 * number + place) % 256 for place in range(120)) for number in range(20)]


def words_of(target: str) -> list[str]:
    """Words that belong into the input: what a fuzzer would hardly find letter by letter."""
    if target == "courses":
        return []
    names = {name for kind in KINDS.values() for name, _ in shape_of(kind).members}
    names |= {name for form in Form.__subclasses__() for name in members(form)}
    marks = {
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "&a",
        "*a",
        "!!x",
        "<<",
        "|",
        "> ",
        "---",
        "...",
        "# ",
        "%YAML",
        "any-of",
        "at-least",
    }
    return sorted(
        names | marks | {"immediate", "respond", "review", "yes-no", "choice", "number", "fire", "tax", "5m", *KINDS}
    )


def _bodies() -> list[dict[str, Any]]:
    """One line of each kind that is not too long to be changed with any luck."""
    tiny = {
        "id": "fire",
        "title": {"zh": "火", "en": "f"},
        "class": "accident",
        "trigger": {"zh": "火", "en": "f"},
        "facts": {"trapped": {"kind": "yes-no", "label": {"zh": "困", "en": "t"}}},
        "steps": [{"id": "a", "stage": "immediate", "do": {"zh": "做", "en": "d"}, "when": {"trapped": "yes"}}],
    }
    first = {"event": "opened", **_head(), **_opening(), "playbooks": {"fire": tiny}, "roster": {"people": {}}}
    taken = Choices(bytes((31 * place + 3) % 240 for place in range(4000)))
    found: dict[str, dict[str, Any]] = {"opened": first}
    while len(found) < len(KINDS):
        line = drawn(taken) if taken.left else {"event": next(name for name in KINDS if name not in found), **_head()}
        try:
            if line["event"] in KINDS:
                msgspec.convert(line, KINDS[line["event"]])
                datetime.fromisoformat(line["occurred"])
        except ValueError:
            if taken.left:
                continue
        line["by"], line["occurred"] = "Li", stamp(at(1))
        found.setdefault(line["event"], line)
    return list(found.values())
