"""A step that is reported zone by zone: one card for all of them, a line for each report."""

import re

from emergency_cli.core.events.words import member_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.cards import fact_of, in_order, usual_report
from emergency_cli.core.incident.steps.occurrences import can_be
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.names.find import pick, zones_named
from emergency_cli.core.text import folded, listed, msg, narrow
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.walk.person.ticking import Details
from emergency_cli.walk.walker import Walker

# “All the others”, as people say it before how they are.
_OTHERS = re.compile(
    r"(?:其[余他它]|剩下|全部|所有|(?:all )?the (?:others?|rest)|all others|others|all)"
    r"(?:服务区|各区| zones)?(?:的| are| is)?\W*"
)
# A zone by its number, and what may stand between it and its report.
_NUMBER = re.compile(r"(\d{1,3})(.*)$")
_BETWEEN = " \t号:,.、#)-"


def others(walker: Walker, row: Row, typed: str) -> bool:
    """Whether a line says of all the other zones that they are in order: “the rest are clear”, “其余都出来了”."""
    said = folded(typed)
    begun = _OTHERS.match(said)
    usual = in_order(walker.incident, row)
    fact = next((name for name in row.step.wants if fact_of(walker.incident, row, name) in usual), None)
    if begun is None or fact is None:
        return False
    spec, value = walker.spec(fact_of(walker.incident, row, fact)), row.step.in_order[fact]
    names = [folded(name) for name in _labels(spec, value)]
    rest = said[begun.end() :]
    return rest in names or rest.removeprefix("都") in names


def report(walker: Walker, row: Row, typed: str) -> bool:
    """Take a line as the report of a zone, `3 clear` or `tax missing 2`; whether it was one."""
    chosen, rest = _zone(walker, walker.board().occurrences(row.base), typed)
    if chosen is None:
        return False
    at, facts = walker.moment(), dict[str, str | Personal]()
    usual, told = in_order(walker.incident, chosen), usual_report(walker.incident, chosen)
    said = _parts(walker, chosen, rest)
    for name in chosen.step.wants:
        fact = fact_of(walker.incident, chosen, name)
        if facts and fact in usual and fact not in told and facts.items() <= usual.items():
            facts[fact] = usual[fact]
            continue
        if not can_be(walker.incident, fact, facts):
            continue
        value = _said(walker, chosen, fact, said, typed)
        if value is None and not facts:
            break  # the rest is of a report that nobody gave
        if value is not None:
            facts[fact] = value
        unit = walker.spec(fact).unit
        if said and unit and said[0] in (unit.zh, unit.en):
            del said[0]
    if chosen.step.wants and not facts:
        walker.say(msg("No answer for this zone: nothing is recorded."), "warn")
    elif chosen.open:
        walker.ticking.finish(chosen, Details(facts=facts), at)
    elif facts:
        walker.record(lambda incident, at, by: actions.set_facts(incident, facts, at=at, by=by), at=at)
    if said:
        walker.keep_as_note(typed, row)
    return True


def _said(walker: Walker, row: Row, fact: str, said: list[str], typed: str) -> str | Personal | None:
    """The answer that comes next in the line; where it is none, the line is kept as a note and the zone's is asked.

    Else “all the others are in order” would soon be said of this zone too.
    """
    if said:
        try:
            return walker.ticking.read(fact, said.pop(0))
        except Misused as error:
            walker.say_error(error)
            walker.keep_as_note(typed, row)
            said.clear()
    walker.hint(member_title(walker.incident, row.member or ""))
    return walker.ticking.fact(fact)


def _parts(walker: Walker, row: Row, text: str) -> list[str]:
    """What was said of a zone, answer by answer: a choice by its whole name, however many words that has."""
    first = walker.spec(fact_of(walker.incident, row, row.step.wants[0])) if row.step.wants else None
    names = [name for value in (first.choices if first else ()) for name in _labels(first, value)]
    begins = [name for name in names if text.casefold().startswith(name.casefold())]
    name = max(begins, key=len, default="")
    if not name and (counted := _counted(walker, row, text)):
        return counted
    return [*([name] if name else []), *text[len(name) :].replace(",", " ").split()]


