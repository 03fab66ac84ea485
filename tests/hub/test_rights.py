"""What the name of a hall may do on the server, by trying."""

import psycopg
import pytest
from tests.builders import INCIDENT, PaperDesk, opened
from tests.front import started
from tests.hub.conftest import Hub

FORBIDDEN = (
    "update hub.line set body = 'x'",
    "update hub.line set received = now() - interval '1 day'",
    "delete from hub.line",
    "truncate hub.line",
    "drop table hub.line",
    "alter table hub.line disable trigger all",
    "alter table hub.line disable row level security",
    "drop trigger never on hub.line",
    "create table hub.mine (a int)",
    "create function hub.own_hall() returns text language sql as $$ select 'library' $$",
    "insert into hub.hall (name, role) values ('mine', session_user)",
    "update hub.hall set role = session_user where name = 'library'",
    "insert into hub.incident (hall, incident) values ('jiaxiang', 'x')",
    "delete from hub.incident",
    "insert into hub.line (hall, incident, desk, body, received) values ('jiaxiang', 'x', 'x', 'x', now())",
    "select hub.settle('library', 'x')",
    "select hub.refuse('HB001', 'x', 'x')",
    "select * from hub.entries",
    "select * from hub.halls",
    "select * from hub.board('library', 'x')",
    "set session authorization postgres",
    "set role hub_reader",
    "select setval('hub.arrival', 1)",
    "do $$ begin lock table hub.line in exclusive mode; end $$",
    "copy hub.line to program 'cat'",
)


@pytest.mark.parametrize("owner", ["postgres", "office"])
def test_a_hall_writes_and_reads_its_own_lines_and_nothing_else(hub: Hub, owner: str) -> None:
    """Whether the hub belongs to one who may do everything, or to one who may only make names."""
    if owner == "office":
        hub.owned_by_office()
    fire = started(hub.desk("a"), "fire")
    theft = started(hub.desk("b", "library"), "theft")
    before = hub.sql("select hall, incident, hash, received from hub.line order by seq")
    with psycopg.connect(hub.address("library"), autocommit=True) as library:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.Error) as refused:
                library.execute(statement)
            assert refused.value.sqlstate in ("42501", "0LP01", "22023"), (statement, refused.value)
        assert library.execute("select incident from hub.line").fetchall() == [(theft,)]
        assert library.execute("select incident from hub.incident").fetchall() == [(theft,)]
        assert library.execute("select name from hub.hall").fetchall() == [("library",)]
        desk = PaperDesk()
        desk.write(opened())
        line = desk.log.removesuffix(b"\n")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            library.execute(
                "insert into hub.line (hall, incident, desk, body) values ('jiaxiang', %s, %s, %s)",
                (INCIDENT, desk.code, line),
            )
        with pytest.raises(psycopg.Error):  # a hall that nobody is in
            library.execute(
                "insert into hub.line (incident, desk, body) values (%s, %s, %s)", (INCIDENT, desk.code, line)
            )
    assert hub.sql("select hall, incident, hash, received from hub.line order by seq") == before
    assert fire in {incident for _, incident, *_ in before}


def test_whoever_runs_the_hub_changes_no_line_by_mistake(hub: Hub) -> None:
    """Only who takes the trigger away can."""
    started(hub.desk("a"), "fire")
    for statement in ("update hub.line set n = 7", "delete from hub.line", "truncate hub.line"):
        with pytest.raises(psycopg.Error, match="none is changed or removed"):
            hub.sql(statement)


def test_the_county_reads_everything_and_writes_nothing(hub: Hub) -> None:
    """With a name of hub_reader."""
    started(hub.desk("a"), "fire")
    county = hub.reader()
    for view in ("entries", "incidents", "steps", "lateness", "reports_due", "drills", "halls"):
        hub.sql(f"select * from hub.{view}", user=county)  # noqa: S608 - of these names
    assert hub.sql("select hall from hub.halls", user=county) == [("jiaxiang",)]
    for statement in (
        "delete from hub.line",
        "insert into hub.line (hall, incident, desk, body) values ('a','b','c','')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            hub.sql(statement, user=county)
