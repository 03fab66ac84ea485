"""From what a person typed to what is meant: steps, facts, parties, entries of an incident."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from emergency_cli.core.address import Address, FactAddress, base_of, member_of, with_member
from emergency_cli.core.events import Entry, Told
from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.actions import Facts
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.incident.steps.cards import name_of, prompt_of
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.plan.facts import BadAnswer, FactSpec, parse_answer
from emergency_cli.core.plan.names.find import Named, find_party, find_zone, pick
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.terms import CALLS
from emergency_cli.core.text import Text, msg, narrow
from emergency_cli.core.times import parse_card_time
from emergency_cli.errors import Ambiguous, Misused
from emergency_cli.session import Session


def roster_of(session: Session, incident: Incident) -> Roster:
    """The roster the incident carries; the plan's own where its snapshot cannot be read."""
    return incident.roster or session.plan.roster


def step_address(incident: Incident, state: Board, query: str) -> str:
    """The address of the step meant: whole, or the part after the slash where it is the only such one."""
    base, member = base_of(query.strip()), member_of(query.strip())
    rows = {row.base: row for row in state.rows}
    if base not in rows:
        base = _numbered(rows, base) or _step(rows, base, query)
    return with_member(base, _member(incident, member, rounds=rows[base].step.repeats) if member else None)


def among(named: Sequence[Named], typed: str) -> str:
    """The id of the one of a list that is meant. Raises Misused."""
    return pick(typed, named, msg("“{text}” is not one of these.", text=typed))


def _numbered(rows: Mapping[str, Row], typed: str) -> str | None:
    """The step of a number, as the board shows it; the words that lists show behind it may follow."""
    number = narrow(typed).partition(" ")[0]
    return next((base for base, row in rows.items() if number == str(row.number) != "0"), None)


def _step(rows: Mapping[str, Row], base: str, query: str) -> str:
    """The step of a name: the end of its address or its beginning, or words of its order."""
    ids = {address: Address.parse(address).step for address in rows}
    ending = [address for address in rows if ids[address] == base]
    beginning = [address for address in rows if ids[address].startswith(base)]
    holding = [address for address, row in rows.items() if base in row.step.do.zh or base in row.step.do.en]
    tried = [ending, beginning, holding] if len(base) > 1 else [ending]
    for found in tried:
        if len(found) == 1:
            return found[0]
        if found:
            names = [msg("{step} ({playbook})", step=name_of(row), playbook=row.attachment.playbook.title)
                     for row in map(rows.__getitem__, found)]  # fmt: skip
            what = msg("“{query}” may mean: {names}.", query=query, names=names)
            raise Ambiguous(base, list(zip(found, names, strict=True)), what, msg("Type the number of the one meant."))
    return pick(
        base, [step_named(row) for row in rows.values()], msg("No step “{query}” in this incident.", query=query)
    )


def step_named(row: Row) -> Named:
    """A step by what it may be called."""
    title = prompt_of(row.step)
    names = (Address.parse(row.base).step, title.zh, title.en, row.step.do.zh, row.step.do.en)
    name = row.number or row.base  # an order has no number
    return Named(row.base, names, title=Text(f"{name} {title.zh}", f"{name} {title.en}"))


def fact_address(incident: Incident, query: str, near: str | None = None) -> str:
    """The address of the fact meant: `fire.trapped`, or `trapped` where only one playbook has it.

    `@` and a zone, unit or round after it mean one occurrence. `near` is a step, or one occurrence of it: a fact that
    it asks for is meant first, then one of its playbook.
    """
    base, wanted = base_of(query.strip()), member_of(query.strip())
    step = incident.step(near) if near else None
    if near and step and base in step.wants:
        where = Address.parse(near)
        own = where.member if not step.repeats or incident.per_round(where.attachment, base) else None
        member = _member(incident, wanted, rounds=step.repeats) if wanted else None
        return incident.fact_address(where.attachment, base, member or own)
    base = _fact(incident, base, query, near)
    member = _member(incident, wanted, rounds=_in_rounds(incident, base)) if wanted else None
    _fits(incident, base, member)
    return with_member(base, member)


def _in_rounds(incident: Incident, fact: str) -> bool:
    """Whether a repeating step asks for it: a number after @ is a round then, else a zone."""
    where = FactAddress.parse(fact)
    steps = [step for held in incident.in_order for step in held.playbook.steps if where.fact in step.wants]
    return any(step.repeats for step in steps)


def _fits(incident: Incident, fact: str, member: str | None) -> None:
    """What is answered zone by zone or round by round needs its `@`; what is answered once has none."""
    where = FactAddress.parse(fact)
    many = incident.per_round(where.attachment or GENERAL, where.fact)
    if many and not member:
        raise Misused(
            msg("“{fact}” is answered one by one.", fact=fact), msg("Type {fact}@ZONE or {fact}@ROUND", fact=fact)
        )
    if member and not many:
        raise Misused(msg("“{fact}” has one answer only.", fact=fact), msg("Type it without @{member}.", member=member))


def _fact(incident: Incident, base: str, query: str, near: str | None) -> str:
    known = {
        incident.fact_address(held.id, fact): spec
        for held in incident.in_order
        for fact, spec in held.playbook.facts.items()
    }
    if base in known:
        return base
    own = incident.fact_address(Address.parse(near).attachment, base) if near else None
    if own in known:
        return own
    ending = [address for address in known if FactAddress.parse(address).fact == base]
    if len(ending) > 1:
        what = msg("“{query}” is a fact of several playbooks: {names}.", query=query, names=ending)
        raise Ambiguous(base, [(each, _whose(incident, each)) for each in ending], what)
    named = [
        Named(key, (FactAddress.parse(key).fact, spec.label.zh, spec.label.en), title=spec.label)
        for key, spec in known.items()
    ]
    if ending:
        return ending[0]
    try:
        return pick(base, named, msg("No fact “{fact}” in this incident.", fact=query))
    except Ambiguous as error:  # what two playbooks ask is told apart by whose it is
        raise Ambiguous(base, [(key, _whose(incident, key)) for key, _ in error.choices], error.message) from error


