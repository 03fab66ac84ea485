"""A copy of a report without personal values: they are marked as left out, as destroyed ones are as destroyed."""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, cast

from msgspec import Struct, structs

from emergency_cli.core.events import Corrected, Entry, Event, Issued, Opened, RosterUpdated, personal_values
from emergency_cli.core.events.event import parts_of
from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident.incident import Incident
from emergency_cli.core.personal import Personal
from emergency_cli.core.report.document import CONTACT, Report
from emergency_cli.core.text import Message, msg


def redacted(report: Report, destroyed: Container[str] | None = None) -> Report:
    """The report with every personal value left out, and saying so where there was any; entries carry seals only.

    Left out is also a number that looks personal where it was corrected away: what was wrong is nobody's to read.
    With `destroyed`, the seals of what was destroyed when it was built, what is gone beyond that was left out then.
    Whom to ask is told to whoever gets it, with the number.
    """
    gone = _corrected_away(report)
    without = cast(Report, _redacted(report, _Leaving(destroyed, gone))) if gone or _gathered(report)[1] else report
    form = (field if field.key == CONTACT else left for field, left in zip(report.form, without.form, strict=True))
    without = structs.replace(without, form=tuple(form))
    return structs.replace(without, redacted=True) if without != report else report


def _corrected_away(report: Report) -> list[str]:
    """The numbers, as they were typed, that look personal and that a correction took out of free words."""
    held, said = {entry.hash: entry for entry in report.entries}, dict[tuple[str, str, str], list[str]]()
    for entry in report.entries:
        event = entry.event
        if isinstance(event, Corrected) and (original := held.get(event.target.hash)):
            place = event.target.hash, event.member, event.fact or ""
            was = getattr(original.event, event.member, None) if event.member != "value" else None
            was = original.event.answers.get(event.fact or "") if event.member == "value" else was
            said.setdefault(place, [was] if isinstance(was, str) else [])
            said[place] += [event.value] if isinstance(event.value, str) else []
    found = ((each, texts[-1]) for texts in said.values() for text in texts[:-1] for each in _numbers(text))
    return list(dict.fromkeys(number for number, now in found if number not in now))


def _numbers(text: str) -> Iterator[str]:
    """What looks like a number of a person, as it was typed."""
    plain = _narrow(text)
    for pattern in (_CARD, _MOBILE):
        yield from (text[found.start() : found.end()] for found in pattern.finditer(plain))


def holds_personal(report: Report) -> bool:
    """Whether there is a personal value in it that can be read."""
    return bool(_shown(report))


def held_in(report: Report, incident: Incident) -> list[object]:
    """What the personal values that can be read in a report are: answers by name, others by their entries."""
    held = [(entry, values) for entry in incident.originals.values() if (values := _at_hand(entry.event))]
    told = structs.replace(report, form=tuple(field for field in report.form if field.key != CONTACT))
    shown = _shown(told) if held else frozenset()
    titles: list[object] = []
    entries = []
    for entry, values in held:
        if shown.isdisjoint(values):
            continue
        answers = [fact for fact, value in entry.event.answers.items() if not shown.isdisjoint(_at_hand(value))]
        names: list[object] = [fact_title(incident, fact) for fact in answers]
        if isinstance(entry.event, Opened | RosterUpdated):
            names += [] if shown.isdisjoint(_at_hand(entry.event.roster)) else [msg("phone numbers of the roster")]
        titles += [name for name in names if name not in titles]
        entries += [] if names else [entry.id]
    return [*titles, *([msg("entries {entries}", entries=entries)] if entries else [])]


def _at_hand(value: object) -> list[str]:
    """The seals of personal values that can be read."""
    return [each.sealed for each in personal_values(value) if each.value is not None]


def _shown(report: Report) -> frozenset[str]:
    """The seals of those that a reader of the report sees."""
    return frozenset(each.sealed for each in _gathered(report)[1] if each.value is not None)


def _gathered(value: object) -> tuple[list[str], list[Personal]]:
    """All words and all personal values in a report; the entries of the log are not looked into."""
    words: list[str] = []
    personal: list[Personal] = []
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, str):
            words.append(each)
        elif isinstance(each, Personal):
            personal.append(each)
        elif each and not isinstance(each, Entry):
            todo += parts_of(each)
    return words, personal


# --- personal values in free words, which nobody sealed --------------------------------------------------------------

