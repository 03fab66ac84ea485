"""A second screen and the numbers of a year, read from a hub."""

import io
import re

from tests.front import did, started
from tests.hub.conftest import Hub
from tests.worlds import make_world

from emergency_cli.cli import run


def test_board_and_numbers_are_of_every_hall_that_may_be_seen(hub: Hub) -> None:
    """The county sees what both halls sent, each under its name; of personal values nothing but that there are some."""
    ours, library = hub.desk("a"), hub.desk("b", "library")
    started(ours, "fire", "--zone", "tax")
    did(ours, "note", "Zhao Liu", "--personal")
    started(library, "lift")
    drill = started(library, "illness", "--drill")
    did(library, "end", "handled", "--decided", "Li", "-i", drill)
    did(library, "close", "--reason", "over", "-i", drill)
    for desk in (ours, library):
        did(desk, "hub", "send")
    county = make_world(hub.tmp_path, desk="county", home="none", env={"EMERGENCY_HUB": hub.url})
    text = did(county, "board", "--hub").out
    assert "jiaxiang\nFire or explosion, responding" in text
    assert "library\nPeople trapped in a lift, responding" in text
    assert "Sudden illness" not in text
    assert ("Zhao" in text, "[masked]" in text) == (False, True)
    assert [each["hall"] for each in did(county, "board", "--hub", "--json").data["incidents"]] == [
        "jiaxiang",
        "library",
    ]
    found = did(county, "stats", "--hub", "--json").data
    assert (found["halls"], found["incidents"], found["drills"]) == (2, 2, 1)
    assert not (hub.tmp_path / "none").exists()


def test_the_board_follows_the_hub_and_goes_on_when_it_is_away(hub: Hub) -> None:
    """What a hall sends appears; a server that is killed is a line on the screen, and what was known stays."""
    ours = hub.desk("a")
    started(ours, "fire")
    did(ours, "hub", "send")

    def note() -> None:
        did(ours, "note", "the lift stands still")
        did(ours, "hub", "send")

    acts = iter((note, hub.server.kill, hub.server.start, lambda: None))

    def pause(_: float) -> None:
        act = next(acts, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    county = make_world(hub.tmp_path, desk="county", home="none", env={"EMERGENCY_HUB": hub.url})
    county.terminal, county.pause = "full", pause
    assert run(["board", "--hub"], county) == 0
    assert isinstance(county.stdout, io.StringIO)
    screens = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", county.stdout.getvalue()).split("| Open: 1")[1:]
    assert ["the lift stands still" in screen for screen in screens] == [False, True, True, True, True]
    assert ["The hub cannot be used" in screen for screen in screens] == [False, False, True, False, False]
