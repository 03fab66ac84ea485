"""Every branch of every playbook of both plans, driven from opening to the closed record; each walked once by keys."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, cycle, product
from math import prod
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from msgspec.structs import replace
from tests.builders import at, opened
from tests.front import did
from tests.worlds import make_world

from emergency_cli.cli import run
from emergency_cli.core.events import Approval, Entry, Event, Told, stamp
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import Board, Row, board
from emergency_cli.core.incident.steps.cards import next_card
from emergency_cli.core.plan.conditions import tests_in as looks_of
from emergency_cli.core.plan.conditions import wanted_by
from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import PlanValue
from emergency_cli.core.terms import NOT_KNOWN
from emergency_cli.language import Words
from emergency_cli.places import packaged_plan
from emergency_cli.plans.reading import read_plan_file

V = TypeVar("V", bound=PlanValue)
LIBRARY = Path(__file__).parents[1] / "examples" / "library"
_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
CONSENT = (None, "given", "refused", "not-reached")
_FULL, _TURNS = 12, 400
_INCIDENT, _DESK, _BY = "20261123-1454-every-k3f9q2", "k3f9q2", "王强"


class Type(NamedTuple):
    """An incident type of one of the plans."""

    plan: Path
    name: str

    def __str__(self) -> str:
        return self.name if self.plan != LIBRARY else f"library-{self.name}"

    def of(self, name: str) -> "Type":
        """Another one of the same plan."""
        return Type(self.plan, name)

    @property
    def playbook(self) -> Playbook:
        """Its playbook."""
        found: Playbook = _read(self.plan / "playbooks" / f"{self.name}.yaml", Playbook)
        return found

    @property
    def roster(self) -> Roster:
        """Who is there."""
        found: Roster = _read(self.plan / "roster.yaml", Roster)
        return found

    @property
    def plain(self) -> dict[str, str]:
        """What somebody types who has nothing to say about a fact on which nothing depends."""
        zone, party = list(self.roster.zones)[-1], list(self.roster.units)[1]
        return {"text": "无", "number": "3", "yes-no": "no", "zone": zone, "party": party, "time": stamp(at(2))}


@cache
def _read(path: Path, kind: type[V]) -> V:
    _, found, _ = read_plan_file(path.read_bytes(), path.name, kind)
    assert found
    return found


TYPES = [
    Type(plan, path.stem) for plan in (packaged_plan(), LIBRARY) for path in sorted((plan / "playbooks").glob("*.yaml"))
]
every_type = pytest.mark.parametrize("kind", TYPES, ids=str)


# --- the answers that matter ---------------------------------------------------------------------------------------


def answers_to(spec: FactSpec, tests: Sequence[Any], plain: Mapping[str, str]) -> list[str]:
    """The answers to a fact between which its conditions can tell."""
    match spec.kind:
        case "yes-no":
            known = ["yes", "no"]
        case "choice":
            known = list(spec.choices)
        case "choices":
            known = [*spec.choices, ",".join(spec.choices)]
        case "number":
            known = sorted({each for test in tests for each in wanted_by(test)})
        case _:
            known = [plain[spec.kind]]
    return [*known, NOT_KNOWN]


def choices_of(kind: Type) -> dict[str, list[str]]:
    """What can go either way in an incident of this type: facts by name, and consent under the name of its party."""
    books = [kind.of(each).playbook for each in dict.fromkeys((kind.name, GENERAL))]
    looked_at: dict[str, list[Any]] = {}
    for book in books:
        for when in (*(step.when for step in book.steps), *(each.when for each in book.suggests)):
            for fact, test in looks_of(when):
                looked_at.setdefault(fact, []).append(test)
    specs = {**kind.of(GENERAL).playbook.facts, **kind.playbook.facts}
    found = {fact: answers_to(specs[fact], tests, kind.plain) for fact, tests in looked_at.items()}
    consent = {step.approval: [str(each) for each in CONSENT] for book in books for step in book.steps if step.approval}
    return {**found, **consent}


def combined(ways: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """All combinations where they are few; otherwise so many that every two answers come together once."""
    if prod(len(answers) for answers in ways.values()) <= _FULL:
        return [dict(zip(ways, values, strict=True)) for values in product(*ways.values())]
    wanted = {
        frozenset(((a, x), (b, y))): None for a, b in combinations(ways, 2) for x in ways[a] for y in ways[b]
    }  # a dictionary, because it keeps its order
    chosen: list[dict[str, str]] = []
    while wanted:
        one = dict(next(iter(wanted)))
        for fact in (fact for fact in ways if fact not in one):
            new = {answer: [pair for pair in pairs(one | {fact: answer}) if pair in wanted] for answer in ways[fact]}
            one[fact] = max(new, key=lambda answer: len(new[answer]))
        wanted = {pair: None for pair in wanted if pair not in pairs(one)}
        chosen.append(one)
    return chosen


def pairs(one: Mapping[str, str]) -> list[frozenset[tuple[str, str]]]:
    """Every two answers of a combination."""
    return [frozenset(pair) for pair in combinations(one.items(), 2)]


# --- one incident --------------------------------------------------------------------------------------------------


@dataclass
class Course:
    """An incident driven by the rules alone: on every turn what the board puts first."""

    kind: Type
    ways: Mapping[str, str]
    take_up: bool = False
    entries: list[Entry] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    incident: Incident = field(default_factory=Incident)
    outcomes: Iterator[Any] = field(default_factory=lambda: cycle(("reached", "called", "no-answer")))

    def record(self, event: Event) -> None:
        """Put an event on record, in memory."""
        n = len(self.entries) + 1
        self.entries.append(Entry(_INCIDENT, _DESK, n, at(60), 0, "5eed0001", event, f"{n - 1:064x}", f"{n:064x}"))
        self.incident = replay(self.entries)

    def drive(self) -> "Course":
        """From opening to closing."""
        books = {each: self.kind.of(each).playbook for each in dict.fromkeys((self.kind.name, GENERAL))}
        # Ready-made models in the place of their snapshots are taken as they stand, which saves most of the time.
        self.record(replace(opened(playbook=self.kind.name), playbooks=books, roster=self.kind.roster))
        for _ in range(_TURNS):
            if self.incident.state == "closed":
                return self
            self.turn(board(self.incident, at(3)))
        raise AssertionError(f"{self.kind} {self.ways} never comes to its end: {self.shown[-5:]}")

    def turn(self, state: Board) -> None:
        """A suggestion, a card, or the end of what there is to do."""
        now: Any = {"at": at(3), "by": _BY}
        card = next_card(self.incident, state)
        life_comes_first(self.incident, state, card.current if card else None)
        if state.suggestions:
            offered = self.kind.of(state.suggestions[0]).playbook
            if self.take_up:
                taken_up = actions.attach_playbook(self.incident, offered, {}, **now)
                self.record(replace(taken_up, playbook=offered))
            else:
                self.record(actions.decline(self.incident, offered.id, **now))
        elif card:
            self.shown.append(card.current.address.partition("@")[0])
            self.record(self.settled(card.current, now))
        elif self.incident.state == "responding":
            self.record(actions.end_response(self.incident, "handled", **now))
        else:
            self.record(actions.close_record(self.incident, reason="情况未明" if state.open() else None, **now))

    def settled(self, row: Row, now: Any) -> Event:
        """A card is settled as an officer would: done with what belongs to it."""
        consent: Any = self.ways.get(row.step.approval or "", "None")
        contacts = [Told(party=party, outcome=next(self.outcomes)) for party in row.step.contact]
        return actions.finish_step(
            self.incident, row.address, actor="李娜", facts=self.facts(row), contacts=contacts,
            reason="派人当面通知" if actions.nobody_reached(contacts) else None,
            approval=None if consent == "None" else Approval(party=str(row.step.approval), answer=consent),
            **now,
        )  # fmt: skip

    def facts(self, row: Row) -> dict[str, str]:
        """The answers that the step wants; of zones and units only the first has what is out of order."""
        found = {}
        for name in row.step.wants:
            address = self.incident.fact_address(row.attachment.id, name, row.member)
            spec = self.incident.fact_spec(address)
            assert spec
            if address not in self.incident.answers:
                plain = self.kind.plain.get(spec.kind) or next(iter(spec.choices))
                not_first = any(one.partition("@")[0] == address.partition("@")[0] for one in self.incident.answers)
                found[address] = plain if not_first else self.ways.get(name, plain)
        return found


def life_comes_first(incident: Incident, state: Board, current: Row | None) -> None:
    """Only an answer can rule a life-saving step out, and nobody is asked for leave while one can still be done."""
    saving = [row for row in state.rows if row.step.safety and not row.step.upon]
    for row in saving:
        if row.status == "not-applicable":
            assert row.because
            assert all(fact in incident.answers for fact in row.because), row.address
    if current and current.step.approval:
        assert [row.address for row in saving if row.status == "todo"] == []


@cache
def courses(kind: Type) -> list[Course]:
    """Every branch of a playbook."""
    return [Course(kind, ways).drive() for ways in combined(choices_of(kind))]


# --- what holds for all --------------------------------------------------------------------------------------------


@every_type
def test_every_step_comes_on_some_way_to_the_closed_record(kind: Type) -> None:
    """No answer leads to a dead end, and no step of the playbook or of the general procedure is never put.

    What the opening or another step settles needs no card.
    """
    shown = {address for course in courses(kind) for address in course.shown}
    shown |= {row.base for course in courses(kind) for row in board(course.incident, at(3)).rows if row.through}
    expected = {f"{each}/{step.id}" for each in (kind.name, GENERAL) for step in kind.of(each).playbook.steps}
    assert (expected - shown, shown - expected) == (set(), set())


@every_type
def test_the_first_card_saves_lives(kind: Type) -> None:
    """A life-first step, or the first immediate one of a playbook that has none."""
    steps = kind.playbook.steps
    saving = [step for step in steps if step.safety and step.stage == "immediate"]
    first = (saving or [step for step in steps if step.stage == "immediate"])[0]
    assert {course.shown[0] for course in courses(kind)} == {f"{kind.name}/{first.id}"}


@every_type
def test_a_playbook_that_is_offered_can_be_taken_up(kind: Type) -> None:
    """Whatever the answers call for is offered once, and the incident with it still comes to its end."""
    general = kind.of(GENERAL).playbook
    called_for = {each.playbook for book in (kind.playbook, general) for each in book.suggests} - {kind.name}
    ways = {fact: answers[0] for fact, answers in choices_of(kind).items()}
    for suggestion in (*kind.playbook.suggests, *general.suggests):
        ways |= {fact: value for fact, value in suggestion.when.items() if isinstance(value, str)}
    course = Course(kind, ways, take_up=True).drive()
    assert called_for <= set(course.incident.attachments)
    assert course.incident.declined == set()


def test_the_police_are_called_before_anybody_is_asked_for_leave() -> None:
    """Petitioners who hit somebody: 110 at once; the Leading Group hears why afterwards."""
    violent = [
        course for course in courses(Type(packaged_plan(), "group-petition")) if course.ways["conduct"] == "violence"
    ]
    assert violent
    for course in violent:
        called = course.shown.index("group-petition/call-110-violence")
        assert called <= 1
        assert called < course.shown.index("group-petition/tell-leaders-called")
        assert "group-petition/call-110-consent" not in course.shown


# --- by keys -------------------------------------------------------------------------------------------------------


class Officer:
    """Somebody at a plain terminal who presses Enter, and says of what is asked that it is not known."""

    def __init__(self, screen: io.StringIO, language: str) -> None:
        self.screen, self.read_up_to, self.lines = screen, len(screen.getvalue()), 0
        say = Words(language).say
        self.unknown = {"zh": "不知道", "en": "unknown"}[language]
        # What is typed where this stands in the prompt or right before it.
        self.replies = {
            say("Your name, for the record (Enter = later):"): {"zh": "王强", "en": "Sam Lee"}[language],
            say("One reason for leaving them all:"): {"zh": "情况未明", "en": "not clear yet"}[language],
            say("Number (Enter = not over yet: leave, and go on later):"): "1",
            say("Close the record? 1 close, Enter = not yet:"): "1",
            say("Also take up “{title}”? (Enter/1 yes, 2 no)", title="")[:6]: "2",
        }

    def isatty(self) -> bool:
        """Nobody types ahead here."""
        return False

    def readline(self) -> str:
        """What is typed at the prompt that was just written."""
        fresh = self.screen.getvalue()[self.read_up_to :]
        self.read_up_to += len(fresh)
        self.lines += 1
        assert self.lines < _TURNS, fresh
        return self.reply(fresh) + "\n"

    def reply(self, fresh: str) -> str:
        """One line. A prompt that says what Enter does begins with a bracket; a question does not."""
        last = fresh.rpartition("\n")[2]
        near = last if last != "> " else fresh[-200:]
        found = next((reply for words, reply in self.replies.items() if words in near), None)
        if found is not None:
            return found
        return self.unknown if last.endswith(" > ") and not last.startswith("[") else ""


LANGUAGES = [(kind, language) for kind in TYPES for language in (("en",) if kind.plan == LIBRARY else ("zh", "en"))]


@pytest.mark.parametrize(("kind", "language"), LANGUAGES, ids=str)
def test_a_playbook_is_walked_to_its_end_and_its_review_to_the_closed_record(
    tmp_path: Path, kind: Type, language: str
) -> None:
    """`start` and Enter until the response has ended; `resume` and Enter until the record is closed and whole."""
    env = {"EMERGENCY_LANG": language, "EMERGENCY_PLAN": str(kind.plan)}
    zone = next(iter(kind.roster.zones))
    for verb, state in ((["start", kind.name, "--zone", zone], "ended"), (["resume"], "closed")):
        world = make_world(tmp_path, env=env, terminal="plain")
        assert isinstance(world.stdout, io.StringIO)
        world.stdin = Officer(world.stdout, language)  # type: ignore[assignment]
        assert run(verb, world) == 0
        walked = world.stdout.getvalue()
        assert did(world, "status", kind.name, "--json").data["state"] == state, walked
        assert kind.plan != LIBRARY or not _CHINESE.findall(walked)
    did(world, "verify", kind.name)
