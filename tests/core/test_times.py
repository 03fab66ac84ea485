"""The times that people type, at once or from a card afterwards: what each of them means."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import CHINA

from emergency_cli.core.times import another_day, in_zone, parse_card_time, parse_due, parse_time, split_time
from emergency_cli.errors import Misused
from emergency_cli.language import Words

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


@pytest.mark.parametrize("written", ["", "25:00", "14:75", "王强", "14.5", "14", "24:00", "805"])
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
        ("1456 王强", "1456", "王强"),
        ("14点56分 Wang Qiang", "14点56分", "Wang Qiang"),
        ("14:56", "14:56", ""),
        ("14:56:30 王强", "14:56:30", "王强"),
        ("11-24 00:05 王强", "11-24 00:05", "王强"),
        ("11月24日 0:05 王强", "11月24日 0:05", "王强"),
        ("2026-11-24 00:05 王强", "2026-11-24 00:05", "王强"),
        ("下午3点半 王强", "下午3点半", "王强"),
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
    ("typed", "meant"),
    [
        ("3点半", "15:30"), ("3:30", "15:30"), ("3点", "15:00"), ("03:30", "03:30"), ("凌晨3点半", "03:30"),
        ("3:30 am", "03:30"), ("今天3点半", "03:30"), ("4点", "04:00"), ("11点", "11:00"), ("14:55", "14:55"),
    ],
)  # fmt: skip
def test_an_hour_of_twelve_is_of_the_afternoon_where_the_morning_was_before_the_incident(
    typed: str, meant: str
) -> None:
    """Noticed at 14:54, typed at 15:40: nobody means half past three in the night, unless it was said so."""
    now = datetime(2026, 11, 23, 15, 40, tzinfo=CHINA)
    assert parse_time(typed, now, now.replace(hour=14, minute=54)).strftime("%H:%M") == meant
    assert parse_time("3点半", now).strftime("%H:%M") == "03:30"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("12:30", 30),
        ("30m", 30),
        ("30分钟", 30),
        ("90 min", 90),
        ("半小时", 30),
        ("半小时内", 30),
        ("15分钟以内", 15),
        ("in 10 minutes", 10),
        ("下午1点半", 90),
        ("11:30", 23 * 60 + 30),
        ("2026-11-23 14:00", 120),
    ],
)
def test_a_time_limit_lies_ahead(typed: str, minutes: int) -> None:
    """The next such time of day, tomorrow's where today's has passed; minutes from now; a whole date."""
    assert parse_due(typed, NOON) == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["soon", "", "25:00", "2026-11-23 11:00", "now"])
def test_what_is_no_time_ahead_is_refused(typed: str) -> None:
    """Nobody is given a limit that has passed."""
    with pytest.raises(Misused):
        parse_due(typed, NOON)


# --- typed at once -------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 28, 15, 0, 30, tzinfo=CHINA)
BERLIN = ZoneInfo("Europe/Berlin")
minutes_of_a_day = st.integers(0, 24 * 60 - 31)
moments = st.datetimes(datetime(2001, 1, 1), datetime(2097, 12, 31))
offsets = st.integers(-11 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8:05", "28 08:05:00"),
        ("08：05", "28 08:05:00"),
        ("0800", "28 08:00:00"),
        ("０８００", "28 08:00:00"),
        ("8点5分20秒", "28 08:05:20"),
        ("8点零五分", "28 08:05:00"),
        ("今早八点半", "28 08:30:00"),
        ("下午3点", "28 15:00:00"),
        ("下午两点半", "28 14:30:00"),
        ("中午1点", "28 13:00:00"),
        ("凌晨三点一刻", "28 03:15:00"),
        ("3pm", "28 15:00:00"),
        ("12am", "28 00:00:00"),
        ("2:05 p.m.", "28 14:05:00"),
        ("15:31", "27 15:31:00"),
        ("昨天 15:30", "27 15:30:00"),
        ("昨天下午3点半", "27 15:30:00"),
        ("昨晚8点", "27 20:00:00"),
        ("昨天晚上12点", "28 00:00:00"),
        ("昨天晚上5点半", "27 17:30:00"),
        ("昨天夜里5点半", "27 05:30:00"),
        ("yesterday 15:30", "27 15:30:00"),
        ("Yesterday at 3pm", "27 15:00:00"),
        ("前天 8:00", "26 08:00:00"),
        ("今天 0:05", "28 00:05:00"),
        ("11月28日08:05", "28 08:05:00"),
        ("11-28 08:05", "28 08:05:00"),
        ("11/27 8:05", "27 08:05:00"),
        ("27号8点", "27 08:00:00"),
        ("2026年11月27日 08:05", "27 08:05:00"),
        ("28 Nov 08:05", "28 08:05:00"),
        ("Nov 27, 2026 at 8:05", "27 08:05:00"),
        ("2026-11-28 08:05", "28 08:05:00"),
        ("2026-11-28T00:05:00Z", "28 08:05:00"),
        ("2026-11-28T08:05:00.000+08:00", "28 08:05:00"),
        ("半小时前", "28 14:30:30"),
        ("half an hour ago", "28 14:30:30"),
        ("一个半小时前", "28 13:30:30"),
        ("an hour and a half ago", "28 13:30:30"),
        ("十分钟前", "28 14:50:30"),
        ("10分钟以前", "28 14:50:30"),
        ("10 min ago", "28 14:50:30"),
        ("一刻钟前", "28 14:45:30"),
        ("刚才", "28 15:00:30"),
        ("now", "28 15:00:30"),
    ],
)
def test_a_time_is_understood_as_people_say_it(typed: str, meant: str) -> None:
    """In both languages, whatever the language of the screen, with full-width digits too."""
    assert parse_time(typed, NOW).strftime("%d %H:%M:%S") == meant


@pytest.mark.parametrize("typed", ["2026-11-22", "11-22", "昨天", "yesterday", "11月22日", "22 Nov 2026"])
def test_a_day_without_a_time_is_refused_rather_than_made_midnight(typed: str) -> None:
    """Nobody said midnight."""
    with pytest.raises(Misused) as refused:
        parse_time(typed, NOW)
    assert "no time of day" in refused.value.message.msgid


@pytest.mark.parametrize("typed", ["11-29 08:00", "今天 15:30", "2027-01-01 08:00", "29号8点", "12-05 08:00"])
def test_a_day_that_was_named_is_never_moved_out_of_the_future(typed: str) -> None:
    """It is refused; only a date without its year that is more than a month ahead is one of last year."""
    with pytest.raises(Misused) as refused:
        parse_time(typed, NOW)
    assert "in the future" in refused.value.message.msgid
    assert parse_time("12-31 08:00", NOW).year == 2025


@pytest.mark.parametrize(
    "typed", ["上午15点", "2-30 10:00", "14", "24:00", "25:00", "8:75", "805", "王强", "", "15:30 tomorrow"]
)
def test_what_nobody_can_mean_is_no_time(typed: str) -> None:
    """With what would be one."""
    with pytest.raises(Misused) as refused:
        parse_time(typed, NOW)
    assert "is not a time" in refused.value.message.msgid


@given(now=moments, zone=offsets, ago=minutes_of_a_day)
def test_a_time_of_day_is_the_latest_that_has_been(now: datetime, zone: timezone, ago: int) -> None:
    """In every zone, across midnight; and of another day it is said aloud."""
    here = now.replace(tzinfo=zone)
    then = (here - timedelta(minutes=ago)).replace(second=0, microsecond=0)
    assert parse_time(f"{then:%H:%M}", here) == parse_time(f"{then:%H%M}", here) == then
    assert (another_day(then, here) is None) == (then.date() == here.date())


@given(now=moments, zone=offsets, ahead=st.integers(1, 29))
def test_a_clock_that_is_a_little_fast_is_never_yesterday(now: datetime, zone: timezone, ahead: int) -> None:
    """A wall clock some minutes ahead of this machine's is normal, at midnight too."""
    here = now.replace(tzinfo=zone)
    with pytest.raises(Misused) as refused:
        parse_time(f"{here + timedelta(minutes=ahead):%H:%M}", here)
    assert "ahead of the clock" in refused.value.message.msgid


