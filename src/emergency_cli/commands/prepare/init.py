"""`emergency init [FOLDER]`: the hall's own plan, which is the plan from then on."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.asking import name_asked
from emergency_cli.commands.options import verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.plan.gaps import roster_gaps
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_there, real, why
from emergency_cli.errors import Exit, Misused, NotSaved
from emergency_cli.places import typed_path
from emergency_cli.plans.check import plan_faults
from emergency_cli.plans.leftovers import NAMED, PEOPLE
from emergency_cli.plans.plan import load_plan
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.world import World

_FILES = ("roster.yaml", "centre.yaml", "playbooks")
_NAME, _OFFICE = msg("What the hall is called"), msg("The office that coordinates")
_BOTH = ("zh", "en")


@verb(
    msg("emergency init --name 'Service Hall'"),
    Exit.REFUSED,
    Exit.NOT_SAVED,
    help="From then on it is the plan in use. It begins as a copy of the packaged plan.",
)
def init(
    session: Session,
    folder: Annotated[
        str | None, Argument(metavar="FOLDER", help="Where; by default in this account's own configuration folder.")
    ] = None,
    *,
    empty: Annotated[
        bool, Option("--empty", help="With a general procedure and nobody in it, instead of a copy.")
    ] = False,
    language: Annotated[
        str | None,
        Option(
            "--language",
            metavar="CODE",
            help="The one language of the plan: zh or en, with --empty any other such as fr; else Chinese and English.",
        ),
    ] = None,
    name: Annotated[str | None, Option("--name", metavar="TEXT", help="What the hall is called.")] = None,
    name_en: Annotated[
        str | None, Option("--name-en", metavar="TEXT", help="The same in English, where the plan has both languages.")
    ] = None,
    office: Annotated[str | None, Option("--office", metavar="TEXT", help="The office that coordinates.")] = None,
    office_en: Annotated[
        str | None, Option("--office-en", metavar="TEXT", help="The same in English, where the plan has both.")
    ] = None,
) -> None:
    """Make the folder and say what is missing. Raises Misused where there is a plan already; NotSaved."""
    from emergency_cli.plans.new import empty_files, named_files

    world = session.world
    place = _place(world, folder)
    languages = _languages(language, empty=empty)
    hall = name_asked(session, languages, (name, name_en), _NAME, ("--name", "--name-en"))
    bureau = None
    if empty or office or office_en:
        bureau = name_asked(session, languages, (office, office_en), _OFFICE, ("--office", "--office-en"))
    today = world.now().strftime("%Y-%m-%d")
    if empty and bureau:
        files = empty_files(hall, bureau, today, languages)
    else:
        files = named_files(hall, bureau, today, languages)
    _write(world, place, files)
    session.screen.say(msg("Made: {path}", path=str(place)), "done")
    _say_what_is_missing(session, place)


def _languages(language: str | None, *, empty: bool) -> Sequence[str]:
    """Those of the plan to be made. Raises Misused."""
    code = (language or "").strip().lower()
    if not code:
        return _BOTH
    if not empty and code not in _BOTH:
        raise Misused(msg("The packaged plan is in Chinese and English."), msg("Begin an empty one: add --empty."))
    if not (code.isascii() and code.isalpha() and len(code) == 2):
        raise Misused(msg("“{name}” is no code of a language.", name=language or ""), msg("Such as en, fr or de."))
    return (code,)


def _place(world: World, folder: str | None) -> Path:
    """The folder to be made. Raises Misused where a plan is there already, or another one is in use."""
    place = typed_path(folder).absolute() if folder else world.plan_place
    theirs = world.own_plan
    if is_there(theirs) and real(theirs) != real(place):
        raise Misused(
            msg("This account has a plan of its own already: {path}", path=str(theirs)),
            msg("Change that one: emergency roster; to begin again, move it away first."),
        )
    if there := [name for name in _FILES if is_there(place / name)]:
        raise Misused(
            msg("There is a plan already: {path}", path=str(place / there[0])), msg("Change it: emergency roster")
        )
    return place


def _write(world: World, place: Path, files: dict[str, bytes]) -> None:
    """All files, the roster last: a folder without it is not yet a plan. Raises NotSaved."""
    disk = world.disk
    try:
        for name, raw in sorted(files.items(), key=lambda each: each[0] == "roster.yaml"):
            disk.make_folders((place / name).parent)
            disk.replace(place / name, raw)
        if place != world.plan_place:
            _open_to_readers(place, files)
            disk.make_folders(world.plan_place.parent)
            disk.replace(world.plan_place, str(place).encode("utf-8", "surrogateescape") + b"\n")
    except OSError as error:
        what = msg("NOT SAVED: {path} cannot be written ({error}).", path=str(place), error=why(error))
        raise NotSaved(what, msg("Name another folder: emergency init FOLDER")) from error


def _open_to_readers(place: Path, files: Iterable[str]) -> None:
    """A folder of one's choice is for other accounts to read as well."""
    for path in {place, *((place / name).parent for name in files)}:
        path.chmod(0o755)
    for name in files:
        (place / name).chmod(0o644)


def _say_what_is_missing(session: Session, place: Path) -> None:
    """The plan as it is now, and what it lacks."""
    world = session.world.with_settings({"EMERGENCY_PLAN": str(place)})
    fresh = Session(world, session.screen)
    plan = load_plan(world)
    gaps = list(roster_gaps(plan.roster, plan.playbooks()))
    without = sum(gap.kind == "no-phone" for gap in gaps)
    lines = [plan_line(fresh)]
    if without:
        lines.append(
            _step(
                session,
                msg(
                    "Without a number: {count}. Give them one: emergency roster set NAME --phone NUMBER", count=without
                ),
            )
        )
    lines += [_step(session, said) for said in _of_another_hall(world)]
    if not plan.roster.people:
        lines.append(_step(session, msg("Nobody is in the roster yet: emergency roster add person NAME")))
    if not plan.roster.zones:
        lines.append(_step(session, msg("No zone is in it yet: emergency roster add zone NAME --owner NAME")))
    lines.append(_step(session, msg("All that is missing: emergency ready. Faults: emergency check")))
    if session.world.env.get("EMERGENCY_PLAN"):
        lines.append(_step(session, msg("EMERGENCY_PLAN names another plan; while it is set, this one is not used.")))
    session.screen.show(lines)


def _of_another_hall(world: World) -> Iterator[Message]:
    """What of a copy begins anew, and what is still that of the packaged plan."""
    left = [fault for fault in plan_faults(world) if fault.what.msgid in (PEOPLE.msgid, NAMED.msgid)]
    if left:
        yield msg("Begun anew; fill in title, issuer and day of your plan under document: of roster.yaml.")
        yield msg("Still those of another hall: people, zones, steps, clauses. Where it is named: emergency check")


def _step(session: Session, text: object) -> Line:
    return Line(session.screen.words(text), hang=2)
