"""What the entries so far come to: the state that events fold themselves into, and what things are called in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from emergency_cli.core.address import Address, FactAddress
from emergency_cli.core.events.event import Entry
from emergency_cli.core.personal import Words
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, ORDERS, Playbook, Step
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.snapshot import read_playbook
from emergency_cli.core.plan.values import Span
from emergency_cli.core.terms import State
from emergency_cli.core.text import Text

_TITLE = Text("领导指示", "Leaders' orders")
_NO_ORDERS = Playbook(id=ORDERS, title=_TITLE, trigger=_TITLE, steps=())


class Attachment(msgspec.Struct, frozen=True):
    """A playbook taken up by the incident, and when its matter was noticed."""

    id: str
    playbook: Playbook
    noticed: datetime
    entry: Entry


class Fold(msgspec.Struct, eq=False, dict=True, kw_only=True):
    """What is true after some entries. Lists inside are never changed in place but for those of entries.

    `originals`: every entry by its hash, as it was written. `retracted`: the reopening that took an entry back, by the
    hash of that entry. `given`: the answers to each fact, `outcomes`: the ticks of each step, in record order.
    `orders`: what leaders ordered, each a step.
    """

    id: str = ""
    state: State = "none"
    opened: Entry | None = None
    originals: dict[str, Entry] = {}
    retracted: dict[str, Entry] = {}
    attachments: dict[str, Attachment] = {}
    roster: Roster | None = None
    given: dict[str, list[tuple[Words, Entry]]] = {}
    outcomes: dict[str, list[Entry]] = {}
    rounds_over: dict[str, Entry] = {}
    orders: Attachment | None = None
    officers: dict[str, str] = {}
    handover: Entry | None = None
    declined: set[str] = set()
    ended: Entry | None = None
    closed: Entry | None = None
    unknown: list[Entry] = []
    destroyed: dict[str, Entry] = {}
    issued: list[Entry] = []

    # --- how events change it ----------------------------------------------------------------------------------------

    def take_up(self, name: str, snapshot: Mapping[str, Any], noticed: datetime, entry: Entry) -> None:
        """Take up a playbook. Two desks that both took up the same one under the same name mean the same."""
        playbook = read_playbook(snapshot)
        if playbook is None:
            self.unknown.append(entry)
        elif name not in self.attachments:
            self.attachments[name] = Attachment(name, playbook, noticed, entry)

    def take_order(self, name: str, entry: Entry, *, text: str, party: str, due: datetime | None) -> None:
        """A leader's order becomes a step of its own, `orders/NAME`. Two of one name are two orders."""
        held = self.orders or Attachment(ORDERS, _NO_ORDERS, entry.event.occurred, entry)
        if held.playbook.step(name):
            name = f"{name}-{entry.hash[:6]}"
        within = Span(seconds=(due - held.noticed).total_seconds()) if due else None
        step = Step(id=name, stage="respond", do=Text(text, text), actor=(party,), within=within)
        self.orders = replace(held, playbook=replace(held.playbook, steps=(*held.playbook.steps, step)))

    def answer(self, facts: Mapping[str, Words], entry: Entry) -> None:
        """Answers were given."""
        for fact, value in facts.items():
            self.given.setdefault(fact, []).append((value, entry))

    def tick(self, address: str, entry: Entry) -> None:
        """A step came out in some way."""
        self.outcomes.setdefault(address, []).append(entry)

    def on_duty(self, desk: str, officer: str) -> None:
        """An officer is on duty at a desk, and the last who came is in charge."""
        self.officers.pop(desk, None)
        self.officers[desk] = officer

    # --- what is there -----------------------------------------------------------------------------------------------

    @property
    def drill(self) -> bool:
        """Whether this is a rehearsal."""
        return self.id.startswith("drill-")

    @property
    def in_order(self) -> Sequence[Attachment]:
        """The attachments in the order their steps come: as taken up, the general procedure last."""
        return sorted(self.attachments.values(), key=lambda attachment: attachment.id == GENERAL)

    @property
    def shared_facts(self) -> Mapping[str, FactSpec]:
        """The facts of the general procedure, which all playbooks share."""
        general = self.attachments.get(GENERAL)
        return general.playbook.facts if general else {}

    def step(self, address: str) -> Step | None:
        """The step behind an address."""
        where = Address.parse(address)
        attachment = self.orders if where.attachment == ORDERS else self.attachments.get(where.attachment)
        return attachment.playbook.step(where.step) if attachment else None

    def fact_spec(self, address: str) -> FactSpec | None:
        """What the plan says of a fact, by its address (`fire.trapped`, `place`, `weather.leak@tax`)."""
        where = FactAddress.parse(address)
        attachment = self.attachments.get(where.attachment or GENERAL)
        return attachment.playbook.facts.get(where.fact) if attachment else None
