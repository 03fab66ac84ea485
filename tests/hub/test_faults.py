"""What goes wrong between a desk and its hub: nothing is lost, nothing is held up, nothing is let in."""

import shutil
import time
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from tests.front import did, emergency, log_of, started
from tests.hub.conftest import Hub
from tests.worlds import Clock


def test_a_server_that_dies_and_comes_back_has_everything(hub: Hub) -> None:
    """The tick is told as ever, once with a word of the hub; the next entry after a while brings it all."""
    clock = Clock()
    desk = hub.desk("a", clock=clock)
    incident = started(desk, "fire")
    hub.server.kill()
    first = emergency(desk, "note", "one")
    assert (first.code, "The record itself is saved" in first.text) == (0, True)
    assert emergency(desk, "note", "two").err == "", "nobody waits again so soon, and nothing is said again"
    hub.server.start()
    clock.pass_by(minutes=1)
    did(desk, "note", "three")
    rows = hub.sql("select body from hub.line where incident = %s order by n", incident)
    assert b"".join(bytes(body) + b"\n" for (body,) in rows) == log_of(desk, incident)  # type: ignore[call-overload]


@pytest.mark.parametrize("cut", [10, 150, 1000, 20_000])
def test_a_connection_that_breaks_on_the_way_leaves_the_hub_with_the_beginning(hub: Hub, cut: int) -> None:
    """Never with half a line or one that follows nothing; sending again ends it."""
    desk, wire = hub.desk("a"), hub.wire()
    desk.env = {**desk.env, "EMERGENCY_HUB": ""}
    started(desk, "fire")
    for number in range(3):
        did(desk, "note", f"note {number}")
    desk.env = {**desk.env, "EMERGENCY_HUB": hub.through(wire)}
    wire.cut_after = cut
    answer = emergency(desk, "hub", "send")
    assert (answer.code, "Traceback" in answer.text) == (3, False)
    assert "The hub cannot be used" in answer.text
    wire.cut_after = None
    did(desk, "hub", "send")
    assert hub.sql("select count(*) from hub.line") == [(4,)]


def test_a_hub_that_never_answers_holds_up_nothing(hub: Hub) -> None:
    """The command ends after the little that it waits, and says so once."""
    clock, wire = Clock(), hub.wire()
    desk = hub.desk("a", clock=clock)
    desk = replace(desk, hub_patience=0.2, env={**desk.env, "EMERGENCY_HUB": hub.through(wire)})
    wire.dead = True
    begun = time.monotonic()
    answer = emergency(desk, "start", "fire", "--json")
    assert answer.code == 0
    assert "The hub does not answer" in answer.text
    assert emergency(desk, "note", "smoke").err == ""
    assert time.monotonic() - begun < 8
    wire.dead = False
    clock.pass_by(minutes=1)
    did(replace(desk, hub_patience=30), "note", "on")
    assert hub.sql("select count(*) from hub.line") == [(3,)]


@pytest.mark.parametrize("line", [["hub", "status"], ["list", "--hub"]], ids=" ".join)
def test_whoever_asks_for_a_hub_that_never_answers_is_told_soon(hub: Hub, line: list[str]) -> None:
    """A statement may take ten seconds; that nobody is there shows sooner."""
    wire, begun = hub.wire(), time.monotonic()
    wire.dead = True
    desk = hub.desk("a")
    answer = emergency(replace(desk, env={**desk.env, "EMERGENCY_HUB": hub.through(wire)}), *line)
    assert (answer.code, "it does not answer" in answer.text) == (3, True)
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize("now", [datetime(1970, 1, 2, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)])
def test_a_wrong_clock_at_a_desk_is_seen_and_nothing_else(hub: Hub, now: datetime) -> None:
    """The hub stamps by its own; the order is that of the record."""
    desk = hub.desk("a", clock=Clock(now=now))
    started(desk, "fire")
    did(desk, "note", "smoke")
    assert hub.sql("select count(*) from hub.line where abs(extract(epoch from now() - received)) < 600") == [(2,)]
    assert hub.sql("select bool_and(abs(extract(epoch from arrived_after)) > 1e8) from hub.entries") == [(True,)]


def test_two_machines_with_one_code_are_a_fork_and_both_count(hub: Hub) -> None:
    """As when a machine was copied: each goes on, and each has what the other wrote."""
    one = hub.desk("a")
    incident = started(one, "fire")
    shutil.copytree(one.home, hub.tmp_path / "home-b")
    shutil.copytree(one.state, hub.tmp_path / "state-b")
    other = replace(hub.desk("b"), host=one.host)
    did(one, "note", "written here", "-i", incident)
    emergency(other, "note", "written there", "-i", incident)
    emergency(one, "hub", "fetch")
    emergency(other, "hub", "fetch")
    for desk in (one, other):
        told = did(desk, "timeline", "-i", incident).out
        assert "written here" in told
        assert "written there" in told
    assert hub.sql("select count(*), count(distinct desk) from hub.line") == [(3, 1)]


def test_an_older_copy_of_the_hub_gets_again_what_it_lost(hub: Hub) -> None:
    """With the next entry: the line before it is not there, so everything is compared."""
    desk = hub.desk("a")
    started(desk, "fire")
    did(desk, "note", "one")
    did(desk, "note", "two")
    hub.sql("set session_replication_role = replica; delete from hub.line where n > 1")
    did(desk, "note", "three")
    assert hub.sql("select array_agg(n order by n) from hub.line") == [([1, 2, 3, 4],)]


@pytest.mark.parametrize(("there", "words"), [(3, "newer version"), (1, "older version")])
def test_another_version_of_the_tables_is_named_and_nothing_is_sent(hub: Hub, there: int, words: str) -> None:
    """Recording goes on; whoever runs the hub brings it up to date, an older program leaves it alone."""
    desk = hub.desk("a")
    hub.sql("update hub.version set version = %s", there)
    answer = emergency(desk, "start", "fire", "--json")
    assert (answer.code, words in answer.text) == (0, True)
    assert emergency(desk, "hub", "send").code == 3
    desk.env = {**desk.env, "EMERGENCY_HUB": hub.url}
    assert emergency(desk, "hub", "init").code == (3 if there == 3 else 0)
    assert hub.sql("select count(*) from hub.line") == [(0,)]


def test_what_a_server_says_that_the_program_has_no_words_for_stands_behind_words_of_ours(hub: Hub) -> None:
    """In the language of the officer; the server's own words follow, for whoever runs it."""
    desk = hub.desk("a")
    started(desk, "fire")
    hub.sql("create or replace function hub.own_hall() returns text language plpgsql as $$ "
            "begin raise exception 'tape jammed'; end $$")  # fmt: skip
    assert "The hub cannot be used: the server says: tape jammed" in emergency(desk, "note", "one").text
    desk.env = {**desk.env, "EMERGENCY_LANG": "zh"}
    assert "汇集库用不了：服务器返回：tape jammed" in emergency(desk, "hub", "send").text
