"""A hall's desks and their hub: what is sent, what comes back, what is refused, and what goes on without it."""

import sys
from pathlib import Path

import psycopg
import pytest
from tests.front import did, emergency, entries, log_of, started
from tests.hub.conftest import Hub
from tests.worlds import make_world

from emergency_cli.hub.records import HubRecords
from emergency_cli.hub.server import Server
from emergency_cli.world import World


def test_an_entry_is_at_the_hub_when_its_command_has_ended(hub: Hub) -> None:
    """Byte for byte, with the time at which it arrived."""
    desk = hub.desk("a")
    incident = started(desk, "fire")
    did(desk, "note", "smoke")
    rows = hub.sql("select body from hub.line where incident = %s order by n", incident)
    assert b"".join(bytes(body) + b"\n" for (body,) in rows) == log_of(desk, incident)  # type: ignore[call-overload]
    assert hub.sql("select hall, state from hub.incidents") == [("jiaxiang", "responding")]
    assert did(desk, "hub", "status", "--json").data["unsent"] == {}


def test_what_another_desk_of_the_hall_wrote_comes_with_the_next_entry(hub: Hub) -> None:
    """Both then have the same incident; a desk of another hall has nothing of it."""
    one, other, elsewhere = hub.desk("a"), hub.desk("b"), hub.desk("c", "library")
    incident = started(one, "fire")
    did(other, "hub", "fetch")
    did(other, "note", "second exit is free", "-i", incident)
    did(one, "note", "smoke", "-i", incident)
    texts = {entry["text"] for entry in entries(one, "-i", incident) if "text" in entry}
    assert texts == {"second exit is free", "smoke"}
    did(other, "hub", "fetch")
    assert log_of(one, incident) == log_of(other, incident)
    did(elsewhere, "hub", "fetch")
    assert did(elsewhere, "list", "--json").data["incidents"] == []


def test_what_was_recorded_before_there_was_a_hub_is_sent_at_once(hub: Hub) -> None:
    """Once, and the answers say how much."""
    desk = hub.desk("a")
    address = desk.env["EMERGENCY_HUB"]
    desk.env = {**desk.env, "EMERGENCY_HUB": ""}
    incident = started(desk, "fire")
    did(desk, "ready", "done", "medicine-stock")
    desk.env = {**desk.env, "EMERGENCY_HUB": address}
    assert did(desk, "hub", "status", "--json").data["unsent"] == {incident: 1, "readiness": 1}
    assert did(desk, "hub", "send", "--json").data["lines"] == 2
    assert did(desk, "hub", "send", "--json").data["lines"] == 0
    assert did(desk, "hub", "status", "--json").data["unsent"] == {}


def test_the_list_of_the_hub_shows_every_hall_to_the_county_and_a_hall_its_own(hub: Hub) -> None:
    """What is open and late is what each hall sees itself."""
    one, other = hub.desk("a"), hub.desk("b", "图书馆")
    fire, theft = started(one, "fire"), started(other, "theft", "--drill")
    county = hub.desk("county")
    county.env = {**county.env, "EMERGENCY_HUB": hub.url}
    found = did(county, "list", "--hub", "--json").data["incidents"]
    assert [(each["hall"], each["incident"]) for each in found] == [("jiaxiang", fire), ("图书馆", theft)]
    assert {**found[0], "hall": None} == did(one, "list", "--json").data["incidents"][0]
    assert [each["hall"] for each in did(other, "list", "--hub", "--json").data["incidents"]] == ["图书馆"]
    assert "图书馆" in did(county, "list", "--hub").out
    assert did(county, "hub", "--json").data["hall"] is None


def test_doctor_says_in_a_line_how_it_stands_with_the_hub(hub: Hub) -> None:
    """Nothing where none is named; what waits; what is wrong, which prevents no record from being kept."""
    desk, nobody, reader = hub.desk("a"), hub.desk("b"), hub.desk("c")

    def told(world: World) -> list[tuple[str, str]]:
        checks = did(world, "doctor", "--json").data["checks"]
        return [(each["state"], each["what"]) for each in checks if each["check"].startswith("hub")]

    nobody.env = {name: value for name, value in nobody.env.items() if name != "EMERGENCY_HUB"}
    assert told(nobody) == []
    reader.env = {**reader.env, "EMERGENCY_HUB": hub.reader()}
    assert "sends for no hall" in told(reader)[0][1]
    assert "nothing of jiaxiang is there yet" in told(desk)[0][1]
    address = desk.env["EMERGENCY_HUB"]
    incident = started(desk, "fire")
    hub.sql("update hub.version set version = 1")
    did(desk, "note", "one")
    assert told(desk) == [("warning", "The tables of the hub are of an older version (1; this program needs 2).")]
    hub.sql("update hub.version set version = 2")
    (state, what), waiting = told(desk)
    assert (state, "version 2; the last line of jiaxiang arrived" in what) == ("fine", True)
    assert waiting == ("warning", f"Not sent to the hub yet: {incident}.")
    did(desk, "hub", "send")
    assert len(told(desk)) == 1
    desk.env = {**desk.env, "EMERGENCY_HUB": address.replace(f":{hub.server.port}/", ":1/")}
    assert told(desk) == [("warning", "The hub cannot be used: nothing answers there.")]


