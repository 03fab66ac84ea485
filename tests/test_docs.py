"""The documents say what the program does: commands, examples, formats and modules are compared with the real thing."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from scripts import commands as generated
from scripts import picture
from scripts import playbooks as plan_files
from tests.worlds import make_world

import emergency_cli
from emergency_cli.cli import run
from emergency_cli.commands.table import verbs
from emergency_cli.core.events import BASE, KINDS
from emergency_cli.core.events.shapes import shape_of
from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.conditions import ANY_OF
from emergency_cli.core.plan.roster import Roster
from emergency_cli.errors import Exit
from emergency_cli.plans.forms.base import Form, members
from emergency_cli.plans.reading import read_plan_file

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
READMES = ["README.md", "README.zh.md"]
SOURCE = Path(emergency_cli.__file__).parent


def blocks(document: Path, language: str) -> list[str]:
    """The fenced blocks of one language in a Markdown page."""
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def rows(document: Path, heading: str) -> Iterator[list[str]]:
    """The cells of every table row below a heading, up to the next one of its level."""
    text = document.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1]
    for line in re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0].splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("| ").split(" | ")]


# --- commands ------------------------------------------------------------------------------------------------------


def test_the_page_of_commands_is_what_the_help_says() -> None:
    """docs/commands.md is fresh; if not: python scripts/commands.py."""
    assert generated.COMMANDS.read_text(encoding="utf-8") == generated.page()


@pytest.mark.parametrize("verb", [verb.name for verb in verbs()])
def test_every_verb_says_what_it_does_with_an_example_and_its_exit_codes(verb: str) -> None:
    """Nobody has to guess from a bare list of options."""
    text = generated.help_of(verb)
    assert f"Example: emergency {verb}" in text
    assert "Exit codes: 0" in text
    assert f"### {verb}\n" in generated.page()


def test_every_exit_code_is_explained() -> None:
    """In the page of commands, and in both READMEs."""
    assert list(generated.EXITS) == list(Exit)
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [int(code) for code in Exit if f"`{int(code)}` " not in text] == []


# --- README --------------------------------------------------------------------------------------------------------


def test_the_two_commands_of_the_first_screen_are_the_same_in_both_languages() -> None:
    """Each is one line, for a bare machine: the first shows the program, the second tests it."""
    english, chinese = (blocks(ROOT / name, "sh")[:2] for name in READMES)
    tour, check = english
    assert chinese == english
    assert tour.count("\n") == check.count("\n") == 1
    assert tour.startswith("python3 -m venv .venv && . .venv/bin/activate && ") and tour.endswith(
        " && emergency tour\n"
    )
    assert check.startswith("python3 -m venv .venv && ") and check.endswith("&& .venv/bin/python -m pytest\n")


@pytest.mark.parametrize("language", picture.LANGUAGES)
def test_the_picture_in_the_readme_is_what_the_program_shows(language: str) -> None:
    """If not: python scripts/picture.py."""
    place = picture.place_of(language)
    readme = ROOT / ("README.md" if language == "en" else f"README.{language}.md")
    assert f"]({place.relative_to(ROOT).as_posix()})" in readme.read_text(encoding="utf-8")
    assert place.read_text(encoding="utf-8") == picture.picture(language)


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_the_readme_work_from_beginning_to_end(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of its blocks is typed, in order, in one home and one folder."""
    monkeypatch.chdir(tmp_path)
    typed = [line for block in blocks(ROOT / name, "sh")[2:] for line in block.splitlines()]
    assert len(typed) > 10
    for line in typed:
        world = make_world(tmp_path, env={"EMERGENCY_PLAN": str(ROOT)})
        program, *argv = shlex.split(line)
        assert (program, run(argv, world)) == ("emergency", 0), f"{line}\n{world.stderr.getvalue()}"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))]
)
def test_links_lead_somewhere(name: str) -> None:
    """Every relative link of a page names a file that is there."""
    page = ROOT / name
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", prose)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_no_document_shows_a_command_that_does_not_exist() -> None:
    """Whatever stands as `emergency VERB` in a page is a verb."""
    pages = [
        *(ROOT / name for name in READMES),
        ROOT / "CONTRIBUTING.md",
        *DOCS.glob("*.md"),
        *DOCS.glob("decisions/*.md"),
    ]
    shown = {
        (page.name, verb)
        for page in pages
        for verb in re.findall(
            r"`emergency ([a-z][a-z-]*)|^emergency ([a-z][a-z-]*)", page.read_text(encoding="utf-8"), re.MULTILINE
        )
        for verb in verb
        if verb
    }
    assert {(page, verb) for page, verb in shown if verb not in {each.name for each in verbs()}} == set()


# --- architecture --------------------------------------------------------------------------------------------------


def test_the_page_of_the_architecture_names_every_room() -> None:
    """None is missing there, and none stands there that does not exist: those of the program, and those of core."""
    first = [row[0] for row in rows(DOCS / "architecture.md", "## Rooms")][1:]
    listed = [name for cell in first for name in re.findall("`([a-z_.]+)`", cell)]
    tops = [
        path for folder in (SOURCE, SOURCE / "core") for path in folder.iterdir() if (path / "__init__.py").exists()
    ]
    modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__", "__main__"}
    assert sorted(listed) == sorted({".".join(path.relative_to(SOURCE).parts) for path in tops} | modules)


