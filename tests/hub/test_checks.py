"""What the hub takes and what it refuses: in the database itself, whatever the client is."""

import json
import random
from typing import Any

import psycopg
import pytest
from tests.builders import INCIDENT, PaperDesk, done, noted, opened, sealed_line
from tests.front import started
from tests.harm import harmed
from tests.hub.conftest import Hub
from tests.records import Written
from tests.worlds import START

from emergency_cli.core.record.lines import dumps
from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.hub.records import HubRecords
from emergency_cli.hub.server import Server

PUT = "select hub.put(%s, %s, %b::bytea[])"


def put(connection: psycopg.Connection, incident: str, desk: str, line: bytes) -> str | None:
    """Send one line with a client of one's own; the code with which it was refused."""
    try:
        connection.execute(PUT, (incident, [desk], [line.removesuffix(b"\n")]))
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_every_line_that_the_page_of_the_record_allows_is_taken_and_comes_back_as_it_was(hub: Hub) -> None:
    """Desk after desk: names that only others have seen are not needed, hostile texts are texts."""
    records = HubRecords(Server(hub.url))
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        for seed in range(8):
            written = Written(seed)
            logs = {name: data for name, data in written.tree.items() if LOG_NAME.fullmatch(name)}
            lines = [(name[:6], line) for name, data in logs.items() for line in data.splitlines(keepends=True)]
            assert [put(hall, f"{written.incident}", *line) for line in lines] == [None] * len(lines)
            held = records.read("jiaxiang", written.incident)
            assert {entry.hash for entry in held.incident.entries} == set(written.hashes)
            assert held.findings == ()
            hub.sql("select count(*), max(text) from hub.entries where incident = %s", written.incident)
            hub.sql("delete from hub.incident where incident = %s", written.incident)
            hub.sql("set session_replication_role = replica; delete from hub.line")


def test_what_is_not_as_it_was_written_is_refused(hub: Hub) -> None:
    """Of a harmed record the hub takes lines that are whole and chain, and no others."""
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        for seed in range(8):
            written = Written(seed)
            _, tree = harmed(written.tree, random.Random(seed))  # noqa: S311 - the same in every run
            for name, data in sorted(tree.items()):
                for line in data.split(b"\n") if LOG_NAME.fullmatch(name) else ():
                    put(hall, written.incident, name[:6], line)
            there = {bytes(digest).hex() for (digest,) in hub.sql("select hash from hub.line")}  # type: ignore[call-overload]
            sides = {digest for digest in there if digest not in written.hashes}
            assert len(sides) <= 1, "only the other side of a fork is a line of its own"
            hub.sql("set session_replication_role = replica; delete from hub.line")


def test_each_fault_has_its_code(hub: Hub) -> None:
    """Form, place, hash, chain, number, length; and a line of one MiB is taken."""
    desk = PaperDesk()
    desk.write(opened(), noted("one"), noted("two"), noted("three"))
    first, one, two, three = desk.lines
    body = one[:-76]
    other = PaperDesk(code="m7n2rt")
    other.write(noted("before"), noted("x" * (1 << 20)))
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        assert put(hall, INCIDENT, desk.code, one) == "HB005", "it follows nothing"
        assert put(hall, INCIDENT, desk.code, first) is None
        assert put(hall, INCIDENT, desk.code, first) is None, "taken once"
        assert put(hall, INCIDENT, "m7n2rt", one) == "HB003"
        assert put(hall, f"{INCIDENT}-2", desk.code, one) == "HB003"
        assert put(hall, INCIDENT, desk.code, one.replace(b"one", b"two")) == "HB004"
        assert put(hall, INCIDENT, desk.code, sealed_line(body.replace(b'"n":2', b'"n":7'))) == "HB006"
        for change in (
            (b'"v":1,', b'"v": 1,'), (b'"by":"Li"', b'"by":7'), (b'"event":"noted"', b'"event":"noted","event":"x"'),
            (b"one", b"\xff"), (b"one", b"\n"), (b'"up":', b'"up":-'), (b'"prev"', b'"before"'), (b'"n":2', b'"n":2.0'),
        ):  # fmt: skip
            assert put(hall, INCIDENT, desk.code, sealed_line(body.replace(*change))) == "HB002", change
        for line in (b"", b"{}", b"null", one[:-3], b"'); drop table hub.line; --", b"\0", two + two):
            assert put(hall, INCIDENT, desk.code, line) == "HB002", line
        assert put(hall, INCIDENT, desk.code, one) is None
        assert put(hall, INCIDENT, desk.code, three) == "HB005"
        assert [put(hall, INCIDENT, other.code, line) for line in other.lines] == [None, "HB001"]
        large = PaperDesk(code="z9w8x7")
        large.write(noted("x" * ((1 << 20) - 400)))
        assert put(hall, INCIDENT, large.code, large.log) is None
    assert hub.sql("select count(*) from hub.line") == [(4,)]


