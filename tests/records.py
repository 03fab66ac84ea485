"""Records for checking the checkers: whole ones, made from docs/record.md alone.

Nothing of the package is used, so that what this and the package agree on was read twice.
"""

import hashlib
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

LETTERS = "23456789bcdfghjkmnpqrstvwxz"
Tree = dict[str, bytes]  # path within the incident's folder -> bytes
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_WORDS = (
    "火灾",
    "smoke",
    '"',
    "\\",
    "/",
    "\n",
    "\t",
    "\x00",
    "\x1b[0m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\u061c",
    "\u2069",
    "\u200b",
    "\ufeff",
    "😀",
    "𠮷",
    " ",
    ',"hash":"',
    "\ufffe",
    "\u2065",
    "\u206a",
    "\xa0",
)
_STEPS = ("fire/call-119", "illness-2/call-120", "weather/doors@tax", "weather/patrol@3")
_FACTS = ("fire.trapped", "place", "weather.level@tax", "injured")


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def written(value: object) -> bytes:
    """JSON as section 2 wants it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def sealed(body: dict[str, Any]) -> tuple[bytes, str]:
    """The line of these members, LF included, and its hash."""
    raw = written(body)[:-1]
    return raw + b',"hash":"' + digest(raw).encode() + b'"}\n', digest(raw)


@dataclass
class Side:
    """One desk as it writes: its lines, and how many lines of each other desk it has said that it has seen."""

    code: str
    lines: list[bytes] = field(default_factory=list)
    entries: list[tuple[int, str]] = field(default_factory=list)
    private: list[bytes] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)


class Written:
    """A record of 1 to 4 desks that now and then read each other, with every kind of entry."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same in every run
        codes = {"".join(self.random.choices(LETTERS, k=6)) for _ in range(self.random.randint(1, 4))}
        self.sides = {code: Side(code) for code in sorted(codes)}
        self.opener = self.random.choice(list(self.sides))
        self.drill = self.random.random() < 0.3
        self.incident = f"{'drill-' * self.drill}20261123-1454-fire-{self.opener}{self.random.choice(['', '-2'])}"
        self.files: Tree = {}
        self.now = datetime(2026, 11, 23, 14, 54, tzinfo=timezone(timedelta(hours=8)))
        self.write(self.sides[self.opener], "opened")
        for _ in range(self.random.randint(2, 24)):
            self.write(self.random.choice(list(self.sides.values())), self.random.choice(list(self.kinds())))

    @property
    def tree(self) -> Tree:
        """The files."""
        logs = {f"{side.code}.jsonl": b"".join(side.lines) for side in self.sides.values() if side.lines}
        private = {f"{side.code}.private.jsonl": b"".join(side.private) for side in self.sides.values() if side.private}
        return {**logs, **private, **self.files}

    @property
    def hashes(self) -> list[str]:
        """The hash of every line."""
        return [hash_ for side in self.sides.values() for _, hash_ in side.entries]

    def write(self, side: Side, kind: str) -> None:
        """One more line."""
        self.now += timedelta(milliseconds=self.random.randint(1, 90_000))
        members = {
            name.removesuffix("?"): value
            for name, value in self.kinds()[kind](side).items()
            if not name.endswith("?") or self.random.random() < 0.5
        }
        seen = self._seen(side)
        known = [n for n, _ in side.entries[-1:]] + [n for n, _ in seen.values()]
        line: dict[str, Any] = {"v": 1, "incident": self.incident, "desk": side.code, "n": 1 + max(known, default=0)}
        line |= {
            "recorded": self._time(),
            "up": self.random.randrange(10**9),
            "boot": "5eed0001",
            "occurred": self._time(30),
        }
        line |= {"by": self.random.choice(["account:hall", "张三"])}
        line |= {"actor": "guard"} if self.random.random() < 0.5 else {}
        line |= {"paper": True} if self.random.random() < 0.3 else {}
        line |= {"event": kind, **members}
        line |= {"seen": {desk: head for desk, (_, head) in seen.items()}} if seen else {}
        line |= {"prev": side.entries[-1][1] if side.entries else digest(f"{self.incident}/{side.code}".encode())}
        if kind == "of-the-future":
            line["v"] = 2
        raw, hash_ = sealed(line)
        side.lines.append(raw)
        side.entries.append((line["n"], hash_))

    def _seen(self, side: Side) -> dict[str, tuple[int, str]]:
        """What this desk has just read of the others: of the opener's lines before its own first, else now and then."""
        seen = {}
        for other in self.sides.values():
            have, first = side.told.get(other.code, 0), not side.lines and other.code == self.opener
            if other is not side and len(other.lines) > have and (first or self.random.random() < 0.4):
                side.told[other.code] = self.random.randint(have + 1, len(other.lines))
                seen[other.code] = other.entries[side.told[other.code] - 1]
        return seen

    def _time(self, back: int = 0) -> str:
        return (self.now - timedelta(seconds=back)).isoformat(timespec="milliseconds")

    def _words(self) -> str:
        return "x" + "".join(self.random.choices(_WORDS, k=self.random.randint(0, 6)))

    def _personal(self, side: Side) -> dict[str, str]:
        salt, value = self.random.randbytes(32), self._words()
        seal = digest(salt + value.encode())
        side.private.append(written({"sealed": seal, "salt": salt.hex(), "value": value}) + b"\n")
        return {"sealed": seal}

    def _said(self, side: Side) -> object:
        return self._personal(side) if self.random.random() < 0.3 else self._words()

    def _facts(self, side: Side) -> dict[str, object]:
        return {fact: self._said(side) for fact in self.random.sample(_FACTS, 2)}

    def _evidence(self) -> dict[str, object]:
        data = self.random.randbytes(self.random.randint(0, 30))
        name = digest(data) + self.random.choice([".jpg", ""])
        self.files[f"files/{name}"] = data
        return {"name": self._words(), "file": name, "sha256": digest(data), "size": len(data), "handed?": "王五"}

    def _some_values(self) -> list[str]:
        lines = [line for side in self.sides.values() for line in side.private]
        return sorted(
            {json.loads(line)["sealed"] for line in self.random.sample(lines, min(2, len(lines)))} | {"0" * 64}
        )

    def kinds(self) -> dict[str, Callable[[Side], dict[str, Any]]]:
        """Kind -> its members in order; `?` marks those that may be left out."""
        words, pick = self._words, self.random.choice
        book = {"id": "fire", "title": {"zh": "火灾"}, "steps": [{"id": "call-119", "safety": True}]}

        def step() -> str:
            return pick(_STEPS)

        def roster(side: Side) -> dict[str, object]:
            return {"people": {"wang": {"phones": [self._personal(side)]}}}

        def contacts(side: Side) -> list[object]:
            outcome = pick(["reached", "called", "no-answer"])
            return [{"party": "fire-119", "outcome": outcome} | ({"name": words()} if pick([0, 1]) else {})]

        def target() -> dict[str, str]:
            side = pick([side for side in self.sides.values() if side.lines])
            n, hash_ = pick(side.entries)
            return {"entry": f"{side.code}/{n}", "hash": hash_}

        return {
            "opened": lambda side: {
                "playbook": "fire",
                **({"drill": True} if self.drill else {}),
                "noticed": self._time(60),
                "began?": self._time(90),
                "facts?": self._facts(side),
                "playbooks": {"fire": book},
                "roster": roster(side),
                "plan": digest(b"plan"),
                "program": "0.1.0",
                "host?": "hall-1",
            },
            "attached": lambda side: {
                "attachment": "illness-2",
                "noticed": self._time(),
                "suggested?": True,
                "facts?": self._facts(side),
                "playbook": book,
            },
            "roster-updated": lambda side: {"roster": roster(side)},
            "officer-named": lambda _: {"officer": "李四"},
            "step-done": lambda side: {
                "step": step(),
                "facts?": self._facts(side),
                "contacts?": contacts(side),
                "approval?": {"party": "police", "answer": pick(["given", "refused", "not-reached"]), "how": "phone"},
                "same?": step(),
                "reason?": words(),
            },
            "step-skipped": lambda _: {"step": step(), "reason?": words()},
            "step-could-not": lambda _: {"step": step(), "reason?": words()},
            "step-deferred": lambda _: {"step": step(), "until?": "respond", "reason?": words()},
            "rounds-finished": lambda _: {"step": step(), "count": self.random.randint(0, 9)},
            "facts-set": lambda side: {"facts": self._facts(side), "reason?": words()},
            "reopened": lambda _: {"target": target(), "reason?": words()},
            "ended": lambda _: {"outcome": pick(["handled", "same-as"]), "condition?": words(), "left?": [step()]},
            "closed": lambda _: {"reason?": words(), "settled?": [step()]},
            "handover-offered": lambda _: {"to": "王五", "open?": [step()], "late?": [step()], "text?": words()},
            "handover-accepted": lambda _: {"officer": "王五"},
            "suggestion-declined": lambda _: {"playbook": "illness"},
            "noted": lambda side: {"text": self._said(side), "step?": step()},
            "evidence-added": lambda _: self._evidence(),
            "call-made": lambda side: {"contacts": contacts(side), "text?": words()},
            "corrected": lambda side: {
                "target": target(),
                "member": pick(["text", "reason", "value"]),
                "fact?": "fire.trapped",
                "value?": self._said(side),
                "reason?": words(),
            },
            "repaired": lambda _: {"found": pick(["torn-tail", "damage"]), "file": f"{self.opener}.jsonl", "line?": 3},
            "destroyed": lambda _: {"what": "all", "targets?": self._some_values(), "basis": words()},
            "of-the-future": lambda side: {"anything": [True, {"a": ""}], "step": 7, "who?": self._personal(side)},
        }
