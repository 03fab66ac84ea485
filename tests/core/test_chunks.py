"""Cutting a text for a channel that takes only so many bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_cli.core.report.bulletins.chunks import chunks, length
from emergency_cli.errors import Misused


def test_a_text_that_fits_stays_whole_and_without_a_number() -> None:
    """Nothing is added where nothing is needed."""
    assert chunks("火已扑灭。", 64) == ["火已扑灭。"]


def test_it_is_cut_between_lines_and_each_piece_says_which_it_is() -> None:
    """The reader knows how many there are."""
    text = "地点：二楼配电间外\n原因：线路老化，初步判断，待查\n受伤人数：1人"
    assert chunks(text, 64) == [
        "(1/3) 地点：二楼配电间外",
        "(2/3) 原因：线路老化，初步判断，待查",
        "(3/3) 受伤人数：1人",
    ]


def test_a_sentence_that_fits_is_never_cut_in_the_middle() -> None:
    """A number or a name torn in two is read wrong; a full stop within a number ends nothing."""
    text = "损失3.2万元。15时06分已撤出189人。受伤1人，送往人民医院。"
    assert chunks(text, 64) == ["(1/2) 损失3.2万元。15时06分已撤出189人。", "(2/2) 受伤1人，送往人民医院。"]
    english = "The loss is 3.2 million. At 15:06 189 people were out. One is hurt."
    assert chunks(english, 64) == ["(1/2) The loss is 3.2 million. At 15:06 189 people were out.", "(2/2) One is hurt."]


def test_each_piece_says_what_the_whole_says_of_itself() -> None:
    """That it is a drill: whichever part is passed on, nobody takes it for the real thing."""
    text = "【演练】关于火情的初报\n14时54分发现火情。\n14时56分拨打119报警。"
    found = chunks(text, 64, "【演练】")
    assert found == [
        "【演练】(1/3) 关于火情的初报",
        "【演练】(2/3) 14时54分发现火情。",
        "【演练】(3/3) 14时56分拨打119报警。",
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600), st.integers(64, 400))
def test_no_piece_is_too_long_and_nothing_but_blanks_is_lost(text: str, most: int) -> None:
    """Whatever the text, also without a single space."""
    found = chunks(text, most)
    assert all(len(chunk.encode()) <= most for chunk in found)
    bare = found if len(found) == 1 else [chunk.partition(") ")[2] for chunk in found]
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_a_limit_too_small_for_a_message_is_refused() -> None:
    """In words, not by an endless row of chunks."""
    with pytest.raises(Misused):
        chunks("x" * 100, 20)


def test_the_length_is_told_as_channels_count() -> None:
    """WeCom counts bytes, people count characters."""
    assert length("火灾").values == {"characters": 2, "bytes": 6}