def test_both_sides_of_a_fork_are_kept(hub: Hub) -> None:
    """Whoever reads them is told that there is one."""
    one, other = PaperDesk(), PaperDesk()
    one.write(opened())
    other.lines, other.own, other.known = list(one.lines), list(one.own), dict(one.known)
    one.write(noted("here"), done("fire/alarm"))
    other.write(noted("there"))
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        assert [put(hall, INCIDENT, one.code, line) for line in (*one.lines, *other.lines)] == [None] * 5
    held = HubRecords(Server(hub.url)).read("jiaxiang", INCIDENT)
    assert len(held.incident.entries) == 4
    assert [finding.kind for finding in held.findings] == ["fork"]


@pytest.mark.parametrize(
    "value", ["infinity", "-infinity", "now", "soon", "2026-02-30T00:00:00.000+08:00", "0001-01-01"]
)
def test_what_is_no_time_or_names_no_line_is_taken_and_changes_nothing(hub: Hub, value: str) -> None:
    """As a reader takes it: so no hall's line is lost, and none keeps the county from reading the others."""
    desk = PaperDesk()
    desk.write(opened(), noted("x"))
    first, note = desk.lines
    body = json.loads(note)
    names = [body.pop(name) for name in ("text", "prev", "hash")]
    target = {"entry": f"{desk.code}/1", "hash": json.loads(first)["hash"]}
    renoticed = {**body, "event": "corrected", "target": target, "member": "noticed", "value": value, "prev": names[1]}
    second = sealed_line(dumps(renoticed).encode()[:-1])
    back = {
        **body,
        "n": 3,
        "event": "reopened",
        "target": {"entry": value, "hash": value},
        "prev": second[-67:-3].decode(),
    }
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        third = sealed_line(dumps(back).encode()[:-1])
        assert [put(hall, INCIDENT, desk.code, line) for line in (first, second, third)] == [None] * 3
    [name] = HubRecords(Server(hub.url)).names()
    assert name.noticed == START
    assert len(hub.sql("select * from hub.steps")) > 1


def test_a_sending_of_no_lines_leaves_nothing(hub: Hub) -> None:
    """An incident is what lines say of it."""
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        hall.execute(PUT, ("'; drop table hub.line; --", [], []))
    assert hub.sql("select incident from hub.incident") == []


@pytest.mark.parametrize("time", ["T24:00:00.000+08:00", "T23:59:60.000+08:00", "T23:59:59.000-00:00"])
def test_a_time_in_another_form_is_refused(hub: Hub, time: str) -> None:
    """Also where the database itself would read it."""
    desk = PaperDesk()
    desk.write(noted("x"))
    body = json.loads(desk.lines[0])
    del body["hash"]
    body["recorded"] = body["occurred"] = f"2026-11-23{time}"
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        assert put(hall, INCIDENT, desk.code, sealed_line(dumps(body).encode()[:-1])) == "HB002"


