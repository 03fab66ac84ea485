"""Two languages: messages and plan texts become words here and nowhere else."""

import re
from collections.abc import Callable, Sequence
from datetime import date as calendar_day
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from emergency_cli.catalogue import Catalogue, catalogue_of
from emergency_cli.core.cleaning import clean
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.clauses import in_english
from emergency_cli.core.text import (
    Because,
    Capital,
    Clauses,
    Filled,
    InProse,
    Message,
    PlanName,
    Series,
    Text,
    Title,
    is_bare,
    msg,
)
from emergency_cli.core.times import in_zone
from emergency_cli.places import APP
from emergency_cli.world import World

# The program where a message says what to type; not the plan of the hall, nor the version on a page.
_COMMAND = rf"(?<!\w){APP}(?= (?!plan\b|\{{version\}})\S)"
# Between the clauses of a sentence, and what no clause is told apart by.
_CLAUSE, _MARKS = "[，；：。,;:.]", r"[\W_]+"
# What a title says twice where what fills it ends in the word that follows: 火情情况.
_TWICE = "(情况|情)情况"
# A place in a text of the plan, named or not.
_PLACE = r"\{([a-z]*)\}"


def _in_english(clauses: list[str]) -> str:
    """Clauses as one English sentence; further apart where there are commas within them."""
    if len(clauses) < 2:
        return "".join(clauses)
    first, last = clauses[:-1], clauses[-1]
    if any(mark in each for each in clauses for mark in (", ", ": ")):
        return "; ".join(first) + f"; and {last}"
    if len(clauses) == 2 and " and " in clauses[0]:
        return f"{clauses[0]}, and {last}"
    return ", ".join(first) + f" and {last}"


# Clauses of more words than this are sentences by themselves.
_SHORT = 7


def _as_sentences(clauses: list[str], bare: list[bool]) -> str:
    """Clauses as English sentences, the last without its full stop: short ones together.

    Others stand each by itself, and so do `bare` ones, the words of a person.
    """
    found: list[list[str]] = []
    joins = False
    for each, alone in zip(clauses, bare, strict=True):
        short = not alone and len(each.split()) <= _SHORT and not re.search(r"[,:;(]| and ", each)
        if joins and short:
            found[-1].append(each)
        else:
            found.append([each])
        joins = short
    said = [_in_english(each).rstrip(".") for each in found]
    return ". ".join(each[:1].upper() + each[1:] if place else each for place, each in enumerate(said))


def _same_words(reason: str, says: str) -> bool:
    """Whether what is given as the reason of a sentence is the sentence itself, or one of its clauses."""
    wanted, whole = _bare(reason), _bare(says)
    return wanted in whole and wanted in (whole, *map(_bare, re.split(_CLAUSE, says)))


def _bare(text: str) -> str:
    return re.sub(_MARKS, "", text).casefold()


def words_for(world: World) -> "Words":
    """The words of a world: its language, and the name by which the program is called there."""
    return Words(world.language, called=world.called)


