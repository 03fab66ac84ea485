"""What leaves the desk: lines, and nothing else of an incident."""

import json

import pytest
from tests.front import did, started
from tests.hub.conftest import Hub

SECRET, FILE = "王五手机13912345678", b"\x89PNG a photograph of somebody"


@pytest.mark.parametrize("how", ["entry by entry", "all at once"])
def test_no_personal_value_no_salt_and_no_evidence_goes_over_the_wire(hub: Hub, how: str) -> None:
    """Every byte towards the hub is looked at, in every form in which they could be there."""
    wire = hub.wire()
    desk = hub.desk("a")
    through = hub.through(wire)
    desk.env = {**desk.env, "EMERGENCY_HUB": through if how == "entry by entry" else ""}
    photo = hub.tmp_path / "photo.png"
    photo.write_bytes(FILE)
    incident = started(desk, "illness")
    did(desk, "set", f"patient-name={SECRET}")
    did(desk, "note", SECRET, "--personal")
    did(desk, "attach", str(photo))
    did(desk, "note", "ordinary words")
    desk.env = {**desk.env, "EMERGENCY_HUB": through}
    did(desk, "hub", "send")
    did(desk, "hub", "fetch")
    did(desk, "verify", "--hub")
    sent = bytes(wire.sent)
    assert b"ordinary words" in sent
    private = (next((desk.home / "incidents" / incident).glob("*.private.jsonl"))).read_text("utf-8")
    hidden = [value for line in private.splitlines() for value in (json.loads(line)["salt"], json.loads(line)["value"])]
    assert SECRET in hidden
    for secret in (*hidden, "13912345678"):
        words = secret.encode()
        assert words not in sent
        assert words.hex().encode() not in sent
    salts = [bytes.fromhex(json.loads(line)["salt"]) for line in private.splitlines()]
    assert not any(salt in sent for salt in salts)
    assert FILE not in sent and FILE[1:] not in sent
