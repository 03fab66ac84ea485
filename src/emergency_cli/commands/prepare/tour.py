"""`emergency tour`: a drill with a guide, in a home of its own that is gone afterwards."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace
from typer import Option

from emergency_cli.commands.look.checking.verify import verify
from emergency_cli.commands.look.timeline import timeline
from emergency_cli.commands.options import verb
from emergency_cli.commands.prepare.guide import Guide
from emergency_cli.commands.respond.end import end
from emergency_cli.commands.write.documents import DocumentRequest
from emergency_cli.commands.write.export import export
from emergency_cli.commands.write.report import report
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Exit
from emergency_cli.export.writing import unused
from emergency_cli.language import words_for
from emergency_cli.places import typed_path
from emergency_cli.recording.opening import opened_by_name, opening, show_card, unrecorded
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Request, Session
from emergency_cli.store.home import Case
from emergency_cli.walk.loop import walk
from emergency_cli.walk.person.ask import Left
from emergency_cli.world import World

# What the drill is of, where the plan has it: everybody knows what is to be done.
_USUAL = "fire"
_KEPT = ("summary.docx", "summary.html")


class _Station(Struct, frozen=True):
    """A command that is shown after the walk: what it is for, how it is typed, what it does."""

    why: Message
    typed: str
    do: Callable[[Session], None]


@verb("emergency tour", Exit.NOT_SAVED, help="Nothing of it is kept but the documents, with --keep.")
def tour(
    session: Session,
    *,
    auto: Annotated[
        bool, Option("--auto", help="Play it: nothing has to be typed; so it does without a terminal.")
    ] = False,
    keep: Annotated[str | None, Option("--keep", metavar="FOLDER", help="Keep the documents in this folder.")] = None,
) -> None:
    """A drill of three minutes, walked with explanations, then its documents; no record of this account is touched."""
    auto = auto or not session.world.interactive
    with TemporaryDirectory(prefix="emergency-tour-") as name:
        apart = _apart(session.world, Path(name))
        try:
            _through(apart, Guide(session.world, apart.screen, auto=auto), typed_path(keep) if keep else None)
        except Left:
            session.screen.say(msg("You left the tour; nothing of it is kept."))
        finally:
            _save_real_ones(session, apart)


def _apart(world: World, folder: Path) -> Session:
    """The same world with a home of its own: nothing of this account's is read or written, but its plan."""
    places = {"EMERGENCY_HOME": str(folder / "home"), "EMERGENCY_STATE": str(folder / "state")}
    world = replace(world.with_settings({**places, "EMERGENCY_MIRROR": "", "EMERGENCY_HUB": ""}), terminal_key=None)
    return Session(world, Screen(world, words_for(world)))


def _through(session: Session, guide: Guide, keep: Path | None) -> None:
    guide.say(
        msg(
            "A drill in a folder of its own, which is removed at the end; your records are not touched. It takes about "
            "three minutes. When something happens you type:"
        )
    )
    book = _book(session)
    guide.command(f"start {book.id}")
    guide.pause()
    case = _begun(session, book)
    walk(session, case, card_shown=True, ask=guide)
    silent = _silent(session, case)
    for station in _stations(silent):
        guide.say(station.why)
        guide.command(station.typed)
        guide.pause()
        station.do(silent)
    if keep:
        session.world.disk.make_folders(keep)
        for name in _KEPT:
            export(silent, wanted=DocumentRequest(to=unused(str(keep / name))))
    guide.say(msg("That was the tour, and its folder is removed. A drill of your own, which is kept:"))
    guide.command(f"start {book.id} --drill")
    guide.say(msg("Cards and numbers for the wall, before anything happens; and in an emergency:"))
    guide.command("card --all --contacts")
    guide.command(f"start {book.id}")


def _book(session: Session) -> Playbook:
    books = session.plan.playbooks()
    return next((each for each in books if each.id == _USUAL), books[0])


def _begun(session: Session, book: Playbook) -> Case:
    """The drill, opened as `start` does it: the card first, then the record."""
    now = session.now()
    event = opening(session, book, {}, drill=True, noticed=now, began=None, by=session.by())
    show_card(session, unrecorded(session, event), now)
    return opened_by_name(session, event)


def _silent(session: Session, case: Case) -> Session:
    """The same home, with nobody there to be asked: what a command needs is on its line."""
    world = replace(session.world, terminal="none")
    return Session(world, session.screen).asked(Request(incident=case.journal.incident))


def _stations(session: Session) -> Iterator[_Station]:
    """What is shown after the walk, one at a time: how the drill stands may have changed by then."""
    yield _Station(
        msg("The county wants to know. What nobody recorded is left out, or is to be verified:"),
        "report initial",
        lambda each: report(each, "initial"),
    )
    if session.case().incident.state == "responding":
        yield _Station(msg("When it is over:"), "end handled", lambda each: end(each, "handled"))
    yield _Station(msg("Everything on record, in its order:"), "timeline", timeline)
    yield _Station(msg("The after-action summary. Without --to it is a Word document:"), "export --to -", _summary)
    yield _Station(
        msg("And whether anybody changed the record since. A check code that others hold proves it:"), "verify", verify
    )


def _summary(session: Session) -> None:
    export(session, wanted=DocumentRequest(to="-"))


def _save_real_ones(outer: Session, apart: Session) -> None:
    """A drill that somebody turned into a real incident is theirs: its folder is copied among their records."""
    for name in apart.home.ids():
        if not name.startswith("drill-"):
            source, place = apart.home.folder / name, outer.home.folder / name
            outer.world.disk.make_folders(outer.home.folder)
            shutil.copytree(source, place)
            outer.screen.say(msg("{id} is a real incident now and was kept: emergency resume {id}", id=name), "title")
