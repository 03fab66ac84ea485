"""The views: they say what the program says of the same lines, or nothing; examples and the dashboard work."""

import json
import re
from pathlib import Path

import psycopg
import pytest
import yaml
from tests.front import did, small_plan, started, statuses
from tests.hub.conftest import Hub
from tests.worlds import Clock

from emergency_cli.world import World

DOCS = Path(__file__).parents[2] / "docs"


def examples() -> list[str]:
    """The queries of the page and of the dashboard."""
    page = (DOCS / "hub.md").read_text("utf-8")
    board = json.loads((DOCS / "dashboard.json").read_text("utf-8"))
    queries = re.findall(r"`(select [^`]+)`", page)
    queries += [target["rawSql"] for panel in board["panels"] for target in panel["targets"]]
    assert len(queries) > 14
    return queries


def test_every_example_of_the_page_and_every_query_of_the_dashboard_works(hub: Hub) -> None:
    """For the county, with something to show."""
    started(hub.desk("a"), "fire")
    county = hub.reader()
    for query in examples():
        hub.sql(query, user=county)
    counts = [hub.sql(query, user=county)[0] for query in examples() if query.startswith("select count(*)")]
    assert (1,) in counts


def test_the_dashboard_that_was_looked_at_shows_columns_that_there_are(hub: Hub) -> None:
    """Each chart shows columns of its data set, each data set what its query gives, and the page each chart once."""
    folder = DOCS / "superset"
    parts = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*/**/*.yaml"))]
    named = {part["uuid"]: part for part in parts}
    (board,) = (part for part in parts if "position" in part)
    charts = [part for part in parts if "slice_name" in part]
    placed = [
        each["meta"]["uuid"]
        for each in board["position"].values()
        if isinstance(each, dict) and each["type"] == "CHART"
    ]
    assert sorted(placed) == sorted(chart["uuid"] for chart in charts)
    started(hub.desk("a"), "fire")
    with psycopg.connect(hub.reader()) as county:
        for part in parts:
            if "table_name" in part:
                found = county.execute(part["sql"]).description or []
                assert [column.name for column in found] == [column["column_name"] for column in part["columns"]]
                assert named[part["database_uuid"]]["database_name"] == "emergency"
    for chart in charts:
        there = {column["column_name"] for column in named[chart["dataset_uuid"]]["columns"]}
        order = [json.loads(each)[0] for each in chart["params"].get("order_by_cols", ())]
        assert {*chart["params"].get("all_columns", ()), *order} <= there


def test_steps_stand_in_the_view_as_they_stand_on_the_board(hub: Hub, tmp_path: Path) -> None:
    """But for what an act for another playbook served: there the view says so and calls nothing late."""
    clock = Clock()
    desk = hub.desk("a", clock=clock)
    desk.env = {**desk.env, "EMERGENCY_PLAN": small_plan(tmp_path)}
    started(desk, "water", "--zone", "tax")
    clock.pass_by(minutes=2)
    for line in (
        ["done", "shut-off"], ["set", "deep=yes"], ["done", "tell", "-c", "emergency-office=reached"],
        ["done", "look@tax", "-f", "level=3"], ["defer", "cut-mains"], ["skip", "insurer", "--reason", "none"],
        ["order", "Close the gate", "--from", "王局长", "--to", "wang", "--due", "30m"],
        ["done", "patrol"], ["reopen", "shut-off"], ["done", "shut-off"],
    ):  # fmt: skip
        did(desk, *line)
    agree(hub, desk)
    did(desk, "set", "deep=no", "--reason", "measured again")
    did(desk, "end", "handled", "--decided", "wang")
    agree(hub, desk)
    assert hub.sql("select state, outcome from hub.incidents") == [("ended", "handled")]
    assert hub.sql("select report from hub.reports_due") == [("final",)]
    did(desk, "close", "--reason", "all is dry")
    agree(hub, desk)
    assert hub.sql("select state from hub.incidents") == [("closed",)]


def agree(hub: Hub, desk: World) -> None:
    """The statuses of all steps, but of those that the view leaves to a person."""
    rows = hub.sql("select step, status from hub.steps where perhaps_as is null")
    there = {str(step): status for step, status in rows}
    here = statuses(desk)
    assert {step: (here[step], status) for step, status in there.items() if here[step] != status} == {}
    assert len(there) >= len(here) - 2


@pytest.mark.parametrize("playbook", ["fire", "illness", "weather", "power-failure"])
def test_no_view_calls_late_what_the_board_does_not(hub: Hub, playbook: str) -> None:
    """With the plan as it is shipped, an hour after it began, nothing done."""
    clock = Clock()
    desk = hub.desk("a", clock=clock)
    incident = started(desk, playbook)
    clock.pass_by(hours=1)
    did(desk, "note", "an hour later")
    agree(hub, desk)
    late = {row["step"] for row in did(desk, "status", "--json").data["steps"] if row["late_seconds"]}
    told = hub.sql(
        "select step from hub.board('jiaxiang', %s) "
        "where perhaps_as is null and due < %s and status in ('todo', 'deferred')",
        incident,
        clock.now,
    )
    assert {step for (step,) in told} == late


def test_a_drill_that_was_carried_through_counts_for_its_hall(hub: Hub) -> None:
    """One that was broken off does not."""
    desk = hub.desk("a")
    for outcome in ("opened-by-mistake", "handled"):
        incident = started(desk, "theft", "--drill", "--new")
        did(desk, "end", outcome, "-i", incident, "--decided", "王强")
    assert hub.sql("select completed from hub.drills order by outcome") == [(True,), (False,)]
    assert hub.sql("select open, last_drill is not null from hub.halls") == [(0, True)]


def test_limits_of_reports_are_those_that_whoever_runs_the_hub_sets(hub: Hub) -> None:
    """None is preset; afterwards it is due from noticing."""
    started(hub.desk("a"), "fire")
    assert hub.sql("select report, due from hub.reports_due") == [("initial", None)]
    hub.sql("insert into hub.report_limit values ('initial', '1 hour')")
    assert hub.sql("select due - since from hub.reports_due") == hub.sql("select interval '1 hour'")
