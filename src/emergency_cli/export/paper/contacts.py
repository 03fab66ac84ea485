"""The contact sheet as a page: a row a person, in type that can be read on a wall, with room for what is missing."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.prepare.contact_sheet import ContactSheet, Reached
from emergency_cli.core.text import msg
from emergency_cli.export.paper.imprint import imprint
from emergency_cli.export.paper.page import Cell, Group, Heading, Line, Lines, Page, Paper, Row, Table, across
from emergency_cli.language import Words

_NAME, _TYPE, _NUMBER = 12.0, 10.5, 14.0
_SMALLEST = 9.0
_TITLE = 24.0
# A row is at least so high, in millimetres: a number can be written into it.
_ROW = 8.0


def page(sheet: ContactSheet, words: Words, paper: Paper) -> Page:
    """The sheet; where there are many it runs over, with the heads again."""
    groups = [
        Group(words.say("Outside services"), tuple(_rows(sheet.services, words))),
        Group(words.say("People the plan names, and the service zones they are accountable for"),
              tuple(_rows(sheet.people, words))),
        Group(words.say("Others to be told under the plan"), tuple(_rows(sheet.others, words))),
    ]  # fmt: skip
    title = words.say("Whom to call")
    heads = (msg("Name"), msg("For what"), msg("Number"), msg("Checked on"))
    table = Table(
        title, (60.0, across(paper) - 128, 44.0, 24.0), tuple(group for group in groups if group.rows), _TYPE,
        heads=tuple(Line(words(head), _TYPE, "bold") for head in heads), least=_ROW,
    )  # fmt: skip
    kind = words.say("{organisation} – contact sheet", organisation=sheet.imprint.organisation)
    mark = Line(words(sheet.zone), _TYPE, "bold") if sheet.zone else None
    heading = Heading(Line(kind, _TYPE, "bold"), Line(title, _TITLE, "bold"), mark)
    return Page(paper, (heading, table, Lines((imprint(sheet.imprint, words, _SMALLEST),))))


def _rows(reached: Sequence[Reached], words: Words) -> Iterator[Row]:
    for each in reached:
        numbers = " / ".join(words(phone) for phone in each.phones)
        number: Cell = (Line(numbers, _NUMBER, "bold"),) if numbers else ()
        checked: Cell = (Line(each.checked, _SMALLEST),) if each.checked else ()
        yield (Line(words(each.name), _NAME, "bold"),), tuple(_for_what(each, words)), number, checked


def _for_what(each: Reached, words: Words) -> Iterator[Line]:
    if each.zones:
        yield Line(words(list(each.zones)), _TYPE)
    if each.parties:
        yield Line(words(list(each.parties)), _SMALLEST if each.zones else _TYPE)
