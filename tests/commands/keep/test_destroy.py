"""`emergency destroy`: personal values and evidence go for good, on record, and the chain stays whole."""

import errno
from pathlib import Path

import pytest
from tests.commands.keep.test_merge import checked_by_the_second_program
from tests.documents import READ
from tests.front import Answer, did, emergency, entries, everything_below, log_of, started
from tests.worlds import Clock, FaultyDisk, copied, make_world

from emergency_cli.export import FORMATS
from emergency_cli.world import World

SECRET, PICTURE, LAW = "13800000001", b"a face in the smoke", "突发事件应对法第八十五条"


@pytest.fixture
def incident(world: World, tmp_path: Path) -> str:
    """A closed incident with a personal note, a personal correction and a picture."""
    (tmp_path / "face.jpg").write_bytes(PICTURE)
    found = started(world, "fire")
    did(world, "note", f"call {SECRET}", "--personal")
    did(world, "correct", "2", "--text", f"call {SECRET} not her", "--reason", "slip")
    did(world, "attach", str(tmp_path / "face.jpg"))
    (tmp_path / "face.jpg").unlink()
    did(world, "end", "handled")
    did(world, "close", "--reason", "over")
    return found


def destroyed(world: World, incident: str, *argv: str) -> Answer:
    """Destroy without being asked."""
    return did(world, "destroy", incident, "--basis", LAW, "--yes", *argv)


def holding(folder: Path, secret: bytes) -> list[str]:
    """Every file below a folder that has these bytes in it."""
    return [name for name, data in everything_below(folder).items() if secret in data]


def verified(world: World, incident: str) -> tuple[list[str], dict[str, int]]:
    """The findings of `verify`, and how values stand; the second checker has to agree on whether there are any."""
    data = emergency(world, "verify", incident, "--json").data
    kinds = sorted(found["kind"] for found in data["findings"])
    assert checked_by_the_second_program(world, incident) == kinds
    return kinds, {name: count for name, count in data["values"].items() if count}


def test_personal_values_are_in_no_byte_of_the_home_any_more(world: World, incident: str) -> None:
    """Nor in the state; the log's earlier lines are the same bytes, the picture is still there."""
    before = log_of(world, incident)
    destroyed(world, incident)
    assert holding(world.home.parent, SECRET.encode()) == []
    assert log_of(world, incident).startswith(before)
    assert verified(world, incident) == ([], {"match": 1, "destroyed": 3})
    assert len(holding(world.home, PICTURE)) == 1


def test_evidence_alone_or_everything_can_be_meant(world: World, incident: str) -> None:
    """`--what evidence` leaves the personal values; `--what all` then takes the rest."""
    destroyed(world, incident, "--what", "evidence")
    assert (holding(world.home, PICTURE), len(holding(world.home, SECRET.encode()))) == ([], 1)
    assert verified(world, incident) == ([], {"match": 3, "destroyed": 1})
    destroyed(world, incident, "--what", "all")
    assert holding(world.home.parent, SECRET.encode()) == []
    assert verified(world, incident) == ([], {"destroyed": 4})
    assert emergency(world, "destroy", incident, "--what", "everything").code == 2


def test_it_is_on_record_who_on_what_basis_and_what(world: World, incident: str) -> None:
    """The last entry says so, and names the seals; saying it again adds nothing."""
    answer = destroyed(world, incident, "--by", "王强")
    last = entries(world, incident)[-1]
    assert (last["event"], last["by"], last["what"], last["basis"]) == ("destroyed", "王强", "personal", LAW)
    assert len(last["targets"]) == 3
    assert f"Destroyed: personal values (3); basis: {LAW}" in answer.out.replace("\n", "")
    assert "There is nothing left to destroy" in destroyed(world, incident).text
    assert len(entries(world, incident)) == 7


@pytest.mark.parametrize("name", FORMATS)
def test_timeline_and_every_document_show_that_it_was_destroyed(
    world: World, incident: str, name: str, tmp_path: Path
) -> None:
    """In place of the value, and of the file."""
    destroyed(world, incident, "--what", "all")
    told = did(world, "timeline", incident).text
    assert ("Note: [destroyed]" in told, "face.jpg" in told, told.count("[destroyed]")) == (True, True, 5)
    did(world, "export", incident, "--to", str(tmp_path / f"summary.{name}"))
    written = READ[name]((tmp_path / f"summary.{name}").read_bytes())
    assert SECRET not in written
    assert LAW in written


def test_without_a_word_of_consent_nothing_is_destroyed(world: World, incident: str) -> None:
    """Nobody there and no --yes; another word typed; nothing typed; no basis."""
    before = everything_below(world.home)
    assert emergency(world, "destroy", incident, "--basis", LAW).code == 3
    assert emergency(world, "destroy", incident, "--yes").code == 2
    for typed in ("", "\n", "yes\n"):
        answer = emergency(world, "destroy", incident, "--basis", LAW, typed=typed)
        assert (answer.code, "Nothing was destroyed" in answer.text) == (3, True)
    assert everything_below(world.home) == before


@pytest.mark.parametrize("typed", ["destroy\n", " Destroy \n", "销毁\n"])
def test_at_a_terminal_the_word_has_to_be_typed(world: World, incident: str, typed: str) -> None:
    """In either language."""
    answer = emergency(world, "destroy", incident, "--basis", LAW, typed=typed)
    assert (answer.code, holding(world.home, SECRET.encode())) == (0, [])
    assert "personal values (3) will be removed for good" in answer.text


