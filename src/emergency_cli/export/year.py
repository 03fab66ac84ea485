"""The numbers of a year as one self-contained page with plain charts: no script, nothing fetched."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from emergency_cli.core.report.numbers.numbers import drilled, headline, how_quick, tallied
from emergency_cli.core.report.numbers.year import Tally, Year
from emergency_cli.core.text import Capital, msg
from emergency_cli.export.templated import environment
from emergency_cli.language import Words


class Bar(NamedTuple):
    """A number, what it is of, and how long its bar is, in per cent of the longest."""

    title: str
    number: int
    percent: int


class Chart(NamedTuple):
    """Numbers under a title."""

    title: str
    bars: list[Bar]


def export(year: Year, now: datetime, words: Words) -> bytes:
    """The page as UTF-8."""
    page = (
        environment()
        .get_template("year.html.j2")
        .render(
            language="zh-CN" if words.language == "zh" else "en",
            title=words(headline(year)),
            built=words.say("As of {time}", time=now),
            quick=(words.say("How quick"), [words(Capital(each)) for each in how_quick(year)]),
            charts=[_chart(words(title), tallies, words) for title, tallies in tallied(year)],
            drills=(words.say("Drills"), [words(drilled(each)) for each in year.drilled]),
            measures=words.say("Improvement measures not carried out yet: {count}", count=len(year.measures)),
            heads=[words(each) for each in (msg("measure"), msg("responsible"), msg("by when"), msg("id"))],
            rows=[(each.what, each.owner, each.due, each.id) for each in year.measures],
        )
    )
    return page.encode("utf-8", "backslashreplace")


def _chart(title: str, tallies: Sequence[Tally], words: Words) -> Chart:
    most = max((tally.count for tally in tallies), default=0) or 1
    return Chart(title, [Bar(words(each.mark.title), each.count, round(100 * each.count / most)) for each in tallies])
