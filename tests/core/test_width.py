"""How wide a text is and where it breaks: on a terminal and in print."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_cli.core.width import broken, columns, cut, fitted, halves, in_type, on_screen, packed, width

MIXED = st.text("ab 一二，。（）“”—é\u0301😀.")


@pytest.mark.parametrize(
    ("text", "screen", "printed"),
    [
        ("abc", 3, 3),
        ("拨打119", 7, 7),
        ("“好”", 4, 6),
        ("e\u0301", 1, 1),
        ("ｆ１", 4, 4),
        ("😀", 2, 2),
        ("\u200b", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_terminal_and_a_printed_page_give_each_character_its_room(text: str, screen: int, printed: int) -> None:
    """Quotation marks are the difference."""
    assert (columns(text), halves(text)) == (screen, printed)


@given(MIXED, st.integers(8, 30))
def test_nothing_is_lost_when_a_text_breaks_and_no_line_is_too_long_but_for_a_long_word(text: str, room: int) -> None:
    """Only blanks at the breaks go."""
    lines = list(broken(text, room, room))
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert columns(line) <= room or not any(columns(char) == 2 for char in line[1:-1]) or not line.strip()[8:]


@given(st.text("一二三，。）”", min_size=1), st.integers(8, 30))
def test_no_line_begins_with_a_closing_mark(text: str, room: int) -> None:
    """Unless there is no other place within reach."""
    for before, after in pairwise(broken(text, room, room)):
        assert after[0] in "一二三" or not set(before[1:]) & set("一二三")


def test_a_text_goes_on_lines_and_the_last_is_cut() -> None:
    """The lane of a picture, the name of a column."""
    assert fitted("窗口负责人 高石 王强", 12, 2) == ["窗口负责人", "高石 王强"]
    assert fitted("窗口负责人 高石 王强 李明", 12, 2) == ["窗口负责人", "高石 王强…"]
    assert fitted("a" * 30, 12, 2) == ["a" * 12, "a" * 11 + "…"]
    assert cut("窗口负责人", 8) == "窗口负…"
    assert cut("窗口", 4) == "窗口"


def test_a_number_in_front_of_a_chinese_text_stays_with_it() -> None:
    """Two spaces part columns; a digit and the order behind it are none."""
    text = " 1  有可疑物：马上疏散群众和窗口人员，老弱病残优先，越远越好。"
    assert next(broken(text, 60, 56)).startswith(" 1  有可疑物：马上疏散")
    assert list(broken("s 跳过  c 无法办理  l 稍后办  ? 说明、全部按键", 40, 40))[1] == "? 说明、全部按键"


def test_a_face_is_measured_by_its_size() -> None:
    """Chinese fills a square."""
    assert width("窗口ab", in_type(10, 0.5)) == 30


@pytest.mark.parametrize("unit", ["一二三四五，", "word and word ", "x" * 100 + " ", "x", "“", "  a"])
@pytest.mark.parametrize("breaking", [
    lambda text, measure: list(broken(text, 76, 72, measure)),
    lambda text, measure: cut(text, 76, measure),
    lambda text, measure: fitted(text, 76, 2, measure),
])  # fmt: skip
def test_twice_the_text_is_no_more_than_twice_the_work(
    unit: str, breaking: Callable[[str, Callable[[str], float]], object]
) -> None:
    """A note may hold half a megabyte: 71 seconds, once."""

    def work(length: int) -> int:
        measured = 0

        def measure(char: str) -> float:
            nonlocal measured
            measured += 1
            return on_screen(char)

        breaking((unit * length)[:length], measure)
        return measured

    assert work(20_000) <= 2 * work(10_000) + 200
    assert work(20_000) <= 60_000


def test_a_full_width_bracket_neither_begins_nor_ends_a_line_wrongly() -> None:
    """The number of an entry keeps its brackets, wherever the line ends."""
    for room in range(24, 60):
        lines = list(broken("文件：续报.docx［zqrn7j/6］，更正记录［zqrn7j/2］：内容", room, room))
        assert not any(line.lstrip().startswith("］") or line.rstrip().endswith("［") for line in lines), room


@given(st.lists(st.text("ab 一二", min_size=1).filter(lambda text: text.strip() == text), max_size=12))
def test_a_list_breaks_between_its_items(items: list[str]) -> None:
    """Whatever their length; a line is as full as it can be."""
    lines = list(packed(items, 20, "|"))
    assert "|".join(lines) == "|".join(items)
    assert all(columns(line) <= 20 or line in items for line in lines)
    assert all(columns(f"{one}|{after.split('|')[0]}") > 20 for one, after in pairwise(lines))
