"""`emergency contacts [ZONE|TYPE|PARTY …]`: whom to tell, in calling order."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Annotated, NamedTuple

from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.choice import all_clear, clear
from emergency_cli.commands.options import Json, verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.cases import Answers
from emergency_cli.core.plan.names.find import called, parties_named, pick, zone_numbered, zones_named
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.plan.roster import ladder, on_day
from emergency_cli.core.prepare.whom import Whom, whom_for_zone, whom_to_tell
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused
from emergency_cli.screen.plan.contacts import contact_lines
from emergency_cli.screen.plan.whom import all_zones, duty_today, whom_lines
from emergency_cli.session import Session

_SCREEN = 24


class _Asked(NamedTuple):
    """What the words mean: a zone, an incident type with what its name answers already, somebody in the roster."""

    zone: str | None = None
    book: Playbook | None = None
    answers: Answers = MappingProxyType({})
    party: str | None = None


@verb("emergency contacts fire tax", help="For a zone, an incident type, both in any order, or all zones.")
def contacts(
    session: Session,
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="ZONE|TYPE",
            help="A zone, an incident type, a unit or a person: tax, fire, guards …",
            autocompletion=complete.contacts,
        ),
    ] = None,
    *,
    for_: Annotated[
        str | None,
        Option(
            "--for", metavar="TYPE", help="The incident type, where it needs to be said.", autocompletion=complete.types
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Whom to tell: now, only if, later, and who follows where nobody answers. Works without any incident."""
    asked = _understood(session, [word for word in words or () if word.strip()], for_, json=json)
    roster, said = on_day(session.plan.roster, session.now().date()), session.screen.words
    whom: Whom | None = None
    if asked.book:
        books = {asked.book.id: asked.book}
        if general := session.plan.playbook(GENERAL):
            books[GENERAL] = general
        whom = whom_to_tell(asked.book, books, roster, asked.answers, asked.zone)
    elif asked.zone:
        whom = whom_for_zone(roster, asked.zone)
    session.warn_of_faults()
    if json:
        _data(session, asked, whom)
        return
    if whom:
        page = list(whom_lines(roster, _title(session, asked), whom, said, session.screen.width))
        session.screen.show(page)
        left = _SCREEN - sum(1 for line in page for _ in line.wrapped(session.screen.width))
        whole = plan_line(session)
        if left:  # whom to call is worth more than whose plan it is
            fits = sum(1 for _ in whole.wrapped(session.screen.width)) <= left
            session.screen.show([whole if fits else plan_line(session, cut=True)])
        return
    if asked.party:
        title = msg("Whom to contact: {title}", title=roster.title(asked.party))
        session.screen.show(contact_lines(roster, title, ladder(roster, asked.party), said))
    else:
        session.screen.show(all_zones(roster, said))
        session.screen.show(duty_today(session.plan.roster, session.now().date(), said))
    session.screen.show([plan_line(session)])


def _title(session: Session, asked: _Asked) -> Message:
    zone = session.plan.roster.zones[asked.zone].title if asked.zone else None
    if asked.book is None:
        return msg("Whom to tell: {zone}", zone=zone)
    facts = asked.book.facts
    case = [facts[fact].choices[value] for fact, value in asked.answers.items() if value in facts[fact].choices]
    return msg("Whom to tell: {parts}", parts=[asked.book.title, *case, *([zone] if zone else [])])


def _understood(session: Session, words: Sequence[str], for_: str | None, *, json: bool) -> _Asked:
    """What was meant by words in any order. What is neither zone nor party is the incident type."""
    roster, zone, party, left = session.plan.roster, None, None, []
    for word in all_clear(session, words, lambda word: _exactly(session, word), json=json):
        kind, found = _exactly(session, word)
        if kind == "zone" and zone is None:
            zone = found
        elif kind == "party" and party is None:
            party = found
        else:
            left.append(word)
    book: Playbook | None = None
    answers: Answers = {}
    if for_:
        book, answers = session.plan.find(for_)
    if left and book is None:
        book, answers = _type(session, left)
    if left and book is None:
        query = clear(session, " ".join(left), lambda text: _somebody(session, text), json=json)
        found = _somebody(session, query)
        zone, party = (found, party) if found in roster.zones else (zone, found)
    return _Asked(zone, book, answers, None if zone or book else party)


def _exactly(session: Session, word: str) -> tuple[str, str]:
    """Whether a word is a name of a zone or of somebody in the roster, and not that of an incident type."""
    roster = session.plan.roster
    if word in session.plan.ids:
        return "type", word
    if numbered := zone_numbered(roster, word):
        return "zone", numbered
    zones = zones_named(roster)
    found = called(word, zones)
    if found in roster.zones:
        return "zone", found
    found = called(word, parties_named(roster))
    if roster.party(found):
        return "party", found
    unknown = msg("No service zone “{zone}”.", zone=word)
    try:
        return "zone", pick(word, zones, unknown, slips=False, sounds=session.plan.sounds)
    except Misused as error:
        if error.message is not unknown:
            raise
    return "", word


def _type(session: Session, words: Sequence[str]) -> tuple[Playbook | None, Answers]:
    try:
        return session.plan.find(" ".join(words), slips=False)
    except Misused:
        return None, {}


def _somebody(session: Session, query: str) -> str:
    roster = session.plan.roster
    unknown = msg("No service zone, incident type, person or unit “{query}”.", query=query)
    return pick(query, [*zones_named(roster), *parties_named(roster)], unknown, sounds=session.plan.sounds)


def _data(session: Session, asked: _Asked, whom: Whom | None) -> None:
    from emergency_cli.shapes.plan import Contacts, ladder_group, whom_group

    roster, said = on_day(session.plan.roster, session.now().date()), session.screen.words
    if whom:
        groups = [whom_group(whom, asked.zone, asked.book.id if asked.book else None, said)]
    elif asked.party:
        groups = [ladder_group(asked.party, ladder(roster, asked.party))]
    else:
        groups = [whom_group(whom_for_zone(roster, zone), zone, None, said) for zone in roster.zones]
    session.screen.data(Contacts(groups=groups))
