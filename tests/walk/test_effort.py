"""What an incident may ask of the officer: the limits of benchmarks/effort.py, for every playbook and every case."""

import sys
from pathlib import Path

import pytest
from benchmarks.effort import LANGUAGES, exceeded
from benchmarks.walks import MOST, Officer, Scene, scenes, walked, walked_on_terminal

SCENES = {scene.title: scene for scene in scenes()}
LIBRARY = scenes(Path(__file__).parents[2] / "examples" / "library")
PLAYBOOKS = [scene for scene in SCENES.values() if scene.name == scene.book]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", SCENES)
def test_a_walk_on_enter_keeps_its_limits(tmp_path: Path, title: str, language: str) -> None:
    """Prompts, blanks between two cards, lines of a card, keys before the first order, lines of status and the like."""
    assert exceeded(walked(tmp_path, SCENES[title], language, "enter")) == []


@pytest.mark.parametrize("scene", [each for each in LIBRARY if each.name == each.book], ids=lambda scene: scene.book)
def test_a_walk_of_another_hall_keeps_the_same_limits(tmp_path: Path, scene: Scene) -> None:
    """The library of the examples, in the one language that it has."""
    assert exceeded(walked(tmp_path, scene, "en", "enter")) == []


@pytest.mark.parametrize("scene", PLAYBOOKS, ids=lambda scene: scene.book)
def test_a_walk_on_nothing_but_enter_comes_to_its_end(tmp_path: Path, scene: Scene) -> None:
    """Rounds do not come again by themselves, and no question holds anybody for ever."""
    assert len(walked(tmp_path, scene, "en", "enter", strictly=True).asked) < MOST


@pytest.mark.parametrize("title", SCENES)
def test_a_walk_in_which_everything_is_answered_keeps_its_limits(tmp_path: Path, title: str) -> None:
    """Whoever answers all that is asked is asked little more."""
    assert exceeded(walked(tmp_path, SCENES[title], "zh", "answers")) == []


def test_an_order_that_begins_like_a_question_is_not_answered() -> None:
    """“天气转好后复查” is ticked with Enter; “天气转好” is what the time is called that it waits for."""
    officer = Officer("zh", "answers")
    assert (officer.answer("天气转好后复查 > "), officer.answer("天气转好 > ")) == ("", ".")


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_terminal_asks_what_a_plain_one_asks(tmp_path: Path, language: str) -> None:
    """As many prompts, with the same outcome, so that what was measured at one holds for both."""
    pytest.importorskip("pexpect")
    real = walked_on_terminal(tmp_path / "real", SCENES["fire"], language, "enter")
    plain = walked(tmp_path / "plain", SCENES["fire"], language, "enter")
    assert [each.recorded for each in real.asked] == [each.recorded for each in plain.asked]
