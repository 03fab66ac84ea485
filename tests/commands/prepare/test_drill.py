"""Drills by a scenario: exercise control speaks when its time comes, and never answers for the officer."""

import io
from pathlib import Path
from typing import Any

import pytest
from tests.front import did, emergency, entries, small_plan, statuses
from tests.worlds import Clock

from emergency_cli.cli import run
from emergency_cli.world import World

SCENARIO = """\
id: lab
title: {zh: 机房跑水, en: Water in the machine room}
playbook: water
scene: {zh: 机房地上有水。, en: There is water on the floor.}
injects:
  - {id: deeper, at: 3m, says: {zh: 水更深了。, en: The water rises.}, expects: {deep: yes}, within: 1m}
  - {id: late, at: 20m, says: {zh: 水干了。, en: The floor is dry.}, expects: {deep: no}}
goals:
  - {step: shut-off, within: 5m}
  - {step: how-deep, from: deeper, within: 30s}
  - {step: dry, after: cut-mains}
  - {step: general/evaluate}
"""


def plan(tmp_path: Path, scenario: str = SCENARIO) -> str:
    """The folder of a small plan with a scenario."""
    folder = Path(small_plan(tmp_path))
    (folder / "drills").mkdir()
    (folder / "drills" / "lab.yaml").write_text(scenario, "utf-8")
    return str(folder)


class Slow(io.StringIO):
    """Somebody who takes two minutes for every line."""

    def __init__(self, clock: Clock, *lines: str) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._clock = clock

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """The next line, two minutes later."""
        self._clock.pass_by(minutes=2)
        return super().readline(-1 if size is None else size)


def walked(world: World, clock: Clock, argv: list[str], *lines: str) -> str:
    """What is on a plain terminal while somebody slow types these lines."""
    world.stdin, world.stdout, world.stderr = Slow(clock, *lines), io.StringIO(), io.StringIO()
    world.terminal = "plain"
    assert run(argv, world) == 0, world.stderr.getvalue()
    world.terminal = "none"
    return world.stdout.getvalue()


def test_a_drill_begins_with_its_card_and_the_scene_and_answers_nothing(world: World, tmp_path: Path) -> None:
    """The scene is a note of exercise control; what it asks for is for the officer to find out."""
    out = did(world, "drill", "lab", "--plan", plan(tmp_path), "--by", "Li").out
    assert out.index("Shut the valve") < out.index("Exercise control: There is water on the floor.")
    assert "What exercise control says comes in the walk: emergency resume" in " ".join(out.split())
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    assert drill.startswith("drill-")
    found = entries(world, drill)
    assert [(each["event"], each["by"]) for each in found] == [
        ("opened", "Li"), ("officer-named", "Li"), ("noted", "exercise control"),
    ]  # fmt: skip
    assert did(world, "status", drill, "--json").data["facts"] == {}
    assert "done" not in statuses(world, drill).values()


def test_what_exercise_control_says_comes_when_its_time_has_come(world: World, tmp_path: Path, clock: Clock) -> None:
    """Once, to whoever walks at that moment; as a note that nobody takes for an answer."""
    said = "Exercise control: The water rises."
    out = walked(
        world, clock, ["drill", "lab", "--plan", plan(tmp_path), "--by", "Li"], "the tap is stuck", "done", "q"
    )
    assert out.count(said) == 1
    assert out.index("[recorded 14:56] Note: the tap is stuck") < out.index(said)
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    again = walked(world, clock, ["resume", drill], "q")
    assert said not in again
    notes = [(each["text"], each["by"]) for each in entries(world, drill) if each["event"] == "noted"]
    assert notes[-1] == (said, "exercise control")
    assert len([text for text, _ in notes if text == said]) == 1
    assert did(world, "status", drill, "--json").data["facts"] == {}


