"""A line under a right hash is read or refused alike by the program and by the second checker, for every kind."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders import sealed_line
from tests.two_verifiers import independent

from emergency_cli.core.events import KINDS
from emergency_cli.core.record.lines import Damaged, decode, dumps

SAMPLES = Path(__file__).parents[1] / "samples"
SECOND = independent()
ODD: tuple[object, ...] = (
    "",
    [],
    {},
    None,
    False,
    True,
    0,
    1.5,
    2**53,
    "x",
    7,
    ["x"],
    {"x": "y"},
    {"sealed": "x"},
    {"sealed": "a" * 64},
    [{"sealed": "a" * 64}],
    [{"x": None}],
)


def judged(body: dict[str, object]) -> tuple[bool, bool]:
    """Whether the program takes a line with its right hash for damage; and whether the second checker does."""
    line = sealed_line(dumps(body)[:-1])
    try:
        decode(line[:-1])
        damage = False
    except Damaged:
        damage = True
    try:
        SECOND.check_form(SECOND.parse(line[:-76] + b"}"))
    except SECOND.Damage:
        return damage, True
    return damage, False


def changed(body: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """A line changed in every way that a right hash does not show."""
    yield "nothing", body
    for name in body:
        yield f"without {name}", {each: value for each, value in body.items() if each != name}
        for other in ODD:
            yield f"{name} = {other!r}", {**body, name: other}
    for at in range(len(body) + 1):
        pairs = list(body.items())
        for newer in ("newer", "hash"):
            yield f"{newer} at {at}", dict([*pairs[:at], (newer, "x"), *pairs[at:]])
        yield f"turned at {at}", dict([*pairs[:at][:-1], *pairs[at : at + 1], *pairs[:at][-1:], *pairs[at + 1 :]])


@pytest.mark.parametrize("kind", KINDS)
def test_both_judge_every_kind_of_line_alike(kind: str) -> None:
    """What is missing, empty, out of order, null or of another kind, under a right hash, for every member."""
    bodies = [json.loads(line) for log in SAMPLES.rglob("*.jsonl") if ".private" not in log.name
              for line in log.read_bytes().splitlines()]  # fmt: skip
    body = next((each for each in bodies if each["event"] == kind), None)
    assert body, f"no line of kind {kind} in tests/samples: docs/architecture.md, “Adding something”"
    del body["hash"]
    verdicts = {what: judged(other) for what, other in changed(body)}
    assert {what: verdict for what, verdict in verdicts.items() if verdict[0] != verdict[1]} == {}
    assert verdicts["nothing"] == (False, False)
    assert sum(damage for damage, _ in verdicts.values()) > len(body)
