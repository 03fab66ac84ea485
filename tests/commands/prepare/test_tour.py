"""`emergency tour`: a drill with a guide, of which nothing stays."""

from pathlib import Path

import pytest
from tests.front import emergency, everything_below

from emergency_cli.commands.table import verbs
from emergency_cli.world import World


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_plays_from_the_first_card_to_the_documents(world: World, tmp_path: Path, language: str) -> None:
    """Without a key, in both languages; not one byte of it is left, and no record is made."""
    answer = emergency(world, "tour", "--auto", "--lang", language)
    words = {
        "en": ["Call 119", "[recorded", "Note: The back door sticks", "Plan 4(4)1", "First report: a fire",
               "The drill ended", "Drill opened", "Drill report: a fire", "every line is as it was written"],
        "zh": ["拨打119", "【已记录", "备注：后门打不开", "四（四）1", "初报", "end handled", "导览到此结束", "校验码"],
    }  # fmt: skip
    assert (answer.code, [word for word in words[language] if word not in answer.out]) == (0, []), answer
    assert everything_below(tmp_path) == {}


def test_every_command_that_it_names_is_one(world: World) -> None:
    """What stands after the dollar can be typed."""
    typed = [line.split() for line in emergency(world, "tour", "--auto").out.splitlines() if line.startswith("$ ")]
    assert len(typed) > 5
    names = {verb.name for verb in verbs()}
    assert [words for words in typed if words[1] != "emergency" or words[2] not in names] == []


def test_every_page_of_it_is_marked_as_a_drill(world: World) -> None:
    """Nobody takes its documents for those of an incident."""
    out = emergency(world, "tour", "--auto").out
    for page in ("Fire or explosion  noticed", "First report: a fire", "Drill report: a fire"):
        line = next(line for line in out.splitlines() if page in line)
        assert "DRILL" in line


def test_it_keeps_the_documents_that_are_asked_for(world: World, tmp_path: Path) -> None:
    """In the folder that was named, and no record with them."""
    folder = tmp_path / "kept"
    assert emergency(world, "tour", "--auto", "--keep", str(folder)).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["summary.docx", "summary.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_without_a_terminal_it_plays_by_itself(world: World) -> None:
    """Nothing is asked."""
    answer = emergency(world, "tour")
    assert (answer.code, "every line is as it was written" in answer.out) == (0, True), answer


def test_at_a_terminal_each_hint_says_what_to_type(world: World, tmp_path: Path) -> None:
    """The walk is the real one: what is typed there is recorded, as long as the tour lasts."""
    answer = emergency(world, "tour", typed="\n\nsmoke at the lift\nq\n\n\n\n\n\n\n")
    assert (answer.code, answer.out.count("Try it: ")) == (0, 3), answer
    assert answer.out.index("Try it: Enter") < answer.out.index("Note: smoke at the lift")
    assert "every line is as it was written" in answer.out
    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("typed", ["q\n", "\nq\nq\n", ""])
def test_whoever_leaves_leaves_nothing_behind(world: World, tmp_path: Path, typed: str) -> None:
    """At any prompt of the guide."""
    answer = emergency(world, "tour", typed=typed)
    assert (answer.code, "nothing of it is kept" in answer.out) == (0, True), answer
    assert everything_below(tmp_path) == {}


def test_a_tour_that_turns_real_is_a_record(world: World) -> None:
    """Smoke during the tour: `r` makes it a real incident, and that one stays."""
    answer = emergency(world, "tour", typed="\nr\n1\nq\nq\n")
    assert "is a real incident now and was kept" in answer.text, answer
    (name,) = [path.name for path in (world.home / "incidents").iterdir()]
    assert not name.startswith("drill-")
    assert emergency(world, "verify", name).code == 0
