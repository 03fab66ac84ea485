"""What people shout, in both languages: the right card at once, already decided, and never an absurd suggestion."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.front import emergency
from tests.worlds import make_world

from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import next_card, unanswered
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan, load_plan
from emergency_cli.recording.opening import opening, unrecorded
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Session
from emergency_cli.world import World

SHOUTS: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("shouts.yaml").read_text("utf-8"))
SAID = [
    (str(word), book, case.get("sets", {}))
    for book, cases in SHOUTS.items()
    for case in cases
    for word in case["words"]
    if book != "nothing"
]
NOTHING = [str(word) for case in SHOUTS["nothing"] for word in case["words"]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan that comes with the program."""
    return load_plan(make_world(tmp_path_factory.mktemp("shouts")))


def around(word: str) -> Iterator[str]:
    """The word as it is, and as it is shouted."""
    yield from (word, f"{word}！", f" {word} ")
    if word.isascii():
        yield from (word.upper(), f"help! {word}!!", f"quick, {word}")
    elif len(word) > 1:
        yield from (f"{word}啊", f"有人说{word}", f"快！{word}！", f"{word}了", f"大厅里{word}", " ".join(word))


def test_there_are_many_words_in_both_languages_for_every_playbook(plan: Plan) -> None:
    """At least 150, and none of them twice."""
    words = [word for word, _, _ in SAID]
    assert len(words) >= 150
    assert len(set(words)) == len(words)
    for book in plan.ids:
        spoken = [word.isascii() for word, meant, _ in SAID if meant == book]
        assert {True, False} <= set(spoken), book


@pytest.mark.parametrize(("word", "book", "sets"), SAID, ids=[word for word, _, _ in SAID])
def test_what_is_shouted_means_the_case_with_all_it_says_and_no_more(
    plan: Plan, word: str, book: str, sets: dict[str, str]
) -> None:
    """With and without what stands around a word."""
    for shouted in around(word):
        meant = plan.meaning(shouted)
        assert (list(meant.found)[:1], meant.denied) == ([book], False), shouted
        assert meant.found[book] == sets, shouted


@pytest.mark.parametrize("word", NOTHING)
def test_what_names_nothing_is_never_guessed_at(plan: Plan, word: str) -> None:
    """孕妇 is no fire, a hostage no power failure: no look-alike is opened, and none is suggested."""
    meant = plan.meaning(word)
    assert meant.doubtful
    assert meant.denied or not meant.near


@pytest.mark.parametrize(("word", "book", "sets"), SAID[::9], ids=[word for word, _, _ in SAID[::9]])
def test_on_the_command_line_the_shout_is_enough(tmp_path: Path, word: str, book: str, sets: dict[str, str]) -> None:
    """With the verb and without it; several words need no quotes."""
    for line in (word.split(), ["start", *word.split(), "--new"]):
        answer = emergency(make_world(tmp_path), *line)
        assert (answer.code, f"-{book}-" in answer.out) == (0, True)


def shouted() -> list[tuple[str, str]]:
    """Every name of every playbook that says what the case is, or whose playbook has no cases."""
    world = World(env={}, stdin=None, stdout=None, stderr=None, terminal="none", user="", host="")  # type: ignore[arg-type]
    books = load_plan(world, compiled=False).playbooks()
    return [(alias.name, book.id) for book in books for alias in book.aliases if alias.sets]


@pytest.mark.parametrize(("name", "book"), shouted(), ids=[name for name, _ in shouted()])
def test_a_name_that_says_the_case_leads_straight_to_its_first_order(tmp_path: Path, name: str, book: str) -> None:
    """No question comes before it: the decision which case it is was taken by the word."""
    world = make_world(tmp_path)
    session = Session(world, Screen(world, Words("en")))
    playbook, sets = session.plan.find(name)
    assert playbook.id == book
    now = world.now()
    event = opening(session, playbook, sets, drill=False, noticed=now, began=None, by="x")
    incident = unrecorded(session, event)
    card = next_card(incident, board(incident, now))
    assert card
    asked = {fact.rpartition(".")[2] for fact in unanswered(incident, card.current)}
    assert not set(sets) & asked
    assert not (set(card.current.step.ask) and set(card.current.step.ask) <= set(sets))