def test_while_the_response_goes_on_nothing_is_destroyed(world: World) -> None:
    """What is needed stays; once it has ended, it may go."""
    incident = started(world, "fire")
    did(world, "note", SECRET, "--personal")
    answer = emergency(world, "destroy", incident, "--basis", LAW, "--yes")
    assert (answer.code, len(holding(world.home, SECRET.encode()))) == (3, 1)
    did(world, "end", "handled")
    destroyed(world, incident)
    assert holding(world.home, SECRET.encode()) == []


def test_a_value_that_is_missing_is_not_a_value_that_was_destroyed(world: World, incident: str) -> None:
    """`verify` tells one from the other."""
    next((world.home / "incidents" / incident).glob("*.private.jsonl")).unlink()
    assert verified(world, incident) == (["missing-value"] * 3, {"match": 1, "missing-value": 3})


def test_evidence_taken_in_again_is_there_again(world: World, tmp_path: Path) -> None:
    """The same file, after its destruction: it matches."""
    (tmp_path / "face.jpg").write_bytes(PICTURE)
    incident = started(world, "fire")
    did(world, "attach", str(tmp_path / "face.jpg"))
    did(world, "end", "handled")
    destroyed(world, incident, "--what", "evidence")
    did(world, "attach", str(tmp_path / "face.jpg"))
    assert verified(world, incident) == ([], {"match": 2})


def test_whichever_disk_call_fails_it_is_on_record_before_it_is_gone_and_can_be_finished(tmp_path: Path) -> None:
    """Fail the 1st, 2nd ... call: `verify` says what is still there; the next run finishes it."""
    world = make_world(tmp_path / "master")
    incident = started(world, "fire")
    did(world, "note", SECRET, "--personal")
    did(world, "end", "handled")
    for number in range(1, 100):
        place = tmp_path / str(number)
        copied(tmp_path / "master", place)
        disk = FaultyDisk(number, errno.EIO)
        answer = emergency(make_world(place, disk=disk), "destroy", incident, "--basis", LAW, "--yes")
        after = make_world(place)
        on_record = entries(after, incident)[-1]["event"] == "destroyed"
        left = bool(holding(after.home, SECRET.encode()))
        assert (left or on_record, answer.code == 0 and left) == (True, False)
        kinds, count = verified(after, incident)
        assert set(kinds) == ({"not-destroyed"} if on_record and left else set())
        assert bool(count.get("not-destroyed")) == (on_record and left)
        if on_record:
            did(after, "destroy", incident)
        else:
            destroyed(after, incident)
        assert holding(place, SECRET.encode()) == []
        assert verified(after, incident)[0] == []
        if not disk.fired:
            return
    pytest.fail("destroying makes more calls than anybody expected")


def test_drafts_that_a_crash_left_are_removed_too(world: World, incident: str) -> None:
    """Half-written copies beside the files."""
    folder = world.home / "incidents" / incident
    private = next(folder.glob("*.private.jsonl"))
    (folder / f".{private.name}.0123abcd").write_bytes(private.read_bytes())
    (folder / "files" / f".{'0123456789ab' * 5}.0123abcd").write_bytes(PICTURE)
    destroyed(world, incident, "--what", "all")
    assert (holding(world.home, SECRET.encode()), holding(world.home, PICTURE)) == ([], [])


def test_a_torn_private_line_goes_with_the_others(world: World, incident: str) -> None:
    """It cannot be read, and may hold a value."""
    private = next((world.home / "incidents" / incident).glob("*.private.jsonl"))
    with private.open("ab") as stream:
        stream.write(b'{"sealed":"00","value":"' + SECRET.encode())
    destroyed(world, incident)
    assert holding(world.home, SECRET.encode()) == []


def test_a_merge_brings_the_destruction_and_never_the_value_back(
    world: World, incident: str, tmp_path: Path, clock: Clock
) -> None:
    """Whoever merges from whom: it is gone in both homes."""
    other = make_world(tmp_path, desk="b", home="stick", clock=clock)
    did(other, "merge", str(world.home))
    assert len(holding(other.home, SECRET.encode())) == 1
    destroyed(world, incident, "--what", "all")
    did(world, "merge", str(other.home))
    assert holding(world.home, SECRET.encode()) == []
    assert "removed here: 4" in did(other, "merge", str(world.home)).text
    assert (holding(other.home, SECRET.encode()), holding(other.home, PICTURE)) == ([], [])
    assert verified(other, incident) == ([], {"destroyed": 4})


def test_readiness_no_longer_counts_it_as_kept(world: World, incident: str) -> None:
    """Personal data due for destruction: there is none left."""
    assert len(did(world, "ready", "--json").data["personal_data"]["incidents"]) == 1
    destroyed(world, incident)
    assert did(world, "ready", "--json").data["personal_data"]["incidents"] == []


def test_readiness_names_what_a_destruction_left(world: World, incident: str, tmp_path: Path) -> None:
    """Broken off here or in the second copy: the file, and what finishes it."""
    mirror = tmp_path / "stick"
    mirror.mkdir()
    world = world.with_settings({"EMERGENCY_MIRROR": str(mirror)})
    private = next((world.home / "incidents" / incident).glob("*.private.jsonl"))
    kept = private.read_bytes()
    destroyed(world, incident)
    assert did(world, "ready", "--json").data["not_destroyed"] == []
    for place in (private, mirror / "incidents" / incident / private.name):
        place.write_bytes(kept)
        answer = did(world, "ready")
        assert f"emergency destroy {incident}" in answer.text
        assert did(world, "ready", "--json").data["not_destroyed"] == [{"incident": incident, "files": [str(place)]}]
        did(world, "destroy", incident)
