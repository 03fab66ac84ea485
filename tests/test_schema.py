"""The schemas for editors: fresh, named by the shipped files, and of one mind with `emergency check`."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from msgspec.structs import fields
from scripts.playbooks import FORMS

from emergency_cli.core.plan.centre import Centre, Clauses, DocumentWords, IncidentClass, Reporting
from emergency_cli.core.plan.facts import Choice, FactSpec, Says
from emergency_cli.core.plan.playbook import Alias, Basis, Caution, Playbook, Preparedness, Start, Step, Suggestion
from emergency_cli.core.plan.roster import Person, PlanDocument, Role, Roster, Service, Unit, Zone
from emergency_cli.core.plan.scenario import Goal, Inject, Scenario
from emergency_cli.core.plan.values import PlanValue, file_name
from emergency_cli.core.text import Text
from emergency_cli.plans.forms.base import Form, members
from emergency_cli.plans.schema import drill_schema, playbook_schema, roster_schema

ROOT = Path(__file__).parents[1]
FOLDERS = ("playbooks", "drills", "examples/library/drills")
FILES = [*(path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.yaml"))), ROOT / "roster.yaml"]
VALUES: tuple[type[PlanValue | Text], ...] = (
    Playbook, Alias, Suggestion, Preparedness, Basis, FactSpec, Choice, Says, Step, Caution,
    Start,
    Roster, PlanDocument, Person, Unit, Role, Service, Zone, Centre, Clauses,
    IncidentClass, Reporting, DocumentWords, Scenario, Inject, Goal,
)  # fmt: skip


def as_editors_read(path: Path) -> Any:
    """A plan file with numbers and truth values, read without libyaml, which allows more than editors do."""
    try:
        return _keys_as_text(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        pytest.fail(f"{path.name} is not YAML to an editor; `emergency check` says what needs quotes: {error}")


def _keys_as_text(read: Any) -> Any:
    """To an editor every key is text; PyYAML takes `yes:` and `no:` for truth values."""
    if isinstance(read, list):
        return [_keys_as_text(each) for each in read]
    if isinstance(read, dict):
        names = {True: "yes", False: "no"}
        return {names.get(key, key): _keys_as_text(value) for key, value in read.items()}
    return read


def schema_of(path: Path) -> Path:
    """The schema that a plan file names in its first line, relative to itself."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None, first
    return path.parent / named[1]


@pytest.mark.parametrize(
    ("name", "schema"), [("playbook", playbook_schema()), ("roster", roster_schema()), ("drill", drill_schema())]
)
def test_the_committed_schema_is_what_the_program_prints(name: str, schema: dict[str, Any]) -> None:
    """If not: python scripts/playbooks.py."""
    place = ROOT / "docs" / "schema" / f"{name}.schema.json"
    assert json.loads(place.read_text(encoding="utf-8")) == schema


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_names_its_schema_and_fits_it(path: Path) -> None:
    """Read as an editor reads it: with numbers and truth values."""
    schema = json.loads(schema_of(path).read_text(encoding="utf-8"))
    kinds = {"playbooks": "playbook", "drills": "drill"}
    assert schema_of(path).stem == f"{kinds.get(path.parent.name, path.stem)}.schema"
    errors = jsonschema.Draft7Validator(schema).iter_errors(as_editors_read(path))
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_the_schema_travels_with_the_plan_in_the_wheel() -> None:
    """The relative path leads somewhere there too."""
    included = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"docs/schema" = "emergency_cli/plan/docs/schema"' in included


def fire(**members: Any) -> dict[str, Any]:
    """The shipped fire playbook with other members in its first step."""
    data: dict[str, Any] = as_editors_read(ROOT / "playbooks" / "fire.yaml")
    data["steps"][0] |= members
    return data


def complaints(data: dict[str, Any]) -> list[str]:
    """What the schema says against a playbook."""
    return [error.message for error in jsonschema.Draft7Validator(playbook_schema()).iter_errors(data)]


@pytest.mark.parametrize(
    "members",
    [
        {"urgencie": "立即"},
        {"stage": "respnd"},
        {"within": "5 minutes"},
        {"contact": ["Fire 119"]},
        {"do": ["Call 911."]},
        {"do": {"de": "Notruf 112"}},
        {"safety": "maybe"},
        {"each": "floor"},
        {"when": {"count": {"more-than": 5}}},
        {"when": {"any-of": [{"leak": {"any": "yes"}}]}},
    ],
    ids=str,
)
def test_an_editor_marks_what_check_would_refuse(members: dict[str, Any]) -> None:
    """Wrong names, words, forms."""
    assert complaints(fire(**members)) != []


@pytest.mark.parametrize(
    "members",
    [
        {"when": {"trapped": True}},
        {"when": {"count": 5, "any-of": [{"leak": "yes"}, {"place": [1, False]}]}},
        {"contact": "fire-119"},
        {"safety": "yes"},
        {"within": "1h30m"},
        {"do": {"zh": 119, "en": 119}},
        {"do": "Call 911."},
        {"do": {"en": "Call 911."}},
        {"clause": 4},
        {"from": {"applicable": True}},
    ],
    ids=str,
)
def test_an_editor_accepts_what_officers_write(members: dict[str, Any]) -> None:
    """Numbers and yes/no without quotes are text to the program."""
    assert complaints(fire(**members)) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_member_is_explained_in_both_languages(form: type[Form]) -> None:
    """An editor shows it beside the line."""
    for name, info in members(form).items():
        chinese, _, english = (info.description or "").partition("\n\n")
        assert re.search("[\u4e00-\u9fff]|true", chinese) and re.search("[A-Za-z]", english), name


@pytest.mark.parametrize(("form", "kind"), list(zip(FORMS, VALUES, strict=True)), ids=lambda each: each.__name__)
def test_a_form_has_the_members_of_its_value_in_their_order(form: type[Form], kind: type[PlanValue | Text]) -> None:
    """What the forms accept is what runs; the order is that of snapshots."""
    assert [(name, info.is_required()) for name, info in members(form).items()] == [
        (file_name(member.name), member.required) for member in fields(kind)
    ]
