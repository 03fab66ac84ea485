"""From a YAML file to its form: faults in words with their place, and what an officer may leave out."""

from typing import Any

import pytest
from tests.front import ROSTER

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster, Unit
from emergency_cli.core.plan.values import PlanValue, format_span, from_json, from_plain, parse_span, plain, to_json
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.plans.plan import Plan
from emergency_cli.plans.reading import read_plan_file

HEAD = "id: fire\ntitle: {zh: 火灾, en: Fire}\nclass: accident\ntrigger: {zh: 烟, en: Smoke}\n"
STEP = "steps:\n  - id: a\n    stage: immediate\n    clause: 四\n    do: {zh: 做, en: Do}\n"
EN = Words("en")


def faults(text: str) -> list[str]:
    """What is wrong with a playbook, as `line: what; hint`."""
    source, _, whole = read_plan_file(text.encode(), "fire.yaml", Playbook)
    assert whole != bool(source.faults)
    return [f"{fault.line}: {EN(fault.what)}; {EN(fault.hint or '')}" for fault in source.faults]


def book(text: str) -> Playbook:
    """A playbook that is in order."""
    _, found, whole = read_plan_file(text.encode(), "fire.yaml", Playbook)
    assert whole and found
    return found


def test_a_name_that_appears_twice_is_told_with_both_its_lines() -> None:
    """Where it is again, and where it was first: in the file, and within a step."""
    told = "appears twice; the first is in line"
    assert faults(HEAD + "class: accident\n" + STEP) == [f"5: “class” {told} 3; keep one of them"]
    assert faults(HEAD + STEP + "    stage: respond\n") == [f"10: “stage” {told} 7; keep one of them"]


def test_one_value_is_taken_for_a_list_of_one() -> None:
    """Brackets round a single word are easily forgotten, and nothing else can be meant."""
    found = book(HEAD + "aliases: 着火\n" + STEP + "    contact: fire-119\n    ask: trapped\n")
    assert [alias.name for alias in found.aliases] == ["着火"]
    assert (found.steps[0].contact, found.steps[0].ask) == (("fire-119",), ("trapped",))
    one = HEAD + STEP + "suggests: {when: {trapped: yes}, playbook: illness}\n"
    assert [each.playbook for each in book(one).suggests] == ["illness"]


def test_an_empty_value_is_no_list_of_one() -> None:
    """Somebody meant to write something there."""
    assert faults(HEAD + STEP + "    contact:\n") == [
        "10: steps.1.contact: “” has the wrong form; compare with a neighbouring entry, or see docs/playbooks.md"
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("    urgencie: 立即\n", "steps.1: “urgencie” is not known here; did you mean “urgency”?"),
        (
            "    warn: {zh: 烫, en: Hot, fr: Chaud}\n",
            "steps.1.warn.1: “fr” is not known here; known here: zh, en, basis",
        ),
        ("    from: {stepp: a}\n", "steps.1.from: “stepp” is not known here; did you mean “step”?"),
        ("    from_: {step: a}\n", "steps.1: “from_” is not known here; did you mean “from”?"),
        ("    within: ten minutes\n", "steps.1.within: “ten minutes” is not a time span; write it like 5m or 1h30m"),
        ("    when: {crowd: {at-least: 5}}\n", "steps.1.when.crowd: “{'at-least': '5'}” is not a condition; "
         "name an answer or a list of answers; alternatives belong under any-of"),
        ("    when: {any-of: [{a: {b: c}}]}\n", "steps.1.when.any-of: “[{'a': {'b': 'c'}}]” is not a condition; "
         "name an answer or a list of answers; alternatives belong under any-of"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_what_to_do(line: str, fault: str) -> None:
    """In words of the file."""
    assert faults(HEAD + STEP + line) == [f"10: {fault}"]


def test_all_faults_are_named_at_once() -> None:
    """Not one by one."""
    text = HEAD + STEP + "    stage: never\n    urgencie: x\n    within: x\n"
    assert len(faults(text)) == 4


def test_what_is_understood_of_a_faulty_file_is_kept_for_the_rules() -> None:
    """A member that nobody knows and an odd condition do not hide what else is wrong."""
    text = HEAD + STEP + "    urgencie: x\n    when: {crowd: {at-least: 5}}\n    contact: nobody\n"
    source, draft, whole = read_plan_file(text.encode(), "fire.yaml", Playbook)
    assert (len(source.faults), whole) == (2, False)
    assert draft is not None and draft.steps[0].contact == ("nobody",)


def values() -> list[PlanValue]:
    """Every shipped plan file, and a small roster."""
    plan = Plan([packaged_plan()])
    _, small, _ = read_plan_file(ROSTER.encode(), "roster.yaml", Roster)
    assert small
    return [*plan.playbooks(), plan.roster, plan.centre, small]


@pytest.mark.parametrize("value", values(), ids=lambda value: getattr(value, "id", type(value).__name__))
def test_a_value_is_the_same_after_it_was_written(value: PlanValue) -> None:
    """As snapshots and the compiled plan carry it: without defaults, by the names of the file."""
    assert from_json(to_json(value), type(value)) == value
    assert from_plain(plain(value), type(value)) == value
    assert to_json(from_json(to_json(value), type(value))) == to_json(value)


def empty(data: Any) -> bool:
    """Whether plain data holds a member that says nothing."""
    if isinstance(data, dict):
        return any(each in (None, False, [], {}) or empty(each) for each in data.values())
    return isinstance(data, list) and any(empty(each) for each in data)


@pytest.mark.parametrize("kind", [Playbook, Roster], ids=lambda kind: kind.__name__)
def test_what_is_written_holds_no_defaults(kind: type[PlanValue]) -> None:
    """Whether a member was left out or written as its default, the snapshot is the same."""
    assert not any(empty(plain(value)) for value in values() if isinstance(value, kind))
    with_defaults = book(HEAD + "facts: {}\n" + STEP + "    safety: no\n    contact: []\n    within: 90m\n")
    assert plain(with_defaults)["steps"] == [
        {"id": "a", "stage": "immediate", "do": {"zh": "做", "en": "Do"}, "clause": "四", "within": "1h30m"}
    ]
    assert "kind" not in plain(from_plain({"title": {"zh": "a", "en": "b"}, "kind": "internal"}, Unit))


@pytest.mark.parametrize("text", ["0s", "5s", "90s", "5m", "90m", "1h30m", "36h", "2d", "1d1h1m1s"])
def test_a_span_is_written_in_one_form(text: str) -> None:
    """Read again it is the same length, whatever it was typed as."""
    span = parse_span(text)
    assert parse_span(format_span(span)) == span
    assert format_span(parse_span(format_span(span))) == format_span(span)
    assert (format_span(parse_span("90s")), format_span(parse_span("36h"))) == ("1m30s", "1d12h")
