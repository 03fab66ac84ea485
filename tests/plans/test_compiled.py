"""The compiled plan: whatever becomes of it, answers are the same; it is there to save time and for nothing else."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import fields
from tests.front import did, emergency, small_plan
from tests.rights import as_anybody
from tests.test_schema import VALUES
from tests.worlds import make_world

from emergency_cli.core.plan.names import find
from emergency_cli.core.plan.roster import Roster
from emergency_cli.places import packaged_plan
from emergency_cli.plans import compiled
from emergency_cli.plans.compiled import Compiled
from emergency_cli.plans.schema import playbook_schema, roster_schema
from emergency_cli.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A machine with a small plan that was used once."""
    small_plan(tmp_path)
    made = make_world(tmp_path, env={"EMERGENCY_PLAN": str(tmp_path / "plan")})
    answer(made)
    assert len(kept(made)) == 3
    return made


def answer(world: World) -> str:
    """Whom to call for a zone that is named by its sound: that takes the roster and how its names sound."""
    return did(world, "contacts", "sw").out


def kept(world: World) -> list[Path]:
    """The files of the compiled plan."""
    return sorted((world.state / "plan").glob("*.json"))


def test_what_is_kept_changes_its_name_when_its_form_changes() -> None:
    """If not: set FORM in plans/compiled.py to what the test says."""
    form = {kind.__name__: [(member.name, str(member.type)) for member in fields(kind)] for kind in VALUES}
    parts = (form, playbook_schema(), roster_schema(), find._SURNAMES)
    assert hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16] == compiled.FORM


def test_a_command_whose_plan_is_compiled_reads_no_yaml_and_loads_no_pinyin(world: World) -> None:
    """In a process of its own: neither pydantic nor yaml nor pypinyin nor rapidfuzz is imported."""
    heavy = {"pydantic", "yaml", "pypinyin", "rapidfuzz"}
    code = (
        "import sys; from emergency_cli.plans.plan import Plan; from emergency_cli.plans.compiled import Compiled\n"
        "from emergency_cli.core.plan.names.find import find_zone; from emergency_cli.world import real_world\n"
        "world = real_world(); plan = Plan(world.plan_folders, Compiled(world))\n"
        f"print(find_zone(plan.roster, 'sw', plan.sounds)); print({heavy!r} & set(sys.modules))"
    )
    env = {**os.environ, "EMERGENCY_PLAN": world.env["EMERGENCY_PLAN"], "EMERGENCY_STATE": str(world.state)}
    ended = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout.splitlines() == ["tax", "set()"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(4096))


def _a_number_changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"0537-1", b"0537-9"))


def _sealed(path: Path, body: bytes) -> None:
    """Put there what the program would take for its own."""
    path.write_bytes(hashlib.sha256(path.stem.encode() + body).hexdigest().encode() + b"\n" + body)


def _sealed_nonsense(path: Path) -> None:
    _sealed(path, b'{"people": 7}')


def _sealed_depth(path: Path) -> None:
    _sealed(path, b"[" * 100_000)


def _forged(path: Path) -> None:
    _sealed(path, path.read_bytes().partition(b"\n")[2].replace(b"0537-1", b"0537-9"))


def _forged_by_the_group(path: Path) -> None:
    _forged(path)
    path.chmod(0o660)


def _forged_by_another_user(path: Path) -> None:
    _forged(path)
    if os.getuid() == 0:
        os.chown(path, 12345, 12345)
    else:
        path.chmod(0o606)


def _of_another_file(path: Path) -> None:
    others = [each for each in path.parent.glob("*.json") if each != path]
    path.write_bytes(others[0].read_bytes())


