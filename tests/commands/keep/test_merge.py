"""`emergency merge`: what other desks recorded comes together, in any order, and nothing that stands is lost."""

import itertools
import os
import random
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import answered, done, noted, opened
from tests.front import Answer, did, emergency, everything_below, log_of, small_plan, started, step
from tests.test_docs import load
from tests.worlds import Clock, FaultyDisk, make_world

from emergency_cli.core.events import Closed, Ended, Event
from emergency_cli.core.personal import seal
from emergency_cli.core.record.lines import dumps
from emergency_cli.store.home import Case, Home
from emergency_cli.store.merging import merge
from emergency_cli.world import World

VERIFIER = load(Path(__file__).parents[3] / "docs" / "verify_record.py")
PHONE, ORPHAN = "13800000001", "13900000009"


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> World:
    """A second machine with its own home."""
    return make_world(tmp_path, desk="b", home="stick", clock=clock)


def merged(world: World, *argv: str) -> Answer:
    """Merge the other machine's home into this one."""
    return did(world, "merge", str(world.home.parent / ("stick" if world.home.name == "home" else "home")), *argv)


def checked_by_the_second_program(world: World, incident: str) -> list[str]:
    """The findings of docs/verify_record.py."""
    record, _ = VERIFIER.verify(world.home / "incidents" / incident, [])
    return sorted(kind for _, _, kind, _ in record.findings)


# --- what comes in -------------------------------------------------------------------------------------------------


def test_an_empty_home_takes_everything_and_the_second_time_nothing(world: World, other: World, tmp_path: Path) -> None:
    """Log, personal values and evidence; then it says that nothing is new, and no byte changes."""
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    incident = started(world, "fire")
    did(world, "note", f"call {PHONE}", "--personal")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    answer = merged(other)
    assert f"{incident}: new here (entries: 3, personal values: 1, evidence files: 1)" in answer.text
    theirs, mine = everything_below(other.home), everything_below(world.home)
    assert theirs == mine
    assert "nothing new" in merged(other).text
    assert everything_below(other.home) == theirs
    assert did(other, "verify", "--json").data["whole"]


def test_both_sides_go_on_and_come_together(world: World, other: World) -> None:
    """Ticks of both desks stand on both boards, and it says how much is new."""
    incident = started(world, "fire")
    merged(other)
    did(world, "done", "call-119")
    did(other, "done", "sound-alarm")
    data = merged(world, "--json").data["incidents"]
    code = next(desk for desk in data[0]["desks"])
    assert (data[0]["incident"], data[0]["entries"], data[0]["desks"]) == (incident, 1, {code: 1})
    merged(other)
    for machine in (world, other):
        assert [step(machine, name)["status"] for name in ("fire/call-119", "fire/sound-alarm")] == ["done", "done"]
    assert everything_below(world.home) == everything_below(other.home)


def orphan(world: World, incident: str) -> None:
    """A personal value of which no line speaks, as a NOT SAVED leaves it."""
    value = seal(ORPHAN, b"\x05" * 32)
    line = dumps({"sealed": value.sealed, "salt": "05" * 32, "value": value.value})
    (path,) = (world.home / "incidents" / incident).glob("*.private.jsonl")
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")


def test_a_value_of_which_no_line_speaks_does_not_come_in(world: World, other: World) -> None:
    """No destruction would ever find it; and a destruction here takes what is left of a NOT SAVED."""
    incident = started(world, "fire")
    did(world, "note", f"call {PHONE}", "--personal")
    orphan(world, incident)
    merged(other)
    assert ORPHAN not in str(everything_below(other.home))
    assert PHONE in str(everything_below(other.home))
    did(world, "end", "handled")
    did(world, "destroy", incident, "--basis", "Art. 85", "--yes")
    assert ORPHAN not in str(everything_below(world.home))
    assert checked_by_the_second_program(world, incident) == []


def test_two_answers_in_conflict_are_said(world: World, other: World) -> None:
    """Whoever merges is told that somebody has to confirm."""
    started(world, "fire")
    merged(other)
    did(world, "set", "trapped=yes")
    did(other, "set", "trapped=no")
    assert "answers in conflict: 1" in merged(world).text


