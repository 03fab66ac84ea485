"""Log entries drawn from bytes: every kind, with members that could stand there, and now and then others."""

from typing import Any

from tests.builders import FIRE, GENERAL, ROSTER, A, at

from emergency_cli.core.events import KINDS, stamp
from emergency_cli.core.events.shapes import shape_of
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot


class Choices:
    """Choices taken from bytes, one after the other; zero when there are none left."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether there are any."""
        return self._at < len(self._data)

    def byte(self) -> int:
        """The next one."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def one_of(self, choices: Any) -> Any:
        """One of several."""
        return choices[self.byte() % len(choices)]


_STEPS = (
    "fire/call-119",
    "fire/alarm",
    "fire/search",
    "general/evaluate",
    "fire/alarm@tax",
    "x",
    "/",
    "@",
    "a/b@c",
    "",
)
_FACTS = ("fire.trapped", "place", "zone", "injured", "fire.phone", "fire.burning@2", "injured@tax", ".", "@", "x.y")
_ANSWERS = (
    "yes",
    "no",
    "not-known",
    "tax",
    "3",
    "-1",
    "1e5",
    "NaN",
    "Infinity",
    "二楼",
    "",
    "a,b",
    ",",
    "9" * 400,
    "2026-11-23T14:00:00.000+08:00",
    "2026-11-23T14:00:00.000",
    "0001-01-01T00:00:00.000+14:00",
    "9999-12-31T23:59:59.999-12:00",
    "\x1b[31m\u202e\x9b2J",
    "{0}{x}",
    "[/bold]:fire:",
    "\u0301" * 30,
    "|`#",
    {"sealed": "0" * 64},
    {"sealed": "x"},
)
_NAMES = ("wang", "bureau-office", "zone-owner", "fire-119", "tax", "王五", "account:x", "\x1b]0;x\x07", "")
_ODD: tuple[Any, ...] = (0, 7, 2**53 - 1, True, [], {}, ["x"], [[]], {"a": {"b": "c"}}, "x", [{"party": "wang"}], "")
_TIMES = (
    stamp(at(0)),
    stamp(at(-9_000_000)),
    stamp(at(59)),
    "0001-01-01T00:00:00.000+00:00",
    "0001-01-01T00:00:00.000+14:00",
    "9999-12-31T23:59:59.999-12:00",
    "2026-11-23T14:00:00.000",
    "2026-11-23T14:00:00.000+00:00:30",
    "x",
)


def drawn(taken: Choices) -> dict[str, Any]:
    """A kind with its members; now and then one is missing, odd, or too many."""
    name = taken.one_of((*KINDS, *KINDS, "of-the-future"))
    members: dict[str, Any] = {"event": name, "occurred": taken.one_of(_TIMES[:3]), "by": taken.one_of(_NAMES)}
    if taken.byte() % 8 == 0:
        members["occurred"] = taken.one_of(_TIMES)
    if taken.byte() % 4 == 0:
        members["actor"] = taken.one_of(_NAMES)
    kind = KINDS.get(name)
    for field, _ in shape_of(kind).members if kind else ():
        draw = taken.byte()
        if field in shape_of(kind).needed or draw % 3 == 0:
            members[field] = taken.one_of(_ODD) if draw > 240 else _member(field, taken)
    if taken.byte() > 230:
        members[taken.one_of(("x", "sealed", "kind", "name", "members", "hash"))] = taken.one_of(_ODD)
    return members


def _member(name: str, taken: Choices) -> Any:
    match name:
        case "step" | "same":
            return taken.one_of(_STEPS)
        case "facts":
            return {taken.one_of(_FACTS): taken.one_of(_ANSWERS) for _ in range(taken.byte() % 3)}
        case "fact":
            return taken.one_of(_FACTS)
        case "contacts":
            outcomes = ("reached", "called", "no-answer", "x")
            return [
                {"party": taken.one_of(_NAMES), "outcome": taken.one_of(outcomes), "name": taken.one_of(_ANSWERS)}
                for _ in range(taken.byte() % 3)
            ]
        case "approval":
            answer = taken.one_of(("given", "refused", "not-reached", "x"))
            return {"party": taken.one_of(_NAMES), "answer": answer, "how": taken.one_of(_ANSWERS)}
        case "target":
            number = taken.byte() % 12
            return {"entry": f"{A}/{number}", "hash": f"#{number}"}
        case "outcome":
            return taken.one_of(("handled", "same-as", "turned-real", "false-alarm", "x"))
        case "member":
            return taken.one_of(("occurred", "actor", "text", "reason", "value", "x"))
        case "found":
            return taken.one_of(("torn-tail", "damage", "gone-back", "x"))
        case "noticed" | "began":
            return taken.one_of(_TIMES)
        case "playbook":
            return taken.one_of(("fire", "general", "", playbook_snapshot(FIRE), playbook_snapshot(GENERAL)))
        case "playbooks":
            return {"fire": playbook_snapshot(FIRE)} if taken.byte() % 2 else {}
        case "roster":
            return roster_snapshot(ROSTER, lambda count: b"\x07" * count) if taken.byte() % 2 else {"people": {}}
        case "attachment":
            return taken.one_of(("fire", "illness-2", "general", "", "\x1b[2J"))
        case "settled" | "left" | "open" | "late" | "deferred":
            return [taken.one_of(_STEPS) for _ in range(taken.byte() % 3)]
        case "drill" | "suggested":
            return True
        case "count" | "size" | "line" | "bytes":
            return taken.byte() - 3
        case "stage" | "until":
            return taken.one_of(("respond", "recover", "immediate", "x", ""))
        case _:
            return taken.one_of(_ANSWERS)
