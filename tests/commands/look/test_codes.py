"""`verify --code`: what a code in other hands proves of a record of several desks, and what it exposes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import did, emergency, entries, started
from tests.worlds import Clock, make_world

from emergency_cli.world import World


@pytest.fixture
def hall(tmp_path: Path) -> tuple[World, World]:
    """Two desks of one home, each with two notes; the first wrote last, and had seen the other's first note only."""
    clock = Clock()
    first, second = (make_world(tmp_path, desk=desk, clock=clock) for desk in "ab")
    incident = started(first, "fire")
    did(first, "note", "one")
    did(second, "note", "of the other")
    did(first, "note", "two")
    did(second, "note", "last of the other", "-i", incident)
    return first, second


def log(world: World, desk: str) -> Path:
    """The file of a desk."""
    code = (world.state.parent / f"state-{desk}" / "desk").read_text().strip()
    return next((world.home / "incidents").glob(f"*/{code}.jsonl"))


def code_of(world: World, text: str) -> str:
    """The check code of a note, as a document would carry it."""
    digest = next(entry["hash"] for entry in entries(world) if entry.get("text") == text)
    return " ".join(digest[at : at + 4] for at in range(0, 20, 4))


def nobody_remembers(world: World) -> None:
    """Whoever changed the files also removed what the desks had noted of them on this machine."""
    for state in world.state.parent.glob("state-*"):
        shutil.rmtree(state / "heads")


def test_it_proves_its_desk_and_what_that_had_seen_also_after_a_merge(hall: tuple[World, World]) -> None:
    """Everything before it on its own desk, the other's note that it had seen; not the note that came later."""
    world, _ = hall
    code = code_of(world, "two")
    away = make_world(world.home.parent, desk="c", home="away")
    did(away, "merge", str(world.home))
    did(away, "note", "far away")
    did(world, "merge", str(away.home))
    answer = did(world, "verify", "--code", code)
    assert "and everything it had seen are unchanged" in answer.text
    later = {code_of(world, text) for text in ("last of the other", "far away")}
    unreached = did(world, "verify", "--code", code, "--json").data["unreached"]
    assert len(unreached) == len(later)
    assert did(world, "verify", "--code", code, *(f"--code={each}" for each in later), "--json").data["unreached"] == []


def test_another_desks_file_that_was_dropped_is_exposed_by_who_had_seen_it(hall: tuple[World, World]) -> None:
    """The code's own line stands, but what it had seen does not: never "unchanged"."""
    world, _ = hall
    code = code_of(world, "two")
    log(world, "b").unlink()
    nobody_remembers(world)
    answer = emergency(world, "verify", "--code", code)
    assert answer.code == 5
    assert "and everything it had seen are unchanged" not in answer.text
    assert "is unchanged, but some of what it had seen is missing or was changed" in answer.text
    data = emergency(world, "verify", "--code", code, "--json").data
    assert data["codes"] == [{"code": code, "entry": data["codes"][0]["entry"], "whole": False}]


def test_a_file_nobody_had_seen_is_exposed_by_its_own_code_alone(hall: tuple[World, World]) -> None:
    """A relief's file that was dropped before anybody looked: `verify` sees nothing, the code given away does."""
    world, _ = hall
    third = make_world(world.home.parent, desk="d")
    did(third, "note", "unseen")
    code = code_of(world, "unseen")
    log(world, "d").unlink()
    nobody_remembers(world)
    assert did(world, "verify").code == 0
    answer = emergency(world, "verify", "--code", code)
    assert (answer.code, "no such entry here" in answer.text) == (5, True)


def test_a_cut_end_is_exposed(hall: tuple[World, World]) -> None:
    """The last line taken off: everything left is well formed."""
    world, _ = hall
    code = code_of(world, "last of the other")
    file = log(world, "b")
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    nobody_remembers(world)
    assert did(world, "verify").code == 0
    answer = emergency(world, "verify", "--code", code)
    assert (answer.code, "no such entry here" in answer.text) == (5, True)


def test_a_line_changed_before_the_code_is_never_called_unchanged(hall: tuple[World, World]) -> None:
    """The line of the code is as it was, one before it is not."""
    world, _ = hall
    code = code_of(world, "two")
    file = log(world, "a")
    file.write_bytes(file.read_bytes().replace(b'"text":"one"', b'"text":"0ne"'))
    answer = emergency(world, "verify", "--code", code)
    assert answer.code == 5
    assert "and everything it had seen are unchanged" not in answer.text


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code,
        lambda code: code.replace(" ", ""),
        lambda code: code.replace(" ", "-").upper(),
        lambda code: code.replace(" ", "–"),
        lambda code: code.replace(" ", "\u3000"),
        lambda code: "".join(chr(ord(each) + 0xFEE0) if each != " " else "　" for each in code),
        lambda code: f"Check code: {code} (20261123-1454-fire, x/3)",
        lambda code: f"校验码：{code}（20261123-1454-fire，x/3）",
    ],
)
def test_a_code_is_known_however_it_was_typed(hall: tuple[World, World], written: Callable[[str], str]) -> None:
    """Dashes, blanks, full width, capitals, and with what is printed around it."""
    world, _ = hall
    assert did(world, "verify", "--code", written(code_of(world, "two"))).code == 0


@pytest.mark.parametrize("typed", ["3f9a 02bc", "3f9a 02bc 77d1 0e4c 5b8", "g" * 20, "", "3f9a02bc77d10e4c5b88a"])
def test_what_is_no_code_accuses_nobody(hall: tuple[World, World], typed: str) -> None:
    """Half a code is a slip of whoever typed it."""
    answer = emergency(hall[0], "verify", "--code", typed)
    assert (answer.code, "is not a check code" in answer.text) == (2, True)


def test_the_folder_of_another_incident_that_is_gone_is_a_fault(hall: tuple[World, World]) -> None:
    """As `doctor` says: exit 5, though this record is whole."""
    world, _ = hall
    gone = started(world, "theft")
    shutil.rmtree(world.home / "incidents" / gone)
    answer = emergency(world, "verify")
    assert (answer.code, gone in answer.text) == (5, True)
    assert "every line is as it was written" in answer.text