def test_that_nobody_is_hurt_and_that_two_are_is_both_told(world: World, other: World) -> None:
    """How many are hurt does not cover up that another desk says that nobody is."""
    started(world, "fire", "--by", "Li")
    merged(other)
    did(other, "set", "injured=yes", "injured-count=2")
    did(world, "set", "injured=no")
    merged(world)
    summary = did(world, "export", "--format", "md", "--to", "-").out
    (losses,) = re.findall("## 4.+?Jiaxiang", summary, re.DOTALL)
    assert "no casualties; to be confirmed" in losses and "2 people were injured" in losses, summary
    assert "Answers in conflict" in summary
    assert "previously" not in summary  # neither desk knew of what it would have changed
    assert "Answers that changed" not in summary


def test_of_two_numbers_in_conflict_none_is_told_as_the_one(world: World, other: World) -> None:
    """How many were brought out: wherever one of them is told, in the overview and in its section, the other is too."""
    started(world, "fire", "--by", "Li")
    merged(other)
    did(other, "done", "evacuate", "--fact", "out-safe=60")
    did(world, "set", "out-safe=50")
    merged(world)
    summary = did(world, "export", "--format", "md", "--to", "-").out.split("## Annex")[0]
    told = [sentence for sentence in re.split(r"[.;]\s|<sup>", summary) if re.search(r"\b[56]0 people", sentence)]
    assert len(told) == 2 and all("50" in each and "60" in each for each in told), told


def test_of_two_ends_in_conflict_none_is_told_as_the_one(world: World, other: World, clock: Clock) -> None:
    """Neither the later nor the weaker wins: merge, status and summary say both, until it is ended anew."""
    started(world, "fire", "--by", "Li")
    merged(other)
    did(world, "end", "handled")
    clock.pass_by(minutes=2)
    did(other, "end", "false-alarm")
    assert "answers in conflict: 1" in merged(world).text
    status = did(world, "status").text
    assert "The response ended (false alarm)" in status and "The response ended — steps left open" in status
    assert "Different ends: emergency reopen, then emergency end" in status
    summary = did(world, "export", "--format", "md", "--to", "-").out
    both = (
        "14:56 the response ended (false alarm) (or, by another account, at 14:54 the response ended; to be confirmed)"
    )
    assert summary.count(both) == 2 and "## 1. " in summary, summary
    assert did(world, "stats", "--json").data["outcomes"][0]["key"] == "contested"
    assert "false alarm" not in did(world, "list").text
    did(world, "reopen", "--reason", "two ends")
    did(world, "end", "handled")
    assert "Different ends" not in did(world, "status").text
    assert "another account" not in did(world, "export", "--format", "md", "--to", "-").out


@pytest.mark.parametrize("part", ["", "incidents", "incidents/{id}"])
def test_a_home_its_incidents_or_one_incident_can_be_named(world: World, other: World, part: str) -> None:
    """All three bring the same."""
    incident = started(world, "fire")
    did(other, "merge", str(world.home / part.format(id=incident)))
    assert log_of(other, incident) == log_of(world, incident)


def test_checks_of_readiness_come_too(world: World, other: World, tmp_path: Path) -> None:
    """The log of readiness is a log like any."""
    did(world, "ready", "done", "medicine-stock")
    assert [each["incident"] for each in merged(other, "--json").data["incidents"]] == ["readiness"]
    assert (other.home / "readiness").is_dir()


def test_what_was_written_is_private_whatever_the_umask(world: World, other: World, tmp_path: Path) -> None:
    """0600 and 0700."""
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    started(world, "fire")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    os.umask(0)
    merged(other)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in other.home.rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_the_other_side_is_never_written(world: World, other: World) -> None:
    """Not one byte, not one file."""
    started(world, "fire")
    before = everything_below(world.home)
    merged(other)
    did(other, "note", "there")
    merged(other)
    assert everything_below(world.home) == before


# --- what does not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "nothing", "file"])
def test_a_folder_without_records_is_refused(world: World, tmp_path: Path, name: str) -> None:
    """And so is no folder at all."""
    (tmp_path / "file").write_text("x")
    started(world, "fire")
    assert emergency(world, "merge", str(tmp_path / "empty" / name)).code == 2


