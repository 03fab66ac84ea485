"""The numbers of a year as lines."""

from collections.abc import Iterator, Sequence

from emergency_cli.core.report.numbers.numbers import drilled, headline, how_quick, tallied
from emergency_cli.core.report.numbers.year import Tally, Year
from emergency_cli.core.text import Capital
from emergency_cli.language import Words
from emergency_cli.screen.line import Line
from emergency_cli.screen.plan.ready import measure_lines

# So many of a list are shown on a screen; the page and the data have all of it.
_MOST = 12


def year_lines(year: Year, words: Words) -> Iterator[Line]:
    """Everything, what did not come up left out."""
    yield Line(words(headline(year)), "title")
    quick = list(how_quick(year))
    if quick:
        yield from _titled(words.say("How quick"), [words(Capital(each)) for each in quick])
    for title, tallies in tallied(year):
        yield from _tallies(words(title), tallies, words)
    if year.drilled:
        yield from _titled(words.say("Drills"), [words(drilled(each)) for each in year.drilled])
    yield from measure_lines(year.measures, words)


def _titled(title: str, texts: Sequence[str]) -> Iterator[Line]:
    yield Line("")
    yield Line(title, "title")
    yield from (Line(text, indent=1, hang=4) for text in texts)


def _tallies(title: str, tallies: Sequence[Tally], words: Words) -> Iterator[Line]:
    shown = [tally for tally in tallies if tally.count][:_MOST]
    if more := len([tally for tally in tallies if tally.count]) - len(shown):
        title = words.say("{title} (and {count} more)", title=title, count=more)
    texts = [words.say("{count} {what}", count=f"{each.count:>3}", what=each.mark.title) for each in shown]
    yield from _titled(title, texts)
