"""Windows and macOS, faked: what they have not is done without, what only they do is told or tried again."""

import errno
import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from tests.front import did, emergency, log_of, small_plan, started
from tests.worlds import Clock, make_world

from emergency_cli import disk, world
from emergency_cli.core.filename import why_no_name
from emergency_cli.disk import Disk
from emergency_cli.walk.person import ask
from emergency_cli.world import World

if sys.platform == "win32":
    pytest.skip("they are faked on Unix", allow_module_level=True)

import fcntl as real


class Platform(SimpleNamespace):
    """The module `sys`, but for the name of the platform."""

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def module(name: str, **members: object) -> ModuleType:
    """A module of another system."""
    made = ModuleType(name)
    vars(made).update(members)
    return made


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A machine without the modules, calls and signals of Unix; the descriptors that were to be locked."""
    locked: list[int] = []

    def locking(descriptor: int, _how: int, _count: int) -> None:
        locked.append(descriptor)
        try:
            real.flock(descriptor, real.LOCK_EX | real.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(errno.EACCES, "Permission denied") from error

    for each in (disk, world, ask):
        monkeypatch.setattr(each, "sys", Platform(platform="win32"))
    for name in ("fcntl", "termios", "pwd", "grp", "resource"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "msvcrt", module("msvcrt", locking=locking, LK_NBLCK=2, kbhit=lambda: False))
    for name in ("getuid", "uname", "getsid", "ttyname"):
        monkeypatch.delattr(os, name)
    for name in ("SIGHUP", "SIGQUIT"):
        monkeypatch.delattr(signal, name)
    return locked


@pytest.fixture
def duty_pc(tmp_path: Path) -> World:
    """The duty PC, with Windows on it."""
    return make_world(tmp_path, clock=Clock(), env={"EMERGENCY_PLAN": small_plan(tmp_path)})


def test_without_anything_of_unix_an_incident_goes_from_its_start_to_its_document(
    windows: list[int], duty_pc: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locks are those of the C library, folders need no sync, nobody has a number."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(b"x")
    emergency(duty_pc, "start", "water", typed="\nq\n")
    assert windows
    for line in ("note wet", "attach photo.jpg", "call emergency-office=reached", "end handled", "export", "ready"):
        did(duty_pc, *line.split())
    assert "can be written, and what is written is kept" in emergency(duty_pc, "doctor").text
    other = make_world(tmp_path, desk="b", home="other", env={"EMERGENCY_PLAN": duty_pc.env["EMERGENCY_PLAN"]})
    did(other, "merge", str(duty_pc.home))
    assert "wet" in did(other, "timeline").out
    assert list(tmp_path.glob("*water*.docx"))


def test_a_terminal_that_writes_keeps_the_others_out_on_windows_too(windows: list[int], duty_pc: World) -> None:
    """Said as everywhere, with the text for the paper."""
    started(duty_pc, "water")
    lock = next(duty_pc.state.glob("locks/*.lock"))
    release = Disk().lock(lock)
    assert release is not None
    duty_pc.lock_patience = 0.0
    answer = emergency(duty_pc, "note", "wet")
    assert (answer.code, "another terminal" in answer.text, "wet" in answer.text) == (4, True, True)
    release()
    did(duty_pc, "note", "wet")


def test_the_name_of_a_windows_machine_and_its_user_are_found(
    windows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the environment; the folder for programs is where records go."""
    monkeypatch.setenv("COMPUTERNAME", "DUTY-PC")
    for name in ("LOGNAME", "USER", "LNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("USERNAME", "王强")
    seen = world.real_world()
    assert (seen.host, seen.user) == ("DUTY-PC", "王强")


def test_a_prompt_takes_a_line_where_signals_of_unix_are_missing(
    duty_pc: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that there are count as leaving, and are put back."""
    for name in ("SIGHUP", "SIGQUIT"):
        monkeypatch.delattr(signal, name)
    before = signal.getsignal(signal.SIGTERM)
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("smoke on the stairs\r")
        assert ask.Asker(replace(duty_pc, terminal="full")).line("> ") == "smoke on the stairs"
    assert signal.getsignal(signal.SIGTERM) is before


# --- files that are open elsewhere, names, lengths --------------------------------------------------------------------


def in_use(name: str, times: int, winerror: int) -> Callable[[Path, Path], None]:
    """`os.replace`, which so many times finds that another program has the file of this name open."""
    left, real = [times], os.replace

    def replaced(source: Path, target: Path) -> None:
        if left[0] and target.name == name:
            left[0] -= 1
            error = PermissionError(errno.EACCES, "Permission denied")
            vars(error)["winerror"] = winerror
            raise error
        real(source, target)

    return replaced


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_is_open_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    """A virus scanner looks at every new file."""
    duty, pauses = make_world(tmp_path), list[float]()
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr(os, "replace", in_use("desk", 3, winerror))
    started(duty, "fire")
    assert (len(pauses), sum(pauses) < 1) == (3, True)


@pytest.mark.parametrize(("times", "code"), [(3, 0), (1000, 4)])
def test_a_log_that_another_program_looks_at_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, code: int
) -> None:
    """For a moment; a program that keeps it open is told, with the text for the paper, and nothing is half written."""
    duty = make_world(tmp_path)
    incident = started(duty, "fire")
    log = log_of(duty, incident)
    left, real_open = [times], os.open

    def opened(path: Path, flags: int, *more: int) -> int:
        if left[0] and flags & os.O_RDWR and Path(path).suffix == ".jsonl":
            left[0] -= 1
            error = PermissionError(errno.EACCES, "Permission denied")
            vars(error)["winerror"] = 32
            raise error
        return real_open(path, flags, *more)

    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(os, "open", opened)
    answer = emergency(duty, "note", "wet")
    assert (answer.code, "another program has it open" in answer.text) == (code, code == 4), answer
    assert (log_of(duty, incident) == log) == (code == 4)
    assert ("For the paper: 23 Nov 14:54 Note: wet" in answer.text) == (code == 4)


def test_a_document_that_is_open_in_word_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a second; the one that is there stays, and no draft is left."""
    duty = make_world(tmp_path)
    started(duty, "fire")
    target = tmp_path / "fire.docx"
    target.write_bytes(b"open in Word")
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(os, "replace", in_use("fire.docx", 1000, 5))
    answer = emergency(duty, "export", "--to", str(target), "--force")
    assert (answer.code, "another program has it open" in answer.text) == (4, True), answer
    assert target.read_bytes() == b"open in Word"
    assert not list(tmp_path.glob(".fire*"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("con.docx", "for a device"),
        ("AUX", "for a device"),
        ("com1.tar.gz", "for a device"),
        ("报告?.docx", "Windows allows no ?"),
        ("12:30.docx", "Windows allows no :"),
        ("报告.", "would drop"),
        ("报告 ", "would drop"),
    ],
)
def test_a_name_that_windows_takes_for_something_else_is_refused_there(tmp_path: Path, name: str, said: str) -> None:
    """Before anything is asked or written; elsewhere it is a name like any other."""
    duty = make_world(tmp_path)
    started(duty, "fire")
    place = str(tmp_path / "out" / name)
    (tmp_path / "out").mkdir()
    answer = emergency(replace(duty, windows=True), "export", "--format", "md", "--to", place)
    assert (answer.code, said in answer.text) == (2, True), answer
    assert not list((tmp_path / "out").iterdir())
    did(duty, "export", "--format", "md", "--to", place)


def test_a_playbook_called_like_a_device_is_refused_everywhere(tmp_path: Path) -> None:
    """A plan folder travels."""
    duty = make_world(tmp_path, env={"EMERGENCY_PLAN": small_plan(tmp_path)})
    answer = emergency(duty, "playbook", "new", "con", "--title", "骗局", "--title-en", "A con")
    assert (answer.code, "Windows can hold no file “con.yaml”" in answer.text) == (5, True), answer
    assert not list((tmp_path / "plan" / "playbooks").glob("con*"))


def test_every_file_of_the_program_has_a_name_that_windows_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No two of a folder differ by case alone, and with a usual account no path has more than 259 characters."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "照片.jpg").write_bytes(b"x")
    (tmp_path / "second").mkdir()
    duty = make_world(tmp_path, env={"EMERGENCY_MIRROR": str(tmp_path / "second")})
    incident = started(duty, "power-failure", "--drill")
    log = next((duty.home / "incidents" / incident).glob("*[a-z0-9].jsonl"))
    log.write_bytes(log.read_bytes() + b'{"torn')
    for line in ("note x", "attach 照片.jpg", "end handled", "export", "report final", "ready done patches",
                 "card --all", "card --contacts --briefing"):  # fmt: skip
        did(duty, *line.split())
    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*")]
    assert len(made) > 30
    assert [str(path) for path in made if why_no_name(path.name)] == []
    assert len({str(path).casefold() for path in made}) == len(made)
    account = len(r"C:\Users\Administrator\AppData\Local\emergency")
    longest = max(len(str(path.relative_to("home"))) for path in made if path.is_relative_to("home"))
    assert account + longest + len("-power-failure-power-failure.12345678") < 260


def test_a_path_that_leaves_no_room_for_what_lies_below_it_is_said(tmp_path: Path) -> None:
    """By the doctor, and only on Windows."""
    duty = make_world(tmp_path, home="x" * 100)
    said = "too many for Windows to open all in it"
    assert said in did(replace(duty, windows=True), "doctor").text
    assert said not in did(duty, "doctor").text


@pytest.mark.parametrize(("winerror", "said"), [(206, "too long"), (123, "no such name")])
def test_what_windows_says_of_a_path_is_told_in_words(winerror: int, said: str) -> None:
    """Python tells both as if the file were not there."""
    error = FileNotFoundError(errno.ENOENT, "No such file")
    vars(error)["winerror"] = winerror
    assert said in str(disk.why(error))


# --- macOS -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refused", [None, errno.ENOTSUP, errno.EINVAL, errno.EIO])
def test_on_a_mac_the_disk_itself_is_reached_where_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int | None
) -> None:
    """F_FULLFSYNC; a share that does not know it gets an fsync; a disk with a fault is one."""
    asked: list[int] = []
    files: list[bool] = []

    def fcntl(_descriptor: int, command: int) -> None:
        asked.append(command)
        if refused:
            raise OSError(refused, os.strerror(refused))

    monkeypatch.setattr(disk, "sys", Platform(platform="darwin"))
    fake = module("fcntl", fcntl=fcntl, F_FULLFSYNC=51, flock=real.flock, LOCK_EX=real.LOCK_EX, LOCK_NB=real.LOCK_NB)
    monkeypatch.setitem(sys.modules, "fcntl", fake)
    monkeypatch.setattr(os, "fsync", lambda descriptor: files.append(stat.S_ISREG(os.fstat(descriptor).st_mode)))
    duty = make_world(tmp_path)
    answer = emergency(duty, "start", "fire")
    assert set(asked) == {51}
    assert answer.code == (4 if refused == errno.EIO else 0)
    assert any(files) == (refused in (errno.ENOTSUP, errno.EINVAL))
