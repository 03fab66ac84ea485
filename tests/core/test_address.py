"""Addresses of steps and facts: taken apart and put together in one place."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import emergency_cli
from emergency_cli.core.address import Address, FactAddress, base_of, member_of, with_member

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
MEMBERS = st.none() | NAMES | st.from_regex(r"[1-9][0-9]?", fullmatch=True)


@given(st.builds(Address, NAMES, NAMES, MEMBERS))
def test_a_step_is_found_again_by_what_is_written_of_it(address: Address) -> None:
    """To text and back."""
    assert Address.parse(str(address)) == address


@given(st.builds(FactAddress, st.none() | NAMES, NAMES, MEMBERS))
def test_a_fact_is_found_again_by_what_is_written_of_it(address: FactAddress) -> None:
    """Of an attachment, or shared."""
    assert FactAddress.parse(str(address)) == address


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    """A log of another program may hold anything."""
    Address.parse(text)
    FactAddress.parse(text)
    assert with_member(base_of(text), member_of(text)) == text.removesuffix("@") or text.count("@") == 1


@pytest.mark.parametrize(
    ("text", "attachment", "step", "member"),
    [
        ("fire/call-119", "fire", "call-119", None),
        ("illness-2/first-aid", "illness-2", "first-aid", None),
        ("weather/doors@tax", "weather", "doors", "tax"),
        ("weather/patrol@3", "weather", "patrol", "3"),
        ("call-119", "call-119", "", None),
    ],
)
def test_attachment_step_and_occurrence_are_told_apart(
    text: str, attachment: str, step: str, member: str | None
) -> None:
    """As the record has them."""
    assert Address.parse(text) == Address(attachment, step, member)


def test_no_other_module_takes_an_address_apart() -> None:
    """Nor puts one together."""
    by_hand = re.compile(r"""partition\("@"\)|split\("@"|\}@\{""")
    modules = Path(emergency_cli.__file__).parent.rglob("*.py")
    found = {path.name for path in modules if by_hand.search(path.read_text("utf-8"))}
    others = {"doctor.py", "setting_up.py"}  # the name of a locale, the address of a hub
    assert found - others == {"address.py"}
