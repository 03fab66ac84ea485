"""Every document that leaves the hall reads as it did when somebody last looked at it."""

from pathlib import Path

import pytest
from tests.gold.make import HERE, documents


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """All of them, made once."""
    return dict(documents())


def test_each_document_reads_as_it_was_looked_at(made: dict[str, str]) -> None:
    """`python -m tests.gold.make` keeps a change that was meant."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in Path(HERE).glob("*.txt")}
    assert sorted(made) == sorted(kept)
    changed = [name for name, text in made.items() if text != kept[name]]
    assert changed == []
    for name, text in made.items():
        assert text == kept[name], name


def test_every_document_of_a_drill_says_so_and_no_other_does(made: dict[str, str]) -> None:
    """In both languages, in every format that people read."""
    for name, text in made.items():
        marked = "演练】" in text or "[DRILL]" in text
        assert marked == name.startswith("drill-"), name
