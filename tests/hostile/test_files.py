"""Links, pipes and folders where files belong: refused in words, never followed out of the home, never waited for."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.front import Answer, did, emergency, everything_below, small_plan, started
from tests.rights import as_anybody

from emergency_cli.store.desk import home_code
from emergency_cli.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")

COMMANDS = (
    ["note", "smoke"], ["status"], ["list"], ["timeline"], ["verify"], ["done", "call-119"], ["export", "--to", "-"],
    ["attach", "EVIDENCE"], ["set", "trapped=no"], ["handover", "--to", "Li"], ["ready", "done", "medicine-stock"],
    ["start", "theft"], ["end", "handled"], ["close", "--reason", "x"],
)  # fmt: skip


def link(path: Path, outside: Path) -> None:
    """A link that leads out: to a file of somebody else, or to a folder."""
    inside = outside / ("folder" if path.is_dir() else "file")
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.symlink_to(inside)


def dangling(path: Path, outside: Path) -> None:
    """A link to what does not exist yet: following it would create it."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.symlink_to(outside / "new")


def pipe(path: Path, outside: Path) -> None:
    """A pipe: whoever opens it waits for ever."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    os.mkfifo(path)


def folder(path: Path, outside: Path) -> None:
    """A folder where a file belongs, a file where a folder does."""
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("x", encoding="ascii")
    else:
        path.unlink(missing_ok=True)
        path.mkdir()


def places(tmp_path: Path, incident: str) -> dict[str, Path]:
    """Everything that the program opens by name."""
    inside, state = tmp_path / "home" / "incidents" / incident, tmp_path / "state-a"
    home = home_code(tmp_path / "home")
    desk = (state / "desk").read_text(encoding="ascii").strip()
    return {
        "the incident": inside,
        "the log": inside / f"{desk}.jsonl",
        "another log": inside / "zzzzzz.jsonl",
        "the private file": inside / f"{desk}.private.jsonl",
        "the evidence": inside / "files",
        "one piece of evidence": next((inside / "files").iterdir()),
        "the readiness log": tmp_path / "home" / "readiness",
        "the lock": state / "locks" / f"{home}-{incident}.lock",
        "the holder": state / "locks" / f"{home}-{incident}.holder",
        "the head": state / "heads" / home / f"{incident}.json",
        "the desk": state / "desk",
    }


@pytest.mark.parametrize("put", [link, dangling, pipe, folder])
@pytest.mark.parametrize("what", range(11))
def test_what_is_no_plain_file_is_never_followed(
    world: World, tmp_path: Path, put: Callable[[Path, Path], None], what: int
) -> None:
    """Every command ends in words; not a byte outside home and state is other than before."""
    outside, evidence = tmp_path / "outside", tmp_path / "evidence.txt"
    (outside / "folder").mkdir(parents=True)
    (outside / "file").write_text("of somebody else", encoding="ascii")
    evidence.write_text("photo", encoding="ascii")
    incident = started(world, "fire")
    did(world, "attach", str(evidence))
    did(world, "ready", "done", "medicine-stock")
    place = list(places(tmp_path, incident).values())[what]
    put(place, outside)
    before = everything_below(outside)
    for command in COMMANDS:
        answer = emergency(world, *(word.replace("EVIDENCE", str(evidence)) for word in command))
        assert answer.code in (0, 2, 3, 4, 5), (place.name, command, answer)
        assert everything_below(outside) == before, command
    assert sorted(os.listdir(outside)) == ["file", "folder"]  # noqa: PTH208


@pytest.mark.parametrize("name", ["pipe", "folder", "zero", "missing", "loop"])
def test_evidence_is_a_plain_file(world: World, tmp_path: Path, name: str) -> None:
    """Exit 2 at once; nothing is on record."""
    started(world, "fire")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "loop").symlink_to("loop")
    before = everything_below(tmp_path / "home")
    assert emergency(world, "attach", str(tmp_path / name)).code == 2
    assert everything_below(tmp_path / "home") == before


def test_a_linked_photo_is_copied_and_not_linked(world: World, tmp_path: Path) -> None:
    """What is kept is the content: the link may lead elsewhere tomorrow."""
    (tmp_path / "photo.jpg").write_bytes(b"smoke")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "photo.jpg")
    started(world, "fire")
    did(world, "attach", str(tmp_path / "link.jpg"))
    kept = next((tmp_path / "home").rglob("files/*"))
    assert (kept.is_symlink(), kept.name) == (False, f"{hashlib.sha256(b'smoke').hexdigest()}.jpg")


@pytest.mark.parametrize("stem", ["a" * 252, "报" * 84], ids=["latin", "chinese"])
def test_a_document_may_have_the_longest_name_there_is(world: World, tmp_path: Path, stem: str) -> None:
    """255 bytes; what is written first under another name has room too, and is gone afterwards."""
    started(world, "fire")
    folder = tmp_path / "out"
    folder.mkdir()
    did(world, "export", "--to", str(folder / f"{stem}.md"))
    assert [path.name for path in folder.iterdir()] == [f"{stem}.md"]


def test_an_export_never_writes_through_a_link(world: World, tmp_path: Path) -> None:
    """Without --force it is refused; with it the link gives way, and what it led to stays."""
    started(world, "fire")
    (tmp_path / "theirs.md").write_text("theirs", encoding="ascii")
    for name in ("theirs.md", "nowhere.md"):
        target = tmp_path / f"link-{name}"
        target.symlink_to(tmp_path / name)
        for force in ([], ["--force"]):
            emergency(world, "export", "--to", str(target), *force)
    assert (tmp_path / "theirs.md").read_text(encoding="ascii") == "theirs"
    assert not (tmp_path / "nowhere.md").exists()


@pytest.mark.parametrize("file", ["roster.yaml", "playbooks/water.yaml", "playbooks/general.yaml"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "zero", "loop"])
def test_a_plan_file_that_is_none_is_a_fault_and_the_card_comes(
    world: World, tmp_path: Path, file: str, kind: str
) -> None:
    """Nobody waits for a pipe or reads /dev/zero to its end."""
    plan = Path(small_plan(tmp_path))
    (plan / file).unlink()
    match kind:
        case "pipe":
            os.mkfifo(plan / file)
        case "folder":
            (plan / file).mkdir()
        case "zero":
            (plan / file).symlink_to("/dev/zero")
        case _:
            (plan / file).symlink_to(plan / file)
    assert emergency(world, "check", "--plan", str(plan)).code == 5
    answer = emergency(world, "start", "water", "--plan", str(plan))
    assert (answer.code in (0, 2), "Recorded as" in answer.out) == (True, True)


@pytest.mark.parametrize("mode", [0o777, 0o000, 0o500])
@pytest.mark.parametrize("place", ["home", "home/incidents", "home/incidents/*", "state-a"])
def test_a_folder_of_odd_rights_breaks_nothing(world: World, tmp_path: Path, place: str, mode: int) -> None:
    """World-writable, closed, read-only: recorded, or said not to be; never a crash. `doctor` tells it all the same."""
    incident = started(world, "fire")
    folder = next(tmp_path.glob(place))
    folder.chmod(mode)
    try:
        with as_anybody():
            answers = [
                emergency(world, *command)
                for command in (
                    ["note", "x"],
                    ["note", "x", "-i", incident],
                    ["status", incident],
                    ["start", "theft"],
                )
            ]
            doctor = emergency(world, "doctor", "--json")
    finally:
        folder.chmod(0o700)
    assert {answer.code for answer in answers} <= {0, 2, 3, 4, 5}
    assert "110" in answers[-1].out
    assert {"home", "state", "clock", "plan"} <= {each["check"] for each in doctor.data["checks"]}
    assert doctor.code == (5 if mode == 0o000 or place != "home/incidents/*" else 0)


@pytest.mark.parametrize(
    "place",
    [
        ".",
        "home",
        "home/incidents",
        "home/incidents/*",
        "home/readiness",
        "state-a",
        "state-a/heads",
        "mirror",
        "above",
    ],
)
def test_behind_a_closed_folder_every_look_ends_in_words(world: World, tmp_path: Path, place: str) -> None:
    """A folder of ours, or one above it, that cannot be entered or listed: named, and never unforeseen."""
    mirror = tmp_path / ("above/mirror" if place == "above" else "mirror")
    mirror.mkdir(parents=True)
    world = world.with_settings({"EMERGENCY_MIRROR": str(mirror)})
    started(world, "fire")
    did(world, "ready", "done", "medicine-stock")
    folder = next(tmp_path.glob(place)) if place != "." else tmp_path
    for mode in (0o000, 0o400, 0o100):
        for command in (["ready"], ["doctor"], ["verify"], ["verify", "readiness"], ["list"]):
            folder.chmod(mode)
            try:
                with as_anybody():
                    answer = emergency(world, *command)
            finally:
                folder.chmod(0o700)
            assert answer.code in (0, 2, 5), (command, mode, answer)
            named = any(part in answer.text.replace(" ", "") for part in (str(tmp_path), ".jsonl"))
            assert answer.code == 0 or named, (command, mode, answer)


def shut_out(world: World, line: list[str]) -> Answer:
    """What a line says where the records belong to another account, which shuts this one out."""
    world.home.chmod(0o000)
    if os.geteuid() == 0:
        os.chown(world.home, 54321, -1)
    try:
        with as_anybody():
            return emergency(world, *line)
    finally:
        world.home.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="there is no such owner there")
@pytest.mark.parametrize(
    ("line", "paper"),
    [
        (["note", "two hurt"], "note two hurt"),
        (["done", "call-119", "--contact", "fire-119=reached"], "done call-119 fire-119=reached"),
        (["set", "trapped=no"], "set trapped=no"),
        (["end", "handled"], "end handled"),
        (["ready", "done", "patches"], "done patches"),
        (["export", "--issued-to", "Fire brigade"], "export Fire brigade"),
    ],
)
def test_what_cannot_be_recorded_because_nothing_can_be_read_goes_on_paper(
    world: World, line: list[str], paper: str
) -> None:
    """One run as another account, and this one is shut out: exit 4 with the words, whose it is and what to type."""
    started(world, "fire")
    did(world, "ready", "done", "medicine-stock")
    root = os.geteuid() == 0
    answer = shut_out(world, line)
    assert (answer.code, "NOT SAVED: " in answer.text) == (4, True), answer
    assert f"For the paper: 23 Nov 14:54 {paper}" in answer.text
    assert (f"It belongs to 54321. To give it back: sudo chown -R root {world.home}" in answer.text) == root


@pytest.mark.skipif(os.name == "nt", reason="there is no such owner there")
@pytest.mark.parametrize("line", [["export", "--to", "-"], ["export"], ["report", "initial"], ["status"]])
def test_who_only_reads_is_told_what_cannot_be_read_and_nothing_of_saving(world: World, line: list[str]) -> None:
    """Nothing was to be recorded, so nothing is lost and nothing goes on paper."""
    started(world, "fire")
    answer = shut_out(world, line)
    assert (answer.code, "NOT SAVED" in answer.text, "For the paper" in answer.text) == (2, False, False), answer
    assert str(world.home) in answer.text.replace("\n", "")