def test_what_exercise_control_says_by_now_is_on_every_screen_of_the_drill(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    """Until it is noted in a walk; looking notes nothing."""
    did(world, "drill", "lab", "--plan", plan(tmp_path), "--by", "Li")
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    before, looks = (
        entries(world, drill),
        (["status", drill], ["status", drill, "--all"], ["board"], ["board", "--to", "-"]),
    )
    assert not any("The water rises" in did(world, *look).out for look in looks)
    clock.pass_by(minutes=9)
    for look in looks:
        assert did(world, *look).out.count("Exercise control: The water rises.") == 1
    said = [{"zh": "水更深了。", "en": "The water rises."}]
    assert [did(world, *look, "--json").data["control"] for look in (["status", drill], ["brief", drill])] == [said] * 2
    assert did(world, "board", "--json").data["incidents"][0]["control"] == said
    assert entries(world, drill) == before
    walked(world, clock, ["resume", drill], "q")
    assert did(world, "status", drill, "--json").data["control"] == []
    assert "To do now" in did(world, "status", drill).out
    assert "rises" not in did(world, "status", drill).out


def gone_through(world: World, clock: Clock, folder: str, *options: str) -> str:
    """A drill in which one goal is reached, one is late, one is out of order and one is missed; its id."""
    walked(world, clock, ["drill", "lab", "--plan", folder, "--by", "Li", *options], "one", "two", "q")
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    did(world, "done", "shut-off", "-i", drill)  # after six minutes
    did(world, "done", "how-deep", "-f", "deep=yes", "-i", drill)  # two minutes after it was said
    did(world, "done", "dry", "-i", drill)
    did(world, "end", "handled", "--decided", "Li", "-i", drill)
    return drill


def assessment(world: World, drill: str, *argv: str) -> str:
    """What the drill's document says of the goals."""
    text = did(world, "export", drill, "--to", "-", "--format", "md", *argv).out
    return next(line for line in text.splitlines() if "scenario" in line)


def test_the_document_of_the_drill_holds_it_against_its_goals(world: World, tmp_path: Path, clock: Clock) -> None:
    """In time, late, out of order, missed, and what was not put to the test; whatever the file says by then."""
    folder = plan(tmp_path)
    drill = gone_through(world, clock, folder)
    said = assessment(world, drill, "--plan", folder)
    assert "Beside the goals that the scenario “Water in the machine room” sets itself, 0 of 5 were reached." in said
    assert "Reached late: Shut the valve (6 min, within 5 min); See how deep it is (2 min, within 30 s)" in said
    assert "Is it deep: yes (2 min, within 1 min)" in said
    assert "Out of order: Dry the floor (before “Cut the mains”)." in said
    assert "Missed: Evaluate." in said
    assert "Not put to the test, because exercise control had not come to it: Is it deep: no." in said
    (Path(folder) / "drills" / "lab.yaml").unlink()
    assert assessment(world, drill, "--plan", folder) == said
    assert "reached 0 of 5 goals" in " ".join(did(world, "stats").text.split())


def test_whoever_was_reached_by_a_call_was_told_though_nobody_ticked_it(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    """The document tells of the call: it cannot say that it was missed. A call in vain tells nobody."""
    folder = plan(tmp_path, SCENARIO + "  - {step: tell, within: 3m}\n")
    did(world, "drill", "lab", "--plan", folder, "--by", "Li")
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    clock.pass_by(minutes=1)
    did(world, "call", "emergency-office=no-answer", "-i", drill)
    assert "Reached: " not in assessment(world, drill, "--plan", folder)
    clock.pass_by(minutes=1)
    did(world, "call", "emergency-office=reached", "-i", drill)
    assert "Reached: Tell them (2 min, within 3 min)" in assessment(world, drill, "--plan", folder)


def test_a_goal_of_telling_two_is_reached_when_both_were_and_not_before(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    """By calls of their own; the time is that of the last."""
    folder = plan(tmp_path, SCENARIO + "  - {step: tell, within: 3m}\n")
    book = Path(folder) / "playbooks" / "water.yaml"
    book.write_text(
        book.read_text("utf-8").replace("[emergency-office], same", "[emergency-office, wang], same"), "utf-8"
    )
    did(world, "drill", "lab", "--plan", folder, "--by", "Li")
    (drill,) = [path.name for path in (world.home / "incidents").iterdir()]
    for minute, whom in enumerate(("emergency-office", "wang"), 1):
        assert "Reached: " not in assessment(world, drill, "--plan", folder)
        clock.pass_by(minutes=minute)
        did(world, "call", f"{whom}=reached", "-i", drill)
    assert "Reached late" not in assessment(world, drill, "--plan", folder)
    assert "Reached: Tell them (3 min, within 3 min)" in assessment(world, drill, "--plan", folder)


def test_at_a_desk_a_minute_takes_ten_seconds(world: World, tmp_path: Path, clock: Clock) -> None:
    """Of what exercise control says and of the goals; the document says so."""
    folder = plan(tmp_path)
    said = assessment(world, gone_through(world, clock, folder, "--fast"), "--plan", folder)
    assert "Everything ran 6 times as fast as in earnest" in said
    assert "Shut the valve (6 min, within 50 s)" in said
    assert "Is it deep: no" in said.partition("Missed: ")[2]


@pytest.mark.parametrize(
    "word", ["fire-stairwell", "Fire in the second-floor switch room", "二楼", "fire", "er lou pei dian jian qi huo"]
)
def test_a_scenario_is_found_by_its_names_and_by_its_playbook(world: World, word: str) -> None:
    """In both languages, and by how they sound."""
    drill = did(world, "drill", word, "--json").data
    assert (drill["drill"], drill["playbooks"][0]) == (True, "fire")


def test_without_a_name_the_scenarios_are_listed(world: World) -> None:
    """To pick from at a terminal; elsewhere the line is refused and names them."""
    answer = emergency(world, "drill")
    assert answer.code == 2
    assert (
        "Which scenario? Name one of fire-stairwell (Fire in the second-floor switch room), illness-hall" in answer.text
    )
    text = emergency(world, "drill", typed="2\nq\n").text
    assert "An elderly man waiting in the Social Insurance zone has collapsed" in text


FAULTS = """id: lab
title: {zh: 机房跑水, en: Water in the machine room}
playbook: water
scene: {zh: 机房地上有水。, en: There is water on the floor.}
injects:
  - {id: deeper, at: 3 minutes, says: {zh: 水更深了。, en: The water rises.}}
goals:
  - {stepp: shut-off}
"""
WRONG = """id: lab
title: {zh: 机房跑水, en: Water in the machine room}
playbook: water
scene: {zh: 机房地上有水。, en: 机房地上有水。}
injects:
  - {id: deeper, at: 3m, says: {zh: 水更深了。, en: The water rises.}, expects: {deep: maybe, colour: red}}
  - {id: deeper, at: 4m, says: {zh: 水干了。, en: The floor is dry.}}
goals:
  - {step: shut-of, from: deepest}
  - {step: general/nothing, after: wind/call}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FAULTS, [(6, "“3 minutes” is not a time span"), (8, "“stepp” is not known here"), (8, "no “step”")]),
        (
            WRONG,
            [
                (4, "in one language only"),
                (6, "“maybe”"),
                (6, "the fact “colour” is not declared anywhere"),
                (7, "the inject “deeper” appears twice"),
                (9, "there is no step “water/shut-of”"),
                (9, "there is no inject “deepest”"),
                (10, "there is no step “general/nothing”"),
                (10, "there is no step “wind/call”"),
            ],
        ),
        (WRONG.replace("playbook: water", "playbook: wind"), [(3, "there is no playbook “wind”")]),
    ],
    ids=["form", "meaning", "playbook"],
)
def test_check_names_every_fault_of_a_scenario_with_its_line(
    world: World, tmp_path: Path, text: str, said: list[tuple[int, str]]
) -> None:
    """All at once, as of every plan file."""
    answer = emergency(world, "check", "--json", "--plan", plan(tmp_path, text))
    found: list[dict[str, Any]] = [each for each in answer.data["faults"] if each["file"].endswith("lab.yaml")]
    assert answer.code == 5
    for line, what in said:
        assert [each for each in found if each["line"] == line and what in each["what"]], (line, what, found)


def test_a_hall_of_its_own_has_no_scenario_of_another(world: World, tmp_path: Path) -> None:
    """Nothing of the plan that came with the program is rehearsed there."""
    answer = emergency(world, "drill", "fire", "--plan", small_plan(tmp_path))
    assert (answer.code, "This plan has no scenario of a drill." in answer.err) == (2, True)
