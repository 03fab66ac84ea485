"""`emergency playbook`: all of them, one whole, its flowchart, the schemas."""

import json
import re
from pathlib import Path

import pytest
from tests.front import GENERAL, did, emergency, everything_below, small_plan, started
from tests.worlds import make_world

from emergency_cli.core.plan.clauses import in_english
from emergency_cli.core.width import columns
from emergency_cli.world import World

ROOT = Path(__file__).parents[3]
NAMES = [
    "fire",
    "illness",
    "disorder",
    "group-petition",
    "theft",
    "power-failure",
    "lift",
    "weather",
    "network-attack",
    "gas-leak",
    "electric-shock",
    "general",
]


def test_alone_it_lists_every_playbook(world: World) -> None:
    """Name, id, clause, number of steps; the same as data."""
    answer = did(world, "playbook")
    assert all(f"({name}) |" in answer.text for name in NAMES)
    assert [each["id"] for each in did(world, "playbook", "--json").data["playbooks"]] == NAMES


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_playbook_can_be_read_whole_and_fits_the_screen(tmp_path: Path, name: str, language: str, width: int) -> None:
    """Trigger, aliases, facts with choices, every step with its id, what to keep ready; no line is too long."""
    world = make_world(tmp_path, env={"COLUMNS": str(width)})
    answer = did(world, "playbook", "show", name, "--lang", language)
    data = did(world, "playbook", "show", name, "--json").data["playbook"]
    assert max(columns(line) for line in answer.out.splitlines()) <= width
    shown = "".join(answer.out.split())
    told = [data["title"], data["trigger"], *(fact["label"] for fact in data["facts"].values())]
    told += [choice for fact in data["facts"].values() for choice in fact.get("choices", {}).values()]
    told += [each[member] for each in data["steps"] for member in ("do", "our") if member in each]
    told += [text for each in data["steps"] for member in ("warn", "never") for text in each.get(member, [])]
    told += [each["do"] for each in data.get("preparedness", [])]
    said = [in_english(text["en"]) if language == "en" else text["zh"] for text in told]
    assert [text for text in said if "".join(text.split()) not in shown] == []
    assert [each["id"] for each in data["steps"] if each["id"] not in shown] == []


def test_every_member_of_a_step_is_told(world: World, tmp_path: Path) -> None:
    """Whatever a step may hold has a line."""
    answer = did(world, "playbook", "show", "water", "--plan", small_plan(tmp_path, water=WHOLE))
    for line in (
        "1. Shut the valve",
        "shut | LIFE FIRST | immediately | where conditions allow | for each service zone | in rounds",
        "Only if: Deep? – yes or not known",
        "At the same time as: shout",
        "CAREFUL: Mind the current",
        "DO NOT: Nobody steps in",
        "Responsible: Zone owner, Wang Qiang",
        "Waits for: turned at",
        "good practice: Depth",
        "Call: Emergency Office, Fire brigade (119)",
        "Ask for consent first: Wang Qiang",
        "Decide: whether the water is deep (deep)",
        "Say: place (place)",
        "Write down: level (level)",
        "Limit: within 5 min after “Shout”",
        "The same act in other playbooks is called: told",
        "Plan 4",
        "law: Water Law",
        "good practice: Usual",
        "Our reading: Ours",
        "In the list of readings: AMB-01",
        "In the list of clauses: FR-01",
        "Other names: flood",
        "Called sewage: Deep? – yes",
        "personal: sealed, can be destroyed",
        "Hint: Knee",
        "Deep? deep | yes or no | a matter of life: in every report",
        "In documents: the water is deep, the water is shallow",
        "In documents: the water stood at {}",
        "Only if: Deep? – yes",
        "In documents: the valve was shut",
        "No step of its own for: No tide",
        "- General procedure general Only if: Deep? – yes",
        "To keep ready",
    ):
        assert line in answer.text


