"""Whether the hall is ready, as a value: what counts as checked, overdue, drilled and due."""

from datetime import timedelta
from typing import Any

import pytest
from tests.builders import FIRE, GENERAL, INCIDENT, ROSTER, PaperDesk, at, both, done, noted, opened, skipped, step

from emergency_cli.core.events import Closed, Ended, ReadinessChecked
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.past import past_of
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.centre import check_centre
from emergency_cli.core.plan.gaps import roster_gaps
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.prepare.readiness import Readiness, find_item, readiness
from emergency_cli.core.text import Fault
from emergency_cli.errors import Misused

DAY = 24 * 60
ITEMS = [
    {"id": "alarm-test", "do": {"zh": "测试警报。", "en": "Test the alarm."}, "owner": "wang", "clause": "四"},
    {"id": "exits-clear", "do": {"zh": "通道畅通，警报可见。", "en": "Keep exits clear."}, "clause": "四"},
]
READY = from_plain(plain(FIRE) | {"preparedness": ITEMS}, Playbook)
BOOKS = [READY, GENERAL]


def checked(item: str, day: float, **members: Any) -> ReadinessChecked:
    """A check, so many days after the clock of the tests began."""
    return ReadinessChecked(occurred=at(day * DAY), by="Li", item=item, **members)


def ready(*checks: ReadinessChecked, day: float = 0, incidents: tuple[Incident, ...] = (), **centre: Any) -> Readiness:
    """How things stand on a day, after these checks."""
    desk = PaperDesk(incident="readiness")
    if checks:
        desk.write(*checks)
    return readiness(
        BOOKS, ROSTER, from_plain(centre, Centre), desk.own, [past_of(each) for each in incidents], at(day * DAY)
    )


def states(found: Readiness) -> dict[str, str]:
    """The state of every item."""
    return {item.asks.id: item.state for item in found.items}


# --- items ---------------------------------------------------------------------------------------------------------


def test_without_an_interval_nothing_is_ever_overdue() -> None:
    """Neither plan nor centre gives one: years after a check it is still only a check of that day."""
    found = ready(checked("alarm-test", 0), day=2000)
    assert states(found) == {"alarm-test": "in-order", "exits-clear": "never-checked"}
    assert [(item.due, item.overdue) for item in found.items] == [(None, False)] * 2


@pytest.mark.parametrize(("day", "state"), [(29.9, "in-order"), (30, "overdue"), (31, "overdue")])
def test_a_check_holds_as_long_as_the_centre_has_set(day: float, state: str) -> None:
    """To the minute."""
    found = ready(checked("alarm-test", 0), day=day, intervals={"alarm-test": "30d"})
    assert states(found)["alarm-test"] == state
    assert found.items[0].due == at(30 * DAY)


def test_an_item_with_an_interval_that_nobody_ever_checked_is_overdue() -> None:
    """The centre wants it checked and nobody has."""
    assert states(ready(intervals={"alarm-test": "30d"}))["alarm-test"] == "overdue"


def test_what_was_found_wanting_stays_so_until_a_later_check() -> None:
    """Neither time nor an earlier check that was typed in afterwards makes it good."""
    wanting = checked("alarm-test", 2, result="wanting")
    assert states(ready(wanting, checked("alarm-test", 1), day=3))["alarm-test"] == "wanting"
    assert states(ready(wanting, checked("alarm-test", 3), day=3))["alarm-test"] == "in-order"


def test_a_check_of_an_item_that_the_plan_no_longer_has_changes_nothing() -> None:
    """The log keeps it; the list is the plan's."""
    assert states(ready(checked("smoke-signals", 0))) == {"alarm-test": "never-checked", "exits-clear": "never-checked"}


# --- drills --------------------------------------------------------------------------------------------------------


