"""What holds for every test: nothing outside its own folder is read or written, and nothing is waited for in vain."""

import os
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from emergency_cli import world
from emergency_cli.plans import reading

hypothesis.settings.register_profile("default", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("default")


def pytest_configure() -> None:
    """Nearly half of the run would go into these two, again and again with the same result.

    A plan file is read once for all tests: what its bytes come to depends on nothing else. No fsync waits for the disk:
    what one is worth is asked of disks that forget, and of processes of their own that are killed (tests/faults).
    """
    read = cache(reading.read_plan_file)

    def read_once(raw: bytes, file: str, kind: Any) -> tuple[Any, Any, bool]:
        source, value, whole = read(raw, file, kind)
        again = copy(source)
        again.faults = list(source.faults)
        return again, value, whole

    reading.read_plan_file = read_once
    os.fsync = _at_once


def _at_once(fd: Any) -> None:
    """In place of an fsync: of a file that is open it has succeeded."""
    os.fstat(fd)


@pytest.fixture(autouse=True)
def own_world_only(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Touching this machine's real home or state is an error, and its EMERGENCY_* settings do not count."""

    def refuse() -> Path:
        raise AssertionError("a test reached for the real home or state of this machine")

    nowhere = tmp_path_factory.getbasetemp() / "no-configuration"
    monkeypatch.setattr(world, "user_folder", lambda kind, _: nowhere if kind == "config" else refuse())
    for name in list(os.environ):
        if name.startswith("EMERGENCY_"):
            monkeypatch.delenv(name)
    umask = os.umask(0o022)
    yield
    os.umask(umask)
