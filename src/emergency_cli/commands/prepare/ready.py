"""`emergency ready` and `ready done ITEM`: whether the hall is ready, and putting a check on record."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.options import Acting, Json, verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.events import ReadinessChecked, stamp
from emergency_cli.core.incident.measures import ID, Measure, measures_of
from emergency_cli.core.incident.story import checked
from emergency_cli.core.plan.playbook import Preparedness
from emergency_cli.core.plan.values import file_name, format_span
from emergency_cli.core.prepare.readiness import Readiness, ReadyItem, find_item, readiness
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.screen.faults import finding_lines
from emergency_cli.screen.plan.ready import ready_lines
from emergency_cli.session import Session
from emergency_cli.shapes import Both, both
from emergency_cli.shapes.incident import finding_data
from emergency_cli.shapes.plan import (
    DrillData,
    DutyData,
    ItemChecked,
    ItemData,
    KeptData,
    LeftData,
    NumbersData,
    PersonalData,
    Ready,
    RosterGapData,
    measure_data,
)
from emergency_cli.store.erasing import Left
from emergency_cli.store.home import Case


@verb(
    "emergency ready",
    Exit.FAULTS,
    help="Show preparedness items, drills, personal data due for destruction and gaps in the roster.",
)
def ready(session: Session, *, json: Json = False) -> None:
    """Items, drills, personal data due or left undestroyed, gaps of the roster. What is overdue is not a failure."""
    plan, case = session.plan, session.home.readiness()
    known = session.home.all_known()
    checks = case.incident.entries if case else []
    found = readiness(plan.playbooks(), plan.roster, plan.centre, checks, [each.past for each in known], session.now())
    left = list(session.home.left(known))
    session.warn_of_faults()
    words = session.screen.words
    if json:
        session.screen.data(_data(found, case, left))
        return
    session.screen.show(ready_lines(found, plan.roster, words))
    for each in left:
        session.screen.say(msg("{what} {hint}", what=each.what, hint=each.hint), "warn")
    if case:
        session.screen.show(finding_lines(case.record.findings, words))
    session.screen.show([plan_line(session)])


@verb(msg("emergency ready done medicine-stock --by Lee"), Exit.NOT_SAVED)
def check_item(
    session: Acting,
    query: Annotated[
        str, Argument(metavar="ITEM", help="Its id, or words from it: patches, medicine; or the id of a measure.")
    ],
    *,
    wanting: Annotated[bool, Option("--wanting", help="It was not in order.")] = False,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What was found.")] = None,
    json: Json = False,
) -> None:
    """Record that an item was looked at, or a measure seen to. Raises Misused if it is not clear which; NotSaved."""
    at, by = session.at(), session.by()
    measure = _measure(session, query)
    session.warn_of_faults()
    name, what = _named(measure or find_item(session.plan.playbooks(), query))
    event = ReadinessChecked(
        occurred=at, by=by, item=name, result="wanting" if wanting else "in-order", text=(text or "").strip() or None
    )
    _, entry = session.record(session.home.begin_readiness(), lambda _: event)
    if json:
        code = check_code(entry)
        session.screen.data(
            ItemChecked(item=event.item, result=event.result, entry=entry.id, hash=entry.hash, code=code)
        )
    else:
        session.screen.say(msg("[recorded {entry}] {what}", entry=entry.id, what=checked(event, what)), "done")


def _named(meant: Measure | Preparedness) -> tuple[str, object]:
    """Its id and what it is called."""
    return meant.id, meant.what if isinstance(meant, Measure) else meant.do


def _measure(session: Session, query: str) -> Measure | None:
    """The measure of this id; `None` where it is the id of none. Raises Misused for one that is not there."""
    named = re.fullmatch(ID, query.strip().lower())
    if named is None:
        return None
    measures = measures_of(session.home.find(named[1]).incident)
    found = next((each for each in measures if each.number == int(named[2])), None)
    if found is None:
        raise Misused(msg("No measure “{query}”.", query=query), msg("See them: emergency ready"))
    return found


def _data(found: Readiness, case: Case | None, left: Iterable[Left]) -> Ready:
    kept = [
        KeptData(
            incident=each.incident,
            closed=stamp(each.closed),
            values=each.count,
            due=_time(each.due),
            overdue=each.overdue,
        )
        for each in found.kept
    ]
    return Ready(
        items=[_item(item) for item in found.items],
        drills=[DrillData(playbook=each.playbook.id, last=_time(each.last)) for each in found.drills],
        personal_data=PersonalData(period=format_span(found.keeping) if found.keeping else None, incidents=kept),
        reporting={
            file_name(name): format_span(limit) if (limit := getattr(found.reporting, name)) else None
            for name in ("initial", "follow_up", "final")
        },
        roster=[RosterGapData(kind=gap.kind, party=gap.party, parts=list(gap.parts)) for gap in found.gaps],
        numbers=[
            NumbersData(party=each.party, checked=_day(each.checked), due=_day(each.due), overdue=each.overdue)
            for each in found.numbers
        ],
        duty=DutyData(today=list(found.duty.today), until=_day(found.duty.until)),
        not_destroyed=[LeftData(incident=each.incident, files=list(map(str, each.files))) for each in left],
        findings=finding_data(case.record.findings if case else []),
        measures=measure_data(found.measures),
    )


def _item(item: ReadyItem) -> ItemData:
    asks, check = item.asks, item.checked
    basis = asks.basis
    return ItemData(
        item=asks.id,
        playbook=item.playbook.id,
        do=Both(zh=asks.do.zh, en=asks.do.en),
        owner=asks.owner,
        clause=asks.clause,
        law=both(basis.law) if basis else None,
        practice=both(basis.practice) if basis else None,
        state=item.state,
        checked=stamp(check.occurred) if check else None,
        by=check.by if check else None,
        result=check.result if check else None,
        text=check.text if check else None,
        entry=item.last.id if item.last else None,
        interval=format_span(item.interval) if item.interval else None,
        due=_time(item.due),
        overdue=item.overdue,
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None
