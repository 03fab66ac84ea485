"""The times of a card that is typed in afterwards: what each of them means."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import CHINA

from emergency_cli.core.times import in_zone, parse_card_time, parse_due, split_time
from emergency_cli.errors import Misused

LAST = datetime(2026, 11, 23, 22, 50, tzinfo=CHINA)
NEXT_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("22:51", "23 22:51"),
        ("22:50", "23 22:50"),
        ("16:50", "23 16:50"),
        ("00:05", "24 00:05"),
        ("0点5分", "24 00:05"),
        ("08：59", "24 08:59"),
        ("11-23 08:59", "23 08:59"),
        ("2026-11-22 23:00", "22 23:00"),
    ],
)
def test_a_time_without_a_date_is_the_first_from_six_hours_before_the_row_above(written: str, meant: str) -> None:
    """Whenever it is typed in: the evening's card is copied the next morning."""
    assert parse_card_time(written, LAST, NEXT_MORNING).strftime("%d %H:%M") == meant


@pytest.mark.parametrize("written", ["09:01", "16:49", "11-25 08:00"])
def test_a_time_still_to_come_is_refused(written: str) -> None:
    """Nobody wrote on a card what has not happened; how to say another day stands beside it."""
    with pytest.raises(Misused) as refused:
        parse_card_time(written, LAST, NEXT_MORNING)
    assert "in the future" in refused.value.message.msgid


@pytest.mark.parametrize("written", ["", "25:00", "14:75", "王强", "14.5", "1456"])
def test_what_is_no_time_is_said_to_be_none(written: str) -> None:
    """With what would be one."""
    with pytest.raises(Misused) as refused:
        parse_card_time(written, LAST, NEXT_MORNING)
    assert "is not a time" in refused.value.message.msgid


@given(first=st.integers(0, 2000), minutes=st.integers(0, 360), before=st.integers(0, 360))
def test_within_six_hours_the_order_of_the_rows_does_not_matter(first: int, minutes: int, before: int) -> None:
    """Whichever row stood above, a time of day means the same moment."""
    start = datetime(2026, 11, 22, tzinfo=CHINA) + timedelta(minutes=first)
    true, above = start + timedelta(minutes=minutes), start + timedelta(minutes=before)
    assert parse_card_time(f"{true:%H:%M}", above, start + timedelta(days=9)) == true


@pytest.mark.parametrize(
    ("typed", "time", "rest"),
    [
        ("14:56 王强", "14:56", "王强"),
        ("14:56王强", "14:56", "王强"),
        ("14：56，王强", "14：56", "王强"),
        ("14:56,王强", "14:56", "王强"),
        ("1456 王强", "14:56", "王强"),
        ("14点56分 Wang Qiang", "14点56分", "Wang Qiang"),
        ("14:56", "14:56", ""),
        ("14:56:30 王强", "14:56:30", "王强"),
        ("11-24 00:05 王强", "11-24 00:05", "王强"),
        ("11月24日 0:05 王强", "11月24日 0:05", "王强"),
        ("2026-11-24 00:05 王强", "2026-11-24 00:05", "王强"),
        ("14:56  3号窗口", "14:56", "3号窗口"),
        ("王强 14:56", None, "王强 14:56"),
        ("14:567", None, "14:567"),
        ("", None, ""),
    ],
)
def test_the_time_stands_before_the_initials(typed: str, time: str | None, rest: str) -> None:
    """With or without a space, with a date where one is needed, four digits on a number pad."""
    assert split_time(typed) == (time, rest)


def test_a_time_at_the_edge_of_the_calendar_is_told_as_it_is_in_any_zone() -> None:
    """Any line may carry one; nothing that shows it may end in an error."""
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-11)))
    china = timezone(timedelta(hours=8))
    assert in_zone(first, china) == first
    assert in_zone(last, china) == last
    assert in_zone(datetime(2026, 11, 23, 14, tzinfo=UTC), china).hour == 22


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("12:30", 30), ("30m", 30), ("30分钟", 30), ("90 min", 90), ("11:30", 23 * 60 + 30), ("2026-11-23 14:00", 120)],
)
def test_a_time_limit_lies_ahead(typed: str, minutes: int) -> None:
    """The next such time of day, tomorrow's where today's has passed; minutes from now; a whole date."""
    assert parse_due(typed, NOON) == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["soon", "", "25:00", "2026-11-23 11:00", "now"])
def test_what_is_no_time_ahead_is_refused(typed: str) -> None:
    """Nobody is given a limit that has passed."""
    with pytest.raises(Misused):
        parse_due(typed, NOON)