# Mainland numbers: of mobile phones, and of identity cards (GB 11643-1999: region, day of birth, sequence, check).
# People set digits in groups, and an input method may make them wide.
_MOBILE = re.compile(r"(?<![0-9])(?:86[- ]?)?1[3-9][0-9](?:[-. ]?[0-9]{4}){2}(?![0-9])")
_CARD = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}[- ]?(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[- ]?[0-9]{3}[0-9Xx]"
    r"(?![0-9])"
)
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X", ord("－"): "-", 0x3000: " ", 0xA0: " "}
# What an event holds besides words.
_NO_WORDS = frozenset(
    {"playbook", "playbooks", "roster", "target", "targets", "upto", "sha256", "file", "plan", "centre"}
)
_LONGEST_NAME = 40
# What any of those numbers has, and few words of an incident have.
_DIGITS, _ANY_WIDE = re.compile("[0-9][-. 0-9]{10}"), re.compile(f"[{''.join(map(chr, _WIDE))}]")


class Suspect(Struct, frozen=True):
    """Words that look personal and are shown as typed: in which entry, and what they look like."""

    entry: Entry
    what: tuple[Message, ...]


def suspects(report: Report, incident: Incident) -> list[Suspect]:
    """Where free words that a report shows hold what looks like a personal value. A look, never a proof."""
    texts = [(entry, _words(entry.event)) for entry in incident.originals.values()]
    whole = "\n".join(text for _, text in texts)
    names = [name for name in _names(incident) if name in whole]
    looks = [(entry, found) for entry, text in texts if (found := list(_looks(text, names)))]
    shown = _narrow("\n".join(_gathered(report)[0])) if looks else ""
    told = ((entry, {what.msgid: what for words, what in found if words in shown}) for entry, found in looks)
    return [Suspect(entry, tuple(what.values())) for entry, what in told if what]


def _looks(text: str, names: Collection[str]) -> Iterator[tuple[str, Message]]:
    if _DIGITS.search(text):
        for pattern, what in ((_CARD, msg("an identity number")), (_MOBILE, msg("a mobile number"))):
            for found in pattern.finditer(text):
                yield found[0], what
    for name in names:
        if name in text:
            yield name, msg("a name kept as personal")


def _words(event: Event) -> str:
    parts = _worded(type(event))(event)
    return _narrow("\n".join([part if type(part) is str else "\n".join(_gathered(part)[0]) for part in parts if part]))


@cache
def _worded(kind: type[Event]) -> Callable[[Event], Iterable[Any]]:
    return attrgetter(*(name for name in kind.__struct_fields__ if name not in _NO_WORDS))


def _narrow(text: str) -> str:
    """The same with the digits that an input method made wide as digits."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def _names(incident: Incident) -> list[str]:
    """The names and numbers that were sealed: short, no mere yes or count, not of the people at work.

    Who called for help may be the officer, whose name is on every line. Where a name was
    sealed with a number beside it, the name by itself.
    """
    told = [entry.event for entry in incident.originals.values()]
    at_work = {each.by for each in told} | {each.actor for each in told} | {incident.officer}
    values = (value.value for each in told if not isinstance(each, Opened | RosterUpdated | Issued)
              for value in personal_values(each))  # fmt: skip
    found = dict.fromkeys(part for value in values if value for part in _parts(_narrow(value)))
    looked_for = (each for each in found if 1 < len(each) < _LONGEST_NAME and not (each.isascii() and len(each) < 5))
    return [each for each in looked_for if each not in at_work]


def _parts(value: str) -> list[str]:
    """A sealed value, and each name in it if it is names with their numbers."""
    whole, around = value.strip(), _MOBILE.split(value)
    names = [] if len(around) == 1 else re.split(r"[\W\d_]*[^\w ][\W\d_]*", ",".join(around))
    return [whole, *(name.strip() for name in names)]


class _Leaving(Struct, frozen=True):
    """What is left out: personal values but those `destroyed`, and numbers in free words."""

    destroyed: Container[str] | None
    numbers: Collection[str]

    def words(self, text: str) -> str:
        """Free words with each digit of those numbers as a star."""
        for number in self.numbers:
            text = text.replace(number, "*" * len(number)) if number in text else text
        return text


def _redacted(value: Any, leaving: _Leaving) -> Any:
    match value:
        case Personal():
            gone = value.value is None and (leaving.destroyed is None or value.sealed in leaving.destroyed)
            return value if gone else structs.replace(value, value=None, salt=None, masked=True)
        case str():
            return leaving.words(value)
        case Entry():
            return value
        case tuple():
            return tuple(_redacted(each, leaving) for each in value)
        case list():
            return [_redacted(each, leaving) for each in value]
        case Mapping():
            return {key: _redacted(each, leaving) for key, each in value.items()}
        case Struct():
            inner = {name: _redacted(getattr(value, name), leaving) for name in value.__struct_fields__}
            return structs.replace(value, **inner)
        case _:
            return value