class Words:
    """The words of one language: `zh` or `en`. `called` is what somebody types to call the program."""

    def __init__(self, language: str, zone: tzinfo | None = None, called: str = APP) -> None:
        self.language = language
        self.zone = zone
        self.called = called
        # What the plan in use calls something; nobody knows it where no plan is read.
        self.in_plan: Callable[[PlanName], Text | None] = lambda _: None

    def within(self, zone: tzinfo | None) -> "Words":
        """The same, telling every time in this zone; in its own where there is none."""
        if zone is None or zone == self.zone:
            return self
        other = Words(self.language, zone, self.called)
        other.__dict__["_catalogue"] = self._catalogue
        other.in_plan = self.in_plan
        return other

    def _local(self, moment: datetime) -> datetime:
        return in_zone(moment, self.zone)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue_of(self.language)

    def _form(self, msgid: str) -> str:
        form = self._catalogue[msgid]
        if self.called == APP:
            return form
        called = self.called.replace("{", "{{").replace("}", "}}")
        return re.sub(_COMMAND, lambda _: called, form)

    def as_called(self, command: str | Message) -> str:
        """A command line of ours, beginning with the name by which the program was called."""
        if isinstance(command, Message):
            return self(command)
        return re.sub(_COMMAND, lambda _: self.called, command)

    def __call__(self, value: object) -> str:
        """Anything that core hands out, in words."""
        kind = type(value)
        how = _HOW.get(kind)
        if how is None:
            how = _HOW[kind] = next((_HOW[each] for each in kind.__mro__ if each in _HOW), _plainly)
        return how(self, value)

    def _message(self, message: Message) -> str:
        form = self._form(message.msgid)
        if not message.values:
            return form.format()
        said = {
            name: value if type(value) is str and value.isprintable() else self(value)
            for name, value in message.values.items()
        }
        whole = form.format_map(said)
        if "?:" not in whole and "?." not in whole:
            return whole
        for name, text in said.items():  # a question has its mark, and no other: “Is anyone hurt? yes”
            if text.endswith("?"):
                form = form.replace(f"{{{name}}}:", f"{{{name}}}").replace(f"{{{name}}}.", f"{{{name}}}")
        return form.format_map(said)

    def _text(self, text: Text) -> str:
        return clean(text.zh if self.language == "zh" else in_english(text.en))

    def _filled(self, filled: Filled) -> str:
        return re.sub(_PLACE, lambda found: self(filled.values.get(found[1], found[0])), self(filled.text))

    def _personal(self, personal: Personal) -> str:
        if personal.masked:
            return self(msg("[masked]"))
        return clean(personal.value) if personal.value is not None else self(msg("[destroyed]"))

    def _listed(self, values: Sequence[object]) -> str:
        return self.listed([self(value) for value in values])

    def _because(self, because: Because) -> str:
        says, reason = self(because.says), self(because.words)
        return says if _same_words(reason, says) else self.say("{what} ({reason})", what=says, reason=reason)

    def _capital(self, capital: Capital) -> str:
        said = self(capital.says)
        return said[:1].upper() + said[1:] if self.language == "en" else said

    def _series(self, series: Series) -> str:
        return ("；" if self.language == "zh" else ", ").join(self(part) for part in series.parts)

    def say(self, msgid: str, **values: object) -> str:
        """A message of the edge itself."""
        return self(msg(msgid, **values))

    def listed(self, said: list[str]) -> str:
        """Things in a row; further apart where one of them is a row itself."""
        close, wide = ("、", "；") if self.language == "zh" else (", ", "; ")
        return (wide if len(said) > 1 and any(close in each for each in said) else close).join(said)

    def moment(self, moment: datetime) -> str:
        """Day and 24-hour time."""
        return f"{self.date(moment)}{'' if self.language == 'zh' else ' '}{self.clock(moment)}"

    def date(self, moment: datetime) -> str:
        """The day without its year."""
        moment = self._local(moment)
        return f"{moment.month}月{moment.day}日" if self.language == "zh" else f"{moment.day} {moment:%b}"

    def day(self, moment: calendar_day) -> str:
        """The day with its year; in Chinese without zero padding, as official documents write it."""
        moment = self._local(moment) if isinstance(moment, datetime) else moment
        if self.language == "zh":
            return f"{moment.year}年{moment.month}月{moment.day}日"
        return f"{moment.day} {moment:%B} {moment.year}"

    def clock(self, moment: datetime, *, seconds: bool = False) -> str:
        """24-hour time of day."""
        moment = self._local(moment)
        clock = f"{moment.hour:02}:{moment.minute:02}"
        return f"{clock}:{moment.second:02}" if seconds else clock

    def in_prose(self, told: InProse) -> str:
        """A time of day as a sentence says it."""
        moment, chinese = self._local(told.moment), self.language == "zh"
        clock = f"{moment.hour}时{moment.minute:02}分" if chinese else self.clock(moment)
        if not told.day:
            return clock
        if chinese:
            return (self.date(moment) if told.day == "day" else self.day(moment)) + clock
        day = self.day(moment)
        return f"{clock} on {day if told.day == 'year' else day.removesuffix(f' {moment.year}')}"

    def clauses(self, value: Clauses) -> str:
        """Clauses as one sentence joins them."""
        said = [self(part) for part in value.parts]
        if self.language == "zh":
            close = value.close and not any("，" in each or "、" in each for each in said)
            return ("、" if close else "，").join(said)
        return _as_sentences(said, [is_bare(part) for part in value.parts]) if value.whole else _in_english(said)

    def minutes(self, span: timedelta) -> str:
        """A length of time without its seconds, from a minute on: what is read from afar and not every second."""
        return self.span(span if span < timedelta(minutes=1) else span - span % timedelta(minutes=1))

    def span(self, span: timedelta) -> str:
        """A length of time in its two largest units."""
        total = int(abs(span.total_seconds()))
        if 60 < total < 3600 and total % 60:  # 4分30秒, but 5分钟
            return self(msg("{minutes} min {seconds} s", minutes=total // 60, seconds=total % 60))
        units = ((86400, msg("{count} d")), (3600, msg("{count} h")), (60, msg("{count} min")), (1, msg("{count} s")))
        parts = []
        for size, unit in units:
            count, total = divmod(total, size)
            if count:
                parts.append(self(msg(unit.msgid, count=count)))
        return ("" if self.language == "zh" else " ").join(parts[:2]) or self(msg("{count} s", count=0))


def _plainly(_: Words, value: object) -> str:
    return str(value)


# How each kind of value is said. A kind that is derived from one of these is added when it first comes.
_HOW: dict[type, Callable[[Words, Any], str]] = {
    str: lambda _, text: clean(text),
    Message: Words._message,
    Text: Words._text,
    Filled: Words._filled,
    Title: lambda words, title: re.sub(_TWICE, r"\1", words(title.says)),
    InProse: Words.in_prose,
    datetime: Words.moment,
    calendar_day: Words.day,
    timedelta: Words.span,
    Personal: Words._personal,
    list: Words._listed,
    tuple: Words._listed,
    Clauses: Words.clauses,
    PlanName: lambda words, name: words(words.in_plan(name) or name.id),
    Because: Words._because,
    Capital: Words._capital,
    Series: Words._series,
    type(None): lambda _, __: "",
}
