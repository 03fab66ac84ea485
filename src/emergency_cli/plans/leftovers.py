"""What a copy of the packaged plan still has of the hall whose plan that is: none of it may end unseen on another's."""

import re
from collections.abc import Iterator
from functools import cache

from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, Message, msg
from emergency_cli.disk import real
from emergency_cli.places import packaged_plan
from emergency_cli.plans.files import Path_
from emergency_cli.plans.plan import Plan

PEOPLE = msg("people of the packaged plan, which is another hall's: {names}")
NAMED = msg("of the packaged plan, which is another hall's: {text}")
# A place in the name of a hall: before its kind in Chinese (济宁市政务大厅), the first word elsewhere.
_PLACE = re.compile(r"(?P<zh>[\u4e00-\u9fff]{2,}?)[省市县区旗州盟].*|(?P<en>[A-Z][a-z]{3,})\b.*")


def leftovers(plan: Plan, roster: Roster) -> Iterator[Fault]:
    """A warning for the people of the packaged plan, and one for each line that names the place of its hall."""
    theirs = _packaged()
    if real(plan.folder) == real(packaged_plan()) or _names(roster) & _names(theirs):
        return
    known = {name for person in theirs.people.values() for name in (person.name.zh, person.name.en)}
    kept = [each.name for each in roster.people.values() if {each.name.zh, each.name.en} & known]
    if kept:
        hint = msg("put in those of your own: emergency roster")
        yield Fault("roster.yaml#people", None, Message(PEOPLE.msgid, {"names": kept}), hint, warning=True)
    places = _places(theirs) - _places(roster)
    for file, source in sorted(plan.sources.items()):
        for path in source.lines:
            text = _text(source.data, path)
            if any(name in text for name in places):
                hint = msg("write what is right for yours, or take it out")
                place = "/".join(map(str, path))
                yield Fault(f"{file}#{place}", None, Message(NAMED.msgid, {"text": text}), hint, warning=True)


def _names(roster: Roster) -> set[str]:
    return {roster.organisation.zh, roster.organisation.en}


def _places(roster: Roster) -> set[str]:
    return {found["zh"] or found["en"] for found in map(_PLACE.match, _names(roster)) if found}


def _text(data: object, path: Path_) -> str:
    """The words in a place of a file; none where that holds more places."""
    found: object = data
    for part in path:
        match found, part:
            case dict(), str():
                found = found.get(part)
            case list(), int():
                found = found[part]
    return found if isinstance(found, str) else ""


@cache
def _packaged() -> Roster:
    return Plan([packaged_plan()]).roster
