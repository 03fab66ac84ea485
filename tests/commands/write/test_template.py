"""The office's own Word template, in the folder of the plan."""

import io
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from tests.front import did, emergency, small_plan, started
from tests.worlds import make_world

from emergency_cli.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A hall with a plan of its own, in which something happened."""
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": small_plan(tmp_path)})
    started(world, "water", "--place", "hall")
    return world


def paper(millimetres: int) -> bytes:
    """A template on paper of this width."""
    document, file = docx.Document(), io.BytesIO()
    document.sections[0].page_width = Mm(millimetres)
    document.save(file)
    return file.getvalue()


def width(path: Path) -> float:
    """Millimetres of the paper of a document."""
    found = docx.Document(str(path)).sections[0].page_width
    assert found is not None
    return float(round(found.mm))


def test_what_lies_in_the_folder_of_the_plan_needs_not_be_named_each_time(world: World, tmp_path: Path) -> None:
    """For summaries and bulletins; another one that is named goes before it."""
    (Path(world.env["EMERGENCY_PLAN"]) / "template.docx").write_bytes(paper(148))
    (tmp_path / "other.docx").write_bytes(paper(250))
    did(world, "export", "--to", str(tmp_path / "summary.docx"))
    did(world, "report", "initial", "--to", str(tmp_path / "initial.docx"))
    did(world, "export", "--template", str(tmp_path / "other.docx"), "--to", str(tmp_path / "wide.docx"))
    assert [width(tmp_path / f"{name}.docx") for name in ("summary", "initial", "wide")] == [148, 148, 250]


def test_one_that_is_no_word_document_costs_the_layout_and_not_the_document(world: World, tmp_path: Path) -> None:
    """The document is written as usual, and one line says why it looks as it does."""
    own = Path(world.env["EMERGENCY_PLAN"]) / "template.docx"
    own.write_bytes(b"no Word document")
    answer = emergency(world, "export", "--to", str(tmp_path / "summary.docx"))
    assert (answer.code, width(tmp_path / "summary.docx")) == (0, 210)
    assert f"The document is without the template of the plan: {own}" in " ".join(answer.err.split())