def _huge(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(1 << 33)


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    away = path.parent.parent / "away.json"
    path.rename(away)
    path.symlink_to(away)


HARMS = [_cut, _empty, _garbage, _a_number_changed, _sealed_nonsense, _sealed_depth, _of_another_file, _huge, _fifo]
HARMS += [_folder, _link, _forged_by_the_group, _forged_by_another_user]


@pytest.mark.skipif(sys.platform == "win32", reason="kinds of files of POSIX")
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_harmed_compiled_plan_changes_no_answer(world: World, harm: Callable[[Path], None]) -> None:
    """Cut, forged, foreign, huge, a pipe, a folder, a link, writable by others: the plan file is read instead."""
    before = answer(world)
    assert "0537-1" in before
    for path in kept(world):
        harm(path)
    assert answer(world) == before


@pytest.mark.parametrize("gone", ["plan", "."])
def test_without_the_state_folder_answers_stay_right(world: World, gone: str) -> None:
    """It can be deleted at any time."""
    import shutil

    before = answer(world)
    shutil.rmtree(world.state / gone)
    assert answer(world) == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
@pytest.mark.parametrize(("folder", "rights"), [("plan", 0o500), ("plan", 0o000), (".", 0o000)])
def test_a_state_folder_that_cannot_be_written_or_read_costs_only_time(world: World, folder: str, rights: int) -> None:
    """Each command reads the plan files again."""
    before = answer(world)
    for path in kept(world):
        path.unlink()
    (world.state / folder).chmod(rights)
    try:
        with as_anybody():
            assert answer(world) == before
    finally:
        (world.state / folder).chmod(0o700)
    assert kept(world) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
@pytest.mark.parametrize("folder", ["writable by the group", "a link"])
def test_nothing_is_read_from_a_folder_into_which_others_may_write(world: World, folder: str, tmp_path: Path) -> None:
    """Nor through a link: whoever made it chose where it leads."""
    place = world.state / "plan"
    if folder == "a link":
        place.rename(tmp_path / "elsewhere")
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.chmod(0o770)
    cache, raw = Compiled(world), Path(world.env["EMERGENCY_PLAN"], "roster.yaml").read_bytes()
    assert cache.sounds("roster.yaml", raw) is None
    assert "0537-1" in answer(world)


def test_an_edited_plan_is_used_at_once(world: World) -> None:
    """It is found by the bytes it was made from."""
    roster = Path(world.env["EMERGENCY_PLAN"]) / "roster.yaml"
    roster.write_text(roster.read_text("utf-8").replace("0537-1", "0537-7"), encoding="utf-8")
    assert "0537-7" in answer(world)


def test_what_was_compiled_of_an_earlier_plan_never_passes_for_the_present_one(world: World) -> None:
    """Not even under the present one's name."""
    before = {path.name: path.read_bytes() for path in kept(world)}
    roster = Path(world.env["EMERGENCY_PLAN"]) / "roster.yaml"
    roster.write_text(roster.read_text("utf-8").replace("0537-1", "0537-7"), encoding="utf-8")
    answer(world)
    (old,) = [data for data in before.values() if b"0537-1" in data]
    (new,) = [path for path in kept(world) if b"0537-7" in path.read_bytes()]
    new.write_bytes(old)
    assert "0537-7" in answer(world)


def test_the_same_bytes_under_another_name_are_another_file(world: World) -> None:
    """A playbook belongs in the file of its name, whatever was compiled under the right one."""
    folder = Path(world.env["EMERGENCY_PLAN"]) / "playbooks"
    (folder / "blaze.yaml").write_bytes((packaged_plan() / "playbooks" / "fire.yaml").read_bytes())
    (folder / "fire.yaml").write_bytes((folder / "blaze.yaml").read_bytes())
    did(world, "contacts", "--for", "fire")
    assert emergency(world, "contacts", "--for", "blaze").code == 2


def test_another_version_of_the_program_compiles_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may read the same file otherwise."""
    raw = Path(world.env["EMERGENCY_PLAN"], "roster.yaml").read_bytes()
    assert Compiled(world).value("roster.yaml", raw, Roster) is not None
    monkeypatch.setattr(compiled, "__version__", "99")
    assert Compiled(world).value("roster.yaml", raw, Roster) is None


def test_check_reads_the_files_themselves(world: World) -> None:
    """Even where everything is compiled, faults have their line; and it compiles nothing."""
    before = emergency(world, "check").out
    assert "general.yaml:5:" in before
    for path in kept(world):
        _sealed_nonsense(path)
    assert emergency(world, "check").out == before


def test_old_plans_do_not_pile_up(world: World) -> None:
    """What was compiled of files that have changed since goes some day."""
    roster = Path(world.env["EMERGENCY_PLAN"]) / "roster.yaml"
    cache, raw = Compiled(world), roster.read_bytes()
    for number in range(200):
        cache.keep_sounds("roster.yaml", raw + b"#%d" % number, {})
    assert len(kept(world)) <= 64
