"""What holds for every test: nothing outside its own folder is read or written."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from emergency_cli import world

hypothesis.settings.register_profile("default", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("default")


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
