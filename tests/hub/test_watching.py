"""A second screen and the numbers of a year, read from a hub."""

import io
import re
import time
from datetime import timedelta

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from tests.front import did, entries, started
from tests.hub.conftest import Hub
from tests.worlds import Clock, make_world

from emergency_cli.cli import run
from emergency_cli.walk.person import ask


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


class Terminal(io.StringIO):
    """A terminal whose person types something as soon as something can be read."""

    def __init__(self, keys: PipeInput, awaited: str, typed: str) -> None:
        super().__init__()
        self._keys, self._awaited, self._typed = keys, awaited, typed
        self._until = time.monotonic() + 60
        self.late = False

    def isatty(self) -> bool:
        """It is one."""
        return True

    def write(self, text: str) -> int:
        """What is shown."""
        count = super().write(text)
        self.late = self.late or time.monotonic() > self._until
        if self._typed and (self._awaited in self.getvalue() or self.late):
            self._keys.send_text(self._typed)
            self._typed = ""
        return count


def test_a_walk_in_which_nobody_types_follows_what_other_desks_write(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes by itself; nothing is put on record for it, and the prompt waits as before."""
    monkeypatch.setattr(ask, "_LOOK", 0.01)
    one, other = hub.desk("a"), hub.desk("b")
    incident = started(one, "fire")
    did(other, "hub", "fetch")
    did(other, "note", "second exit is free", "-i", incident)
    with create_pipe_input() as keys:
        screen = Terminal(keys, "second exit is free", "q\r")
        one.terminal, one.stdout = "full", screen
        with create_app_session(input=keys, output=Vt100_Output(screen, lambda: Size(24, 80))):
            assert run(["resume", incident], one) == 0
    assert not screen.late
    assert [entry["event"] for entry in entries(one, "-i", incident)] == ["opened", "noted"]


def test_what_a_review_of_an_earlier_year_decided_on_is_still_to_be_done_for_the_county_too(hub: Hub) -> None:
    """As at the hall itself; what decided on nothing is not read, and what was seen to is gone."""
    clock = Clock()
    ours = hub.desk("a", clock=clock)
    clock.now -= timedelta(days=365)
    for number in range(2):
        incident = started(ours, "fire", "--new")
        did(ours, "end", "handled", "--decided", "Zhang", "--condition", "over", "-i", incident)
        if number:
            did(ours, "done", "improvement", "-f", "improvement=Test the alarm", "-i", incident)
    clock.now += timedelta(days=365)
    county = make_world(hub.tmp_path, desk="county", home="none", env={"EMERGENCY_HUB": hub.reader()}, clock=clock)
    (measure,) = did(county, "stats", "--hub", "--json").data["measures"]
    assert measure["what"] == "Test the alarm"
    assert did(ours, "stats", "--hub", "--json").data["measures"] == [measure]
    plan = hub.sql("explain select from hub.line where entry ? 'facts' and (entry ->> 'facts') ~ '@\\d+\"'")
    assert "line_round" in str(plan)
    did(ours, "ready", "done", f"{incident}/1")
    assert did(county, "stats", "--hub", "--json").data["measures"] == []
