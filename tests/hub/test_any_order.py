"""Whatever the order of sending, fetching and carrying by stick: every desk and the hub end with the same incident."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.front import did, emergency, started
from tests.hub.conftest import Hub

from emergency_cli.core.record.merge import LOG_NAME
from emergency_cli.hub.records import HubRecords
from emergency_cli.hub.server import Server
from emergency_cli.world import World

DESKS = st.sampled_from("abc")
ACTS = st.one_of(
    st.tuples(st.just("note"), DESKS),
    st.tuples(st.just("send"), DESKS),
    st.tuples(st.just("fetch"), DESKS),
    st.tuples(st.just("stick"), st.permutations("abc").map(lambda order: "".join(order[:2]))),
)


def logs(desk: World, incident: str) -> dict[str, bytes]:
    """The logs by their names."""
    folder: Path = desk.home / "incidents" / incident
    return {path.name: path.read_bytes() for path in folder.iterdir() if LOG_NAME.fullmatch(path.name)}


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=4, max_size=12))
def test_any_order_ends_in_the_same_incident(hub: Hub, acts: list[tuple[str, str]]) -> None:
    """Three desks that have the opening, each writing now and then."""
    hall = f"hall-{hub.next_hall()}"
    address = hub.address(hall)
    desks = {name: hub.desk(f"{name}-{hall}", hall) for name in "abc"}
    for desk in desks.values():
        desk.env = {**desk.env, "EMERGENCY_HUB": ""}
    incident = started(desks["a"], "fire", "--new")
    for name in "bc":
        did(desks[name], "merge", str(desks["a"].home))

    def hub_verb(name: str, verb: str) -> None:
        desk = desks[name]
        desk.env = {**desk.env, "EMERGENCY_HUB": address}
        did(desk, "hub", verb)
        desk.env = {**desk.env, "EMERGENCY_HUB": ""}

    for act, who in acts:
        match act:
            case "note":
                did(desks[who], "note", f"by {who}", "-i", incident)
            case "stick":
                did(desks[who[0]], "merge", str(desks[who[1]].home))
            case verb:
                hub_verb(who, verb)
    for name in "abc":
        hub_verb(name, "send")
    for name in "abc":
        hub_verb(name, "fetch")
    one, two, three = (logs(desk, incident) for desk in desks.values())
    assert one == two == three
    held = HubRecords(Server(hub.url)).read(hall, incident)
    assert held.findings == ()
    assert len(held.incident.entries) == sum(data.count(b"\n") for data in one.values())
    assert {entry.hash for entry in held.incident.entries} == {
        line[-66:-2].decode() for data in one.values() for line in data.splitlines()
    }
    assert emergency(desks["a"], "verify", incident).code == 0


@pytest.mark.parametrize("size", [3])
def test_three_desks_that_write_at_once_see_each_other(hub: Hub, size: int) -> None:
    """With the hub in use all the time, nobody has to ask for anything."""
    names = [f"desk-{number}" for number in range(size)]
    desks = [hub.desk(name) for name in names]
    incident = started(desks[0], "fire")
    for desk in desks[1:]:
        did(desk, "hub", "fetch")
    for turn in range(2):
        for desk, name in zip(desks, names, strict=True):
            did(desk, "note", f"{name} {turn}", "-i", incident)
    did(desks[0], "note", "last", "-i", incident)
    told = did(desks[0], "timeline", "-i", incident).out
    assert all(f"{name} {turn}" in told for name in names for turn in range(2))
