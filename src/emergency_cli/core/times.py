"""Reading the times that people type."""

import re
from datetime import datetime, timedelta

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused

_CLOCK = re.compile(r"(\d{1,2})(?:[:点时](\d{1,2})?分?)(?::?(\d{1,2})秒?)?")
_AGO = re.compile(r"(\d{1,4})\s*(?:m|min|minutes?|分钟?)\s*(?:ago|前)")
_DATE = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?")


def parse_time(text: str, now: datetime) -> datetime:
    """The moment somebody means: `14:54` (the latest past one), `11-22 14:54`, `2026-11-22 14:54:30`, `5 min ago`.

    Raises Misused for anything else, and for a time still to come.
    """
    plain = text.strip().replace("：", ":").replace("T", " ").replace("－", "-")
    moment = _read(plain, now)
    if moment is None:
        raise Misused(
            msg("“{text}” is not a time.", text=text),
            msg("Type it like 14:54, or 11-22 14:54, or “5 min ago”."),
        )
    if moment > now:
        raise Misused(msg("{time} is still to come; only what has happened can be recorded.", time=moment))
    return moment


def _read(text: str, now: datetime) -> datetime | None:
    if text.lower() in ("now", "现在", "刚才"):
        return now
    if ago := _AGO.fullmatch(text):
        return now - timedelta(minutes=int(ago[1]))
    date_text, _, clock_text = text.rpartition(" ")
    try:
        if not date_text and (clock := _CLOCK.fullmatch(clock_text)):
            today = _at_clock(now, clock)
            return today if today <= now else today - timedelta(days=1)
        if (date := _DATE.fullmatch(date_text)) and (clock := _CLOCK.fullmatch(clock_text)):
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
