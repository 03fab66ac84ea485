"""The hub as a witness: what was cut off, rewritten or never sent, and what it says where all is well."""

import shutil
from pathlib import Path

from tests.builders import sealed_line
from tests.front import did, emergency, started
from tests.hub.conftest import Hub

from emergency_cli.world import World


def log(desk: World, incident: str) -> Path:
    """The one log of an incident."""
    return next(path for path in (desk.home / "incidents" / incident).glob("??????.jsonl"))


def findings(desk: World, *argv: str) -> tuple[int, list[str]]:
    """The exit code and what is found."""
    answer = emergency(desk, "verify", "--hub", "--json", *argv)
    return answer.code, [each["kind"] for each in answer.data["findings"]]


def without_memory(desk: World) -> None:
    """A forger takes away what the desk itself keeps in mind."""
    shutil.rmtree(desk.state / "heads")


def test_where_nothing_was_changed_the_hub_says_so(hub: Hub) -> None:
    """And no code in other hands is asked for."""
    desk = hub.desk("a")
    started(desk, "fire")
    did(desk, "note", "smoke")
    answer = did(desk, "verify", "--hub")
    assert "every one of these lines, and no others" in answer.text
    assert "verify --code" not in answer.text


def test_an_end_that_was_cut_off_is_found(hub: Hub) -> None:
    """Without the hub nobody could tell; what is missing comes back under another code."""
    desk = hub.desk("a")
    incident = started(desk, "fire")
    did(desk, "note", "smoke")
    did(desk, "note", "what somebody would rather not have written")
    path = log(desk, incident)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    without_memory(desk)
    assert emergency(desk, "verify").code == 0
    assert findings(desk) == (5, ["cut-off"])
    assert "the end was cut off" in emergency(desk, "verify", "--hub").text
    assert emergency(desk, "hub", "fetch").code == 5
    did(desk, "note", "going on")
    did(desk, "hub", "fetch")
    assert "what somebody would rather not have written" in did(desk, "timeline").out
    assert findings(desk)[1] == ["gone-back"] or findings(desk) == (0, [])


def test_a_record_that_was_rewritten_is_found(hub: Hub) -> None:
    """It is whole in itself; the hub has the other one, and keeps both."""
    desk = hub.desk("a")
    incident = started(desk, "fire")
    did(desk, "note", "smoke at 14:54")
    path = log(desk, incident)
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + sealed_line(second[:-76].replace(b"14:54", b"14:50")))
    without_memory(desk)
    assert emergency(desk, "verify").code == 0
    assert findings(desk) == (5, ["rewritten"])
    did(desk, "hub", "send")
    assert hub.sql("select count(*) from hub.line where incident = %s", incident) == [(3,)]


def test_a_folder_that_is_gone_and_lines_that_were_never_sent_are_named(hub: Hub) -> None:
    """On both sides: hub status counts them."""
    desk = hub.desk("a")
    fire, theft = started(desk, "fire"), started(desk, "theft", "--new")
    desk.env = {**desk.env, "EMERGENCY_HUB": ""}
    did(desk, "note", "not sent", "-i", theft)
    shutil.rmtree(desk.home / "incidents" / fire)
    desk.env = {**desk.env, "EMERGENCY_HUB": hub.address()}
    told = did(desk, "hub", "status", "--json").data
    assert (told["unsent"], told["missing"]) == ({theft: 1}, {fire: 1})
    assert len(emergency(desk, "verify", theft, "--hub", "--json").data["unsent"]) == 1
    did(desk, "hub", "fetch")
    assert did(desk, "hub", "status", "--json").data["missing"] == {}
    assert emergency(desk, "status", fire).code == 0


def test_personal_values_and_evidence_of_another_desk_are_with_it_and_not_missing(hub: Hub) -> None:
    """Only what was here and is gone is missing; a stick brings the rest."""
    one, other = hub.desk("a"), hub.desk("b")
    incident = started(one, "fire")
    photo = hub.tmp_path / "photo.jpg"
    photo.write_bytes(b"smoke")
    did(one, "note", "Wang, 13912345678", "--personal")
    did(one, "attach", str(photo))
    did(other, "hub", "fetch")
    did(other, "note", "Li, 13800000000", "--personal", "-i", incident)
    answer = did(other, "verify", incident, "--hub", "--json")
    assert answer.data["values"]["missing-value"] == 0
    assert answer.data["values"]["elsewhere"] == 2
    assert "emergency merge" in did(other, "verify", incident).text
    did(other, "merge", str(one.home))
    assert did(other, "verify", incident, "--json").data["values"]["elsewhere"] == 0
    for path in (other.home / "incidents" / incident).glob(f"{log_of_desk(other)}.private.jsonl"):
        path.unlink()
    assert emergency(other, "verify", incident).code == 5


def log_of_desk(desk: World) -> str:
    """The code of a desk."""
    return (desk.state / "desk").read_text("ascii").strip()