# --- the record ----------------------------------------------------------------------------------------------------


def members_by_kind() -> dict[str, list[str]]:
    """Section 4 of docs/record.md: the members of each kind, with `?` behind those left out when empty."""
    table = list(rows(DOCS / "record.md", "## 4. Kinds"))[1:]
    return {
        kind.strip("`"): [f"{name}{mark}" for name, mark in re.findall(r"`([a-z0-9-]+)`(\??)", members)]
        for kind, members, *_ in table
    }


def test_the_page_of_the_record_lists_every_kind_with_exactly_its_members_in_order() -> None:
    """What is documented is what is written: strangers read records by this table."""
    written = {
        kind: [name + ("" if name in shape_of(cls).needed else "?") for name, _ in shape_of(cls).members]
        for kind, cls in KINDS.items()
    }
    assert members_by_kind() == written, "each kind has a row in docs/record.md, section 4"
    assert list(members_by_kind()) == list(KINDS)


def test_the_second_checker_knows_the_same_kinds_as_the_page() -> None:
    """docs/verify_record.py was written from the table and has to follow it."""
    verifier = load(DOCS / "verify_record.py")
    known = {kind: members.split() for kind, members in verifier.KINDS.items()}
    assert known == members_by_kind(), "each kind is in KINDS of docs/verify_record.py"


def test_the_page_and_the_second_checker_know_the_members_around_every_kind() -> None:
    """Section 2 of docs/record.md, the verifier and the program: the same members in the same order."""
    head = ["v", "incident", "desk", "n", "recorded", "up", "boot", *BASE, "event", "seen", "prev", "hash"]
    assert [row[0].strip("`") for row in rows(DOCS / "record.md", "## 2. A line")][1:] == [
        *head[:-3],
        "...",
        *head[-3:],
    ]
    verifier = load(DOCS / "verify_record.py")
    assert [name.rstrip("?") for name in f"{verifier.HEAD} {verifier.TAIL}".split()] == head[:-1]


def load(path: Path) -> ModuleType:
    """A Python file that belongs to no package."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[path.stem] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- playbooks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", plan_files.FORMS, ids=lambda form: form.__name__)
def test_the_page_of_playbooks_shows_every_member_in_words_and_in_an_example(form: type[Form]) -> None:
    """Whatever a plan file may hold can be looked up."""
    page = (DOCS / "playbooks.md").read_text(encoding="utf-8")
    examples = "\n".join(blocks(DOCS / "playbooks.md", "yaml"))
    explained = " ".join(re.findall(r"`([^`\n]+)`", page))
    assert f"<!-- members: {form.__name__.removesuffix('Form')} -->" in page
    assert [name for name in members(form) if not re.search(rf"(?<![\w-]){name}:", examples + explained)] == []


def test_the_tables_of_the_page_of_playbooks_are_made_from_the_forms() -> None:
    """If not: python scripts/playbooks.py."""
    page = (DOCS / "playbooks.md").read_text(encoding="utf-8")
    assert page == plan_files.page(page)


def test_the_page_of_playbooks_shows_alternatives() -> None:
    """`any-of`, with an example."""
    page = (DOCS / "playbooks.md").read_text(encoding="utf-8")
    assert re.search(rf"`{{{ANY_OF}: ", page)


def test_the_example_playbook_and_its_drill_are_in_order(tmp_path: Path) -> None:
    """`emergency check` finds no fault in them beside the shipped plan."""
    example = blocks(DOCS / "playbooks.md", "yaml")[0]
    shutil.copytree(ROOT / "playbooks", tmp_path / "plan" / "playbooks")
    for name in ("roster.yaml", "centre.yaml"):
        shutil.copy(ROOT / name, tmp_path / "plan")
    (tmp_path / "plan" / "playbooks" / "burst-pipe.yaml").write_text(example, encoding="utf-8")
    drill = next(block for block in blocks(DOCS / "playbooks.md", "yaml") if block.startswith("# drills/"))
    (tmp_path / "plan" / "drills").mkdir()
    (tmp_path / "plan" / "drills" / "pipe-at-night.yaml").write_text(drill, encoding="utf-8")
    world = make_world(tmp_path)
    assert (run(["check", "--plan", str(tmp_path / "plan")], world), world.stderr.getvalue()) == (0, "")  # type: ignore[attr-defined]


def test_the_example_of_the_centres_settings_is_in_order() -> None:
    """It reads without a fault."""
    example = next(block for block in blocks(DOCS / "playbooks.md", "yaml") if block.startswith("languages:"))
    source, _, whole = read_plan_file(example.encode(), "centre.yaml", Centre)
    assert (whole, source.faults) == (True, [])


def test_the_example_roster_is_in_order() -> None:
    """It reads without a fault."""
    example = blocks(DOCS / "playbooks.md", "yaml")[1]
    source, _, whole = read_plan_file(example.encode(), "roster.yaml", Roster)
    assert (whole, source.faults) == (True, [])
