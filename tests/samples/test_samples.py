"""Records of every version ever released can be read, checked, told and exported as on their first day."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.builders import sealed_line
from tests.front import did, emergency, entries, started
from tests.samples.gold import SHOWN, samples, shown
from tests.worlds import make_world

from emergency_cli.core.events import KINDS
from emergency_cli.core.record.lines import dumps
from emergency_cli.world import World


@pytest.fixture(params=samples(), ids=lambda path: str(path.name))
def sample(request: pytest.FixtureRequest) -> Path:
    """Each stored sample."""
    return Path(request.param)


def test_it_is_told_as_on_the_first_day(sample: Path, tmp_path: Path) -> None:
    """Board, timeline, summary and what `verify` says are as stored."""
    for name, text in shown(sample, tmp_path):
        assert text == (sample / name).read_text(encoding="utf-8"), name
    assert json.loads((sample / "verify.json").read_text(encoding="utf-8"))["whole"] is True
    assert {path.name for path in sample.iterdir()} == {"home", *SHOWN}


def test_version_1_holds_every_kind_of_its_day() -> None:
    """Nothing that version 1 could write is missing from its samples."""
    v1 = [path for path in samples() if path.name.partition("-")[0] == "v1"]
    logs = [path for each in v1 for path in each.rglob("*.jsonl") if "private" not in path.name]
    found = {json.loads(line)["event"] for path in logs for line in path.read_bytes().splitlines()}
    lacking = "a new kind needs a sample that holds it: docs/architecture.md, “Adding something”"
    assert found == set(KINDS), lacking


def grown(tmp_path: Path, body: Mapping[str, object], version: int) -> World:
    """A fire whose log a newer program has continued."""
    world = make_world(tmp_path)
    incident = started(world, "fire")
    log = next(
        path for path in (tmp_path / "home" / "incidents" / incident).glob("*.jsonl") if "private" not in path.name
    )
    last = json.loads(log.read_bytes())
    head = {name: last[name] for name in ("incident", "desk")}
    around = {
        "n": last["n"] + 1,
        "recorded": last["recorded"],
        "up": 1,
        "boot": "5eed0001",
        "occurred": last["occurred"],
        "by": "future",
    }
    with log.open("ab") as stream:
        stream.write(sealed_line(dumps({"v": version, **head, **around, **body, "prev": last["hash"]})[:-1]))
    shutil.rmtree(tmp_path / "state-a" / "heads")
    return world


@pytest.mark.parametrize("version", [1, 2])
def test_kinds_of_a_newer_program_are_shown_and_block_only_closing(tmp_path: Path, version: int) -> None:
    """Notes, ticks and documents go on; `close` says why not; `verify` finds the record whole."""
    body = {"event": "drone-sent", "where": {"zone": "tax", "armed": True}, "text": "x"}
    world = grown(tmp_path, body, version)
    assert "drone-sent" in did(world, "timeline").out
    assert did(world, "verify", "--json").data["whole"] is True
    did(world, "note", "still here")
    did(world, "export", "--to", "-")
    did(world, "end", "false-alarm", "--decided", "wang")
    assert emergency(world, "close", "--reason", "x").code == 3


@pytest.mark.parametrize("version", [1, 2])
def test_members_of_a_newer_program_are_kept_and_do_no_harm(tmp_path: Path, version: int) -> None:
    """A known kind with more members than are known here is that kind."""
    body = {"event": "noted", "text": "from tomorrow", "contacts": [{"party": "wang"}], "priority": {"level": 3}}
    world = grown(tmp_path, body, version)
    assert "from tomorrow" in did(world, "timeline").out
    assert did(world, "verify", "--json").data["whole"] is True
    assert any(entry.get("priority") == {"level": 3} for entry in entries(world))