WHOLE = """\
id: water
title: {zh: 水, en: Water}
aliases: [flood, {name: sewage, sets: {deep: yes}}]
class: accident
trigger: {zh: 漏水, en: It leaks}
facts:
  deep: {kind: yes-no, label: {zh: 深吗, en: Deep?}, hint: {zh: 膝盖, en: Knee}, vital: true,
    says: {yes: {zh: 水深, en: the water is deep}, no: {zh: 水浅, en: the water is shallow}}}
  tide: {kind: choice, label: {zh: 潮, en: Tide?}, choices: {none: {zh: 无潮, en: No tide}}, nothing-to-do: [none]}
  turned: {kind: time, label: {zh: 退潮时间, en: Turned at}}
  level: {kind: text, label: {zh: 水位, en: Level}, personal: true, when: {deep: yes},
    says: {zh: "水位{}", en: "the water stood at {}"}}
steps:
  - id: shut
    stage: immediate
    clause: 四
    basis: {law: {zh: 水法, en: Water Law}, practice: {zh: 惯例, en: Usual}}
    our: {zh: 我们, en: Ours}
    readings: [AMB-01]
    covers: [FR-01]
    do: {zh: 关阀, en: Shut the valve}
    did: {zh: 关闭阀门, en: the valve was shut}
    actor: [zone-owner, wang]
    upon: turned
    urgency: 立即
    safety: true
    together: now
    contact: [emergency-office, fire-119]
    ask: [deep]
    say: [place]
    record: [level]
    warn: {zh: 小心, en: Mind the current}
    never: {zh: 不要下水, en: Nobody steps in, basis: {practice: {zh: 水深, en: Depth}}}
    when: {deep: [yes, not-known]}
    within: 5m
    from: {step: shout}
    approval: wang
    optional: true
    each: zone
    repeats: true
    same: told
  - {id: shout, stage: immediate, clause: 四, do: {zh: 喊, en: Shout}, together: now}
suggests:
  - {when: {deep: yes}, playbook: general}
preparedness:
  - {id: key, clause: 四, do: {zh: 钥匙, en: Keep the key}, owner: wang}
"""


def test_a_type_is_found_by_any_of_its_names(world: World) -> None:
    """Chinese, pinyin, alias; a word that means nothing is refused with what is near."""
    assert did(world, "playbook", "show", "着火").out == did(world, "playbook", "show", "fire").out
    assert did(world, "playbook", "show", "可疑物", "--json").data["playbook"]["id"] == "disorder"
    assert emergency(world, "playbook", "show", "measles").code == 2


def test_a_faulty_playbook_is_said_and_the_packaged_one_is_shown(world: World, tmp_path: Path) -> None:
    """As everywhere."""
    answer = did(world, "playbook", "show", "fire", "--plan", small_plan(tmp_path, fire="id: fire\n"))
    assert "Call 119" in answer.out
    assert "Faults in" in answer.err


def test_the_flowchart_is_mermaid_text_on_standard_output(world: World) -> None:
    """Ready for anything that draws Mermaid; the same as data."""
    answer = did(world, "playbook", "graph", "power-failure")
    assert answer.out.startswith("flowchart TB\n")
    assert answer.err == ""
    assert 'fact_lift_trapped -->|"yes or not known"| together_lift' in answer.out
    assert did(world, "playbook", "graph", "power-failure", "--json").data["mermaid"] == answer.out


@pytest.mark.parametrize(("language", "shown"), [("zh", "打119报警"), ("en", "Call 119")])
def test_the_page_holds_the_whole_playbook_and_fetches_nothing(
    world: World, tmp_path: Path, language: str, shown: str
) -> None:
    """One file: no script, no address to load from, and a policy that forbids any."""
    place = tmp_path / "fire.html"
    told = did(world, "playbook", "show", "fire", "--html", str(place), "--lang", language).text
    assert str(place) in told.replace(" ", "")
    page = place.read_text(encoding="utf-8")
    head, _, body = page.partition("</head>")
    assert "default-src 'none'" in head
    assert not re.search(r"<(?:script|link|img|iframe)\b|\bsrc=|@import|url\(", page)
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in head
    assert shown in body and "call-119" in body
    assert len(page) < 40_000


def test_what_a_playbook_says_is_never_markup_of_the_page(world: World, tmp_path: Path) -> None:
    """A title that looks like HTML is shown as it stands."""
    nasty = WHOLE.replace("en: Shut the valve", 'en: "</script><b>Shut</b>"')
    place = tmp_path / "water.html"
    did(world, "playbook", "show", "water", "--html", str(place), "--plan", small_plan(tmp_path, water=nasty))
    page = place.read_text(encoding="utf-8")
    assert "&lt;/script&gt;&lt;b&gt;Shut&lt;/b&gt;" in page
    assert "</script>" not in page


