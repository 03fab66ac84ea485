"""Text in another encoding, places that are closed or not there: the card comes, and what was said is kept."""

import os
import pwd
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.front import did, emergency, entries, started
from tests.rights import as_anybody
from tests.worlds import make_world

import emergency_cli.places
import emergency_cli.world
from emergency_cli.world import World

GBK = "王强".encode("gbk").decode("utf-8", "surrogateescape")
SHOWN = r"\xcd\xf5ǿ"  # the last two bytes happen to be UTF-8

USER_FOLDER = emergency_cli.places.user_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such bytes and other rights")


# --- text that is not UTF-8 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["EMERGENCY_BY", "the account", "the host"])
def test_a_name_in_another_encoding_is_kept_visible(tmp_path: Path, where: str) -> None:
    """From the environment, the account, the name of the machine: the card, and everything is on record."""
    env = {"EMERGENCY_BY": GBK} if where == "EMERGENCY_BY" else {}
    world = make_world(tmp_path, env=env, user=GBK if where == "the account" else "duty")
    if where == "the host":
        world = replace(world, host=GBK)
    answer = emergency(world, "start", "fire")
    assert (answer.code, "Call 119" in answer.out) == (0, True)
    opening = entries(world)[0]
    assert opening["by"] == {"EMERGENCY_BY": SHOWN, "the account": f"account:{SHOWN}"}.get(where, "account:duty")
    assert opening["host"] == (SHOWN if where == "the host" else "machine-a")
    assert did(world, "verify").code == 0


def test_what_is_typed_in_another_encoding_is_kept_visible(tmp_path: Path) -> None:
    """At a prompt."""
    world = make_world(tmp_path)
    incident = started(world, "fire")
    emergency(world, "resume", incident, typed=f"note\n{GBK} was here\n")
    assert did(world, "verify").code == 0


def test_what_is_pasted_from_windows_has_the_line_ends_of_everything_else(tmp_path: Path) -> None:
    """As a note, at a prompt: two lines are two lines, on the screen and in documents."""
    world = make_world(tmp_path)
    incident = started(world, "fire")
    did(world, "note", "一楼\r\n二楼\r\n")
    emergency(world, "resume", incident, typed="五楼\r\n\r\nq\r\n")
    assert [entry.get("text") for entry in entries(world)][1:3] == ["一楼\n二楼", "五楼"]
    shown = did(world, "timeline").out + did(world, "export", "--format", "md", "--to", "-").out
    assert "\\r" not in shown


def test_a_file_whose_name_is_not_utf_8_is_taken_as_evidence(tmp_path: Path) -> None:
    """The system gets the name as it is; the record shows it."""
    world = make_world(tmp_path)
    started(world, "fire")
    place = tmp_path / f"{GBK}.jpg"
    place.write_bytes(b"smoke")
    answer = did(world, "attach", str(place))
    assert f"{SHOWN}.jpg" in answer.out
    assert entries(world)[-1]["name"] == f"{SHOWN}.jpg"


def test_a_home_whose_name_is_not_utf_8_is_the_folder_that_was_meant(tmp_path: Path) -> None:
    """Not another one beside it; from the option and from the environment; merged from as well."""
    (tmp_path / GBK).mkdir()
    world = make_world(tmp_path)
    did(world, "--home", str(tmp_path / GBK), "start", "fire")
    assert [path.name for path in (tmp_path / GBK).iterdir()] == ["incidents"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([GBK, "state-a"])
    world = make_world(tmp_path, env={"EMERGENCY_HOME": str(tmp_path / GBK)})
    did(world, "note", "x")
    other = make_world(tmp_path, desk="b", home="other")
    assert "new here" in did(other, "merge", str(tmp_path / GBK)).out


# --- places --------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's folders are where the environment of the world says; each of these tests names its own."""
    monkeypatch.setattr(emergency_cli.world, "user_folder", USER_FOLDER)


@pytest.fixture
def closed_configuration(tmp_path: Path, by_the_environment: None) -> World:
    """A user whose configuration folder cannot be looked into."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config").chmod(0)
    return make_world(tmp_path, env={"XDG_CONFIG_HOME": str(tmp_path / "config")})


def test_a_configuration_folder_that_is_closed_costs_one_warning(closed_configuration: World) -> None:
    """The packaged plan, the card, whom to call, the doctor."""
    with as_anybody():
        answer = emergency(closed_configuration, "start", "fire")
        assert (answer.code, "Call 119" in answer.out) == (0, True)
        assert answer.text.count("cannot be opened") == 1
        assert emergency(closed_configuration, "contacts", "tax").code == 0
        assert emergency(closed_configuration, "doctor").code in (0, 5)


def test_a_configuration_folder_with_an_impossible_name_costs_one_warning(
    tmp_path: Path, by_the_environment: None
) -> None:
    """Longer than names can be."""
    answer = emergency(make_world(tmp_path, env={"XDG_CONFIG_HOME": f"/{'x' * 300}"}), "start", "fire")
    assert (answer.code, answer.text.count("cannot be opened")) == (0, 1)


@pytest.fixture
def no_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_the_environment: None) -> Path:
    """An account that is in no list and has no home folder; where the folder made for it will be."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(emergency_cli.places, "MAKESHIFT", tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp" / f"emergency-{os.getuid()}"


@pytest.mark.parametrize("home", ["", None])
def test_an_account_without_a_home_folder_records_all_the_same(
    tmp_path: Path, no_account: Path, home: str | None
) -> None:
    """In a private folder of its own, and it is said where; with --home only the state goes there."""
    env = {"EMERGENCY_HOME": "", "EMERGENCY_STATE": ""} | ({"HOME": home} if home is not None else {})
    answer = emergency(make_world(tmp_path, env=env), "start", "fire")
    assert (answer.code, "Call 119" in answer.out, str(no_account) in answer.err.replace("\n", "")) == (0, True, True)
    assert no_account.stat().st_mode & 0o777 == 0o700
    answer = did(make_world(tmp_path, env=env), "--home", str(tmp_path / "home"), "start", "fire")
    assert "no folder of its own" not in answer.text
    assert (tmp_path / "home" / "incidents").is_dir()


def test_a_folder_that_somebody_else_prepared_is_not_used(tmp_path: Path, no_account: Path) -> None:
    """A link, or open to others, where the folder would be made: another name."""
    (tmp_path / "theirs").mkdir()
    no_account.symlink_to(tmp_path / "theirs")
    env = {"EMERGENCY_HOME": "", "EMERGENCY_STATE": ""}
    assert emergency(make_world(tmp_path, env=env), "start", "fire").code == 0
    assert list((tmp_path / "theirs").iterdir()) == []


def test_a_mirror_named_from_a_working_folder_that_is_gone_is_one_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved is saved."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "here").rmdir()
    answer = emergency(make_world(tmp_path), "--mirror", "second", "start", "fire")
    monkeypatch.chdir(tmp_path)
    assert (answer.code, answer.text.count("No second copy")) == (0, 1)


def test_a_tilde_is_the_home_folder_in_every_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--plan=~/plan`: the shell does not expand it there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    world = make_world(tmp_path, env={"EMERGENCY_PLAN": "~/mine", "EMERGENCY_MIRROR": "~/copy"})
    assert (world.plan_folders[0], world.mirror) == (tmp_path / "mine", tmp_path / "copy")
