"""Reading the times that people type, and the zone in which times are told."""

import re
from datetime import datetime, timedelta, tzinfo

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused

# As text: most commands are given no time, and compiling these takes longer than some of them.
_CLOCK = r"(\d{1,2})(?:[:点时](\d{1,2})?分?)(?::?(\d{1,2})秒?)?"
_AGO = r"(\d{1,4})\s*(?:m|min|minutes?|分钟?)\s*(?:ago|前)"
_MINUTES = r"(\d{1,4})\s*(?:m|min|minutes?|分钟?)"
_DATE = r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?"

_SEPARATORS = " \t\u3000,，、;；"
# A date or none, then a time of day; on a card four digits are one too.
_AT_FIRST = (
    r"(?s:(?:((?:\d{4}[-－年/.])?\d{1,2}[-－月/.]\d{1,2}日?)(?:\s+|T))?"
    r"(?:(\d{1,2}[:：点时](?:\d{1,2})?分?(?:[:：]\d{1,2}|\d{1,2}秒)?)|(\d{4}))(?![\d:：])(.*))"
)
# How far a row of a card may lie before the row above it.
_BACK = timedelta(hours=6)
_HALF_A_YEAR = timedelta(days=183)


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The same moment as that zone tells it; as it is where there is no zone, or the calendar ends before it."""
    if zone is None or moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(zone)
    except OverflowError:  # in the first or last hours of the calendar: any line may carry such a time
        return moment


def parse_time(text: str, now: datetime) -> datetime:
    """The moment somebody means: `14:54` (the latest past one), `11-22 14:54`, `2026-11-22 14:54:30`, `5 min ago`.

    Raises Misused for anything else, and for a time in the future.
    """
    moment = _read(_plain(text), now)
    if moment is None:
        raise Misused(
            msg("“{text}” is not a time.", text=text),
            msg("Type it like 14:54, or 11-22 14:54, or “5 min ago”."),
        )
    if moment > now:
        raise Misused(msg("{time} is in the future; only what has happened can be recorded.", time=moment))
    return moment


def parse_due(text: str, now: datetime) -> datetime:
    """The moment by which something has to be done: `15:30` (the next one), `30m` or `30分钟` from now, a whole date.

    Raises Misused for anything else, and for what is past.
    """
    plain = _plain(text)
    moment = _next(plain, now) or _read(plain, now)
    if moment is None:
        raise Misused(msg("“{text}” is not a time.", text=text), msg("Type it like 15:30, or 30m from now."))
    if moment <= now:
        raise Misused(msg("{time} has passed; a time limit lies ahead.", time=moment))
    return moment


def _next(text: str, now: datetime) -> datetime | None:
    """A time of day or a number of minutes from now on; `None` for everything else."""
    if minutes := re.fullmatch(_MINUTES, text):
        return now + timedelta(minutes=int(minutes[1]))
    clock = re.fullmatch(_CLOCK, text)
    try:
        today = _at_clock(now, clock) if clock else None
    except ValueError:
        return None
    return today and today + timedelta(days=today <= now)


def parse_card_time(text: str, last: datetime, now: datetime) -> datetime:
    """The moment that is meant by a time written on a card, which may be typed in days later.

    `last` is the time of the row before, at first that of the noticing. A time without a date is the first such time
    from 6 hours before `last` on: rows need not be in the order in which things were done, and go on past midnight.
    Everything else is as in `parse_time`. Raises Misused for what is not a time, and for a time in the future.
    """
    plain = _plain(text)
    moment = _on_the_card(plain, last) or parse_time(text, now)
    # A date without its year that still lies ahead would else count as last year's.
    ahead = last - moment > _HALF_A_YEAR and not re.match(r"\d{4}", plain)
    if moment > now or ahead:
        raise Misused(
            msg("{time} is in the future; only what has happened can be recorded.", time=plain if ahead else moment),
            msg("If it was another day, type it with its date, like 11-22 14:54."),
        )
    return moment


def _on_the_card(text: str, last: datetime) -> datetime | None:
    """A time of day by the row above; `None` for everything else."""
    earliest = last - _BACK
    found = re.fullmatch(_CLOCK, text)
    try:
        moment = _at_clock(earliest, found) if found else None
    except ValueError:
        return None
    return moment and moment + timedelta(days=moment < earliest)


def offset(moment: datetime) -> str:
    """The offset of a time as people read it: `UTC+08:00`."""
    east = moment.strftime("%z")
    return f"UTC{east[:3]}:{east[3:5]}" if east else ""


def split_time(text: str) -> tuple[str | None, str]:
    """A time at the beginning of a text, `None` if there is none, and what follows it: `14:56 王强`, `1456，王强`."""
    found = re.fullmatch(_AT_FIRST, text.strip())
    if not found:
        return None, text.strip(_SEPARATORS)
    date, clock, digits, rest = found.groups()
    clock = clock or f"{digits[:2]}:{digits[2:]}"
    return f"{date} {clock}" if date else clock, rest.strip(_SEPARATORS)


def _plain(text: str) -> str:
    return text.strip().replace("：", ":").replace("T", " ").replace("－", "-")


def _read(text: str, now: datetime) -> datetime | None:
    if text.lower() in ("now", "现在", "刚才"):
        return now
    if ago := re.fullmatch(_AGO, text):
        return now - timedelta(minutes=int(ago[1]))
    date_text, _, clock_text = text.rpartition(" ")
    try:
        if not date_text and (clock := re.fullmatch(_CLOCK, clock_text)):
            today = _at_clock(now, clock)
            return today if today <= now else today - timedelta(days=1)
        if (date := re.fullmatch(_DATE, date_text)) and (clock := re.fullmatch(_CLOCK, clock_text)):
            day = now.replace(month=int(date[2]), day=int(date[3]), year=int(date[1] or now.year))
            moment = _at_clock(day, clock)
            return moment.replace(year=moment.year - 1) if moment > now and not date[1] else moment
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _at_clock(day: datetime, clock: re.Match[str]) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock.groups())
    return day.replace(hour=hour, minute=minute, second=second, microsecond=0)
