"""The flowchart of a playbook: its figures, its arrows, and the Mermaid text that others draw."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.builders import GENERAL, both, fact, step
from tests.worlds import make_world

from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import from_plain
from emergency_cli.core.prepare.graph import Box, Edge, Graph, Node, graph
from emergency_cli.core.prepare.mermaid import mermaid
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan, load_plan

words = Words("en")
ROSTER = from_plain(
    {
        "organisation": both("Hall"),
        "document": {"title": both("Plan"), "issuer": both("Hall"), "dated": "2026-01-01"},
        **{table: {} for table in ("people", "units", "services", "zones")},
        "roles": {"head": {"title": both("Head")}},
    },
    Roster,
)


def book(steps: list[dict[str, Any]], **members: Any) -> Playbook:
    """A playbook with a yes-no fact `leak`, a choice `cause` and these steps."""
    causes = {"planned": both("Planned"), "own": both("Own wiring")}
    facts = {"leak": fact("yes-no"), "cause": fact("choice", choices=causes), "count": fact("number")}
    head = {"id": "water", "title": both("Water"), "class": "accident", "trigger": both("wet"), "facts": facts}
    return from_plain({**head, "steps": steps, **members}, Playbook)


def drawn(steps: list[dict[str, Any]], **members: Any) -> Graph:
    """The flowchart of such a playbook."""
    one = book(steps, **members)
    return graph(one, {"water": one, "general": GENERAL}, ROSTER)


def arrows(whole: Graph) -> list[tuple[str, str, str]]:
    """Each arrow: from, to, and the answer on it."""
    return [(edge.start, edge.end, words(edge.label)) for edge in whole.edges]


def nodes(inside: Iterable[Node | Box]) -> dict[str, Node]:
    """All figures by id."""
    found: dict[str, Node] = {}
    for each in inside:
        found |= nodes(each.inside) if isinstance(each, Box) else {each.id: each}
    return found


def label(whole: Graph, node: str) -> str:
    """What stands in a figure."""
    return " / ".join(words(line) for line in nodes(whole.inside)[node].lines)


def test_steps_that_always_apply_follow_each_other_life_first_through_all_stages() -> None:
    """The spine begins at the playbook's own figure."""
    whole = drawn([step("late", "recover"), step("then"), step("save", safety=True)])
    assert arrows(whole) == [("start", "step_save", ""), ("step_save", "step_then", ""), ("step_then", "step_late", "")]
    assert [box.id for box in whole.inside if isinstance(box, Box)] == ["stage_immediate", "stage_recover"]
    assert nodes(whole.inside)["step_save"].shape == "safety"


def test_a_question_is_a_rhomb_behind_its_step_and_each_answer_leads_to_what_depends_on_it() -> None:
    """The step asks, the rhomb decides, the arrows carry the answers in words."""
    whole = drawn(
        [
            step("look", ask=["cause"]),
            step("wait", when={"cause": "planned"}),
            step("repair", when={"cause": ["own", "not-known"]}),
        ]
    )
    assert nodes(whole.inside)["fact_cause"].shape == "decision"
    assert arrows(whole)[1:] == [
        ("step_look", "fact_cause", ""),
        ("fact_cause", "step_wait", "Planned"),
        ("fact_cause", "step_repair", "Own wiring or not known"),
    ]


def test_an_answer_that_needs_no_step_leads_somewhere_too() -> None:
    """What was left out on purpose can be told from what was forgotten."""
    cause = fact("choice", choices={"own": both("Own wiring"), "other": both("Other")}, **{"nothing-to-do": ["other"]})
    whole = drawn([step("look", ask=["cause"]), step("repair", when={"cause": "own"})], facts={"cause": cause})
    assert ("fact_cause", "nothing_cause", "Other") in arrows(whole)
    assert label(whole, "nothing_cause") == "no step of its own"


def test_steps_on_one_and_the_same_condition_follow_each_other_on_one_branch() -> None:
    """Also across stages; the answer stands on the first arrow only."""
    wet = {"leak": "yes"}
    whole = drawn([step("look", ask=["leak"]), step("mop", when=wet), step("dry", "recover", when=wet)])
    assert arrows(whole)[2:] == [("fact_leak", "step_mop", "yes"), ("step_mop", "step_dry", "")]


