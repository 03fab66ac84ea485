"""Cutting a text for a channel that takes only so many bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_cli.core.report.chunks import chunks, length
from emergency_cli.errors import Misused


def test_a_text_that_fits_stays_whole_and_without_a_number() -> None:
    """Nothing is added where nothing is needed."""
    assert chunks("火已扑灭。", 64) == ["火已扑灭。"]


def test_it_is_cut_between_lines_and_each_piece_says_which_it_is() -> None:
    """The reader knows how many there are."""
    text = "地点：二楼配电间外\n原因：线路老化，初步判断\n受伤人数：1"
    assert chunks(text, 64) == ["(1/3) 地点：二楼配电间外", "(2/3) 原因：线路老化，初步判断", "(3/3) 受伤人数：1"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600), st.integers(64, 400))
def test_no_piece_is_too_long_and_nothing_but_line_ends_is_lost(text: str, most: int) -> None:
    """Whatever the text, also without a single space."""
    found = chunks(text, most)
    assert all(len(chunk.encode()) <= most for chunk in found)
    bare = found if len(found) == 1 else [chunk.partition(") ")[2] for chunk in found]
    assert "".join(bare).replace("\n", "") == text.replace("\n", "")


def test_a_limit_too_small_for_a_message_is_refused() -> None:
    """In words, not by an endless row of chunks."""
    with pytest.raises(Misused):
        chunks("x" * 100, 20)


def test_the_length_is_told_as_channels_count() -> None:
    """WeCom counts bytes, people count characters."""
    assert length("火灾").values == {"characters": 2, "bytes": 6}
