"""Changing the roster in its file: what is meant, what the entry is to say, and one way to write it."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Struct
from typer import Option

from emergency_cli.commands.changing import put_in_place
from emergency_cli.commands.whose import own_folder
from emergency_cli.core.plan.names.find import Named, parties_named, pick, syllables_of, zones_named
from emergency_cli.core.plan.roster import HELD_BY, Roster
from emergency_cli.core.plan.values import ID_LENGTH
from emergency_cli.core.text import msg
from emergency_cli.core.times import parse_day
from emergency_cli.disk import read_plain, why
from emergency_cli.errors import Faulty, Misused
from emergency_cli.plans import MAX_BYTES
from emergency_cli.screen.plan.roster import SECTIONS, entry_lines
from emergency_cli.session import Session

if TYPE_CHECKING:
    from emergency_cli.plans.editing import PlanFile, Value

T = TypeVar("T")


class Said(Struct, frozen=True):
    """What may be said of an entry besides its name. An empty text in a list is an empty list."""

    phone: Annotated[
        list[str] | None, Option("--phone", metavar="NUMBER", help="The numbers, first to be tried first; '' for none.")
    ] = None
    name_en: Annotated[
        str | None, Option("--name-en", metavar="TEXT", help="The name in English, in a plan that has both languages.")
    ] = None
    post: Annotated[str | None, Option("--post", metavar="TEXT", help="The post of a person.")] = None
    post_en: Annotated[
        str | None, Option("--post-en", metavar="TEXT", help="The post in English, where there are both.")
    ] = None
    owner: Annotated[str | None, Option("--owner", metavar="PERSON", help="Who is accountable for a zone.")] = None
    member: Annotated[
        list[str] | None,
        Option("--member", metavar="PERSON", help="All members of a unit, in calling order; '' for none."),
    ] = None
    holder: Annotated[
        list[str] | None, Option("--holder", metavar="PERSON", help="All who hold a role; '' for none.")
    ] = None
    stand_in: Annotated[
        list[str] | None,
        Option("--stand-in", metavar="WHO", help="Who is called when they do not answer; '' for none."),
    ] = None
    alias: Annotated[list[str] | None, Option("--alias", metavar="NAME", help="All other names; '' for none.")] = None
    held_by: Annotated[
        str | None,
        Option(
            "--held-by",
            metavar="zone-owner|on-duty",
            help="Who holds a role that no named person has: the owner of the zone, or whoever is on duty.",
        ),
    ] = None
    checked: Annotated[
        str | None, Option("--checked", metavar="DAY", help="When the numbers were last tried: today, 2026-11-28.")
    ] = None


NOTHING = Said()


def change(session: Session, put: "Callable[[PlanFile, Roster], tuple[str, str]]") -> None:
    """Change the file, check it, put it in its place, and show the entry as it is now."""
    roster, (section, key) = edited(session, put)
    if key not in getattr(roster, section):
        session.screen.say(msg("Removed: {name}", name=session.plan.roster.title(key)))
    else:
        session.screen.show(entry_lines(roster, section, key, session.screen.words))
    if still := [case.incident.id for case in session.home.unclosed()]:
        session.screen.say(msg("Open incidents keep the roster they were opened with: {ids}", ids=still), "mind")


def edited(session: Session, put: "Callable[[PlanFile, Roster], T]") -> tuple[Roster, T]:
    """Change the file, check it and put it in its place: the roster as it is now, and what `put` says of it.

    Raises Faulty, NotSaved; then nothing was changed.
    """
    from emergency_cli.plans.editing import PlanFile
    from emergency_cli.plans.plan import load_plan

    path = own_folder(session) / "roster.yaml"
    try:
        before = read_plain(path, MAX_BYTES)
    except OSError as error:
        raise Faulty(msg("{path} cannot be read ({error}).", path=str(path), error=why(error))) from error
    session.plan.roster  # noqa: B018 - its faults are needed
    if any(fault.file == str(path) and not fault.warning for fault in session.plan.faults):
        raise Faulty(msg("{path} has faults; nothing was changed.", path=str(path)), msg("See them: emergency check"))
    file = PlanFile(before, str(path))
    told = put(file, session.plan.roster)
    put_in_place(session, path, before, file.raw)
    session.screen.say(msg("Written: {path}", path=str(path)), "done")
    return load_plan(session.world).roster, told


def found(session: Session, roster: Roster, who: str) -> tuple[str, str]:
    """The section and the id of whoever is meant. Raises Misused."""
    unknown = msg("Nobody and nothing in the roster is called “{name}”.", name=who)
    key = pick(who, [*zones_named(roster), *parties_named(roster)], unknown, sounds=session.plan.sounds)
    return next(section for section in SECTIONS if key in getattr(roster, section)), key


def members(session: Session, roster: Roster, section: str, name: str | None, wanted: Said) -> "dict[str, Value]":
    """What the file is to say: member -> value. Raises Misused for what such an entry cannot have."""
    title = "name" if section == "people" else "title"
    said: dict[str, Value] = {}
    for member, zh, en in ((title, name, wanted.name_en), ("post", wanted.post, wanted.post_en)):
        if texts := {lang: text for lang, text in (("zh", zh), ("en", en)) if text}:
            said[member] = texts if len(session.plan.centre.languages) > 1 else next(iter(texts.values()))
    people = people_named(roster)
    if wanted.owner:
        said["owner"] = one(session, wanted.owner, people)
    if wanted.held_by:
        said["held-by"] = _held_by(wanted.held_by)
    if wanted.checked:
        said["checked"] = parse_day(wanted.checked, session.now()).isoformat()
    for listed, value, named in (
        ("phones", wanted.phone, None),
        ("people", wanted.member, people),
        ("holders", wanted.holder, people),
        ("stand-ins", wanted.stand_in, parties_named(roster)),
        ("aliases", wanted.alias, None),
    ):
        if value is not None:
            items = [each.strip() for each in value if each.strip()]
            said[listed] = [one(session, each, named) for each in items] if named else items
    return said


def _held_by(typed: str) -> str:
    """Raises Misused for what no role can be held by."""
    if typed not in HELD_BY:
        raise Misused(msg("No role is held by “{name}”.", name=typed), msg("Use one of {names}.", names=list(HELD_BY)))
    return typed


def people_named(roster: Roster) -> list[Named]:
    """The people of the roster, with all they are called."""
    return [each for each in parties_named(roster) if each.id in roster.people]


def one(session: Session, query: str, named: Sequence[Named]) -> str:
    """The id of whoever is meant. Raises Misused."""
    unknown = msg("Nobody in the roster is called “{name}”.", name=query)
    return pick(query, named, unknown, sounds=session.plan.sounds)


def romanised(name: str) -> str:
    """A Chinese name of a person in the usual spelling: Wang Qiang."""
    if name.isascii():
        return name
    family, *given = syllables_of(name, True)
    return f"{family.capitalize()} {''.join(given).capitalize()}".strip()


def free_id(roster: Roster, name: str, *, person: bool) -> str:
    """An id of its letters or its pinyin that nobody has yet."""
    name = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    latin = any("a" <= each <= "z" for each in name.lower())
    parts = name.lower().split() if latin else syllables_of(name, person)
    spoken = f"{parts[0]}-{''.join(parts[1:])}" if person and not latin else "-".join(parts)
    letters = "".join(each if each.isascii() and each.isalnum() else "-" for each in spoken.lower())
    base = "-".join(part for part in letters.split("-") if part)[: ID_LENGTH - 3].strip("-")
    if not base[:1].isalpha():
        base = f"{'person' if person else 'entry'}-{base}".strip("-")
    taken = {key for key, _ in roster.parties()} | set(roster.zones)
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 99))) if key not in taken)