def test_a_step_with_several_conditions_says_them_all_in_its_figure() -> None:
    """Arrows alone cannot tell “and” from “or”."""
    asks = [step("look", ask=["leak"]), step("judge", ask=["cause"])]
    both_hold = drawn([*asks, step("go", when={"leak": "yes", "cause": "own"})])
    assert label(both_hold, "step_go") == "go / Only if: yes-no – yes and choice – Own wiring"
    one_holds = drawn([*asks, step("go", when={"any-of": [{"leak": "yes"}, {"cause": "own"}]})])
    assert label(one_holds, "step_go") == "go / Only if: yes-no – yes or choice – Own wiring"
    assert {start for start, end, _ in arrows(one_holds) if end == "step_go"} == {"fact_leak", "fact_cause"}


def test_a_question_that_is_only_asked_behind_another_answer_needs_one_arrow() -> None:
    """The way there has said the first answer already."""
    whole = drawn(
        [
            step("look", ask=["leak"]),
            step("judge", ask=["cause"], when={"leak": "yes"}),
            step("go", when={"leak": "yes", "cause": "own"}),
        ]
    )
    assert [(start, answer) for start, end, answer in arrows(whole) if end == "step_go"] == [
        ("fact_cause", "Own wiring")
    ]


def test_steps_of_one_card_stand_in_a_frame() -> None:
    """The spine goes through the frame."""
    whole = drawn([step("call", together="now"), step("shout", together="now"), step("then")])
    assert arrows(whole) == [("start", "together_now", ""), ("together_now", "step_then", "")]
    assert "At the same time" in mermaid(whole, words)


def test_what_is_special_about_a_step_stands_in_its_figure() -> None:
    """Life first, urgency word, each, repeats, consent, limit."""
    members: dict[str, Any] = {
        "safety": True,
        "urgency": "at once",
        "each": "zone",
        "repeats": True,
        "approval": "head",
        "within": "5m",
    }
    assert label(drawn([step("go", **members)]), "step_go") == (
        "go / [LIFE FIRST, at once, for each service zone, in rounds, within 5 min of noticing, consent: Head]"
    )


def test_a_suggested_playbook_hangs_on_a_dotted_arrow() -> None:
    """Also where only the general procedure asks."""
    whole = drawn([step("go")], suggests=[{"when": {"injured": "yes"}, "playbook": "general"}])
    assert Edge("fact_injured", "playbook_general", whole.edges[-1].label, dotted=True) == whole.edges[-1]
    assert label(whole, "fact_injured") == "number / (asked in the general procedure)"
    assert 'fact_injured -.->|"yes"| playbook_general' in mermaid(whole, words)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "fire"', "say #34;fire#34;"),
        ("a [b] (c)", "a [b] (c)"),
        ("#1; <b>&amp;", "#35;1#59; #60;b#62;#38;amp#59;"),
        ("`x` *y* _z_", "#96;x#96; #42;y#42; #95;z#95;"),
        ("1. first", "#49;. first"),
        ("- first", "#45; first"),
        ("火灾（一）“可疑物”：【急】", "火灾（一）“可疑物”：【急】"),
        ("see fa:fa-car", "see #102;#97;#58;#102;#97;#45;car"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_people_wrote_cannot_steer_the_picture(text: str, written: str) -> None:
    """Quotes, marks of Mermaid, Markdown and HTML become character numbers; Chinese stays readable."""
    whole = Graph([Node("start", "step", (text,))])
    assert f'start["{written}"]' in mermaid(whole, str)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The shipped plan."""
    return load_plan(
        make_world(tmp_path_factory.mktemp("plan"), env={"EMERGENCY_PLAN": str(Path(__file__).parents[2])})
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "name",
    ["fire", "illness", "disorder", "group-petition", "theft", "power-failure", "weather", "network-attack", "general"],
)
def test_every_shipped_playbook_is_drawn_whole(plan: Plan, name: str, language: str) -> None:
    """Each step is there once and has an arrow to it; no arrow begins or ends at nothing."""
    books = {each.id: each for each in plan.playbooks()}
    whole = graph(books[name], books, plan.roster)
    text = mermaid(whole, Words(language))
    for each in books[name].steps:
        assert len(re.findall(rf"^ +step_{each.id.replace('-', '_')}\[", text, re.MULTILINE)) == 1
    frames = set(re.findall(r"^ +subgraph (\w+)", text, re.MULTILINE))
    places = set(nodes(whole.inside)) | frames
    assert {place for edge in whole.edges for place in (edge.start, edge.end)} <= places
    reached = {edge.end for edge in whole.edges}
    inside = {
        node.id for box in boxes(whole.inside) if box.id in reached for node in box.inside if isinstance(node, Node)
    }
    assert {node for node in nodes(whole.inside) if node.startswith("step_")} <= reached | inside


def boxes(inside: Iterable[Node | Box]) -> list[Box]:
    """All frames."""
    return [found for each in inside if isinstance(each, Box) for found in (each, *boxes(each.inside))]
