"""Whether the hall is ready: preparedness items and their checks, drills, personal data, gaps of the roster.

Only what the centre has set can be overdue: where neither plan nor centre gives an interval, none is invented.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from emergency_cli.core.events import Entry, ReadinessChecked
from emergency_cli.core.incident.measures import Measure, seen_to, still_open
from emergency_cli.core.incident.past import Past
from emergency_cli.core.incident.story import in_story_order
from emergency_cli.core.plan.centre import Centre, Reporting
from emergency_cli.core.plan.gaps import RosterGap, roster_gaps
from emergency_cli.core.plan.names.find import Named, pick
from emergency_cli.core.plan.playbook import Playbook, Preparedness
from emergency_cli.core.plan.roster import Person, Roster, Unit
from emergency_cli.core.terms import CheckState
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused


class ReadyItem(Struct, frozen=True):
    """Something that must be ready beforehand. `overdue`: its interval has passed, or is set and nobody ever looked."""

    playbook: Playbook
    asks: Preparedness
    last: Entry | None
    interval: timedelta | None
    due: datetime | None
    overdue: bool

    @property
    def checked(self) -> ReadinessChecked | None:
        """The last check."""
        return self.last.event if self.last and isinstance(self.last.event, ReadinessChecked) else None

    @property
    def state(self) -> CheckState:
        """Its state; what was found not in order stays so until a later check."""
        if self.checked and self.checked.result == "wanting":
            return "wanting"
        if self.overdue:
            return "overdue"
        return "in-order" if self.checked else "never-checked"


class Drilled(Struct, frozen=True):
    """A playbook, and when it was last drilled to the end."""

    playbook: Playbook
    last: datetime | None


class Kept(Struct, frozen=True):
    """A closed incident that still holds `count` personal values; `due` is absent where the centre set no period."""

    incident: str
    closed: datetime
    count: int
    due: datetime | None
    overdue: bool


class Numbers(Struct, frozen=True):
    """Somebody whose numbers are known. `checked`: when they were last tried; `due` where an interval is set."""

    party: str
    checked: date | None
    due: date | None
    overdue: bool


class Duty(Struct, frozen=True):
    """The table of who is on duty: `today`, and the last day that it has; `None` where it has none from today on."""

    today: tuple[str, ...]
    until: date | None


class Readiness(Struct, frozen=True):
    """The finished answer. `measures`: what reviews decided to improve and nobody has seen to."""

    items: tuple[ReadyItem, ...]
    drills: tuple[Drilled, ...]
    kept: tuple[Kept, ...]
    keeping: timedelta | None
    reporting: Reporting
    gaps: tuple[RosterGap, ...]
    measures: tuple[Measure, ...]
    numbers: tuple[Numbers, ...]
    duty: Duty


def readiness(
    books: Sequence[Playbook],
    roster: Roster,
    centre: Centre,
    checks: Iterable[Entry],
    incidents: Sequence[Past],
    now: datetime,
) -> Readiness:
    """How ready the hall is at `now`. `checks` are the entries of the log of readiness, in any order."""
    checks = in_story_order(checks)
    return Readiness(
        tuple(_items(books, centre, checks, now)),
        tuple(_drilled(book, incidents) for book in books),
        tuple(_kept(centre, incidents, now)),
        centre.personal_data,
        centre.reporting,
        tuple(roster_gaps(roster, books)),
        still_open((each for past in incidents for each in past.measures), seen_to(checks)),
        tuple(sorted(_numbers(roster, centre, now.date()), key=lambda each: each.checked or date.min)),
        _duty(roster, now.date()),
    )


def asked(books: Iterable[Playbook]) -> dict[str, tuple[Playbook, Preparedness]]:
    """Every preparedness item by its id, in the order of the playbooks."""
    found: dict[str, tuple[Playbook, Preparedness]] = {}
    for book in books:
        for item in book.preparedness:
            found.setdefault(item.id, (book, item))
    return found


def find_item(books: Iterable[Playbook], query: str) -> Preparedness:
    """The item of this id, or the only one that has all these words in it. Raises Misused; never picks between two."""
    items = {key: item for key, (_, item) in asked(books).items()}
    wanted = query.casefold().split()
    exact = items.get(query.strip().casefold())
    if exact:
        return exact
    fits = [key for key, item in items.items() if wanted and all(word in _words(item) for word in wanted)]
    if len(fits) == 1:
        return items[fits[0]]
    if fits:
        raise Misused(msg("“{query}” may mean {names}. Type one of these in full.", query=query, names=fits))
    unknown = msg("No preparedness item “{query}”.", query=query)
    return items[pick(query, [Named(key, ()) for key in items], unknown)]


def _words(item: Preparedness) -> str:
    return f"{item.id} {item.id.replace('-', ' ')} {item.do.zh} {item.do.en}".casefold()


# --- items, drills, personal data ----------------------------------------------------------------------------------


def _items(books: Iterable[Playbook], centre: Centre, checks: Iterable[Entry], now: datetime) -> Iterator[ReadyItem]:
    last: dict[str, Entry] = {}
    for entry in checks:
        if isinstance(entry.event, ReadinessChecked):
            last[entry.event.item] = entry
    for key, (book, item) in asked(books).items():
        entry_, interval = last.get(key), centre.intervals.get(key)
        due = entry_.event.occurred + interval if entry_ and interval else None
        overdue = due <= now if due else interval is not None
        yield ReadyItem(book, item, entry_, interval, due, overdue)


def _drilled(book: Playbook, incidents: Iterable[Past]) -> Drilled:
    times = [past.drilled for past in incidents if past.drilled and book.id in past.playbooks]
    return Drilled(book, max(times, default=None))


def _kept(centre: Centre, incidents: Iterable[Past], now: datetime) -> Iterator[Kept]:
    for past in incidents:
        if past.closed and past.values:
            due = past.closed + centre.personal_data if centre.personal_data else None
            yield Kept(past.id, past.closed, past.values, due, due is not None and due <= now)


# --- numbers and duty ----------------------------------------------------------------------------------------------


def _numbers(roster: Roster, centre: Centre, today: date) -> Iterator[Numbers]:
    """Everybody with a number; those of outside services are never checked by calling them."""
    tables: tuple[Mapping[str, Person | Unit], ...] = (roster.people, roster.units)
    for key, party in ((key, party) for table in tables for key, party in table.items() if party.phones):
        checked = date.fromisoformat(party.checked) if party.checked else None
        due = checked + centre.numbers if checked and centre.numbers else None
        yield Numbers(key, checked, due, due <= today if due else centre.numbers is not None)


def _duty(roster: Roster, today: date) -> Duty:
    ahead = [day for day, people in roster.duty.items() if people and day >= today.isoformat()]
    return Duty(roster.duty.get(today.isoformat(), ()), date.fromisoformat(max(ahead)) if ahead else None)
