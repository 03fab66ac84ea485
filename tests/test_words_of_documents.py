"""What documents say: every clause of the shipped plan reads, and no order is told as a deed."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.front import did
from tests.scenes import played
from tests.worlds import CHINA, START

from emergency_cli.core.events.words import bare
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.text import Filled, InProse, Text
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.plans.plan import Plan

LANGUAGES = {"zh": Words("zh", CHINA), "en": Words("en", CHINA)}


@cache
def books() -> list[Playbook]:
    """The shipped playbooks."""
    return Plan([packaged_plan()]).playbooks()


def clauses(spec: FactSpec) -> Iterator[object]:
    """Every clause that documents may tell of a fact, with an answer in it."""
    answers: dict[str, object] = {
        "number": "3",
        "time": InProse(START),
        "party": Text("应急办", "the Emergency Office"),
        "zone": Text("税务服务区", "the Tax zone"),
    }
    answer = answers.get(spec.kind, Text("有关情况", "something of the kind"))
    if spec.says:
        for name in ("text", "yes", "no", "none", "one"):
            if text := getattr(spec.says, name):
                yield Filled(text, {"": answer})
    yield from (choice.says for choice in spec.choices.values() if choice.says)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("book", books(), ids=lambda book: book.id)
def test_every_clause_of_the_shipped_plan_reads_as_part_of_a_sentence(book: Playbook, language: str) -> None:
    """No place left open, no stop at its end, no second language in it."""
    other = re.compile(r"[A-Za-z]{2,}" if language == "zh" else "[\u4e00-\u9fff，。、；]")
    told = [clause for spec in book.facts.values() for clause in clauses(spec)]
    told += [step.did for step in book.steps if step.did]
    for said in map(LANGUAGES[language], told):
        assert not re.search(r"[{}]|[。.；;，,：:]$|  |：：|的的|为为", said), said
        assert not other.search(said), said
        assert language == "zh" or said[:1].islower() or said.split()[0] in NAMES, said


# Words with which an English clause may begin, and that have a capital wherever they stand.
NAMES = ("Leading", "3")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["fire", "power-failure", "drill", "false-alarm"])
def test_no_order_is_told_as_a_deed(name: str, language: str, tmp_path: Path) -> None:
    """What somebody must do stands on cards; documents and the timeline say what was done."""
    scene = played(name, tmp_path, language)
    pages = {"timeline": did(scene.world, "timeline").text}
    for argv in (["export"], ["report", "initial"], ["report", "final"]):
        pages[" ".join(argv)] = scene.document(*argv, "--format", "md").decode()
    for page, text in pages.items():
        told = [order for order in orders(language) if order in joined(text, language)]
        assert (page, told) == (page, [])


@cache
def orders(language: str) -> list[str]:
    """Every order of the plan, but for those whose words are also those of a deed or the name of a point."""
    steps = [step for book in books() for step in book.steps]
    names = [text for step in steps for text in (step.did, prompt_of(step)) if text]
    other = "".join(joined(getattr(text, language), language) for text in names)
    deeds = [joined(getattr(step.did, language), language) for step in steps if step.did]
    found = [joined(getattr(bare(step.do), language), language) for step in steps]
    return [order for order in found if order not in other and not any(order.endswith(deed) for deed in deeds)]


def joined(text: str, language: str) -> str:
    """A text without its line breaks."""
    return ("" if language == "zh" else " ").join(text.split())


def test_how_it_develops_is_told_once_though_there_is_no_room_for_the_act_it_came_with(tmp_path: Path) -> None:
    """The county was told at 15:10 that the smoke does not clear, at 16:30 that it has; both are told upward again."""
    scene = played("fire", tmp_path, "zh")
    follow_up = (scene.files / "follow-up-1525.html").read_text(encoding="utf-8")
    assert follow_up.count("15时10分，烟势未减。") == 1 and "上报县政府" not in follow_up
    final = scene.document("report", "final", "--format", "md").decode()
    assert final.count("明火、浓烟均已消除") == 1
