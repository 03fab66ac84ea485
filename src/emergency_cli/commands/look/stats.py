"""`emergency stats`: the numbers of a year, on the screen, as data, or as a page with charts."""

from pathlib import Path
from typing import Annotated

from typer import Option

from emergency_cli.commands.options import Force, Json, To, verb
from emergency_cli.commands.sources import From, Hub, source_of
from emergency_cli.core.incident.measures import Measure, measures_of, seen_to, still_open
from emergency_cli.core.report.numbers.figures import Figures, figures_of
from emergency_cli.core.report.numbers.year import Year, year_of
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.screen.year import year_lines
from emergency_cli.session import Session
from emergency_cli.store.following import Source

_YEARS = range(1000, 10000)


@verb("emergency stats --year 2026 --to 2026.html", Exit.NOT_SAVED)
def stats(
    session: Session,
    *,
    year: Annotated[int | None, Option("--year", metavar="YEAR", help="Which year; by default, this one.")] = None,
    folder: From = None,
    hub: Hub = False,
    to: To = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """How many incidents there were, how quick, what was late; drills; what is still to be improved."""
    wanted = session.now().year if year is None else year
    if wanted not in _YEARS:
        raise Misused(msg("{year} is not a year.", year=wanted), msg("Type it in four digits: --year 2026"))
    found = _numbers(session, source_of(session, folder, hub=hub), wanted)
    if json:
        from emergency_cli.shapes.year import stats as as_data

        session.screen.data(as_data(found, session.screen.words))
    elif to:
        _page(session, found, to, force=force)
    else:
        session.screen.show(year_lines(found, session.screen.words))


def _numbers(session: Session, source: Source, year: int) -> Year:
    """The numbers of the year. Of incidents of earlier years only what they decided may still be to be done."""
    now, figures, measures = session.now(), list[Figures](), list[Measure]()
    for each in source.of_year(year):
        noticed = each.incident.noticed
        if noticed and each.incident.local(noticed).year == year:
            figures += [found] if (found := figures_of(each.incident, now, each.hall)) else []
            measures += measures_of(each.incident)
    for each in source.reviewed_before(year):
        measures += measures_of(each.incident)
    still = still_open(measures, seen_to(source.checks()))
    return year_of(year, figures, still, initial=session.plan.centre.reporting.initial)


def _page(session: Session, year: Year, to: str, *, force: bool) -> None:
    from emergency_cli.export.writing import write_document
    from emergency_cli.export.year import export

    write_document(session.world, to, export(year, session.now(), session.screen.words), force=force)
    if to != "-":
        session.screen.say(msg("Written: {path}", path=str(Path(to).absolute())), "done")