def test_a_page_is_never_written_over_another_file_unasked(world: World, tmp_path: Path) -> None:
    """Refused, with the option that allows it."""
    place = tmp_path / "fire.html"
    place.write_text("mine", encoding="utf-8")
    answer = emergency(world, "playbook", "show", "fire", "--html", str(place))
    assert (answer.code, place.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in answer.err
    did(world, "playbook", "show", "fire", "--html", str(place), "--force")


def test_the_schema_goes_to_the_screen_or_to_a_file(world: World, tmp_path: Path) -> None:
    """Of each kind of file, one at a time."""
    place = tmp_path / "roster.schema.json"
    did(world, "playbook", "schema", "--roster", "--to", str(place))
    assert "zones" in json.loads(place.read_text(encoding="utf-8"))["properties"]
    assert "steps" in did(world, "playbook", "schema").data["properties"]
    assert "injects" in did(world, "playbook", "schema", "--drill").data["properties"]
    assert emergency(world, "playbook", "schema", "--drill", "--roster").code == 2


@pytest.mark.parametrize("part", ["show", "graph", "schema"])
def test_every_part_has_help_with_an_example_and_its_exit_codes(world: World, part: str) -> None:
    """As every verb has."""
    answer = did(world, "playbook", part, "--help")
    assert f"Example: emergency playbook {part}" in answer.text
    assert "Exit codes: 0" in answer.text


def test_a_new_playbook_is_in_order_and_can_be_walked_at_once_as_a_drill(world: World, tmp_path: Path) -> None:
    """From a template, under the names that people shout; its file says what to change."""
    plan = small_plan(tmp_path)
    line = ["playbook", "new", "water-leak", "--title", "楼顶渗水", "--title-en", "Leaking roof", "--alias", "屋顶漏了"]
    answer = did(world, *line, "--plan", plan)
    assert "emergency start water-leak --drill" in answer.text
    faults = emergency(world, "check", "--plan", plan, "--json").data["faults"]
    assert [each for each in faults if "water-leak" in each["file"]] == []
    incident = started(world, "屋顶漏了", "--drill", "--plan", plan)
    assert did(world, "done", "keep-away", "-i", incident).code == 0


def test_a_new_playbook_has_facts_of_its_own_where_all_incidents_share_their_names(
    world: World, tmp_path: Path
) -> None:
    """Nothing has to be put right before it can be walked."""
    shared = GENERAL.replace("facts:\n", "facts:\n  extent: {kind: text, label: {zh: 范围, en: Extent}}\n")
    plan = small_plan(tmp_path, general=shared)
    did(world, "playbook", "new", "roof", "--title", "渗水", "--title-en", "Leaking roof", "--plan", plan)
    written = (Path(plan) / "playbooks" / "roof.yaml").read_text(encoding="utf-8")
    assert "ask: [roof-extent]" in written.replace('"', "")
    assert "record: [handled]" in written.replace('"', "")


def test_a_new_playbook_is_asked_for_at_a_terminal(world: World, tmp_path: Path) -> None:
    """Both titles and the class; Enter alone is what is usual."""
    plan = small_plan(tmp_path)
    answer = emergency(world, "playbook", "new", "roof", "--plan", plan, typed="渗水\nLeaking roof\n\n")
    assert answer.code == 0, answer
    assert 'class: "any"' in (Path(plan) / "playbooks" / "roof.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["water", "--title", "渗水", "--title-en", "Roof"], "There is a playbook “water” already"),
        (["Roof", "--title", "渗水", "--title-en", "Roof"], "is not an id"),
        (["roof", "--title", "漏水", "--title-en", "Roof"], "“漏水” already means"),
        (["roof", "--title", "渗水"], "--title-en"),
        (["roof", "--title", "渗水", "--title-en", "Roof", "--class", "odd"], "“odd” is not among classes:"),
    ],
)
def test_a_new_playbook_with_a_fault_is_not_written(world: World, tmp_path: Path, line: list[str], why: str) -> None:
    """What is wrong is said; the plan stays as it was."""
    plan = small_plan(tmp_path)
    before = everything_below(Path(plan))
    answer = emergency(world, "playbook", "new", *line, "--plan", plan)
    assert answer.code != 0
    assert why in answer.text
    assert everything_below(Path(plan)) == before
