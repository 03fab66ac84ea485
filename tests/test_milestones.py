"""The picture of an incident: at most ten points with names, and every limit that was met or missed."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.documents import READ
from tests.front import did, small_plan, started
from tests.scenes import LANGUAGES, played
from tests.worlds import START, Clock, make_world

from emergency_cli.core.plan.playbook import MOST_MILESTONES
from emergency_cli.core.report.document import Milestones, Report, Section
from emergency_cli.core.report.summaries.milestones import milestones
from emergency_cli.core.report.summaries.summary import build_report, material_of
from emergency_cli.core.text import msg
from emergency_cli.export import FORMATS
from emergency_cli.export.milestones import distance
from emergency_cli.language import Words
from emergency_cli.store.home import Home
from emergency_cli.world import World


def picture(world: World) -> Milestones:
    """The milestones of the only incident."""
    found = milestones(material_of(Home(world).all()[0].incident, world.now()))
    assert found
    return found


def document(world: World, *parts: Milestones) -> Report:
    """A document that holds nothing else."""
    report = build_report(Home(world).all()[0].incident, world.now())
    told = {name: getattr(report, name) for name in report.__struct_fields__}
    return Report(**told | {"sections": (Section("course", msg("Response"), parts),)})


def test_the_end_and_every_limit_are_points_of_the_picture(tmp_path: Path) -> None:
    """With the time by which it had to be done, and by how much that was missed."""
    scene = played("power-failure", tmp_path, "en")
    marks = picture(scene.world).marks
    names = [Words("en")(mark.name) for mark in marks]
    assert (names[0], names[-1]) == ("Noticed", "Response ended")
    (limited,) = [mark.limit for mark in marks if mark.limit]
    assert limited == (START.replace(hour=10, minute=24), timedelta(minutes=4, seconds=30))
    assert len(marks) <= MOST_MILESTONES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missed_limit_is_seen_in_every_format(tmp_path: Path, language: str) -> None:
    """In words, not by colour: it is printed in black and white."""
    scene = played("power-failure", tmp_path, language)
    report, words = document(scene.world, picture(scene.world)), Words(language)
    told = {"zh": "时限10:24，超时4分30秒", "en": "limit 10:24, 4 min 30 s late"}[language]
    for format_ in ("docx", "html", "md"):
        assert told in READ[format_](FORMATS[format_](report, words)), format_
    page = FORMATS["html"](report, words).decode()
    assert "<svg" in page and 'role="img"' in page and f"({told})" in page.partition("<desc")[2].partition("</desc>")[0]


MANY = """\
id: water
title: {zh: 漏水, en: Water}
class: accident
trigger: {zh: 漏水, en: Water on the floor}
facts:
  plumber: {kind: time, label: {zh: 维修到场, en: Plumber arrived}, milestone: true}
steps:
  - {id: tell, stage: immediate, clause: 四, do: {zh: 报告, en: Tell them}, within: 5m}
""" + "".join(
    f"  - {{id: step-{number}, stage: immediate, clause: 四, do: {{zh: 办, en: Do}}, record: [plumber],"
    f" short: {{zh: 第{number}件, en: No. {number}}}, milestone: true}}\n"
    for number in range(12)
)


def test_there_are_never_more_than_ten_points_and_limits_come_first(tmp_path: Path) -> None:
    """However many the plan would like: more is a list, and no picture."""
    clock = Clock()
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": small_plan(tmp_path, water=MANY)})
    started(world, "water")
    clock.pass_by(minutes=2)
    did(world, "set", "plumber=14:55")
    for number in range(12):
        clock.pass_by(minutes=1)
        did(world, "done", f"step-{number}")
    did(world, "done", "water/tell")
    did(world, "end", "handled", "--decided", "wang")
    marks = picture(world).marks
    names = sorted(Words("en")(mark.name) for mark in marks)
    kept = [f"No. {number}" for number in range(6)]
    assert names == sorted(["Noticed", "Plumber arrived", *kept, "Tell them", "Response ended"])
    assert [mark.limit[1] for mark in marks if mark.limit] == [timedelta(minutes=9)]


def test_a_limit_that_nobody_kept_is_a_point_without_an_entry(tmp_path: Path) -> None:
    """Nobody did it: the picture says so, as of the document."""
    clock = Clock()
    world = make_world(tmp_path, clock=clock, env={"EMERGENCY_PLAN": small_plan(tmp_path)})
    started(world, "water")
    clock.pass_by(minutes=8)
    (mark,) = [mark for mark in picture(world).marks if mark.limit]
    assert (mark.entry, mark.limit) == (None, (START + timedelta(minutes=5), timedelta(minutes=3)))


def test_an_incident_in_which_nothing_happened_has_no_picture(tmp_path: Path) -> None:
    """Two points are no course."""
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": small_plan(tmp_path, water=MANY)})
    started(world, "water")
    assert milestones(material_of(Home(world).all()[0].incident, world.now())) is None


def test_points_far_apart_in_time_are_farther_apart_on_paper() -> None:
    """But a day is no page."""
    near, far, days = (distance(timedelta(minutes=minutes)) for minutes in (1, 30, 5000))
    assert near < far <= days < 2 * near
