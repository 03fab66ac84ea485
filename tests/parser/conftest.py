"""What the tests of the command line start from: one machine, one clock."""

from pathlib import Path

import pytest
from tests.worlds import Clock, make_world

from emergency_cli.world import World


@pytest.fixture
def clock() -> Clock:
    """The clock of all worlds of a test; it stands at 14:54 until it is moved."""
    return Clock()


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    """The duty PC, with nobody at a terminal and nothing on record."""
    return make_world(tmp_path, clock=clock)
