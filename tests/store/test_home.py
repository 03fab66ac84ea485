"""The home: which desk this is, how incidents are named and found, and what happens where nothing can be written."""

import errno
import re
from pathlib import Path

import pytest
from tests.builders import at, noted, opened
from tests.worlds import FaultyDisk, make_world

from emergency_cli.core.incident.incident import replay
from emergency_cli.errors import Exit, Misused, NotSaved
from emergency_cli.store.home import DESK_LETTERS, Home


def start(home: Home, *, drill: bool = False, minutes: float = 0) -> str:
    """An incident is opened; its id."""
    journal = home.create(drill, at(minutes), "fire")
    journal.append(opened(minutes))
    return journal.incident


def test_looking_at_an_empty_home_creates_nothing(tmp_path: Path) -> None:
    """Before the first incident there is no folder and no desk."""
    home = Home(make_world(tmp_path))
    assert (home.ids(), home.all()) == ([], [])
    with pytest.raises(Misused):
        home.find("fire")
    assert list(tmp_path.iterdir()) == []


def test_the_test_worlds_reach_no_real_home(tmp_path: Path) -> None:
    """The guard: a world without its own places is an error here."""
    world = make_world(tmp_path, env={"EMERGENCY_HOME": "", "EMERGENCY_STATE": ""})
    for place in ("home", "state"):
        with pytest.raises(AssertionError):
            getattr(world, place)


def test_a_desk_keeps_its_code(tmp_path: Path) -> None:
    """Six letters that nobody confuses, the same at every start, another on every machine."""
    code = Home(make_world(tmp_path)).desk().code
    assert re.fullmatch(f"[{DESK_LETTERS}]{{6}}", code)
    assert Home(make_world(tmp_path)).desk().code == code
    assert Home(make_world(tmp_path, desk="b")).desk().code != code


def test_a_home_on_a_stick_does_not_carry_the_desk(tmp_path: Path) -> None:
    """The code lies in the machine's state, never with the records."""
    home = Home(make_world(tmp_path))
    start(home)
    assert not list((tmp_path / "home").rglob("desk"))
    assert (tmp_path / "state-a" / "desk").read_text() == f"{home.desk().code}\n"


@pytest.mark.parametrize("spoilt", [b"", b"\n", b"AEIOUY\n", b"k3f9q\n", b"k3f9q2x\n", b"\xff\xfe\xfd", b"../../x"])
def test_a_spoilt_desk_code_is_replaced(tmp_path: Path, spoilt: bytes) -> None:
    """A code that is none cannot become a file name."""
    (tmp_path / "state-a").mkdir()
    (tmp_path / "state-a" / "desk").write_bytes(spoilt)
    assert re.fullmatch(f"[{DESK_LETTERS}]{{6}}", Home(make_world(tmp_path)).desk().code)


def test_an_incident_is_named_by_time_playbook_and_desk(tmp_path: Path) -> None:
    """A drill says so first; a second one in the same minute is counted."""
    home = Home(make_world(tmp_path))
    code = home.desk().code
    names = [start(home), start(home), start(home, drill=True), start(home, minutes=1)]
    assert names == [
        f"20261123-1454-fire-{code}",
        f"20261123-1454-fire-{code}-2",
        f"drill-20261123-1454-fire-{code}",
        f"20261123-1455-fire-{code}",
    ]
    assert sorted(home.ids()) == sorted(names)
    assert home.ids()[-1] == names[3]


def test_an_incident_is_found_by_any_unique_part(tmp_path: Path) -> None:
    """The whole id wins; two that fit are both named; nothing that fits names the latest."""
    home = Home(make_world(tmp_path))
    first, second, third = start(home), start(home), start(home, minutes=1)
    assert home.find(first).journal.incident == first
    assert home.find(" -1455 ").journal.incident == third
    with pytest.raises(Misused) as several:
        home.find("1454")
    assert several.value.message.values["ids"] == [first, second]
    for part in ("flood", ""):
        with pytest.raises(Misused):
            home.find(part)


def test_an_opened_incident_reads_on(tmp_path: Path) -> None:
    """`again` shows what another terminal wrote meanwhile."""
    home = Home(make_world(tmp_path))
    incident = start(home)
    case = home.open(incident)
    Home(make_world(tmp_path)).open(incident).journal.append(noted("two"))
    assert len(case.again().incident.entries) == 2
    assert case.incident.state == "responding"


