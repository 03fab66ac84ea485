"""What holds for every test: nothing outside its own folder is read or written."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import platformdirs
import pytest

hypothesis.settings.register_profile("default", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("default")


@pytest.fixture(autouse=True)
def own_world_only(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Touching this machine's real home or state is an error, and its EMERGENCY_* settings do not count."""

    def refuse(*_: object, **__: object) -> Path:
        raise AssertionError("a test reached for the real home or state of this machine")

    for name in ("user_data_path", "user_state_path", "user_data_dir", "user_state_dir"):
        monkeypatch.setattr(platformdirs, name, refuse)
    nowhere = tmp_path_factory.getbasetemp() / "no-configuration"
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: nowhere)
    for name in list(os.environ):
        if name.startswith("EMERGENCY_"):
            monkeypatch.delenv(name)
    umask = os.umask(0o022)
    yield
    os.umask(umask)
