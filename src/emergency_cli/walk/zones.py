"""A step that is reported zone by zone: one card for all of them, a line for each report."""

from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.incident.steps.cards import fact_of, in_order
from emergency_cli.core.personal import Personal
from emergency_cli.core.text import listed, msg, narrow
from emergency_cli.walk.person.ticking import Details
from emergency_cli.walk.walker import Walker


def report(walker: Walker, row: Row, typed: str) -> bool:
    """Take a line as the report of a zone, `3 clear` or `tax missing 2`; whether it was one."""
    chosen, rest = _zone(walker, walker.board().occurrences(row.base), typed)
    if chosen is None:
        return False
    at, facts = walker.moment(), dict[str, str | Personal]()
    usual, said = in_order(walker.incident, chosen), rest.split()
    for name in chosen.step.wants:
        fact = fact_of(walker.incident, chosen, name)
        value = walker.ticking.read(fact, said.pop(0)) if said else walker.ticking.fact(fact)
        if value is not None:
            facts[fact] = value
        if len(facts) == 1 and value is not None and value == usual.get(fact):
            facts = {**usual}
            break
    if chosen.step.wants and not facts:
        walker.say(msg("No answer for this zone: nothing is recorded."), "warn")
    elif chosen.open:
        walker.ticking.finish(chosen, Details(facts=facts), at)
    elif facts:
        walker.record(lambda incident, at, by: actions.set_facts(incident, facts, at=at, by=by), at=at)
    return True


def _zone(walker: Walker, zones: list[Row], typed: str) -> tuple[Row | None, str]:
    """The zone that a line begins with, by its number on the card or by one of its names, and what follows."""
    text = narrow(typed).strip()
    first, _, rest = text.partition(" ")
    if first.isdecimal():
        number = listed(first, len(zones))
        return (zones[number - 1], rest) if number else (None, "")
    named = [
        (name, row) for row in zones for name in _names(walker, row) if text.casefold().startswith(name.casefold())
    ]
    name, chosen = max(named, key=lambda each: len(each[0]), default=("", None))
    rest = text[len(name) :]
    apart = not rest or not rest[0].isascii() or not name[-1:].isascii() or rest[0] == " "
    return (chosen, rest.strip()) if chosen and apart else (None, "")


def _names(walker: Walker, row: Row) -> list[str]:
    roster, member = walker.incident.roster, row.member or ""
    zone = roster.zones.get(member) if roster else None
    return [member, *((zone.title.zh, zone.title.en, *zone.aliases) if zone else ())]
