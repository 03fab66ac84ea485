"""Random courses of two terminals at one incident, against a model that a person can check by reading it.

A short run is part of the tests; EMERGENCY_TEST_LONG=1 in the environment: two thousand courses.
"""

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.builders import at, opened
from tests.worlds import make_world

from emergency_cli.core.events import Event, Noted, Repaired
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.incident.steps.board import board
from emergency_cli.disk import Disk
from emergency_cli.errors import NotAllowed
from emergency_cli.language import Words
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Session
from emergency_cli.store.home import Case, Home

COUNT = 2_000 if os.environ.get("EMERGENCY_TEST_LONG") else 100
STEPS = ("fire/call-119", "fire/alarm", "fire/search", "fire/clean-up")
TICKS = {"skip": "skipped", "could-not": "could-not", "defer": "deferred"}


class Quick(Disk):
    """What is written here need not outlast a power cut."""

    def sync(self, descriptor: int) -> None:
        """Nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Nothing."""


@dataclass
class Model:
    """What an incident comes to: of each step all that was said and not taken back, the last one counts."""

    said: dict[str, list[str]] = field(default_factory=lambda: {step: [] for step in STEPS})
    trapped: list[tuple[str, str]] = field(default_factory=list)  # answer, and the tick that gave it
    notes: list[str] = field(default_factory=list)
    state: str = "responding"

    def answer(self) -> str | None:
        """Whether anybody is trapped."""
        return self.trapped[-1][0] if self.trapped else None

    def status(self, step: str) -> str:
        """As the board has to show it. The search is only for people who are trapped."""
        last = self.said[step][-1] if self.said[step] else "todo"
        if last in ("todo", "deferred") and step == "fire/search":
            return {"yes": last, "no": "not-applicable", None: "waiting" if last == "todo" else last}[self.answer()]
        return last

    def does(self, act: str, what: str, *, closed: bool) -> bool:
        """Do it; `False` where it is refused. `closed` is what that terminal knows: words rest on nothing else."""
        done = what in self.said and self.status(what) == "done"
        match act:
            case "note" if not closed:
                self.notes.append(what)
            case _ if self.state == "closed":
                return False
            case "yes" | "no":
                self.trapped.append((act, ""))
            case "done" | "done-yes" if not done and self.status(what) != "not-applicable":
                self.said[what].append("done")
                self.trapped += [("yes", what)] if act == "done-yes" else []
            case "skip" | "could-not" | "defer" if not done and self.status(what) != "not-applicable":
                self.said[what].append(TICKS[act])
            case "reopen" if self.said[what]:
                if self.said[what].pop() == "done":
                    self.trapped = [each for each in self.trapped if each[1] != what]
            case "end" if self.state == "responding":
                self.state = "ended"
            case "flares-up" if self.state == "ended":
                self.state = "responding"
            case "close" if self.state == "ended":
                self.state = "closed"
            case _:
                return False
        return True


def decide(act: str, what: str, incident: Incident) -> Event:
    """The same by the rules of the program."""
    common = {"at": at(1), "by": "Li"}
    match act:
        case "note":
            return actions.note(incident, what, **common)  # type: ignore[arg-type]
        case "yes" | "no":
            return actions.set_facts(incident, {"fire.trapped": act}, **common)  # type: ignore[arg-type]
        case "done" | "done-yes":
            facts = {"fire.trapped": "yes"} if act == "done-yes" else {}
            return actions.finish_step(incident, what, facts=facts, **common)  # type: ignore[arg-type]
        case "skip":
            return actions.skip_step(incident, what, **common)  # type: ignore[arg-type]
        case "could-not":
            return actions.could_not(incident, what, **common)  # type: ignore[arg-type]
        case "defer":
            return actions.defer_step(incident, what, **common)  # type: ignore[arg-type]
        case "reopen":
            return actions.reopen_step(incident, what, **common)  # type: ignore[arg-type]
        case "end":
            return actions.end_response(incident, "handled", **common)  # type: ignore[arg-type]
        case "flares-up":
            return actions.reopen_response(incident, **common)  # type: ignore[arg-type]
        case _:
            return actions.close_record(incident, reason="late", **common)  # type: ignore[arg-type]


@dataclass
class Hall:
    """Two terminals of one desk, each knowing what it last saw; only recording makes them look again."""

    place: Path
    incident: str = ""
    terminals: list[tuple[Session, Case]] = field(default_factory=list)

    def __post_init__(self) -> None:
        journal = Home(make_world(self.place, disk=Quick())).create(False, at(), "fire")
        journal.append(opened())
        self.incident = journal.incident
        self.terminals = [self.started(), self.started()]

    def started(self) -> tuple[Session, Case]:
        """A program that was started just now."""
        world = make_world(self.place, disk=Quick())
        session = Session(world, Screen(world, Words("en")))
        return session, session.home.open(self.incident)

    def does(self, terminal: int, act: str, what: str) -> bool:
        """Record it at a terminal; `False` where it was refused."""
        session, case = self.terminals[terminal]
        try:
            self.terminals[terminal] = session, session.record(case, partial(decide, act, what))[0]
        except NotAllowed:
            return False
        return True

    def power_cut(self, terminal: int) -> None:
        """It leaves half a line, and the program is started anew."""
        log = next(self.place.glob(f"home/incidents/*/{self.terminals[0][1].journal.desk}.jsonl"))
        with log.open("ab") as stream:
            stream.write(b'{"v":1,"incident":"2026')
        self.terminals[terminal] = self.started()


anywhere = st.sampled_from([(act, step) for act in ("done", "skip", "could-not", "defer", "reopen") for step in STEPS])
ends = st.sampled_from([(act, "") for act in ("end", "flares-up", "close", "yes", "no")])
others = st.sampled_from([("done-yes", "fire/alarm"), ("note", "smoke"), ("note", "flames"), ("power cut", "")])
courses = st.lists(st.tuples(st.integers(0, 1), anywhere | ends | others), max_size=12)


@settings(max_examples=COUNT, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(courses)
@example([(0, ("done-yes", "fire/alarm")), (1, ("reopen", "fire/alarm")), (0, ("done", "fire/search"))])
@example([(0, ("end", "")), (1, ("done", "fire/alarm")), (1, ("close", "")), (0, ("note", "smoke"))])
def test_any_course_comes_to_what_the_model_says(
    tmp_path_factory: pytest.TempPathFactory, course: list[tuple[int, tuple[str, str]]]
) -> None:
    """What is refused is refused by both; a terminal that is behind decides anew; a new program reads the same."""
    model, hall, cuts = Model(), Hall(tmp_path_factory.mktemp("hall")), 0
    for terminal, (act, what) in course:
        if act == "power cut":
            hall.power_cut(terminal)
            cuts += 1
        else:
            closed = hall.terminals[terminal][1].incident.state == "closed"
            assert hall.does(terminal, act, what) == model.does(act, what, closed=closed), (act, what)
    _, case = hall.started()
    told = case.incident
    assert [found.kind for found in case.record.findings if not found.harmless] == []
    assert [entry.n for entry in case.record.entries] == list(range(1, len(case.record.entries) + 1))
    assert (told.state, told.value("fire.trapped")) == (model.state, model.answer())
    assert [entry.event.text for entry in told.entries if isinstance(entry.event, Noted)] == model.notes
    assert sum(isinstance(entry.event, Repaired) for entry in told.entries) <= cuts
    if model.state != "closed":
        rows = board(told, at(2)).by_address
        assert {step: rows[step].status for step in STEPS} == {step: model.status(step) for step in STEPS}
