"""`emergency board`: a second screen that follows what is open, in a terminal or as a page that a browser shows."""

import contextlib
from pathlib import Path
from typing import Annotated

from msgspec.structs import replace
from typer import Option

from emergency_cli.commands.options import Force, Id, Json, verb
from emergency_cli.commands.sources import From, Hub, source_of
from emergency_cli.core.report.briefs.watch import Watched, in_turn, watched
from emergency_cli.core.text import msg
from emergency_cli.disk import read_plain, why
from emergency_cli.errors import EmergencyError, Exit, Misused, NotSaved
from emergency_cli.places import typed_path
from emergency_cli.screen.incident.board import Sheet, board_sheet
from emergency_cli.screen.line import Line
from emergency_cli.session import Session
from emergency_cli.store.following import Source

# How long a change may go unseen, in seconds.
_PAUSE = 0.5
_HEIGHT = 1000


@verb("emergency board --to board.html", Exit.NOT_SAVED, help="It only looks: nothing is recorded.")
def board(
    session: Session,
    part: Id = None,
    *,
    folder: From = None,
    hub: Hub = False,
    to: Annotated[
        str | None, Option("--to", metavar="FILE", help="Keep a page up to date that a browser shows, until Ctrl-C.")
    ] = None,
    once: Annotated[bool, Option("--once", help="Show it once, and end.")] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Everything that is open, or one incident, drawn anew as it changes. Without a terminal once. Raises Misused."""
    look = _Look(session, source_of(session, folder, hub=hub), (part or "").strip().lower())
    if json:
        from emergency_cli.shapes.board import board as as_data

        session.screen.data(as_data(in_turn(look.now())))
    elif to:
        _page(session, look, to, once=once, force=force)
    elif once or session.world.terminal != "full":
        sheet = board_sheet(look.now(), session.screen.words, session.now(), session.screen.width, _HEIGHT)
        session.screen.show([*sheet.top, *(line for side in sheet.sides for line in side)])
    else:
        _live(session, look)


class _Look:
    """What is to be seen at a moment. What goes wrong after the first look is a notice, and the last view stays."""

    def __init__(self, session: Session, source: Source, part: str) -> None:
        self._session = session
        self._source = source
        self._part = part
        self._limits = session.plan.centre.reporting
        self._known = source.unclosed()
        self.notice = ""
        if part and not any(part in each.id for each in self._known):
            raise Misused(
                msg("No open incident “{part}”.", part=part),
                msg("Open: {ids}.", ids=[each.id for each in self._known] or msg("nothing")),
            )

    def now(self) -> list[Watched]:
        """How everything stands by what is known."""
        now, part = self._session.now(), self._part
        return [watched(each.incident, now, self._limits, each.hall) for each in self._known if part in each.id]

    def again(self) -> list[Watched]:
        """How everything stands now."""
        self.notice = ""
        try:
            self._known = self._source.unclosed()
        except EmergencyError as error:
            self.notice = self._session.screen.words(error.message)
        return self.now()


def _page(session: Session, look: _Look, to: str, *, once: bool, force: bool) -> None:
    """Keep the page up to date: it is written anew, whole, whenever anything on it is another."""
    from emergency_cli.export.board import export
    from emergency_cli.export.writing import refuse_place, write_to_stdout

    words, path, before = session.screen.words, typed_path(to), b""
    if to == "-":
        write_to_stdout(session.world, export(look.now(), session.now(), words))
        return
    refuse_place(session.world, to, force=force or _is_ours(path))
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            page = export(look.again(), session.now(), words, look.notice)
            if page != before:
                _put(session, path, page, first=not before)
            if once:
                session.screen.say(msg("Written: {path}", path=str(path.absolute())), "done")
                return
            if not before:
                session.screen.say(msg("Kept up to date until Ctrl-C: {path}", path=str(path.absolute())), "done")
            before = page
            session.world.pause(_PAUSE)


def _put(session: Session, path: Path, page: bytes, *, first: bool) -> None:
    """Put the page in place of the one before. Raises NotSaved where not even the first can be written."""
    try:
        session.world.disk.replace_lightly(path, page, 0o644)
    except OSError as error:
        failed = msg("NOT SAVED: {path} cannot be written ({error}).", path=str(path), error=why(error))
        if first:
            raise NotSaved(failed) from error
        session.screen.tell(failed, "warn")


def _is_ours(path: Path) -> bool:
    """Whether what is there is such a page, which may be replaced."""
    from emergency_cli.export.board import MARK

    try:
        return MARK in read_plain(path, 400)
    except OSError:
        return False


def _live(session: Session, look: _Look) -> None:
    from emergency_cli.screen.live import follow

    words = session.screen.words

    def draw(width: int, height: int) -> Sheet:
        sheet = board_sheet(look.again(), words, session.now(), width, height, look.notice)
        head, *rest = sheet.top
        way_out = Line(f"{head.text} | {words.say('Ctrl-C leaves')}", head.style, head.indent, cut=True)
        return replace(sheet, top=[way_out, *rest])

    follow(session.screen, draw, _PAUSE)
