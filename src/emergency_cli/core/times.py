"""Reading the times that people type, and the zone in which times are told."""

import re
from datetime import date, datetime, timedelta, tzinfo

from emergency_cli.core.text import InProse, Message, folded, msg
from emergency_cli.core.time_words import Meant, at_the_beginning, day_in, is_a_day, read
from emergency_cli.errors import Misused

_SEPARATORS = " \t\u3000，,、;；"
# How far a row of a card may lie before the row above it.
_BACK = timedelta(hours=6)
_HALF_A_YEAR = timedelta(days=183)
# A date without a year that lies further ahead is one of last year.
_A_MONTH = timedelta(days=30)
_DAY = timedelta(days=1)
# Wall clocks are fast or slow by minutes: what lies so little ahead was hardly yesterday.
_FAST = timedelta(minutes=30)
# What stands round a span that lies ahead.
_WITHIN = r"(?i)^\s*(in|within)\s+|(以内|之内|内|之后|后)\s*$"


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The same moment as that zone tells it; as it is where there is no zone, or the calendar ends before it."""
    if zone is None or moment.tzinfo is None or moment.tzinfo == zone:
        return moment
    try:
        return moment.astimezone(zone)
    except OverflowError:  # in the first or last hours of the calendar: any line may carry such a time
        return moment


_HALF_A_DAY = timedelta(hours=12)


def parse_time(text: str, now: datetime, since: datetime | None = None) -> datetime:
    """The moment somebody means: `14:54` (the latest past one), `11-22 14:54`, `昨天 15:30`, `5 min ago`, `下午3点半`.

    `since`: before then nobody had noticed anything: 3点半 is 15:30 where 03:30 was before it and 15:30 has been.
    Raises Misused for anything else, for a day without a time of day, for a time in the future, and for a time of day
    less than 30 minutes ahead of `now`: that is a clock that differs, not yesterday.
    """
    meant = _read(text, now)
    moment = meant.moment
    if meant.names == "clock":
        later = _of_the_afternoon(meant, now, since)
        return later or _latest(text, moment, now)
    if meant.names == "date" and moment - now > _A_MONTH:
        moment = _a_year_before(moment)
    if moment > now:
        raise Misused(msg("{time} is in the future; only what has happened can be recorded.", time=moment))
    return moment


def _of_the_afternoon(meant: Meant, now: datetime, since: datetime | None) -> datetime | None:
    """The same hour of the second half of the day, where only that one can be meant."""
    later = meant.moment + _HALF_A_DAY
    if since is None or not meant.half or later.hour != meant.moment.hour + 12:
        return None
    return later if meant.moment < since.replace(second=0, microsecond=0) <= now and later <= now else None


def taken_for(text: str, moment: datetime, now: datetime) -> Message | None:
    """What has to be said aloud of a time that was typed: that it was taken for another day, or for the afternoon."""
    meant = read(text, now)
    if meant and meant.names == "clock" and moment == meant.moment + _HALF_A_DAY:
        early = InProse(meant.moment, "")
        return msg(
            "Taken as {time}: at {early} nobody had noticed anything yet.", time=InProse(moment, ""), early=early
        )
    return another_day(moment, now)


def parse_due(text: str, now: datetime) -> datetime:
    """The moment by which something has to be done: `15:30` (the next one), `30m`, `半小时内`, `in 10 minutes`, a date.

    Raises Misused for anything else, and for what is past.
    """
    span = read(f"{re.sub(_WITHIN, '', text)} ago", now)
    meant = read(text, now)
    if span:
        moment = now + (now - span.moment)
    elif meant:
        moment = meant.moment + timedelta(days=meant.names == "clock" and meant.moment <= now)
    else:
        raise Misused(msg("“{text}” is not a time.", text=text), msg("Type it like 15:30, or 30m from now."))
    if moment <= now:
        raise Misused(msg("{time} has passed; a time limit lies ahead.", time=moment))
    return moment


def parse_day(text: str, now: datetime, *, ahead: bool = False) -> date:
    """The day somebody means: `2026-12-01`, `12-1`, `12月1日`, `today`, `昨天`; `明天`.

    Without a year it is the latest past one, or the next where it lies `ahead`. Raises Misused for anything else, and
    for a day to come unless it may lie ahead.
    """
    found = Meant(now + _DAY, "relative") if folded(text) in ("tomorrow", "明天", "明日") else day_in(text, now)
    if found and found.names == "date" and (found.moment < now if ahead else found.moment > now):
        moment = found.moment
        found = day_in(f"{moment.year + (1 if ahead else -1):04}-{moment.month}-{moment.day}", now)
    if found is None:
        raise Misused(msg("“{text}” is not a day.", text=text), msg("Type it like 2026-12-01, 12-01 or today."))
    if found.moment > now and not ahead:
        raise Misused(msg("{day} is yet to come.", day=text))
    return found.moment.date()


def _read(text: str, now: datetime) -> Meant:
    meant = read(text, now)
    if meant:
        return meant
    if is_a_day(text):
        raise Misused(msg("“{text}” has no time of day.", text=text), msg("Add it, like {text} 14:54.", text=text))
    raise Misused(
        msg("“{text}” is not a time.", text=text),
        msg("Type it like 14:54, or 11-22 14:54, or “5 min ago”."),
    )


def _latest(text: str, today: datetime, now: datetime) -> datetime:
    """The latest past moment at this time of day, unless a clock that is a little fast may be meant."""
    if today <= now and now - today <= _DAY - _FAST:
        return today
    if today <= now or today - now < _FAST:
        raise Misused(
            msg("{time} is ahead of the clock of this machine ({now}).", time=text, now=now),
            msg(
                "If it is now, leave the time out or type now. If it was another day, say so, like: yesterday {time}",
                time=text,
            ),
        )
    return today - _DAY


def another_day(moment: datetime, now: datetime) -> Message | None:
    """What has to be said aloud of a time that was typed and lies on another day than today; `None` if it does not."""
    there = in_zone(moment, now.tzinfo)
    if there.date() == now.date():
        return None
    if there.date() == (now - _DAY).date():
        return msg("Taken as yesterday, {time}.", time=moment)
    return msg("Taken as {time}.", time=moment)


def _a_year_before(moment: datetime) -> datetime:
    year = moment.year - 1
    return moment.replace(year=year) if (moment.month, moment.day) != (2, 29) else moment.replace(year=year, day=28)


def parse_card_time(text: str, last: datetime, now: datetime) -> datetime:
    """The moment that is meant by a time written on a card, which may be typed in days later.

    `last` is the time of the row before, at first that of the noticing. A time without a date is the first such time
    from 6 hours before `last` on: rows need not be in the order in which things were done, and go on past midnight.
    Everything else is as in `parse_time`. Raises Misused for what is not a time, and for a time in the future.
    """
    earliest = last - _BACK
    meant = _read(text, now)
    if meant.names == "clock":
        on_that_day = _read(text, earliest).moment
        moment = on_that_day + _DAY if on_that_day < earliest else on_that_day
    else:
        moment = parse_time(text, now)
    # A date without its year that still lies ahead would else count as last year's.
    ahead = meant.names == "date" and last - moment > _HALF_A_YEAR
    if moment > now or ahead:
        raise Misused(
            msg("{time} is in the future; only what has happened can be recorded.", time=text if ahead else moment),
            msg("If it was another day, type it with its date, like 11-22 14:54."),
        )
    return moment


def offset(moment: datetime) -> str:
    """The offset of a time as people read it: `UTC+08:00`."""
    east = moment.strftime("%z")
    return f"UTC{east[:3]}:{east[3:5]}" if east else ""


def split_time(text: str) -> tuple[str | None, str]:
    """A time at the beginning of a text, `None` if there is none, and what follows it: `14:56 王强`, `1456，王强`."""
    found = at_the_beginning(text.strip())
    if found is None:
        return None, text.strip(_SEPARATORS)
    time, rest = found
    return time, rest.strip(_SEPARATORS)
