"""The hall's own plan: one command makes it, it is the plan from then on, and commands say whose plan they show."""

import json
import re
from pathlib import Path

import pytest
from tests.front import did, emergency, everything_below

from emergency_cli import world as worlds
from emergency_cli.places import packaged_plan
from emergency_cli.world import World

NAMED = ("--name", "济宁市政务大厅", "--name-en", "Jining Service Hall")
OFFICE = ("--office", "综合科", "--office-en", "General Office")


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration folder of this account, and a working folder in which there is no plan."""
    monkeypatch.setattr(worlds, "user_folder", lambda kind, _: tmp_path / kind)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config" / "emergency"


def test_the_plan_that_was_made_is_the_plan_from_then_on(world: World, configuration: Path) -> None:
    """Under its own name; all else is as it was packaged, comments too."""
    answer = did(world, "init", *NAMED)
    assert str(configuration / "plan") in answer.text
    assert "Without a number: 10" in answer.text
    for command in (["check"], ["contacts"], ["ready"], ["doctor"], ["playbook"]):
        assert f"that of Jining Service Hall: {configuration / 'plan'}" in emergency(world, *command).text, command
    before = (packaged_plan() / "roster.yaml").read_text(encoding="utf-8").splitlines()
    after = (configuration / "plan" / "roster.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "organisation: {zh: 济宁市政务大厅, en: Jining Service Hall}",
        "  title: {zh: 应急预案, en: Emergency plan}",
        "  issuer: {zh: 济宁市政务大厅, en: Jining Service Hall}",
        '  dated: "2026-11-23"',
    ]
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]


def test_a_plan_in_a_folder_of_ones_choice_is_found_without_any_setting(world: World, tmp_path: Path) -> None:
    """As on a share that several machines read; where the folder is gone, that is said."""
    did(world, "init", str(tmp_path / "share"), *NAMED)
    assert f"that of Jining Service Hall: {tmp_path / 'share'}" in did(world, "contacts").text
    (tmp_path / "share").rename(tmp_path / "elsewhere")
    assert str(tmp_path / "share") in emergency(world, "contacts").err


def test_what_is_not_said_is_asked_for_at_a_terminal_and_refused_without_one(world: World, configuration: Path) -> None:
    """Nothing hangs, and nothing is made."""
    refused = emergency(world, "init")
    assert (refused.code, "--name" in refused.err) == (2, True)
    left = emergency(world, "init", typed="q\n")
    assert (left.code, "nothing was changed" in left.err) == (2, True)
    assert not configuration.exists()
    answer = emergency(world, "init", typed="济宁市政务大厅\nJining Service Hall\n")
    assert "that of Jining Service Hall" in answer.text


def test_an_empty_plan_has_an_office_and_a_procedure_and_says_who_is_missing(world: World, configuration: Path) -> None:
    """Its own files are in order from the beginning."""
    answer = did(world, "init", "--empty", *NAMED, *OFFICE)
    assert "Nobody is in the roster yet" in answer.text
    faults = emergency(world, "check", "--json").data["faults"]
    assert [each for each in faults if not each["warning"] and str(configuration) in each["file"]] == []
    assert "General Office" in did(world, "contacts").text


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_plan_in_one_language_asks_for_no_second_one(world: World, configuration: Path, code: str) -> None:
    """What the hall, people, rooms and playbooks are called is said once."""
    did(world, "init", "--empty", "--language", code, "--name", "Alder Falls Library", "--office", "Front Office")
    did(world, "roster", "add", "person", "Dana Whitfield", "--post", "Director")
    did(world, "roster", "add", "zone", "Reading Room", "--owner", "Dana Whitfield")
    did(world, "playbook", "new", "roof", "--title", "Roof leak", "--alias", "drip")
    plan = configuration / "plan"
    files = {path.name: path.read_text(encoding="utf-8") for path in plan.rglob("*.yaml")}
    assert "organisation: Alder Falls Library" in files["roster.yaml"].replace('"', "")
    assert "name: Dana Whitfield" in files["roster.yaml"]
    assert f'{code}: "{{}} people were hurt"' in files["general.yaml"]
    assert "title: Roof leak" in files["roof.yaml"].replace('"', "")
    assert [name for name, text in files.items() if not text.isascii() and re.search("[\u3000-\uffef]", text)] == []
    faults = emergency(world, "check", "--json").data["faults"]
    assert [each for each in faults if not each["warning"] and str(configuration) in each["file"]] == []


@pytest.mark.parametrize("code", ["fr", "english"])
def test_a_language_is_a_code_and_of_a_copy_one_that_it_has(world: World, configuration: Path, code: str) -> None:
    """The packaged plan has two, and cannot be made in a third."""
    refused = emergency(world, "init", "--language", code, *NAMED, *(() if code == "fr" else ("--empty", *OFFICE)))
    assert refused.code == 2
    assert not configuration.exists()


def test_a_plan_that_is_there_is_never_written_over(world: World, tmp_path: Path) -> None:
    """Neither at its place, nor by another one in its place."""
    did(world, "init", *NAMED)
    before = everything_below(tmp_path)
    for again in (["init", *NAMED], ["init", str(tmp_path / "another"), *NAMED]):
        answer = emergency(world, *again)
        assert (answer.code, "already" in answer.err) == (2, True)
    assert everything_below(tmp_path) == before


def test_the_folder_of_the_playbooks_is_taken_for_the_plan_above_it(world: World, tmp_path: Path) -> None:
    """One level too deep is the plan that was meant, and that is said."""
    did(world, "init", *NAMED)
    plan = tmp_path / "config" / "emergency" / "plan"
    answer = did(world, "check", "--plan", str(plan / "playbooks"))
    assert "this is the folder of the playbooks" in answer.text
    assert f"Plan in use: that of Jining Service Hall: {plan}" in answer.text


def test_a_roster_in_the_working_folder_that_is_not_in_use_is_pointed_out(world: World, tmp_path: Path) -> None:
    """Whoever edits it must not believe that it counts."""
    assert "this roster is not that of the plan in use" not in did(world, "check").text
    (tmp_path / "roster.yaml").write_bytes((packaged_plan() / "roster.yaml").read_bytes())
    assert "this roster is not that of the plan in use" in did(world, "check").text
    assert "which came with the program" in did(world, "check").text


@pytest.mark.parametrize(
    ("code", "name", "other"), [("zh", "济宁市政务大厅", "en"), ("en", "Jining Service Hall", "zh")]
)
def test_a_copy_in_one_language_has_nothing_of_the_other(
    world: World, configuration: Path, code: str, name: str, other: str
) -> None:
    """Texts and comments, in files without faults; every playbook is there."""
    did(world, "init", "--language", code, "--name", name)
    plan = configuration / "plan"
    assert len(list((plan / "playbooks").glob("*.yaml"))) == len(list((packaged_plan() / "playbooks").glob("*.yaml")))
    for path in plan.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"(^|[ {{]){other}: ", text, re.M), path.name
        if code == "zh":
            assert [line for line in text.splitlines() if re.search("# [A-Z]?[a-z]+ [a-z]+", line)] == [], path.name
    faults = emergency(world, "check", "--json").data["faults"]
    assert [each["what"] for each in faults if not each["warning"]] == []


def test_nothing_of_the_packaged_hall_is_on_the_paper_of_another_unseen(
    world: World, configuration: Path, tmp_path: Path
) -> None:
    """Its plan, issuer and day begin anew; what still names it, and its people, are named by `check`, with lines."""
    answer = did(world, "init", *NAMED, "--lang", "en")
    assert "fill in title, issuer and day of your plan" in answer.text
    assert "Still those of another hall" in answer.text
    did(world, "card", "--all", "--contacts", "--briefing", "--lang", "zh", "--to", str(tmp_path / "cards.html"))
    assert "嘉祥" not in (tmp_path / "cards.html").read_text(encoding="utf-8")
    roster = configuration / "plan" / "roster.yaml"
    lines = roster.read_text(encoding="utf-8").splitlines()
    naming = {number for number, line in enumerate(lines, 1) if re.search("嘉祥|Jiaxiang", line)}
    told = emergency(world, "check", "--json", "--lang", "en").data["faults"]
    left = [each for each in told if "of the packaged plan, which is another hall's" in each["what"]]
    assert naming
    assert {each["line"] for each in left} >= naming
    assert all(each["warning"] for each in left)
    assert any("Gao Shi" in each["what"] for each in left)
    text = re.sub("嘉祥|Jiaxiang", "济宁", "\n".join(lines)).replace("高石", "王强").replace("Gao Shi", "Wang Qiang")
    roster.write_text(text, encoding="utf-8")
    now = [each["what"] for each in emergency(world, "check", "--json", "--lang", "en").data["faults"]]
    assert not any("Gao Shi" in each or "嘉祥" in each for each in now)


def test_whoever_makes_a_copy_for_the_packaged_hall_itself_keeps_its_document(
    world: World, configuration: Path
) -> None:
    """Nothing begins anew, and nothing of it is another hall's."""
    name = ("--name", "嘉祥县为民服务中心", "--name-en", "Jiaxiang County Public Service Centre")
    assert "another hall" not in did(world, "init", *name, "--lang", "en").text
    assert "2022-09-16" in (configuration / "plan" / "roster.yaml").read_text(encoding="utf-8")
    assert "another hall" not in emergency(world, "check", "--lang", "en").text


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize(("code", "other"), [("en", "[\u4e00-\u9fff]{5}"), ("zh", "[a-z]+ [a-z]+ [a-z]+ [a-z]+")])
def test_the_schemas_beside_a_plan_are_in_its_language(
    world: World, configuration: Path, code: str, other: str, *, empty: bool
) -> None:
    """What an editor shows of a member is what the clerk reads."""
    did(world, "init", "--language", code, "--name", "Hall", *(("--empty", *OFFICE[:2]) if empty else ()))
    for path in (configuration / "plan" / "docs" / "schema").glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        members = [each for form in schema["$defs"].values() for each in form.get("properties", {}).values()]
        said = [re.sub("`[^`]*`", "", each["description"]) for each in members if "description" in each]
        assert said
        assert [each for each in (*said, schema["title"]) if re.search(other, each)] == [], path.name


@pytest.mark.parametrize(
    ("code", "system", "says"), [("zh", "en_GB.UTF-8", "正在使用的预案"), ("en", "zh_CN.UTF-8", "Plan in use")]
)
def test_screens_are_in_the_one_language_that_a_plan_has(world: World, code: str, system: str, says: str) -> None:
    """Whatever the system speaks, unless somebody asks for another."""
    world = world.with_settings({"EMERGENCY_LANG": "", "LANG": system})
    did(world, "init", "--language", code, "--name", "大厅" if code == "zh" else "Hall")
    assert says in emergency(world, "check").text
    assert says not in emergency(world, "check", "--lang", "en" if code == "zh" else "zh").text
