"""`emergency card TYPE`: response cards and the contact sheet, to be printed before anything happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Struct
from msgspec.structs import replace
from typer import Option

from emergency_cli import __version__
from emergency_cli.commands import complete
from emergency_cli.commands.choice import clear, picked
from emergency_cli.commands.options import CARDS, AnyType, CardFormat, Force, Json, To, verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.cases import Answers, cases_of, each_case
from emergency_cli.core.plan.names.find import cases_named, pick
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import Contact
from emergency_cli.core.prepare.cards import Imprint, ResponseCard, response_card
from emergency_cli.core.prepare.contact_sheet import ContactSheet, contact_sheet
from emergency_cli.core.prepare.forms import Form, briefing_form, handover_form
from emergency_cli.core.text import Message, Text, msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.export.writing import format_named, unused, write_document
from emergency_cli.recording.naming import zone_named
from emergency_cli.session import Session
from emergency_cli.shapes.plan import Cards

if TYPE_CHECKING:
    from emergency_cli.language import Words

# How much of the digest of the plan files is printed: enough to tell two states of the plan apart.
_SHORT = 12


class CardRequest(Struct, frozen=True):
    """What was asked for."""

    type_: str | None = None
    case: str | None = None
    zone: str | None = None
    all_: bool = False
    pocket: bool = False
    contacts: bool = False
    briefing: bool = False
    handover: bool = False

    @property
    def sheets(self) -> list[str]:
        """The sheets that were asked for beside cards, each by its name."""
        named = {"contacts": self.contacts, "briefing": self.briefing, "handover": self.handover}
        return [name for name, wanted in named.items() if wanted]


@verb(
    "emergency card fire --format docx --to fire.docx",
    Exit.NOT_SAVED,
    help="One for each incident type, or for each of its cases.",
)
def card(
    session: Session,
    type_: AnyType = None,
    *,
    case: Annotated[
        str | None,
        Option(
            "--case",
            metavar="CASE",
            help="One case only, by any of its names: surge, fight.",
            autocompletion=complete.cases,
        ),
    ] = None,
    zone: Annotated[
        str | None,
        Option("--zone", metavar="ZONE", help="Name the owner of this service zone.", autocompletion=complete.zones),
    ] = None,
    all_: Annotated[bool, Option("--all", help="All of them in one document.")] = False,
    pocket: Annotated[bool, Option("--pocket", help="Pocket cards with what is to be done at once.")] = False,
    contacts: Annotated[
        bool, Option("--contacts", help="The contact sheet, a row a person; after the cards, or alone.")
    ] = False,
    briefing: Annotated[bool, Option("--briefing", help="A briefing sheet to fill in by hand.")] = False,
    handover: Annotated[bool, Option("--handover", help="A handover sheet to fill in by hand.")] = False,
    format_: CardFormat = None,
    to: To = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Write cards, sheets, or all of them in one document; as data, what is on them."""
    zone = zone and clear(session, zone, lambda text: zone_named(session, text), json=json)
    wanted = CardRequest(type_, case, zone, all_, pocket, contacts, briefing, handover)
    owner = _zone(session, wanted)
    chosen = _chosen(session, wanted)
    cards = [_card(session, book, answers, owner) for book, answers in chosen]
    sheet = _sheet(session, owner) if wanted.contacts else None
    forms = list(_forms(session, wanted))
    session.warn_of_faults()
    words = session.screen.words
    if json:
        session.screen.data(
            Cards(cards=_plain(cards, words), contacts=_plain(sheet, words), forms=_plain(forms, words))
        )
    if not json or to:
        name = format_named(CARDS, format_, to, without=CARDS[0])
        own = f"{_file_name(wanted, chosen)}.{name}"
        place = to or (own if force else unused(own))
        content = _document(session, cards, sheet, forms, name, pocket=wanted.pocket)
        write_document(session.world, place, content, force=force)
        if place != "-" and not json:
            session.screen.say(msg("Written: {path}", path=str(Path(place).absolute())), "done")
            session.screen.show([plan_line(session)])


def _zone(session: Session, wanted: CardRequest) -> str | None:
    return zone_named(session, wanted.zone)