def test_folders_that_are_no_incident_are_left_out(tmp_path: Path) -> None:
    """What a person or a system put there is not read."""
    home = Home(make_world(tmp_path))
    incident = start(home)
    for name in ("Copy of fire", ".Trash", "..x"):
        (home.folder / name).mkdir()
    (home.folder / "notes.txt").write_text("x")
    assert home.ids() == [incident]


@pytest.mark.parametrize("name", ["", "..", "../x", "/etc", "no-such-incident"])
def test_a_part_of_an_id_never_leads_out_of_the_home(tmp_path: Path, name: str) -> None:
    """`find` opens only what is listed."""
    home = Home(make_world(tmp_path))
    start(home)
    with pytest.raises(Misused):
        home.find(name)


def test_an_abandoned_incident_leaves_no_folder(tmp_path: Path) -> None:
    """Its first line could not be written: it never was."""
    home = Home(make_world(tmp_path))
    journal = home.create(False, at(), "fire")
    home.abandon(journal)
    assert home.ids() == []


def test_an_incident_with_a_line_is_not_abandoned(tmp_path: Path) -> None:
    """What is on record stays."""
    home = Home(make_world(tmp_path))
    journal = home.create(False, at(), "fire")
    journal.append(opened())
    home.abandon(journal)
    assert home.ids() == [journal.incident]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EINTR], ids=errno.errorcode.get)
def test_whichever_disk_call_fails_an_incident_is_opened_or_not_recorded(tmp_path: Path, error: int) -> None:
    """On a bare machine: fail the 1st, 2nd ... call; NOT RECORDED under exit code 4, or opened; then it works."""
    for number in range(1, 200):
        place = tmp_path / str(number)
        disk = FaultyDisk(number, error)
        home = Home(make_world(place, disk=disk))
        journal = None
        try:
            journal = home.create(False, at(), "fire")
            journal.append(opened())
        except NotSaved as failure:
            assert failure.exit_code == Exit.NOT_SAVED
            assert disk.fired
            if journal:
                home.abandon(journal)
                assert Home(make_world(place)).ids() == []
            opened_before = 0
        else:
            opened_before = 1
        after = Home(make_world(place))
        again = after.create(False, at(), "fire")
        again.append(opened())
        assert after.open(again.incident).record.findings == []
        states = [case.incident.state for case in after.all()]
        assert states.count("responding") == opened_before + 1
        if not disk.fired:
            return
    pytest.fail("opening an incident makes more calls than anybody expected")


def test_whichever_disk_call_fails_at_the_next_start_it_is_saved_or_not(tmp_path: Path) -> None:
    """Fail any call from opening the record on: an OSError when reading, NOT SAVED when writing, never a wrong line."""
    incident = start(Home(make_world(tmp_path)))
    record_folder = tmp_path / "home" / "incidents" / incident
    names = {path.name for path in record_folder.iterdir()}
    for number in range(1, 100):
        disk = FaultyDisk(number)
        before = next(case.record.entries for case in Home(make_world(tmp_path)).all())
        saved: list[object] = []
        try:
            journal = Home(make_world(tmp_path, disk=disk)).open(incident).journal
            saved = [journal.append(noted(str(number)))]
        except (OSError, NotSaved):
            pass
        record = Home(make_world(tmp_path)).open(incident).record
        assert (record.entries, record.findings) == ([*before, *saved], [])
        assert {path.name for path in record_folder.iterdir()} == names
        if not disk.fired:
            return


def test_without_a_state_folder_records_can_be_read_and_not_written(tmp_path: Path) -> None:
    """The state folder is a file: reading works, writing is NOT SAVED."""
    incident = start(Home(make_world(tmp_path)))
    (tmp_path / "state-b").write_text("in the way")
    case = Home(make_world(tmp_path, desk="b")).open(incident)
    assert replay(case.record.entries).state == "responding"
    with pytest.raises(NotSaved):
        case.journal.append(noted("two"))
    assert len(case.again().record.entries) == 1


def test_without_a_home_an_incident_is_not_recorded(tmp_path: Path) -> None:
    """The home is a file: NOT RECORDED, with the place and the reason."""
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(NotSaved) as refused:
        Home(make_world(tmp_path)).create(False, at(), "fire")
    assert str(tmp_path) in str(refused.value.message.values["place"])
