"""Which conditions can come true, and what steps may wait for and say: the rules behind `check`."""

from typing import Any

import pytest
from tests.builders import GENERAL, ROSTER, both, fact, step

from emergency_cli.core.plan.centre import Centre, DocumentWords
from emergency_cli.core.plan.checks.conditions import conditions_can_hold, every_choice_leads_somewhere
from emergency_cli.core.plan.checks.names import orders_are_no_playbook
from emergency_cli.core.plan.checks.prose import (
    answers_are_told,
    check_documents,
    clauses_are_whole,
    deeds_are_no_orders,
    measures_say_what_was_done,
    milestones_are_few,
    milestones_are_times,
)
from emergency_cli.core.plan.checks.steps import openings_are_single, prompts_are_short, waiting_is_for_a_time
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.values import from_plain
from emergency_cli.core.text import Text
from emergency_cli.language import Words

FACTS = {
    "case": fact("choices", choices={"rain": both("rain"), "ice": both("ice"), "wind": both("wind")}),
    "kind": fact("choice", choices={"old": both("old"), "new": both("new")}),
    "leak": fact("yes-no", says={"yes": both("it leaks")}),
    "deep": fact("yes-no", says={"yes": both("it is deep")}),
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
    faults = prompts_are_short({"own": book(step("a", short=fits), step("b", short=long))}, ROSTER, Centre())
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


# --- words of documents ----------------------------------------------------------------------------------------------

DID = {"zh": "切断电源", "en": "the power was cut"}


def warned(*steps: dict[str, Any], **facts: Any) -> list[str]:
    """What the rules on the words of documents find in a playbook."""
    books = {"own": book(*steps, **facts)}
    rules = (measures_say_what_was_done, answers_are_told, clauses_are_whole, milestones_are_few, milestones_are_times)
    found = [fault for rule in rules for fault in rule(books, ROSTER)] + [*deeds_are_no_orders(books, ROSTER, Centre())]
    return [Words("en")(fault.what) for fault in found if "crowd" not in fault.file]


def test_a_measure_without_words_for_what_was_done_is_named_and_a_question_is_none() -> None:
    """A warning: a document could only name the order."""
    assert warned(step("cut", did=DID), step("judge", ask=["leak"])) == []
    assert warned(step("cut"), step("call", ask=["leak"], contact=["fire-119"])) == [
        "nothing says what was done where “cut” is done",
        "nothing says what was done where “call” is done",
    ]


def test_a_fact_that_documents_tell_has_a_clause_and_a_number_what_it_counts() -> None:
    """Titles and attributes of a document need no clause."""
    assert warned(out=fact("number", part="response")) == [
        "documents have a place for the fact “out”, and no words",
        "nothing says what the number “out” counts",
    ]
    assert warned(number=fact("text", part="form"), out=fact("number", unit=both("people"))) == []


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"kind": "text", "says": both("the cause is {}.")}, "“the cause is {}.” ends like a sentence"),
        ({"kind": "text", "says": both("the cause is known")}, "needs one {}, for the answer"),
        ({"kind": "text", "says": {"yes": both("it is"), **both("{}")}}, "yes: and no: are of a yes-no fact"),
        ({"kind": "yes-no", "says": both("leak: {}")}, "the answer is yes or no"),
        ({"kind": "text", "milestone": True}, "is not a fact of kind time"),
    ],
)
def test_a_clause_that_cannot_be_told_is_named(members: dict[str, Any], what: str) -> None:
    """Each kind has its own form, and is part of a sentence."""
    *_, found = warned(told={"label": both("told"), **members})
    assert what in found


def test_more_milestones_than_a_picture_has_room_for_are_named() -> None:
    """Ten, the common ones included."""
    steps = [step(f"s-{number}", did=DID, milestone=True) for number in range(11)]
    assert warned(*steps[:10]) == []
    assert warned(*steps) == ["11 points are more than the picture of a response has room for"]


def test_documents_without_title_or_heading_are_named() -> None:
    """And a title without the places that make it one."""
    title, summary = Text("关于{what}的总结", "Summary: {what}"), Text("总结", "Summary")
    found = [fault.what for fault in check_documents(Centre(documents={"summary": DocumentWords(title=title)}))]
    assert [Words("en")(what) for what in found] == [
        "no title for these documents: initial, follow-up, final, drill, brief-end",
        "no heading for these parts of the document: occurrence, response, outcome, losses, lessons",
    ]
    follow_up = DocumentWords(title=summary)
    *_, last = check_documents(Centre(documents={"follow-up": follow_up}))
    assert Words("en")(last.what) == "the title “Summary” needs these places, each once: {number}, {what}"