def _whose(incident: Incident, fact: str) -> object:
    """What a fact is called, with the playbook that asks for it."""
    held = incident.attachments.get(FactAddress.parse(fact).attachment or GENERAL)
    title = fact_title(incident, fact)
    return msg("{step} ({playbook})", step=title, playbook=held.playbook.title) if held else title


def _member(incident: Incident, wanted: str, *, rounds: bool) -> str:
    """The occurrence meant: a round by its number, a unit by its id, a zone by its number or any of its names."""
    if (rounds and wanted.isdigit() and len(wanted) < 3) or incident.roster is None or wanted in incident.roster.units:
        return wanted
    return find_zone(incident.roster, wanted)


def answer(
    session: Session,
    incident: Incident,
    fact: str,
    raw: str,
    when: Callable[[str], datetime] | None = None,
    *,
    numbered: bool = False,
) -> str | Personal:
    """What is recorded for an answer somebody typed. Personal data comes back sealed. Raises Misused.

    `when` reads a time, where that is not the latest past one. `numbered`: a prompt showed 1 for yes and 2 for no.
    """
    spec = incident.fact_spec(fact)
    if spec is None:
        raise Misused(msg("No fact “{fact}” in this incident.", fact=fact))

    def latest(text: str) -> datetime:
        return session.moment(text, incident.local(session.now()), incident.noticed)

    value = read_answer(session, roster_of(session, incident), spec, raw, when or latest, numbered=numbered)
    return seal(value, session.world.random(32)) if spec.personal and value != "not-known" else value


def read_answer(
    session: Session,
    roster: Roster,
    spec: FactSpec,
    raw: str,
    when: Callable[[str], datetime] | None = None,
    *,
    numbered: bool = False,
) -> str:
    """Read an answer by the kind of its fact. Raises Misused with what would be an answer."""

    def find(kind: Literal["zone", "party"], text: str) -> str:
        if kind == "zone":
            return find_zone(roster, text, session.plan.sounds)
        return find_party(roster, text, session.plan.sounds)

    def latest(text: str) -> datetime:
        return session.moment(text, session.now())

    try:
        return parse_answer(spec, raw, find=find, when=when or latest, numbered=numbered)
    except BadAnswer as bad:
        raise Misused(bad.message) from bad


def answers(
    session: Session, incident: Incident, pairs: Iterable[str], near: str | None = None, *, at: datetime
) -> Facts:
    """`FACT=VALUE` pairs as facts, answered `at` this time: on paper a time without a date is one near it."""
    on_paper = (lambda text: parse_card_time(text, at, session.now())) if session.request.paper else None
    found: dict[str, str | Personal] = {}
    for pair in pairs:
        name, raw = fact_and_value(pair)
        fact = fact_address(incident, name, near)
        found[fact] = answer(session, incident, fact, raw, on_paper)
    return found


def check_names(session: Session, incident: Incident, pair: str, near: str | None = None) -> None:
    """Find what is named in `FACT=VALUE`: the fact, and a zone or party that answers it. Raises Misused, Ambiguous."""
    name, raw = fact_and_value(pair)
    fact = fact_address(incident, name, near)
    spec = incident.fact_spec(fact)
    if spec and spec.kind in ("zone", "party"):
        answer(session, incident, fact, raw)


def fact_and_value(pair: str) -> tuple[str, str]:
    """The two halves of `FACT=VALUE`. Raises Misused."""
    halves = re.split("[=＝]", pair, maxsplit=1)
    if len(halves) != 2:
        raise Misused(msg("“{text}” is not FACT=VALUE.", text=pair), msg("Type it like trapped=no"))
    return halves[0], halves[1]


def zone_named(session: Session, zone: str | None) -> str | None:
    """The zone meant, by any of its names; `None` if none was named. Raises Misused."""
    return find_zone(session.plan.roster, zone, session.plan.sounds) if zone else None


def party(roster: Roster, query: str) -> str:
    """The party meant, by any of its names. Raises Misused."""
    return find_party(roster, query)


def told(roster: Roster, pairs: Iterable[str]) -> list[Told]:
    """`PARTY=OUTCOME` or `PARTY=OUTCOME:NAME` as outcomes; without `=` it was called, and no more."""
    found = []
    for pair in pairs:
        name, rest = [*re.split("[=＝]", pair, maxsplit=1), ""][:2]
        outcome, person = [*re.split("[:：]", rest, maxsplit=1), ""][:2]
        said = CALLS.read(outcome or "called")
        if said is None:
            raise Misused(
                msg("“{text}” is not an outcome of a call.", text=outcome),
                msg("Use one of {names}.", names=CALLS.to_type),
            )
        found.append(Told(party=party(roster, name), outcome=said, name=person or None))
    return found


def entry(incident: Incident, query: str) -> Entry:
    """The entry meant: `desk/n`, `n` where it is unique, or the beginning of its hash."""
    found = incident.find(query)
    if len(found) == 1:
        return found[0]
    if found:
        raise Misused(
            msg("“{query}” matches several entries: {ids}.", query=query, ids=[each.id for each in found[:6]])
        )
    raise Misused(msg("No entry “{query}”.", query=query), msg("See them with: emergency timeline"))
