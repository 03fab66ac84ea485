"""The marks of steps: the same on the card and on the board."""

import re
from typing import Any

from tests.builders import PaperDesk, at, both, done, fact, opened, skipped, step

from emergency_cli.core.events import StepCouldNot, StepDeferred
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import card_of
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain
from emergency_cli.core.terms import STATUSES, Status
from emergency_cli.language import Words
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.overview import board_lines

WORDS = Words("en")
STATUS: dict[str, Status] = {
    "made": "done",
    "left": "skipped",
    "tried": "could-not",
    "later": "deferred",
    "hanging": "waiting",
}
MARKS = {"made": "[x]", "left": "[-]", "tried": "[!]", "later": "[>]", "hanging": "[?]", "other": "[ ]"}


def card_step(name: str, **members: Any) -> dict[str, Any]:
    """One of the steps that are on one card."""
    return step(name, together="card", **members)


def test_a_step_has_a_mark_on_the_board_its_word_on_the_card_and_what_is_to_be_done_its_digit() -> None:
    """Done, left out, tried in vain, deferred, waiting, to do."""
    steps = [card_step("now"), *(card_step(name) for name in MARKS if name != "hanging")]
    steps.append(card_step("hanging", when={"trapped": "yes"}))
    head = {"id": "fire", "title": both("Fire"), "class": "accident", "trigger": both("smoke")}
    book = from_plain({**head, "facts": {"trapped": fact("yes-no")}, "steps": steps}, Playbook)
    desk = PaperDesk()
    desk.write(
        opened(playbooks={"fire": playbook_snapshot(book)}),
        done("fire/made"),
        skipped("fire/left"),
        StepCouldNot(occurred=at(1), by="Li", step="fire/tried"),
        StepDeferred(occurred=at(1), by="Li", step="fire/later"),
    )
    incident = replay(desk.own)
    state = board(incident, at(2))
    card = card_of(state, state.by_address["fire/now"])
    on_card = {line.text[4:] for line in card_lines(incident, state, card, WORDS, at(2))}
    on_board = {re.sub(r" +[0-9]+ ", " ", line.text) for line in board_lines(incident, state, WORDS, at(2))}
    assert {"now", "other"} <= on_card
    for name, mark in MARKS.items():
        assert mark == "[ ]" or f"{name} ({STATUSES[STATUS[name]].shown.msgid})" in on_card
        assert f"{mark} {name}" in on_board
