"""Small values to test with: a tiny plan, events, and desks that write on paper instead of on a disk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.worlds import START

from emergency_cli.core.events import (
    BASE,
    Entry,
    Event,
    FactsSet,
    Noted,
    Opened,
    StepDone,
    StepSkipped,
    personal_values,
    stamp,
)
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot
from emergency_cli.core.plan.values import from_plain
from emergency_cli.core.record.lines import decode, dumps, encode, genesis

INCIDENT = "20261123-1454-fire-k3f9q2"
A, B, C = "k3f9q2", "m7n2rt", "z9w8x7"


def both(words: str) -> dict[str, str]:
    """A text of the plan, the same in both languages."""
    return {"zh": words, "en": words}


def step(step_id: str, stage: str = "immediate", **members: Any) -> dict[str, Any]:
    """A step of a playbook."""
    return {"id": step_id, "stage": stage, "do": both(step_id), **members}


def fact(kind: str, **members: Any) -> dict[str, Any]:
    """What a playbook says of a fact."""
    return {"kind": kind, "label": both(kind), **members}


FIRE = from_plain(
    {
        "id": "fire",
        "title": both("Fire"),
        "class": "accident",
        "trigger": both("smoke"),
        "facts": {"trapped": fact("yes-no"), "burning": fact("text"), "phone": fact("text", personal=True)},
        "steps": [
            step("call-119", safety=True, say=["burning"], contact=["fire-119"]),
            step("alarm", safety=True),
            step("search", when={"trapped": "yes"}),
            step("clean-up", "recover"),
        ],
    },
    Playbook,
)
GENERAL = from_plain(
    {
        "id": "general",
        "title": both("General"),
        "class": "any",
        "trigger": both("anything"),
        "facts": {
            "place": fact("text", part="place"),
            "zone": fact("zone", part="occurrence"),
            "injured": fact("number", part="casualties", vital=True),
        },
        "steps": [step("tell-office", "respond"), step("evaluate", "review")],
    },
    Playbook,
)
ILLNESS = from_plain(
    {
        "id": "illness",
        "title": both("Illness"),
        "class": "public-health",
        "trigger": both("ill"),
        "steps": [step("call-120")],
    },
    Playbook,
)
ROSTER = from_plain(
    {
        "organisation": both("Hall"),
        "document": {"title": both("Plan"), "issuer": both("Hall"), "dated": "2026-01-01"},
        "people": {"wang": {"name": both("Wang"), "phones": ["13800000001"]}},
        "units": {"bureau-office": {"title": both("Office"), "people": ["wang"]}},
        "roles": {"zone-owner": {"title": both("Zone owner"), "held-by": "zone-owner"}},
        "services": {"fire-119": {"title": both("Fire brigade"), "phones": ["119"]}},
        "zones": {"tax": {"title": both("Tax"), "owner": "wang"}},
    },
    Roster,
)


def at(minutes: float = 0) -> datetime:
    """So many minutes after the incident was noticed."""
    return START + timedelta(minutes=minutes)


def opened(minutes: float = 0, **members: Any) -> Opened:
    """A fire is opened, with the tiny plan of this file."""
    plan = {
        "playbook": "fire",
        "playbooks": {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(GENERAL)},
        "roster": roster_snapshot(ROSTER, lambda count: b"\x07" * count),
        "plan": "0" * 64,
        "program": "0.1.0",
    }
    return Opened(occurred=at(minutes), by="Li", noticed=at(minutes), **{**plan, **members})


def done(address: str, minutes: float = 1, **members: Any) -> StepDone:
    """A tick."""
    return StepDone(occurred=at(minutes), by="Li", step=address, **members)


def skipped(address: str, minutes: float = 1, **members: Any) -> StepSkipped:
    """A step left out."""
    return StepSkipped(occurred=at(minutes), by="Li", step=address, **members)


def answered(minutes: float = 1, **facts: Any) -> FactsSet:
    """Answers; `fire__trapped="yes"` stands for the fact `fire.trapped`."""
    return FactsSet(
        occurred=at(minutes), by="Li", facts={name.replace("__", "."): said for name, said in facts.items()}
    )


def noted(text: Any = "smoke", minutes: float = 1, by: str = "Li", **members: Any) -> Noted:
    """A note."""
    return Noted(occurred=at(minutes), by=by, text=text, **members)


def read_event(kind: str, **members: Any) -> Event:
    """What a reader makes of a line of this kind with these members."""
    base = {"occurred": stamp(at(3)), "by": "Li"} | {name: members.pop(name) for name in BASE if name in members}
    head = {"v": 1, "incident": INCIDENT, "desk": A, "n": 1, "recorded": stamp(at(60)), "up": 1, "boot": "5eed0001"}
    line = dumps({**head, **base, "event": kind, **members, "prev": genesis(INCIDENT, A)})
    return decode(sealed_line(line[:-1])[:-1]).event


@dataclass
class PaperDesk:
    """A desk without a disk: it writes lines as docs/record.md says, and learns of others by being shown theirs."""

    code: str = A
    incident: str = INCIDENT
    lines: list[bytes] = field(default_factory=list)
    own: list[Entry] = field(default_factory=list)
    known: dict[str, Entry] = field(default_factory=dict)
    heads: dict[str, Entry] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def write(self, *events: Event) -> Entry:
        """Write events, one line each; the last one's entry."""
        for event in events:
            seen = {desk: head.hash for desk, head in self.heads.items() if self.told.get(desk) != head.hash}
            self.told |= seen
            line = encode(
                event,
                incident=self.incident,
                desk=self.code,
                n=1 + max((entry.n for entry in self.known.values()), default=0),
                recorded=max(at(60), event.occurred),
                up=1000 * len(self.own),
                boot="5eed0001",
                seen=seen,
                prev=self.own[-1].hash if self.own else genesis(self.incident, self.code),
            )
            values = {each.sealed: each for each in personal_values(event)}
            entry = decode(line[:-1], lambda sealed, known=values: known.get(sealed, Personal(sealed)))  # type: ignore[misc]
            self.lines.append(line)
            self.own.append(entry)
            self.known[entry.hash] = entry
        return self.own[-1]

    def learn(self, other: "PaperDesk") -> None:
        """See everything the other desk has, its own lines and those it was shown."""
        self.known |= other.known
        for head in (*other.heads.values(), *other.own[-1:]):
            mine = self.heads.get(head.desk)
            if head.desk != self.code and (mine is None or mine.n < head.n):
                self.heads[head.desk] = head

    @property
    def log(self) -> bytes:
        """Its file."""
        return b"".join(self.lines)


def entries_of(*desks: PaperDesk) -> list[Entry]:
    """The lines of several desks, desk after desk."""
    return [entry for desk in desks for entry in desk.own]


def sealed_line(body: str | bytes) -> bytes:
    """A line with its right hash around any body (`{...` without the closing brace), LF included."""
    import hashlib

    raw = body.encode() if isinstance(body, str) else body
    return raw + b',"hash":"' + hashlib.sha256(raw).hexdigest().encode() + b'"}\n'


def texts(entries: Iterable[Entry]) -> list[Any]:
    """The words of all notes, in order."""
    return [entry.event.text for entry in entries if isinstance(entry.event, Noted)]
