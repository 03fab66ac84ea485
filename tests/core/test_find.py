"""Finding a thing by what a person types: one slip of a finger is forgiven, two are not, and nothing is guessed."""

import pytest

from emergency_cli.core.plan.find import Named, pick
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused

ZONES = [Named("taxation", ("税务",)), Named("notary", ("公证",)), Named("traffic", ("交管",))]
UNKNOWN = msg("No zone “{query}”.", query="")


def found(query: str) -> str:
    """The id of what is meant."""
    return pick(query, ZONES, UNKNOWN, sounds=lambda *_: ("", ""))


@pytest.mark.parametrize("typed", ["taxation", "taxaton", "taxatiom", "taxatoin", "taxxation", "TAXATION", "taxat"])
def test_a_letter_too_many_too_few_wrong_or_exchanged_is_forgiven(typed: str) -> None:
    """One slip."""
    assert found(typed) == "taxation"


@pytest.mark.parametrize("typed", ["taxatn", "tacsation", "notery2", "trafik"])
def test_two_slips_are_shown_and_never_picked(typed: str) -> None:
    """The nearest is named, for the person to decide."""
    with pytest.raises(Misused) as refused:
        found(typed)
    assert refused.value.hint is not None
    assert refused.value.hint.msgid == "Did you mean {names}?"


def test_a_word_of_three_letters_is_too_short_for_a_slip() -> None:
    """Any other is one letter away from it."""
    with pytest.raises(Misused):
        pick("tox", [Named("tax", ("税务",))], UNKNOWN, sounds=lambda *_: ("", ""))
