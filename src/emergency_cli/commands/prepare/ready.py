"""`emergency ready` and `ready done ITEM`: whether the hall is ready, and putting a check on record."""

from typing import Annotated, Any

from typer import Argument, Option

from emergency_cli.commands.options import Acting, Json, verb
from emergency_cli.core.events import ReadinessChecked, stamp
from emergency_cli.core.incident.story import checked
from emergency_cli.core.plan.values import file_name, format_span
from emergency_cli.core.prepare.readiness import Readiness, ReadyItem, find_item, readiness
from emergency_cli.core.record.chain import check_code
from emergency_cli.core.text import Text, msg
from emergency_cli.errors import Exit
from emergency_cli.screen.overview import finding_lines
from emergency_cli.screen.ready import ready_lines
from emergency_cli.session import Session
from emergency_cli.store.home import Case


@verb(
    "emergency ready",
    Exit.FAULTS,
    help="Preparedness items, drills, personal data due for destruction, gaps of the roster.",
)
def ready(session: Session, *, json: Json = False) -> None:
    """Items, drills, personal data due, gaps of the roster. Creates nothing; what is overdue is not a failure."""
    plan, case = session.plan, session.home.readiness()
    incidents = [each.incident for each in session.home.all()]
    checks = case.incident.entries if case else []
    found = readiness(plan.playbooks(), plan.roster, plan.centre, checks, incidents, session.now())
    session.warn_of_faults()
    words = session.screen.words
    if json:
        session.screen.data(_data(found, case))
        return
    session.screen.show(ready_lines(found, plan.roster, words))
    if case:
        session.screen.show(finding_lines(case.record.findings, words))


@verb("emergency ready done medicine-stock --by 王强", Exit.NOT_SAVED)
def check_item(
    session: Acting,
    query: Annotated[str, Argument(metavar="ITEM", help="Its id, or words of it: patches, 药品.")],
    *,
    wanting: Annotated[bool, Option("--wanting", help="It was not in order.")] = False,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What was found.")] = None,
    json: Json = False,
) -> None:
    """Record that an item was looked at. Raises Misused if it is not clear which; NotSaved."""
    at, by = session.at(), session.by()
    item = find_item(session.plan.playbooks(), query)
    session.warn_of_faults()
    event = ReadinessChecked(
        occurred=at, by=by, item=item.id, result="wanting" if wanting else "in-order", text=(text or "").strip() or None
    )
    _, entry = session.record(session.home.begin_readiness(), lambda _: event)
    if json:
        session.screen.data(
            {"item": item.id, "result": event.result, "entry": entry.id, "hash": entry.hash, "code": check_code(entry)}
        )
    else:
        session.screen.say(msg("[recorded {entry}] {what}", entry=entry.id, what=checked(event, item.do)), "done")


def _data(found: Readiness, case: Case | None) -> dict[str, Any]:
    findings = case.record.findings if case else []
    return {
        "items": [_item(item) for item in found.items],
        "drills": [
            {"playbook": each.playbook.id, "last": stamp(each.last) if each.last else None} for each in found.drills
        ],
        "personal_data": {
            "period": format_span(found.keeping) if found.keeping else None,
            "incidents": [
                {
                    "incident": each.incident,
                    "closed": stamp(each.closed),
                    "values": each.count,
                    "due": stamp(each.due) if each.due else None,
                    "overdue": each.overdue,
                }
                for each in found.kept
            ],
        },
        "reporting": {
            file_name(name): format_span(limit) if (limit := getattr(found.reporting, name)) else None
            for name in ("initial", "follow_up", "final")
        },
        "roster": [{"kind": gap.kind, "party": gap.party, "parts": list(gap.parts)} for gap in found.gaps],
        "findings": [{"kind": each.kind, "file": each.file, "line": each.line} for each in findings],
    }


def _item(item: ReadyItem) -> dict[str, Any]:
    asks, check = item.asks, item.checked
    basis = asks.basis
    return {
        "item": asks.id,
        "playbook": item.playbook.id,
        "do": _both(asks.do),
        "owner": asks.owner,
        "clause": asks.clause,
        "law": _both(basis.law) if basis else None,
        "practice": _both(basis.practice) if basis else None,
        "state": item.state,
        "checked": stamp(check.occurred) if check else None,
        "by": check.by if check else None,
        "result": check.result if check else None,
        "text": check.text if check else None,
        "entry": item.last.id if item.last else None,
        "interval": format_span(item.interval) if item.interval else None,
        "due": stamp(item.due) if item.due else None,
        "overdue": item.overdue,
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None
