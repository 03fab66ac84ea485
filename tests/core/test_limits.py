"""When a step has to be done by and how late it is: judged by when things happened, not by when they were typed."""

from datetime import datetime
from typing import Any

import pytest
from tests.builders import PaperDesk, answered, at, both, done, fact, opened, step

from emergency_cli.core.events import Event
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import Row, board
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain

FACTS = {"arrived": fact("time"), "spreading": fact("yes-no")}


def row(*events: Event, now: datetime, **limit: Any) -> Row:
    """How the limited step of a fire is, where everything was typed in an hour after the noticing."""
    limited = step("limited", **{"within": "5m", **limit})
    steps = [step("before"), limited, step("decide", ask=["spreading", "arrived"])]
    head = {"id": "fire", "title": both("Fire"), "class": "accident", "trigger": both("smoke")}
    book = from_plain({**head, "facts": FACTS, "steps": steps}, Playbook)
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": playbook_snapshot(book)}), *events)
    return board(replay(desk.own), now).by_address["fire/limited"]


def test_a_limit_runs_from_the_noticing() -> None:
    """Open and late, then done in time although it was typed in an hour later."""
    assert row(now=at(7)).deadline == at(5)
    assert row(now=at(7)).late == at(7) - at(5)
    kept = row(done("fire/limited", 4), now=at(70))
    assert (kept.late, kept.typed_late) == (None, at(60) - at(5))


def test_a_limit_from_a_step_runs_from_when_it_happened() -> None:
    """The step before was done after ten minutes and typed in after an hour."""
    before = {"from": {"step": "before"}}
    assert row(now=at(7), **before).deadline is None
    assert row(done("fire/before", 10), now=at(12), **before).deadline == at(15)
    assert row(done("fire/before", 10), now=at(17), **before).late == at(17) - at(15)


def test_a_limit_from_a_fact_runs_from_the_time_that_was_answered() -> None:
    """Whenever the answer was given."""
    arrived = {"from": {"fact": "arrived"}}
    assert row(answered(30, fire__arrived=at(20).isoformat()), now=at(40), **arrived).deadline == at(25)
    assert row(answered(30, fire__arrived="not-known"), now=at(40), **arrived).deadline is None


def test_a_limit_from_when_it_applies_runs_from_the_answer_and_not_anew_when_it_is_repeated() -> None:
    """Spreading since minute 10; said again at 20."""
    applies = {"from": {"applicable": True}, "when": {"spreading": "yes"}}
    said = [answered(10, fire__spreading="yes"), answered(20, fire__spreading="yes")]
    assert row(*said, now=at(30), **applies).deadline == at(15)
    assert row(answered(8, fire__spreading="no"), *said, now=at(30), **applies).deadline == at(15)


@pytest.mark.parametrize("minutes", [4, 6])
def test_what_was_copied_from_paper_is_judged_only_by_when_it_was_done(minutes: int) -> None:
    """That it was typed in later says nothing of how prompt anybody was."""
    copied = row(done("fire/limited", minutes, paper=True), now=at(70))
    assert copied.typed_late is None
    assert bool(copied.late) == (minutes > 5)