def test_sql_in_a_field_is_a_text(hub: Hub) -> None:
    """In a note, a name, a step that there is not; views show it as it is."""
    hostile = "'); drop table hub.line; -- $$; select 1; $$ \"; -- \\'; \\ %s %(a)s {}"
    desk = PaperDesk()
    desk.write(opened(facts={"place": hostile}), noted(hostile, by=hostile), done(f"fire/{hostile}", actor=hostile))
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        assert [put(hall, INCIDENT, desk.code, line) for line in desk.lines] == [None] * 3
    assert hub.sql("select place from hub.incidents") == [(hostile,)]
    assert (hostile, hostile) in hub.sql("select by, text from hub.entries")
    assert len(hub.sql("select * from hub.steps")) == 6


def test_a_line_costs_the_hub_no_more_when_its_hall_has_sent_thousands(hub: Hub) -> None:
    """Nor after a connection has planned its questions while there was next to nothing: pages read are counted."""

    def pages(number: int) -> int:
        desk.write(noted(f"{number}"))
        values = (INCIDENT, [desk.code], [desk.lines[-1].removesuffix(b"\n")])
        (plan,) = hall.execute("explain (analyze, buffers, format json) " + PUT, values).fetchone() or ()
        return int(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])

    desk = PaperDesk()
    desk.write(opened())
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        assert put(hall, INCIDENT, desk.code, desk.lines[0]) is None
        few = sorted(pages(number) for number in range(12))
        more = [noted(f"{number}") for number in range(2000)]
        desk.write(*more)
        bodies = [line.removesuffix(b"\n") for line in desk.lines[-2000:]]
        hall.execute(PUT, (INCIDENT, [desk.code] * 2000, bodies))
        assert hub.sql("select count(*) from hub.line") == [(2013,)]
        many = sorted(pages(number) for number in range(12))
    assert many[6] < few[6] + 30


def test_a_batch_is_taken_whole_or_not_at_all_whatever_is_wrong_in_it(hub: Hub) -> None:
    """In its order: what follows a line that comes later is refused; what comes twice is taken once."""
    desk = PaperDesk()
    desk.write(opened(), noted("one"), noted("two"))
    first, one, two = (line.removesuffix(b"\n") for line in desk.lines)
    wrong = (
        ([first, two, one], "HB005"), ([first, one, b"{}"], "HB002"), ([one, first], "HB005"),
        ([first, one.replace(b"one", b"owe")], "HB004"), ([first, one, two[:-10] + two[-10:].upper()], "HB002"),
    )  # fmt: skip
    with psycopg.connect(hub.address(), autocommit=True) as hall:
        for bodies, code in wrong:
            with pytest.raises(psycopg.Error) as refused:
                hall.execute(PUT, (INCIDENT, [desk.code] * len(bodies), bodies))
            assert (refused.value.sqlstate, hub.sql("select from hub.line")) == (code, [])
        row = hall.execute(PUT, (INCIDENT, [desk.code] * 5, [first, one, first, one, two])).fetchone()
        assert (row, hall.execute(PUT, (INCIDENT, [desk.code], [two])).fetchone()) == ((3,), (0,))


def test_a_plan_that_is_none_is_seen_in_its_hall_and_hides_nothing_of_the_others(hub: Hub) -> None:
    """Whoever has the password of a hall can send what no program writes."""
    started(hub.desk("a", "library"), "theft")
    strange: list[dict[str, Any]] = [
        {"playbooks": {"fire": {"steps": 7}}},
        {"playbooks": []},
        {"roster": "x", "facts": 3},
    ]
    for changes in strange:
        desk = PaperDesk(incident=f"20260101-1200-fire-{len(str(changes))}")
        desk.write(opened(**changes))
        with psycopg.connect(hub.address(), autocommit=True) as hall:
            assert put(hall, desk.incident, desk.code, desk.lines[0]) is None
    assert hub.sql("select count(*) > 10 from hub.steps where hall = 'library'") == [(True,)]
    assert len(hub.sql("select * from hub.incidents")) == 4