def test_without_a_name_of_a_hub_or_its_driver_one_line_says_what_to_do(hub: Hub) -> None:
    """The name, the password, the tables: each has its words."""
    nobody = hub.desk("a")
    nobody.env = {name: value for name, value in nobody.env.items() if name != "EMERGENCY_HUB"}
    assert "EMERGENCY_HUB" in emergency(nobody, "hub", "send").err
    nobody.env = {**nobody.env, "EMERGENCY_HUB": hub.server.url(hub.database, password="wrong")}  # noqa: S106
    assert "refuses the password" in emergency(nobody, "hub").text
    nobody.env = {**nobody.env, "EMERGENCY_HUB": hub.server.url()}
    assert "emergency hub init" in emergency(nobody, "hub").text
    nobody.env = {**nobody.env, "EMERGENCY_HUB": hub.url}
    assert "belongs to no hall" in emergency(nobody, "hub", "send").text
    assert emergency(nobody, "hub", "add-hall", "jiaxiang").code == 2


def test_tables_are_made_again_at_will_and_a_hall_gets_another_password(hub: Hub) -> None:
    """What is there stays; the old address no longer works, the new one does."""
    desk = hub.desk("a")
    incident = started(desk, "fire")
    office = hub.desk("office")
    office.env = {**office.env, "EMERGENCY_HUB": hub.url}
    assert did(office, "hub", "init", "--json").data == {
        "answer": "hub-made", "version": 1, "database": hub.database, "tables": 2
    }  # fmt: skip
    new = did(office, "hub", "add-hall", "jiaxiang", "--new-password", "--json").data["address"]
    assert "refuses the password" in emergency(desk, "hub", "send").text
    office.env = {**office.env, "EMERGENCY_HUB": f"{hub.url}?sslmode=disable"}
    assert did(office, "hub", "add-hall", "library", "--json").data["address"].endswith("?sslmode=disable")
    desk.env = {**desk.env, "EMERGENCY_HUB": new}
    assert did(desk, "hub", "status", "--json").data["missing"] == {}
    assert len(hub.sql("select from hub.line where incident = %s", incident)) == 1


def test_tables_of_the_first_version_are_brought_up_to_date_with_what_is_in_them(hub: Hub) -> None:
    """They checked each line in a trigger, and a hall wrote into the table itself."""
    desk = hub.desk("a")
    incident = started(desk, "fire")
    for statement in (
        "alter table hub.line add foreign key (hall) references hub.hall (name)",
        "alter table hub.line add unique (seq)",
        "create function hub.take() returns trigger language plpgsql as 'begin raise exception $$old$$; end'",
        "create trigger take before insert on hub.line for each row execute function hub.take()",
        "create policy own_new on hub.line for insert to hub_hall with check (true)",
        "grant insert (hall, incident, desk, body) on hub.line to hub_hall",
        "drop function hub.put(text, text[], bytea[])",
        "update hub.version set version = 1",
    ):
        hub.sql(statement)
    assert "older version" in emergency(desk, "note", "one").text
    office = hub.desk("office")
    office.env = {**office.env, "EMERGENCY_HUB": hub.url}
    did(office, "hub", "init")
    did(desk, "hub", "send")
    assert hub.sql("select count(*) from hub.line where incident = %s", incident) == [(2,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        hub.sql("insert into hub.line (hall, incident, desk, body) values ('jiaxiang','b','c','')", user=hub.address())


def test_whoever_follows_the_hub_reads_only_what_changed(hub: Hub) -> None:
    """Hall by hall; what was closed meanwhile is no longer open."""
    one, other = hub.desk("a"), hub.desk("b", "library")
    fire, theft = started(one, "fire"), started(other, "theft")
    records = HubRecords(Server(hub.url))
    seen = records.version()
    assert records.changed(seen) == []
    assert [(held.hall, held.incident.id) for held in records.open()] == [("jiaxiang", fire), ("library", theft)]
    did(other, "note", "a bag", "-i", theft)
    assert records.changed(seen) == [("library", theft)]
    did(one, "end", "false-alarm", "-i", fire)
    did(one, "close", "-i", fire, "--reason", "nothing there")
    assert [held.incident.id for held in records.open()] == [theft]
    assert {"jiaxiang", "library"} == {hall for hall, _ in records.changed(seen)}
    assert [name.state for name in records.names()] == ["closed", "responding"]


def test_board_and_numbers_of_the_year_are_read_from_the_hub(hub: Hub) -> None:
    """Every hall that may be seen, with its name; nothing is written here."""
    started(hub.desk("a"), "fire")
    started(hub.desk("b", "library"), "theft")
    county = hub.desk("county")
    county.env = {**county.env, "EMERGENCY_HUB": hub.reader()}
    told = did(county, "board", "--hub").out
    assert "jiaxiang" in told
    assert "library" in told
    assert did(county, "stats", "--hub", "--year", "2026", "--json").code == 0
    assert not county.home.exists()


def test_without_the_driver_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever records is told once and goes on; no server is needed to find that out."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    world = make_world(tmp_path, env={"EMERGENCY_HUB": "postgresql://hall@localhost/emergency"})
    answer = emergency(world, "hub", "send")
    assert (answer.code, "pip install 'psycopg[binary]'" in answer.text) == (2, True)
    answer = emergency(world, "start", "fire", "--json")
    assert (answer.code, answer.text.count("pip install 'psycopg[binary]'")) == (0, 1)