@given(now=moments, zone=offsets, ago=st.integers(0, 330 * 24 * 60), language=st.sampled_from(["zh", "en"]))
def test_what_the_program_prints_is_understood(now: datetime, zone: timezone, ago: int, language: str) -> None:
    """As it stands on a screen, in either language: with and without the year."""
    here, words = now.replace(tzinfo=zone), Words(language)
    then = (here - timedelta(minutes=ago)).replace(second=0, microsecond=0)
    assert parse_time(words.moment(then), here) == then
    assert parse_time(f"{words.day(then)} {words.clock(then)}", here) == then
    assert parse_time(then.isoformat(), here) == then


@given(st.text(max_size=12), moments)
def test_whatever_is_typed_is_a_past_time_or_refused(typed: str, now: datetime) -> None:
    """Never an error of the program, never a time to come."""
    here = now.replace(tzinfo=CHINA)
    try:
        assert parse_time(typed, here) <= here
    except Misused:
        return


def test_in_the_night_of_a_clock_change_time_goes_on() -> None:
    """Hours ago are true hours; of an hour that came twice the later one that has been; one left out never was."""
    morning = datetime(2026, 10, 25, 3, 30, tzinfo=BERLIN)
    assert parse_time("2 hours ago", morning).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_time("2:30", morning).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first_pass = datetime(2026, 10, 25, 2, 40, tzinfo=BERLIN)
    assert parse_time("2:30", first_pass).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(Misused):
        parse_time("2:30", datetime(2026, 3, 29, 9, 0, tzinfo=BERLIN))
