"""The hall's own plan: one command makes it, it is the plan from then on, and commands say whose plan they show."""

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
        "organisation: {zh: 济宁市政务大厅, en: Jining Service Hall}"
    ]
    assert len(after) == len(before)


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


@pytest.mark.parametrize("code", ["en", "english"])
def test_a_language_is_a_code_and_of_an_empty_plan(world: World, configuration: Path, code: str) -> None:
    """The packaged plan has two, and cannot be made in another."""
    refused = emergency(world, "init", "--language", code, *NAMED, *(() if code == "en" else ("--empty", *OFFICE)))
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