def test_the_own_home_is_refused(world: World) -> None:
    """There is nothing to bring from oneself."""
    started(world, "fire")
    assert emergency(world, "merge", str(world.home)).code == 2


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_and_special_files_are_not_followed(world: World, other: World, tmp_path: Path) -> None:
    """A link to a log, to a folder, a pipe: named, left, and nothing hangs."""
    incident = started(world, "fire")
    folder = world.home / "incidents" / incident
    log = next(path for path in folder.glob("*.jsonl") if "private" not in path.name)
    stick = tmp_path / "bad" / "incidents"
    (stick / incident).mkdir(parents=True)
    (stick / incident / log.name).symlink_to(log)
    os.mkfifo(stick / incident / "m7n2rt.jsonl")
    os.mkfifo(stick / incident / "m7n2rt.private.jsonl")
    (stick / "20260101-0000-fire-k3f9q2").symlink_to(folder)
    answer = emergency(other, "merge", str(tmp_path / "bad"))
    assert answer.code == 5
    assert "not taken: m7n2rt.jsonl (not a plain file)" in answer.text
    assert everything_below(other.home) == {}


def test_evidence_that_is_not_what_it_says_is_left(world: World, other: World, tmp_path: Path) -> None:
    """It is named, and the rest comes."""
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    incident = started(world, "fire")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    file = next((world.home / "incidents" / incident / "files").iterdir())
    file.write_bytes(b"faked")
    answer = emergency(other, "merge", str(world.home))
    assert (answer.code, "not the same as when it was copied in" in answer.text) == (5, True)
    assert log_of(other, incident) == log_of(world, incident)
    assert not (other.home / "incidents" / incident / "files").exists()


def test_a_shorter_copy_shortens_nothing(world: World, other: World) -> None:
    """An old stick is plugged in again."""
    incident = started(world, "fire")
    merged(other)
    did(world, "note", "newer")
    before = log_of(world, incident)
    assert "nothing new" in merged(world).text
    assert log_of(world, incident) == before


def test_more_of_ones_own_file_is_reported_and_comes_once_the_desk_has_a_new_code(world: World, other: World) -> None:
    """A backup was restored, the machine's memory with it: no line is written twice, nothing is lost."""
    incident = started(world, "fire")
    backup = everything_below(world.home.parent)
    did(world, "note", "after the backup")
    merged(other)
    for name, data in backup.items():
        (world.home.parent / name).write_bytes(data)
    answer = emergency(world, "merge", str(other.home))
    assert (answer.code, "has one more entry of this desk" in answer.text) == (5, True)
    assert log_of(world, incident).count(b"\n") == 1
    did(world, "note", "going on")
    merged(world)
    assert did(world, "verify", "--json").data["whole"]
    assert did(world, "timeline").out.count("after the backup") == 1


def test_a_file_written_on_two_machines_is_a_fork_and_both_sides_are_read(tmp_path: Path, clock: Clock) -> None:
    """A cloned disk, name and number of the machine with it: merge and both checkers say so, both notes are on both."""
    world = make_world(tmp_path, clock=clock)
    incident = started(world, "fire")
    for folder in ("home", "state-a"):
        shutil.copytree(tmp_path / folder, tmp_path / folder.replace("home", "stick").replace("-a", "-clone"))
    clone = make_world(tmp_path, desk="clone", home="stick", clock=clock)
    clone.host = world.host
    did(world, "note", "on the first")
    did(clone, "note", "on the clone")
    for machine, place in ((world, "stick"), (clone, "home")):
        answer = emergency(machine, "merge", str(tmp_path / place))
        assert (answer.code, "was written in two places" in answer.text) == (5, True)
        assert "nothing new" in did(machine, "merge", str(tmp_path / place)).text
        told = did(machine, "timeline").out
        assert ("on the first" in told, "on the clone" in told) == (True, True)
        found = emergency(machine, "verify", "--json")
        assert (found.code, [(each["kind"], each["line"]) for each in found.data["findings"]]) == (5, [("fork", 2)])
        assert checked_by_the_second_program(machine, incident) == ["fork"]


