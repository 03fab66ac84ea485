"""The card of a step: what is on it, how it looks, and that it fits a small terminal."""

from functools import cache
from pathlib import Path

import pytest
from tests.builders import INCIDENT, PaperDesk, at, opened

from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import Board, Row, board
from emergency_cli.core.incident.steps.cards import card_of
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.explanation import explanation
from emergency_cli.screen.line import Line
from emergency_cli.screen.question import question

PLAN = Plan([Path(__file__).parents[2]])


def words_in(language: str) -> Words:
    """The words of a language, and what the shipped plan calls things in it."""
    words = Words(language)
    words.in_plan = PLAN.called
    return words


BOOKS = {book.id: book for book in PLAN.playbooks()}
# The keys take two lines of a small screen; the prompt and the bar one each.
BELOW = 4


@cache
def scene(playbook: str, *, drill: bool = False) -> tuple[Incident, Board]:
    """An incident of a shipped playbook as it was just opened."""
    books = {name: playbook_snapshot(BOOKS[name]) for name in {playbook, "general"}}
    roster = roster_snapshot(PLAN.roster, lambda count: b"0" * count)
    desk = PaperDesk(incident="drill-20261123-1454-fire" if drill else INCIDENT)
    desk.write(opened(playbook=playbook, playbooks=books, roster=roster, drill=drill))
    incident = replay(desk.own)
    return incident, board(incident, at(3))


def shown(playbook: str, step: str, language: str = "en", *, drill: bool = False) -> list[Line]:
    """The card of a step."""
    incident, state = scene(playbook, drill=drill)
    return list(card_lines(incident, state, card_of(state, state.by_address[step]), words_in(language), at(3)))


def asked(incident: Incident, row: Row) -> list[str]:
    """The facts that the card of a step asks for."""
    return [incident.fact_address(row.attachment.id, fact) for fact in row.step.ask]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("playbook", sorted(BOOKS))
def test_every_card_with_its_keys_its_prompt_and_the_bar_fits_24_lines_of_60_columns(
    playbook: str, language: str
) -> None:
    """The order is never above the top of the screen."""
    incident, state = scene(playbook)
    words = words_in(language)
    for row in state.rows:
        lines = list(card_lines(incident, state, card_of(state, row), words, at(3)))
        specs = [spec for fact in asked(incident, row) if (spec := incident.fact_spec(fact))]
        tall = sum(len(list(line.wrapped(60))) for line in lines)
        tall += max((len(list(Line(question(spec, words), hang=2).wrapped(60))) for spec in specs), default=0)
        assert tall + BELOW <= 24, (row.address, tall)


def test_only_orders_are_bold_and_only_what_must_not_be_done_or_is_late_is_red() -> None:
    """An order is the strongest thing on the screen."""
    for playbook in BOOKS:
        for row in scene(playbook)[1].rows:
            looks = {line.style: line.text for line in shown(playbook, row.address)}
            assert "order" in looks or not row.open
            assert not {"title", "warn"} & set(looks)
            forbidden = {caution.en for caution in row.step.never}
            assert looks.get("never") in {None, *forbidden} or row.step.together


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_step_rests_on_is_behind_the_question_mark(language: str) -> None:
    """Clause, urgency and reading help nobody at the moment; `?` shows them all."""
    incident, state = scene("fire")
    row, words = state.by_address["fire/call-119"], words_in(language)
    on_card = "".join(line.text for line in shown("fire", "fire/call-119", language))
    behind = "".join(line.text for line in explanation(incident, row, words))
    for provenance in ("四（四）1", "第一时间") if language == "zh" else ("Plan 4(4)1", "at the first moment"):
        assert provenance not in on_card
        assert provenance in behind


def test_a_drill_is_marked_once_on_a_card_and_shows_no_number_to_dial() -> None:
    """Nobody dials in a drill; the mark is not repeated after every name."""
    lines = shown("fire", "fire/tell-office", drill=True)
    assert [line.style for line in lines].count("drill") == 2
    assert lines[1].text.startswith("[DRILL] ")
    assert lines[-1].text == "DRILL: simulate, do not really call"


def test_gas_and_current_stand_on_the_general_card_only_where_no_playbook_is_about_it() -> None:
    """In a theft nobody reads of a smell of gas; what nobody has a name for may be one."""
    told = {book: " ".join(line.text for line in shown(book, "general/make-safe")) for book in ("theft", "general")}
    assert "Smell of gas" in told["general"]
    assert "Live current" in told["general"]
    assert "gas:" not in told["theft"]
    assert "Live current" not in told["theft"]