def incident(*events: Any, drill: bool = False) -> Incident:
    """An incident of fire, as its log tells it."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}" if drill else INCIDENT)
    desk.write(opened(drill=drill), *events)
    return replay(desk.own)


def ended(outcome: Any = "handled") -> Ended:
    """The response is over."""
    return Ended(occurred=at(30), by="Li", outcome=outcome)


@pytest.mark.parametrize(
    ("case", "drilled"),
    [
        (incident(done("fire/alarm"), ended(), drill=True), True),
        (incident(done("fire/alarm"), ended("handed-over"), drill=True), True),
        (incident(done("fire/alarm"), drill=True), False),
        (incident(done("fire/alarm"), ended("turned-real"), drill=True), False),
        (incident(done("fire/alarm"), ended("opened-by-mistake"), drill=True), False),
        (incident(done("fire/alarm"), ended()), False),
        (incident(skipped("fire/alarm"), ended(), drill=True), False),
    ],
    ids=["to the end", "handed over", "still open", "turned real", "by mistake", "a real incident", "nothing done"],
)
def test_a_drill_counts_once_it_was_brought_to_its_end(case: Incident, drilled: bool) -> None:
    """For every playbook of which something was done, and the general procedure with it."""
    found = ready(day=1, incidents=(case,))
    assert {each.playbook.id: each.last for each in found.drills} == dict.fromkeys(
        ["fire", "general"], at(0) if drilled else None
    )


# --- personal data -------------------------------------------------------------------------------------------------

SECRET = seal("13912345678", b"\x01" * 32)
CLOSED = Closed(occurred=at(60), by="Li")


def test_personal_data_is_due_so_long_after_the_closing_as_the_centre_has_set() -> None:
    """Before that it is only kept; where nothing is set it is listed and never due."""
    case = incident(noted(SECRET), ended(), CLOSED)
    late, early = (ready(day=day, incidents=(case,), **{"personal-data": "90d"}).kept for day in (91, 90))
    assert [(each.incident, each.count, each.due, each.overdue) for each in late] == [
        (INCIDENT, 1, at(60) + timedelta(days=90), True)
    ]
    assert [each.overdue for each in early] == [False]
    assert [(each.due, each.overdue) for each in ready(day=999, incidents=(case,)).kept] == [(None, False)]


@pytest.mark.parametrize(
    "case",
    [
        incident(noted(SECRET), ended()),
        incident(noted("nobody was named"), ended(), CLOSED),
        incident(noted(Personal(SECRET.sealed)), ended(), CLOSED),
    ],
    ids=["not closed", "numbers of the roster only", "values gone"],
)
def test_nothing_is_due_where_no_personal_value_of_a_closed_incident_is_at_hand(case: Incident) -> None:
    """An open incident needs its data; what is not there needs no destruction."""
    assert ready(day=999, incidents=(case,), **{"personal-data": "90d"}).kept == ()


# --- the roster ----------------------------------------------------------------------------------------------------


def test_the_gaps_of_a_roster() -> None:
    """No number, nobody behind a party to be told, no deputy, three parts in one hand."""
    people = {key: {"name": both(key)} for key in ("wang", "li")}
    people["li"]["phones"] = ["1"]  # type: ignore[assignment]
    units = {
        "office": {"title": both("Office"), "people": ["wang", "li"]},
        "guards": {"title": both("Guards"), "people": ["wang"]},
        "utility": {"title": both("Utility")},
        "crowd": {"title": both("Crowd"), "kind": "public"},
        "unused": {"title": both("Unused")},
    }
    parts = {"people": people, "units": units}
    roster = from_plain(plain(ROSTER) | parts, Roster)
    tells = step("tell", contact=["office", "utility", "crowd", "zone-owner", "fire-119"])
    calling = from_plain(plain(FIRE) | {"steps": [tells]}, Playbook)
    gaps = list(roster_gaps(roster, [calling]))
    assert [(gap.kind, gap.party, gap.parts) for gap in gaps] == [
        ("no-phone", "wang", ()),
        ("nobody-named", "utility", ()),
        ("no-deputy", "guards", ()),
        ("no-deputy", "zone-owner", ()),
        ("many-roles", "wang", ("office", "guards", "tax")),
    ]


# --- finding an item -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["alarm-test", "ALARM-TEST", "test alarm", "测试", "alarm-tset", "Alarm"])
def test_an_item_is_found_by_its_id_or_by_words_of_it(query: str) -> None:
    """In both languages, in any order, with a slip in the id."""
    assert find_item(BOOKS, query).id == "alarm-test"


@pytest.mark.parametrize("query", ["警报", "e", "", "  ", "月球"])
def test_no_item_is_picked_where_several_or_none_fit(query: str) -> None:
    """The words that fit two are refused, and so are those that fit none."""
    with pytest.raises(Misused):
        find_item(BOOKS, query)


# --- the centre's file ---------------------------------------------------------------------------------------------


def faults(books: list[Playbook], **centre: Any) -> list[tuple[str, str]]:
    """What is wrong with the settings: place and kind of fault."""
    found: list[Fault] = list(check_centre(from_plain(centre, Centre), {book.id: book for book in books}))
    return [(fault.file, fault.what.msgid) for fault in found]


def test_an_interval_of_an_unknown_item_is_a_fault_unless_it_is_empty() -> None:
    """A slip in an id would make a check silently never overdue."""
    assert faults(BOOKS, intervals={"alarm-tset": "30d", "unset": None, "alarm-test": "1d"}) == [
        ("centre.yaml#intervals/alarm-tset", "no playbook has a preparedness item “{id}”")
    ]


def test_two_items_of_one_id_are_a_fault() -> None:
    """A check names its item by the id alone."""
    again = from_plain(plain(GENERAL) | {"preparedness": ITEMS[:1]}, Playbook)
    assert faults([READY, again]) == [
        ("playbooks/general.yaml#preparedness/0/id", "“{id}” is already a preparedness item of {other}")
    ]
