"""The words in which people give a time: what each of them means, before anybody asks whether it can be so."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal

from msgspec import Struct

from emergency_cli.core.text import narrow

# What a time names: only a time of day; a day of the month or of the year; a day by its distance from today; all.
Names = Literal["clock", "day", "date", "relative", "all"]

# As text: most commands are given no time, and compiling these takes longer than some of them.
_NUMERAL = r"[零〇一两二三四五六七八九十]+(?=[个点时分秒月日号小钟刻])|(?<=[点分月])[零〇一二三四五六七八九十]+"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = (
    r"(?:(?P<back>the day before yesterday|yesterday|today|今天|今日|昨天|昨日|前天|前日|今|昨)"
    r"|(?:(?P<year>\d{4})[-－年/.])?(?P<month>\d{1,2})[-－月/.](?P<day>\d{1,2})[日号]?"
    r"|(?P<only_day>\d{1,2})[日号]"
    rf"|(?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month_en>{_MONTH})(?:,?\s+(?P<year_en>\d{{4}}))?"
    rf"|(?P<month_us>{_MONTH})\s+(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year_us>\d{{4}}))?)"
)
_PART = r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|半夜)"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})[:：点时](?:(?P<minute>\d{1,2})分?|(?P<half>半)|(?P<quarters>[13])刻)?"
    r"(?:[:：](?P<second>\d{1,2})|(?P<seconds>\d{1,2})秒)?|(?P<four>\d{4})|(?P<bare>\d{1,2})(?=\s*[ap]\.?m))"
    r"(?![\d:：])(?:\s*(?P<ap>[ap])\.?m\b\.?)?"
)
_TIME = rf"(?i:(?:{_DAY}(?:\s+at\s+|[\s,，]+|T|(?<=[日号天今昨])))?(?:{_PART}\s*)?{_CLOCK})"
_AGO = (
    r"(?:(?P<count>\d{1,4}(?:\.\d)?)|(?P<one>an?)|(?P<half>半|half an?)|(?P<quarter>a quarter of an))"
    r"\s*个?(?P<and_half>半)?\s*"
    r"(?P<unit>seconds?|secs?|s|秒钟?|minutes?|mins?|m|分钟?|hours?|hrs?|h|小时|钟头|刻钟)"
    r"(?P<and_half_en> and a half)?\s*(?:ago|以前|之前|前)"
)
_ISO = r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)"
_NOW = ("now", "just now", "right now", "现在", "此刻", "刚才", "刚刚", "方才")
_BACK = {"今": 0, "today": 0, "昨": 1, "yesterday": 1, "前": 2, "the day before yesterday": 2}
_UNITS = {"s": 1, "秒": 1, "m": 60, "分": 60, "h": 3600, "小": 3600, "钟": 3600, "刻": 900}
_MORNING = ("am", "凌晨", "清晨", "早上", "早晨", "早", "上午")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class Meant(Struct, frozen=True):
    """A moment somebody may mean, and what of it they named; the rest was taken from the present.

    `half`: the hour may be one of twelve: 3点半, 3:30, but not 03:30 and not 凌晨3点半.
    """

    moment: datetime
    names: Names
    half: bool = False


def read(text: str, now: datetime) -> Meant | None:
    """What a text means by a clock that shows `now`, perhaps a time still to come; `None` for no time.

    A time of day alone is one of today.
    """
    plain = plainly(text)
    if plain in _NOW:
        return Meant(now, "relative")
    if ago := re.fullmatch(_AGO, plain):
        return Meant(_before(now, _length(ago)), "relative")
    if re.fullmatch(_ISO, plain):
        moment = datetime.fromisoformat(plain.upper())
        return Meant(moment.astimezone(now.tzinfo), "all")
    found = re.fullmatch(_TIME, plain)
    try:
        return _meant(found, now) if found else None
    except (ValueError, OverflowError):  # the 30th of February, the end of the calendar
        return None


def is_a_day(text: str) -> bool:
    """Whether a text names a day and no time of day."""
    found = re.fullmatch(f"(?i:{_DAY})", plainly(text))
    return found is not None and int(found["month"] or 1) <= 12


def day_in(text: str, now: datetime) -> Meant | None:
    """The day that a text names, at the time of day that `now` has; `None` for none."""
    found = re.fullmatch(f"(?i:{_DAY})", plainly(text))
    if found is None or found["only_day"]:
        return None
    try:
        return Meant(*_day(found, now))
    except ValueError:  # the 30th of February
        return None


def at_the_beginning(text: str) -> tuple[str, str] | None:
    """A time at the beginning of a text, as it was typed, and what follows it; `None` if there is none."""
    found = re.match(rf"{_TIME}(?s:(.*))", text)
    return (text[: found.start(found.re.groups)].strip(), found[found.re.groups]) if found else None


def plainly(text: str) -> str:
    """A time as it is compared: half-width, lower case, Arabic numerals."""
    text = " ".join(narrow(text).lower().replace("－", "-").split())
    return re.sub(_NUMERAL, _arabic, text)


def _arabic(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].lstrip("零〇").rpartition("十")
    return str((_DIGITS.get(tens, 1) if ten else 0) * 10 + _DIGITS.get(ones, 0))


def _length(ago: re.Match[str]) -> timedelta:
    unit = _UNITS[ago["unit"][0]]
    if ago["quarter"]:
        return timedelta(seconds=unit / 4)
    count = 0.5 if ago["half"] else float(ago["count"] or 1)
    return timedelta(seconds=(count + (0.5 if ago["and_half"] or ago["and_half_en"] else 0)) * unit)


def _before(now: datetime, span: timedelta) -> datetime:
    """So long before, by true time: in the night of a clock change the hands do not tell it."""
    return (now.astimezone(UTC) - span).astimezone(now.tzinfo)


def _meant(found: re.Match[str], now: datetime) -> Meant | None:
    clock = _clock(found)
    a_year = found["four"] and (found["day_en"] or found["day_us"]) and not (found["year_en"] or found["year_us"])
    if clock is None or a_year:
        return None
    day, names = _day(found, now)
    hour, minute, second = clock
    ended, hour = divmod(hour, 24)
    moment = day.replace(hour=hour, minute=minute, second=second, microsecond=0) + timedelta(days=ended)
    # Where the clocks went back, the later of the two that has been; where they went forward, it never was.
    twice = [moment.replace(fold=fold) for fold in (1, 0)]
    moment = next((each for each in twice if each.timestamp() <= now.timestamp()), twice[-1])
    was = moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
    bare = found["part"] is None and found["ap"] is None and (found["hour"] or "0")[0] != "0"
    return Meant(moment, names, half=bare and hour < 12) if was else None


def _day(found: re.Match[str], now: datetime) -> tuple[datetime, Names]:
    if back := found["back"]:
        return now - timedelta(days=next(days for word, days in _BACK.items() if back.startswith(word))), "relative"
    if found["only_day"]:
        return _in_month(now, int(found["only_day"])), "day"
    year = found["year"] or found["year_en"] or found["year_us"]
    day = found["day"] or found["day_en"] or found["day_us"]
    if not day:
        return now, "clock"
    named = found["month_en"] or found["month_us"]
    month = 1 + _MONTHS.index(named[:3]) if named else int(found["month"])
    return now.replace(year=int(year or now.year), month=month, day=int(day)), "all" if year else "date"


def _in_month(now: datetime, day: int) -> datetime:
    """This day of this month; of the month before where that is more than a week ahead."""
    if day <= now.day + 7:
        return now.replace(day=day)
    return (now.replace(day=1) - timedelta(days=1)).replace(day=day)


def _clock(found: re.Match[str]) -> tuple[int, int, int] | None:
    """Hour, minute and second; hour 24 is the midnight that ends the day."""
    four = found["four"]
    hour = int(four[:2] if four else found["hour"] or found["bare"])
    minute = int(four[2:]) if four else int(found["minute"] or 0)
    minute = 30 if found["half"] else 15 * int(found["quarters"]) if found["quarters"] else minute
    hour = _of_the_day(hour, found["part"] or {"a": "am", "p": "pm"}.get(found["ap"]))
    second = int(found["second"] or found["seconds"] or 0)
    return (hour, minute, second) if 0 <= hour <= 24 and minute < 60 and second < 60 else None


def _of_the_day(hour: int, part: str | None) -> int:
    """An hour of twelve in its part of the day as one of twenty-four; -1 where they do not go together."""
    if part is None or hour > 12:
        return hour if hour < 24 and part not in _MORNING else -1
    if part in ("am", "凌晨"):
        return hour % 12
    if part in _MORNING:
        return hour
    if part == "中午":
        return hour + 12 if hour < 11 else hour
    if part in ("pm", "下午", "傍晚"):
        return hour % 12 + 12
    return hour if hour < (5 if part in ("晚上", "晚") else 6) else hour + 12  # 晚上5点 is dusk, 夜里5点 is dawn
