"""The roster, section by section; one entry of it, with where else it is named."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from emergency_cli.core.plan.roster import Person, Roster
from emergency_cli.core.text import Message, msg
from emergency_cli.language import Words
from emergency_cli.screen.line import Line

# Sections of the file, and what one entry of each is called on the command line.
SECTIONS = MappingProxyType(
    {"people": "person", "units": "unit", "roles": "role", "services": "service", "zones": "zone"}
)
_TITLES = {
    "people": msg("People"),
    "units": msg("Units"),
    "roles": msg("Roles"),
    "services": msg("Services"),
    "zones": msg("Zones"),
}


def roster_lines(roster: Roster, words: Words) -> Iterator[Line]:
    """Every entry: its name, its id, and what is most asked for."""
    for section in SECTIONS:
        yield Line(words(_TITLES[section]), "title")
        for key in getattr(roster, section):
            title = words.say("{title} ({id})", title=roster.title(key), id=key)
            parts = [words(part) for part in _first(roster, section, key)]
            yield Line(" | ".join([title, *parts]), indent=1, hang=2)


def _first(roster: Roster, section: str, key: str) -> Iterator[object]:
    entry = getattr(roster, section)[key]
    if section == "zones":
        yield roster.title(entry.owner)
        return
    members = [roster.title(each) for each in (*getattr(entry, "people", ()), *getattr(entry, "holders", ()))]
    if members:
        yield members
    phones = getattr(entry, "phones", ())
    if phones:
        yield list(phones)
    elif isinstance(entry, Person) or section == "services":
        yield msg("no number")


def entry_lines(roster: Roster, section: str, key: str, words: Words) -> Iterator[Line]:
    """One entry: each member that is filled in, then where else it is named."""
    entry = getattr(roster, section)[key]
    checked = getattr(entry, "checked", None)
    yield Line(words.say("{title} ({id})", title=roster.title(key), id=key), "title")
    rows: tuple[tuple[Message, object], ...] = (
        (msg("Post"), getattr(entry, "post", None)),
        (msg("Numbers"), list(getattr(entry, "phones", ()))),
        (msg("Numbers last checked"), words.day(date.fromisoformat(checked)) if checked else None),
        (msg("Owner"), roster.title(getattr(entry, "owner", ""))),
        (msg("Members"), [roster.title(each) for each in getattr(entry, "people", ())]),
        (msg("Held by"), [roster.title(each) for each in getattr(entry, "holders", ())]),
        (msg("Stand-ins"), [roster.title(each) for each in getattr(entry, "stand_ins", ())]),
        (msg("Also called"), list(entry.aliases if hasattr(entry, "aliases") else ())),
        (msg("Named in"), [roster.title(each) for each in _named_in(roster, key)]),
    )
    for label, value in rows:
        if value:
            yield Line(words.say("{label}: {value}", label=label, value=value), indent=1, hang=2)


def duty_lines(roster: Roster, duty: Mapping[str, Sequence[str]], words: Words) -> Iterator[Line]:
    """Who is on duty on these days, a line each."""
    for day in sorted(duty):
        names = [roster.title(each) for each in duty[day]] or msg("nobody is entered")
        yield Line(words.say("{label}: {value}", label=words.day(date.fromisoformat(day)), value=names), hang=2)


def _named_in(roster: Roster, key: str) -> Iterator[str]:
    for unit, each in roster.units.items():
        if key in (*each.people, *each.stand_ins, each.part_of):
            yield unit
    for role, held in roster.roles.items():
        if key in (*held.holders, *held.stand_ins):
            yield role
    yield from (zone for zone, owned in roster.zones.items() if owned.owner == key)