def _counted(walker: Walker, row: Row, text: str) -> list[str]:
    """A report that is said with its number, and what that number is: 2人没出来, 2 people missing."""
    facts = [fact_of(walker.incident, row, name) for name in row.step.wants]
    first, usual = walker.spec(facts[0]) if facts else None, in_order(walker.incident, row)
    unit = next((spec.unit for spec in map(walker.spec, facts) if spec.kind == "number" and spec.unit), None)
    found = re.search(rf"[1-9]\d*\s*({re.escape(unit.zh)}|{re.escape(unit.en)})?", text) if unit else None
    if first is None or unit is None or found is None:
        return []
    around = text[: found.start()].rstrip().removeprefix("还"), text[found.end() :].lstrip()
    wordings = {folded(between.join(around)) for between in ("", unit.zh)}
    meant = [
        value
        for value in first.choices
        if value != usual.get(facts[0])
        and any(len(words) > 1 and words in folded(label) for label in _labels(first, value) for words in wordings)
    ]
    return [meant[0], found[0]] if len(meant) == 1 else []


def _labels(spec: FactSpec | None, value: str) -> tuple[str, ...]:
    label = spec.choices.get(value) if spec else None
    return (value, label.zh, label.en) if label else (value,)


def _zone(walker: Walker, zones: list[Row], typed: str) -> tuple[Row | None, str]:
    """The zone that a line begins with, by its number on the card or by one of its names, and what follows."""
    text = narrow(typed).strip()
    if numbered := _NUMBER.match(text):
        number, rest = listed(numbered[1], len(zones)), numbered[2]
        apart = (
            not rest or (rest[0] in _BETWEEN and not _counts(walker, zones[0], rest)) or _known(walker, zones[0], rest)
        )
        return (zones[number - 1], rest.strip(_BETWEEN)) if number and apart else (None, "")
    named = [
        (name, row) for row in zones for name in _names(walker, row) if text.casefold().startswith(name.casefold())
    ]
    name, chosen = max(named, key=lambda each: len(each[0]), default=("", None))
    if chosen is None:
        return _by_any_name(walker, zones, text)
    rest = text[len(name) :]
    apart = not rest or not rest[0].isascii() or not name[-1:].isascii() or not rest[0].isalnum()
    return (chosen, rest.strip(_BETWEEN)) if apart else (None, "")


def _by_any_name(walker: Walker, zones: list[Row], text: str) -> tuple[Row | None, str]:
    """The same where something that can be reported is said, and what stands before it can only be that zone."""
    spec = walker.spec(fact_of(walker.incident, zones[0], zones[0].step.wants[0])) if zones[0].step.wants else None
    names = [name.casefold() for value in (spec.choices if spec else ()) for name in _labels(spec, value)]
    at = min((place for name in names if (place := text.casefold().find(name)) > 0), default=0)
    roster, before = walker.incident.roster, text[:at].strip(_BETWEEN)
    if roster is None or not before:
        return None, ""
    try:
        zone = pick(before, zones_named(roster), msg("No service zone “{query}”.", query=before), slips=False)
    except EmergencyError:
        return None, ""
    return next((row for row in zones if row.member == zone), None), text[at:]


def _known(walker: Walker, row: Row, rest: str) -> bool:
    """Whether what stands right behind a number is a report: 3楼有烟 is none."""
    parts = _parts(walker, row, rest)
    first = walker.spec(fact_of(walker.incident, row, row.step.wants[0]))
    return bool(parts) and any(parts[0] in _labels(first, value) for value in first.choices)


def _counts(walker: Walker, row: Row, rest: str) -> bool:
    """Whether a number is that of people: 3 people on the roof."""
    units = [walker.spec(fact_of(walker.incident, row, name)).unit for name in row.step.wants]
    return rest.strip(_BETWEEN).startswith(tuple(word for unit in units if unit for word in (unit.zh, unit.en)))


def _names(walker: Walker, row: Row) -> list[str]:
    roster, member = walker.incident.roster, row.member or ""
    zone = roster.zones.get(member) if roster else None
    return [member, *((zone.title.zh, zone.title.en, *zone.aliases) if zone else ())]
