"""One slip in a plan file takes away what it is in, and nothing else: numbers come out whatever one line says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import ROSTER, did, small_plan
from tests.worlds import make_world

from emergency_cli.world import World

WANG = 'phones: ["0537-1"]'


@pytest.fixture
def edit(tmp_path: Path) -> Callable[[str, str], None]:
    """Change one place in the roster of a hall's own plan."""
    small_plan(tmp_path)

    def change(old: str, new: str) -> None:
        assert old in ROSTER
        (tmp_path / "plan" / "roster.yaml").write_text(ROSTER.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A machine that uses that plan."""
    return make_world(tmp_path, env={"EMERGENCY_PLAN": str(tmp_path / "plan")})


@pytest.mark.parametrize(("slip", "shown"), [("phones: 0537-1", "Wang Qiang 0537-1"), ("phones: ", "(no number)")])
def test_a_bare_number_is_a_list_of_one_and_an_empty_one_is_none(
    edit: Callable[[str, str], None], world: World, slip: str, shown: str
) -> None:
    """It is what everybody types."""
    edit(WANG, slip)
    answer = did(world, "contacts")
    assert shown in answer.out
    assert "Faults" not in answer.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (WANG, "phones: {first: 1}"),
        (WANG, WANG + ", fax: 3"),
        ("  wang: {name: {zh: 王强, en: Wang Qiang}, ", "  wang: {"),
        ("zones:\n", 'zones:\n  "Tax 2": {title: {zh: 税, en: Tax}, owner: li}\n'),
    ],
)
def test_a_fault_in_one_entry_leaves_everybody_else_their_number(
    edit: Callable[[str, str], None], world: World, old: str, new: str
) -> None:
    """And says that something was left out."""
    edit(old, new)
    answer = did(world, "contacts")
    assert "Li Na 0537-2" in answer.out
    assert "the faulty entries are as they were before, or left out" in " ".join(answer.err.split())
    assert "none could be read" in answer.err


def test_a_faulty_entry_is_used_as_it_was_before(edit: Callable[[str, str], None], world: World) -> None:
    """The number that was there when the file was last in order, and what else was changed since."""
    did(world, "contacts")
    (Path(world.env["EMERGENCY_PLAN"]) / "roster.yaml").write_text(
        ROSTER.replace(WANG, "phones: {first: 1}").replace("0537-2", "0537-22"), encoding="utf-8"
    )
    answer = did(world, "contacts")
    assert "Wang Qiang 0537-1" in answer.out
    assert "Li Na 0537-22" in answer.out


@pytest.mark.parametrize("slip", ["\t", "\u3000", "people: [\n", "：\n"])
def test_of_a_file_that_cannot_be_read_the_last_whole_version_is_used(
    edit: Callable[[str, str], None], world: World, slip: str
) -> None:
    """Not the packaged roster, which knows nobody's number."""
    edit("0537-2", "0537-9")
    did(world, "contacts")
    edit("people:\n", f"people:\n{slip}")
    answer = did(world, "contacts")
    assert "Wang Qiang 0537-1" in answer.out
    assert "Li Na 0537-9" in answer.out
    assert "the last version without faults is used" in " ".join(answer.err.split())


def test_of_a_playbook_with_a_fault_the_last_whole_version_is_used(tmp_path: Path, world: World) -> None:
    """A playbook without one of its steps would be another procedure."""
    plan = Path(small_plan(tmp_path))
    did(world, "card", "water", "--to", "-")
    water = plan / "playbooks" / "water.yaml"
    water.write_text(water.read_text(encoding="utf-8").replace("within: 5m", "within: soon"), encoding="utf-8")
    answer = did(world, "card", "water", "--to", "-")
    assert "Shut the valve" in answer.out
    assert "the last version without faults is used" in " ".join(answer.err.split())


def test_a_roster_that_was_never_whole_is_not_said_to_hold_no_number(
    edit: Callable[[str, str], None], world: World
) -> None:
    """The packaged one is used, and the screen says what its “no number” means."""
    edit("people:\n", "people:\n\t")
    assert "Where it says “no number”, none could be read." in " ".join(did(world, "contacts").err.split())


def test_a_plan_saved_by_a_windows_editor_is_the_same_plan(tmp_path: Path, world: World) -> None:
    """Lines end with CR and LF, and a mark of the encoding stands before the first."""
    plan = Path(small_plan(tmp_path))
    before = did(world, "contacts").text
    for path in (plan / "roster.yaml", *(plan / "playbooks").iterdir()):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert did(world, "contacts").text == before
    assert "Shut the valve" in did(world, "card", "water", "--to", "-").out
