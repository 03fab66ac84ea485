"""`emergency roster`: who is in it; changing it in its file, which keeps its comments and its order."""

from typing import TYPE_CHECKING, Annotated

from msgspec.structs import replace
from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.commands.asking import asked_for
from emergency_cli.commands.options import Json, verb
from emergency_cli.commands.prepare.entries import (
    NOTHING,
    Said,
    change,
    found,
    free_id,
    members,
    romanised,
)
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.values import plain
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused
from emergency_cli.screen.plan.roster import SECTIONS, entry_lines, roster_lines
from emergency_cli.session import Session
from emergency_cli.shapes.plan import WholeRoster

if TYPE_CHECKING:
    from emergency_cli.plans.editing import PlanFile

_KINDS = {
    "person": "people", "人员": "people", "人": "people",
    "unit": "units", "单位": "units", "科室": "units",
    "role": "roles", "角色": "roles",
    "service": "services", "外部电话": "services",
    "zone": "zones", "服务区": "zones",
}  # fmt: skip

Who = Annotated[str, Argument(metavar="NAME", help="By any of its names, or its id.", autocompletion=complete.contacts)]


@verb("emergency roster")
def list_roster(session: Session, *, json: Json = False) -> None:
    """Everybody in the roster, with numbers."""
    roster = session.plan.roster
    session.warn_of_faults()
    if json:
        session.screen.data(WholeRoster(roster=plain(roster)))
    else:
        session.screen.show([*roster_lines(roster, session.screen.words), plan_line(session)])


@verb(msg("emergency roster show Lee"))
def show(session: Session, who: Who, *, json: Json = False) -> None:
    """One entry, and where else it is named."""
    roster = session.plan.roster
    section, key = found(session, roster, who)
    session.warn_of_faults()
    if json:
        session.screen.data(WholeRoster(roster={section: {key: plain(roster)[section][key]}}))
    else:
        session.screen.show([*entry_lines(roster, section, key, session.screen.words), plan_line(session)])


@verb(
    msg("emergency roster set Lee --phone 555-0100"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
    help="A list that is given takes the place of the one there is. A number that is changed counts as unchecked.",
)
def set_entry(
    session: Session,
    who: Who,
    *,
    name: Annotated[str | None, Option("--name", metavar="TEXT", help="The name.")] = None,
    said: Said = NOTHING,
) -> None:
    """Change an entry. Raises Misused, NotAllowed, Faulty, NotSaved; then nothing was changed."""
    if not name and all(getattr(said, each) in (None, "") for each in said.__struct_fields__):
        raise Misused(msg("Say what is to be changed."), msg("As in: emergency roster set Lee --phone 555-0100"))

    def put(file: "PlanFile", roster: Roster) -> tuple[str, str]:
        section, key = found(session, roster, who)
        written = members(session, roster, section, name, said)
        for member, value in written.items():
            file.set([section, key, member], value)
        if written.get("phones", _phones(roster, key)) != _phones(roster, key) and "checked" not in written:
            file.set([section, key, "checked"], None)
        return section, key

    change(session, put)


@verb(
    msg("emergency roster add person 'Sam Lee' --phone 555-0100 --post 'Duty leader'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    Exit.FAULTS,
)
def add_entry(
    session: Session,
    kind: Annotated[
        str,
        Argument(
            metavar="KIND",
            help="person, unit, role, service or zone.",
            autocompletion=complete.words(*SECTIONS.values()),
        ),
    ],
    called: Annotated[str, Argument(metavar="NAME", help="The name.")],
    *,
    id_: Annotated[str | None, Option("--id", metavar="ID", help="Its id; by default made of its name.")] = None,
    said: Said = NOTHING,
) -> None:
    """Add an entry at the end of its section. Raises as `set_entry` does, and then nothing was changed."""
    section = _KINDS.get(kind.strip().lower())
    if section is None:
        raise Misused(
            msg("“{name}” is no kind of entry.", name=kind), msg("Use one of {names}.", names=list(SECTIONS.values()))
        )
    person = section == "people"
    wanted = replace(
        said,
        phone=said.phone or (None if section in ("zones", "roles") else []),
        name_en=said.name_en or _in_english(session, called, person=person),
    )

    def put(file: "PlanFile", roster: Roster) -> tuple[str, str]:
        key = id_ or free_id(roster, called, person=person)
        if roster.party(key) or key in roster.zones:
            raise Misused(msg("“{id}” is in the roster already.", id=key), msg("Choose another: --id ID"))
        file.add(section, key, members(session, roster, section, called, wanted))
        return section, key

    change(session, put)


def _in_english(session: Session, called: str, *, person: bool) -> str | None:
    """The English name of a new entry, where the plan wants one."""
    if len(session.plan.centre.languages) == 1:
        return None
    question = msg("What “{name}” is called, in English", name=called)
    return romanised(called) if person else asked_for(session, None, question, "--name-en")


@verb(msg("emergency roster remove Lee"), Exit.REFUSED, Exit.NOT_SAVED, Exit.FAULTS)
def remove_entry(session: Session, who: Who) -> None:
    """Take an entry out. Raises Faulty where something in the plan still needs it, and says where."""

    def put(file: "PlanFile", roster: Roster) -> tuple[str, str]:
        section, key = found(session, roster, who)
        file.remove(section, key)
        return section, key

    change(session, put)


def _phones(roster: Roster, key: str) -> list[str]:
    return [str(phone) for phone in getattr(roster.party(key), "phones", ())]
