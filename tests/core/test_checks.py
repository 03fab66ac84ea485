"""Which conditions can come true, and what steps may wait for and say: the rules behind `check`."""

from typing import Any

import pytest
from tests.builders import GENERAL, ROSTER, both, fact, step

from emergency_cli.core.plan.checks.conditions import conditions_can_hold, every_choice_leads_somewhere
from emergency_cli.core.plan.checks.names import orders_are_no_playbook
from emergency_cli.core.plan.checks.steps import openings_are_single, prompts_are_short, waiting_is_for_a_time
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.values import from_plain

FACTS = {
    "case": fact("choices", choices={"rain": both("rain"), "ice": both("ice"), "wind": both("wind")}),
    "kind": fact("choice", choices={"old": both("old"), "new": both("new")}),
    "leak": fact("yes-no"),
    "deep": fact("yes-no"),
    "crowd": fact("number"),
}


def book(*steps: dict[str, Any], **facts: Any) -> Playbook:
    """A playbook of these steps."""
    members: dict[str, Any] = {"id": "own", "title": both("Own"), "class": "accident", "trigger": both("own")}
    return from_plain({**members, "facts": {**FACTS, **facts}, "steps": list(steps)}, Playbook)


def dead(*steps: dict[str, Any]) -> list[str]:
    """The steps whose conditions can never hold."""
    own = book(*steps)
    faults = conditions_can_hold({"own": own, "general": GENERAL}, ROSTER)
    return [own.steps[int(fault.file.split("/")[-2])].id for fault in faults]


ASK = step("first", ask=["case", "kind", "crowd"])


@pytest.mark.parametrize(
    "when",
    [
        {"case": "rain", "kind": ["old", "not-known"]},
        {"case": "rain", "any-of": [{"case": "ice"}, {"kind": "new"}]},
        {"kind": "old", "any-of": [{"kind": "new"}, {"kind": ["old", "new"]}]},
        {"crowd": "5"},
    ],
)
def test_a_condition_that_some_answers_meet_can_hold(when: dict[str, Any]) -> None:
    """Several choices at once, limits that touch, one way out of two."""
    assert dead(ASK, step("then", when=when)) == []


@pytest.mark.parametrize(
    "when",
    [
        {"kind": "old", "any-of": [{"kind": "new"}]},
        {"crowd": ["5", "6"], "any-of": [{"crowd": "7"}, {"crowd": "not-known"}]},
    ],
)
def test_a_condition_that_contradicts_itself_is_named(when: dict[str, Any]) -> None:
    """No answer meets it."""
    assert dead(ASK, step("then", when=when)) == ["then"]


def test_an_answer_given_only_in_another_case_does_not_count() -> None:
    """The step that asks comes when the kind is old, the one that wants the answer when it is new."""
    asks = step("asks", when={"kind": "old"}, ask=["leak"])
    assert dead(ASK, asks, step("same", when={"kind": "old", "leak": "yes"})) == []
    assert dead(ASK, asks, step("other", when={"kind": "new", "leak": "yes"})) == ["other"]


def test_steps_that_wait_for_one_another_never_come() -> None:
    """Each asks for what the other wants to know first."""
    a, b = step("a", when={"leak": "yes"}, ask=["deep"]), step("b", when={"deep": "yes"}, ask=["leak"])
    assert dead(ASK, a, b) == ["a", "b"]


def test_zones_may_differ_in_their_answers() -> None:
    """One zone leaks and another does not: both tests hold at once, but only where each zone is asked."""
    when = {"leak": "yes", "any-of": [{"leak": "no"}]}
    assert dead(step("look", each="zone", record=["leak"]), step("then", when=when)) == []
    assert dead(step("look", record=["leak"]), step("then", when=when)) == ["then"]


def test_a_choice_leads_to_a_step_or_is_said_to_need_none() -> None:
    """Only where steps depend on the fact at all; and what has a step is not said to need none."""
    faults = every_choice_leads_somewhere
    steps = (ASK, step("then", when={"kind": "old"}))
    named = [fault.what.values["choice"] for fault in faults({"own": book(*steps)}, ROSTER)]
    assert named == ["new"]
    kind = {**FACTS["kind"], "nothing-to-do": ["new"]}
    assert list(faults({"own": book(*steps, kind=kind)}, ROSTER)) == []
    both_ways = [*faults({"own": book(*steps, kind={**kind, "nothing-to-do": ["new", "old"]})}, ROSTER)]
    assert [fault.what.values["choice"] for fault in both_ways] == ["old"]


def test_a_step_waits_for_a_time_of_its_own_playbook_or_a_shared_one() -> None:
    """Anything else can never be keyed in when somebody arrives."""
    arrived = {"came": fact("time")}
    steps = [step("a", upon="came"), step("b", upon="leak"), step("c", upon="nowhere")]
    faults = waiting_is_for_a_time({"own": book(*steps, **arrived), "general": GENERAL}, ROSTER)
    assert [fault.file for fault in faults] == [f"playbooks/own.yaml#steps/{number}/upon" for number in (1, 2)]


def test_the_short_order_fits_the_prompt() -> None:
    """Twelve Chinese characters and 24 letters do; one more does not."""
    fits, long = (
        {"zh": "一二三四五六七八九十一二", "en": "x" * 24},
        {"zh": "一二三四五六七八九十一二三", "en": "x" * 25},
    )
    faults = prompts_are_short({"own": book(step("a", short=fits), step("b", short=long))}, ROSTER)
    assert [fault.file.rpartition("/")[2] for fault in faults] == ["zh", "en"]


def test_an_incident_is_opened_by_one_step() -> None:
    """Of a second one nobody would know what it means."""
    faults = openings_are_single({"own": book(step("a", opening=True), step("b", opening=True))}, ROSTER)
    assert [fault.file for fault in faults] == ["playbooks/own.yaml#steps/1/opening"]


def test_no_playbook_takes_the_name_of_the_orders_of_leaders() -> None:
    """Its steps would be theirs."""
    own = book(step("first"))
    assert list(orders_are_no_playbook({"own": own, "general": GENERAL}, ROSTER)) == []
    assert len(list(orders_are_no_playbook({"orders": own, "general": GENERAL}, ROSTER))) == 1
