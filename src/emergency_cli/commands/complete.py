"""What the Tab key offers for a word: types, cases, zones, steps, facts, parties, incidents, and closed sets.

Each function takes the parser's context and what is typed so far, and gives words with a short explanation. Names are
offered in the script in which somebody began to type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from typer import Context

from emergency_cli.core import terms
from emergency_cli.core.address import base_of
from emergency_cli.core.plan.playbook import ANY_CLASS
from emergency_cli.core.text import Message
from emergency_cli.errors import EmergencyError
from emergency_cli.session import Request, Session

if TYPE_CHECKING:
    from emergency_cli.core.incident.incident import Incident
    from emergency_cli.core.plan.names.find import Named

Offer = tuple[str, object]
Completion = Callable[[Context, str], list[Any]]
# What a shell would not take as part of a word without quotes.
_QUOTED = frozenset(" \t\n\"'\\$`&|;<>()*?[]{}~#!")


def offering(offers: Callable[[Session, Context, str], Iterable[Offer]]) -> Completion:
    """What begins like the word, each once. Nothing where something cannot be read: nobody asked for an error."""

    def offered(ctx: Context, incomplete: str) -> list[Any]:
        found: dict[str, str] = {}
        try:
            session = ctx.obj.asked(Request(incident=ctx.params.get("incident")))
            for word, text in offers(session, ctx, incomplete):
                if word.startswith(incomplete) and not _QUOTED & set(word):
                    found.setdefault(word, session.screen.words(text))
        except (EmergencyError, OSError):
            pass
        return list(found.items())

    return offered


def one_of(choices: dict[str, Message]) -> Completion:
    """Words of a closed set, with their names."""
    return offering(lambda *_: choices.items())


def words(*choices: str) -> Completion:
    """Words that explain themselves."""
    return offering(lambda *_: ((choice, "") for choice in choices))


def _names(named: Iterable[Named], incomplete: str, text: Callable[[str], object]) -> Iterator[Offer]:
    """Ids; and names, once somebody began to type something that is not Latin."""
    for each in named:
        yield each.id, text(each.id)
        if incomplete and not incomplete.isascii():
            yield from ((alias, text(each.id)) for alias in each.names)


# --- the plan --------------------------------------------------------------------------------------------------------


def _scenarios(session: Session, *_: object) -> Iterator[Offer]:
    yield from ((each.id, each.title) for each in session.plan.scenarios())


def _types(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:
    from emergency_cli.core.plan.names.find import playbooks_named

    books = {book.id: book for book in session.plan.playbooks()}
    yield from _names(playbooks_named(books.values()), incomplete, lambda name: books[name].title)


def _cases(session: Session, ctx: Context, incomplete: str) -> Iterator[Offer]:
    from emergency_cli.core.plan.cases import cases_of
    from emergency_cli.core.plan.names.find import cases_named

    # With an option at the end whose value is still to come, the parser gives no word to an argument.
    book, _sets = session.plan.find(ctx.params.get("type_") or next(iter(ctx.args), ""), slips=False)
    cases = {case.id: case for case in cases_of(book)}
    yield from _names(cases_named(book, cases.values()), incomplete, lambda name: cases[name].title)


def _zones(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:
    from emergency_cli.core.plan.names.find import zones_named

    roster = session.plan.roster
    yield from _names(zones_named(roster), incomplete, lambda name: roster.zones[name].title)


def _parties(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:
    from emergency_cli.core.plan.names.find import parties_named

    roster = session.plan.roster
    yield from _names(parties_named(roster), incomplete, roster.title)


def _contacts(session: Session, ctx: Context, incomplete: str) -> Iterator[Offer]:
    yield from _zones(session, ctx, incomplete)
    yield from _types(session, ctx, incomplete)
    yield from _parties(session, ctx, incomplete)


def _calls(session: Session, ctx: Context, incomplete: str) -> Iterator[Offer]:
    party, equals, _outcome = incomplete.partition("=")
    if equals:
        yield from ((f"{party}={value}", shown) for value, shown in terms.CALLS.shown.items())
    else:
        yield from ((f"{word}=", text) for word, text in _parties(session, ctx, incomplete))


def _classes(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:  # noqa: ARG001 - one signature
    yield from session.plan.centre.classes.items()
    yield ANY_CLASS, ""


# --- the records -----------------------------------------------------------------------------------------------------


def _incidents(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:  # noqa: ARG001 - one signature
    yield from ((name, "") for name in reversed(session.home.ids()))


def _steps(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:
    """The part after the slash, as long as nobody typed one; what is still to be done comes first."""
    from emergency_cli.core.incident.steps.board import board

    rows = board(session.case().incident, session.now()).rows
    for row in sorted(rows, key=lambda row: not row.open):
        yield row.address if "/" in incomplete else row.address.partition("/")[2], row.step.do


def _facts(session: Session, _: Context, incomplete: str) -> Iterator[Offer]:
    incident = session.case().incident
    name, equals, _value = incomplete.partition("=")
    for fact, spec in _asked(incident):
        if not equals:
            yield f"{fact}=", spec.label
        elif fact == base_of(name):
            choices = spec.choices or (terms.YES_NO.shown if spec.kind == "yes-no" else {})
            yield from ((f"{name}={value}", shown) for value, shown in choices.items())


def _asked(incident: Incident) -> Iterator[tuple[str, Any]]:
    for held in incident.in_order:
        yield from held.playbook.facts.items()


types, cases, zones, parties = offering(_types), offering(_cases), offering(_zones), offering(_parties)
scenarios = offering(_scenarios)
contacts, calls, classes = offering(_contacts), offering(_calls), offering(_classes)
incidents, steps, facts = offering(_incidents), offering(_steps), offering(_facts)
