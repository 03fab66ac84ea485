"""What is given away: wheel and source archive hold what they must, and nothing else."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
PLAN = ("roster.yaml", "centre.yaml", "playbooks", "drills", "docs/schema")
# What only matters where the project is worked on.
AT_HOME = {".ci", ".gitattributes"}


def build(what: str, source: Path, folder: Path) -> None:
    """The `wheel` or `sdist` of a folder, as any front end has it built; nothing is fetched for it."""
    code = f"import sys; from hatchling.build import build_{what} as build; build(sys.argv[1])"
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def wheel(folder: Path) -> dict[str, bytes]:
    """What is in the wheel, without what describes it."""
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}


def files(folder: Path) -> set[str]:
    """A file of ours, or those below a folder but what tools leave there."""
    found = {path.relative_to(ROOT) for path in folder.rglob("*") if path.is_file()} if folder.is_dir() else set()
    return {path.as_posix() for path in found if "__pycache__" not in path.parts} or {
        folder.relative_to(ROOT).as_posix()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where both were built."""
    folder = tmp_path_factory.mktemp("built")
    build("wheel", ROOT, folder)
    build("sdist", ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    """The folder that is in the source archive."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(built / "source", filter="data")
    (folder,) = (built / "source").iterdir()
    return folder


def test_the_wheel_holds_the_program_and_its_plan(built: Path) -> None:
    """Every file that runs or is read by it, no source of the catalogue, nothing of the tests."""
    program = {name.removeprefix("src/") for name in files(ROOT / "src") if not name.endswith(".po")}
    plan = {f"emergency_cli/plan/{name}" for part in PLAN for name in files(ROOT / part)}
    assert set(wheel(built)) == program | plan


def test_the_source_archive_holds_whatever_belongs_to_the_project(unpacked: Path) -> None:
    """Source, plan, pages and tests; no cache, and nothing that lies about in somebody's folder."""
    tops = {path.name for path in unpacked.iterdir()}
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if listed.returncode == 0:  # no repository where these tests themselves came in such an archive
        ours = {name for name in listed.stdout.split("\0") if (ROOT / name).is_file()}
        found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
        assert found - {"PKG-INFO"} == {name for name in ours if PurePosixPath(name).parts[0] not in AT_HOME}
    assert {"src", "tests", "docs", "playbooks", "README.md", "LICENSE"} <= tops


def test_what_is_built_from_the_source_archive_is_the_same_wheel(built: Path, unpacked: Path) -> None:
    """Whoever installs from it gets the same program, byte for byte."""
    build("wheel", unpacked, unpacked / "dist")
    assert wheel(unpacked / "dist") == wheel(built)


def test_installed_for_another_python_it_says_so_in_both_languages() -> None:
    """What was compiled for one is not there for another: no traceback, and what to do."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-S", "-m", "emergency_cli", "start", "fire"]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 2), done.stderr
    assert "纸质处置卡" in done.stderr and "printed cards" in done.stderr
