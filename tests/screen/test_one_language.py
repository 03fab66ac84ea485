"""One screen shows one language: no English word on a Chinese screen, no Chinese character on an English one."""

import re
from collections.abc import Iterator

import pytest
from tests.builders import at
from tests.front import emergency, started
from tests.screen.test_card import BOOKS, PLAN, scene, words_in

from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.steps.cards import card_of
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.report.briefs.brief import brief_of
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.screen.incident.bar import bar
from emergency_cli.screen.incident.brief import brief_lines
from emergency_cli.screen.incident.card import card_lines
from emergency_cli.screen.incident.entries import timeline_lines
from emergency_cli.screen.incident.explanation import explanation
from emergency_cli.screen.incident.overview import board_lines
from emergency_cli.screen.line import Line
from emergency_cli.screen.question import question
from emergency_cli.world import World

# What has no other form: names of commands and files, ids of incidents, entries and desks, keys, symbols of units.
_SAME_EVERYWHERE = re.compile(
    r"emergency( --?[a-z-]+| [a-z-]+| [A-Z]+)*|(drill-)?\d{8}-\d{4}-[a-z0-9-]+|[a-z0-9]{6}/\d+|--[a-z-]+|\b[a-z]\b"
    r"|Li|LED|UPS|App|DDoS|WiFi|Wi-Fi|AED|IP|USB|CPU|SHA-256|VPN"
)
# Where the plan in use is; on a page that is nearly full only the beginning.
_PLAN_FOLDER = re.compile(re.escape("/".join(packaged_plan().parts[:2]).replace("//", "/")) + r"\S*")
_FOREIGN = {"zh": re.compile("[A-Za-z]{2,}"), "en": re.compile("[\u3000-\u9fff\uff00-\uffef]")}


def foreign(text: str, language: str) -> list[str]:
    """The words of the other language in a text."""
    return _FOREIGN[language].findall(_SAME_EVERYWHERE.sub("", text))


def lines_of(incident: Incident, words: Words) -> Iterator[Line]:
    """Everything that the walk and the overviews show of an incident."""
    state, now = board(incident, at(90)), at(90)
    for row in state.rows:
        yield from card_lines(incident, state, card_of(state, row), words, now)
        yield from explanation(incident, row, words)
    for held in incident.in_order:
        yield from (Line(question(spec, words)) for spec in held.playbook.facts.values())
    yield from board_lines(incident, state, words, now)
    yield from timeline_lines(incident, words)
    yield from brief_lines(incident, brief_of(incident, state, now, Reporting()), words, now)
    yield Line(bar(incident, state, PLAN.centre.reporting, words, now))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("playbook", sorted(BOOKS))
def test_cards_and_overviews_of_every_playbook_are_in_one_language(playbook: str, language: str) -> None:
    """Fresh, and with steps that came out in every way."""
    found = {
        line.text: words
        for line in lines_of(scene(playbook)[0], words_in(language))
        if (words := foreign(line.text, language))
    }
    assert not found, str(found)


COMMANDS = [
    ["start", "fire"], ["status"], ["status", "--all"], ["brief"], ["list"], ["timeline"], ["contacts"],
    ["contacts", "tax"], ["contacts", "fire"], ["done", "2"], ["skip", "3"], ["done", "tell-office"], ["done", "99"],
    ["set", "trapped=yes"], ["set", "nothing=1"], ["call", "emergency-office=no-answer"], ["ready"], ["verify"],
    ["also", "power-failure"], ["end"], ["close"], ["end", "handled"], ["close"], ["report", "initial"],
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_commands_say_is_in_one_language(world: World, language: str) -> None:
    """What they show, and what they refuse."""
    started(world, "fire")
    found = {}
    for line in COMMANDS:
        answer = emergency(world, *line, "--lang", language)
        said = _PLAN_FOLDER.sub("", answer.text)
        if words := foreign(" ".join(said.split()), language):
            found[" ".join(line)] = set(words)
    assert not found, str(found)