def _chosen(session: Session, wanted: CardRequest) -> list[tuple[Playbook, Answers]]:
    """The playbooks, each with the answers that make its case; a playbook with cases has a card for each of them."""
    if wanted.all_ and (wanted.type_ or wanted.case):
        raise Misused(msg("Either one incident type, or --all."))
    if wanted.all_:
        return [(book, answers) for book in session.plan.playbooks() for answers in each_case(book)]
    if wanted.type_:
        book, sets = session.plan.find(wanted.type_)
        if wanted.case:
            return [(book, _case(book, wanted.case))]
        return [(book, sets)] if sets else [(book, answers) for answers in each_case(book)]
    if wanted.sheets and not wanted.case:
        return []
    return _chosen(session, replace(wanted, type_=_picked(session)))


def _picked(session: Session) -> str:
    title, books = msg("Which incident type is the card for?"), session.plan.playbooks()
    if not session.world.interactive:
        raise Misused(title, msg("Name one of {names}, or --all.", names=[book.id for book in books]))
    return picked(session, title, [(book.id, book.title) for book in books])


def _case(book: Playbook, query: str) -> Answers:
    cases = {case.id: case for case in cases_of(book)}
    if not cases:
        raise Misused(msg("“{title}” has no cases.", title=book.title), msg("Leave --case out."))
    unknown = msg("“{title}” has no case “{query}”.", title=book.title, query=query)
    return cases[pick(query, cases_named(book, cases.values()), unknown)].answers


def _card(session: Session, book: Playbook, answers: Answers, zone: str | None) -> ResponseCard:
    books = {each.id: each for each in session.plan.playbooks()}
    imprint = _imprint(session, {book.id, GENERAL} & set(books))
    return response_card(book, answers, books, session.plan.roster, imprint, zone)


def _sheet(session: Session, zone: str | None) -> ContactSheet:
    books = session.plan.playbooks()
    return contact_sheet(session.plan.roster, books, _imprint(session, {book.id for book in books}), zone)


def _forms(session: Session, wanted: CardRequest) -> Iterator[Form]:
    books = session.plan.playbooks()
    imprint = _imprint(session, {book.id for book in books})
    if wanted.briefing:
        yield briefing_form(session.plan.playbook(GENERAL), imprint)
    if wanted.handover:
        yield handover_form(imprint)


def _imprint(session: Session, books: set[str]) -> Imprint:
    roster = session.plan.roster
    digest = session.plan.digest(books)[:_SHORT]
    return Imprint(
        roster.organisation, roster.document.title, roster.document.dated, digest, __version__, session.now()
    )


# --- the document ----------------------------------------------------------------------------------------------------


def _file_name(wanted: CardRequest, chosen: Sequence[tuple[Playbook, Answers]]) -> str:
    """`card-fire`, `card-disorder-conflict`, `pocket-fire`, `cards`, `contacts`, `briefing`."""
    if not chosen:
        return "-".join(wanted.sheets)
    kind = "pocket" if wanted.pocket else "card"
    if wanted.all_:
        return f"{kind}s"
    book, answers = chosen[0]
    cases = [answer for fact, answer in answers.items() if fact in book.facts and book.facts[fact].choices]
    return "-".join([kind, book.id, *(cases if len(chosen) == 1 else ())])


def _document(
    session: Session,
    cards: Sequence[ResponseCard],
    sheet: ContactSheet | None,
    forms: Sequence[Form],
    name: str,
    *,
    pocket: bool,
) -> bytes:
    from emergency_cli.export.paper.booklet import booklet

    words = session.screen.words
    made = booklet(cards, sheet, forms, words, session.plan.centre.layout, small=pocket)
    content: bytes = import_module(f"emergency_cli.export.paper.{name}").export(made, words)
    return content


def _plain(value: Any, words: Words) -> Any:
    """A finished value as data, its texts in the language of this run."""
    match value:
        case Text() | Message():
            return words(value)
        case Contact():
            return {"name": words(value.name), "phones": [words(phone) for phone in value.phones]}
        case list() | tuple():
            return [_plain(each, words) for each in value]
        case Struct():
            return {name: _plain(getattr(value, name), words) for name in value.__struct_fields__}
        case None | bool() | int() | str():
            return value
        case _:
            return str(value)
