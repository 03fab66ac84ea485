"""What is shouted in the library means what its manual has a section for."""

import pytest
from tests.test_guide import LIBRARY

from emergency_cli.plans.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan of the library."""
    return Plan([LIBRARY])


@pytest.mark.parametrize(
    ("shouted", "meant"),
    [
        ("smoke in the lab", {"fire": {}}),
        ("the alarm is going off", {"fire": {}}),
        ("the sprinkler went off", {"fire": {}}),
        ("he's not breathing", {"medical": {"breathing": "no"}}),
        ("a man fell down the stairs", {"medical": {}}),
        ("the lights went out", {"power": {}}),
        ("someone has a gun", {"disturbance": {"cases": "armed"}}),
        ("unattended bag", {"disturbance": {"cases": "bomb"}}),
        ("two men fighting", {"disturbance": {"cases": "fight"}}),
        ("flash flood warning", {"weather": {"cases": "storm"}}),
        ("roof is leaking", {"water": {}}),
        ("stuck in the elevator", {"general": {}}),
        ("I smell gas", {"general": {}}),
    ],
)
def test_what_is_shouted_leads_to_its_section(plan: Plan, shouted: str, meant: dict[str, dict[str, str]]) -> None:
    """The dangerous before the wet: a sprinkler goes off because something burns."""
    assert {book: dict(sets) for book, sets in plan.meaning(shouted).found.items()} == meant