def test_whichever_disk_call_fails_every_file_is_whole_and_the_next_merge_finishes(tmp_path: Path) -> None:
    """Fail the 1st, 2nd ... call of a merge: NOT SAVED, or everything is there; run again, everything is there."""
    world = make_world(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    started(world, "fire")
    did(world, "attach", str(tmp_path / "photo.jpg"))
    here = everything_below(world.home)
    for number in range(1, 100):
        disk, place = FaultyDisk(number), f"stick-{number}"
        answer = emergency(make_world(tmp_path, desk=place, home=place, disk=disk), "merge", str(world.home))
        after = make_world(tmp_path, desk=place, home=place)
        there = everything_below(after.home)
        assert {name: data for name, data in there.items() if here.get(name) != data} == {}
        assert answer.code in (4, 5) or there == here
        did(after, "merge", str(world.home))
        assert everything_below(after.home) == here
        if not disk.fired:
            return
    pytest.fail("a merge makes more calls than anybody expected")


def test_a_file_here_that_cannot_be_read_is_never_replaced(tmp_path: Path) -> None:
    """Fail the 1st, 2nd ... call while an old stick is merged into a home that has more: no byte here changes."""
    world = make_world(tmp_path)
    started(world, "fire")
    other = make_world(tmp_path, desk="b", home="stick")
    merged(other)
    did(other, "note", "from b")
    merged(world)
    shutil.copytree(other.home, tmp_path / "old")
    did(other, "note", "from b again")
    merged(world)
    before = everything_below(world.home)
    for number in range(1, 100):
        disk = FaultyDisk(number)
        emergency(make_world(tmp_path, disk=disk), "merge", str(tmp_path / "old"))
        assert everything_below(world.home) == before
        if not disk.fired:
            return
    pytest.fail("a merge makes more calls than anybody expected")


# --- any order -----------------------------------------------------------------------------------------------------

EVENTS: dict[str, Callable[[], Event]] = {
    "yes": lambda: answered(fire__trapped="yes"),
    "no": lambda: answered(fire__trapped="no"),
    "alarm": lambda: done("fire/alarm"),
    "note": lambda: noted("a note"),
    "end": lambda: Ended(occurred=opened().occurred, by="Li", outcome="handled"),
    "close": lambda: Closed(occurred=opened().occurred, by="Li"),
}


def seen(case: Case) -> tuple[object, ...]:
    """Everything that an incident comes to."""
    told = case.incident
    return case.record, told.answers, told.ticks, told.state, told.version, told.after_close, told.officers


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_order_of_merges_gives_the_same_incident(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """3 to 5 desks with offline spells, answers in conflict, ticks after another desk's close."""
    tmp_path = tmp_path_factory.mktemp("desks")
    desks = data.draw(st.integers(3, 5))
    homes = [Home(make_world(tmp_path, desk=str(number), home=str(number))) for number in range(desks)]
    incident = homes[0].create(False, opened().occurred, "fire")
    incident.append(opened())
    for home in homes[1:]:
        list(merge(home, tmp_path / "0"))
    acts = st.tuples(st.integers(0, desks - 1), st.sampled_from([*EVENTS, "merge"]), st.integers(0, desks - 1))
    for who, act, other in data.draw(st.lists(acts, max_size=14)):
        if act == "merge" and who != other:
            list(merge(homes[who], tmp_path / str(other)))
        elif act in EVENTS:
            homes[who].open(incident.incident).journal.append(EVENTS[act]())
    orders = list(itertools.permutations(range(desks)))
    found = []
    for order in random.Random(len(orders)).sample(orders, 3):  # noqa: S311 - the same in every run
        reader = Home(make_world(tmp_path, desk="reader", home=f"all-{order}"))
        for number in (*order, *order[:1]):
            list(merge(reader, tmp_path / str(number)))
        found.append(seen(reader.open(incident.incident)))
    assert found == [found[0]] * len(found)
    assert found[0][0].findings == []  # type: ignore[attr-defined]


def test_desks_that_all_merged_from_each_other_have_the_same_bytes(tmp_path: Path, clock: Clock) -> None:
    """Through the commands: three desks offline, one closes while another still ticks."""
    plan = small_plan(tmp_path)
    worlds = [make_world(tmp_path, desk=name, home=name, clock=clock, env={"EMERGENCY_PLAN": plan}) for name in "abc"]
    first, second, third = worlds
    started(first, "water")
    for world in (second, third):
        did(world, "merge", str(first.home))
    did(first, "end", "handled")
    did(first, "close", "--reason", "quiet again")
    did(second, "done", "shut-off")
    did(third, "set", "deep=yes")
    did(second, "set", "deep=no")
    for world, place in itertools.product([*worlds, *worlds], worlds):
        if world is not place:
            did(world, "merge", str(place.home))
    assert everything_below(first.home) == everything_below(second.home) == everything_below(third.home)
    boards = [did(world, "status", "--json").data for world in worlds]
    assert boards == [boards[0]] * 3
    assert (boards[0]["state"], boards[0]["conflicts"]) == ("closed", ["water.deep"])
