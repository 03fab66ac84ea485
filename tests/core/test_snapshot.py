"""What an incident carries of the roster: numbers of people and of units are sealed, public ones are not."""

import json

from tests.builders import ROSTER, both, step

from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.snapshot import playbook_snapshot, read_playbook, read_roster, roster_snapshot
from emergency_cli.core.plan.values import from_plain, plain


def test_no_number_of_a_person_or_a_unit_is_written_in_clear() -> None:
    """A switchboard may be somebody's own telephone; 119 is nobody's."""
    units = {"guards": {"title": both("Guards"), "phones": ["13900000009"]}}
    snapshot = roster_snapshot(from_plain(plain(ROSTER) | {"units": units}, Roster), lambda count: b"\x07" * count)
    sealed = [snapshot[table][key]["phones"] for table, key in (("people", "wang"), ("units", "guards"))]
    assert all(isinstance(phone, Personal) for phones in sealed for phone in phones)
    written = json.dumps(snapshot, default=lambda value: {"sealed": value.sealed})
    assert "13800000001" not in written and "13900000009" not in written
    again = read_roster(json.loads(written))
    assert again is not None and again.services["fire-119"].phones == ("119",)


def test_a_snapshot_from_before_there_could_be_several_still_reads() -> None:
    """One responsible party, one warning, one do-not, as the first version wrote them."""
    steps = [step("a", actor="guards", warn=both("Hot"), never=both("Do not touch"))]
    read = read_playbook(
        {"id": "own", "title": both("Own"), "class": "accident", "trigger": both("own"), "steps": steps}
    )
    assert isinstance(read, Playbook)
    first = read.steps[0]
    assert (first.actor, [each.en for each in first.warn], [each.en for each in first.never]) == (
        ("guards",),
        ["Hot"],
        ["Do not touch"],
    )
    assert read_playbook(playbook_snapshot(read)) == read
